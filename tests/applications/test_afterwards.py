"""What becomes of the permit of an item that is no sign: renewed, changed, transferred, ended, by rows of the table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from signage.applications import use_cases
from signage.applications.asking_again import ask_again, item_permit, papers_of_sequel
from signage.applications.composite import Asked, matter_of_item
from signage.applications.issuing import issue
from signage.applications.letter_content import Change, Ending, Renewal
from signage.applications.letters import LetterKind, SetLetter
from signage.applications.model import Material, Outcome, Purpose, State, Term
from signage.applications.step_letters import make_due
from signage.applications.timed import run_clock
from signage.digest import digest_of_bytes
from signage.errors import GuardFailed, InputError, NotFound
from signage.items import load_catalogue
from signage.locale import describe
from tests.register.case_builders import database

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, OTHER, OTHER_SHOP, SECOND, SHOP, office

CATALOGUE = load_catalogue()
START = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


class Letters:
    """Keeps every letter that is set."""

    def __init__(self):
        self.made = []

    def issue(self, letter):
        self.made.append(letter)
        content = f"%PDF-1.7 {letter.number}".encode()
        return SetLetter(content=content, digest=digest_of_bytes(content), verification_code="C", is_sealed=True)

    def of(self, content):
        return [letter for letter in self.made if isinstance(letter.content, content)]


@pytest.fixture
def desk(tmp_path):
    db = database(tmp_path)
    letters = Letters()
    yield SimpleNamespace(office=office(db, tmp_path, letters=letters), db=db, letters=letters, at=START)
    db.close()


def papers(wanted):
    return tuple(
        Material(kind=p.code, title=p.name, digest="sha256:1", media_type="application/pdf", file_name="p.pdf", size=1)
        for p in wanted
    )


def granted(desk, draft, applicant=SHOP):
    """Walk a draft through every row to its sealed result."""

    def now():
        desk.at += timedelta(minutes=1)
        return desk.at

    o = desk.office
    use_cases.submit(o, draft.id, applicant, now())
    use_cases.accept(o, draft.id, CLERK, now())
    use_cases.start_review(o, draft.id, CLERK, now())
    use_cases.recommend(o, draft.id, CLERK, now(), outcome=Outcome.GRANTED, opinion="符合条件")
    use_cases.approve(o, draft.id, SECOND, now(), reasons="准予")
    done = issue(o, draft.id, CLERK, now())
    assert make_due(o, draft.id).refused == ()
    return done


def first_permit(desk, code="green-occupation", *, term=(date(2026, 12, 1), date(2027, 2, 28)), answers=()):
    item = CATALOGUE.item(code)
    matter = matter_of_item(item, place="示例路12号绿地", asked=Asked(term=Term(start=term[0], end=term[1])))
    draft = use_cases.open_application(
        desk.office,
        APPLICANT,
        (),
        papers(matter.papers),
        SHOP,
        desk.at,
        circumstances=CLEAR,
        matters=(replace(matter, answers=answers, needed=None),),  # from before a case kept which must be stated
    )
    return granted(desk, draft).permits[0].number


def asked(desk, number, purpose, *, applicant=APPLICANT, actor=SHOP, **more):
    held = item_permit(desk.office, CATALOGUE, number)
    handed = papers(papers_of_sequel(held, purpose))
    return ask_again(
        desk.office, held, purpose, applicant, handed, actor, desk.at, circumstances=CLEAR, **more
    )  # fmt: skip


def permit(desk, number):
    with desk.office.reading() as unit:
        return unit.permits.by_number(number)


def test_a_renewed_item_goes_on_where_its_permit_ended_and_takes_its_place(desk):
    number = first_permit(desk)
    case = granted(desk, asked(desk, number, Purpose.RENEWAL, until=date(2027, 5, 31)))
    (new,) = case.permits
    old = permit(desk, number)
    assert (old.ended_reason, old.position_key) == ("延续换证", new.position_key)
    assert (new.valid_from, new.valid_to) == (date(2026, 12, 1), date(2027, 5, 31))
    (letter,) = desk.letters.of(Renewal)
    assert (letter.content.was_to, letter.content.valid_from) == (date(2027, 2, 28), date(2027, 3, 1))
    assert not letter.content.is_for_sign
    with desk.office.reading() as unit:
        assert unit.permits.live_at(new.position_key).number == new.number
        told = [event.note for event in unit.history.of(old.application_id)]
    assert any(number in note and new.number in note for note in told)


def test_a_changed_item_keeps_its_term_and_the_letter_lists_what_differs(desk):
    number = first_permit(desk, answers=(("占用面积", "160 m²"),))
    draft = asked(desk, number, Purpose.CHANGE, place="示例路14号绿地", answers=(("占用面积", "120"),))
    (new,) = granted(desk, draft).permits
    assert (new.valid_from, new.valid_to) == (date(2026, 12, 1), date(2027, 2, 28))
    (letter,) = desk.letters.of(Change)
    rows = {one.what: (one.before, one.after) for one in letter.content.changes}
    assert rows == {"地点": ("示例路12号绿地", "示例路14号绿地"), "占用面积": ("160 m²", "120 m²")}


def test_a_transferred_item_passes_to_whoever_takes_it_over(desk):
    number = first_permit(desk)
    draft = asked(desk, number, Purpose.TRANSFER, applicant=OTHER, actor=OTHER_SHOP)
    assert draft.matters[0].papers[-1].name == "原被许可人同意转让的书面意见"
    (new,) = granted(desk, draft, OTHER_SHOP).permits
    assert new.holder == OTHER.name
    assert desk.office.issuer.notices[-1].title == "临时占用绿地许可决定书（转让）"
    assert permit(desk, number).ended_reason == "转让换证"
    (letter,) = desk.letters.of(Change)
    assert [(one.what, one.after) for one in letter.content.changes] == [("被许可人", OTHER.name)]


@pytest.mark.parametrize(
    ("purpose", "more", "words"),
    [
        (Purpose.RENEWAL, {}, "没有填写延续到哪一天"),
        (Purpose.RENEWAL, {"until": date(2027, 2, 28)}, "不晚于现有期限"),
        (Purpose.CHANGE, {}, "完全一样"),
        (Purpose.CHANGE, {"answers": (("占用面积", "很多"),)}, "不是数字"),
        (Purpose.CHANGE, {"answers": (("高度", "3"),)}, "可以填写的有：占用面积"),
    ],
)
def test_what_is_wrong_with_the_wish_is_told_at_once(desk, purpose, more, words):
    number = first_permit(desk)
    with pytest.raises(InputError) as caught:
        asked(desk, number, purpose, **more)
    assert words in str(describe(caught.value).message)


def test_an_item_that_cannot_be_transferred_says_so_in_one_sentence(desk):
    number = first_permit(desk, "tree-felling")
    for purpose, words in ((Purpose.RENEWAL, "做完即止"), (Purpose.TRANSFER, "本证不得转让")):
        with pytest.raises(GuardFailed) as caught:
            asked(desk, number, purpose, until=date(2027, 5, 1))
        assert words in describe(caught.value).message
        assert "砍伐城市树木" in describe(caught.value).message


def test_a_renewal_that_comes_too_late_or_after_the_end_is_refused(desk):
    number = first_permit(desk)
    desk.at = datetime(2027, 2, 20, 1, 0, tzinfo=UTC)
    with pytest.raises(GuardFailed, match="late"):
        asked(desk, number, Purpose.RENEWAL, until=date(2027, 5, 1))
    desk.at = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)
    with pytest.raises(GuardFailed, match="over"):
        asked(desk, number, Purpose.CHANGE, place="别处")


def test_nobody_renews_another_holders_permit_and_a_signs_permit_is_no_items(desk):
    number = first_permit(desk)
    draft = asked(desk, number, Purpose.RENEWAL, applicant=OTHER, actor=OTHER_SHOP, until=date(2027, 5, 1))
    with pytest.raises(GuardFailed) as caught:
        use_cases.submit(desk.office, draft.id, OTHER_SHOP, desk.at)
    assert "持有人不是本申请人" in describe(caught.value).message
    with pytest.raises(NotFound):
        item_permit(desk.office, CATALOGUE, "示例城管招许〔2026〕9999号")


def test_a_renewal_that_nobody_decides_counts_as_granted_when_the_permit_runs_out(desk):
    number = first_permit(desk)
    draft = asked(desk, number, Purpose.RENEWAL, until=date(2027, 5, 31))
    use_cases.submit(desk.office, draft.id, SHOP, desk.at)
    use_cases.accept(desk.office, draft.id, CLERK, desk.at)
    desk.at = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
    assert not run_clock(desk.office, desk.at).failed
    assert use_cases.case(desk.office, draft.id).state is State.APPROVED
    done = issue(desk.office, draft.id, CLERK, desk.at)
    assert (done.permits[0].valid_from, done.permits[0].valid_to) == (date(2027, 3, 1), date(2027, 5, 31))
    make_due(desk.office, draft.id)
    assert desk.letters.of(Renewal)[0].content.is_by_silence


def test_a_change_stops_when_its_permit_is_revoked_meanwhile(desk):
    number = first_permit(desk)
    draft = asked(desk, number, Purpose.CHANGE, place="示例路14号绿地")
    o = desk.office
    use_cases.submit(o, draft.id, SHOP, desk.at)
    use_cases.accept(o, draft.id, CLERK, desk.at)
    use_cases.start_review(o, draft.id, CLERK, desk.at)
    use_cases.recommend(o, draft.id, CLERK, desk.at, outcome=Outcome.GRANTED, opinion="符合条件")
    old = permit(desk, number)
    use_cases.revoke(
        o, old.application_id, BOSS, desk.at, reasons="材料不实", ground="revocation_deceit", heard="当面听取了陈述"
    )
    with pytest.raises(GuardFailed, match="earlier_lost"):
        use_cases.approve(o, draft.id, SECOND, desk.at)


@pytest.mark.parametrize(
    ("step", "more", "kind", "state"),
    [
        (
            use_cases.revoke,
            {"ground": "revocation_conditions", "heard": "当面听取了陈述"},
            LetterKind.REVOCATION,
            State.REVOKED,
        ),
        (use_cases.withdraw_permit, {"ground": "withdrawal_facts"}, LetterKind.WITHDRAWAL, State.PERMIT_WITHDRAWN),
        (use_cases.cancel, {"ground": "cancellation_force"}, LetterKind.CANCELLATION, State.CANCELLED),
    ],
)
def test_an_items_permit_ends_by_the_same_rows_with_its_letter_and_nothing_to_take_down(desk, step, more, kind, state):
    number = first_permit(desk)
    case = step(desk.office, permit(desk, number).application_id, BOSS, desk.at, reasons="工程停建", **more)
    assert case.state is state
    assert case.deadline("removal") is None
    assert permit(desk, number).ended_reason
    assert [one.kind for one in make_due(desk.office, case.id).made] == [kind]
    assert desk.letters.of(Ending)[0].content.remove_by is None


def test_an_items_permit_expires_by_the_clock(desk):
    number = first_permit(desk)
    run_clock(desk.office, datetime(2027, 3, 1, 1, 0, tzinfo=UTC))
    assert use_cases.case(desk.office, permit(desk, number).application_id).state is State.EXPIRED


def test_every_item_that_is_asked_for_by_form_says_what_may_become_of_its_permit():
    from signage.applications.composite import is_by_form

    for item in CATALOGUE.items:
        assert (item.afterwards is not None) == is_by_form(item), item.code
