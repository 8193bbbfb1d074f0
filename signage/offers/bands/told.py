"""Runs of bands as they are told: one line a face and a datum, with why the datum steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from signage.frontage import FrontagePlan
from signage.offers.bands.datum import Run, Wanted
from signage.offers.bands.model import BandRow, BandRun, Remark
from signage.offers.bands.reasons import corner_jump, run_remarks
from signage.offers.bands.sites import Site

_STEPS = ("steps", "steps_up", "steps_down", "corner_jump")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRun:
    """A run on one face, with the units of each of its bands, left to right."""

    run: BandRun
    sites: tuple[tuple[str, ...], ...]


def told_runs(
    streets: Sequence[Sequence[Run]], sites: Mapping[tuple[str, ...], Site], common_mm: float
) -> list[ToldRun]:
    """Return the runs of one storey of adjoining faces; a run that goes round a corner is told for each face.

    Args:
        streets: Runs of faces that were laid out together, face after face.
        sites: Sites by their units.
        common_mm: How high bands on one datum round all corners would be, 0 when there is no such datum.
    """
    found: list[ToldRun] = []
    last: Run | None = None
    for street in streets:
        before: Run | None = None
        for run in street:
            remarks = list(run_remarks(run, before))
            if before is None and last is not None and abs(last.datum_mm - run.datum_mm) > 0.005:
                remarks.insert(0, corner_jump(run, last, common_mm))
            found += _by_face(run, sites, tuple(remarks))
            before = last = run
    return found


def _by_face(run: Run, sites: Mapping[tuple[str, ...], Site], remarks: tuple[Remark, ...]) -> list[ToldRun]:
    def face_of(item: Wanted) -> str:
        return sites[item.units].face.id

    found = []
    for number, (face, items) in enumerate(groupby(run.items, key=face_of)):
        named = tuple(item.units for item in items)
        told = BandRun(
            face=face,
            storey=sites[named[0]].storey,
            first=named[0][0],
            last=named[-1][-1],
            datum_mm=run.datum_mm,
            height_mm=run.height_mm,
            remarks=() if number else remarks,
        )
        found.append(ToldRun(run=told, sites=named))
    return found


def runs_that_stand(runs: Sequence[ToldRun], rows: Mapping[str, BandRow], plan: FrontagePlan) -> tuple[BandRun, ...]:
    """Return the runs of which bands are left after the last check, in the order of the plan's faces and storeys.

    A unit that was given up has no datum; what a run says of the run before it goes with that run.
    """
    found: list[BandRun] = []
    lost: tuple[str, ...] = ()
    for told in runs:
        left = [units for units in told.sites if rows[units[0]].band is not None]
        if not left:
            lost = _STEPS
            continue
        remarks = tuple(remark for remark in told.run.remarks if remark.code not in lost)
        found.append(replace(told.run, first=left[0][0], last=left[-1][-1], remarks=remarks))
        lost = ()
    order = {face.id: number for number, face in enumerate(plan.faces)}
    return tuple(sorted(found, key=lambda run: (order[run.face], run.storey)))
