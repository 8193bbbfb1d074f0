"""Compare the series of numbers with the highest that history gave: a gap or a number given twice would follow."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from signage.storage.record_tally import RecordTally
from signage.storage.sealing import TAKEN_FACT
from signage.storage.tables import NumberRow

_START = f"{TAKEN_FACT} "


class TakenNumbers:
    """The last number of each series and year that the entries tell, and the entry that tells it."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, int], tuple[int, int]] = {}

    def hear(self, seq: int, body: str) -> None:
        """Take in one entry; most tell of no number, and those are not even parsed."""
        if f'"{_START}' not in body:
            return
        for name, serial in json.loads(body)["value"]["facts"]:
            if name.startswith(_START):
                series, _, year = name.removeprefix(_START).rpartition(" ")
                before = self.last.get((series, int(year)), (0, 0))
                self.last[series, int(year)] = max(before, (int(serial), seq))


def check_numbers(tally: RecordTally, connection: Connection, taken: TakenNumbers) -> None:
    """Compare every series that history tells of; one that only older entries used tells nothing."""
    kept = {
        (row.kind, row.year): row.last
        for row in connection.execute(select(NumberRow.kind, NumberRow.year, NumberRow.last))
    }
    for (series, year), (told, seq) in sorted(taken.last.items()):
        tally.series += 1
        found = kept.get((series, year), 0)
        if found != told:
            tally.fail("record_series", f"{series} {year}", found=found, told=told, seq=seq)
