"""Working days as versioned data: counted as the law counts, imported with a preview, and counted again."""

import json
import re
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from signage.applications import calendar_use, clock, use_cases
from signage.applications.calendar_file import differences, doubts_on, figures_of, notes_on, read_year
from signage.applications.calendar_use import RECOMPUTED, preview, recompute_open_cases, recomputed
from signage.applications.calendar_versions import LiveCalendar, calendar_at, is_past_year
from signage.applications.clock import WorkingCalendar
from signage.applications.model import Actor, Deadline, Outcome, Role, State
from signage.applications.vocabulary import PauseKind
from signage.errors import Conflict, InputError
from signage.locale import Lang, describe
from signage.resources import bundled

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, NOW, SHOP, database, item, office, papers

ADMIN = Actor(id="acc-admin", name="管理员戊", role=Role.ADMINISTRATOR)
LATE = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
TABLE = tomllib.loads((Path(__file__).parent / "law_deadlines.toml").read_text("utf-8"))["deadline"]
STANDARD = WorkingCalendar.standard()


def made_up(year=2027, source="虚构的放假通知（测试用）", **changes):
    """A calendar that nobody ever announced: New Year's Day is off, the Saturday after it is worked."""
    days = [
        {"name": "元旦", "date": f"{year}-01-01", "isOffDay": True},
        {"name": "元旦", "date": f"{year}-01-02", "isOffDay": False},
        {"name": "元旦", "date": f"{year}-01-04", "isOffDay": True},
    ]
    return json.dumps({"year": year, "papers": [source], "days": days, **changes}, ensure_ascii=False).encode()


def import_year(place, content, actor, now):
    """Import a year of which most festivals are left out, as the made-up ones here are."""
    return calendar_use.import_year(place, content, actor, now, reason="测试用的虚构年份")


@pytest.fixture
def db(tmp_path):
    opened = database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def place(db, tmp_path):
    return office(db, tmp_path, calendar=LiveCalendar(db.reading))


def accepted(place, at):
    draft = use_cases.open_application(place, APPLICANT, (item(),), papers(), SHOP, at, circumstances=CLEAR)
    use_cases.submit(place, draft.id, SHOP, at)
    return use_cases.accept(place, draft.id, CLERK, at)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['start']}+{row['days']}")
def test_the_laws_deadlines_come_out_as_an_officer_counts_them(row):
    found = STANDARD.after(row["start"], row["days"])
    assert (found.day, found.is_provisional) == (row["due"], row.get("is_provisional", False)), row["way"]
    assert STANDARD.between(row["start"], row["due"]) == row["days"]


def test_the_steps_say_which_days_were_skipped_and_why():
    steps = STANDARD.walk(date(2026, 2, 12), 5)
    assert [step.count for step in steps] == [1, 2, *[0] * 9, 3, 4, 5]
    assert (steps[1].name, steps[2].name, steps[0].name) == ("春节", "春节", "")
    assert not STANDARD.walk(date(2026, 12, 31), 1)[0].is_official


