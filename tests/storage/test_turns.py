"""Writers of one process wait in order, and whoever waits in vain has begun nothing."""

from __future__ import annotations

import threading
import time

import pytest

from signage.errors import ToolError
from signage.storage import Database
from signage.storage.turns import Turns


def waiting(turns, count):
    while len(turns._waiting) < count:
        time.sleep(0.001)


def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns, order = Turns(), []
    turns.take()

    def write(number):
        turns.take()
        order.append(number)
        turns.give()

    threads = []
    for number in range(12):
        threads.append(threading.Thread(target=write, args=(number,)))
        threads[-1].start()
        waiting(turns, number + 1)
    turns.give()
    for thread in threads:
        thread.join(10)
    assert order == list(range(12))
    turns.take()  # it is free again


def test_who_waits_in_vain_is_told_and_holds_nobody_up():
    turns = Turns(longest_wait_s=0.02)
    turns.take()
    with pytest.raises(ToolError) as caught:
        turns.take()
    assert caught.value.code == "storage.locked"
    turns.give()
    turns.take()


def test_a_unit_of_work_that_fails_gives_its_turn_back(tmp_path):
    db = Database.open(f"sqlite:///{tmp_path / 'signage.db'}")
    with pytest.raises(RuntimeError, match="stop"), db.unit_of_work():
        raise RuntimeError("stop")
    with pytest.raises(ToolError), db.unit_of_work() as unit:  # no table is there yet
        unit.accounts.listed()
    db.upgrade()
    with db.unit_of_work() as unit:
        unit.commit()
    db.close()


def test_a_database_that_cannot_be_opened_keeps_no_turn(tmp_path):
    db = Database.open(f"sqlite:///{tmp_path / 'none' / 'signage.db'}")
    for _ in range(2):
        with pytest.raises(ToolError) as caught, db.unit_of_work():
            pass
        assert caught.value.code == "storage.unwritable"


def test_readers_wait_for_no_writer(url):
    db = Database.open(url)
    db.upgrade()
    with db.unit_of_work(), db.reading() as unit:
        assert unit.accounts.listed() == ()
    db.close()
