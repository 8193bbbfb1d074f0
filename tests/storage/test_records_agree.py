"""Cases and permits are what the history made of them: a row that was changed beside it is found and named."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from signage.applications import issuing, use_cases
from signage.applications.case_documents import CaseDocument
from signage.applications.letters import LetterKind
from signage.applications.model import Event
from signage.storage import record_check
from signage.storage.history import FORM, GENESIS, entry_hash

from .case_builders import (
    APPLICANT,
    BOSS,
    CLEAR,
    CLERK,
    NOW,
    SECOND,
    SHOP,
    Ticking,
    application,
    item,
    office,
    papers,
)


@pytest.fixture
def desk(db, tmp_path):
    return office(db, tmp_path)


def submitted(desk, *items):
    draft = use_cases.open_application(desk, APPLICANT, items or (item(),), papers(), SHOP, NOW, circumstances=CLEAR)
    return use_cases.submit(desk, draft.id, SHOP, NOW)


def issued(desk, *items):
    return issuing.decide_on_the_spot(desk, submitted(desk, *items).id, CLERK, SECOND, Ticking(), opinion="符合规定")


def change(db, *statements, **values):
    with db._engine.begin() as raw:
        for statement in statements:
            raw.execute(text(statement), values)


@pytest.fixture
def register(desk):
    """A submitted case, an issued one with two permits, one whose permit was replaced and one that was revoked."""
    waiting = submitted(desk, item("S1-05"))
    case = issued(desk, item("S1-01"), item("S1-02"))
    replaced = issued(desk, item("S1-03"))
    use_cases.deliver(desk, replaced.id, CLERK, NOW, recipient="经办人甲")
    issued(desk, item("S1-03"))
    ended = issued(desk, item("S1-04"))
    use_cases.revoke(
        desk, ended.id, BOSS, NOW, reasons="以欺骗手段取得", ground="revocation_deceit", heard="当面听取了陈述"
    )
    return {"waiting": waiting, "case": case, "replaced": replaced, "ended": ended}


def test_what_was_worked_on_agrees_with_its_history(db, register, monkeypatch):
    verdict = db.verify_history()
    assert (verdict.ok, verdict.record, verdict.cases, verdict.permits) == (True, "", 5, 5)
    assert "5 件申请、5 份许可" in verdict.explanation
    monkeypatch.setattr(record_check, "CASES_AT_A_TIME", 2)  # the last piece is not a full one
    assert db.verify_history() == verdict


@pytest.mark.parametrize(
    ("statement", "of", "said"),
    [
        ("UPDATE application SET state = 'delivered' WHERE id = :case", "waiting", "登记的状态是“已送达”"),
        ("UPDATE application SET state = 'nonsense' WHERE id = :case", "waiting", "登记的状态是“nonsense”"),
        (
            'UPDATE application SET document = replace(document, \'"state":"submitted"\', \'"state":"issued"\')'
            " WHERE id = :case",
            "waiting",
            "正文写的状态是“已发证”",
        ),
        ("UPDATE permit SET is_live = false WHERE application_id = :case", "case", "与其正文不一致"),
        ("UPDATE permit SET position_key = 'plan-1/S9-99' WHERE number = :number", "case", "与其正文不一致"),
        ("UPDATE permit SET document = '{}' WHERE number = :number", "case", "与其正文不一致"),
        ("DELETE FROM permit WHERE number = :number", "case", "登记中却已没有它"),
        (
            'UPDATE permit SET is_live = true, document = replace(document, \'"ended_reason":"换证"\','
            ' \'"ended_reason":""\'), position_key = position_key WHERE number = :number',
            "ended",
            "与其正文不一致",
        ),
        (
            'UPDATE permit SET is_live = true, document = replace(document, \'"ended_reason":"撤销"\','
            ' \'"ended_reason":""\') WHERE number = :number',
            "ended",
            "已使它终止",
        ),
        (
            'UPDATE permit SET is_live = false, document = replace(document, \'"ended_reason":""\','
            ' \'"ended_reason":"撤销"\') WHERE number = :number',
            "case",
            "没有使它终止的记载",
        ),
    ],
)
def test_a_row_that_no_entry_changed_is_named(db, register, statement, of, said):
    case = register[of]
    number = case.permits[0].number if case.permits else ""
    change(db, statement, **{k: v for k, v in {"case": case.id, "number": number}.items() if f":{k}" in statement})
    verdict = db.verify_history()
    assert (verdict.ok, verdict.first_bad) == (False, None)
    assert said in verdict.explanation
    assert verdict.record in (case.number, number)
    assert verdict.record in verdict.explanation
    assert verdict.record in verdict.explanation_en


def test_a_number_that_was_never_given_is_named_and_counted(db, register):
    number = register["case"].permits[0].number
    change(db, "UPDATE permit SET number = '假001' WHERE number = :number", number=number)
    verdict = db.verify_history()
    assert (verdict.ok, verdict.record, verdict.unknown_permits) == (False, "假001", 1)
    assert "制发的证号中没有它" in verdict.explanation


def test_a_case_without_an_entry_is_counted_and_one_that_is_gone_is_missed(db, register):
    with db.unit_of_work() as unit:
        unit.applications.add(application())
        unit.commit()
    verdict = db.verify_history()
    assert (verdict.ok, verdict.unknown_cases, verdict.cases) == (False, 1, 6)
    gone = register["waiting"].id
    change(db, "DELETE FROM application_item WHERE application_id = :id", id=gone)
    change(db, "DELETE FROM application WHERE id = :id OR number IS NULL", id=gone)
    verdict = db.verify_history()
    assert (verdict.ok, verdict.record) == (False, gone)


def rewritten(db, change_event):
    """Write the whole chain anew with other entries, as an older edition would have written it."""
    with db._engine.begin() as raw:
        last = GENESIS
        for row in raw.execute(text("SELECT seq, application_id, body FROM history_entry ORDER BY seq")).all():
            event = change_event(json.loads(row.body)["value"])
            body = json.dumps({"form": FORM, "value": event}, ensure_ascii=False)
            sealed = entry_hash(row.seq, last, row.application_id, body)
            values = {"seq": row.seq, "body": body, "previous": last, "hash": sealed}
            raw.execute(
                text("UPDATE history_entry SET body = :body, previous = :previous, hash = :hash WHERE seq = :seq"),
                values,
            )
            last = sealed
        raw.execute(text("UPDATE history_head SET hash = :hash"), {"hash": last})


def without_permits(event):
    return {**event, "facts": [fact for fact in event["facts"] if not fact[0].startswith("permit ")]}


def test_older_entries_that_name_permits_only_in_their_sentence_are_enough(db, register):
    rewritten(db, without_permits)
    assert db.verify_history().ok
    number = register["case"].permits[1].number
    change(db, "UPDATE permit SET number = '假001' WHERE number = :number", number=number)
    assert db.verify_history().record == "假001"


def test_an_entry_that_leaves_the_state_alone_says_nothing_of_it(db, desk):
    """A replaced permit's entry names the state that a case had when its permit was issued, whatever it is now."""
    case = issued(desk)
    use_cases.deliver(desk, case.id, CLERK, NOW, recipient="经办人甲")
    issued(desk)
    last = use_cases.events_of(desk, case.id)[-1]
    assert (last.action, last.to_state.value) == ("replaced", "issued")
    assert use_cases.case(desk, case.id).state.value == "delivered"
    assert db.verify_history().ok


