from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signage.errors import RuleBookError
from signage.locale import Lang, describe
from signage.rules import RuleBook, Verdict, check, load_book
from signage.rules.book import effective
from tests.rules.scenery import scene

ON = date(2026, 11, 24)
SOURCE = 'source = { document = "试", clause = "1", certainty = "ILL", summary = { zh = "试", en = "try" } }'


def head(name: str, layer: str, more: str = "") -> str:
    return f"""
schema_version = 1
name = "{name}"
edition = "1"
title = {{ zh = "{name}", en = "{name}" }}
jurisdiction = "试"
authority = {{ zh = "试", en = "Try" }}
is_illustrative = true
layer = "{layer}"
{more}
"""


def rule(rule_id: str, limit: str, more: str = "", measure: str = "clear_height") -> str:
    return f"""
[[rule]]
id = "{rule_id}"
title = {{ zh = "甲", en = "A" }}
measure = "{measure}"
modality = "should"
limit = {limit}
{more}
{SOURCE}
"""


def override(rule_id: str, fields: str) -> str:
    return f'\n[[override]]\nrule = "{rule_id}"\n{fields}\n{SOURCE}\n'


UPPER = (
    head("upper", "province")
    + rule("up-01", '{ at_least = "2.5 m" }')
    + rule("up-02", '{ at_least = "2.5 m" }', 'local = "fixed"')
    + rule("up-03", '{ at_least = "2.5 m" }', 'local = "may_relax"')
    + rule("up-04", '{ less_than = { factor = "1/3", of = "shopfront_height" } }', measure="panel_height")
    + rule("up-05", '{ one_of = ["panel", "letters"] }', measure="carrier")
    + rule(
        "up-06",
        '{ at_most = { table = { by = ["road_width"], rows = [ { road_width = { up_to = "20 m" }, value = "0.6 m" },'
        ' { road_width = { over = "20 m" }, value = "0.8 m" } ] } } }',
        measure="letter_edge",
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "upper.toml").write_text(UPPER, "utf-8")
    return tmp_path


def lower(folder: Path, body: str, layer: str = "city", extends: str = "upper@1") -> RuleBook:
    path = folder / "lower.toml"
    path.write_text(head("lower", layer, f'extends = "{extends}"') + body, "utf-8")
    return load_book(path)


def test_a_lower_book_holds_the_upper_rules_in_their_order_and_then_its_own(folder: Path):
    book = lower(folder, rule("lo-01", '{ at_least = "3 m" }'))
    assert [r.id for r in book.rules] == ["up-01", "up-02", "up-03", "up-04", "up-05", "up-06", "lo-01"]
    assert book.chain == ("upper@1",)
    assert {r.id: r.origin for r in book.rules}["up-01"] == "upper@1"
    assert book.rules[-1].origin == "lower@1"


def test_an_override_changes_the_named_fields_and_says_which_book_set_them(folder: Path):
    book = lower(folder, override("up-01", 'limit = { at_least = "2.8 m" }\nmodality = "must"'))
    changed = book.rule("up-01")
    assert changed is not None
    assert changed.required_text == "≥ 2.8 m"
    assert changed.modality == "must"
    assert changed.title_zh == "甲"
    assert changed.set_by == (("limit", "lower@1"), ("modality", "lower@1"), ("source", "lower@1"))
    low = next(f for f in check(scene(bottom=2000.0), [book], ON).findings if f.rule_id == "up-01")
    assert (low.verdict, low.required) == (Verdict.FAIL, "≥ 2800 mm")


@pytest.mark.parametrize(
    ("rule_id", "fields"),
    [
        ("up-01", 'limit = { at_least = "2.5 m" }\nmodality = "must"'),
        ("up-01", 'limit = { more_than = "2.5 m" }'),
        ("up-01", 'limit = { at_least = { max = [ "2.5 m", { factor = "1/2", of = "storey_height" } ] } }'),
        ("up-01", 'message = { zh = "乙", en = "B" }'),
        ("up-02", 'message = { zh = "乙", en = "B" }'),
        ("up-03", 'limit = { at_least = "2 m" }'),
        ("up-03", 'limit = { at_most = "9 m" }'),
        ("up-04", 'limit = { less_than = { factor = "1/4", of = "shopfront_height" } }'),
        ("up-04", 'limit = { less_than = { min = [ "1.5 m", { factor = "1/3", of = "shopfront_height" } ] } }'),
        ("up-05", 'limit = { one_of = ["letters"] }'),
        ("up-06", 'limit = { at_most = "0.6 m" }'),
        (
            "up-06",
            'limit = { at_most = { table = { by = ["road_width"], rows = [ { road_width = { up_to = "20 m" },'
            ' value = "0.5 m" }, { road_width = { over = "20 m" }, value = "0.8 m" } ] } } }',
        ),
    ],
)
def test_what_is_stricter_or_allowed_is_taken(folder: Path, rule_id: str, fields: str):
    assert lower(folder, override(rule_id, fields)).rule(rule_id) is not None


@pytest.mark.parametrize(
    ("rule_id", "fields", "code"),
    [
        ("up-01", 'limit = { at_least = "2.49 m" }', "book.not_allowed"),
        ("up-01", 'modality = "may"', "book.not_allowed"),
        ("up-01", 'limit = { at_most = "9 m" }', "book.unclear_override"),
        ("up-01", 'limit = { at_least = "2.8 m" }\nmodality = "may"', "book.not_allowed"),
        ("up-01", 'applies_when = [ { measure = "form", one_of = ["parallel"] } ]', "book.not_allowed"),
        ("up-01", 'exemption = [ { proof = "x", title = { zh = "甲", en = "a" } } ]', "book.not_allowed"),
        ("up-01", 'tolerance = { value = "20 mm", source = "试" }', "book.not_allowed"),
        ("up-01", "withdrawn = true", "book.not_allowed"),
        ("up-01", "valid_from = 2027-01-01", "book.override_leaves_a_gap"),
        ("up-02", 'limit = { at_least = "2.8 m" }', "book.not_allowed"),
        ("up-04", 'limit = { at_most = { factor = "1/3", of = "shopfront_height" } }', "book.not_allowed"),
        ("up-04", 'limit = { less_than = { factor = "1/2", of = "shopfront_height" } }', "book.not_allowed"),
        ("up-05", 'limit = { one_of = ["panel", "letters", "box"] }', "book.not_allowed"),
        (
            "up-06",
            'limit = { at_most = { table = { by = ["road_width"], rows = [ { road_width = { up_to = "30 m" },'
            ' value = "0.5 m" }, { road_width = { over = "30 m" }, value = "0.8 m" } ] } } }',
            "book.unclear_override",
        ),
        ("up-06", 'limit = { at_most = "0.7 m" }', "book.not_allowed"),
        ("up-09", 'limit = { at_least = "2.8 m" }', "book.no_such_rule"),
    ],
)
def test_what_relaxes_without_leave_is_refused_with_its_place(folder: Path, rule_id: str, fields: str, code: str):
    with pytest.raises(RuleBookError) as caught:
        lower(folder, override(rule_id, fields))
    assert caught.value.code == code
    said = describe(caught.value, Lang.ZH)
    assert "lower.toml" in str(caught.value)
    assert rule_id in str(said)


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ('limit = { at_least = "2.8 m" }\nmodality = "may"', "modality"),
        ('limit = { at_least = "2.8 m" }\nvalid_from = 2027-01-01', "valid_from"),
        ('limit = { at_least = "2.8 m" }\ntolerance = { value = "20 mm", source = "试" }', "tolerance"),
        ('limit = { at_least = "2.49 m" }', "limit"),
    ],
)
def test_a_refused_override_names_the_field_that_relaxes(folder: Path, fields: str, blamed: str):
    with pytest.raises(RuleBookError) as told:
        lower(folder, override("up-01", fields))
    assert told.value.at is not None
    assert (told.value.at.field or "").endswith(blamed)


