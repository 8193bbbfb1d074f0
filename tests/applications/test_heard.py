"""Who was told that they may speak has the days for it; letters that correct one another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from signage.applications import heard
from signage.applications.case_documents import in_force
from signage.applications.heard import Right, Settlement, periods_of, settle, standing
from signage.applications.hearings import hearings_of, waive
from signage.applications.letter_content import Officer, Party
from signage.applications.letters import LetterKind
from signage.applications.model import State
from signage.applications.paperwork import make_letter
from signage.applications.precheck import spot_conditions
from signage.errors import GuardFailed, InputError
from signage.storage import Database

from .case_builders import CLERK, NOW, application, office
from .test_paperwork import PlainLetters

TOLD = {"party": Party(name="二层住户己"), "interest": "夜间光照", "speak_by": date(2026, 12, 10)}


@pytest.fixture
def letters():
    return PlainLetters()


@pytest.fixture
def window(tmp_path, url, letters):
    opened = Database.open(url)
    yield office(opened, tmp_path, letters=letters)
    opened.close()


@pytest.fixture
def case(window):
    made = application(State.UNDER_REVIEW, submitted_at=NOW, accepted_at=NOW, acceptance_number="受1号")
    with window.begin() as unit:
        unit.applications.add(made)
        unit.commit()
    return made


def told(window, case, now=NOW, **change):
    corrects = change.pop("corrects", "")
    return make_letter(window, case, LetterKind.INTERESTED_PARTY, CLERK, now, corrects=corrects, **{**TOLD, **change})


def announced(window, case, now=NOW, days=20, place="三楼", **more):
    return make_letter(
        window,
        case,
        LetterKind.HEARING_NOTICE,
        CLERK,
        now,
        about="设置招牌",
        at=now + timedelta(days=days),
        place=place,
        chair=Officer(name="主持人己"),
        recorder=Officer(name="记录人庚"),
        **more,
    )


def stands(window, case, days=0):
    with window.reading() as unit:
        return [(one.right, one.until) for one in standing(window, unit, case.id, NOW + timedelta(days=days))]


SPEAK, HEARING = (Right.SPEAK, date(2026, 12, 10)), (Right.HEARING, date(2026, 12, 1))


def test_the_days_that_a_letter_gives_stand_in_the_way_until_the_last_one_is_over(window, case):
    assert stands(window, case) == []
    told(window, case)
    assert stands(window, case) == [SPEAK, HEARING]
    assert stands(window, case, days=7) == [SPEAK, HEARING]  # 1 December: the last day to ask for a hearing
    assert stands(window, case, days=8) == [SPEAK]
    assert stands(window, case, days=16) == [SPEAK]
    assert stands(window, case, days=17) == []


def test_the_right_to_a_hearing_told_to_the_applicant_has_its_five_working_days(window, case):
    make_letter(window, case, LetterKind.HEARING_RIGHTS, CLERK, NOW, about="设置招牌")
    assert stands(window, case) == [HEARING]
    assert stands(window, case, days=8) == []


def test_a_letter_from_before_the_days_were_kept_has_those_that_the_law_counts(window, case, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("signage.applications.paperwork.period_facts", lambda _: ())
        told(window, case)
    assert stands(window, case) == [HEARING]


def test_what_the_party_said_or_gave_up_ends_its_days_once_it_is_on_record(window, case):
    number = told(window, case).number
    speak, ask = f"speak {number}", f"hearing {number}"
    settle(window, case.id, CLERK, NOW, period=speak, how="spoken", words="请求夜间关灯")
    assert stands(window, case) == [HEARING]
    settle(window, case.id, CLERK, NOW, period=ask, how="given_up", words="书面放弃听证")
    assert stands(window, case) == []
    with window.reading() as unit:
        notes = [event.note for event in unit.history.of(case.id) if event.action == heard.SETTLED]
        ways = [one.settled for one in periods_of(window, unit, case.id)]
    assert notes == [f"二层住户己已按{number}陈述意见：请求夜间关灯", f"二层住户己放弃{number}告知的权利：书面放弃听证"]
    assert ways == [Settlement.SPOKEN, Settlement.GIVEN_UP]
    with pytest.raises(GuardFailed):
        settle(window, case.id, CLERK, NOW, period=ask, how="given_up", words="再次")


def test_a_hearing_that_was_asked_for_stands_in_the_way_until_it_is_announced(window, case):
    number = told(window, case).number
    settle(window, case.id, CLERK, NOW, period=f"hearing {number}", how="asked", words="书面要求")
    assert HEARING in stands(window, case, days=30)
    announced(window, case, NOW + timedelta(days=1))
    assert HEARING not in stands(window, case, days=30)


def test_nothing_is_decided_on_the_spot_while_somebody_may_still_speak(window, case):
    assert "heard" not in {one.key for one in spot_conditions(window, case, NOW)}
    number = told(window, case).number
    (one,) = [one for one in spot_conditions(window, case, NOW) if one.key == "heard"]
    assert not one.is_met
    assert number in one.explanation_zh
    assert "2026-12-10" in one.explanation_en
    assert "heard" not in {one.key for one in spot_conditions(window, case, NOW + timedelta(days=17))}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"words": " "}, InputError),
        ({"how": "asked"}, InputError),  # to speak is not to ask for a hearing
        ({"how": ""}, InputError),
        ({"period": "speak 别的号"}, GuardFailed),
    ],
)
def test_nothing_is_recorded_that_says_nothing(window, case, change, kind):
    number = told(window, case).number
    with pytest.raises(kind):
        settle(
            window, case.id, CLERK, NOW, **{"period": f"speak {number}", "how": "spoken", "words": "请求关灯", **change}
        )
    assert stands(window, case) == [SPEAK, HEARING]


def test_the_same_letter_again_is_the_one_that_is_there_also_on_another_day(window, case, letters):
    first = told(window, case)
    assert told(window, case, NOW + timedelta(days=1)) == first
    assert len(letters.made) == 1


def test_a_letter_that_says_otherwise_is_refused_and_made_as_a_correction_that_names_the_earlier_one(
    window, case, letters
):
    first = told(window, case)
    later = {"speak_by": date(2026, 12, 16)}
    for corrects in ("", "别的号"):
        with pytest.raises(GuardFailed) as caught:
            told(window, case, **later, corrects=corrects)
        assert caught.value.code == "letters.made_otherwise"
        assert caught.value.params["number"] == first.number
    second = told(window, case, **later, corrects=first.number)
    assert second.number != first.number
    assert second.replaces == letters.made[-1].replaces == first.number
    with window.reading() as unit:
        made = unit.documents.of(case.id)
        note = unit.history.of(case.id)[-1].note
    assert in_force(made) == (second,)
    assert f"代替 {first.number}" in note
    assert stands(window, case) == [(Right.SPEAK, date(2026, 12, 16)), HEARING]
    assert told(window, case, **later) == second  # the one in force is what the next is compared with


def test_a_case_that_moved_on_has_one_letter_to_a_party_in_force(window, case):
    first = told(window, case)
    moved = replace(case, version=case.version + 1)
    with window.begin() as unit:
        unit.applications.save(moved, expected_version=case.version)
        unit.commit()
    assert told(window, moved) == first
    with pytest.raises(GuardFailed):
        told(window, moved, interest="采光")
    assert told(window, moved, party=Party(name="二层住户庚")) != first


def test_a_further_notice_of_an_open_hearing_takes_the_earlier_ones_place(window, case):
    first = announced(window, case)
    for change in ({"days": 21}, {"place": "四楼"}):
        with pytest.raises(GuardFailed) as caught:
            announced(window, case, **change)
        assert caught.value.code == "letters.made_otherwise"
    second = announced(window, case, days=21, corrects=first.number)
    third = announced(window, case, days=21, place="四楼", corrects=second.number)
    with window.reading() as unit:
        assert [one.notices for one in hearings_of(unit, case.id)] == [(third.number,)]
    waive(window, case.id, CLERK, NOW, notice=third.number, reasons="申请人放弃")
    fourth = announced(window, case, days=22)
    assert fourth.replaces == ""
