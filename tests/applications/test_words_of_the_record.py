"""What the system writes into the record is kept in Chinese and can be said in English; what people wrote stays."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

import signage.locale
from signage.applications.english import english_names, stated
from signage.applications.model import Event
from signage.applications.policy_file import load_policy
from signage.applications.records import Defect
from signage.errors import GuardFailed
from signage.items import load_catalogue
from signage.locale import Lang, all_codes, both, describe, enumerated, said, said_again, text, wording_of
from signage.storage.codec import from_json, to_json

from .case_builders import CLERK, NOW

NAMES = english_names(load_policy(), load_catalogue())


def test_a_sentence_within_a_sentence_is_said_again_in_english_whole():
    due = said("workflow.remind_limit", name=said("workflow.deadline_delivery"), due="2026-12-01")
    note = said("workflow.event_reminder", what=due)
    assert note == text("workflow.event_reminder", Lang.ZH, what=str(due))
    assert said_again(str(note), wording_of(note), Lang.ZH) == note
    told = said_again(str(note), wording_of(note), Lang.EN)
    assert text("workflow.deadline_delivery", Lang.EN) in told
    assert told.isascii()


def test_several_things_are_listed_as_each_language_lists_them():
    listed = enumerated([both("甲", "A"), both("乙", "B"), "typed"], "；", "; ")
    assert listed == "甲；乙；typed"
    assert said_again(listed, wording_of(listed), Lang.EN) == "A; B; typed"


def test_what_somebody_wrote_and_what_was_stored_before_stay_as_they_are():
    assert wording_of("请补交合同") == ""
    assert said_again("请补交合同", "", Lang.EN, NAMES) == "请补交合同"


@pytest.mark.parametrize(
    "wording",
    ['{"code":"workflow.no_such","with":{}}', '{"code":"workflow.event_amend","with":{}}', "{", '{"zh":"甲"}'],
)
def test_a_wording_that_this_edition_does_not_know_gives_the_stored_words(wording):
    assert said_again("旧句子", wording, Lang.EN) == "旧句子"


def test_names_of_the_data_files_are_said_in_english_by_their_words_also_within_a_sentence():
    paper = load_policy().paper("M2")
    note = said("applications.defect_paper", paper="M2", name=paper.name_zh, days=0)
    assert paper.name_en in said_again(str(note), wording_of(note), Lang.EN, NAMES)
    for words in (paper.name_zh, *(zh for _, zh in load_policy().basis), load_policy().tracks[0].reason_zh):
        assert said_again(words, "", Lang.EN, NAMES) != words


def test_what_a_permit_states_of_a_sign_is_said_in_english_and_unknown_words_stay():
    letters = text("sign.construction_halo_lit", Lang.ZH)
    lit = text("applications.lighting_lit", Lang.ZH, construction=letters, temperature=3000)
    assert stated(lit, Lang.EN) == "halo-lit letters, 3000 K"
    assert stated(lit, Lang.ZH) == lit
    assert stated("不发光", Lang.EN) == "unlit"
    assert stated("一种旧材料", Lang.EN) == "一种旧材料"


def test_history_keeps_how_its_lines_were_made_and_reads_lines_from_before_it_did():
    made = Event(at=NOW, actor=CLERK, action="x", application_id="", from_state=None, to_state=None,
                 note=said("workflow.event_start_review"))  # fmt: skip
    again = from_json(Event, to_json(made, "signage.event/1"), "signage.event/1")
    assert again == made
    assert said_again(again.note, again.wording, Lang.EN) == text("workflow.event_start_review", Lang.EN)
    before = json.loads(to_json(made, "signage.event/1"))
    assert before["value"].pop("wording") == made.wording
    old = from_json(Event, json.dumps(before), "signage.event/1")
    assert (old.note, old.wording) == (made.note, "")


def test_a_defect_keeps_how_it_was_made():
    assert Defect(key="a", text="手写").wording == ""
    made = Defect(key="a", text=said("applications.defect_unstated_needs_survey"))
    assert from_json(Defect, to_json(made, "f"), "f") == made


def test_an_error_says_names_that_know_both_languages_in_the_readers():
    error = GuardFailed("workflow.papers_missing", papers=(both("M1 申请表", "M1 Form"), both("M2 执照", "M2 Licence")))
    assert "M1 申请表、M2 执照" in describe(error, Lang.ZH).message
    assert "M1 Form, M2 Licence" in describe(error, Lang.EN).message


@pytest.mark.parametrize(("lang", "said_once"), [(Lang.ZH, "（第3条）。"), (Lang.EN, "(art. 3).")])
def test_a_sentence_within_a_sentence_ends_once(lang, said_once):
    defects = enumerated([both("字高过大（第3条）。", "letters too high (art. 3).")], "；", "; ")
    note = said("workflow.event_return", defects=defects, settled="", reasons="见附件")
    told = said_again(note, wording_of(note), lang)
    assert said_once in told
    assert not re.search(r"。[。；，]|(?<!\.)\.\.(?!\.)", told)


def test_three_dots_stay():
    assert said("workflow.event_withdraw", reasons="再想想...").endswith("再想想...")


def test_every_step_that_may_give_reasons_has_words_for_giving_none():
    codes = all_codes()
    with_reasons = [code for code in codes if code.startswith("workflow.event_") and "{reasons}" in _template(code)]
    assert len(with_reasons) > 15
    for code in with_reasons:
        assert f"{code}_plain" in codes, code
        assert "{reasons}" not in _template(f"{code}_plain")


def _template(code):
    area, _, key = code.partition(".")
    return tomllib.loads(bundled_words(area))[key]["zh"]


def bundled_words(area):
    return (Path(signage.locale.__file__).parent / f"{area}.toml").read_text("utf-8")


def test_a_line_of_before_is_read_as_it_was_written_and_still_said_in_english():
    form = {"code": "workflow.event_withdraw", "with": {"reasons": {"code": "workflow.not_stated", "with": {}}}}
    old = "申请人撤回申请。说明：（未另述）"
    assert said_again(old, json.dumps(form), Lang.ZH) == old
    assert said_again(old, json.dumps(form), Lang.EN) == "Withdrawn by the applicant. Note: (nothing further)"
