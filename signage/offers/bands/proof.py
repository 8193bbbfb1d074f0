"""The last word on a band: letter heights that rules leave, and the full check of signs of every kind in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

from signage.frontage import FrontagePlan, SignBand
from signage.offers.bands.bounds import OF_KIND, Bounds, bounds_of, lever_of
from signage.offers.bands.look import Ask
from signage.offers.bands.model import BandRow, Remark
from signage.offers.bands.sites import Site
from signage.offers.bands.zones import WHERE
from signage.rules import Finding, Verdict, check

_OF_PLACE = ("bottom", "top", "height", "width", "letter", "edge", "frame")
_LOW_SHARE = 0.6  # least letter height beside the greatest where no rule gives one: a designer's figure
_STEP_MM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Least and greatest letter height for a band, mm, or None where no rule speaks of letters."""

    range_mm: tuple[float, float] | None
    remarks: tuple[Remark, ...] = ()


def letter_range(site: Site, band: SignBand, ask: Ask) -> Letters:
    """Return the letter heights that the books leave to signs of a band's kinds; whole centimetres where they can."""
    merged, rect = Bounds(), band.rect
    for kind in site.kinds:
        layout = ask.probes.layout(kind, rect.width, rect.height, site.palette)
        if layout is None or kind not in band.kinds:
            continue
        probe = ask.probes.placed(layout, ask.rough, site.units, rect)
        merged.take_in(bounds_of(probe, rect, ask.books, ask.on, facts=probe.facts, with_should=True))
    of_letters = {r.id for book in ask.books for r in book.rules if lever_of(r.measure) in ("letter", "edge")}
    if of_letters & merged.lacking.keys():  # a limit that cannot be worked out may be stricter than those that can
        return Letters(range_mm=None)
    high = min(merged.at_most("letter", rect.height), merged.at_most("share", 1.0) * rect.height, rect.height)
    low = max(merged.at_least("letter", 0.0), merged.at_least("share", 0.0) * rect.height)
    if "letter" not in merged.high and "share" not in merged.high and low <= 0:
        return Letters(range_mm=None)
    remarks = []
    if low <= 0:
        low = high * _LOW_SHARE
        remarks.append(Remark(code="letters_low_chosen", params={"share": f"{_LOW_SHARE:.0%}"}))
    whole = ceil(round(low / _STEP_MM, 6)) * _STEP_MM, floor(round(high / _STEP_MM, 6)) * _STEP_MM
    if whole[0] <= whole[1]:
        return Letters(range_mm=whole, remarks=tuple(remarks))
    if low <= high:
        return Letters(range_mm=(low, high), remarks=tuple(remarks))
    figures = {"low": f"{low:.0f}", "high": f"{high:.0f}"}
    return Letters(range_mm=None, remarks=(Remark(code="letters_crossed", params=dict(figures)),))


def proven(site: Site, row: BandRow, plan: FrontagePlan, ask: Ask) -> BandRow:
    """Return a row after signs that fill its band were checked in full, one of each kind.

    A kind that breaks a rule on place, size or kind there is taken off the band; without a kind left the band goes,
    and the rules that stand against it are told. What only clashes with an approved sign next door is a warning.
    """
    band = row.band
    if band is None:
        return row
    kept: list[str] = []
    against: dict[str, Remark] = {}
    beside: list[dict[str, Remark]] = []  # by kind: letters alone are less high than the panel next door, and may be
    remarks: dict[str, Remark] = {}
    for kind in (k for k in site.kinds if k in band.kinds):
        faults = [f for f in _findings(site, band, kind, plan, ask) if f.verdict in (Verdict.FAIL, Verdict.WARN)]
        fails = {f.rule_id: f for f in faults if f.verdict is Verdict.FAIL and not _is_next_door(f)}
        against |= {name: _said("rule_fails", f) for name, f in fails.items()}
        if fails:
            continue
        kept.append(kind)
        beside.append({f.rule_id: _said("next_door", f) for f in faults if _is_next_door(f)})
        remarks |= {f.rule_id: _said("should_unmet", f) for f in faults if not _is_next_door(f)}
    if not kept:
        return replace(row, band=None, warnings=(*row.warnings, *against.values()))
    warnings = [told for name, told in beside[0].items() if all(name in other for other in beside)]
    allowed = tuple(k for k in band.kinds if k in kept or k in site.other_kinds)
    if len(allowed) < len(band.kinds):
        gone = [k for k in band.kinds if k not in allowed]
        params = {"kinds_zh": "、".join(gone), "kinds_en": ", ".join(gone), "rules": ", ".join(against)}
        remarks["kinds"] = Remark(code="kinds_dropped", params=dict(params))
    return replace(
        row,
        band=replace(band, kinds=allowed),
        remarks=(*row.remarks, *remarks.values()),
        warnings=(*row.warnings, *warnings),
    )


def _findings(site: Site, band: SignBand, kind: str, plan: FrontagePlan, ask: Ask) -> list[Finding]:
    rect, letters = band.rect, band.letter_height_mm
    layout = ask.probes.layout(kind, rect.width, rect.height, site.palette)
    if layout is None:
        return []
    if letters is not None and layout.lines:
        own = layout.lines[0].letter_height_mm
        wanted = letters[1] if layout.panel is None else min(max(own, letters[0]), letters[1])
        if wanted != own:  # letters alone are as high as they may be, so that they fill the band as a panel does
            layout = ask.probes.layout(kind, rect.width, rect.height, site.palette, wanted) or layout
    probe = ask.probes.placed(layout, plan, site.units, rect)
    report = check(probe, ask.books, ask.on)
    return [f for f in report.findings if _is_of_place(f)]


def _is_of_place(finding: Finding) -> bool:
    return lever_of(finding.measure) in _OF_PLACE or finding.measure in OF_KIND | WHERE


def _is_next_door(finding: Finding) -> bool:
    return finding.measure.startswith("neighbour_")


def _said(code: str, finding: Finding) -> Remark:
    zh, en = finding.message_zh, finding.message_en
    return Remark(code=code, params={"rule": finding.rule_id, "message_zh": zh, "message_en": en})
