"""Figures agree with a slow count that shares no code with them, and have nothing where there is nothing."""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.applications.clock import WorkingCalendar
from signage.applications.composite import matters_of
from signage.applications.model import Deadline, Decision, Event, Outcome, State, Submission, Track
from signage.errors import InputError
from signage.items import load_catalogue
from signage.locale import Lang
from signage.reports.cases import CaseRecord, month, span, week, week_of
from signage.reports.figures import Figure, FigureUnit, figures_of, parameters
from signage.reports.page_rows import ITEM_FIGURES, breakdown_head, breakdown_rows, report_notes
from signage.reports.words import breakdown_title, figure_base, figure_title, figure_value
from signage.rules.findings import Verdict

from .case_builders import CLERK, NOW, SECOND, application, finding, item

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkingCalendar.standard()
WEEK = week("2026-W48", ZONE)  # Monday 23 to Sunday 29 November


def event(case, at, action, to_state):
    return Event(at=at, actor=CLERK, action=action, application_id=case.id, from_state=None, to_state=to_state)


def record(
    *,
    handed=NOW,
    accepted=timedelta(minutes=10),
    decided=timedelta(minutes=40),
    closed=timedelta(minutes=50),
    outcome=Outcome.GRANTED,
    statutory=20,
    promised=5,
    returned=None,
    items=None,
):
    """A case by the times after its submission; None is a step that was not taken."""
    made = items if items is not None else (item(drawings=(("front-day.png", "sha256:" + "1" * 64),)),)
    case = application(items=made, submissions=(Submission(number=1, at=handed, items=made, materials=()),))
    events = [event(case, handed, "submit", State.SUBMITTED)]
    limits = []
    if returned is not None:
        events.append(event(case, handed + returned, "return", State.RETURNED))
    if accepted is not None:
        at = handed + accepted
        events.append(event(case, at, "accept", State.ACCEPTED))
        case = replace(case, accepted_at=at)
        for name, days in (("promised_decision", promised), ("statutory_decision", statutory)):
            if days is not None:
                due = CALENDAR.after(at.astimezone(ZONE).date(), days).day
                limits.append(Deadline(name=name, due=due, is_provisional=False, basis=""))
    if decided is not None:
        case = replace(case, decision=Decision(officer=SECOND, at=handed + decided, outcome=outcome, reasons=""))
        if closed is not None:
            state = State.REFUSED if outcome is Outcome.REFUSED else State.ISSUED
            events.append(event(case, handed + closed, "issue", state))
    return CaseRecord(application=replace(case, deadlines=tuple(limits)), events=tuple(events))


def test_a_week_without_cases_has_dashes_and_no_error():
    found = figures_of((), WEEK, CALENDAR, statutory_days=20)
    for figure in found.figures:
        shown = figure_value(figure)
        assert shown == ("0 件" if figure.unit is FigureUnit.CASES else "—")
        assert figure_base(figure) == ""
        assert figure_title(figure)
    assert found.failing == ()


def test_the_seed_figures_of_one_clean_visit():
    one = record()
    found = figures_of((one,), WEEK, CALENDAR, statutory_days=20)
    ids = (one.application.id,)
    for name in ("handed_in", "accepted", "closed", "on_time_statutory", "early", "one_visit"):
        assert found[name].cases == ids
    assert found["median_minutes"].value == 40
    assert found["days_saved"].value == 20
    assert found["fees_saved"].value == parameters().rendering_fee_fen
    assert figure_value(found["early"]) == "100 %"
    assert figure_value(found["fees_saved"]) == "300 元"
    assert figure_base(found["early"]) == "1/1"
    assert found["returned"].cases == ()


