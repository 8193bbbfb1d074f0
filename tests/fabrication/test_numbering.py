"""Part numbers and build-ups: one answer for every drawing, list and table."""

from __future__ import annotations

import csv
import io
import json

import pytest

from signage.design import LetterConstruction, PieceRole, SignSpec, lay_out, read_spec
from signage.documents.light_map import light_map
from signage.documents.workshop_making import bodies_table, letters_table
from signage.fabrication import build_up, make_pack, pack_json, part_numbers, parts_csv, span_of
from signage.resources import bundled
from signage.scene import compose_workshop
from signage.scene.dimensions import labels_in
from signage.scene.sheet_materials import parts_of

SPECS = ("jingwan-flagship", "kinds/hanging", "kinds/rail-letters", "kinds/plaque")


@pytest.mark.parametrize("name", SPECS)
def test_a_piece_has_one_number_in_every_paper_of_the_workshop(name, fonts):
    layout = lay_out(read_spec(bundled("samples", "specs", f"{name}.toml")), fonts)
    pack, numbers = make_pack(layout), part_numbers(layout.pieces)
    assert len(set(numbers.values())) == len(layout.pieces)
    rows = csv.DictReader(io.StringIO(parts_csv(pack).decode("utf-8-sig")))
    assert {row["件号"] for row in rows} - {""} <= set(numbers.values())
    assert {piece["id"]: piece["number"] for piece in json.loads(pack_json(pack))["pieces"]} == numbers
    listed = [row[0] for table in (letters_table(pack), bodies_table(pack)) for row in table["rows"]]
    assert set(listed) <= set(numbers.values())
    drawn = light_map(pack)
    shown = {word.text.split(":")[0] for row in drawn.rows for word in row.words} if drawn else set()
    assert shown <= set(numbers.values())
    assert {numbers[piece.id] for piece in layout.letters if not piece.is_face_lit}.isdisjoint(shown)
    words = " ".join(node.text for node in labels_in(compose_workshop(layout, fonts).nodes))
    assert all(number in words for number in (numbers[piece.id] for piece in layout.pieces[:4]))


def test_numbers_are_listed_as_runs():
    assert span_of(["L01", "L02", "L03"]) == "L01–L03"
    assert span_of(["L01", "L03", "P01"]) == "L01, L03, P01"
    assert span_of([]) == ""


def test_the_schedule_of_a_sheet_says_what_the_pack_buys(fonts):
    spec = SignSpec(
        kind="panel-letters",
        name="晶湾盐业",
        width_mm=4000.0,
        height_mm=1000.0,
        construction=LetterConstruction.FACE_LIT,
    )
    layout = lay_out(spec, fonts)
    (row,) = [part for part in parts_of(layout) if part.name == "字"]
    assert row.numbers == "L01–L04"
    assert row.made_of == ("字面　亚克力 3", "围边　不锈钢 0.8", "背板　铝单板 1.5")
    assert row.depth == "60"
    bought = {(p.use, p.thickness_mm) for p in make_pack(layout).parts if p.piece == "letter-01" and p.thickness_mm}
    assert bought == {(one.use, one.thickness_mm) for one in build_up(layout.letters[0], layout)}


def test_film_and_lamps_have_no_depth_and_film_its_own_thickness(fonts):
    for kind, thickness in (("window-letters", "即时贴 0.08"), ("event-arch", "布面印字（油墨） 0.02")):
        layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
        row = next(part for part in parts_of(layout) if part.name.endswith("字"))
        assert (row.depth, row.made_of) == ("—", (thickness,))
    ticker = lay_out(read_spec(bundled("samples", "specs", "kinds", "led-ticker.toml")), fonts)
    assert next(p for p in parts_of(ticker) if p.numbers.startswith("L")).depth == "—"
    arch = lay_out(read_spec(bundled("samples", "specs", "kinds", "event-arch.toml")), fonts)
    gate = next(piece for piece in arch.pieces if piece.role is PieceRole.GATE)
    assert [one.thickness_mm for one in build_up(gate, arch)] == [0.35, None]