def test_a_rule_that_may_be_relaxed_may_be_withdrawn(folder: Path):
    assert lower(folder, '\n[[override]]\nrule = "up-03"\nwithdrawn = true\n').rule("up-03") is None


@pytest.mark.parametrize(
    ("extends", "layer", "code"),
    [
        ("upper@2", "city", "book.other_edition"),
        ("upper", "city", "book.bad_extends"),
        ("nowhere@1", "city", "book.no_upper"),
        ("upper@1", "national", "book.upside_down"),
        ("lower@1", "city", "book.circular"),
        ("../upper@1", "city", "book.bad_extends"),
    ],
)
def test_a_chain_that_does_not_hold_is_refused(folder: Path, extends: str, layer: str, code: str):
    with pytest.raises(RuleBookError) as caught:
        lower(folder, rule("lo-01", '{ at_least = "3 m" }'), layer, extends)
    assert caught.value.code == code


def test_two_books_that_extend_each_other_are_refused(tmp_path: Path):
    for one, other in (("a", "b"), ("b", "a")):
        body = rule(f"{one * 2}-01", '{ at_least = "3 m" }')
        (tmp_path / f"{one}.toml").write_text(head(one, "city", f'extends = "{other}@1"') + body, "utf-8")
    with pytest.raises(RuleBookError) as caught:
        load_book(tmp_path / "a.toml")
    assert caught.value.code == "book.circular"