@pytest.mark.parametrize("track", [Track.FILING, Track.GUIDANCE])
def test_what_no_law_gives_a_time_saves_none_against_one(track):
    one = record()
    signs = tuple(replace(item, track=track) for item in one.application.items)
    filed = replace(one, application=replace(one.application, items=signs))
    found = figures_of((filed,), WEEK, CALENDAR, statutory_days=20)
    assert (found["days_saved"].value, found["days_saved"].cases) == (None, ())
    both = replace(one, application=replace(one.application, items=(*one.application.items, *signs)))
    assert figures_of((both,), WEEK, CALENDAR, statutory_days=20)["days_saved"].value == 20
    notes = "".join(report_notes(found.figures, "300"))
    assert "备案和设计指导没有法定时限，不计" in notes


def test_renderings_are_those_that_the_desk_drew():
    one = record()
    withdrawn = replace(one, application=replace(one.application, state=State.WITHDRAWN))
    others = replace(one, is_drawn_elsewhere=True)
    found = figures_of((one, withdrawn, others), WEEK, CALENDAR, statutory_days=20)
    assert found["renderings"].value == 1
    assert found["fees_saved"].value == parameters().rendering_fee_fen


def test_a_closed_case_that_one_visit_leaves_out_is_told_of():
    found = figures_of((record(), record(), record(outcome=Outcome.REFUSED)), WEEK, CALENDAR, statutory_days=20)
    assert len(found["closed"].cases) == 3
    notes = report_notes(found.figures, "300")
    assert "一次办结只计发证的：办结 3 件中有 1 件没有发证（不予许可等），不计入。" in notes
    assert not any(
        "一次办结" in note
        for note in report_notes(figures_of((record(),), WEEK, CALENDAR, statutory_days=20).figures, "300")
    )


def test_a_return_a_second_day_or_a_refusal_is_no_one_visit():
    again = record(returned=timedelta(minutes=5))
    late = record(closed=timedelta(days=1))
    refused = record(outcome=Outcome.REFUSED)
    found = figures_of((again, late, refused), WEEK, CALENDAR, statutory_days=20)["one_visit"]
    assert found.cases == ()
    assert set(found.of) == {again.application.id, late.application.id}
    assert figure_value(found) == "0 %"


def test_a_decision_on_its_last_day_is_in_time_and_not_early_and_a_day_later_it_is_late():
    last = CALENDAR.after(date(2026, 11, 24), 5).day - date(2026, 11, 24)
    due = record(accepted=timedelta(0), decided=last, closed=last)
    after = record(accepted=timedelta(0), decided=last + timedelta(days=1), closed=last + timedelta(days=1))
    found = figures_of((due, after), span(date(2026, 11, 1), date(2026, 12, 31), ZONE), CALENDAR, statutory_days=20)
    assert found["on_time_promised"].cases == (due.application.id,)
    assert len(found["on_time_promised"].of) == 2
    assert found["early"].cases == ()
    assert found["on_time_statutory"].value == 1


def test_a_share_reads_whole_only_when_it_is_all():
    def shown(*parts):
        share = Figure(name="early", unit=FigureUnit.SHARE, value=Fraction(*parts), cases=("a",), of=("a",))
        return figure_value(share)

    assert [shown(1, 3000), shown(2999, 3000), shown(0, 3), shown(3, 3)] == ["0.1 %", "99.9 %", "0 %", "100 %"]
    assert shown(36, 37) == "97.3 %"


def test_a_case_just_after_local_midnight_belongs_to_its_local_day():
    monday = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # Monday 00:00 in the office
    assert figures_of((record(handed=monday),), WEEK, CALENDAR, statutory_days=20)["handed_in"].value == 1
    before = record(handed=monday - timedelta(seconds=1))
    assert figures_of((before,), WEEK, CALENDAR, statutory_days=20)["handed_in"].value == 0
    sunday = datetime(2026, 11, 29, 15, 59, 59, tzinfo=UTC)
    assert figures_of((record(handed=sunday),), WEEK, CALENDAR, statutory_days=20)["handed_in"].value == 1