def test_both_forms_of_a_file_give_the_same_year():
    shipped = STANDARD.year(2026)
    brought = read_year((bundled("samples") / "calendars" / "2026-holiday-cn.json").read_bytes())
    assert brought.digest == shipped.digest
    assert (figures_of(brought).working, figures_of(brought).made_up) == (248, 6)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (made_up(days=[]), "calendar_empty"),
        (made_up(days=[], papers=[]), "calendar_empty"),
        (b'schema_version = 1\nyear = 2027\nsource = "x"\ndays = []\n', "calendar_empty"),
        (made_up(papers=[]), "calendar_no_source"),
        (made_up(papers=["  "]), "calendar_no_source"),
        (made_up(days=[{"name": "元旦", "date": "2027-01-01", "isOffDay": True}] * 2), "calendar_twin"),
        (made_up(days=[{"name": "元旦", "date": "2026-01-01", "isOffDay": True}]), "calendar_day"),
        (made_up(days=[{"name": "元旦", "date": "2027-02-30", "isOffDay": True}]), "calendar_day"),
        (made_up(days=[{"name": "元旦", "date": "2027-01-01", "isOffDay": "yes"}]), "calendar_day"),
        (made_up(days=[{"name": "元旦", "date": "2027-01-01"}]), "calendar_missing"),
        (made_up(days=["2027-01-01"]), "calendar_day"),
        (made_up(year="2027"), "calendar_forms"),
        (made_up(extra=1), "calendar_unknown"),
        (b'{"year": 27, "papers": ["x"], "days": [1]}', "calendar_day"),
        (b'{"year": 3027, "papers": ["x"], "days": []}', "calendar_year"),
        (b"{", "calendar_no_json"),
        (b'{"year": }', "calendar_no_json"),
        (b"year = = 2027", "calendar_no_toml"),
        (b"[" * 100_000, "calendar_no_toml"),
        (b"{" + b'"a":[' * 100_000, "calendar_unreadable"),
        (b'{"a":' * 50_000, "calendar_too_nested"),
        (b"\xff\xfe", "calendar_unreadable"),
        (b"x" * 300_000, "calendar_unreadable"),
    ],
)
def test_what_no_calendar_can_mean_is_refused(content, code):
    with pytest.raises(InputError) as caught:
        read_year(content, file="2027.json")
    assert caught.value.code == f"applications.{code}"
    assert caught.value.at.file == "2027.json"
    assert describe(caught.value).hint


@pytest.mark.parametrize("content", [b'{"year": }', b"year = = 2027", b"year = [1,\n"])
def test_junk_is_told_in_one_sentence_with_its_place(content):
    with pytest.raises(InputError) as caught:
        read_year(content, file="2027.json")
    for lang in Lang:
        told = describe(caught.value, lang)
        assert not re.search("Expecting|Invalid|JSON:", told.message)
    assert re.fullmatch(
        r"工作日历文件第 \d+ 行第 \d+ 个字符处不是 (JSON|TOML) 的写法，文件可能残缺或不是日历。",
        describe(caught.value).message,
    )


def as_json(year, days, paper="虚构"):
    listed = [{"name": name, "date": day.isoformat(), "isOffDay": off} for day, off, name in days]
    return json.dumps({"year": year, "papers": [paper], "days": listed}, ensure_ascii=False).encode()


def moved(to, days):
    """A year's days with another year written over them."""
    return [(day.replace(year=to), off, name) for day, off, name in days]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_json(2027, moved(2027, STANDARD.year(2026).days)), "本来就是工作日"),
        (as_json(2026, STANDARD.year(2026).days[:-1], "国务院办公厅关于2025年部分节假日安排的通知"), "说的是另一年"),
        (as_json(2026, [(d, off, f"2025年{name}") for d, off, name in STANDARD.year(2026).days[1:]]), "说的是另一年"),
        (
            as_json(
                2026,
                [(d + timedelta(days=7 * (name == "清明节")), off, name) for d, off, name in STANDARD.year(2026).days],
            ),
            "清明的放假日期不含",
        ),
    ],
)
def test_days_that_look_like_another_years_count_only_with_a_reason(place, content, said):
    with pytest.raises(InputError) as caught:
        calendar_use.import_year(place, content, ADMIN, NOW)
    assert caught.value.code == "calendar.doubtful"
    assert said in describe(caught.value).message
    assert calendar_use.versions_of(place) == ()
    assert calendar_use.import_year(place, content, ADMIN, NOW, reason="按特别通知").is_new
    with place.begin() as unit:
        (event,) = unit.history.of("")
    assert said in event.note
    assert ("reason", "按特别通知") in event.facts


def test_no_shipped_year_is_doubted():
    assert [doubts_on(STANDARD.year(year)) for year in STANDARD.years] == [()] * len(STANDARD.years)


