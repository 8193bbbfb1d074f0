from __future__ import annotations

import itertools
import math
from dataclasses import replace
from math import nan
from typing import Any

import pytest

from signage.design import LetterConstruction, PieceRole, SignLayout, lay_out, load_kinds, read_spec, spec_of
from signage.errors import InputError, LayoutError
from signage.fabrication import make_pack
from signage.geometry import Affine, Path, Rect
from signage.resources import bundled
from signage.scene.cutting import Cutting, compose_cutting
from signage.typography import FontCatalogue
from signage.typography.metrics import perimeter_of


def layout_of(fonts: FontCatalogue, **changes: Any) -> SignLayout:
    fields = {"kind": "panel-letters", "name": "盐田", "width_mm": 3000, "height_mm": 900, **changes}
    return lay_out(spec_of(fields), fonts)


def areas(cutting: Cutting) -> dict[str, float]:
    return {layer.name: sum(part.area.signed_area for part in layer.parts) for layer in cutting.layers}


def test_lit_letters_are_cut_as_faces_and_backs_and_the_panel_as_a_blank(fonts: FontCatalogue):
    layout = layout_of(fonts)
    ink = sum(piece.outline.signed_area() for piece in layout.letters)
    found = areas(compose_cutting(layout))
    assert list(found) == ["ACRYLIC_3MM", "ALUMINIUM-SHEET_1.5MM", "ALUMINIUM-SHEET_2MM"]
    assert found["ACRYLIC_3MM"] == pytest.approx(ink, rel=1e-3)
    assert found["ALUMINIUM-SHEET_1.5MM"] == pytest.approx(found["ACRYLIC_3MM"])
    assert found["ALUMINIUM-SHEET_2MM"] == pytest.approx(3000 * 900 + 2 * (3000 + 900) * 60)  # 60 folded back all round


def test_flat_letters_are_cut_once_from_a_sheet_of_their_thickness(fonts: FontCatalogue):
    layout = layout_of(fonts, construction="flat")
    thick = layout.letters[0].z_front_mm - layout.letters[0].z_back_mm
    assert [layer.name for layer in compose_cutting(layout).layers] == [
        f"ACRYLIC_{thick:g}MM",
        "ALUMINIUM-SHEET_2MM",
    ]


def test_light_box_gives_film_face_back_and_a_frame_of_mitred_strips(fonts: FontCatalogue):
    layout = layout_of(fonts, kind="light-box")
    cutting = compose_cutting(layout)
    found = areas(cutting)
    assert set(found) == {
        "TRANSLUCENT-FILM_0.1MM",
        "POLYCARBONATE_4MM",
        "GALVANISED-STEEL_0.8MM",
        "ALUMINIUM-SHEET_1.5MM",
    }
    frame = next(piece for piece in layout.pieces if piece.role is PieceRole.FRAME)
    depth = frame.z_front_mm - frame.z_back_mm
    assert found["ALUMINIUM-SHEET_1.5MM"] == pytest.approx(frame.outline.signed_area() + 2 * (3000 + 900) * depth)
    strips = next(layer for layer in cutting.layers if layer.name == "ALUMINIUM-SHEET_1.5MM").parts
    assert sorted(round(part.area.outer.bounds.width) for part in strips) == [900, 900, 3000, 3000]


def test_faces_of_one_material_in_two_colours_are_two_layers(fonts: FontCatalogue):
    layout = layout_of(fonts, second_line="SALT", letter_colour="#C41E1E")
    letters = tuple(
        replace(p, face_colour="#123456") if p.role is PieceRole.LETTER and p.line == 1 else p for p in layout.pieces
    )
    names = [layer.name for layer in compose_cutting(replace(layout, pieces=letters)).layers]
    assert names[:2] == ["ACRYLIC_3MM_C41E1E", "ACRYLIC_3MM_123456"]


def test_no_two_parts_of_a_file_lie_on_top_of_each_other(fonts: FontCatalogue):
    cutting = compose_cutting(layout_of(fonts, name="一二", panel_material="aluminium-sheet", kind="light-box"))
    boxes = [part.area.outer.bounds for layer in cutting.layers for part in layer.parts]
    assert len(boxes) == 8
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


def test_letters_keep_their_distances(fonts: FontCatalogue):
    layout = layout_of(fonts)
    first, last = (layout.letters[i].outline.bounds() for i in (0, -1))
    assert first is not None
    assert last is not None
    face = compose_cutting(layout).layers[0]
    box = Rect.joined([part.area.outer.bounds for part in face.parts])
    assert box.width == pytest.approx(last.x1 - first.x0, abs=0.1)


