"""Use cases on real databases from the real migrations: SQLite and PostgreSQL alike."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from signage.applications import issuing, steps, use_cases
from signage.applications.model import Outcome, State, Track
from signage.applications.queue import QueueQuery
from signage.artwork import read_artwork
from signage.design import Logo, LogoPlace
from signage.errors import Conflict, GuardFailed, NotFound, NotPermitted, ToolError
from signage.register import lookup
from signage.register.query import RegisterQuery
from signage.resources import bundled
from signage.rules.findings import Verdict
from signage.storage.word_index import WordIndex
from signage.typography import Setting

from .case_builders import (
    APPLICANT,
    BOSS,
    CLEAR,
    CLERK,
    NOW,
    OTHER,
    OTHER_SHOP,
    SECOND,
    SHOP,
    Ticking,
    application,
    finding,
    item,
    office,
    papers,
)


@pytest.fixture
def desk(db, tmp_path):
    return office(db, tmp_path)


def opened(desk, *items, applicant=APPLICANT, actor=SHOP, key="", materials=None):
    return use_cases.open_application(
        desk,
        applicant,
        items or (item(),),
        papers() if materials is None else materials,
        actor,
        NOW,
        circumstances=CLEAR,
        idempotency_key=key,
    )


def submitted(desk, *items, **more):
    draft = opened(desk, *items, **more)
    return use_cases.submit(desk, draft.id, more.get("actor", SHOP), NOW)


def issued(desk, *items, **more):
    case = submitted(desk, *items, **more)
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="材料齐全，符合规定")


def test_three_signs_go_from_application_to_sealed_permits_in_one_sitting(desk, db):
    case = issued(desk, item("S1-01"), item("S1-02"), item("S1-03", track=Track.FILING))
    assert case.state is State.ISSUED
    assert case.number == "示例受〔2026〕1号"
    assert case.decision_number == "示例城管许准〔2026〕1号"
    assert [p.number for p in case.permits] == [
        "示例城管招许〔2026〕1号",
        "示例城管招许〔2026〕2号",
        "示例城管招备〔2026〕1号",
    ]
    assert use_cases.elapsed(case)["application_to_decision"] == timedelta(minutes=4)
    assert [e.action for e in use_cases.events_of(desk, case.id)] == [
        "open",
        "submit",
        "accept",
        "start_review",
        "recommend",
        "approve",
        "issue",
    ]
    assert desk.blobs.get(case.document_digest).startswith(b"%PDF")
    notice = desk.issuer.notices[0]
    assert notice.title == "准予行政许可决定书"
    assert "备案" in notice.conditions[0]
    assert str(notice.valid_to) == "2029-11-23"
    assert use_cases.case(desk, case.id) == case
    assert db.verify_history().ok
    assert db.check() == []
    with db.reading() as unit:
        assert len(unit.permits.by_document(case.document_digest)) == 3
        assert unit.permits.by_code(case.permits[0].verification_code) == case.permits[0]
        assert unit.applications.listed(states=(State.ISSUED,), applicant_id=SHOP.id) == (case,)
        assert unit.applications.listed(applicant_id="nobody") == ()


def test_numbers_go_on_where_an_earlier_edition_wrote_them_with_zeros_and_stay_as_they_were(desk, db):
    padded = tuple((kind, pattern.replace("{serial}", "{serial:04d}")) for kind, pattern in desk.policy.numbers)
    earlier = replace(desk, policy=replace(desk.policy, numbers=padded, edition="2026.2"))
    old, new = issued(earlier, item("S1-01")), issued(desk, item("S1-02"))
    assert [old.number, new.number] == ["示例受〔2026〕0001号", "示例受〔2026〕2号"]
    assert [old.decision_number, new.decision_number] == ["示例城管许准〔2026〕0001号", "示例城管许准〔2026〕2号"]
    assert use_cases.case(desk, old.id) == old
    assert lookup.look_up(desk, old.permits[0].number).number == "示例城管招许〔2026〕0001号"
    assert lookup.look_up(desk, new.permits[0].number).number == "示例城管招许〔2026〕2号"
    assert db.verify_history().ok
    assert db.check() == []


def test_a_number_written_with_zeros_is_found_without_them_in_entries_of_before_too(desk, db):
    padded = tuple((kind, pattern.replace("{serial}", "{serial:04d}")) for kind, pattern in desk.policy.numbers)
    old = issued(replace(desk, policy=replace(desk.policy, numbers=padded, edition="2026.2")), item("S1-01"))
    asked = ("〔2026〕1号", "〔2026〕0001号", "〔2026〕1")

    def found(words):
        with db.reading() as unit:
            queued = unit.queue.page(QueueQuery(text=words)).entries
            permits = unit.register.search(RegisterQuery(text=words), on=desk.today(NOW)).permits
        return [entry.id for entry in queued], [one.number for one in permits]

    number = old.permits[0].number
    assert number.endswith("0001号")
    assert [found(words) for words in asked] == [([old.id], [number])] * 3
    with db.unit_of_work() as unit:  # as they were before
        for entries, words in (("queue_entry", "queue_words"), ("register_entry", "register_words")):
            rows = unit._connection.exec_driver_sql(f"SELECT seq, haystack FROM {entries}").all()
            for seq, kept in rows:
                plain = "\n".join(field for field in kept.split("\n") if ")1号" not in field)
                change = text(f"UPDATE {entries} SET haystack = :kept WHERE seq = :seq")
                unit._connection.execute(change, {"kept": plain, "seq": seq})
            WordIndex(name=words, entries=entries).rebuild(unit._connection)
        unit._connection.exec_driver_sql("DROP TABLE plan_revision")  # which a later step makes
        unit._connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0011'")
        unit.commit()
    assert found("〔2026〕1号") == ([], [])
    db.upgrade()
    assert [found(words) for words in asked] == [([old.id], [number])] * 3


def test_a_second_run_is_its_own_case_and_replaces_the_earlier_permit(desk, db):
    first, second = issued(desk), issued(desk)
    assert second.number == "示例受〔2026〕2号"
    with db.reading() as unit:
        live = unit.permits.live_at(second.items[0].position_key)
        (old,) = unit.permits.by_document(first.document_digest)
    assert live.application_id == second.id
    assert old.ended_reason == "换证"
    assert old.ended_at is not None
    last = use_cases.events_of(desk, first.id)[-1]
    assert last.action == "replaced"
    assert live.number in last.note


def test_somebody_elses_live_permit_stops_an_application_at_the_counter(desk):
    issued(desk)
    with pytest.raises(GuardFailed) as caught:
        submitted(desk, applicant=OTHER, actor=OTHER_SHOP)
    assert caught.value.code == "workflow.position_taken"


def test_a_position_taken_meanwhile_stops_the_issue_and_changes_nothing(desk, db):
    first, late = submitted(desk), submitted(desk, applicant=OTHER, actor=OTHER_SHOP)
    issuing.decide_on_the_spot(desk, first.id, CLERK, SECOND, Ticking(), opinion="符合")
    with pytest.raises(GuardFailed):
        issuing.decide_on_the_spot(desk, late.id, CLERK, SECOND, Ticking(), opinion="符合")
    with db.unit_of_work() as unit:
        live = unit.permits.live_at(late.items[0].position_key)
        twin = replace(live, id="another", number="另", item_id=late.items[0].id)
        with pytest.raises(Conflict):
            unit.permits.add(twin, late.id)


def test_submitting_twice_under_one_key_is_one_application(desk, db):
    first = opened(desk, key="k1")
    once = use_cases.submit(desk, first.id, SHOP, NOW, idempotency_key="k1")
    assert opened(desk, key="k1").id == first.id
    assert use_cases.submit(desk, first.id, SHOP, NOW, idempotency_key="k1") == once
    with db.reading() as unit:
        assert len(unit.applications.listed()) == 1
    with pytest.raises(Conflict):
        opened(desk, applicant=OTHER, actor=OTHER_SHOP, key="k1")


def test_one_key_raced_from_eight_threads_is_one_application(desk, db):
    items, barrier = [(item(f"S1-{n:02d}"),) for n in range(8)], threading.Barrier(8)

    def race(own):
        barrier.wait()
        case = opened(desk, *own, key="race")
        return use_cases.submit(desk, case.id, SHOP, NOW, idempotency_key="race").number

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(race, items)) == {"示例受〔2026〕1号"}


def test_two_clerks_race_for_one_case_and_the_other_is_told(desk):
    case = submitted(desk)
    barrier, outcomes = threading.Barrier(2), []

    def race():
        barrier.wait()
        try:
            outcomes.append(use_cases.accept(desk, case.id, CLERK, NOW, expected_version=case.version).state)
        except Conflict as exc:
            outcomes.append(exc.code)

    threads = [threading.Thread(target=race) for _ in range(2)]
    [t.start() for t in threads]
    [t.join(30) for t in threads]
    assert sorted(outcomes) == [State.ACCEPTED, "applications.changed_meanwhile"]


def test_a_save_on_a_stale_version_is_refused(db):
    case = application()
    with db.unit_of_work() as unit:
        unit.applications.add(case)
        unit.applications.save(replace(case, version=2), expected_version=1)
        with pytest.raises(Conflict):
            unit.applications.save(replace(case, version=2), expected_version=1)
        unit.commit()


def test_numbers_taken_by_sixteen_threads_have_no_gap_and_no_double(db):
    def take(n):
        with db.unit_of_work() as unit:
            number = unit.numbers.next("x", 2026)
            if n % 4:
                unit.commit()
                return number
        return None

    with ThreadPoolExecutor(16) as pool:
        taken = [n for n in pool.map(take, range(64)) if n is not None]
    assert sorted(taken) == list(range(1, 49))


def test_a_crash_before_the_commit_leaves_nothing(desk, db):
    case = submitted(desk)

    def half_done():
        with db.unit_of_work() as unit:
            unit.numbers.next("intake", 2026)
            unit.applications.save(replace(case, version=9, state=State.REFUSED), expected_version=case.version)
            unit.history.append(steps.opened(case, CLERK, NOW))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        half_done()
    assert use_cases.case(desk, case.id) == case
    assert len(use_cases.events_of(desk, case.id)) == 2
    assert submitted(desk, item("S1-09")).number == "示例受〔2026〕2号"


def test_a_failing_issuer_leaves_the_case_decided_and_it_can_be_issued_again(desk, db):
    class Broken:
        def issue(self, notice):
            raise ToolError("storage.failed", why="printer")

    case = submitted(desk)
    with pytest.raises(ToolError):
        issuing.decide_on_the_spot(replace(desk, issuer=Broken()), case.id, CLERK, SECOND, Ticking(), opinion="符合")
    assert use_cases.case(desk, case.id).state is State.APPROVED
    done = issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="符合")
    assert done.decision_number == "示例城管许准〔2026〕1号"


def test_a_return_lists_everything_at_once_and_the_case_goes_on_after_it(desk):
    case = submitted(desk, item(findings=(finding(Verdict.FAIL),)), materials=papers("M1", "M2"))
    back = use_cases.return_for_correction(desk, case.id, CLERK, NOW, defects=("请说明安装时间",))
    assert len(back.notice) == 1 + 6 + 1
    assert back.deadlines[-1].name == "correction"
    again = use_cases.submit(desk, case.id, SHOP, NOW, items=(item(),), materials=papers())
    assert again.number == case.number
    assert [s.number for s in again.submissions] == [1, 2]
    assert again.submissions[0] == back.submissions[0]
    with pytest.raises(GuardFailed):
        use_cases.return_for_correction(desk, case.id, CLERK, NOW, defects=("又一处",))
    line = "officer:请说明安装时间"
    assert use_cases.accept(desk, case.id, CLERK, NOW, settled=(line,)).state is State.ACCEPTED


def test_a_case_that_is_not_eligible_is_not_decided_on_the_spot_and_stays_submitted(desk):
    case = submitted(desk, item(findings=(finding(Verdict.UNMEASURED),)))
    with pytest.raises(GuardFailed) as caught:
        issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="符合")
    assert "招牌下沿净高（未能测量）" in caught.value.params["why"]
    assert use_cases.case(desk, case.id).state is State.SUBMITTED


def test_refuse_send_back_and_withdraw_take_their_rows(desk):
    case = submitted(desk)
    use_cases.accept(desk, case.id, CLERK, NOW)
    use_cases.start_review(desk, case.id, CLERK, NOW)
    use_cases.recommend(desk, case.id, CLERK, NOW, outcome=Outcome.REFUSED, opinion="与规划不符")
    use_cases.send_back(desk, case.id, SECOND, NOW, reasons="请补充条款")
    use_cases.recommend(desk, case.id, CLERK, NOW, outcome=Outcome.REFUSED, opinion="与规划第三条不符")
    done = use_cases.refuse(desk, case.id, SECOND, NOW, reasons="与规划第三条不符", basis="《示例市规定》第三条")
    assert done.decision_number == "示例城管许不准〔2026〕1号"
    other = submitted(desk, item("S1-02"))
    with pytest.raises(NotPermitted):
        use_cases.withdraw(desk, other.id, CLERK, NOW)
    assert use_cases.withdraw(desk, other.id, SHOP, NOW).state is State.WITHDRAWN
    assert use_cases.events_of(desk, other.id)[-1].note == "申请人撤回申请。"  # nothing was said, nothing stands for it


def test_a_guard_that_fails_takes_no_number(desk):
    case = submitted(desk, materials=papers("M1"))
    with pytest.raises(GuardFailed):
        use_cases.accept(desk, case.id, CLERK, NOW)
    good = submitted(desk, item("S1-02"))
    assert use_cases.accept(desk, good.id, CLERK, NOW).acceptance_number == "示例城管许受〔2026〕1号"


def test_a_revoked_permit_frees_its_position(desk, db):
    case = issued(desk)
    use_cases.revoke(
        desk, case.id, BOSS, NOW, reasons="以欺骗手段取得", ground="revocation_deceit", heard="当面听取了陈述"
    )
    with db.reading() as unit:
        assert unit.permits.live_at(case.items[0].position_key) is None


def test_an_unknown_id_is_not_found(desk):
    with pytest.raises(NotFound):
        use_cases.case(desk, "nothing")


@pytest.mark.parametrize("name", ["salt-crystal.svg", "salt-crystal.png"])
def test_a_logo_survives_a_stored_submission(desk, db, name):
    artwork = read_artwork(bundled("samples", "logos", name).read_bytes())
    plain = item()
    spec = replace(
        plain.spec,
        logo=Logo(artwork=artwork, height_mm=640.5, place=LogoPlace.RIGHT),
        small_print="盐埠路 18 号",
        has_divider=True,
        setting=Setting.RIGHT_TO_LEFT,
    )
    case = submitted(desk, replace(plain, spec=spec))
    with db.reading() as unit:
        back = unit.applications.get(case.id)
    assert back.items[0].spec == spec
    assert back.submissions[-1].items[0].spec.digest == spec.digest
    assert back.submissions[-1].digest == case.submissions[-1].digest


def test_a_queue_lists_several_states_together_newest_first_and_counts_the_same(desk, db):
    first = submitted(desk)
    second = opened(desk, item("S1-07"))
    third = submitted(desk, item("S1-08"))
    both = (State.DRAFT, State.SUBMITTED)
    with db.reading() as unit:
        cases = unit.applications
        assert [case.id for case in cases.listed(states=both)] == [third.id, second.id, first.id]
        assert [case.id for case in cases.listed(states=both, limit=2)] == [third.id, second.id]
        assert [case.id for case in cases.listed(states=(State.SUBMITTED, State.SUBMITTED))] == [third.id, first.id]
        assert cases.listed(limit=1) == cases.listed()[:1]
        queue, two = unit.queue, QueueQuery(states=both)
        assert [entry.id for entry in queue.page(two).entries] == [case.id for case in cases.listed(states=both)]
        assert (queue.counted(two, most=9), queue.counted(two, most=2), queue.counted(QueueQuery(), most=9)) == (
            3,
            2,
            3,
        )
        assert queue.counted(QueueQuery(states=both, accounts=("nobody",)), most=9) == 0