def test_events_of_no_case_are_nobodys_loss(db):
    with db.unit_of_work() as unit:
        event = Event(
            at=NOW, actor=CLERK, action="create_account", application_id="acc-1", from_state=None, to_state=None
        )
        unit.history.append(event)
        unit.commit()
    assert db.verify_history().ok


@pytest.fixture
def refused(desk):
    """A refused case with its letter, sealed by hand as it were: the letter's row and entries are what counts."""
    case = submitted(desk, item("S1-08"))
    with desk.begin() as unit:
        letter = CaseDocument(
            id="doc-1",
            application_id=case.id,
            application_version=case.version,
            kind=LetterKind.REFUSAL,
            subject="",
            number="示许不准〔2026〕001号",
            title="不予行政许可决定书",
            made_at=NOW,
            is_sealed=True,
            is_public=False,
        )
        unit.documents.add(letter)
        unit.numbers.next("refusal", 2026)
        unit.history.append(told(letter, "letter_numbered"))
        unit.commit()
    with desk.begin() as unit:
        made = unit.documents.finish(replace(letter, digest="sha256:" + "a" * 64, verification_code="AAAA"))
        unit.history.append(told(made, "letter_made"))
        unit.commit()
    return case


def told(letter, action):
    return Event(
        at=NOW,
        actor=CLERK,
        action=action,
        application_id=letter.application_id,
        from_state=None,
        to_state=None,
        facts=(("document", letter.id), ("number", letter.number), ("digest", letter.digest)),
    )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE permit SET valid_to = '2039-11-27',"
            ' document = replace(document, valid_year, \'"valid_to":"2039-\')',
            "登记的有效期是",
        ),
        ("UPDATE permit SET valid_to = '2039-11-27' WHERE number = :number", "登记的有效期、文件摘要或核验码与其正文"),
        ("UPDATE permit SET document_digest = '0000' WHERE number = :number", "登记的有效期、文件摘要或核验码与其正文"),
        ("UPDATE permit SET notice_code = 'X' WHERE number = :number", "其后被改动而没有留痕"),
        (
            'UPDATE permit SET document = replace(document, \'"holder":"\', \'"holder":"假\') WHERE number = :number',
            "持证人",
        ),
        ("UPDATE application SET applicant_name = '某人' WHERE id = :case", "申请人名称"),
        (
            'UPDATE application SET document = replace(document, \'"credit_code":"\', \'"credit_code":"9\')'
            " WHERE id = :case",
            "统一社会信用代码",
        ),
        (
            "UPDATE application SET applicant_code = '9' || applicant_code,"
            ' document = replace(document, \'"credit_code":"\', \'"credit_code":"9\') WHERE id = :case',
            "提交时的",
        ),
        ("UPDATE application SET decided_at = '2020-01-01 00:00:00+00:00' WHERE id = :case", "提交或决定时间"),
        (
            'UPDATE application SET document = replace(document, \'"outcome":"granted","reasons"\','
            ' \'"outcome":"refused","reasons"\') WHERE id = :case',
            "决定结果",
        ),
        ("UPDATE application SET document = replace(document, '符合规定', '不符规定') WHERE id = :case", "记下的摘要"),
        ("UPDATE number_series SET last = last + 5 WHERE kind = 'intake'", "编号序列 intake"),
        ("UPDATE number_series SET last = 1 WHERE kind = 'intake'", "编号序列 intake"),
        ("DELETE FROM number_series WHERE kind = 'permit'", "编号序列 permit"),
        ("UPDATE case_document SET digest = '0000'", "登记的文件摘要"),
        ("UPDATE case_document SET number = 'X001'", "登记的文号是 X001"),
        ("UPDATE case_document SET title = '准予行政许可决定书'", "其后被改动而没有留痕"),
        ("DELETE FROM case_document", "记有文书 示许不准〔2026〕001号"),
        (
            "INSERT INTO case_document (id, application_id, application_version, kind, subject, number, title, made_at,"
            " is_sealed, is_public, digest) SELECT 'doc-2', application_id, application_version, kind, 'x', 'X002',"
            " title, made_at, is_sealed, is_public, digest FROM case_document",
            "没有制作它的记载",
        ),
    ],
)
def test_content_that_no_entry_changed_is_named(db, register, refused, statement, said):
    case = register["case"]
    number = case.permits[0].number
    assert db.verify_history().ok
    statement = statement.replace("valid_year", f'\'"valid_to":"{case.permits[0].valid_to.year}-\'')
    change(db, statement, **{k: v for k, v in {"case": case.id, "number": number}.items() if f":{k}" in statement})
    verdict = db.verify_history()
    assert (verdict.ok, verdict.first_bad) == (False, None)
    assert said in verdict.explanation
    assert verdict.record
    assert verdict.record in verdict.explanation_en