def test_letters_that_run_into_each_other_are_cut_as_one(fonts: FontCatalogue):
    layout = layout_of(fonts, name="OO", kind="wall-letters")
    one, two = layout.letters
    left, right = one.outline.bounds(), two.outline.bounds()
    assert left is not None
    assert right is not None
    pushed = replace(two, outline=two.outline.transformed(Affine.shift(left.x1 - right.x0 - 20.0, 0.0)))
    cutting = compose_cutting(replace(layout, pieces=(one, pushed)))
    face = cutting.layers[0]
    assert [part.subject for part in face.parts] == ["letter-01+letter-02"]
    assert len(face.parts[0].area.holes) == 2
    alone = one.outline.signed_area() + two.outline.signed_area()
    assert face.parts[0].area.signed_area < alone


def test_panel_has_an_opening_for_a_letter_that_is_pushed_through(fonts: FontCatalogue):
    class Through:
        value = "push_through"

    layout = layout_of(fonts, name="田")
    through: Any = Through()
    pieces = tuple(replace(p, construction=through) if p.role is PieceRole.LETTER else p for p in layout.pieces)
    found = areas(compose_cutting(replace(layout, pieces=pieces)))
    ink = layout.letters[0].outline.signed_area()
    assert found["ALUMINIUM-SHEET_2MM"] == pytest.approx(3000 * 900 + 2 * (3000 + 900) * 60 - ink, rel=1e-5)
    assert "ALUMINIUM-SHEET_1.5MM" not in found


def test_what_is_no_sheet_is_named_as_left_out(fonts: FontCatalogue):
    class Rod:
        value = "rod"

    rod: Any = Rod()
    layout = layout_of(fonts)
    pieces = (*layout.pieces, replace(layout.pieces[0], id="rod-01", role=rod))
    assert compose_cutting(replace(layout, pieces=pieces)).left_out == ("rod-01",)
    with pytest.raises(LayoutError, match="nothing_to_cut"):
        compose_cutting(replace(layout, pieces=pieces[-1:]))


def test_holes_narrower_than_the_cut_are_counted(fonts: FontCatalogue):
    layout = layout_of(fonts, kind="wall-letters", construction="flat")
    slit = Path.joined([Path.rect(Rect(0, 0, 100, 100)), Path.polygon(Rect(50, 20, 50.5, 80).corners[::-1])])
    pieces = (replace(layout.letters[0], outline=slit),)
    cuts = [compose_cutting(replace(layout, pieces=pieces), kerf_mm=kerf) for kerf in (0.2, 3.0)]
    assert [cut.closed for cut in cuts] == [0, 1]


@pytest.mark.parametrize("wrong", [{"tolerance_mm": 0.0}, {"tolerance_mm": nan}, {"kerf_mm": -0.1}, {"kerf_mm": 1e9}])
def test_impossible_tolerance_or_kerf_is_refused_by_name(fonts: FontCatalogue, wrong: dict[str, float]):
    with pytest.raises(InputError) as caught:
        compose_cutting(layout_of(fonts), **wrong)
    assert caught.value.at is not None
    assert caught.value.at.field == next(iter(wrong))


def test_every_construction_has_an_answer(fonts: FontCatalogue):
    layout = layout_of(fonts)
    for construction in LetterConstruction:
        pieces = tuple(
            replace(p, construction=construction) if p.role is PieceRole.LETTER else p for p in layout.pieces
        )
        assert compose_cutting(replace(layout, pieces=pieces)).layers


@pytest.mark.parametrize(
    ("kind", "width", "height"),
    [
        ("panel-letters", 6000, 1200),
        ("panel-letters", 9500, 3300),
        ("light-box", 7000, 1000),
        ("panel-letters", 2000, 700),
    ],
)
def test_the_blanks_are_those_that_the_pack_counts(fonts: FontCatalogue, kind: str, width: float, height: float):
    layout = layout_of(fonts, kind=kind, width_mm=width, height_mm=height)
    part = next(part for part in make_pack(layout).parts if part.use in ("panel", "light_face"))
    assert part.remark is not None
    told = dict(part.remark.params)
    name = part.item.removeprefix("plate/").replace("/", "_").upper() + "MM"
    layer = next(layer for layer in compose_cutting(layout).layers if layer.name == name)
    cut = [p for p in layer.parts if p.subject == part.piece]
    assert len(cut) == told["count"]
    assert sum(p.area.signed_area for p in cut) / 1e6 == pytest.approx(part.quantity, rel=1e-3)
    sheet = sorted(map(float, str(told["sheet"]).split("×")))
    for piece in cut:
        box = piece.area.outer.bounds
        assert all(a <= b + 1e-6 for a, b in zip(sorted((box.width, box.height)), sheet, strict=True))
        assert piece.area.holes == ()
    boxes = [piece.area.outer.bounds for piece in cut]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    assert sum(box.area for box in boxes) == pytest.approx(math.prod(map(float, str(told["blank"]).split("×"))))


