"""Letters are numbered, set and filed once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from signage.applications.letter_content import Defect, Officer
from signage.applications.letters import LetterKind, SetLetter
from signage.applications.model import State
from signage.applications.number_order import number_order
from signage.applications.paperwork import file_letter, make_letter
from signage.digest import digest_of_bytes
from signage.errors import Conflict, GuardFailed, NotFound, ToolError
from signage.storage import Database

from .case_builders import CLERK, NOW, application, arrived, office
from .letter_samples import sample


class PlainLetters:
    """Sets a letter as a line of text; fails when told to."""

    def __init__(self):
        self.made = []
        self.fails = False

    def issue(self, letter):
        if self.fails:
            raise ToolError("typst.failed", template="letter.typ", said="no")
        self.made.append(letter)
        content = f"{letter.number} {letter.made_at.isoformat()} {len(self.made)}".encode()
        code = f"CODE-{len(self.made):04d}" if letter.kind.is_sealed else ""
        return SetLetter(
            content=content,
            digest=digest_of_bytes(content),
            verification_code=code,
            is_sealed=letter.kind.is_sealed,
        )


@pytest.fixture
def db(tmp_path, url):
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def letters():
    return PlainLetters()


@pytest.fixture
def window(db, tmp_path, letters):
    return office(db, tmp_path, letters=letters)


@pytest.fixture
def case(window):
    made = application(
        State.ACCEPTED,
        submitted_at=NOW,
        accepted_at=NOW,
        acceptance_number="示例城管许受〔2026〕1号",
        notice=("缺营业执照",),
    )
    with window.begin() as unit:
        unit.applications.add(made)
        unit.history.append(arrived(made))
        unit.commit()
    return made


def moved_on(window, case, **changes):
    changed = replace(case, version=case.version + 1, **changes)
    with window.begin() as unit:
        unit.applications.save(changed, expected_version=case.version)
        unit.commit()
    return changed


def survey(window, case, now=NOW):
    return make_letter(window, case, LetterKind.SURVEY, CLERK, now, content=sample("survey").content)


def test_a_letter_is_filed_with_its_number_its_file_and_two_lines_of_history(window, case, db):
    record = make_letter(window, case, LetterKind.CORRECTION, CLERK, NOW)
    assert record.number == "示例城管许补〔2026〕1号"
    assert window.blobs.get(record.digest).startswith(record.number.encode())
    with window.reading() as unit:
        assert unit.documents.of(case.id) == (record,)
        assert unit.documents.by_code(record.verification_code) == record
        assert unit.documents.by_digest(record.digest) == record
        events = unit.history.of(case.id)
    assert [event.action for event in events] == ["open", "letter_numbered", "letter_made"]
    assert events[-1].note == f"制作并存档《补正告知书》{record.number}。"
    assert db.verify_history().ok


def test_made_again_for_the_same_version_it_is_the_same_letter(window, case, letters):
    first = make_letter(window, case, LetterKind.CORRECTION, CLERK, NOW)
    again = make_letter(window, case, LetterKind.CORRECTION, CLERK, NOW + timedelta(hours=1))
    assert again == first
    assert len(letters.made) == 1


def test_an_acceptance_carries_the_number_that_the_case_has(window, case):
    record = make_letter(window, case, LetterKind.ACCEPTANCE, CLERK, NOW)
    assert record.number == case.acceptance_number
    with window.reading() as unit:
        assert [event.action for event in unit.history.of(case.id)] == ["open", "letter_made"]
    later = moved_on(window, case)
    assert make_letter(window, later, LetterKind.ACCEPTANCE, CLERK, NOW) == record


def test_a_letter_that_could_not_be_set_keeps_its_number_and_date_for_the_next_try(window, case, letters):
    letters.fails = True
    with pytest.raises(ToolError):
        survey(window, case)
    with window.reading() as unit:
        assert unit.documents.of(case.id) == ()
    letters.fails = False
    record = survey(window, case, NOW + timedelta(days=1))
    assert record.number == "示例城管勘〔2026〕1号"
    assert record.made_at == letters.made[0].made_at == NOW
    with window.reading() as unit:
        assert [event.at for event in unit.history.of(case.id)] == [NOW, NOW, NOW + timedelta(days=1)]
    other = moved_on(window, case)
    assert survey(window, other).number == "示例城管勘〔2026〕2号"


def test_what_the_law_forbids_takes_no_number(window, case):
    with pytest.raises(GuardFailed):
        make_letter(window, case, LetterKind.EXTENSION, CLERK, NOW, days=11, reason="鉴定", approver=None)
    record = make_letter(
        window, case, LetterKind.EXTENSION, CLERK, NOW, days=10, reason="鉴定", approver=Officer(name="丙")
    )
    assert record.number == "示例城管许延〔2026〕1号"


def test_a_case_that_moved_on_gets_no_letter_of_its_earlier_state(window, case):
    moved_on(window, case)
    with pytest.raises(Conflict):
        survey(window, case)
    with pytest.raises(Conflict):
        make_letter(window, case, LetterKind.SURVEY, CLERK, NOW, expected_version=9, content=sample("survey").content)


def test_a_second_one_time_notice_needs_its_reason(window, case):
    first = make_letter(window, case, LetterKind.CORRECTION, CLERK, NOW)
    later = moved_on(window, case)
    with pytest.raises(GuardFailed) as caught:
        make_letter(window, later, LetterKind.CORRECTION, CLERK, NOW)
    assert caught.value.params["number"] == first.number
    second = make_letter(
        window,
        later,
        LetterKind.CORRECTION,
        CLERK,
        NOW,
        defects=(Defect(what="新图纸缺剖面"),),
        why_again="申请人更换了图纸",
    )
    assert second.number != first.number


def test_four_clerks_at_once_make_one_letter(window, case, db):
    with ThreadPoolExecutor(4) as pool:
        records = list(pool.map(lambda _: survey(window, case), range(4)))
    assert len(set(records)) == 1
    with window.reading() as unit:
        assert [event.action for event in unit.history.of(case.id)] == ["open", "letter_numbered", "letter_made"]
    assert db.verify_history().ok


def test_numbers_of_many_letters_at_once_have_no_gap(window):
    letter = replace(sample("design_service"), number="", application_id="")
    with ThreadPoolExecutor(4) as pool:
        records = list(pool.map(lambda _: file_letter(window, letter, CLERK, NOW), range(12)))
    assert sorted((record.number for record in records), key=number_order) == [
        f"示例城管设服〔2026〕{n}号" for n in range(1, 13)
    ]


def test_whoever_finishes_first_stays_on_record(window, case, letters):
    record = survey(window, case)
    with window.begin() as unit:
        kept = unit.documents.finish(replace(record, digest="sha256:" + "0" * 64))
        unit.commit()
    assert kept == record


def test_a_letter_that_was_never_numbered_cannot_be_finished(window, case):
    record = survey(window, case)
    with window.begin() as unit, pytest.raises(NotFound):
        unit.documents.finish(replace(record, id="another"))


def test_the_database_holds_one_of_a_kind_and_one_of_a_number(window, case):
    record = survey(window, case)
    with window.begin() as unit:
        with pytest.raises(Conflict):
            unit.documents.add(replace(record, id="b", number="示例城管勘〔2026〕9号"))
        with pytest.raises(Conflict):
            unit.documents.add(replace(record, id="c", application_version=7))


def test_letters_to_two_neighbours_are_two_letters(window, case, letters):
    for name in ("二层住户己", "二层住户庚"):
        notice = replace(sample("interested_party"), number="", application_id=case.id)
        letter = replace(notice, addressee=replace(notice.addressee, name=name))
        file_letter(window, letter, CLERK, NOW, application=case)
    with window.reading() as unit:
        assert [one.subject for one in unit.documents.of(case.id)] == ["二层住户己", "二层住户庚"]


def test_a_letter_without_a_case_is_filed_too(window):
    record = file_letter(window, replace(sample("design_service"), number="", application_id=""), CLERK, NOW)
    with window.reading() as unit:
        assert unit.documents.by_code(record.verification_code) == record
    assert record.application_id == ""


def test_an_office_without_an_issuer_says_so(db, tmp_path, case):
    with pytest.raises(ToolError) as caught:
        survey(office(db, tmp_path), case)
    assert caught.value.code == "letters.no_issuer"
