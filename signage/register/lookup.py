"""Looking permits up in the public register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from signage.applications.intake import ascii_safe
from signage.applications.office import Office
from signage.errors import NotFound
from signage.register.model import PublicPermit
from signage.register.ports import begin_reading
from signage.register.query import Found, RegisterQuery

MOST_EXPORTED = 50_000


def search(office: Office, query: RegisterQuery, now: datetime) -> Found:
    """Return one page of what a query finds, newest first."""
    with begin_reading(office) as unit:
        return unit.register.search(query, on=office.today(now))


def every(office: Office, query: RegisterQuery, now: datetime) -> Iterator[PublicPermit]:
    """Yield everything that a query finds, newest first, at most 50,000 permits."""
    with begin_reading(office) as unit:
        for count, permit in enumerate(unit.register.every(query, on=office.today(now))):
            if count == MOST_EXPORTED:
                return
            yield permit


def look_up(office: Office, number: str) -> PublicPermit:
    """Return one permit by its number as it is printed.

    Raises:
        NotFound: The register has none.
    """
    found = None
    if number.isprintable():  # what no database takes as text is no number either
        with begin_reading(office) as unit:
            found = unit.register.by_number(number)
    if found is None:
        raise NotFound("register.no_permit", number=ascii_safe(number))
    return found