NEW_FACTS = ("row ", "taken ", "term ", "holder ", "file ", "applicant", "outcome", "decided")


def as_before(event):
    return {**event, "facts": [fact for fact in event["facts"] if not fact[0].startswith(NEW_FACTS)]}


def test_older_entries_that_tell_less_are_no_fault_but_what_they_tell_is_compared(db, register, refused):
    rewritten(db, as_before)
    assert db.verify_history().ok
    change(db, "UPDATE number_series SET last = last + 5")
    assert db.verify_history().ok, "no entry told of a series"
    case = register["waiting"]
    change(db, "UPDATE application SET document = replace(document, 'S1-05', 'S1-06') WHERE id = :case", case=case.id)
    verdict = db.verify_history()
    assert (verdict.ok, verdict.record) == (False, case.number)
    assert "最近一次提交的内容" in verdict.explanation


def test_a_letter_that_is_only_numbered_waits_for_its_file(db, desk, refused):
    with desk.begin() as unit:
        letter = unit.documents.by_number("示许不准〔2026〕001号")
        waiting = replace(
            letter, id="doc-3", number="示许不准〔2026〕002号", subject="y", digest="", verification_code=""
        )
        unit.documents.add(waiting)
        unit.history.append(told(waiting, "letter_numbered"))
        unit.commit()
    assert db.verify_history().ok


def test_a_letter_of_no_case_is_compared_too(db, desk):
    with desk.begin() as unit:
        letter = CaseDocument(
            id="doc-9",
            application_id="",
            application_version=0,
            kind=LetterKind.DESIGN_SERVICE,
            subject="",
            number="示设服〔2026〕0001号",
            title="设计服务告知单",
            made_at=NOW,
            is_sealed=True,
            is_public=False,
            digest="sha256:" + "b" * 64,
        )
        unit.documents.add(letter)
        unit.history.append(told(letter, "letter_made"))
        unit.commit()
    assert (db.verify_history().ok, db.verify_history().letters) == (True, 1)
    change(db, "UPDATE case_document SET digest = '0000'")
    assert "登记的文件摘要" in db.verify_history().explanation
    change(db, "DELETE FROM case_document")
    assert "记有文书" in db.verify_history().explanation