def test_of_a_past_year_none_is_to_come():
    assert is_past_year(STANDARD, 2023)
    assert not is_past_year(STANDARD, STANDARD.years[-1] + 1)
    assert not is_past_year(STANDARD, 2026)


def test_what_is_odd_is_told_before_it_counts():
    days = [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-05", "isOffDay": False},
        {"name": "元旦", "date": "2027-07-03", "isOffDay": False},
    ]
    notes = {(note.key, note.about) for note in notes_on(read_year(made_up(days=days)))}
    assert ("work_on_weekday", "2027-01-05 元旦") in notes
    assert ("lonely_make_up", "2027-07-03 元旦") in notes
    assert ("off_on_weekend", "2027-01-02") in notes
    assert ("no_festival", "春节、清明、劳动、端午、中秋、国庆") in notes
    assert {note.key for note in notes_on(STANDARD.year(2026))} == {"off_on_weekend"}


def test_the_difference_to_a_year_without_data_is_what_the_weekday_would_not_say():
    year = read_year(made_up())
    # 1 January was off already; what the file does not name for 1 October, a Friday, would be worked.
    changed = [(date(2027, 1, 2), True), (date(2027, 1, 4), False), (date(2027, 10, 1), True)]
    assert list(differences(None, year)) == changed
    assert differences(year, year) == ()


def test_an_import_is_a_new_version_and_a_running_office_sees_it_at_once(place, db):
    assert place.calendar.after(date(2026, 12, 31), 1) == WorkingCalendar.standard().after(date(2026, 12, 31), 1)
    before = preview(place, made_up())
    assert (before.version, before.is_new, len(before.changed)) == (1, True, 3)
    assert calendar_use.versions_of(place) == ()
    assert import_year(place, made_up(), ADMIN, NOW).is_new
    due = place.calendar.after(date(2026, 12, 31), 1)
    assert (due.day, due.is_provisional) == (date(2027, 1, 2), False)
    again = import_year(place, made_up(source="同样的日子，另一份文件"), ADMIN, NOW)
    assert (again.is_new, again.version) == (False, 1)
    later = made_up(days=[{"name": "元旦", "date": "2027-01-01", "isOffDay": True}])
    assert import_year(place, later, ADMIN, NOW + timedelta(days=1)).version == 2
    assert place.calendar.year(2027).version == 2
    versions = calendar_use.versions_of(place)
    assert [(v.version, v.imported_by) for v in versions] == [(1, "管理员戊"), (2, "管理员戊")]
    assert calendar_at(versions, NOW).year(2027).version == 1
    assert calendar_at(versions, NOW - timedelta(seconds=1)).year(2027) is None
    assert [event.action for event in use_cases.events_of(place, "")] == ["import_calendar"] * 2
    assert db.verify_history().ok


def test_an_office_version_goes_before_the_shipped_one(place):
    assert place.calendar.year(2026).version == 0
    only = [{"name": "元旦", "date": "2026-01-01", "isOffDay": True}]
    import_year(place, made_up(year=2026, days=only), ADMIN, NOW)
    assert place.calendar.year(2026).version == 1
    assert not place.calendar.is_working(date(2026, 2, 14))


def test_the_years_are_read_again_only_after_an_import(place, monkeypatch):
    from signage.storage.calendars import SqlCalendars

    reads = []
    listed = SqlCalendars.listed
    monkeypatch.setattr(SqlCalendars, "listed", lambda self: reads.append(1) or listed(self))
    for _ in range(5):
        place.calendar.after(date(2026, 2, 12), 20)
        place.calendar.between(date(2026, 2, 12), date(2026, 12, 12))
    assert len(reads) == 1


def test_two_imports_of_a_year_at_once_leave_one(place):
    with place.begin() as unit:
        import_of = calendar_use.CalendarVersion(
            year=2027, version=1, source="s", imported_by="甲", imported_at=NOW, content=made_up().decode(), digest="d"
        )
        unit.calendars.add(import_of)
        with pytest.raises(Conflict):
            unit.calendars.add(replace(import_of, imported_by="乙"))
        assert [one.imported_by for one in unit.calendars.listed()] == ["甲"]


