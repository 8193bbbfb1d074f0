"""A window's opening hours, capacities and promises, read from a TOML file and turned into the slots of a day."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from signage.applications.clock import WorkingCalendar
from signage.errors import InputError, Location
from signage.locale import Lang
from signage.service.model import Due, Slot

_KEYS = {"schema_version", "id", "is_illustrative", "book_ahead_days", "no_show_minutes", "window", "promise"}
_WINDOW_KEYS = {"id", "name_zh", "name_en", "period", "extra_day"}
_PERIOD_KEYS = {"from", "to", "slot_minutes", "capacity", "is_extended"}
_PROMISES = {"rectification", "complaint", "return_visit", "rating_code"}
_PROMISE_KEYS = {"working_days", "source_zh", "source_en"}
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Hours of a day that are divided into slots.

    Attributes:
        start, end: Minutes after midnight on the office's wall clock.
    """

    start: int
    end: int
    slot_minutes: int
    capacity: int
    is_extended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One counter."""

    id: str
    name_zh: str
    name_en: str
    periods: tuple[Period, ...]
    extra_day: tuple[Period, ...] = ()

    def name(self, lang: Lang) -> str:
        """Return its name in a language."""
        return self.name_zh if lang is Lang.ZH else self.name_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A time limit in working days, and where it comes from."""

    working_days: int
    source_zh: str
    source_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Everything that an office's file says.

    Attributes:
        book_ahead_days: How far ahead a slot may be taken, calendar days.
        no_show_minutes: How long a slot is kept for somebody who has not come.
    """

    id: str
    is_illustrative: bool
    book_ahead_days: int
    no_show_minutes: int
    windows: tuple[Window, ...]
    promises: tuple[tuple[str, Promise], ...]

    def window(self, window_id: str) -> Window:
        """Return a window.

        Raises:
            InputError: There is none by that id.
        """
        for window in self.windows:
            if window.id == window_id:
                return window
        known = "、".join(window.id for window in self.windows)
        raise InputError("service.no_window", at=Location(field="window"), given=window_id[:20], known=known)

    def english_sources(self) -> dict[str, str]:
        """Return whose promises they are, English by Chinese: what is owed keeps the Chinese."""
        return {promise.source_zh: promise.source_en for _, promise in self.promises}

    def due(self, promise: str, now: datetime, calendar: WorkingCalendar, zone: tzinfo) -> Due:
        """Return the date that a promise leads to, counted on the office's local dates."""
        limit = dict(self.promises)[promise]
        reached = calendar.after(now.astimezone(zone).date(), limit.working_days)
        return Due(day=reached.day, is_provisional=reached.is_provisional, basis=limit.source_zh)


def slots_on(window: Window, day: date, *, is_open: bool, is_extra: bool, zone: tzinfo) -> tuple[Slot, ...]:
    """Return a window's slots on a day in order of time, none taken.

    Args:
        window: Whose slots.
        day: Local date.
        is_open: It is a working day.
        is_extra: An officer opened it although it is a day off.
        zone: The office's.
    """
    periods = window.periods if is_open else window.extra_day if is_extra else ()
    slots = []
    for period in sorted(periods, key=lambda one: one.start):
        for start in range(period.start, period.end, period.slot_minutes):
            slots.append(
                Slot(
                    window_id=window.id,
                    day=day,
                    starts_at=instant(day, start, zone),
                    ends_at=instant(day, start + period.slot_minutes, zone),
                    capacity=period.capacity,
                    is_extended=period.is_extended,
                )
            )
    return tuple(slots)


def instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    """Return the instant that the office's wall clock shows so many minutes after midnight of a day."""
    at = time(minutes // 60, minutes % 60) if minutes < _DAY_MINUTES else time(0)
    shown = day if minutes < _DAY_MINUTES else day + timedelta(days=1)
    return datetime.combine(shown, at, tzinfo=zone).astimezone(UTC)


@cache
def bundled_hours() -> Hours:
    """Return the hours of the sample office."""
    name = "demo-window.toml"
    return parse_hours((files("signage.service") / "windows" / name).read_text("utf-8"), file=name)


def parse_hours(content: str, *, file: str = "") -> Hours:
    """Return an office's hours from TOML text.

    Raises:
        InputError: It cannot be read, or says something that no hours can mean; the location says where.
    """
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as exc:
        raise _wrong(file, "", str(exc)) from exc
    _keys(raw, _KEYS, _KEYS, file, "")
    if raw["schema_version"] != 1:
        raise _wrong(file, "schema_version", "1")
    windows = tuple(_window(entry, file, f"window[{index}]") for index, entry in enumerate(raw["window"]))
    if not windows or len({window.id for window in windows}) != len(windows):
        raise _wrong(file, "window", "≥ 1, id unique")
    _keys(raw["promise"], _PROMISES, _PROMISES, file, "promise")
    return Hours(
        id=str(raw["id"]),
        is_illustrative=bool(raw["is_illustrative"]),
        book_ahead_days=_whole(raw["book_ahead_days"], 1, 366, file, "book_ahead_days"),
        no_show_minutes=_whole(raw["no_show_minutes"], 0, 240, file, "no_show_minutes"),
        windows=windows,
        promises=tuple(
            (name, _promise(raw["promise"][name], file, f"promise.{name}")) for name in sorted(raw["promise"])
        ),
    )


def _window(raw: Any, file: str, at: str) -> Window:
    _keys(raw, _WINDOW_KEYS, _WINDOW_KEYS - {"extra_day"}, file, at)
    # The id stands in ticket numbers and in the names of number series.
    if not isinstance(raw["id"], str) or not raw["id"].isalnum() or len(raw["id"]) > 8:
        raise _wrong(file, f"{at}.id", "1–8 letters or digits")
    return Window(
        id=raw["id"],
        name_zh=str(raw["name_zh"]),
        name_en=str(raw["name_en"]),
        periods=_periods(raw["period"], file, f"{at}.period"),
        extra_day=_periods(raw.get("extra_day", []), file, f"{at}.extra_day"),
    )


def _periods(raw: Any, file: str, at: str) -> tuple[Period, ...]:
    periods = tuple(_period(entry, file, f"{at}[{index}]") for index, entry in enumerate(raw))
    ordered = sorted(periods, key=lambda one: one.start)
    if any(one.end > other.start for one, other in pairwise(ordered)):
        raise _wrong(file, at, "periods overlap")
    return periods


def _period(raw: Any, file: str, at: str) -> Period:
    _keys(raw, _PERIOD_KEYS, _PERIOD_KEYS - {"is_extended"}, file, at)
    if not isinstance(raw["from"], time) or not isinstance(raw["to"], time):
        raise _wrong(file, at, "from = 09:00:00, to = 12:00:00")
    start, end = (raw[key].hour * 60 + raw[key].minute for key in ("from", "to"))
    minutes = _whole(raw["slot_minutes"], 5, 240, file, f"{at}.slot_minutes")
    if end <= start or (end - start) % minutes:
        raise _wrong(file, at, f"{end - start} / {minutes} min")
    return Period(
        start=start,
        end=end,
        slot_minutes=minutes,
        capacity=_whole(raw["capacity"], 1, 100, file, f"{at}.capacity"),
        is_extended=bool(raw.get("is_extended", False)),
    )


def _promise(raw: Any, file: str, at: str) -> Promise:
    _keys(raw, _PROMISE_KEYS, _PROMISE_KEYS, file, at)
    return Promise(
        working_days=_whole(raw["working_days"], 1, 250, file, f"{at}.working_days"),
        source_zh=str(raw["source_zh"]),
        source_en=str(raw["source_en"]),
    )


def _keys(raw: Any, allowed: set[str], needed: set[str], file: str, at: str) -> None:
    if not isinstance(raw, dict):
        raise _wrong(file, at, "table expected")
    odd = sorted(set(raw) - allowed) + sorted(needed - set(raw))
    if odd:
        raise _wrong(file, at, "、".join(odd))


def _whole(value: Any, least: int, most: int, file: str, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _wrong(file, at, f"{least}–{most}")
    return value


def _wrong(file: str, at: str, why: str) -> InputError:
    return InputError("service.hours_wrong", at=Location(file=file or None, field=at or None), why=why)
