"""Which version of a case an officer has looked at, so that the list can mark what is new to them."""

from __future__ import annotations

from signage.applications.model import Application
from signage.applications.office import Office


def keep_seen(office: Office, account_id: str, application: Application) -> None:
    """Keep that an account looks at a case as it now stands; a second look writes nothing."""
    with office.reading() as unit:
        if unit.queue.seen_by(account_id, (application.id,)).get(application.id, 0) >= application.version:
            return
    with office.begin() as unit:
        unit.queue.mark_seen(account_id, application.id, application.version)
        unit.commit()
