"""Works through cases from draft to issued notice and acknowledges each step on its output, until it is killed.

Arguments: database URL, folder for files, then optionally how many cases and a prefix for their places.
"""

import json
import sys
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from applications.case_builders import APPLICANT, CLEAR, CLERK, SECOND, SHOP, Ticking, item, office, papers

from signage.applications import issuing, use_cases
from signage.applications.ids import new_id
from signage.applications.model import Outcome
from signage.errors import ToolError
from signage.storage import Database


def main(url: str, folder: str, cases: str = "", prefix: str = "") -> None:
    db = Database.open(url)
    desk, now = office(db, Path(folder)), Ticking()
    places = (f"{prefix}{new_id()}" for _ in count())
    for place in islice(places, int(cases)) if cases else places:
        work(desk, place, now)
    db.close()


def say(case) -> None:
    sys.stdout.write(json.dumps({"case": case.id, "state": case.state.value}) + "\n")
    sys.stdout.flush()


def taken(step, *args, **facts):
    """Take a step and acknowledge it; a step that was refused whole because the database was busy is taken again."""
    while True:
        try:
            case = step(*args, **facts)
        except ToolError as error:
            if error.code != "storage.locked":
                raise
            continue
        say(case)
        return case


def work(desk, place: str, now) -> None:
    signs = (item(place), item(f"{place}-b"))
    case = taken(use_cases.open_application, desk, APPLICANT, signs, papers(), SHOP, now(), circumstances=CLEAR)
    taken(use_cases.submit, desk, case.id, SHOP, now())
    taken(use_cases.accept, desk, case.id, CLERK, now())
    taken(use_cases.start_review, desk, case.id, CLERK, now())
    taken(use_cases.recommend, desk, case.id, CLERK, now(), outcome=Outcome.GRANTED, opinion="符合")
    taken(use_cases.approve, desk, case.id, SECOND, now())
    taken(issuing.issue, desk, case.id, CLERK, now())


if __name__ == "__main__":
    main(*sys.argv[1:])
