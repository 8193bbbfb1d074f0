"""The numbers that an item must state: asked for, told when missing, needed for a grant, stated in what is granted."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from signage.applications import issuing, use_cases
from signage.applications.composite import Asked, matter_of_item, matters_of
from signage.applications.figures import figures_of, needed_figures, stated_figures
from signage.applications.form_values import values_of_case
from signage.applications.item_results import duties_granted, notice_matter
from signage.applications.model import Material, Outcome, State, Term
from signage.applications.timed import run_clock
from signage.documents.notice import _matter, _only_matter
from signage.errors import GuardFailed, InputError
from signage.items import load_catalogue
from signage.locale import Lang, describe, said_again
from signage.register.public import public_item, public_record
from tests.items.examples import example_figures
from tests.register.case_builders import database

from .case_builders import APPLICANT, CLEAR, CLERK, SECOND, SHOP, office

CATALOGUE = load_catalogue()
GREEN = CATALOGUE.item("green-occupation")
START = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
TERM = Term(start=date(2026, 12, 1), end=date(2027, 2, 28))


@pytest.fixture
def desk(tmp_path):
    db = database(tmp_path)
    yield office(db, tmp_path)
    db.close()


def handed_in(desk, code="green-occupation", figures=(), **changes):
    """A case about one item; without figures it asks as somebody may who does not come through the form."""
    matter = matter_of_item(CATALOGUE.item(code), place="示例路12号绿地", asked=Asked(term=TERM, figures=figures))
    papers = tuple(
        Material(kind=p.code, title=p.name, digest="sha256:1", media_type="application/pdf", file_name="p.pdf", size=1)
        for p in matter.papers
    )
    draft = use_cases.open_application(
        desk, APPLICANT, (), papers, SHOP, START, circumstances=CLEAR, matters=(replace(matter, **changes),)
    )
    return use_cases.submit(desk, draft.id, SHOP, START)


def test_a_missing_number_is_told_with_everything_else_and_the_case_is_not_accepted_without_it(desk):
    case = handed_in(desk)
    (told,) = use_cases.defects_of(desk, case)
    assert told.key == "field:figure:green-occupation:占用面积"
    assert "没有填写“占用面积”" in told.text
    assert "does not state" in said_again(told.text, told.wording, Lang.EN)
    with pytest.raises(GuardFailed) as caught:
        use_cases.accept(desk, case.id, CLERK, START)
    assert "“占用面积”" in describe(caught.value).message
    back = use_cases.return_for_correction(desk, case.id, CLERK, START)
    assert any("占用面积" in line for line in back.notice)
    (matter,) = back.matters
    stated = replace(matter, answers=stated_figures(GREEN, (("占用面积", "160"),)))
    again = use_cases.submit(desk, case.id, SHOP, START, matters=(stated,))
    assert use_cases.defects_of(desk, again) == ()
    assert use_cases.accept(desk, case.id, CLERK, START).accepted_at is not None


def test_nothing_is_granted_without_the_number_and_a_refusal_needs_none(desk):
    case = handed_in(desk, needed=())  # from before it had to be stated
    use_cases.accept(desk, case.id, CLERK, START)
    taken = use_cases.start_review(desk, case.id, CLERK, START)
    with desk.begin() as unit:
        late = replace(taken, matters=(replace(taken.matters[0], needed=("占用面积",)),), version=taken.version + 1)
        unit.applications.save(late, expected_version=taken.version)
        unit.commit()
    with pytest.raises(GuardFailed) as caught:
        use_cases.recommend(desk, case.id, CLERK, START, outcome=Outcome.GRANTED, opinion="符合条件")
    assert caught.value.code == "figures.lacking"
    use_cases.recommend(desk, case.id, CLERK, START, outcome=Outcome.REFUSED, opinion="数量不明")


def test_after_an_acceptance_the_applicant_states_what_is_missing_and_changes_nothing_else(desk):
    case = handed_in(desk)
    late = make_silence(desk, case)
    with pytest.raises(GuardFailed) as caught:
        use_cases.recommend(desk, late.id, CLERK, START, outcome=Outcome.GRANTED, opinion="符合条件")
    assert "补填数量" in describe(caught.value).hint
    (matter,) = late.matters
    stated = replace(matter, answers=stated_figures(GREEN, (("占用面积", "160"),)))
    for wrong in ((), (matter,), (replace(stated, title="别的事项"),), (stated, stated)):
        with pytest.raises(GuardFailed) as caught:
            use_cases.state_figures(desk, late.id, SHOP, START, matters=wrong)
        assert caught.value.code == "figures.only_missing"
        assert "占用面积" in describe(caught.value).message
    whole = use_cases.state_figures(desk, late.id, SHOP, START, matters=(stated,))
    assert (whole.state, whole.matters[0].answers) == (late.state, (("占用面积", "160 m²"),))
    assert use_cases.events_of(desk, case.id)[-1].note == "补填数量：占用面积 160 m²。"
    with pytest.raises(GuardFailed):  # nothing is missing any more, and what is stated stays
        use_cases.state_figures(
            desk, late.id, SHOP, START, matters=(replace(stated, answers=(("占用面积", "90 m²"),)),)
        )
    use_cases.recommend(desk, late.id, CLERK, START, outcome=Outcome.GRANTED, opinion="符合条件")


def make_silence(desk, case):
    """A case that was accepted since nobody answered, and is under review."""
    later = START + timedelta(days=20)
    run_clock(desk, later)
    taken = use_cases.case(desk, case.id)
    assert taken.state is State.ACCEPTED
    return use_cases.start_review(desk, case.id, CLERK, later)


def test_a_case_without_its_number_is_not_decided_on_the_spot_and_says_why(desk):
    night = handed_in(desk, "night-work")
    unmet = [one for one in desk.policy.on_the_spot(night) if not one.is_met]
    assert [one.key for one in unmet] == ["figures"]
    assert "与最近住宅距离" in unmet[0].explanation_zh
    whole = handed_in(desk, "night-work", figures=example_figures([CATALOGUE.item("night-work")]))
    assert desk.policy.is_on_the_spot(whole)


def test_of_a_case_from_before_the_precheck_asks_for_what_the_catalogue_asks_for_today(desk):
    today = replace(desk, needed_figures={"green-occupation": needed_figures(GREEN)})
    case = handed_in(desk, needed=None)
    assert [one.key for one in use_cases.defects_of(today, case)] == ["field:figure:green-occupation:占用面积"]
    assert use_cases.defects_of(desk, case) == ()


def test_a_grant_states_numbers_and_duties_in_notice_and_register(desk):
    case = handed_in(desk, figures=(("green-occupation", (("占用面积", "160"),)),))
    use_cases.accept(desk, case.id, CLERK, START)
    use_cases.start_review(desk, case.id, CLERK, START)
    use_cases.recommend(desk, case.id, CLERK, START, outcome=Outcome.GRANTED, opinion="符合条件")
    granted = use_cases.approve(desk, case.id, SECOND, START, conditions=("先通知养护单位",))
    notice = issuing.notice_of(desk, granted)
    assert notice.conditions == ("先通知养护单位", "期满恢复原状")
    assert "（示例路12号绿地；占用面积 160 m²）" in _only_matter(notice.matters[0], notice.track)
    record = public_record(granted, organ="示例", on=desk.today)
    assert "占用面积 160 m²" in record.content
    done = issuing.issue(desk, case.id, CLERK, START)
    assert public_item(done, done.matters[0], done.permits[0]).figures == (("占用面积", "160 m²"),)


def test_the_form_that_is_filled_in_from_a_case_states_number_and_period(desk):
    case = handed_in(desk, figures=(("green-occupation", (("占用面积", "160.5"),)),))
    values = values_of_case(case, "green-occupation")
    assert values.figures == {"占用面积": "160.5"}
    assert values.texts["period"] == ("2026年12月1日", "2027年2月28日")


def test_several_items_name_whose_number_and_whose_duty_it_is():
    group = CATALOGUE.group("construction-site")
    codes = ("street-works", "night-work")
    asked = Asked(term=TERM, figures=(("street-works", (("面积", "24"),)), ("night-work", (("与最近住宅距离", "65"),))))
    made = matters_of(CATALOGUE, group, codes, place="示例路工地", asked=asked)
    by_code = {one.code: replace(one, outcome=Outcome.GRANTED) for one in made}
    assert by_code["street-works"].answers == (("面积", "24 m²"),)
    assert "面积 24 m²" in _matter(notice_matter(by_code["street-works"]), 1)
    case = type("Case", (), {"matters": tuple(by_code.values()), "asked_for": tuple(by_code.values())})()
    assert any(line.startswith("夜间连续施工作业证明：有降噪措施") for line in duties_granted(case))


@pytest.mark.parametrize(
    ("code", "label", "typed", "fault"),
    [
        ("green-occupation", "占用面积", "很大", "figures.no_number"),
        ("green-occupation", "占用面积", "-5", "figures.not_above_zero"),
        ("green-occupation", "占用面积", "－5", "figures.not_above_zero"),
        ("green-occupation", "占用面积", "--5", "figures.no_number"),
        ("green-occupation", "占用面积", "0.0", "figures.not_above_zero"),
        ("water-stop", "影响户数", "12.5", "figures.not_whole"),
        ("waste-service", "机械化清扫率", "100.1", "figures.too_big"),
        ("green-occupation", "占地", "5", "afterwards.figure_unknown"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_with_a_sentence(code, label, typed, fault):
    with pytest.raises(InputError) as caught:
        stated_figures(CATALOGUE.item(code), ((label, typed),))
    assert caught.value.code == fault
    assert caught.value.at.field == label
    for lang in Lang:
        assert "{" not in describe(caught.value, lang).message


def test_a_number_on_its_bound_is_taken_and_keeps_its_unit():
    assert stated_figures(CATALOGUE.item("waste-service"), (("机械化清扫率", "100"), ("日收运量", ""))) == (
        ("机械化清扫率", "100 %"),
    )


def test_every_bundled_item_says_of_each_number_whether_it_must_be_stated_and_its_example_can_be_typed():
    for entry in _files():
        raw = tomllib.loads(entry.read_text("utf-8"))
        for form in raw.get("forms", ()):
            if form.get("kind", "application") != "application":
                continue
            for field in (one for part in form["parts"] for one in part["fields"] if one["kind"] == "number"):
                assert field.get("need") in ("always", "some_cases"), (entry.name, field["label"])
    for item in CATALOGUE.items:
        given = dict(example_figures([item]))[item.code]
        assert len(stated_figures(item, given)) == len(figures_of(item))


def _files():
    return [entry for entry in (files("signage.items") / "catalogue").iterdir() if entry.name.endswith(".toml")]
