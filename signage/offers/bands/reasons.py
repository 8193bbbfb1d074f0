"""Why a band is where it is, or why there is none: rules, openings and figures put into remarks."""

from __future__ import annotations

from collections.abc import Sequence

from signage.errors import Param
from signage.frontage import Column, FrontagePlan, SignBand
from signage.geometry import Rect
from signage.locale import Lang
from signage.offers.bands.bounds import Bound, Bounds
from signage.offers.bands.datum import Run, Wanted, datums_of
from signage.offers.bands.model import BandRow, BandWish, Remark
from signage.offers.bands.places import Obstacle, obstacles_of
from signage.offers.bands.sites import Site


def metres(level_mm: float) -> str:
    """Return a level as drawings write it, in metres to the millimetre."""
    return f"{level_mm / 1000:.3f}"


def in_front(columns: Sequence[Column]) -> Remark:
    """Return the remark that a band passes in front of pilasters."""
    deepest = max(c.projection_mm for c in columns)
    names = [c.id for c in columns]
    shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
    return Remark(code="in_front", params={"columns": shown, "by": f"{deepest:.0f}"})


def no_place(
    site: Site, frame: Rect, bounds: Bounds, wanted: Wanted, wish: BandWish, apart: Sequence[Obstacle]
) -> Remark:
    """Return why a site has no place for a band, with the figures."""
    low = max(bounds.at_least("bottom", frame.y0), frame.y0)
    top = min(bounds.at_most("top", frame.y1), frame.y1)
    figures: dict[str, Param] = {
        "low": metres(low),
        "top": metres(top),
        "least": f"{wish.least_height_mm:.0f}",
        "room": f"{max(top - low, 0.0):.0f}",
        **_rule("low_why", bounds.low.get("bottom") if low > frame.y0 else None),
        **_rule("top_why", bounds.high.get("top") if top < frame.y1 else None),
    }
    if top - low < wish.least_height_mm:
        return Remark(code="no_room", params=figures)
    if wanted.most_height_mm < wish.least_height_mm:
        most = f"{wanted.most_height_mm:.0f}"
        return Remark(code="no_height", params={**figures, "most": most, **_rule("why", bounds.high.get("height"))})
    width = bounds.at_most("width", 1e9)
    if width < wish.least_width_mm:
        why = _rule("why", bounds.high.get("width"))
        return Remark(code="no_width", params={"most": f"{width:.0f}", **why, "least": f"{wish.least_width_mm:.0f}"})
    standing, _ = obstacles_of(site.face, frame.x0, frame.x1, wish.opening_gap_mm)
    near = [*standing, *(o for o in apart if o.rect.x0 < frame.x1 and frame.x0 < o.rect.x1)]
    between = [o.id for o in near if o.rect.y0 < top and low < o.rect.y1]
    shown = ", ".join(between[:5]) + (" …" if len(between) > 5 else "")
    width_least = f"{wish.least_width_mm:.0f}"
    return Remark(code="blocked", params={**figures, "openings": shown or "-", "width": width_least})


def _rule(name: str, bound: Bound | None) -> dict[str, Param]:
    """Return the rule that sets a bound with what it requires, under a name, in both languages."""
    words = ("-", "-") if bound is None else tuple(f"{bound.rule} {said}" for said in bound.required)
    return {f"{name}_zh": words[0], f"{name}_en": words[1]}


def run_remarks(run: Run, before: Run | None) -> tuple[Remark, ...]:
    """Return why the datum steps at a run, and which unit sets the height."""
    found = []
    if before is not None:
        found.append(_step(run, before))
    lowest = min(run.items, key=lambda item: item.height_at(run.datum_mm, 0.0))
    others = [item.height_at(run.datum_mm, 0.0) for item in run.items if item is not lowest]
    most = lowest.height_at(run.datum_mm, 0.0)
    if others and min(others) - most >= 10.0:
        params: dict[str, Param] = {
            "unit": lowest.units[0], "height": f"{most:.0f}", "others": f"{min(others):.0f}",
            **_rule("why", lowest.bounds.high.get("height") or lowest.bounds.high.get("top")),
        }  # fmt: skip
        found.append(Remark(code="height_set_by", params=params))
    return tuple(found)


def _step(run: Run, before: Run) -> Remark:
    """Return why the first unit of a run cannot be on the datum of the run before it."""
    height = run.height_mm
    first = run.items[0]
    old, new = datums_of(before.items, height), datums_of((first,), height)
    params: dict[str, Param] = {
        "unit": first.units[0], "datum": metres(run.datum_mm), "before": metres(before.datum_mm),
        "height": f"{height:.0f}",
    }  # fmt: skip
    if old is None or new is None or (old[0] <= new[1] and new[0] <= old[1]):
        return Remark(code="steps", params=params)
    rises = new[0] > old[1]
    whose = first.bounds.low.get("bottom") if rises else first.bounds.high.get("top")
    ranges: dict[str, Param] = {
        "old_low": metres(old[0]), "old_high": metres(old[1]), "new_low": metres(new[0]), "new_high": metres(new[1]),
        **_rule("why", whose),
    }  # fmt: skip
    return Remark(code="steps_up" if rises else "steps_down", params={**params, **ranges})


def corner_jump(run: Run, before: Run, common_mm: float) -> Remark:
    """Return why two faces that meet at a corner have not one datum: what it would cost in height."""
    params: dict[str, Param] = {
        "unit": run.items[0].units[0], "datum": metres(run.datum_mm), "before": metres(before.datum_mm),
        "common": f"{common_mm:.0f}", "height": f"{run.height_mm:.0f}", "other": f"{before.height_mm:.0f}",
    }  # fmt: skip
    return Remark(code="corner_jump", params=params)


def beyond(site: Site, band: SignBand) -> tuple[Remark, ...]:
    """Return the remark that a band reaches past the top of its storey, if it does."""
    storey = site.face.storey(site.storey)
    if storey is None or band.rect.y1 <= storey.top_mm + 0.005:
        return ()
    return (Remark(code="beyond_storey", params={"top": metres(storey.top_mm), "storey": site.storey + 1}),)


def sign_remarks(row: BandRow, plan: FrontagePlan) -> tuple[Remark, ...]:
    """Return which approved signs of a row's units do not fit its band, by how much."""
    face = next(f for f in plan.faces if f.id == row.face)
    found = []
    for sign in face.signs:
        if sign.unit not in row.units:
            continue
        params: dict[str, Param] = {"sign": sign.id, "name": sign.name}
        if row.band is None:
            found.append(Remark(code="sign_without_band", params=params))
            continue
        rect, band = sign.rect, row.band.rect
        over = {
            "left": band.x0 - rect.x0, "right": rect.x1 - band.x1, "under": band.y0 - rect.y0, "over": rect.y1 - band.y1
        }  # fmt: skip
        out = {side: by for side, by in over.items() if by > 0.005}
        if out:
            sides = [Remark(code=f"side_{side}", params={"by": f"{by:.0f}"}) for side, by in out.items()]
            words: dict[str, Param] = {"by_zh": "、".join(s.words() for s in sides)}
            found.append(Remark(code="sign_outside", params={**params, **words, "by_en": _english(sides)}))
        elif abs(rect.y0 - band.y0) > 0.005:
            found.append(Remark(code="sign_off_datum", params={**params, "by": f"{rect.y0 - band.y0:+.0f}"}))
    return tuple(found)


def _english(remarks: Sequence[Remark]) -> str:
    return ", ".join(r.words(Lang.EN) for r in remarks)
