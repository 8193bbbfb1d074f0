"""What ends or changes a filing leaves a letter in its own words and is published like the filing was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from signage.applications import issuing, use_cases
from signage.applications.letter_content import FilingChange, FilingEnding
from signage.applications.letters import LetterKind, SetLetter
from signage.applications.model import Purpose, Track
from signage.applications.step_letters import make_due
from signage.digest import digest_of_bytes
from signage.documents.letter_text import prose_of
from signage.documents.letter_wording import Phrases
from signage.documents.notice import _goes_on
from signage.locale import Lang, text
from signage.register import publishing
from signage.register.model import DecisionAct
from signage.register.ports import begin_reading
from signage.storage import Database

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, NOW, OTHER, SECOND, SHOP, Ticking, item, office, papers


class Letters:
    def __init__(self):
        self.made = []

    def issue(self, letter):
        self.made.append(letter)
        content = f"%PDF-1.7 {letter.number}".encode()
        return SetLetter(content=content, digest=digest_of_bytes(content), verification_code="C", is_sealed=True)


@pytest.fixture
def letters():
    return Letters()


@pytest.fixture
def desk(tmp_path, url, letters):
    opened = Database.open(url)
    yield office(opened, tmp_path, letters=letters)
    opened.close()


def filed(desk, name="徽盐生活馆", clock=None, track=Track.FILING, applicant=APPLICANT, **more):
    clock = clock or Ticking()
    sign = item(track=track)
    sign = replace(sign, spec=replace(sign.spec, name=name))
    given = (*papers(), *papers("M13"))
    draft = use_cases.open_application(desk, applicant, (sign,), given, SHOP, clock(), circumstances=CLEAR, **more)
    case = use_cases.submit(desk, draft.id, SHOP, clock())
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, clock, opinion="符合规定")


@pytest.mark.parametrize(
    ("step", "ground", "title", "act", "words"),
    [
        (use_cases.cancel, "cancellation_dissolved", "备案注销告知书", DecisionAct.CANCELLATION, "注销备案"),
        (
            partial(use_cases.revoke, heard="当面听取了陈述"),
            "revocation_deceit",
            "备案撤销告知书",
            DecisionAct.REVOCATION,
            "撤销备案",
        ),
        (use_cases.withdraw_permit, "withdrawal_law", "备案撤回告知书", DecisionAct.WITHDRAWAL, "撤回备案"),
    ],
)
def test_a_filing_that_ends_leaves_its_own_letter_and_is_published(desk, letters, step, ground, title, act, words):
    case = filed(desk)
    publishing.publish_due(desk, NOW)
    number, later = case.permits[0].number, NOW + timedelta(days=1)
    ended = step(desk, case.id, BOSS, later, reasons="经办人甲称店铺已停业", ground=ground)
    made = make_due(desk, ended.id)
    assert made.refused == ()
    (document,) = [one for one in made.made if one.kind is LetterKind.FILING_ENDING]
    assert (document.title, document.is_sealed, document.is_public) == (title, True, True)
    (letter,) = [one for one in letters.made if isinstance(one.content, FilingEnding)]
    assert letter.content.filing_numbers == (number,)
    (entry,) = publishing.publish_due(desk, later).published
    assert (entry.record.act, entry.record.document_number) == (act, document.number)
    assert entry.record.heading == f"act_filing_{act.value}"
    assert entry.record.content.startswith(f"{words}：{number}")
    assert "许可" not in entry.record.content
    step_told = next(e for e in reversed(use_cases.events_of(desk, case.id)) if e.from_state is not e.to_state)
    assert step_told.note.startswith(f"{words}，编号：{number}")
    assert "条" not in step_told.note + entry.record.content  # no article of 行政许可法
    assert "经办人甲" not in entry.record.content
    assert entry.record.category == "备案"
    assert (entry.due - entry.record.decided_on).days >= 7  # seven working days
    assert publishing.publish_due(desk, later).published == ()


@pytest.mark.parametrize(("purpose", "what"), [(Purpose.CHANGE, "招牌内容"), (Purpose.RENEWAL, "有效期至")])
def test_a_changed_or_renewed_filing_leaves_the_notification_of_what_changed(desk, letters, purpose, what):
    first = filed(desk)
    number, late = first.permits[0].number, purpose is Purpose.RENEWAL
    clock = Ticking(NOW + timedelta(days=3 * 365 - 40)) if late else Ticking()
    case = filed(desk, "徽盐生活馆（老店）", clock=clock, purpose=purpose, earlier_permit=number)
    assert make_due(desk, case.id).refused == ()
    (letter,) = [one for one in letters.made if isinstance(one.content, FilingChange)]
    assert (letter.content.filing_number, letter.content.new_number) == (number, case.permits[0].number)
    assert what in [one.what for one in letter.content.changes]
    assert letter.title == "备案变更告知书"
    assert publishing.publish_due(desk, clock()).published[-1].record.act.value == purpose.value


@pytest.mark.parametrize("purpose", [Purpose.CHANGE, Purpose.RENEWAL, Purpose.TRANSFER])
def test_changed_guidance_leaves_a_notification_that_speaks_of_guidance_alone(desk, letters, purpose):
    first = filed(desk, track=Track.GUIDANCE)
    number, late = first.permits[0].number, purpose is Purpose.RENEWAL
    clock = Ticking(NOW + timedelta(days=3 * 365 - 40)) if late else Ticking()
    more = {"applicant": replace(OTHER, account_id=SHOP.id)} if purpose is Purpose.TRANSFER else {}
    case = filed(desk, "徽盐老店", clock=clock, track=Track.GUIDANCE, purpose=purpose, earlier_permit=number, **more)
    assert make_due(desk, case.id).refused == ()
    (letter,) = [one for one in letters.made if isinstance(one.content, FilingChange)]
    assert letter.title == "指导意见变更告知书"
    assert "导变" in letter.number
    said = words_of(letter)
    assert number in said
    assert case.permits[0].number in said
    assert "备案" not in said
    assert "许可" not in said
    assert "原编号不再使用" in said


@pytest.mark.parametrize(
    ("step", "ground", "way"),
    [
        (use_cases.cancel, "cancellation_dissolved", "注销"),
        (partial(use_cases.revoke, heard="当面听取了陈述"), "revocation_conditions", "撤销"),
        (use_cases.withdraw_permit, "withdrawal_law", "撤回"),
    ],
)
def test_guidance_that_ends_leaves_its_own_letter_and_is_published_as_guidance(desk, letters, step, ground, way):
    case = filed(desk, track=Track.GUIDANCE)
    publishing.publish_due(desk, NOW)
    later = NOW + timedelta(days=1)
    ended = step(desk, case.id, BOSS, later, reasons="店铺已停业", ground=ground)
    made = make_due(desk, ended.id)
    assert made.refused == ()
    (letter,) = [one for one in letters.made if isinstance(one.content, FilingEnding)]
    assert letter.title == f"指导意见{way}告知书"
    (document,) = [one for one in made.made if one.kind is LetterKind.FILING_ENDING]
    assert document.title_in(Lang.ZH) == letter.title
    assert document.title_in(Lang.EN).startswith("Notification that guidance is ")
    assert "导终" in letter.number
    (entry,) = publishing.publish_due(desk, later).published
    assert text(f"register.{entry.record.heading}") == f"{way}指导意见"
    note = use_cases.events_of(desk, case.id)[-1].note
    for said in (words_of(letter), entry.record.content, entry.record.category, note):
        assert "备案" not in said
        assert "许可" not in said


def words_of(letter):
    prose = prose_of(letter, Phrases(letter, letter.kind.value, ZoneInfo("Asia/Shanghai")))
    return f"{letter.title}{prose.blocks}{prose.closing}"


@pytest.mark.parametrize(
    ("track", "number", "accepted", "review", "category", "outcome"),
    [
        (Track.FILING, "备通", "备受", ("备案审核表", "备审"), "备案", "予以备案"),
        (Track.GUIDANCE, "导意", "导受", ("设计指导审核表", "导审"), "设计指导", "出具指导意见"),
    ],
)
def test_what_is_no_permit_is_worded_and_numbered_as_what_it_is(
    desk, letters, track, number, accepted, review, category, outcome
):
    case = filed(desk, track=track)
    assert number in case.decision_number
    assert accepted in case.acceptance_number
    assert "许" not in case.decision_number + case.acceptance_number
    (form,) = [one for one in letters.made if one.kind is LetterKind.REVIEW]
    assert form.title == review[0]
    assert review[1] in form.number
    assert "许可" not in "".join(one.outcome + one.text + one.stage for one in form.content.opinions)
    notes = [event.note for event in use_cases.events_of(desk, case.id)]
    assert not any("许可" in note or "准予" in note or "未另述" in note for note in notes)
    assert any(note.startswith(f"{outcome}，文号 {case.decision_number}") for note in notes)
    (entry,) = publishing.publish_due(desk, NOW).published
    assert (entry.record.category, entry.record.track) == (category, track)
    assert text(f"register.{entry.record.heading}") == outcome
    assert "许可" not in entry.record.content
    with begin_reading(desk) as unit:
        assert unit.register.by_number(case.permits[0].number).track is track


def test_a_policy_without_series_of_their_own_numbers_filings_as_before(desk):
    own = tuple(pair for pair in desk.policy.numbers if not pair[0].endswith(("_filing", "_guidance")))
    old = replace(desk, policy=replace(desk.policy, numbers=own))
    assert filed(old).decision_number == "示例城管许准〔2026〕1号"


@pytest.mark.parametrize("track", [Track.PERMIT, Track.FILING])
@pytest.mark.parametrize("purpose", [Purpose.TRANSFER, Purpose.CHANGE, Purpose.RENEWAL])
def test_what_goes_on_from_a_permit_says_from_which_and_from_whom(desk, letters, track, purpose):
    first = filed(desk, track=track)
    (before,) = first.permits
    late = purpose is Purpose.RENEWAL
    clock = Ticking(NOW + timedelta(days=3 * 365 - 40)) if late else Ticking()
    more = {"applicant": replace(OTHER, account_id=SHOP.id)} if purpose is Purpose.TRANSFER else {}
    case = filed(
        desk, "徽盐生活馆（新）", clock=clock, track=track, purpose=purpose, earlier_permit=before.number, **more
    )
    earlier = issuing.notice_of(desk, case).earlier
    assert (earlier.number, earlier.holder, earlier.track) == (before.number, APPLICANT.name, track)
    told = "".join(_goes_on(issuing.notice_of(desk, case)))
    assert before.number in told
    assert (f"由{APPLICANT.name}转让给你单位" in told) is (purpose is Purpose.TRANSFER)
    assert ("原许可编号" in told) is (track is Track.PERMIT)
    assert make_due(desk, case.id).refused == ()
    kinds = {Purpose.RENEWAL: LetterKind.RENEWAL} if track is Track.PERMIT else {}
    wanted = kinds.get(purpose, LetterKind.CHANGE if track is Track.PERMIT else LetterKind.FILING_CHANGE)
    (letter,) = [one for one in letters.made if one.kind is wanted]
    opening = str(prose_of(letter, Phrases(letter, wanted.value, ZoneInfo("Asia/Shanghai"))).blocks[0])
    assert before.number in opening
    assert (APPLICANT.name in opening) is (purpose is Purpose.TRANSFER)


def test_a_new_one_goes_on_from_nothing(desk):
    assert issuing.notice_of(desk, filed(desk)).earlier is None
