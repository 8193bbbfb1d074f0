"""Several items taken in once and handled under one clock."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from signage.accounts import Account
from signage.accounts.sections import sections_of
from signage.applications import issuing, use_cases
from signage.applications.composite import PERIOD, Asked, days_saved, matters_of, papers_of_matters
from signage.applications.item_results import notice_matter
from signage.applications.letter_review import _review_sign, review
from signage.applications.model import Decision, Material, Outcome, State
from signage.errors import GuardFailed, InputError
from signage.items import load_catalogue
from signage.rules import Verdict
from signage.storage import Database
from tests.items.examples import example_figures

from .case_builders import APPLICANT, BOSS, CLERK, SECOND, SHOP, application, finding, item, office

MORNING = datetime(2026, 9, 22, 1, 30, tzinfo=UTC)
CATALOGUE = load_catalogue()
SITE = CATALOGUE.group("construction-site")


@pytest.fixture
def desk(tmp_path, url):
    db = Database.open(url)
    with db.unit_of_work() as unit:  # one clerk for every section, but for that of the trees
        unit.accounts.add(Account(id=CLERK.id, login="clerk", name=CLERK.name, role=CLERK.role, created_at=MORNING), "")
        unit.sections.put(CLERK.id, tuple(one for one in sections_of(CATALOGUE) if "园林" not in one))
        unit.commit()
    yield office(db, tmp_path)
    db.close()


def papers_for(matters):
    return tuple(
        Material(kind=p.code, title=p.name, digest="sha256:00", media_type="application/pdf", file_name="x.pdf", size=2)
        for p, _ in papers_of_matters(matters)
    )


def site(desk, codes=SITE.codes, papers=None):
    asked = Asked(figures=example_figures(map(CATALOGUE.item, codes)))
    matters = matters_of(CATALOGUE, SITE, codes, place="示例路工地", asked=asked)
    draft = use_cases.open_application(
        desk,
        APPLICANT,
        (),
        papers_for(matters) if papers is None else papers,
        SHOP,
        MORNING,
        matters=matters,
        group=SITE.code,
        joint_days=SITE.joint_days,
    )
    return use_cases.submit(desk, draft.id, SHOP, MORNING)


def test_a_building_site_is_taken_in_once_and_saves_23_of_28_working_days(desk):
    case = site(desk)
    assert [matter.statutory_days for matter in case.matters] == [5, 7, 6, 7, 3]
    use_cases.accept(desk, case.id, CLERK, MORNING)
    taken = use_cases.start_review(desk, case.id, CLERK, MORNING)
    assert taken.deadline("promised_decision").due == date(2026, 9, 30)
    assert taken.deadline("statutory_decision").basis.endswith("第四十二条第二款")
    for matter in taken.matters:
        speaker = BOSS if "园林" in matter.section else CLERK
        use_cases.review_matter(
            desk, case.id, speaker, MORNING, matter_id=matter.id, outcome=Outcome.GRANTED, opinion="符合条件"
        )
    use_cases.recommend(desk, case.id, CLERK, MORNING, outcome=Outcome.GRANTED, opinion="同意")
    decided = use_cases.approve(desk, case.id, SECOND, datetime(2026, 9, 30, 1, 30, tzinfo=UTC))
    assert days_saved(decided, desk) == 23
    assert len({matter.number for matter in decided.matters}) == 5
    done = issuing.issue(desk, case.id, CLERK, MORNING)
    assert done.state is State.ISSUED
    assert [permit.item_id for permit in done.permits] == [matter.id for matter in case.matters]
    notice, *results = desk.issuer.notices
    assert [own.number for own in results] == [permit.number for permit in done.permits]
    assert [own.title for own in results][1:3] == ["临时占用城市道路许可证", "建筑垃圾处置核准文件"]
    assert [m.title for m in notice.matters] == [m.title for m in case.matters]
    assert all(m.title in notice.subject for m in case.matters)
    assert not any("未核对" in line for line in notice.basis)


def test_an_opinion_comes_from_the_items_section_or_from_a_supervisor_who_is_named_as_one(desk):
    case = site(desk)
    use_cases.accept(desk, case.id, CLERK, MORNING)
    taken = use_cases.start_review(desk, case.id, CLERK, MORNING)
    trees = next(matter for matter in taken.matters if matter.code == "tree-moving")
    said = {"matter_id": trees.id, "outcome": Outcome.GRANTED, "opinion": "符合条件"}
    for stranger in (CLERK, SECOND):
        with pytest.raises(GuardFailed) as caught:
            use_cases.review_matter(desk, case.id, stranger, MORNING, **said)
        assert caught.value.code == "workflow.not_own_section"
    changed = use_cases.review_matter(desk, case.id, BOSS, MORNING, **said)
    assert next(matter for matter in changed.matters if matter.code == "tree-moving").opinion.is_supervisors
    assert "负责人代科室" in use_cases.events_of(desk, case.id)[-1].note


def test_letters_about_a_building_site_name_its_items_and_their_place(desk):
    case = site(desk)
    use_cases.accept(desk, case.id, CLERK, MORNING)
    taken = use_cases.start_review(desk, case.id, CLERK, MORNING)
    first = taken.matters[0]
    use_cases.review_matter(
        desk, case.id, CLERK, MORNING, matter_id=first.id, outcome=Outcome.GRANTED, opinion="符合条件"
    )
    letter = review(desk, use_cases.case(desk, case.id), MORNING)
    assert letter.matter.name == "、".join(matter.title for matter in case.matters)
    assert letter.matter.basis == desk.policy.basis_of(case)
    form = letter.content
    assert (form.address, form.signs) == ("示例路工地", ())
    assert "符合条件" in form.matters[0].opinion
    assert {one.opinion for one in form.matters[1:]} == {"待审查"}


def test_how_long_each_item_lasts_stands_in_the_notice():
    matters = matters_of(CATALOGUE, SITE, SITE.codes, place="示例路工地", answers=((PERIOD, "三个月"),))
    assert {notice_matter(matter).period for matter in matters} == {"三个月"}


@pytest.mark.parametrize(("outcome", "word"), [(Outcome.REFUSED, "不通过"), (Outcome.GRANTED, "经人员说明理由后准予")])
def test_a_refused_sign_keeps_the_verdict_of_its_check_in_the_review_form(outcome, word):
    sign = _review_sign(replace(item(findings=(finding(Verdict.FAIL),)), outcome=outcome))
    assert sign.verdict.startswith(word)


def test_a_paper_that_several_items_ask_for_is_handed_in_once():
    matters = matters_of(CATALOGUE, SITE, SITE.codes, place="示例路工地")
    asked = [paper.name for matter in matters for paper in matter.papers]
    once = papers_of_matters(matters)
    assert len(once) == len(set(asked)) < len(asked)
    assert max(len(titles) for _, titles in once) > 1


def test_missing_papers_of_every_item_stand_in_the_one_notice(desk):
    case = site(desk, papers=())
    with pytest.raises(GuardFailed):
        use_cases.accept(desk, case.id, CLERK, MORNING)
    returned = use_cases.return_for_correction(desk, case.id, CLERK, MORNING)
    assert len(returned.notice) == len(papers_of_matters(case.matters))


def test_a_composite_case_is_not_decided_on_the_spot(desk):
    conditions = {c.key: c for c in desk.policy.on_the_spot(site(desk))}
    assert not conditions["track"].is_met


@pytest.mark.parametrize(
    ("codes", "place", "code"),
    [
        (("street-works",), "示例路", "applications.composite_too_few"),
        (("street-works", "gas-licence"), "示例路", "items.not_in_group"),
        (("street-works", "night-work"), " ", "applications.composite_place"),
    ],
)
def test_what_cannot_be_handled_together_is_told(codes, place, code):
    with pytest.raises(InputError) as caught:
        matters_of(CATALOGUE, SITE, codes, place=place)
    assert caught.value.code == code


def test_signs_decided_together_save_the_statutory_time_of_each_but_the_days_taken(desk):
    items = (item("S1-02"), item("S1-02", plan="plan-2"))
    later = datetime(2026, 9, 23, 1, 30, tzinfo=UTC)
    decided = Decision(officer=SECOND, at=later, outcome=Outcome.GRANTED, reasons="")
    limits = desk.policy.deadlines(("statutory_decision",), MORNING, desk.calendar, desk.zone)
    chain = application(State.APPROVED, items=items, accepted_at=MORNING, decision=decided, deadlines=limits)
    assert chain.is_in_several_buildings
    assert days_saved(chain, desk) == 2 * 20 - 1
    assert days_saved(replace(chain, items=items[:1]), desk) is None
    assert [chain.unit_words(one) for one in items] == [f"{one.address} S1-02" for one in items]
