"""Which item something falls under and which procedure it takes: the answer to "do I need it?" (要不要办、怎么办).

The thing and its place come from the catalogue, the line between permit, filing and guidance from the city's policy;
nothing is decided here that the two do not say.
"""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications.item_track import by_size
from signage.applications.policy import Policy
from signage.errors import InputError, Location
from signage.items import Catalogue, CatalogueItem, ItemPaper, Place, Track
from signage.locale import Lang, text

MOST_MM = 100_000  # beyond this a number is a slip of the pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What somebody needs to know of their plan.

    Attributes:
        asked: The item that was asked about.
        item: The one that it falls under; another one when the place decides so.
        place: Where it is to be, None when the item does not ask.
        is_forbidden: It may not be there at all; nothing can be applied for.
        track: The procedure, None for a service or something forbidden.
        reason_zh, reason_en: Why this procedure.
        papers: What to bring, those asked for only in some cases included.
    """

    asked: CatalogueItem
    item: CatalogueItem
    place: Place | None
    is_forbidden: bool
    track: Track | None
    reason_zh: str
    reason_en: str
    papers: tuple[ItemPaper, ...]


def advise(
    catalogue: Catalogue,
    policy: Policy,
    code: str,
    *,
    place: str = "",
    longest_mm: float | None = None,
    area_m2: float | None = None,
) -> Advice:
    """Return under which item and track something falls.

    Args:
        catalogue: The items.
        policy: The city's procedure; its thresholds decide where size does.
        code: The item asked about.
        place: Code of one of its places, where it has some.
        longest_mm: Longest side of the overall rectangle, mm.
        area_m2: Its area, m².

    Raises:
        NotFound: There is no such item.
        InputError: Place or size is missing or cannot be; the location names the field.
    """
    asked = catalogue.item(code)
    where = _place_of(asked, place)
    item = catalogue.item(where.leads_to) if where and where.leads_to else asked
    if where and where.is_forbidden:
        return _advice(asked, item, where, None, ("", ""))
    if item.ask.by_size:
        sides = _sides(longest_mm, area_m2)
        track, reason = by_size(item, policy.track_of(*sides))
        return _advice(asked, item, where, track, reason)
    return _advice(asked, item, where, next(iter(item.tracks), None), _by_law(item))


def _advice(
    asked: CatalogueItem, item: CatalogueItem, place: Place | None, track: Track | None, reason: tuple[str, str]
) -> Advice:
    is_forbidden = bool(place and place.is_forbidden)
    return Advice(
        asked=asked,
        item=item,
        place=place,
        is_forbidden=is_forbidden,
        track=track,
        reason_zh=reason[0],
        reason_en=reason[1],
        papers=() if is_forbidden else item.papers_for(track),
    )


def _by_law(item: CatalogueItem) -> tuple[str, str]:
    """Return why an item with one procedure takes it: what its first basis says."""
    if not item.basis:
        return "", ""
    first = item.basis[0]
    cited = f"{first.document}{first.article}"
    return f"{cited}：{first.says_zh}", f"{cited}: {first.says_en}"


def _place_of(item: CatalogueItem, code: str) -> Place | None:
    if not item.ask.places:
        return None
    for place in item.ask.places:
        if place.code == code:
            return place
    raise InputError("items.ask_place_unknown", at=Location(field="place"), given=code[:40])


def _sides(longest_mm: float | None, area_m2: float | None) -> tuple[float, float]:
    """Return width and height of a rectangle with this longest side and area."""
    longest = _size("side", "longest_mm", longest_mm)
    area = _size("area", "area_m2", area_m2)
    height = area * 1e6 / longest
    if height > longest + 0.005:  # half of the length quantum: 3 m by 3 m has 9 m²
        raise InputError(
            "items.ask_size_impossible", at=Location(field="area_m2"), area=f"{area:g}", longest=f"{longest:g}"
        )
    return longest, height


def _size(name: str, field: str, value: float | None) -> float:
    words = {"name": text(f"items.{name}", Lang.ZH), "name_en": text(f"items.{name}", Lang.EN)}
    if value is None:
        raise InputError("items.ask_size_missing", at=Location(field=field), **words)
    if not 0 < value <= (MOST_MM if name == "side" else (MOST_MM / 1000) ** 2):
        raise InputError("items.ask_size_wrong", at=Location(field=field), given=f"{value:g}", most_mm=MOST_MM, **words)
    return value
