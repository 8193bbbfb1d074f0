from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from signage.applications.approved import ApprovedSign
from signage.batch import measured
from signage.batch import recheck as recheck_module
from signage.batch.measured import proposal_of
from signage.batch.recheck import recheck
from signage.batch.sign_list import read_sign_list
from signage.batch.whatif import Effect, what_if
from signage.design import Position, parse_spec, write_spec
from signage.errors import InputError, ToolError
from signage.frontage import FrontagePlan
from signage.rules import Verdict, books_for, check, load_book, parse_book
from signage.typography import FontCatalogue

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 24)
LIST = read_sign_list(ROOT / "samples/signs")
PLAN = next(iter(LIST.plans.values()))
BOOKS = books_for(PLAN.city, ON)
FONTS = FontCatalogue.standard()
NIGHT = ROOT / "samples/books/night-street.toml"


def many() -> tuple[ApprovedSign, ...]:
    """The listed signs moved about, so that limits are met, missed and just met."""
    found = []
    for turn in range(4):
        for sign in LIST.signs:
            place = Position(bottom_mm=3100.0 + 60.0 * turn, offset_mm=-900.0 * turn)
            spec = replace(sign.spec, position=place, height_mm=sign.spec.height_mm + 250.0 * turn)
            facts = tuple(pair for pair in sign.facts if turn != 3 or pair[0] != "leased_units")
            found.append(replace(sign, id=f"{sign.id}-{turn}", permit_number="", spec=spec, facts=facts))
    return tuple(found)


def one_by_one(signs: tuple[ApprovedSign, ...], books, plan: FrontagePlan = PLAN):
    reports = {s.id: check(proposal_of(s, plan, PLAN, FONTS), books, ON, approved=s.approved_on) for s in signs}
    hits = {(i, f.rule_id, f.verdict) for i, r in reports.items() for f in r.findings if f.verdict.rank < 4}
    return {i: r.verdict for i, r in reports.items()}, hits


def test_many_signs_get_the_verdicts_of_single_checks():
    books = [*BOOKS, load_book(NIGHT)]
    result = recheck(many(), LIST.plans, books, ON)
    verdicts, hits = one_by_one(many(), books)
    assert result.verdicts == verdicts
    assert {(h.sign, h.rule, h.verdict) for h in result.hits} == hits
    assert {verdict for _, _, verdict in hits} == {Verdict.FAIL, Verdict.UNMEASURED, Verdict.WARN}


def test_a_hit_says_what_was_required_and_measured_as_the_report_does():
    result = recheck(many(), LIST.plans, BOOKS, ON)
    for hit in result.hits:
        sign = next(s for s in many() if s.id == hit.sign)
        report = check(proposal_of(sign, PLAN, PLAN, FONTS), BOOKS, ON)
        finding = next(f for f in report.findings if f.rule_id == hit.rule)
        assert hit.required == finding.required
        assert hit.measured == ("" if finding.measured is None else str(finding.measured))
        assert hit.margin == ("" if finding.margin is None else str(finding.margin))


def test_changed_limits_only_compare_what_is_on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = recheck(LIST.signs, LIST.plans, BOOKS, ON, store=tmp_path)
    monkeypatch.setattr(measured, "lay_out", None)  # nothing may be laid out again
    again = recheck(LIST.signs, LIST.plans, BOOKS[::-1], ON, store=tmp_path)
    assert (first.measured, first.kept, again.measured, again.kept) == (1, 0, 0, 1)
    assert again.verdicts == first.verdicts
    assert {(h.sign, h.rule, h.measured) for h in again.hits} == {(h.sign, h.rule, h.measured) for h in first.hits}


def test_a_new_version_of_a_measure_is_measured_anew_and_a_torn_file_too(tmp_path: Path, monkeypatch):
    recheck(LIST.signs, LIST.plans, BOOKS, ON, store=tmp_path)
    versions = measured._version
    monkeypatch.setattr(measured, "_version", lambda name: versions(name) + (name == "letter_edge"))
    assert recheck(LIST.signs, LIST.plans, BOOKS, ON, store=tmp_path).measured == 1
    assert recheck(LIST.signs, LIST.plans, BOOKS, ON, store=tmp_path).kept == 1
    file = next(tmp_path.glob("*.npz"))
    file.write_bytes(file.read_bytes()[:500])
    assert recheck(LIST.signs, LIST.plans, BOOKS, ON, store=tmp_path).measured == 1


