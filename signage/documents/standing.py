"""Whether the permits that a document grants still stand: a genuine paper may speak of a permit that is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signage.applications.model import Track
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitStanding:
    """Where one permit of a document stands on the day of asking.

    Attributes:
        is_over: It was ended, or its last day is past.
        is_to_come: Its first day lies ahead.
        track: A filing or a guidance is no permit and is told as what it is.
        ended_reason: Such as 撤销; empty when nobody ended it.
        ended_on: Local date of its end, or the last day of a term that has run out; None otherwise.
    """

    number: str
    valid_from: date
    valid_to: date
    is_over: bool
    ended_reason: str = ""
    ended_on: date | None = None
    is_to_come: bool = False
    track: Track = Track.PERMIT

    def words(self, lang: Lang) -> str:
        """Return the standing in words, such as 许可已失效（撤销，2026-11-27）."""
        if not self.is_over:
            term = {"start": self.valid_from.isoformat(), "end": self.valid_to.isoformat()}
            key = key_for(f"said_standing_{'to_come' if self.is_to_come else 'ok'}", (self,))
            return text(f"documents.{key}", lang, **term)
        reason = self.ended_reason or text("documents.standing_expired", lang)
        said = key_for("standing_over" if self.ended_on else "standing_over_undated", (self,))
        return text(f"documents.{said}", lang, reason=reason, day=self.ended_on.isoformat() if self.ended_on else "")


def standing_of(
    number: str,
    term: tuple[date, date],
    *,
    on: date,
    ended_reason: str = "",
    ended_on: date | None = None,
    track: Track = Track.PERMIT,
) -> PermitStanding:
    """Return where a permit stands on a local date.

    Args:
        number: Of the permit.
        term: Its first and last day.
        on: Today, in the office's zone.
        ended_reason: As the register keeps it; empty when nobody ended the permit.
        ended_on: Local date on which somebody ended it.
        track: What it is: a permit, a filing or a guidance.
    """
    start, end = term
    was_ended = bool(ended_reason) or ended_on is not None
    has_expired = not was_ended and end < on
    return PermitStanding(
        number=number,
        valid_from=start,
        valid_to=end,
        is_over=was_ended or has_expired,
        is_to_come=not was_ended and on < start,
        ended_reason=ended_reason,
        ended_on=end if has_expired else ended_on,
        track=track,
    )


def key_for(key: str, standing: Sequence[PermitStanding]) -> str:
    """Return the key of words about some permits: a track's own where all of them are of one that is no permit."""
    tracks = {one.track for one in standing}
    (only,) = tracks if len(tracks) == 1 else (Track.PERMIT,)
    return key if only is Track.PERMIT else f"{key}_{only.value}"


def told(standing: Sequence[PermitStanding], lang: Lang) -> str:
    """Return the standing of several permits in one line, those that are over alone when there are any."""
    over = [one for one in standing if one.is_over]
    named = over or list(standing)
    if len(standing) == 1:
        return named[0].words(lang)
    return text("documents.standing_between", lang).join(f"{one.number} {one.words(lang)}" for one in named)
