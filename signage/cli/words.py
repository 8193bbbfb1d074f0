"""The language of this run, known before the commands are declared, since their help is text."""

from __future__ import annotations

import os
import sys

from signage.errors import Param
from signage.locale import Lang, text


def _chosen() -> Lang:
    words = sys.argv[1:]
    for index, word in enumerate(words):
        if word.startswith("--lang="):
            return _lang(word.removeprefix("--lang="))
        if word == "--lang" and index + 1 < len(words):
            return _lang(words[index + 1])
    return _lang(os.environ.get("SIGNAGE_LANG", "zh"))


def is_language(word: str) -> bool:
    """Return whether a word names a language that there is, such as `zh`, `zh-CN` or `en_GB`."""
    return word.lower().replace("_", "-").split(".")[0].split("-")[0] in {lang.value for lang in Lang}


def _lang(word: str) -> Lang:
    return Lang.EN if word.lower().startswith("en") else Lang.ZH


LANG = _chosen()


def t(key: str, **params: Param) -> str:
    """Return the words for a key in the language of this run: of `signage/locale/cli.toml`, or of `area.key`."""
    return text(key if "." in key else f"cli.{key}", LANG, **params)