def test_a_changed_plan_is_measured_anew(tmp_path: Path):
    recheck(LIST.signs, LIST.plans, BOOKS, ON, store=tmp_path)
    revised = {PLAN.id: replace(PLAN, revision="neu")}
    assert recheck(LIST.signs, revised, BOOKS, ON, homes=LIST.plans, store=tmp_path).measured == 1


def _die_once(flag, numbered):
    if not flag.exists():
        flag.touch()
        os._exit(9)
    return numbered[0], measured.measure_group(numbered[1])


def _die(numbered):
    os._exit(9)


def test_a_killed_process_is_tried_again_and_a_second_time_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(recheck_module, "GROUP", 2)
    monkeypatch.setattr(recheck_module, "_task", partial(_die_once, tmp_path / "flag"))
    assert (
        recheck(LIST.signs, LIST.plans, BOOKS, ON, jobs=2).verdicts
        == recheck(LIST.signs, LIST.plans, BOOKS, ON).verdicts
    )
    monkeypatch.setattr(recheck_module, "_task", _die)
    with pytest.raises(ToolError) as caught:
        recheck(LIST.signs, LIST.plans, BOOKS, ON, jobs=2)
    assert caught.value.code == "recheck.worker_died"


def test_a_sign_that_cannot_be_measured_has_not_passed():
    lost = replace(LIST.signs[0], unit_id="S9-99")
    result = recheck([lost], LIST.plans, BOOKS, ON)
    assert [sign.unit_id for sign, _ in result.refused] == ["S9-99"]
    assert result.worst is Verdict.UNMEASURED


def test_a_new_plan_lists_the_sign_that_would_fail_and_by_how_much():
    face = PLAN.faces[0]
    bands = tuple(replace(b, letter_height_mm=(300.0, 420.0)) if "S1-02" in b.units else b for b in face.bands)
    revised = replace(PLAN, revision="2", faces=(replace(face, bands=bands), *PLAN.faces[1:]))
    result = what_if(LIST.signs, LIST.plans, BOOKS, ON, revised=revised)
    fails = [one.hit for one in result.consequences if one.effect is Effect.FAILS]
    assert [(hit.unit, hit.rule, hit.required, hit.margin) for hit in fails] == [
        ("S1-02", "la-01d", "300 mm – 420 mm", "-84 mm")
    ]
    assert result.unmeasured


def test_a_new_book_lists_what_would_fail_and_what_would_no_longer():
    text = (ROOT / "signage/rules/books/demo-city.toml").read_text("utf-8")
    changed = parse_book(
        text.replace('value = "0.8 m"', 'value = "0.9 m"').replace('"0.35", high = "0.60"', '"0.35", high = "0.40"')
    )
    result = what_if(LIST.signs, LIST.plans, BOOKS, ON, new_books=[changed])
    found = {(one.effect, one.hit.unit, one.hit.rule) for one in result.consequences}
    assert (Effect.PASSES, "S1-05", "la-08") in found
    assert any(effect is Effect.WARNS and rule == "la-05" for effect, _, rule in found)


def test_nothing_changes_when_nothing_changes():
    result = what_if(LIST.signs, LIST.plans, BOOKS, ON, revised=replace(PLAN, revision="2"))
    assert {one.effect for one in result.consequences} == {Effect.SAME}
    assert all(one.was == one.hit and one.hit.verdict is Verdict.FAIL for one in result.consequences)


@pytest.mark.parametrize(("most", "effect"), [("0.75 m", Effect.MORE), ("0.81 m", Effect.LESS), ("0.8 m", Effect.SAME)])
def test_a_sign_that_fails_already_is_told_by_how_much_more_or_less(most: str, effect: Effect):
    text = (ROOT / "signage/rules/books/demo-city.toml").read_text("utf-8")
    changed = parse_book(text.replace('value = "0.8 m"', f'value = "{most}"'))
    result = what_if(LIST.signs, LIST.plans, BOOKS, ON, new_books=[changed])
    found = [one for one in result.consequences if one.hit.rule == "la-08" and one.hit.unit == "S1-05"]
    assert [one.effect for one in found] == [effect]
    was = found[0].was
    assert was is not None
    assert (was.margin == found[0].hit.margin) is (effect is Effect.SAME)


TRANSITIONS = [
    ("", {"old": Verdict.FAIL, "new": Verdict.FAIL}),
    ('transition = "new_only"', {"old": Verdict.NOT_APPLICABLE, "new": Verdict.FAIL}),
    ("transition = { until = 2026-12-31 }", {"old": Verdict.NOT_APPLICABLE, "new": Verdict.FAIL}),
    ("transition = { until = 2026-10-31 }", {"old": Verdict.FAIL, "new": Verdict.FAIL}),
]


