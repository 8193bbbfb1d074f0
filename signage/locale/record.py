"""Sentences of the record: Chinese as they are written, and able to be said again in the reader's language.

The record's language is Chinese. A sentence that the system itself makes remembers the code and the parameters that
it was made from; stored beside it they let a page say it in English. What was stored without them stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from signage.errors import Param
from signage.locale.catalogue import Lang, text

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Sentence(str):
    """A Chinese sentence that remembers how it was made; everything but wording it again treats it as plain text.

    Attributes:
        form: Plain JSON: `{"code", "with"}` for a sentence of the catalogues, `{"zh", "en"}` for a name that stands in
            both languages, `{"list", "zh", "en"}` for several with what stands between them.
    """

    __slots__ = ("form",)
    form: Any

    def __new__(cls, words: str, form: Any) -> Sentence:
        """Hold words and how they were made."""
        made = super().__new__(cls, words)
        made.form = form
        return made

    def say(self, lang: Lang, names: Mapping[str, str] = _NO_NAMES) -> str:
        """Return it in a language; `names` gives English for the Chinese names in it."""
        return str(self) if lang is Lang.ZH else str(_again(self.form, lang, names))


def said(code: str, **params: Param) -> Sentence:
    """Return a sentence of the catalogues in Chinese, its parameters remembered; they may be such sentences again.

    Raises:
        KeyError: The code is in no catalogue, or a parameter is missing; both are faults of the caller's code.
    """
    known = {name: enumerated(value) if isinstance(value, tuple | list) else value for name, value in params.items()}
    return Sentence(
        _ended_once(text(code, Lang.ZH, **known)), {"code": code, "with": {name: _form(v) for name, v in known.items()}}
    )


def both(zh: str, en: str) -> Sentence:
    """Return a name or sentence that its source gives in both languages."""
    return Sentence(zh, {"zh": zh, "en": en})


def enumerated(parts: Iterable[str], zh: str = "、", en: str = ", ") -> Sentence:
    """Return several names or sentences in a row, with what each language puts between them."""
    listed = tuple(parts)
    return Sentence(zh.join(listed), {"list": [_form(part) for part in listed], "zh": zh, "en": en})


def wording_of(words: str) -> str:
    """Return how a sentence was made, as text to be stored beside it; empty for what somebody wrote."""
    if not isinstance(words, Sentence):
        return ""
    return json.dumps(words.form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def said_again(words: str, wording: str, lang: Lang, names: Mapping[str, str] = _NO_NAMES) -> str:
    """Return a stored sentence in the reader's language.

    Args:
        words: As the record holds it, in Chinese or as somebody wrote it.
        wording: From `wording_of`; empty in older records and for what people wrote.
        lang: The reader's language.
        names: English for the Chinese names and fixed sentences of the data files; they are stored by their words.

    Returns:
        The words themselves in Chinese, and in English where nothing tells how to say them.
    """
    if lang is Lang.ZH:
        return words
    if not wording:
        made = words.form if isinstance(words, Sentence) else words
        return str(_again(made, lang, names))
    try:
        return str(_again(json.loads(wording), lang, names))
    except (KeyError, IndexError, ValueError):  # written by another edition, whose sentences were others
        return words


_TWICE = re.compile(r"。(?=[。；，、])|(?<![.…])\.(?=\.(?!\.))")


def _ended_once(words: str) -> str:
    """A sentence within a sentence brings its full stop along: of two marks in a row the first one goes."""
    return _TWICE.sub("", words)


def _form(value: Param) -> Any:
    if isinstance(value, Sentence):
        return value.form
    return value if isinstance(value, str | int | float) else str(value)


def _again(form: Any, lang: Lang, names: Mapping[str, str]) -> Param:
    if isinstance(form, str):
        return names.get(form, form)
    if not isinstance(form, dict):
        return form  # type: ignore[no-any-return]
    if "code" in form:
        values = {name: _again(value, lang, names) for name, value in form["with"].items()}
        return _ended_once(text(form["code"], lang, **values))
    if "list" in form:
        return str(form[lang.value]).join(str(_again(part, lang, names)) for part in form["list"])
    return str(form[lang.value])
