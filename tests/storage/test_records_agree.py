"""Cases and permits are what the history made of them: a row that was changed beside it is found and named."""

import json

import pytest
from sqlalchemy import text

from signage.applications import issuing, use_cases
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
