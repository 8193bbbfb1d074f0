"""What the parser says of a command that was typed wrongly, in the reader's language.

The parser speaks English only and its exceptions are private to it, so its sentences are recognised by their pattern;
one that no pattern knows is passed on as it is.
"""

from __future__ import annotations

import re

from signage.cli.words import t

_NOT_ONE_OF = re.compile(r"(?:Value error, )?'?(?P<given>.*?)'? is not one of (?P<known>.+?)\.?$", re.DOTALL)
_BOUND = re.compile(r"Input should be (?P<side>greater|less) than or equal to (?P<bound>\S+)")
_PATTERNS = (
    (re.compile(r"Missing option '(?P<what>.+)'\."), "usage_missing_option"),
    (re.compile(r"Missing argument '(?P<what>[^']+)'"), "usage_missing_argument"),
    (re.compile(r"No such option: (?P<what>\S+)"), "usage_no_option"),
    (re.compile(r"No such command '(?P<what>.*?)'"), "usage_no_command"),
    (re.compile(r"Missing command\."), "usage_missing_command"),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.*)\)"), "usage_extra"),
    (re.compile(r"Option '(?P<what>.+)' requires an argument"), "usage_needs_value"),
    (re.compile(r"Option '(?P<what>.+)' does not take a value"), "usage_takes_no_value"),
)
_GUESS = re.compile(r"(?:Did you mean|Possible options:) (?P<known>[^?)]+)")
_INVALID = re.compile(r"Invalid value for (?P<what>.+?): (?P<why>.*)", re.DOTALL)


def usage_words(sentence: str) -> str:
    """Return one of the parser's sentences in the reader's language."""
    invalid = _INVALID.match(sentence)
    if invalid:
        return t("usage_invalid", what=_plain(invalid["what"]), why=_why(invalid["why"]))
    for pattern, key in _PATTERNS:
        found = pattern.match(sentence)
        if found:
            words = t(key, **{name: _plain(value) for name, value in found.groupdict().items()})
            guess = _GUESS.search(sentence)
            return words + t("usage_guess", known=_plain(guess["known"])) if guess else words
    return sentence


def _why(words: str) -> str:
    choice = _NOT_ONE_OF.match(words)
    if choice:
        return t("usage_not_one_of", given=choice["given"], known=_plain(choice["known"]))
    bound = _BOUND.match(words)
    if bound:
        return t(f"usage_{bound['side']}_bound", bound=bound["bound"])
    if "valid integer" in words:
        return t("usage_no_integer")
    if "valid number" in words:
        return t("usage_no_number")
    return words


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("'", "")).strip()
