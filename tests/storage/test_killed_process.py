"""A process killed in the middle of its work loses no acknowledged write and leaves no half step."""

import signal
import subprocess
import sys

from signage.storage import Database

_WORK = """
import sys
from signage.storage import Database
db = Database.open(sys.argv[1])
while True:
    with db.unit_of_work() as unit:
        number = unit.numbers.next("kill", 2026)
        unit.commit()
    print(number, flush=True)
"""


def test_a_killed_writer_keeps_every_number_that_it_acknowledged(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    db = Database.open(url)
    db.upgrade()
    with subprocess.Popen([sys.executable, "-c", _WORK, url], stdout=subprocess.PIPE, text=True) as worker:
        seen = [int(worker.stdout.readline()) for _ in range(50)]
        worker.send_signal(signal.SIGKILL)
        seen += [int(line) for line in worker.stdout.read().split("\n")[:-1]]
    assert seen == list(range(1, len(seen) + 1))
    with db.unit_of_work() as unit:
        assert unit.numbers.next("kill", 2026) - seen[-1] in (1, 2)  # committed, perhaps not yet printed
    assert db.check() == []
    db.close()
