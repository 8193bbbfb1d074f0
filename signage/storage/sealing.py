"""What a unit of work changed, told to the history entry that follows: the digest of each row, and each number taken.

An entry says in words what a step did; with the digest of the rows that the step left behind, nobody can change a
row later without the chain telling so. Names and telephone numbers never go in, only digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from signage import jcs

ROW_FACT = "row"  # `row application`, `row permit NUMBER`, `row document ID`: digest of the row after the step
TAKEN_FACT = "taken"  # `taken SERIES YEAR`: the last number that the step took of a series
APPLICATION_COLUMNS = (
    "id",
    "number",
    "state",
    "version",
    "applicant_account_id",
    "applicant_name",
    "applicant_code",
    "created_at",
    "submitted_at",
    "decided_at",
)
PERMIT_COLUMNS = (
    "id",
    "number",
    "application_id",
    "item_id",
    "position_key",
    "is_live",
    "valid_to",
    "verification_code",
    "document_digest",
    "notice_digest",
    "notice_code",
)
DOCUMENT_COLUMNS = (
    "id",
    "application_id",
    "application_version",
    "kind",
    "subject",
    "number",
    "title",
    "made_at",
    "is_sealed",
    "is_public",
    "digest",
    "verification_code",
)


def row_digest(values: Mapping[Any, Any], columns: Iterable[str], document: str = "") -> str:
    """Return the digest of a row: of its named columns, and of the long text beside them where it has one."""
    plain = [_plain(values[name]) for name in columns]
    whole = hashlib.sha256(jcs.dumps(plain))
    whole.update(b"\n")
    whole.update(document.encode())
    return "sha256:" + whole.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


@dataclass(slots=True)
class Journal:
    """What one unit of work changed and no entry has told yet."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    taken: dict[tuple[str, int], int] = field(default_factory=dict)

    def wrote(self, case: str, name: str, digest: str) -> None:
        """Note the digest of a row of a case as it is now."""
        self.rows.setdefault(case, {})[name] = digest

    def took(self, series: str, year: int, serial: int) -> None:
        """Note the last number taken of a series."""
        self.taken[series, year] = serial

    def told(self, case: str) -> tuple[tuple[str, str], ...]:
        """Return what the next entry of a case has to tell; it is told once."""
        rows = tuple((f"{ROW_FACT} {name}", digest) for name, digest in self.rows.pop(case, {}).items())
        numbers = tuple((f"{TAKEN_FACT} {name} {year}", str(last)) for (name, year), last in self.taken.items())
        self.taken.clear()
        return rows + numbers