def test_the_most_failed_rules_come_first_with_their_cases():
    bad = item(
        findings=(finding(Verdict.FAIL, "r-1"), finding(Verdict.UNMEASURED, "r-2"), finding(Verdict.WARN, "r-3"))
    )
    worse = item(findings=(finding(Verdict.FAIL, "r-2"),))
    one, two = record(items=(bad, worse)), record(items=(bad,))
    found = figures_of((one, two), WEEK, CALENDAR, statutory_days=20).failing
    assert [(rule.rule_id, rule.count) for rule in found] == [("r-2", 3), ("r-1", 2)]
    assert found[0].cases == (one.application.id, two.application.id)


def test_figures_by_track_and_kind_count_the_cases_of_each():
    filed = record(items=(item(track=Track.FILING),))
    mixed = record(items=(item(track=Track.FILING), item("S1-02")))
    found = figures_of((filed, mixed), WEEK, CALENDAR, statutory_days=20)
    handed = {part.key: part.figures[0].cases for part in found.by_track}
    assert handed["filing"] == (filed.application.id,)
    assert handed["permit"] == (mixed.application.id,)
    assert [part.key for part in found.by_kind] == ["panel-letters"]


MINUTES = st.integers(min_value=0, max_value=60 * 24 * 40)
STEPS = st.one_of(st.none(), MINUTES)


@st.composite
def cases(draw):
    offset = draw(st.integers(min_value=-60 * 24 * 30, max_value=60 * 24 * 12))
    handed = NOW + timedelta(minutes=offset)
    accepted = draw(STEPS)
    decided = None if accepted is None else draw(STEPS)
    closed = None if decided is None else draw(STEPS)
    first = None if accepted is None else timedelta(minutes=accepted)
    second = None if decided is None else first + timedelta(minutes=decided)
    third = None if closed is None else second + timedelta(minutes=closed)
    drawn = draw(st.booleans())
    made = (
        item(drawings=(("front-day.png", "sha256:" + "1" * 64),) if drawn else (), track=draw(st.sampled_from(Track))),
    )
    return record(
        handed=handed,
        accepted=first,
        decided=second,
        closed=third,
        outcome=draw(st.sampled_from(Outcome)),
        promised=draw(st.sampled_from([None, 1, 5])),
        statutory=draw(st.sampled_from([None, 20])),
        returned=draw(st.one_of(st.none(), MINUTES.map(lambda m: timedelta(minutes=m)))),
        items=made,
    )


def slow(records, first, last):
    """The same figures, day by day and case by case, from the plain words of their definition."""
    days, day = [], first
    while day <= last:
        days.append(day)
        day += timedelta(days=1)

    def local(at):
        return (at + timedelta(hours=8)).date()

    counts = dict.fromkeys(("handed_in", "accepted", "closed", "returned"), 0)
    met = {name: [0, 0] for name in ("on_time_statutory", "on_time_promised", "early", "one_visit")}
    minutes, saved, pieces = [], [], 0
    for rec in records:
        case = rec.application
        handed = case.submissions[0].at
        counts["handed_in"] += local(handed) in days
        counts["accepted"] += case.accepted_at is not None and local(case.accepted_at) in days
        counts["returned"] += sum(e.action == "return" and local(e.at) in days for e in rec.events) > 0
        if local(handed) in days and case.items[0].drawings:
            pieces += 1
        if case.decision is not None and local(case.decision.at) in days:
            minutes.append((case.decision.at - handed) / timedelta(minutes=1))
        ends = [e for e in rec.events if e.to_state in (State.ISSUED, State.REFUSED)]
        if not ends or local(ends[0].at) not in days:
            continue
        counts["closed"] += 1
        limits = {d.name: d.due for d in case.deadlines}
        if "statutory_decision" in limits:
            met["on_time_statutory"][1] += 1
            met["on_time_statutory"][0] += local(case.decision.at) <= limits["statutory_decision"]
            start, spare, used = local(case.accepted_at), 0, 0
            step = start
            while step < max(limits["statutory_decision"], local(case.decision.at)):
                step += timedelta(days=1)
                spare += CALENDAR.is_working(step) and step <= limits["statutory_decision"]
                used += CALENDAR.is_working(step) and step <= local(case.decision.at)
            if case.decision.outcome is not Outcome.REFUSED and case.items[0].track is Track.PERMIT:
                saved.append(spare - used)
        if "promised_decision" in limits:
            for name, ok in (
                ("on_time_promised", local(case.decision.at) <= limits["promised_decision"]),
                ("early", local(case.decision.at) < limits["promised_decision"]),
            ):
                met[name][1] += 1
                met[name][0] += ok
        if ends[0].to_state is State.ISSUED:
            met["one_visit"][1] += 1
            back = [e for e in rec.events if e.action == "return"]
            met["one_visit"][0] += not back and local(handed) == local(ends[0].at)
    out = {name: Fraction(count) for name, count in counts.items()}
    out |= {name: Fraction(a, b) if b else None for name, (a, b) in met.items()}
    out["median_minutes"] = statistics.median(minutes) if minutes else None
    out["days_saved"] = sum(saved) if saved else None
    out["renderings"] = pieces or None
    return out


