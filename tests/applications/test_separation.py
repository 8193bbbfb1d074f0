"""Who decides is somebody else than who gave an opinion where the policy says so: every track, choice and person."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from signage.applications import use_cases
from signage.applications.guards import Facts, two_officers
from signage.applications.model import Action, Circumstances, Outcome, Recommendation, State, Track
from signage.applications.policy_file import load_policy, parse_policy
from signage.applications.records import MatterOpinion
from signage.applications.separation import Decider, Separation
from signage.applications.workflow import transition
from signage.errors import GuardFailed, InputError
from signage.locale import Lang, describe
from tests.applications.test_composite import MORNING, desk, site  # noqa: F401 (a fixture)

from .case_builders import BOSS, CLERK, NOW, SECOND, application, item

POLICY = load_policy()
TABLE = """
[separation]
permit = "another"
filing = "another_unless_on_the_spot"
guidance = "anyone"
basis = { zh = "《示例办法》第三条", en = "Sample measures, art. 3" }
is_illustrative = true
"""


def text_of_policy():
    return (files("signage.applications") / "policies" / "demo-city.toml").read_text("utf-8")


def with_table(table=TABLE):
    """The bundled policy with another word on this, or with none."""
    words = re.sub(r"\[separation\].*?(?=\n\[)", "", text_of_policy(), flags=re.DOTALL)
    head, mark, rest = words.partition("[days]")
    return f"{head}{table}\n{mark}{rest}"


def recommended(track, *, affects_third_party=False):
    first = Recommendation(outcome=Outcome.GRANTED, opinion="符合规则", officer=SECOND, at=NOW)
    stated = Circumstances(affects_third_party=affects_third_party, needs_survey=False)
    return application(
        State.RECOMMENDED, items=(item(track=track),), recommendation=first, circumstances=stated, number="示例受1"
    )


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("decider", Decider)
@pytest.mark.parametrize("is_on_the_spot", [True, False])
@pytest.mark.parametrize("who", [SECOND, BOSS])
@pytest.mark.parametrize("action", [Action.APPROVE, Action.SEND_BACK])
def test_every_track_choice_and_person(track, decider, is_on_the_spot, who, action):
    policy = replace(POLICY, separation=Separation(deciders=dict.fromkeys(Track, decider), basis_zh="x", basis_en="x"))
    case = recommended(track, affects_third_party=not is_on_the_spot)
    if is_on_the_spot:
        assert policy.is_on_the_spot(case)
    is_needed = decider is Decider.ANOTHER or (decider is Decider.ANOTHER_UNLESS_ON_THE_SPOT and not is_on_the_spot)
    assert policy.needs_another_decider(case) is is_needed
    facts = Facts(
        reasons="同意",
        needs_another_decider=policy.needs_another_decider(case),
        permit_numbers=tuple((one.id, "1") for one in case.items),
        decision_number="1",
        today=NOW.date(),
    )
    if is_needed and who is SECOND:
        with pytest.raises(GuardFailed) as caught:
            transition(case, action, who, facts, NOW)
        assert caught.value.code == "workflow.same_officer"
    else:
        transition(case, action, who, facts, NOW)


def test_who_gave_a_sections_opinion_decides_no_more_than_who_recommended(desk):  # noqa: F811
    case = site(desk)
    use_cases.accept(desk, case.id, CLERK, MORNING)
    taken = use_cases.start_review(desk, case.id, CLERK, MORNING)
    for matter in taken.matters:
        speaker = BOSS if "园林" in matter.section else CLERK
        said = {"matter_id": matter.id, "outcome": Outcome.GRANTED, "opinion": "符合条件"}
        use_cases.review_matter(desk, case.id, speaker, MORNING, **said)
    use_cases.recommend(desk, case.id, CLERK, MORNING, outcome=Outcome.GRANTED, opinion="同意")
    before = use_cases.case(desk, case.id)
    with pytest.raises(GuardFailed) as caught:
        use_cases.approve(desk, case.id, BOSS, datetime(2026, 9, 30, 1, 30, tzinfo=UTC))
    assert caught.value.code == "workflow.same_section"
    for lang in Lang:
        told = describe(caught.value, lang)
        assert BOSS.name in told.message
        assert told.hint
    assert use_cases.case(desk, case.id) == before
    with pytest.raises(GuardFailed, match="same_section"):
        use_cases.send_back(desk, case.id, BOSS, MORNING, reasons="请复核")
    assert use_cases.approve(desk, case.id, SECOND, datetime(2026, 9, 30, 1, 30, tzinfo=UTC)).state is State.APPROVED


def test_where_anyone_may_decide_who_gave_an_opinion_may_too(desk):  # noqa: F811
    opinion = MatterOpinion(officer=BOSS, at=NOW, outcome=Outcome.GRANTED, opinion="符合")
    case = site(desk)
    spoken = replace(case, matters=tuple(replace(one, opinion=opinion) for one in case.matters))
    assert two_officers(spoken, BOSS, Facts(), NOW).code == "workflow.same_section"
    assert two_officers(spoken, BOSS, Facts(needs_another_decider=False), NOW) is None
    assert two_officers(spoken, SECOND, Facts(), NOW) is None


def test_a_policy_file_says_who_decides_on_what_basis_and_marks_it():
    policy = parse_policy(with_table())
    found = policy.opinion_and_decision
    assert found.deciders[Track.FILING] is Decider.ANOTHER_UNLESS_ON_THE_SPOT
    assert found.basis == "《示例办法》第三条（演示参数）"
    real = parse_policy(with_table(TABLE.replace("is_illustrative = true", "is_illustrative = false")))
    assert real.opinion_and_decision.basis == "《示例办法》第三条"
    case = recommended(Track.PERMIT)
    refused = two_officers(case, SECOND, Facts(separation_basis=found.basis), NOW)
    assert describe(refused, Lang.ZH).hint == "《示例办法》第三条（演示参数）。请由另一名人员决定。"
    assert describe(refused, Lang.EN).hint == "Sample measures, art. 3 (illustrative). Let another officer decide."


def test_without_the_table_the_tracks_of_two_officers_keep_opinion_and_decision_apart():
    policy = parse_policy(with_table(""))
    for rule in policy.tracks:
        assert policy.needs_another_decider(recommended(rule.track)) is rule.needs_two_officers


@pytest.mark.parametrize(
    "table",
    [
        TABLE.replace('"anyone"', '"nobody"'),
        TABLE.replace("guidance", "guide"),
        TABLE.replace('basis = { zh = "《示例办法》第三条", en = "Sample measures, art. 3" }\n', ""),
        TABLE.replace("is_illustrative = true\n", ""),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(table):
    with pytest.raises(InputError) as caught:
        parse_policy(with_table(table))
    assert "separation" in caught.value.at.field