def test_a_provisional_deadline_is_counted_again_from_its_own_beginning():
    held = Deadline(name="delivery", due=date(2027, 1, 1), is_provisional=True, basis="b")
    known = WorkingCalendar((STANDARD.year(2026), read_year(made_up())))
    found = recomputed(held, start=date(2026, 12, 25), days=5, calendar=known)
    assert (found.due, found.is_provisional, found.basis) == (date(2027, 1, 2), False, "b")


def test_after_an_import_open_cases_get_their_dates_and_a_line_of_history_once(place):
    open_case = accepted(place, LATE)
    closed = accepted(place, LATE)
    use_cases.withdraw(place, closed.id, SHOP, LATE)
    old = {deadline.name: deadline for deadline in open_case.deadlines}
    assert old["statutory_decision"].is_provisional
    import_year(place, made_up(), ADMIN, LATE + timedelta(hours=1))
    done = recompute_open_cases(place, ADMIN, LATE + timedelta(hours=1))
    assert [case for case, _ in done.cases] == [open_case.id]
    new = {deadline.name: deadline for deadline in use_cases.case(place, open_case.id).deadlines}
    start = date(2026, 12, 25)
    assert new["acceptance"] == old["acceptance"]  # it was accepted: that limit is over
    for name in ("promised_decision", "statutory_decision"):
        deadline = new[name]
        days = dict(place.policy.days)[name]
        assert deadline.due == place.calendar.after(start, days).day, name
        assert not deadline.is_provisional
    assert old["statutory_decision"].due == date(2027, 1, 25)  # a Monday; 1 January is off in any case
    assert new["statutory_decision"].due == date(2027, 1, 25)  # the 2nd is worked, the 4th is off
    events = use_cases.events_of(place, open_case.id)
    assert [event.action for event in events].count(RECOMPUTED) == 1
    assert "2027" in events[-1].note
    assert ("calendar", "2027@1") in events[-1].facts
    assert recompute_open_cases(place, ADMIN, LATE + timedelta(hours=2)).cases == ()
    assert use_cases.case(place, closed.id).state is State.WITHDRAWN
    assert RECOMPUTED not in [event.action for event in use_cases.events_of(place, closed.id)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"year": 2027}', ("days", "缺少字段：days、papers（位置：file）")),
        (b'{"year": 2027, "days": [], "paper": []}', ("papers", "缺少字段：papers；又有不认识的字段：paper")),
        (made_up(days=[{"name": "元旦", "date": "2027-01-01", "off": True}]), ("days[0].isOffDay", "位置：days[0]")),
        (made_up(papers="通知"), ("papers", "写法不对：papers")),
        (b"year = 2027", ("days", "缺少字段：days、schema_version、source")),
    ],
)
def test_what_is_missing_or_unknown_in_a_file_is_named_with_its_place(content, said):
    with pytest.raises(InputError) as caught:
        read_year(content, file="2027.json")
    told = describe(caught.value)
    assert (told.location.file, told.location.field) == ("2027.json", said[0])
    assert said[1] in told.message


def test_a_year_that_lacks_usual_festivals_counts_only_with_a_reason(place):
    for reason in ("", "   "):
        with pytest.raises(InputError) as caught:
            calendar_use.import_year(place, made_up(), ADMIN, NOW, reason=reason)
        assert caught.value.code == "calendar.incomplete"
        assert "春节" in caught.value.params["lacking"]
    assert calendar_use.versions_of(place) == ()
    assert calendar_use.import_year(place, made_up(), ADMIN, NOW, reason="通知分两次发布").is_new
    with place.begin() as unit:
        (event,) = unit.history.of("")
    assert ("reason", "通知分两次发布") in event.facts
    assert "没有春节、清明、劳动、端午、中秋、国庆的放假日期" in event.note


