from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from signage.applications.clock import WorkingCalendar, parse_year
from signage.applications.intake import (
    checked_applicant,
    checked_credit_code,
    masked_name,
    masked_phone,
    sniff,
    taken_in,
)
from signage.applications.letter_numbers import PATTERNS
from signage.applications.model import Circumstances, Track
from signage.applications.number_order import number_order
from signage.applications.policy_file import bundled_policies, load_policy, parse_policy
from signage.errors import DocumentError, InputError
from signage.locale import describe
from signage.rules.findings import Verdict
from signage.storage import FileBlobs

from .case_builders import APPLICANT, application, finding, item, papers

POLICY = load_policy()
CALENDAR = WorkingCalendar.standard()


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_the_shipped_years_agrees_with_the_oracle(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if year % 4 == 0 else 365)]
    assert [d for d in days if CALENDAR.is_working(d) != chinese_calendar.is_workday(d)] == []


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a make-up Saturday
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # over Spring Festival
        (date(2026, 9, 30), 2, date(2026, 10, 9)),  # over National Day
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # the make-up Saturday after it
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_the_first_day_is_not_counted_and_make_up_days_are(start, days, due):
    found = CALENDAR.after(start, days)
    assert (found.day, found.is_provisional) == (due, False)
    assert CALENDAR.between(start, due) == days


def test_a_deadline_reaching_a_year_without_data_is_provisional():
    assert not CALENDAR.after(date(2026, 12, 30), 1).is_provisional
    assert CALENDAR.after(date(2026, 12, 31), 1).is_provisional


def test_the_date_is_the_offices_own():
    late = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # already the 25th in Shanghai
    assert CALENDAR.deadline("x", late, 1, ZoneInfo("Asia/Shanghai"), "b").due == date(2026, 11, 26)


def test_a_calendar_with_a_day_of_another_year_is_refused():
    head = 'schema_version = 1\nyear = 2027\nsource = "x"\n'
    text = head + 'days = [{ name = "元旦", date = 2026-01-01, is_off_day = true }]'
    with pytest.raises(InputError) as caught:
        parse_year(text, file="2027.toml")
    assert caught.value.at.field == "days[0]"


@pytest.mark.parametrize(
    ("width", "height", "track"),
    [
        (4000.0, 500.0, Track.PERMIT),
        (3999.99, 500.0, Track.FILING),
        (3200.0, 3125.0, Track.PERMIT),
        (3200.0, 3124.9, Track.FILING),
        (500.0, 4000.0, Track.PERMIT),
        (699.0, 700.0 - 0.01, Track.GUIDANCE),
        (700.0, 100.0, Track.FILING),
    ],
)
def test_a_track_follows_from_the_size_with_its_operator(width, height, track):
    rule = POLICY.track_of(width, height)
    assert rule.track is track
    assert rule.reason_zh


def test_a_term_of_three_years_ends_the_day_before_its_anniversary():
    assert POLICY.valid_to(date(2026, 11, 24)) == date(2029, 11, 23)
    assert POLICY.valid_to(date(2028, 2, 29)) == date(2031, 2, 28)


@pytest.mark.parametrize("policy", bundled_policies())
def test_no_number_of_a_shipped_policy_or_of_a_letter_has_leading_zeros_or_a_word_before_it(policy):
    patterns = [*dict(load_policy(policy).numbers).values(), *PATTERNS.values()]
    assert all(pattern.endswith("〔{year}〕{serial}号") for pattern in patterns)


def test_numbers_are_ordered_by_their_figures_also_beside_those_of_earlier_editions():
    numbers = ["示例受〔2027〕1号", "示例受〔2026〕10号", "示例受〔2026〕0009号", "示例受〔2026〕2号", "0195f2aa", ""]
    assert sorted(numbers, key=number_order) == list(reversed(numbers))


