"""A search of the public register, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from signage.applications.english import stated
from signage.applications.model import Track
from signage.errors import InputError, Location
from signage.locale import Lang, text
from signage.register.csv_file import csv_bytes
from signage.register.folding import terms_of
from signage.register.model import PublicPermit

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """What is asked of the register; everything left out does not narrow it.

    Attributes:
        text: Words looked for in sign, holder, address and number; all of them must occur.
        plan_id: Building.
        street: Road, by its whole name.
        is_live: True only what is in force, False only what has ended.
        since, until: Local days of the decision, both included.
        before: Where the page before ended, empty for the first page.
    """

    text: str = ""
    plan_id: str = ""
    street: str = ""
    track: Track | None = None
    is_live: bool | None = None
    since: date | None = None
    until: date | None = None
    before: str = ""
    limit: int = PAGE

    @property
    def terms(self) -> tuple[str, ...]:
        """The words looked for, folded."""
        return terms_of(self.text)

    @property
    def after_row(self) -> int | None:
        """The row that the page before ended with."""
        return int(self.before) if self.before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of the register; `following` is the mark of the next page, empty on the last."""

    permits: tuple[PublicPermit, ...]
    following: str = ""


def read_query(given: dict[str, str], *, limit: int = PAGE) -> RegisterQuery:
    """Return a query from the fields of a form or of a command line.

    Raises:
        InputError: A field is not what it should be; the location names it.
    """
    since, until = _day(given, "since"), _day(given, "until")
    if since and until and since > until:
        raise InputError("register.days_reversed", at=Location(field="until"), since=str(since), until=str(until))
    track = given.get("track", "").strip()
    if track and track not in {t.value for t in Track}:
        known = tuple(t.value for t in Track)
        raise InputError("register.bad_track", at=Location(field="track"), given=track[:40], known=known)
    state = given.get("state", "").strip()
    if state not in ("", "live", "ended"):
        raise InputError("register.bad_state", at=Location(field="state"), given=state[:40])
    before = given.get("before", "").strip()
    if before and not (before.isascii() and before.isdigit() and len(before) <= 18):
        raise InputError("register.bad_page", at=Location(field="before"), given=before[:40])
    return RegisterQuery(
        text=given.get("text", "").strip()[:60],
        plan_id=given.get("plan", "").strip()[:80],
        street=given.get("street", "").strip()[:40],
        track=Track(track) if track else None,
        is_live={"": None, "live": True, "ended": False}[state],
        since=since,
        until=until,
        before=before,
        limit=limit,
    )


def register_csv(permits: Iterable[PublicPermit], *, on: date, lang: Lang = Lang.ZH) -> bytes:
    """Return permits as a table for a spreadsheet."""
    head = tuple(text(f"register.column_{name}", lang) for name, _ in _COLUMNS)
    return csv_bytes(head, (tuple(read(permit, on, lang) for _, read in _COLUMNS) for permit in permits))


_COLUMNS: tuple[tuple[str, Callable[[PublicPermit, date, Lang], str]], ...] = (
    ("number", lambda p, _on, _l: p.number),
    ("sign", lambda p, _on, _l: p.sign),
    ("holder", lambda p, _on, _l: p.holder),
    ("holder_code", lambda p, _on, _l: p.holder_code),
    ("address", lambda p, _on, _l: p.address),
    ("unit", lambda p, _on, _l: p.unit_id),
    ("track", lambda p, _on, lang: text(f"register.track_{p.track.value}", lang)),
    ("form", lambda p, _on, lang: stated(p.form, lang)),
    ("width", lambda p, _on, _l: f"{p.width_mm:.0f}" if p.is_for_sign else ""),
    ("height", lambda p, _on, _l: f"{p.height_mm:.0f}" if p.is_for_sign else ""),
    ("decision", lambda p, _on, _l: p.decision_number),
    ("decided_on", lambda p, _on, _l: p.decided_on.isoformat()),
    ("valid_from", lambda p, _on, _l: p.valid_from.isoformat()),
    ("valid_to", lambda p, _on, _l: p.valid_to.isoformat()),
    ("state", lambda p, on, lang: state_words(p, on, lang)),
)


def state_words(permit: PublicPermit, on: date, lang: Lang = Lang.ZH) -> str:
    """Return whether a permit is live in words, with the reason when it is not."""
    if permit.is_live(on):
        return text("register.live", lang)
    if permit.ended_reason:
        return text("register.ended_for", lang, reason=stated(permit.ended_reason, lang))
    if on < permit.valid_from:
        return text("register.not_yet", lang)
    return text("register.ended_term", lang)


def _day(given: dict[str, str], name: str) -> date | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as exc:
        raise InputError("register.bad_day", at=Location(field=name), given=typed[:40]) from exc
