"""A process killed in the middle of its work loses no acknowledged write and leaves no half decision."""

import json
import os
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from signage.applications.model import IN_FORCE, State
from signage.storage import Database
from tests.storage.killed_worker import Keeper, keeper

# After how many acknowledged steps, and how many milliseconds later, the process dies.
_MOMENTS = [(4, 3), (9, 0), (13, 12)]


@pytest.fixture(scope="module")
def kept() -> Iterator[Keeper]:
    with keeper() as made:
        yield made


def killed(kept: Keeper, url: str, folder: Path, steps: int, later_ms: int) -> list[dict[str, str]]:
    """Let a process work through cases, kill it, and return the steps that it had acknowledged by then."""
    pid, told = kept.start(url, folder)
    seen = [json.loads(told.recv_bytes()) for _ in range(steps)]
    time.sleep(later_ms / 1000)
    os.kill(pid, signal.SIGKILL)
    seen += _rest(told)
    assert kept.exit_code(pid) == -signal.SIGKILL
    return seen


def _rest(told: Connection) -> list[dict[str, str]]:
    """Return what is still acknowledged until the process ends."""
    seen = []
    with told:
        while True:
            try:
                seen.append(json.loads(told.recv_bytes()))
            except EOFError:
                return seen


def test_killing_at_any_moment_loses_no_acknowledged_step_and_leaves_no_half_decision(kept, url, tmp_path):
    acknowledged = []
    for steps, later_ms in _MOMENTS:
        acknowledged += killed(kept, url, tmp_path, steps, later_ms)
        db = Database.open(url)
        try:
            _is_whole(db, acknowledged)
        finally:
            db.close()


def _is_whole(db: Database, acknowledged: list[dict[str, str]]) -> None:
    assert db.check() == []
    assert db.verify_history().ok
    with db.reading() as unit:
        cases = {case.id: case for case in unit.applications.listed(limit=1000)}
        for step in acknowledged:
            done = [event.to_state.value for event in unit.history.of(step["case"]) if event.to_state]
            assert step["state"] in done, step
        for case in cases.values():
            _is_no_half_decision(unit, case)
        for name in ("number", "acceptance_number", "decision_number"):
            _is_gapless([getattr(case, name) for case in cases.values()])
        _is_gapless([item.permit_number for case in cases.values() for item in case.items])


def _is_no_half_decision(unit, case) -> None:
    decided = case.state in (State.APPROVED, *IN_FORCE)
    assert (case.decision is not None) is decided
    assert bool(case.decision_number) is decided
    assert all(bool(item.permit_number) is decided for item in case.items)
    live = [unit.permits.live_at(item.position_key) for item in case.items]
    own = [permit for permit in live if permit is not None and permit.application_id == case.id]
    assert len(own) == (len(case.items) if case.state in IN_FORCE else 0)
    assert bool(case.document_digest) is (case.state in IN_FORCE)
    events = unit.history.of(case.id)
    assert events[-1].to_state is case.state
    assert dict(events[-1].facts).get("version", "1") == str(case.version)


def _is_gapless(numbers: list[str]) -> None:
    taken = sorted(int(number.rpartition("〕")[2].removesuffix("号")) for number in numbers if number)
    assert taken == list(range(1, len(taken) + 1))


@pytest.mark.parametrize("writers", [3])
def test_numbers_stay_gapless_and_unique_under_many_writers(kept, url, tmp_path, writers):
    running = [kept.start(url, tmp_path, 3, f"w{index}") for index in range(writers)]
    acknowledged = [step for _, told in running for step in _rest(told)]
    assert [kept.exit_code(pid) for pid, _ in running] == [0] * writers
    db = Database.open(url)
    try:
        _is_whole(db, acknowledged)
        with db.reading() as unit:
            assert len(unit.applications.listed(states=(State.ISSUED,), limit=1000)) == 3 * writers
    finally:
        db.close()
