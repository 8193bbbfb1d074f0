from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from signage.errors import RuleBookError
from signage.locale import Lang, describe
from signage.rules import Verdict, book_schema, books_for, bundled_books, check, lint_book, load_book, parse_book
from signage.rules.characters import nonstandard, simplified, standard_characters
from signage.rules.limits import Op
from tests.rules.scenery import scene

SAMPLE = Path(__file__).parents[2] / "samples/books/night-street.toml"
TEXT = SAMPLE.read_text("utf-8")
ON = date(2026, 11, 24)


@pytest.mark.parametrize("name", bundled_books())
def test_the_tests_inside_a_book_come_out(name: str):
    assert lint_book(load_book(name)) == ()


def test_the_sample_book_loads_passes_its_own_tests_and_judges():
    book = load_book(SAMPLE)
    assert lint_book(book) == ()
    assert check(scene(bottom=2799.0), [book], ON).verdict is Verdict.FAIL


def test_a_wrong_test_inside_a_book_is_named():
    book = parse_book(TEXT.replace('"2800 mm"', '"2700 mm"'))
    assert [(f.rule_id, f.got) for f in lint_book(book)] == [("ns-01", Verdict.FAIL)]


TABLE = """limit = { at_most = { table = { by = ["road_width"], rows = [
  { road_width = { up_to = "16 m" }, value = "1 m" },
  { road_width = { %s = "16 m" }, value = "2 m" },
] } } }"""
LIMIT = 'limit = { at_least = "2.8 m" }'

REFUSALS = {
    "unknown key": ('modality = "must"', 'modality = "must"\ncolour = 1', "book.unknown_key"),
    "duplicate key": ('modality = "must"', 'modality = "must"\nmodality = "may"', "book.bad_toml"),
    "unknown measure": ('"clear_height"\nmodality', '"clear_hight"\nmodality', "book.unknown_measure"),
    "unit that does not fit": ('"2.8 m"', '"2.8 m2"', "book.wrong_unit"),
    "no unit": ('"2.8 m"', '"2.8"', "book.wrong_unit"),
    "not a number": ('"2.8 m"', '"high"', "book.bad_amount"),
    "a number as a number": ('"2.8 m"', "2.8", "book.wrong_type"),
    "overlapping bins": (LIMIT, TABLE % "from", "book.overlap"),
    "a gap": (LIMIT, (TABLE % "over").replace('over = "16 m"', 'over = "17 m"'), "book.gap"),
    "crossed dates": (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nvalid_to = 2026-01-01",
        "book.crossed_dates",
    ),
    "crossed ends": (LIMIT, 'limit = { between = { low = "3 m", high = "2 m" } }', "book.crossed_ends"),
    "two limits": (LIMIT, 'limit = { at_least = "2 m", at_most = "3 m" }', "book.one_limit"),
    "words for a number": (LIMIT, 'limit = { one_of = ["a"] }', "book.wrong_limit"),
    "bad id": ('"ns-01"', '"NS 1"', "book.bad_id"),
    "bad modality": ('"must"', '"shall"', "book.bad_choice"),
    "missing source": ("[rule.source]", "[rule.sauce]", "book.unknown_key"),
    "placeholder": ("{measured}，", "{mesured}，", "book.bad_placeholder"),
    "unmarked illustrative": ('certainty = "ILL"', 'certainty = "A"', "book.unmarked_illustrative"),
    "version": ("schema_version = 1", "schema_version = 2", "book.bad_version"),
    "nan": ('"2.8 m"', "nan", "book.wrong_type"),
    "huge fraction": ('"2.8 m"', '"1/0"', "book.bad_amount"),
}


@pytest.mark.parametrize(("old", "new", "code"), REFUSALS.values(), ids=REFUSALS)
def test_a_faulty_book_is_refused_in_words_with_file_and_line(old: str, new: str, code: str):
    assert old in TEXT
    with pytest.raises(RuleBookError) as caught:
        parse_book(TEXT.replace(old, new, 1), file="mine.toml")
    assert caught.value.code == code
    assert caught.value.at is not None
    assert caught.value.at.file == "mine.toml"
    assert caught.value.at.line
    assert describe(caught.value, Lang.ZH).hint
    said = str(describe(caught.value, Lang.EN))
    assert not [c for c in said if "\u3000" <= c <= "\u9fff" or c in "，。；：（）、"], said


NEGATIVES = [
    ("opening_overlap", "-2.8 m2", True), ("form_count", "-1 n", True), ("luminance", "-5 cd/m2", True),
    ("letter_panel_ratio", "-10 %", True), ("clear_height", "-2.8 m", False),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "limit", "refused"), NEGATIVES)
def test_a_limit_below_zero_is_refused_where_nothing_can_be_below_zero(measure: str, limit: str, refused: bool):
    own = TEXT[: TEXT.index("[[rule.test]]")].replace('"clear_height"', f'"{measure}"').replace('"2.8 m"', f'"{limit}"')
    if not refused:
        assert parse_book(own).rules
        return
    with pytest.raises(RuleBookError) as caught:
        parse_book(own, file="mine.toml")
    assert (caught.value.code, caught.value.params["measure"]) == ("book.negative_limit", measure)
    assert caught.value.at is not None
    assert caught.value.at.line


