from __future__ import annotations

import math
import os
from contextlib import closing

import pytest

from signage.batch.pool import WorkerDied, run_tasks


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_gives_its_result(jobs: int):
    assert sorted(run_tasks(math.factorial, range(40), jobs)) == sorted(math.factorial(n) for n in range(40))


def test_tasks_are_read_only_as_they_are_needed():
    read = 0

    def tasks():
        nonlocal read
        for number in range(100_000):
            read += 1
            yield number

    with closing(run_tasks(abs, tasks(), 2)) as results:
        next(results)
    assert read < 100


def test_a_process_that_dies_ends_the_run_with_an_error_and_no_hang():
    with pytest.raises(WorkerDied):
        list(run_tasks(os._exit, [9] * 20, 2))


def test_an_error_of_a_task_comes_to_the_caller():
    with pytest.raises(ValueError, match="not defined for negative"):
        list(run_tasks(math.factorial, [3, -1, 4], 2))