def test_no_joint_runs_through_an_opening(fonts: FontCatalogue):
    layout = layout_of(fonts, kind="cut-out-panel", name="晶湾盐业生活馆", width_mm=6000, height_mm=1200)
    panels = [p for layer in compose_cutting(layout).layers for p in layer.parts if p.subject == "panel"]
    loose = sum(p.area.signed_area for p in panels)
    ink = sum(piece.outline.signed_area() for piece in layout.letters)
    depth = next(p.z_front_mm - p.z_back_mm for p in layout.pieces if p.role is PieceRole.PANEL)
    assert loose == pytest.approx(6000 * 1200 + 2 * 7200 * depth - ink, rel=1e-3)
    assert sum(part.area.outer.bounds.width > 1500 for part in panels) == 2


def test_carved_letters_lie_on_a_layer_of_their_board(fonts: FontCatalogue):
    layout = layout_of(fonts, kind="plaque", name="晶湾堂", width_mm=2400, height_mm=800)
    assert "LACQUERED-BOARD_60MM_CARVE-12MM" in [layer.name for layer in compose_cutting(layout).layers]


# --- against the parts list -------------------------------------------------------------------------------------------

_NO_SHEET = {"returns", "carved"}  # bent from a strip; carved into the board and gilded
_KINDS = tuple(kind.id for kind in load_kinds())


def counted(layout: SignLayout) -> dict[str, float]:
    """Return what the parts list counts of each plate that is cut, m²."""
    found: dict[str, float] = {}
    for part in make_pack(layout).parts:
        kind, _, stock = part.item.partition("/")
        is_bar = part.remark is not None and part.remark.code == "fabrication.flat_bar"
        if (
            kind == "plate"
            and not is_bar
            and part.use not in _NO_SHEET
            and not stock.startswith(("banner-print", "balloon-film"))
        ):
            name = stock.replace("/", "_").upper() + "MM"
            found[name] = found.get(name, 0.0) + part.quantity
    return found


def cut(cutting: Cutting) -> dict[str, float]:
    """Return what the cutting file holds of each plate, as often as its layers' names say, m²."""
    found: dict[str, float] = {}
    for name, area in areas(cutting).items():
        material, thickness, *rest = name.split("_")
        times = next((int(word[1:]) for word in rest if word[0] == "X" and word[1:].isdigit()), 1)
        if not any(word.startswith("CARVE-") for word in rest):
            key = f"{material}_{thickness}"
            found[key] = found.get(key, 0.0) + area * times / 1e6
    return found


def same_amounts(layout: SignLayout) -> None:
    assert cut(compose_cutting(layout)) == pytest.approx(counted(layout), rel=1e-3)


@pytest.mark.parametrize("kind", _KINDS)
def test_every_kind_is_cut_from_the_plates_that_its_parts_list_counts(fonts: FontCatalogue, kind: str):
    same_amounts(lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts))


def test_a_gate_is_a_front_a_back_and_the_strip_between_and_its_ink_is_not_cut(fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "event-arch.toml")), fonts)
    cutting = compose_cutting(layout)
    assert [layer.name for layer in cutting.layers] == ["INFLATABLE-CLOTH_0.35MM_X2", "INFLATABLE-CLOTH_0.35MM"]
    assert set(cutting.left_out) == {letter.id for letter in layout.letters}


@pytest.mark.parametrize("construction", ["face_lit", "halo_lit", "face_and_halo", "open_face", "flat"])
@pytest.mark.parametrize("material", ["stainless-steel", "acrylic"])
def test_letters_are_cut_from_the_plates_of_their_construction(fonts: FontCatalogue, construction: str, material: str):
    same_amounts(layout_of(fonts, construction=construction, letter_material=material))


def test_panel_with_round_corners_has_its_returns_on_straight_edges_and_strips_for_the_corners(fonts: FontCatalogue):
    layout = layout_of(fonts, kind="hanging", name="盐", width_mm=1200, height_mm=400, panel_material="aluminium-sheet")
    same_amounts(layout)
    panel = next(piece for piece in layout.pieces if piece.role is PieceRole.PANEL)
    fold = panel.z_front_mm - panel.z_back_mm
    flat, *corners = [
        part.area.outer.bounds
        for layer in compose_cutting(layout).layers
        for part in layer.parts
        if part.subject == panel.id
    ]
    assert (flat.width, flat.height) == pytest.approx((1200 + 2 * fold, 400 + 2 * fold))
    assert [box.height for box in corners] == pytest.approx([fold] * 4)
    radius = corners[0].width / (math.pi / 2)
    assert 2 * (1200 + 400 - 4 * radius) + sum(box.width for box in corners) == pytest.approx(
        perimeter_of(panel.outline),
        rel=1e-4,  # a quarter circle as one cubic
    )