def test_a_whole_year_needs_no_reason_and_none_is_kept(place):
    whole = replace(STANDARD.year(2026), days=STANDARD.year(2026).days[:-1])
    days = [{"name": name, "date": day.isoformat(), "isOffDay": off} for day, off, name in whole.days]
    content = json.dumps({"year": 2026, "papers": ["虚构"], "days": days}).encode()
    assert calendar_use.import_year(place, content, ADMIN, NOW, reason="多余").is_new
    with place.begin() as unit:
        (event,) = unit.history.of("")
    assert "reason" not in dict(event.facts)


FIXED = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]


def test_the_holidays_of_a_fixed_date_are_off_in_a_year_without_official_data_and_nothing_else_is():
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [(day.month, day.day) for day in days if STANDARD.name_of(day)] == FIXED
    off = [(day.month, day.day) for day in days if day.weekday() < 5 and not STANDARD.is_working(day)]
    assert off == [(1, 1), (10, 1)]  # the others are a weekend's in 2027
    assert not any(STANDARD.is_official(day) for day in days)
    due = STANDARD.after(date(2026, 12, 25), 10)
    assert (due.day, due.is_provisional) == (date(2027, 1, 11), True)
    assert "未核对原文" in clock._fixed_days().source


def test_an_official_year_says_itself_what_is_off():
    year = read_year(made_up(days=[{"name": "元旦", "date": "2027-01-01", "isOffDay": False}]))
    assert WorkingCalendar((year,)).is_working(date(2027, 1, 1))


def test_the_bundled_extension_says_the_date_that_the_product_counts():
    letters = tomllib.loads(bundled("samples", "letters.toml").read_text("utf-8"))["letters"]
    content = next(one["content"] for one in letters if one["kind"] == "extension")
    due = STANDARD.after(content["was_due"], content["days"])
    assert (content["now_due"], content["is_provisional"]) == (due.day, due.is_provisional)


def test_what_an_earlier_edition_counted_over_new_year_keeps_its_days(place):
    """It took 1 January for a working day; counted back by its own rule the limit loses none."""
    case = accepted(place, LATE)
    as_before = WorkingCalendar(tuple(map(STANDARD.year, STANDARD.years)), knows_fixed=False)
    events = use_cases.events_of(place, case.id)
    accepting = events[-1]
    assert clock.COUNTING in accepting.facts
    old = replace(accepting, facts=tuple(fact for fact in accepting.facts if fact != clock.COUNTING))
    for name, days in (("promised_decision", 5), ("statutory_decision", 20)):
        due = as_before.after(date(2026, 12, 25), days).day
        deadline = replace(case.deadline(name), due=due)
        found = calendar_use.counted_from(deadline, (*events[:-1], old), (), place)
        assert found == (date(2026, 12, 25), days)
        held = case.deadline(name)
        assert calendar_use.counted_from(held, events, (), place)[1] == dict(place.policy.days)[name]


def refused(place, at):
    case = accepted(place, at)
    use_cases.start_review(place, case.id, CLERK, at)
    use_cases.recommend(place, case.id, CLERK, at, outcome=Outcome.REFUSED, opinion="与规划不符")
    return use_cases.refuse(place, case.id, BOSS, at, reasons="与规划不符", basis="《示例规划》第三条")


def test_only_limits_that_still_run_are_counted_again(place):
    case = refused(place, LATE)
    held = {deadline.name: deadline for deadline in case.deadlines}
    assert held["statutory_decision"].is_provisional
    assert held["delivery"].is_provisional
    import_year(place, made_up(), ADMIN, LATE + timedelta(hours=1))
    (found,) = recompute_open_cases(place, ADMIN, LATE + timedelta(hours=1)).cases
    assert [old.name for old, _ in found[1]] == ["delivery"]  # the refusal is still to be handed over
    now = {deadline.name: deadline for deadline in use_cases.case(place, case.id).deadlines}
    assert now == {**held, "delivery": now["delivery"]}