@settings(max_examples=60)
@given(st.lists(cases(), max_size=6))
def test_the_figures_agree_with_a_slow_count(records):
    found = figures_of(records, WEEK, CALENDAR, statutory_days=20)
    wanted = slow(records, date(2026, 11, 23), date(2026, 11, 29))
    for name, value in wanted.items():
        if name == "median_minutes" and value is not None:
            assert float(found[name].value) == pytest.approx(value)
        else:
            assert found[name].value == value, name
    for part in found.by_track:
        own = [r for r in records if r.application.items[0].track.value == part.key]
        assert part.figures == figures_of(own, WEEK, CALENDAR, statutory_days=20).figures


def test_weeks_and_months_are_whole_local_days():
    assert (WEEK.first, WEEK.last) == (date(2026, 11, 23), date(2026, 11, 29))
    assert week_of(date(2026, 1, 1), ZONE).name == "2026-W01"
    assert week_of(date(2027, 1, 1), ZONE).name == "2026-W53"
    assert (month("2028-02", ZONE).first, month("2028-02", ZONE).last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month("2026-12", ZONE).last == date(2026, 12, 31)
    for bad in ("2026-W54", "2026", "x", "2026-W00", "٢٠٢٦-W10"):
        with pytest.raises(InputError):
            week(bad, ZONE)
    for bad in ("2026-13", "2026-00", "", "2026-11-01"):
        with pytest.raises(InputError):
            month(bad, ZONE)


def test_figures_by_item_count_a_case_under_each_of_its_items():
    catalogue = load_catalogue()
    site = catalogue.group("construction-site")
    matters = matters_of(catalogue, site, site.codes[:2], place="示例路工地")
    sign, both = record(), record(items=(item(),))
    both = replace(both, application=replace(both.application, matters=matters))
    found = figures_of((sign, both), WEEK, CALENDAR, statutory_days=20)
    handed = {part.key: part.figures[0].cases for part in found.by_item}
    assert handed == {
        "shop-sign": (sign.application.id, both.application.id),
        **{matter.code: (both.application.id,) for matter in matters},
    }
    for part in found.by_item:
        for lang in Lang:
            assert breakdown_title(part, lang) not in ("", part.key)
    rows = breakdown_rows(found.by_item, WEEK, Lang.EN, ITEM_FIGURES)
    assert "Storefront sign" in dict(rows)
    assert all(len(cells) == len(breakdown_head(Lang.EN, ITEM_FIGURES)) == 4 for _, cells in rows)
    gone = replace(found.by_item[0], key="an-item-of-before", title_zh="从前的事项")
    assert {breakdown_title(gone, lang) for lang in Lang} == {"从前的事项"}
