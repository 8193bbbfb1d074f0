"""Bands of upper storeys and of faces that meet at a corner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from signage.design import SignSpec, lay_out
from signage.frontage import (
    Bay,
    Frontage,
    FrontagePlan,
    Opening,
    OpeningKind,
    Proposal,
    Roadway,
    SignBand,
    Storey,
    Unit,
    faces_along,
    place,
    validate,
)
from signage.geometry import Point, Rect
from signage.locale import Lang
from signage.offers.bands import BandLayout, BandWish, propose_bands
from signage.rules import Verdict, books_for, check, load_book
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
FONTS = FontCatalogue.standard()
DEMO = books_for("示例市", ON)
HANGZHOU = (load_book("cn-hangzhou-2023"),)


def window(name: str, x0: float, y0: float, x1: float, y1: float, storey: int, unit: str | None = None) -> Opening:
    kind = OpeningKind.WINDOW if storey > 1 else OpeningKind.SHOPFRONT
    return Opening(id=name, kind=kind, storey=storey, outline=Rect(x0, y0, x1, y1).corners, unit=unit)


def face_of(
    name: str = "south",
    *,
    count: int = 2,
    heads: float = 6900.0,
    upper: bool = True,
    ground: tuple[float, float] = (-100.0, -100.0),
    glass_top: float = 3000.0,
    baseline: tuple[Point, ...] = (),
) -> Frontage:
    """A face of three storeys, windows in the two upper ones; `heads` is where those of the second end."""
    bays = tuple(Bay(id=f"{name}{n}", x0_mm=5000.0 * n, x1_mm=5000.0 * n + 5000) for n in range(count))
    units, openings = [], []
    for n, bay in enumerate(bays):
        x0, x1 = bay.x0_mm, bay.x1_mm
        units.append(Unit(id=f"{name}-1{n}", storey=1, bays=(bay.id,), x0_mm=x0, x1_mm=x1))
        openings.append(window(f"{name}G{n}", x0 + 400, 300, x1 - 400, glass_top, 1, units[-1].id))
        openings.append(window(f"{name}W{n}", x0 + 1000, 5400, x1 - 1000, heads, 2))
        openings.append(window(f"{name}V{n}", x0 + 1000, 8700, x1 - 1000, 10_200, 3))
        if upper:
            units.append(Unit(id=f"{name}-2{n}", storey=2, bays=(bay.id,), x0_mm=x0, x1_mm=x1, entrances=0))
    width = 5000.0 * count
    return Frontage(
        id=name,
        name=name,
        width_mm=width,
        pavement=(Point(0, ground[0]), Point(width, ground[1])),
        storeys=(
            Storey(number=1, floor_mm=0, top_mm=4500, slab_mm=120),
            Storey(number=2, floor_mm=4500, top_mm=7800, slab_mm=120, sill_mm=5400),
            Storey(number=3, floor_mm=7800, top_mm=11_100, slab_mm=120, sill_mm=8700),
        ),
        bays=bays,
        units=tuple(units),
        bands=(),
        openings=tuple(openings),
        baseline=baseline,
        parapet_mm=12_000.0,
        road=Roadway(name="示例路", width_mm=30_000, kerb_mm=6000),
    )


def plan_of(*faces: Frontage) -> FrontagePlan:
    return FrontagePlan(
        schema_version=1, id="p", building="示例楼", address="示例路", city="示例市", revision="2026-1",
        valid_from=date(2026, 1, 1), valid_to=None, faces=faces,
    )  # fmt: skip


def corner(*grounds: float) -> FrontagePlan:
    """Faces in a row round corners, each on its own level pavement."""
    at, faces = Point(0, 0), []
    turns = (Point(10_000, 0), Point(0, 10_000), Point(-10_000, 0))
    for number, (ground, turn) in enumerate(zip(grounds, turns, strict=False)):
        end = Point(at.x + turn.x, at.y + turn.y)
        faces.append(face_of(f"f{number}", upper=False, ground=(ground, ground), baseline=(at, end)))
        at = end
    return plan_of(*faces)


def bands_on(layout: BandLayout, storey: int) -> list[SignBand]:
    return [row.band for row in layout.rows if row.storey == storey and row.band is not None]


def test_a_rule_that_wants_the_wall_between_the_windows_gets_it():
    layout = propose_bands(plan_of(face_of()), HANGZHOU, ON, FONTS, facts={"has_lintel": True})
    upper = bands_on(layout, 2)
    assert [(band.rect.y0, band.rect.y1) for band in upper] == [(6950.0, 7740.0)] * 2
    assert not [row for row in layout.rows if row.warnings]
    for band in upper:
        spec = SignSpec(kind=band.kinds[0], name="茶", width_mm=4000.0, height_mm=700.0)
        sign = place(lay_out(spec, FONTS), layout.plan, band.units[0])
        report = check(Proposal(plan=layout.plan, sign=sign, facts={"leased_units": band.units}), HANGZHOU, ON)
        assert {f.verdict for f in report.findings if f.measure == "wall_zone"} == {Verdict.PASS}


def test_where_the_strip_in_the_storey_is_too_low_the_wall_up_to_the_windows_above_is_tried():
    layout = propose_bands(plan_of(face_of(heads=7500.0)), HANGZHOU, ON, FONTS, facts={"upper_owner_consent": True})
    upper = bands_on(layout, 2)
    assert len(upper) == 2
    assert all(band.rect.y0 >= 7550 and 7800 < band.rect.y1 <= 8650 for band in upper)
    told = [r for row in layout.rows for r in row.warnings if r.code == "beyond_storey"]
    assert "7.800" in told[0].words()
    assert "storey 3" in told[0].words(Lang.EN)


def test_a_storey_that_is_given_up_has_no_datum_and_says_which_rule_wants_what():
    layout = propose_bands(plan_of(face_of(heads=7500.0)), HANGZHOU, ON, FONTS)
    assert bands_on(layout, 2) == []
    assert {run.storey for run in layout.runs} == {1}
    given_up = [row for row in layout.rows if row.storey == 2]
    assert all(row.warnings for row in given_up)
    assert any("hz-15b" in w.words(lang) for row in given_up for w in row.warnings for lang in Lang)


@pytest.mark.parametrize("gap", [0.0, 200.0, 300.0])
def test_bands_of_two_storeys_leave_the_wall_between_them_that_was_asked_for(gap: float):
    # Without windows the strip over the floor is the largest place; it would touch the band below.
    face = face_of(glass_top=2500.0)
    bare = replace(face, openings=tuple(o for o in face.openings if o.storey == 1))
    layout = propose_bands(plan_of(bare), DEMO, ON, FONTS, BandWish(storey_gap_mm=gap))
    lower, upper = bands_on(layout, 1), bands_on(layout, 2)
    assert len(lower) == len(upper) == 2
    assert min(b.rect.y0 for b in upper) - max(b.rect.y1 for b in lower) >= gap


def test_faces_follow_one_another_by_their_baselines():
    first, second, third = corner(0, 0, 0).faces
    apart = replace(face_of("alone"), baseline=())
    rows = faces_along(plan_of(third, apart, first, second))
    assert [[face.id for face in row] for row in rows] == [["f0", "f1", "f2"], ["alone"]]


def test_faces_that_go_round_the_whole_building_begin_at_the_first():
    one = replace(face_of("one"), baseline=(Point(0, 0), Point(10_000, 0)))
    other = replace(face_of("other"), baseline=(Point(10_000, 0), Point(0, 0)))
    assert [[face.id for face in row] for row in faces_along(plan_of(one, other))] == [["one", "other"]]


def test_faces_that_meet_have_one_datum_and_one_height():
    # Each alone would take the middle of its own room.
    layout = propose_bands(corner(-100, -600, -100), DEMO, ON, FONTS)
    assert {(run.face, run.first, run.last) for run in layout.runs} == {
        ("f0", "f0-10", "f0-11"), ("f1", "f1-10", "f1-11"), ("f2", "f2-10", "f2-11"),
    }  # fmt: skip
    assert len({(run.datum_mm, run.height_mm) for run in layout.runs}) == 1
    assert not [remark for run in layout.runs for remark in run.remarks if "step" in remark.code]
    assert not [p for p in validate(layout.plan) if p.is_error]


def test_faces_that_do_not_meet_are_laid_out_each_alone():
    faces = tuple(replace(face, baseline=()) for face in corner(-100, 700).faces)
    together = {run.datum_mm for run in propose_bands(corner(-100, 700), DEMO, ON, FONTS).runs}
    assert len(together) == 1
    alone = [propose_bands(plan_of(face), DEMO, ON, FONTS).runs[0] for face in faces]
    both = propose_bands(plan_of(*faces), DEMO, ON, FONTS).runs
    assert [(r.datum_mm, r.height_mm) for r in both] == [(r.datum_mm, r.height_mm) for r in alone]


@pytest.mark.parametrize(("glass_top", "is_one"), [(3400.0, True), (3900.0, False)])
def test_a_corner_where_one_datum_would_cost_too_much_says_what_it_would(glass_top: float, is_one: bool):
    first, second = corner(-100, -100).faces
    second = face_of("f1", upper=False, glass_top=glass_top, baseline=second.baseline)
    layout = propose_bands(plan_of(first, second), DEMO, ON, FONTS)
    told = [remark for run in layout.runs for remark in run.remarks if remark.code == "corner_jump"]
    assert (len({run.datum_mm for run in layout.runs}) == 1) is is_one
    assert len(told) == (0 if is_one else 1)
    assert all("550 mm" in remark.words(lang) for remark in told for lang in Lang)