def _text():
    return (files("signage.applications") / "policies" / "demo-city.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema_version = 1", "schema_version = 1\nnonsense = 2"),
        ("acceptance = 5\n", ""),
        ('op = ">="', 'op = "=>"'),
        ('op = ">=", value = 4, unit = "m"', 'op = ">=", value = 4, unit = "m2"'),
        ("years = 3", "years = 0"),
        ('code = "M2"', 'code = "M1"'),
        ("〔{year}〕{serial}号", "〔{year}〕{nummer}号"),
        ('track = "guidance"', 'track = "filing"'),
        ("[validity]", "[validity"),
    ],
)
def test_a_policy_with_a_fault_is_refused_with_its_file(old, new):
    assert old in _text()
    with pytest.raises(InputError) as caught:
        parse_policy(_text().replace(old, new, 1), file="city.toml")
    assert caught.value.at.file == "city.toml"
    assert describe(caught.value).message


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"materials": papers("M1")}, "papers"),
        ({"items": (item(findings=(finding(Verdict.FAIL),)),)}, "findings"),
        ({"items": (item(findings=(finding(Verdict.UNMEASURED),)),)}, "findings"),
        ({"items": (item(findings=(finding(Verdict.REVIEW),)),)}, "findings"),
        ({"items": (item(findings=()),)}, "findings"),
        ({"circumstances": Circumstances(affects_third_party=None, needs_survey=False)}, "third_party"),
        ({"circumstances": Circumstances(affects_third_party=False, needs_survey=None)}, "survey"),
    ],
)
def test_on_the_spot_fails_for_exactly_the_condition_that_is_not_met(change, key):
    conditions = POLICY.on_the_spot(application(**change))
    assert [c.key for c in conditions if not c.is_met] == [key]
    assert all(c.explanation_zh and c.explanation_en for c in conditions)
    assert POLICY.is_on_the_spot(application())


def test_the_design_desks_own_drawings_are_the_papers_that_they_show():
    drawn = item(drawings=(("front-day.png", "d"), ("front-night.svg", "d"), ("sheet.pdf", "d")))
    missing = POLICY.missing_papers((drawn,), (), Circumstances())
    assert [p.code for p in missing] == ["M1", "M2", "M3", "M4", "M8", "M9"]
    affected = Circumstances(affects_third_party=True, needs_survey=True, is_franchise=True)
    assert {"M5", "M10", "M11", "M12"} <= {p.code for p in POLICY.required_papers((drawn,), affected)}


@pytest.mark.parametrize(
    "code", ["91340000000000000X", "", "91000000SAMPLE0", "91110000SAMPLE001X", "（样例）91110000MA0000001X"]
)
def test_a_wrong_credit_code_is_refused(code):
    with pytest.raises(InputError) as caught:
        checked_credit_code(code, POLICY)
    assert caught.value.at.field == "credit_code"


def test_a_sample_code_passes_only_in_a_demonstration():
    assert checked_credit_code("（样例）９１999999MA00000001", POLICY) == "（样例）91999999MA00000001"
    assert checked_applicant(APPLICANT, POLICY) == APPLICANT
    with pytest.raises(InputError) as caught:
        checked_credit_code(APPLICANT.credit_code, replace(POLICY, is_demonstration=False))
    assert caught.value.code == "applications.sample_code"


@pytest.mark.parametrize("change", [{"name": " "}, {"name": "甲\u0007乙丙"}, {"phone": "abc"}, {"contact": ""}])
def test_an_applicant_with_a_fault_is_refused(change):
    with pytest.raises(InputError) as caught:
        checked_applicant(replace(APPLICANT, **change), POLICY)
    assert describe(caught.value).hint


def test_published_phones_and_names_are_masked():
    assert masked_phone("000-1234567") == "000-*****67"
    assert masked_name("示例人") == "示**"
    assert masked_phone("12") == "**"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n..", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"  0\nSECTION\n  2\nHEADER\n", "image/vnd.dxf"),
        (b"999\nmade by x\n0\r\nSECTION\r\n", "image/vnd.dxf"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "image/svg+xml"),
        ("说明".encode(), "text/plain"),
        (b"MZ\x90\x00", None),
        (b"\xff\xfe", None),
    ],
)
def test_a_format_is_what_the_bytes_show(content, kind):
    assert sniff(content) == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "paper_empty"),
        ("a.pdf", b"MZ\x00\x01", "paper_format"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "paper_disguised"),
        ("a.toml", b"= wrong", "paper_disguised"),
        ("a.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024), "paper_too_big"),
    ],
)
def test_a_paper_that_cannot_be_used_is_refused(tmp_path, name, content, code):
    with pytest.raises(DocumentError) as caught:
        taken_in("M1", name, content, policy=POLICY, blobs=FileBlobs(tmp_path))
    assert caught.value.code == f"applications.{code}"
    assert list(tmp_path.iterdir()) == []


def test_a_good_paper_is_stored_under_its_digest(tmp_path):
    blobs = FileBlobs(tmp_path)
    paper = taken_in("M2", "C:\\文件\\licence.toml", b"x = 1", policy=POLICY, blobs=blobs)
    assert (paper.file_name, paper.media_type, paper.size) == ("licence.toml", "application/toml", 5)
    assert blobs.get(paper.digest) == b"x = 1"
    with pytest.raises(InputError):
        taken_in("M99", "a.txt", b"x", policy=POLICY, blobs=blobs)
