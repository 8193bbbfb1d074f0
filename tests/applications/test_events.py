"""What stands for an event: its dates, a balloon's papers, a survey that is done, a drawing that is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signage.applications import issuing, use_cases
from signage.applications.composite import Asked, days_saved, filed_apart, matters_of
from signage.applications.drawn_items import event_dates
from signage.applications.form_values import values_of_case
from signage.applications.intake import taken_in
from signage.applications.item_days import as_applied
from signage.applications.item_results import event_duties, event_duties_granted
from signage.applications.model import Circumstances, State, SurveyRecord, Term
from signage.applications.policy_file import load_policy, parse_policy
from signage.applications.precheck import field_defects, precheck, spot_conditions
from signage.applications.saved_days import saved_against
from signage.applications.timed import run_clock
from signage.errors import GuardFailed, InputError
from signage.items import load_catalogue
from signage.resources import bundled
from signage.storage import Database, FileBlobs
from tests.items.examples import example_figures

from .case_builders import APPLICANT, CLEAR, CLERK, SECOND, SHOP, Ticking, application, item, office, papers

POLICY = load_policy()
RULE = POLICY.temporary
CATALOGUE = load_catalogue()
MORNING = datetime(2026, 9, 22, 1, 30, tzinfo=UTC)
TODAY = date(2026, 9, 22)
TERM = Term(start=date(2026, 9, 24), end=date(2026, 9, 28))
EVENT_PAPERS = papers("M2", "M3", "M4", "M14", "M17", "M18")


def at(month, day, hour=1):
    return datetime(2026, month, day, hour, 30, tzinfo=UTC)


def event(kind="event-banner", term=TERM, unit="S1-01"):
    sign = item(unit)
    return replace(sign, spec=replace(sign.spec, kind=kind), term=term)


@pytest.fixture
def desk(tmp_path, url):
    db = Database.open(url)
    yield office(db, tmp_path)
    db.close()


def opened(desk, *items, now=MORNING, materials=EVENT_PAPERS, circumstances=CLEAR, **more):
    return use_cases.open_application(desk, APPLICANT, items, materials, SHOP, now, circumstances=circumstances, **more)


def handed_in(desk, *items, now=MORNING, **more):
    return use_cases.submit(desk, opened(desk, *items, now=now, **more).id, SHOP, now)


# --- dates


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ((9, 22), (9, 22), []),  # the day of filing itself, one day long
        ((9, 22), (10, 21), []),  # thirty days, both included
        ((9, 22), (10, 22), ["long"]),
        ((9, 21), (9, 25), ["past"]),
        ((9, 24), (9, 23), ["order"]),
        ((9, 1), (10, 1), ["long", "past"]),  # all that is wrong, at once
        ((9, 21), (9, 20), ["order", "past"]),
    ],
)
def test_an_events_dates_are_judged_to_the_day(start, end, wanted):
    term = Term(start=date(2026, *start), end=date(2026, *end))
    assert [key for key, _ in RULE.faults(term, TODAY)] == wanted


def test_the_day_of_filing_is_the_offices_own(desk):
    late = at(9, 21, hour=17)  # already the 22nd in Shanghai
    case = replace(application(items=(event(term=Term(start=TODAY, end=TODAY)),)), created_at=late)
    with desk.reading() as unit:
        assert field_defects(desk, unit, case) == ()
        found = field_defects(desk, unit, case, at(9, 23))
    assert [defect.text for defect in found] == [
        "S1-01 号位的设置起日 2026-09-22 早于提交申请之日 2026-09-23，请改填当日或以后的日期"
    ]


def test_an_event_that_has_begun_before_it_is_asked_for_is_refused_with_its_unit_and_both_days(desk):
    with pytest.raises(GuardFailed) as caught:
        handed_in(desk, event(term=Term(start=date(2026, 9, 20), end=date(2026, 9, 26))))
    assert caught.value.code == "workflow.fields_wrong"
    for word in ("S1-01", "起日 2026-09-20", "早于提交申请之日 2026-09-22"):
        assert word in caught.value.params["faults"]


def test_each_fault_of_an_events_dates_is_a_defect_of_its_own(desk):
    case = application(items=(event(term=Term(start=date(2026, 9, 1), end=date(2026, 10, 9))),), created_at=MORNING)
    with desk.reading() as unit:
        found = [defect for defect in precheck(desk, unit, case) if defect.key.startswith("field:term")]
    assert len({defect.key for defect in found}) == len(found) == 2


def test_an_event_that_is_over_is_not_decided_on_the_spot(desk):
    case = handed_in(desk, event())
    assert all(one.is_met for one in spot_conditions(desk, case, at(9, 28)))
    with pytest.raises(GuardFailed) as caught:
        issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(at(9, 29)), opinion="符合")
    assert caught.value.code == "applications.not_on_the_spot"
    assert caught.value.params["why"] == "活动起止日期不能照办：S1-01"
    assert caught.value.params["why_en"]


def test_dates_before_the_day_of_filing_stand_in_the_way_of_a_decision_on_the_spot(desk):
    early = event(term=Term(start=date(2026, 9, 20), end=date(2026, 9, 26)))
    case = application(items=(early,), materials=EVENT_PAPERS, created_at=MORNING)
    assert [one.key for one in spot_conditions(desk, case, MORNING) if not one.is_met] == ["term"]
    undated = application(items=(event(term=None),), materials=papers())
    assert "term" in {one.key for one in POLICY.on_the_spot(undated) if not one.is_met}
    assert "term" not in {one.key for one in POLICY.on_the_spot(application())}  # a sign that stays has no dates


# --- a balloon


def test_a_balloon_asks_for_the_meteorological_authoritys_leave_whatever_was_answered(desk):
    case = handed_in(desk, event("event-balloon"))
    assert [paper.code for paper in POLICY.lacking(case)] == ["M15"]
    with desk.reading() as unit:
        (defect,) = precheck(desk, unit, case)
    assert defect.text == "缺少材料 M15《气象主管机构升放气球批准文件》"
    assert [one.key for one in spot_conditions(desk, case, MORNING) if not one.is_met] == ["papers"]
    assert POLICY.lacking(replace(case, materials=(*EVENT_PAPERS, *papers("M15")))) == ()


def test_other_signs_of_an_event_need_that_leave_only_where_balloons_are_stated():
    for kind in ("event-banner", "event-arch"):
        case = application(items=(event(kind),), materials=EVENT_PAPERS)
        assert POLICY.lacking(case) == ()
        stated = replace(case.circumstances, has_balloon=True)
        assert [paper.code for paper in POLICY.lacking(case, stated)] == ["M15"]
    assert POLICY.lacking(application(circumstances=Circumstances(has_balloon=True))) == ()  # a sign that stays


def test_one_balloon_among_other_signs_is_enough():
    case = application(items=(event("event-arch"), event("event-balloon")), materials=EVENT_PAPERS)
    assert [paper.code for paper in POLICY.lacking(case)] == ["M15"]


def test_the_policys_own_balloons_are_the_kinds_that_the_catalogue_draws_as_such():
    forms = CATALOGUE.item("temporary-event").temporary.forms
    drawn = {form.sign_kind for form in forms if form.code == "balloon"}
    assert set(dict(RULE.implied)["has_balloon"]) == drawn == {"event-balloon"}
    assert drawn <= set(RULE.kinds)


def test_a_policy_that_implies_an_unknown_circumstance_is_refused():
    from importlib.resources import files

    written = (files("signage.applications") / "policies" / "demo-city.toml").read_text("utf-8")
    with pytest.raises(InputError):
        parse_policy(written.replace("implied = { has_balloon", "implied = { has_dragon"), file="city.toml")


def test_a_balloons_holder_is_reminded_once_of_taking_it_down(desk):
    balloon = event("event-balloon")
    case = handed_in(desk, balloon, materials=(*EVENT_PAPERS, *papers("M15")))
    done = issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(MORNING), opinion="符合")
    (permit,) = done.permits
    assert permit.is_temporary
    assert permit.position_key.endswith("/temporary/event-balloon")
    assert RULE.reminder_on(permit.valid_to) == date(2026, 9, 26)
    told = [[step.what for step in run_clock(desk, at(9, day)).done] for day in (25, 26, 26, 27, 28)]
    assert [steps.count("reminder") for steps in told] == [0, 1, 0, 0, 0]


def test_the_form_of_an_event_is_ticked_with_what_is_drawn_and_leaves_the_rest_to_the_pen():
    both = application(items=(event("event-banner"), event("event-balloon")))
    texts = values_of_case(both, "temporary-event").texts
    assert (texts["event_forms"], texts["balloon"]) == (("横幅", "升空气球"), ("是",))
    arch = values_of_case(application(items=(event("event-arch"),)), "temporary-event").texts
    assert (arch["event_forms"], "balloon" in arch) == (("拱门",), False)
    fields = {f.source: f for form in CATALOGUE.item("temporary-event").forms for p in form.parts for f in p.fields}
    assert set(texts["event_forms"]) <= set(fields["event_forms"].options)
    assert set(texts["balloon"]) <= set(fields["balloon"].options)


# --- the survey


def test_a_survey_on_record_no_longer_stands_in_the_way_of_a_decision_on_the_spot():
    needed = Circumstances(affects_third_party=False, needs_survey=True)
    before = application(circumstances=needed, materials=papers("M5", *(m.kind for m in papers())))
    survey = SurveyRecord(
        at=MORNING, surveyors=("甲", "乙"), findings="与图纸一致", witness="", photos=(), recorded_by=CLERK
    )
    for stated in (needed, replace(needed, needs_survey=None)):
        open_case = replace(before, circumstances=stated)
        condition = {one.key: one for one in POLICY.on_the_spot(open_case)}["survey"]
        assert not condition.is_met
        condition = {one.key: one for one in POLICY.on_the_spot(replace(open_case, surveys=(survey,)))}["survey"]
        assert condition.is_met
        assert condition.explanation_zh == "现场勘验已完成并记录"


# --- what a group ticked and nobody drew


def group_case(desk, *items, codes=("temporary-event",), days=20):
    group = CATALOGUE.group("opening-a-shop")
    asked = Asked(figures=example_figures([CATALOGUE.item("construction-waste")]))
    matters = matters_of(CATALOGUE, group, (*codes, "construction-waste"), place="示例路 1 号", asked=asked)
    draft = opened(desk, *items, matters=matters, group=group.code, joint_days=7, sign_days=days)
    return replace(draft, drawn_codes=codes if days == 20 * len(codes) else ())


def drawings(case):
    return [paper.name_zh for paper in POLICY.lacking(case) if paper.code == "设计图"]


def test_a_ticked_event_without_a_drawing_is_one_missing_thing_of_the_notice(desk):
    case = group_case(desk)
    assert len(drawings(case)) == 1
    with desk.reading() as unit:
        told = [defect for defect in precheck(desk, unit, case) if "设计图" in defect.text]
    assert [defect.text for defect in told] == [
        "缺少材料 设计图《开业、庆典、揭牌的活动设置（综合办理中已勾选，尚未设计）》"
    ]
    assert "papers" in {one.key for one in POLICY.on_the_spot(case) if not one.is_met}
    assert drawings(replace(case, items=(event(),))) == []


def test_of_a_ticked_sign_and_a_ticked_event_each_is_missed_by_itself(desk):
    case = group_case(desk, codes=("shop-sign", "temporary-event"), days=40)
    assert [name[:2] for name in drawings(case)] == ["户外", "开业"]
    with desk.reading() as unit:
        keys = [defect.key for defect in precheck(desk, unit, case)]
    assert len(keys) == len(set(keys))
    assert [name[:2] for name in drawings(replace(case, items=(item(),)))] == ["开业"]
    # without its dates a banner is still the event's
    assert [name[:2] for name in drawings(replace(case, items=(event(term=None),)))] == ["户外"]
    assert drawings(replace(case, items=(item(), event()))) == []


def test_a_case_that_kept_no_codes_misses_some_drawing_while_it_has_none(desk):
    case = replace(group_case(desk), drawn_codes=())
    assert len(drawings(case)) == 1
    assert drawings(replace(case, items=(item(),))) == []
    assert drawings(replace(case, group="", sign_days=0)) == []


def test_the_sample_of_a_balloons_leave_is_taken_in_as_that_paper(tmp_path):
    blobs = FileBlobs(tmp_path)
    sample = bundled("samples", "papers", "M15-balloon-leave.pdf")
    paper = taken_in("M15", sample.name, sample.read_bytes(), policy=POLICY, blobs=blobs)
    assert (paper.title, paper.media_type) == ("气象主管机构升放气球批准文件", "application/pdf")


def test_an_event_begins_with_the_dates_of_the_groups_form_where_it_may_have_them(desk):
    case = group_case(desk)

    def typed(term):
        return replace(case, matters=tuple(replace(one, term=term) for one in case.matters))

    assert event_dates(typed(TERM), RULE, TODAY) == TERM
    works = Term(start=TERM.start, end=date(2027, 3, 31))
    assert event_dates(typed(works), RULE, TODAY) is None  # too long for an event: those are the works' dates
    assert event_dates(typed(TERM), RULE, date(2026, 9, 25)) is None
    assert event_dates(typed(None), RULE, TODAY) is None
    assert event_dates(replace(typed(works), items=(item(), event())), RULE, TODAY) == TERM
    assert event_dates(replace(typed(TERM), drawn_codes=("shop-sign",)), RULE, TODAY) is None


def test_the_days_an_event_saved_are_said_to_be_counted_against_its_guides_statutory_time(desk):
    case = handed_in(desk, event(), event("event-arch"), event(unit="S1-02"))
    assert saved_against(case, desk) == ""
    done = issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(MORNING), opinion="符合")
    words = saved_against(done, desk)
    guide = as_applied(CATALOGUE, POLICY).item("temporary-event").days.statutory
    assert f"法定期限各 {guide} 个工作日" in words
    for word in ("临时户外宣传品设置办事指南", "第四十二条", f"合计 {2 * guide} 个工作日", "实际用 0 个"):
        assert word in words
    assert days_saved(done, desk) == 2 * guide
    mixed = replace(done, items=(item(), event()))
    assert "户外招牌设置、临时户外宣传品设置" in saved_against(mixed, desk)
    # One event at one place is one application, so nothing is saved.
    banner_and_arch = replace(done, items=done.items[:2])
    assert filed_apart(banner_and_arch) == 1
    assert saved_against(banner_and_arch, desk) == ""
    again = replace(done.items[0], term=Term(start=TERM.end + timedelta(days=7), end=TERM.end + timedelta(days=9)))
    assert filed_apart(replace(done, items=(*done.items[:2], again))) == 2


def test_the_decision_on_an_event_states_what_the_guide_asks_of_each_form_and_the_duties_of_all(desk):
    desk = replace(desk, event_duties=event_duties(CATALOGUE))
    case = handed_in(desk, event(), event(unit="S1-02"), event("event-arch"))
    done = issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(MORNING), opinion="符合")
    assert done.state is State.ISSUED
    guide = CATALOGUE.item("temporary-event")
    banner, arch = (form for form in guide.temporary.forms if form.code in ("banner", "arch"))
    said = [line for line in desk.issuer.notices[-1].conditions if "拆除" not in line]
    assert said == [
        f"{banner.name_zh}：{banner.must_zh}",
        *(duty.zh for duty in guide.duties),
        f"{arch.name_zh}：{arch.must_zh}",
    ]
    assert guide.duties

    assert event_duties_granted(desk, (item(),)) == ()  # a sign that stays has its own conditions


# --- an event's own papers


def lacked(case):
    return [paper.code for paper in POLICY.lacking(case)]


def test_an_event_asks_for_its_own_form_and_commitment_and_a_sign_beside_it_for_the_signs():
    assert lacked(application(items=(event(),), materials=papers("M2", "M3", "M4", "M14", "M1", "M9"))) == [
        "M17",
        "M18",
    ]
    beside = application(items=(item(), event(), event("event-arch")), materials=papers("M2", "M3", "M4", "M8", "M14"))
    missing = lacked(replace(beside, materials=(*beside.materials, *papers("M6", "M7"))))
    assert missing == ["M1", "M17", "M9", "M18"]  # each once, however many of a kind there are
    assert {"M17", "M18"}.isdisjoint(lacked(application(materials=())))


def test_the_one_time_notice_names_an_events_own_form(desk):
    case = handed_in(desk, event(), materials=papers("M2", "M3", "M4", "M14"))
    with desk.reading() as unit:
        told = [defect.text for defect in precheck(desk, unit, case)]
    assert told == ["缺少材料 M17《临时户外宣传品设置申请表》", "缺少材料 M18《临时设置安全承诺书》"]


def test_a_case_of_an_earlier_edition_is_asked_for_nothing_anew(desk):
    old = papers("M1", "M2", "M3", "M4", "M9", "M14")
    before = handed_in(replace(desk, policy=replace(POLICY, edition="2026.1")), event(), materials=old)
    assert before.policy == "demo-city@2026.1"
    assert lacked(before) == []
    assert [paper.code for paper in POLICY.papers_of_signs(before)][:1] == ["M1"]
    assert lacked(replace(before, policy="")) == []  # handed in before the policy was kept
    assert lacked(replace(before, materials=old[1:])) == ["M1"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('instead_of = "M9"', 'instead_of = "M99"'),
        ('instead_of = "M9"', 'instead_of = "M18"'),
        ('instead_of = "M9"\nsince = "2026.2"', 'instead_of = "M9"\nsince = "2031.1"'),
        ('instead_of = "M9"\nsince = "2026.2"', 'instead_of = "M9"\nsince = "soon"'),
        ('instead_of = "M9"', 'instead_of = "M9"\nwhen = "is_franchise"'),
    ],
)
def test_a_list_whose_replacement_contradicts_itself_is_refused(old, new):
    from importlib.resources import files

    written = (files("signage.applications") / "policies" / "demo-city.toml").read_text("utf-8")
    assert old in written
    with pytest.raises(InputError):
        parse_policy(written.replace(old, new), file="city.toml")