def test_a_refusal_that_was_handed_over_is_not_counted_again_at_all(place):
    case = refused(place, LATE)
    use_cases.deliver(place, case.id, CLERK, LATE, recipient="经办人甲")
    import_year(place, made_up(), ADMIN, LATE + timedelta(hours=1))
    done = recompute_open_cases(place, ADMIN, LATE + timedelta(hours=1))
    assert (done.cases, done.untraced) == ((), ())
    assert RECOMPUTED not in [event.action for event in use_cases.events_of(place, case.id)]


def test_a_case_goes_on_after_its_dates_were_counted_again(place):
    case = accepted(place, LATE)
    import_year(place, made_up(), ADMIN, LATE)
    recompute_open_cases(place, ADMIN, LATE)
    use_cases.start_review(place, case.id, CLERK, LATE)
    done = use_cases.recommend(place, case.id, CLERK, LATE, outcome=Outcome.GRANTED, opinion="同意")
    assert use_cases.approve(place, done.id, BOSS, LATE).state is State.APPROVED


def test_dates_that_stay_provisional_are_counted_again_at_the_next_import(place):
    case = accepted(place, LATE)
    far = replace(place, policy=replace(place.policy, days=tuple((n, 300) for n, _ in place.policy.days)))
    long = accepted(far, LATE)
    import_year(place, made_up(), ADMIN, LATE + timedelta(hours=1))
    first = dict(recompute_open_cases(place, ADMIN, LATE + timedelta(hours=1)).cases)
    assert set(first) == {case.id, long.id}
    assert all(new.is_provisional for _, new in first[long.id])
    import_year(place, made_up(year=2028), ADMIN, LATE + timedelta(hours=2))
    second = dict(recompute_open_cases(place, ADMIN, LATE + timedelta(hours=2)).cases)
    assert set(second) == {long.id}
    due = {deadline.name: deadline for deadline in use_cases.case(place, long.id).deadlines}["statutory_decision"]
    assert (due.due, due.is_provisional) == (place.calendar.after(date(2026, 12, 25), 300).day, False)


def test_a_deadline_whose_beginning_is_not_on_record_is_left_and_told(place):
    case = accepted(place, LATE)
    with place.begin() as unit:
        strange = Deadline(name="promised_decision", due=date(2027, 1, 9), is_provisional=True, basis="b")
        held = replace(case, deadlines=(strange,), version=case.version + 1)
        unit.applications.save(held, expected_version=case.version)
        unit.commit()
    import_year(place, made_up(), ADMIN, LATE)
    done = recompute_open_cases(place, ADMIN, LATE)
    assert (done.cases, done.untraced) == ((), (case.id,))


def test_a_case_with_more_time_and_a_stopped_clock_is_counted_again_from_there(place):
    case = accepted(place, LATE)
    use_cases.start_review(place, case.id, CLERK, LATE)
    use_cases.suspend(place, case.id, CLERK, LATE, kind=PauseKind.TESTING, expected_days=3, reasons="检测")
    use_cases.resume(place, case.id, CLERK, LATE + timedelta(days=5))  # Wednesday: three working days do not count
    use_cases.extend(place, case.id, BOSS, LATE + timedelta(days=5), working_days=10, reasons="情况复杂")
    import_year(place, made_up(), ADMIN, LATE + timedelta(days=6))
    done = recompute_open_cases(place, ADMIN, LATE + timedelta(days=6))
    assert [found for found, _ in done.cases] == [case.id]
    due = {deadline.name: deadline for deadline in use_cases.case(place, case.id).deadlines}["statutory_decision"]
    days = dict(place.policy.days)["statutory_decision"] + 3 + 10
    assert (due.due, due.is_provisional) == (place.calendar.after(date(2026, 12, 25), days).day, False)
