from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import Position, SignLayout, SignSpec
from signage.errors import NotFound, PlanError
from signage.frontage import (
    PlanRegister,
    lowest_clearance,
    neighbours,
    pavement_under,
    place,
    read_plan,
    shopfront_height,
    sign_span,
    unit_span,
    write_plan,
)
from signage.geometry import Point, Rect
from signage.resources import bundled
from signage.typography import FontIdentity
from tests.frontage.builders import face_of, plan_object, plan_of

STREET = read_plan(bundled("samples", "plans", "jingwan-li.json"))
FACE = STREET.faces[0]


def layout(width: float = 3000, height: float = 1000, **position: float) -> SignLayout:
    """A sign of a size, with nothing on it: placing looks at the envelope only."""
    spec = SignSpec(kind="k", name="店", width_mm=width, height_mm=height, position=Position(**position))
    font = FontIdentity(name="f", family="f", digest="sha256:0")
    return SignLayout(
        spec=spec, form="parallel", carrier="panel", pieces=(), lines=(), envelope=Rect(0, 0, width, height),
        depth_mm=100, font=font,
    )  # fmt: skip


def test_sign_hangs_on_the_datum_in_the_middle_of_its_band() -> None:
    placed = place(layout(), plan_of(), "S1-01")
    assert placed.rect == Rect(2250 - 1500, 3300, 2250 + 1500, 4300)


def test_without_a_datum_the_sign_is_in_the_middle_of_the_band() -> None:
    raw = plan_object()
    del face_of(raw)["bands"][0]["datum"]
    assert place(layout(), plan_of(raw), "S1-01").rect.centre == Point(2250, 3950)


def test_the_spec_decides_before_the_plan() -> None:
    placed = place(layout(bottom_mm=3555.0, offset_mm=-120.0), plan_of(), "S1-01")
    assert placed.rect.y0 == 3555
    assert placed.rect.centre.x == 2130


def test_a_unit_without_band_needs_a_bottom() -> None:
    with pytest.raises(PlanError) as caught:
        place(layout(), plan_of(), "S1-02")
    assert caught.value.code == "frontage.no_band"
    assert place(layout(bottom_mm=3000.0), plan_of(), "S1-02").rect.centre.x == 6750


def test_an_unknown_unit_is_not_found() -> None:
    with pytest.raises(NotFound):
        place(layout(), plan_of(), "S9-99")


@settings(deadline=None)
@given(
    unit=st.sampled_from([u.id for u in FACE.units]),
    width=st.floats(100, 30_000),
    height=st.floats(100, 5_000),
    offset=st.floats(-5_000, 5_000),
)
def test_a_sign_stays_centred_whatever_its_size(unit: str, width: float, height: float, offset: float) -> None:
    face, found = STREET.find_unit(unit)
    left, right = sign_span(face, found)
    rect = place(layout(width, height, offset_mm=offset), STREET, unit).rect
    assert rect.centre.x - offset == pytest.approx((left + right) / 2, abs=0.001)
    assert (rect.width, rect.height) == pytest.approx((width, height))


def test_one_tenant_with_two_shops_side_by_side_has_one_span() -> None:
    one, other = (STREET.find_unit(u)[1] for u in ("S1-05", "S1-06"))
    assert sign_span(FACE, one) == sign_span(FACE, other) == (25500, 34500)


def test_units_that_share_a_band_but_no_tenant_keep_their_own_part() -> None:
    raw = plan_object()
    face_of(raw)["bands"][0] |= {"units": ["S1-01", "S1-02"], "x1": 8700}
    plan = plan_of(raw)
    assert [sign_span(plan.faces[0], u) for u in plan.faces[0].units] == [(300, 4500), (4500, 8700)]


def test_shopfront_height_is_the_storeys() -> None:
    assert shopfront_height(FACE, STREET.find_unit("S1-02")[1]) == 4800
    assert shopfront_height(FACE, STREET.find_unit("S2-02")[1]) == 3900


def test_leased_units_side_by_side_share_a_span() -> None:
    assert unit_span(FACE, ["S1-06", "S1-05"]) == (25200, 34800)
    assert unit_span(FACE, ["S1-05", "S1-07"]) is None
    assert unit_span(FACE, ["S1-05", "S2-03"]) is None
    assert unit_span(FACE, ["S1-05", "S9"]) is None
    assert unit_span(FACE, []) is None


def test_pavement_is_cut_at_the_span_and_none_beyond_the_face() -> None:
    assert pavement_under(plan_of().faces[0], 4500, 9000) == (Point(4500, -175), Point(9000, -200))
    assert pavement_under(plan_of().faces[0], 4500, 9001) is None


def test_clearance_is_measured_over_the_highest_pavement_below() -> None:
    found = lowest_clearance(plan_of().faces[0], Rect(0, 2500, 4500, 3000))
    assert found == (2650, Point(0, -150))


def test_neighbours_are_the_next_units_with_their_signs() -> None:
    left, right = neighbours(FACE, STREET.find_unit("S1-02")[1])
    assert [(n.unit.id, n.side, n.gap_mm) for n in (left, right)] == [("S1-01", -1, 0), ("S1-03", 1, 0)]
    assert [s.name for s in left.existing] == ["石榴巷面馆"]


def test_a_stair_between_neighbours_shows_as_a_gap() -> None:
    left, _ = neighbours(FACE, STREET.find_unit("S1-05")[1])
    assert (left.unit.id, left.gap_mm) == ("S1-04", 3600)


def test_proposed_signs_of_neighbours_come_along() -> None:
    beside = place(layout(), STREET, "S1-01")
    left, right = neighbours(FACE, STREET.find_unit("S1-02")[1], (beside,))
    assert left.proposed == (beside,)
    assert right.proposed == ()


def test_most_units_of_the_street_keep_2500_mm_over_the_pavement() -> None:
    for band in FACE.bands:
        found = lowest_clearance(FACE, band.rect)
        assert found is not None
        assert found[0] >= 2500


def write_revision(folder: Path, name: str, **fields: object) -> None:
    (folder / f"{name}.json").write_bytes(write_plan(plan_of(plan_object() | fields)))


def test_the_revision_in_force_follows_the_date(tmp_path: Path) -> None:
    write_revision(tmp_path, "a", revision="1", valid_from="2025-01-01")
    write_revision(tmp_path, "b", revision="2", valid_from="2026-01-01", valid_to="2026-07-01")
    register = PlanRegister.read(tmp_path)
    assert register.ids == ("p",)
    assert register.in_force("p", date(2025, 12, 31)).revision == "1"
    assert register.in_force("p", date(2026, 1, 1)).revision == "2"
    assert register.in_force("p", date(2026, 6, 30)).revision == "2"
    for day in (date(2024, 12, 31), date(2026, 7, 1)):
        with pytest.raises(NotFound):
            register.in_force("p", day)
        assert register.all_in_force(day) == ()
    with pytest.raises(NotFound):
        register.in_force("q", date(2026, 1, 1))


def test_two_files_with_one_revision_are_refused(tmp_path: Path) -> None:
    write_revision(tmp_path, "a")
    write_revision(tmp_path, "b")
    with pytest.raises(PlanError) as caught:
        PlanRegister.read(tmp_path)
    assert caught.value.code == "plan.revision_twice"


def test_a_register_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(PlanError):
        PlanRegister.read(tmp_path / "none")
