"""Which procedure an item asked for by its form takes: the city's bounds, held against what the form states."""

from __future__ import annotations

from collections.abc import Iterable

from signage.applications.policy import Policy, TrackRule
from signage.items import CatalogueItem, Track
from signage.locale import Lang, text


def by_size(item: CatalogueItem, rule: TrackRule) -> tuple[Track, tuple[str, str]]:
    """Return the policy's track, or the nearest stricter one that the item has, and why in both languages."""
    strict = list(Track)
    wanted = Track(rule.track.value)
    if wanted in item.tracks:
        return wanted, (rule.bound if item.size is not None else (rule.reason_zh, rule.reason_en))
    stricter = [track for track in item.tracks if strict.index(track) < strict.index(wanted)]
    taken = max(stricter, key=strict.index) if stricter else min(item.tracks, key=strict.index)
    zh, en = (text("items.ask_stricter", lang) for lang in (Lang.ZH, Lang.EN))
    return taken, (zh, en)


def track_stated(item: CatalogueItem, policy: Policy, figures: Iterable[tuple[str, str]]) -> Track:
    """Return the track of an item by the numbers that its form states.

    Args:
        item: What is asked for.
        policy: Its bounds between permit, filing and guidance.
        figures: Label and number, sound ones; a unit may stand behind the number.

    Returns:
        A permit where size does not decide, or is not stated yet: the strictest asks for everything.
    """
    if item.size is None:
        return Track.PERMIT
    stated = dict(figures)
    width, height = (stated.get(label, "").partition(" ")[0] for label in (item.size.width, item.size.height))
    return by_size(item, policy.track_of(float(width), float(height)))[0] if width and height else Track.PERMIT
