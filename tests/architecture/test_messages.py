"""Every error code that the code raises has words in both languages, and every placeholder is given a value."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from signage.locale import all_codes

ROOT = Path(__file__).resolve().parents[2]
ERRORS = {
    node.name
    for node in ast.parse((ROOT / "signage/errors.py").read_text("utf-8")).body
    if isinstance(node, ast.ClassDef) and node.name not in ("Location",)
}
CATALOGUES = sorted((ROOT / "signage/locale").glob("*.toml"))


@cache
def raised() -> tuple[tuple[str, str, frozenset[str] | None], ...]:
    """Return (place, code, names of parameters or None when they are passed on as **mapping)."""
    found: list[tuple[str, str, frozenset[str] | None]] = []
    for file in [*ROOT.glob("signage/**/*.py"), *ROOT.glob("api/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                names = {k.arg for k in node.keywords}
                given = None if None in names else frozenset(n for n in names if n) - {"at"}
                found.append((f"{file.relative_to(ROOT)}:{node.lineno}", node.args[0].value, given))
    return tuple(found)


def entries() -> dict[str, dict[str, str]]:
    found = {}
    for file in CATALOGUES:
        for key, entry in tomllib.loads(file.read_text("utf-8")).items():
            found[f"{file.stem}.{key}"] = entry
    return found


def test_every_code_that_is_raised_has_words():
    missing = [f"{place} {code}" for place, code, _ in raised() if code not in all_codes()]
    assert missing == []


def test_every_placeholder_of_a_message_is_given_a_value():
    words = entries()
    missing = []
    for place, code, given in raised():
        if given is None or code not in words:
            continue
        wanted = {name for text in words[code].values() for name in re.findall(r"{(\w+)", text)}
        if wanted - given:
            missing.append(f"{place} {code} lacks {sorted(wanted - given)}")
    assert missing == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda f: f.stem)
def test_every_entry_speaks_both_languages(file: Path):
    for key, entry in tomllib.loads(file.read_text("utf-8")).items():
        assert entry.get("zh"), f"{file.stem}.{key} lacks zh"
        assert entry.get("en"), f"{file.stem}.{key} lacks en"
        assert ("hint_zh" in entry) == ("hint_en" in entry), f"{file.stem}.{key} has a hint in one language only"


def test_every_input_error_says_what_to_do_next():
    words = entries()
    without = sorted({code for _, code, _ in raised() if code in words and not words[code].get("hint_zh")})
    assert without == []