def test_a_check_leaves_out_the_book_that_another_one_holds(folder: Path):
    book, upper = lower(folder, override("up-01", 'modality = "must"')), load_book(folder / "upper.toml")
    assert effective([upper, book]) == (book,)
    assert [b.name for b in check(scene(), [upper, book], ON).books] == ["lower"]


def test_an_inherited_rule_ends_with_the_book_that_wrote_it(tmp_path: Path):
    text = UPPER.replace("is_illustrative = true", "is_illustrative = true\nvalid_to = 2026-06-01")
    (tmp_path / "upper.toml").write_text(text, "utf-8")
    book = lower(tmp_path, rule("lo-01", '{ at_least = "3 m" }'))
    assert {f.rule_id for f in check(scene(), [book], date(2026, 5, 31)).findings} >= {"up-01", "lo-01"}
    assert {f.rule_id for f in check(scene(), [book], date(2026, 6, 1)).findings} == {"lo-01"}


@pytest.mark.parametrize(
    ("transition", "approved", "on", "spared"),
    [
        ('"all"', date(2025, 1, 1), date(2026, 2, 1), False),
        ('"new_only"', date(2025, 1, 1), date(2030, 1, 1), True),
        ('"new_only"', date(2026, 1, 1), date(2030, 1, 1), False),
        ('"new_only"', None, date(2030, 1, 1), False),
        ("{ until = 2027-01-01 }", date(2025, 1, 1), date(2026, 12, 31), True),
        ("{ until = 2027-01-01 }", date(2025, 1, 1), date(2027, 1, 1), False),
    ],
)
def test_a_transition_spares_signs_that_were_approved_before_the_rule(
    tmp_path: Path, transition: str, approved: date | None, on: date, spared: bool
):
    path = tmp_path / "new.toml"
    more = f"valid_from = 2026-01-01\ntransition = {transition}"
    path.write_text(head("new", "city") + rule("ne-01", '{ at_least = "90 m" }', more), "utf-8")
    finding = check(scene(), [load_book(path)], on, approved=approved).findings[0]
    assert (finding.verdict is Verdict.NOT_APPLICABLE) == spared


def test_a_chain_of_two_hundred_rules_resolves(tmp_path: Path):
    body = "".join(rule(f"up-{i:03}", '{ at_least = "2.5 m" }') for i in range(200))
    (tmp_path / "upper.toml").write_text(head("upper", "province") + body, "utf-8")
    changes = "".join(override(f"up-{i:03}", 'limit = { at_least = "2.6 m" }') for i in range(0, 200, 2))
    book = lower(tmp_path, changes)
    assert len(book.rules) == 200
    assert sum(r.required_text == "≥ 2.6 m" for r in book.rules) == 100
