"""A case's page counts its time as the reports do, and tells which limits run and which are over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from api.case_limits import limit_lines
from api.case_page import elapsed_words
from signage.applications import issuing, use_cases
from signage.applications.model import State
from signage.bootstrap import Services
from signage.locale import Lang, text
from tests.api.conftest import Wall
from tests.api.plain_cases import issued, returned, submitted
from tests.storage.case_builders import CLERK, SECOND


def limits_of(services: Services, case):
    history = use_cases.events_of(services.office, case.id)
    return {one.limit.name: one for one in limit_lines(case, history, services.office.today)}


def resubmitted(services: Services, clock: Wall):
    case = returned(services)
    clock.at += timedelta(minutes=3)
    with services.database.reading() as reading:
        shop = reading.accounts.by_login("shop")[0].actor
    return use_cases.submit(services.office, case.id, shop, services.now())


def test_the_time_runs_from_the_first_submission_on_page_and_report_alike(signed_in, services: Services, clock: Wall):
    again = resubmitted(services, clock)
    told = tuple(line.key for line in again.open_lines)
    use_cases.accept(services.office, again.id, CLERK, services.now(), settled=told)
    case = issuing.decide_on_the_spot(services.office, again.id, CLERK, SECOND, services.now, opinion="符合规定")
    taken = case.decision.at - case.submissions[0].at
    assert taken >= timedelta(minutes=3)
    assert use_cases.elapsed(case)["application_to_decision"] == taken
    page = signed_in("shop").get(f"/applications/{case.id}").text
    assert elapsed_words(case, Lang.ZH).startswith(f"{int(taken.total_seconds()) // 60} 分")
    assert f"首次提交至决定用时 {elapsed_words(case, Lang.ZH)}" in page
    assert "补正后最近一次提交于" in page
    assert text("reports.figure_median_minutes", Lang.ZH).startswith("首次提交至决定用时")
    minutes = int(taken.total_seconds()) / 60
    bulletin = signed_in("supervisor").get("/reports/weekly", params={"week": "2026-W48"}).text
    assert f"{minutes:.0f} 分钟" in bulletin


def test_after_a_notice_only_the_correction_runs(services: Services, signed_in):
    case = returned(services)
    limits = limits_of(services, case)
    assert [name for name, one in limits.items() if one.is_running] == ["correction"]
    assert limits["acceptance"].was_kept
    page = signed_in("shop").get(f"/applications/{case.id}").text
    running, _, over = page.partition("已结束的期限")
    assert "<dt>补正期限</dt>" in running
    assert "<dt>受理期限</dt>" not in running
    assert re.search(r"<dt>受理期限</dt><dd>2026-12-01：已按期，于 2026-11-24 完成", over)


def test_handed_in_again_the_acceptance_runs_anew_and_the_correction_was_kept(services: Services, clock: Wall):
    limits = limits_of(services, resubmitted(services, clock))
    assert limits["acceptance"].is_running
    assert not limits["correction"].is_running
    assert limits["correction"].was_kept


def test_after_delivery_nothing_runs_and_a_late_one_is_told_as_late(services: Services, clock: Wall):
    case = issued(services)
    assert [name for name, one in limits_of(services, case).items() if one.is_running] == ["delivery"]
    clock.at += timedelta(days=40)
    done = use_cases.deliver(services.office, case.id, CLERK, services.now(), recipient="经办人甲")
    limits = limits_of(services, done)
    assert not any(one.is_running for one in limits.values())
    assert limits["statutory_decision"].was_kept
    assert not limits["delivery"].was_kept
    assert limits["delivery"].ended_on is not None


@pytest.mark.parametrize("accepted", [False, True])
def test_a_case_that_its_applicant_took_back_owes_nothing(services: Services, accepted):
    case = submitted(services)
    if accepted:
        case = use_cases.accept(services.office, case.id, CLERK, services.now())
    with services.database.reading() as reading:
        shop = reading.accounts.by_login("shop")[0].actor
    gone = use_cases.withdraw(services.office, case.id, shop, services.now())
    assert gone.state is State.WITHDRAWN
    lines = limits_of(services, gone)
    assert lines
    assert not any(one.is_running for one in lines.values())
    assert not lines["statutory_decision"].was_kept if accepted else not lines["acceptance"].was_kept