def test_a_fault_names_its_rule_and_the_line_of_its_key():
    with pytest.raises(RuleBookError) as caught:
        parse_book(TEXT.replace('"2.8 m"', '"2.8 kg"'), file="mine.toml")
    assert caught.value.at is not None
    assert "ns-01" in (caught.value.at.field or "")
    assert caught.value.at.line == TEXT.splitlines().index(LIMIT) + 1


def test_two_rules_of_one_id_are_refused():
    rule = TEXT[TEXT.index("[[rule]]") :]
    with pytest.raises(RuleBookError, match="duplicate_rule"):
        parse_book(TEXT + "\n" + rule)


@pytest.mark.parametrize("name", ["no-such-book", "/nowhere/x.toml"])
def test_a_book_that_is_not_there_says_which_ones_are(name: str):
    with pytest.raises(RuleBookError) as caught:
        load_book(name)
    assert "demo-city" in describe(caught.value).hint


def test_a_book_that_is_not_utf8_is_refused(tmp_path: Path):
    path = tmp_path / "gbk.toml"
    path.write_bytes(TEXT.encode("gbk"))
    with pytest.raises(RuleBookError, match="not_utf8"):
        load_book(path)


def test_books_of_a_city_are_the_nations_and_its_own():
    national, no_book, plan = "cn-national", "no-city-book", "building-plan"
    hangzhou = [b.name for b in books_for("杭州市", date(2023, 7, 29))]
    assert [b.name for b in books_for("示例市", ON)] == [national, "demo-city"]
    assert hangzhou == [national, "cn-hangzhou-2023", plan]
    assert [b.name for b in books_for("杭州市", date(2023, 7, 28))] == [national, no_book, plan]
    assert [b.name for b in books_for("示例市示例区", ON)] == [national, no_book, plan]  # a slip of the pen


def test_places_abroad_take_the_books_of_their_own_nation():
    assert [b.name for b in books_for("England", ON)] == ["gb-england-2007"]
    assert [b.name for b in books_for("New York City", ON)] == ["us-ada-2010", "us-nyc"]


@pytest.mark.parametrize("name", ["gb-england-2007", "us-nyc", "us-ada-2010", "us-area-methods"])
def test_a_book_from_abroad_reads_well_in_english(name: str):
    facts = {"area_code": "all", "premises": "shop", "district": "C1-2"}
    for finding in check(scene(facts, text="CINDER & SALT"), [load_book(name)], ON).findings:
        said = " ".join((finding.title_en, finding.message_en, finding.hint_en, finding.required_en))
        assert not [c for c in said if "\u3000" <= c <= "\u9fff" or c in "，。；：（）"], said


def test_a_figure_that_was_not_re_read_says_so_in_its_source():
    rules = [r for name in bundled_books() if name[:2] in ("gb", "us") for r in load_book(name).rules]
    unread = [r for r in rules if r.certainty == "B"]
    assert unread
    assert all("not re-read" in r.source_en and "未对原文复核" in r.source for r in unread)


def test_a_rule_is_left_out_before_its_day():
    national = load_book("cn-national")
    before = check(scene(text="龍"), [national], date(2025, 12, 31))
    after = check(scene(text="龍"), [national], date(2026, 1, 1))
    assert "cn-08" not in [f.rule_id for f in before.findings]
    assert next(f for f in after.findings if f.rule_id == "cn-08").verdict is Verdict.FAIL


def test_every_rule_of_an_illustrative_book_says_so():
    assert all(rule.is_illustrative for rule in load_book("demo-city").rules)
    assert all(f.is_illustrative for f in check(scene(), [load_book("demo-city")], ON).findings)


def test_the_three_books_use_every_kind_of_limit():
    rules = [rule for name in bundled_books() for rule in load_book(name).rules]
    assert {rule.limit.op for rule in rules} >= {
        Op.AT_MOST,
        Op.LESS_THAN,
        Op.AT_LEAST,
        Op.BETWEEN,
        Op.ONE_OF,
        Op.NONE_OF,
    }
    bounds = {type(b).__name__ for rule in rules for b in (rule.limit.low, rule.limit.high) if b is not None}
    assert bounds == {"Amount", "FactorOf", "Pick", "Table"}


def test_a_changed_figure_changes_the_digest():
    book = load_book("demo-city")
    other = replace(book, rules=(replace(book.rules[0], clause="第99条"), *book.rules[1:]))
    assert book.digest != other.digest
    assert book.identity.digest == book.digest


def test_the_schema_names_every_key_that_the_loader_reads():
    assert book_schema()["properties"]["rule"]["items"]["additionalProperties"] is False


def test_consent_lifts_the_upper_limit_as_far_as_the_sill():
    book = load_book("cn-hangzhou-2023")
    verdicts = [
        next(f for f in check(scene(facts, bottom=bottom), [book], ON).findings if f.rule_id == "hz-12").verdict
        for facts, bottom in (
            ({}, 3200.0),
            ({"upper_owner_consent": True}, 3200.0),
            ({"upper_owner_consent": True}, 4101.0),
        )
    ]
    assert verdicts == [Verdict.FAIL, Verdict.PASS, Verdict.FAIL]


def test_the_table_of_general_standard_characters_is_whole():
    table = standard_characters()
    assert len(table) == 8105
    assert len([c for c in table if simplified(c) != c]) == 22
    assert nonstandard("乾徵於") == ()
    assert nonstandard("龍灣乾") == (("龍", "龙"), ("灣", "湾"))
