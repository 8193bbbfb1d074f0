"""Every line that the history can hold, in both languages: what was done, and the sentence with it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import signage
from signage.applications.english import english_names
from signage.applications.letters import LetterKind
from signage.applications.model import Action
from signage.applications.policy_file import load_policy
from signage.items import load_catalogue
from signage.locale import Lang, all_codes, enumerated, said, said_again, text, wording_of
from signage.reports.history_export import action_words, headed

NAMES = english_names(load_policy(), load_catalogue())
HAN = re.compile(r"[\u4e00-\u9fff]")
HOME = Path(signage.__file__).parent


def words_of_the_catalogues():
    for path in sorted((HOME / "locale").glob("*.toml")):
        for key, words in tomllib.loads(path.read_text("utf-8")).items():
            yield f"{path.stem}.{key}", words


def kinds_of_event() -> set[str]:
    """Every action that some code writes into the history, as far as it stands there as a plain word."""
    found = {action.value for action in Action} | {"letter_numbered", "letter_made", "service.anything"}
    for path in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event":
                found |= {
                    one.value.value
                    for one in node.keywords
                    if one.arg == "action" and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str)
                }
    found |= {code.partition("reports.action_")[2] for code in all_codes() if code.startswith("reports.action_")}
    return found


@pytest.mark.parametrize("kind", sorted(kinds_of_event()))
def test_what_was_done_is_said_as_something_that_was_done(kind):
    zh, en = action_words(kind, Lang.ZH), action_words(kind, Lang.EN)
    assert HAN.search(zh)
    assert not HAN.search(en)
    assert en[0].isupper(), en
    if kind != "other":
        assert en != action_words("no such thing", Lang.EN), "it has no word of its own"
    assert en != text(f"workflow.action_{kind}", Lang.EN) if kind in set(Action) else True


@pytest.mark.parametrize(
    ("code", "words"), [one for one in words_of_the_catalogues() if one[0].partition(".")[2].startswith("event_")]
)
def test_a_sentence_of_the_history_begins_as_one_and_holds_the_same_in_both_languages(code, words):
    assert not HAN.search(words["en"]), code
    assert words["en"][0].isupper() or words["en"][0] in "{“", words["en"]
    assert "(s)" not in words["en"]
    named = [set(re.findall(r"{(\w+)}", words[lang])) for lang in ("zh", "en")]
    assert named[0] == named[1], code


def test_a_letters_title_is_said_in_english():
    for code in sorted(all_codes()):
        if code.startswith("letters.title_"):
            note = said("letters.event_made", title=text(code, Lang.ZH), number="No 1")
            assert not HAN.search(said_again(str(note), wording_of(note), Lang.EN, NAMES)), code
    assert NAMES[LetterKind.HEARING_RECORD.title()] == LetterKind.HEARING_RECORD.title(Lang.EN)


def test_a_papers_name_is_said_in_english():
    paper = load_policy().paper("M4")
    name = enumerated(("M4", paper.name_zh, "v2.pdf"), " ", " ")
    note = said("materials.event_handed_in", name=name, original="lease.pdf")
    assert paper.name_en in said_again(str(note), wording_of(note), Lang.EN, NAMES)
    assert name == f"M4 {paper.name_zh} v2.pdf"


def test_a_line_does_not_say_the_same_twice():
    assert headed("Accepted", "Accepted under No 1.", Lang.EN) == "Accepted under No 1."
    assert headed("Document made", "“Receipt” was made.", Lang.EN) == "Document made. “Receipt” was made."
    assert headed("提交", "提交申请。", Lang.ZH) == "提交申请。"
    assert headed("Taken up", "", Lang.EN) == "Taken up"