@pytest.mark.parametrize(("transition", "wanted"), TRANSITIONS, ids=[one or "all" for one, _ in TRANSITIONS])
def test_a_transition_spares_signs_approved_before_the_rule(transition: str, wanted: dict[str, Verdict]):
    book = parse_book(f"""
schema_version = 1
name = "later"
edition = "1"
title = {{ zh = "后来", en = "Later" }}
jurisdiction = "{PLAN.city}"
authority = {{ zh = "试", en = "Test" }}
is_illustrative = true
valid_from = 2026-06-01

[[rule]]
id = "lt-01"
title = {{ zh = "招牌高度", en = "Height" }}
measure = "sign_height"
modality = "must"
limit = {{ at_most = "1 mm" }}
{transition}
source = {{ document = "试", clause = "1", certainty = "ILL", summary = {{ zh = "试", en = "Test" }} }}
""")
    sign = LIST.signs[0]
    signs = [
        replace(sign, id="old", approved_on=date(2026, 5, 31)),
        replace(sign, id="new", permit_number="n", approved_on=date(2026, 6, 1)),
    ]
    found = recheck(signs, LIST.plans, [book], ON)
    assert found.verdicts == wanted
    assert found.verdicts == one_by_one(tuple(signs), [book])[0]
    assert {hit.sign for hit in found.hits} == {one for one, verdict in wanted.items() if verdict is Verdict.FAIL}


FAULTS = {
    "unit\nS1-02\n": "recheck.columns",
    "unit,spec,colour\nS1-02,a.toml,red\n": "recheck.columns",
    "unit,spec\nS1-02,\n": "recheck.empty_cell",
    "unit,spec\nS1-02,a.toml,x\n": "recheck.more_cells",
    "unit,spec\nS1-02,a.toml\n": "recheck.no_such_file",
    "unit,spec,plan,approved_on\nS1-02,S,P,gestern\n": "recheck.bad_date",
    "unit,spec,plan,x_mm,y_mm\nS1-02,S,P,nan,1\n": "recheck.bad_number",
    "unit,spec,plan,x_mm,y_mm\nS1-02,S,P,5,\n": "recheck.half_a_place",
    "unit,spec,plan,facts\nS1-02,S,P,leased\n": "recheck.bad_fact",
}


@pytest.mark.parametrize(("text", "code"), FAULTS.items(), ids=FAULTS.values())
def test_a_fault_in_the_list_is_told_with_its_line(tmp_path: Path, text: str, code: str):
    (tmp_path / "S").write_bytes((ROOT / "samples/specs/jingwan-bianmindian.toml").read_bytes())
    (tmp_path / "P").write_bytes((ROOT / "samples/plans/jingwan-li.json").read_bytes())
    (tmp_path / "signs.csv").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_sign_list(tmp_path)
    assert caught.value.code == code
    assert caught.value.at is not None
    assert caught.value.at.line


def test_two_signs_of_one_permit_are_refused():
    with pytest.raises(InputError) as caught:
        recheck([LIST.signs[0], LIST.signs[0]], LIST.plans, BOOKS, ON)
    assert caught.value.code == "recheck.id_twice"


def test_a_plaque_on_file_without_a_typeface_is_told_with_the_one_it_is_read_with(tmp_path: Path):
    plaque = (ROOT / "samples/specs/kinds/plaque.toml").read_text("utf-8")
    (tmp_path / "open.toml").write_text(plaque, "utf-8")
    (tmp_path / "named.toml").write_text(write_spec(parse_spec(plaque)), "utf-8")
    (tmp_path / "panel.toml").write_bytes((ROOT / "samples/specs/jingwan-bianmindian.toml").read_bytes())
    (tmp_path / "plan.json").write_bytes((ROOT / "samples/plans/jingwan-li.json").read_bytes())
    rows = "".join(f"S1-0{n},{name}.toml\n" for n, name in enumerate(("open", "named", "panel", "open"), 2))
    (tmp_path / "signs.csv").write_text(f"unit,spec\n{rows}", "utf-8")
    found = read_sign_list(tmp_path)
    assert found.unnamed == (("open.toml", "noto-serif-sc"),)
    assert found.signs[0].spec == found.signs[1].spec
    assert LIST.unnamed == ()
