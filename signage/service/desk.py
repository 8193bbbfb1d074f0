"""The service desk: what every use case of this package needs, and how each writes its line of history."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from signage.accounts import Account, Permission, may
from signage.applications.clock import WorkingCalendar
from signage.applications.model import Actor, Application, Event, Role
from signage.errors import InputError, Location, NotFound, NotPermitted
from signage.locale import Lang, said, text
from signage.service.hours import Hours, bundled_hours
from signage.service.model import Due
from signage.service.ports import ServiceUnitOfWork

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1: read out on the telephone
_SECRET_LENGTH = 16  # 80 bits
MAX_WORDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDesk:
    """An office's desk with its ports, its hours and its calendar.

    Attributes:
        begin: Opens a unit of work that may write.
        begin_reading: Opens one that only reads.
        zone: Office time zone; days are those of its wall clock.
    """

    begin: Callable[[], ServiceUnitOfWork]
    begin_reading: Callable[[], ServiceUnitOfWork]
    hours: Hours = field(default_factory=bundled_hours)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar.standard)
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))

    def today(self, now: datetime) -> date:
        """Return the office's local date at an instant."""
        return now.astimezone(self.zone).date()

    def due(self, promise: str, now: datetime) -> Due:
        """Return the date that a promise of this office leads to."""
        return self.hours.due(promise, now, self.calendar, self.zone)


def record(
    unit: ServiceUnitOfWork,
    action: str,
    actor: Actor,
    now: datetime,
    *,
    application_id: str = "",
    facts: tuple[tuple[str, str], ...] = (),
    **words: str | int,
) -> None:
    """Append a line of history: `service.event_<action>` is its sentence.

    History is never changed or thinned out, so that nothing goes in by which a member of the public is known: no
    names, no telephone numbers, no words of theirs; texts stand in it by their digest.
    """
    note = said(f"service.event_{action}", **words)
    unit.history.append(
        Event(
            at=now,
            actor=actor,
            action=f"service.{action}",
            application_id=application_id,
            from_state=None,
            to_state=None,
            note=note,
            facts=facts,
        )
    )


def expect(actor: Actor, *permissions: Permission) -> None:
    """Refuse an actor who has none of the permissions; the use cases ask themselves, whoever calls them.

    Raises:
        NotPermitted: They have none.
    """
    if not any(may(actor.role, permission) for permission in permissions):
        raise NotPermitted("service.not_permitted", name=actor.name)


def officer_of(unit: ServiceUnitOfWork, account_id: str) -> Actor:
    """Return an officer who can be given something to do.

    Raises:
        NotFound: Nobody by that id serves at the desk.
    """
    account = unit.accounts.get(account_id)
    if account is None or not serves(account):
        raise NotFound("service.no_officer")
    return account.actor


def officers(unit: ServiceUnitOfWork) -> tuple[Account, ...]:
    """Return everyone who serves at the desk, by login."""
    return tuple(account for account in unit.accounts.listed() if serves(account))


def serves(account: Account) -> bool:
    """Return whether an account is an officer of the desk."""
    return account.is_active and may(account.role, Permission.SERVICE_DESK)


def own_case(unit: ServiceUnitOfWork, application_id: str, actor: Actor) -> Application:
    """Return a case if it is the actor's own.

    Raises:
        NotFound: There is none, or it is somebody else's; the answer does not tell which.
    """
    found = unit.applications.get(application_id)
    if found.applicant.account_id != actor.id:
        raise NotFound("applications.not_found", id=application_id[:60])
    return found


def wanted_words(given: str, field_name: str, *, least: int = 2, most: int = MAX_WORDS) -> str:
    """Return somebody's words, trimmed.

    Raises:
        InputError: Too few, too many, or with characters that nobody can see.
    """
    shown = unicodedata.normalize("NFC", given.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and c != "\n" for c in shown):
        raise InputError("service.words_unfit", at=Location(field=field_name))
    if not least <= len(shown) <= most:
        raise InputError("service.words_length", at=Location(field=field_name), least=least, most=most)
    return shown


def phone_digits(given: str, *, is_wanted: bool = True) -> str:
    """Return a telephone number as digits; empty only where none is wanted.

    Raises:
        InputError: It is no number.
    """
    shown = unicodedata.normalize("NFKC", given).strip()
    digits = "".join(c for c in shown if c.isdecimal() and c.isascii())
    if not shown and not is_wanted:
        return ""
    if not 7 <= len(digits) <= 15 or any(c not in "+- ()0123456789" for c in shown):
        raise InputError("service.phone", at=Location(field="phone"))
    return digits


def new_secret() -> str:
    """Return fresh words by which a member of the public can come back to their own entry, such as `K7QM-…`."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_SECRET_LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, _SECRET_LENGTH, 4))


def normal_secret(given: str) -> str:
    """Return a secret in the form in which it is hashed, empty when it can be none."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", given[:60]).upper() if c not in "- ")
    return bare if len(bare) == _SECRET_LENGTH and all(c in _ALPHABET for c in bare) else ""


def hash_of(secret: str) -> str:
    """Return the hash under which a secret is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def digest_fact(name: str, words: str) -> tuple[str, str]:
    """Return the fact by which a text stands in history."""
    return name, "sha256:" + hashlib.sha256(words.encode("utf-8")).hexdigest()


def member_of_the_public() -> Actor:
    """Return who acts without an account."""
    return Actor(id="", name=text("service.the_public", Lang.ZH), role=Role.PUBLIC)
