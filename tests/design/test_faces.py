"""Signs that are read from one side or from both: what is said, what is laid out, and what follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signage.design import PieceRole, SignSpec, kind_of, lay_out, load_kinds, parse_spec, spec_of, write_spec
from signage.errors import SpecError
from signage.fabrication import make_pack
from signage.frontage import Proposal, place, read_plan
from signage.resources import bundled
from signage.rules.measures import Subject, measure_of
from signage.scene import NIGHT, SheetParticulars, compose_front
from signage.scene.nodes import Glow, Group, Node
from signage.scene.sheet_notes import note_texts

DOUBLE = sorted(kind.id for kind in load_kinds() if kind.faces == 2)
SINGLE = sorted(kind.id for kind in load_kinds() if kind.faces == 1)


def spec(kind: str = "projecting", **more: object) -> SignSpec:
    return spec_of({"kind": kind, "name": "盐味", "width_mm": 800, "height_mm": 1800, **more})


def proposal(fonts, **more: object) -> Proposal:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    return Proposal(plan=plan, sign=place(lay_out(spec(**more), fonts), plan, "S1-02"))


def test_a_spec_that_says_nothing_of_faces_has_the_digest_that_it_always_had():
    assert spec().digest == "sha256:c812b016a6ba00e75b74ce07087b53e752d1d106c84ba365beb2a6e21d84d452"
    assert spec(faces=2).digest != spec().digest != spec(faces=1).digest


@pytest.mark.parametrize("kind", DOUBLE)
def test_what_is_not_said_is_the_kinds(fonts, kind: str):
    assert lay_out(spec(kind), fonts).faces == 2
    assert lay_out(spec(kind, faces=1), fonts).faces == 1


def test_a_file_keeps_the_number_of_faces():
    assert "faces = 1" in write_spec(spec(faces=1))
    assert parse_spec(write_spec(spec(faces=1))) == spec(faces=1)
    assert "faces" not in write_spec(spec())


@pytest.mark.parametrize("kind", SINGLE)
def test_a_kind_with_one_side_for_its_text_has_no_second_face(fonts, kind: str):
    with pytest.raises(SpecError, match="faces_not_allowed") as caught:
        spec(kind, faces=2)
    assert caught.value.at is not None
    assert caught.value.at.field == "faces"
    with pytest.raises(SpecError, match="faces_not_allowed"):
        lay_out(replace(spec(kind), faces=2), fonts)


@pytest.mark.parametrize("faces", [0, 3])
def test_only_one_and_two_are_numbers_of_faces(faces: int):
    with pytest.raises(SpecError, match="out_of_range"):
        spec(faces=faces)


def test_the_letters_of_a_hanging_board_stand_on_one_side_or_on_both(fonts):
    one, two = (lay_out(spec("hanging", height_mm=300, faces=n), fonts) for n in (1, 2))
    assert len(two.faced_pieces) - len(one.faced_pieces) == len(two.letters)
    assert one.thickness_mm == pytest.approx(50 + 10)
    assert two.thickness_mm == pytest.approx(50 + 2 * 10)


@pytest.mark.parametrize("kind", ["projecting", "projecting-round", "freestanding"])
def test_a_frame_lies_before_each_face_and_before_no_back(fonts, kind: str):
    lip = kind_of(kind).base.frame_lip_mm
    one, two = (lay_out(spec(kind, faces=n), fonts) for n in (1, 2))
    for layout, behind in ((one, 0.0), (two, lip)):
        box, frame = (next(p for p in layout.pieces if p.role is role) for role in (PieceRole.BOX, PieceRole.FRAME))
        assert box.z_back_mm - frame.z_back_mm == pytest.approx(behind)
        assert frame.z_front_mm - box.z_front_mm == pytest.approx(lip)


def test_a_second_face_is_made_lit_and_weighed(fonts):
    one, two = (make_pack(lay_out(spec(faces=n), fonts)) for n in (1, 2))
    amounts = [{part.use: part.quantity for part in pack.parts} for pack in (one, two)]
    assert amounts[1]["light_face"] == pytest.approx(2 * amounts[0]["light_face"])
    assert {"back"} == {"back", "light_board"} & set(amounts[0])
    assert {"light_board"} == {"back", "light_board"} & set(amounts[1])
    assert {lit.face for lit in one.lit} == {1}
    assert {lit.face for lit in two.lit} == {1, 2}
    assert one.weight.known_kg < two.weight.known_kg
    assert one.cost.total_fen < two.cost.total_fen


def test_faces_that_open_count_each_and_a_single_one_counts_once(fonts):
    method = measure_of("area_framed_hull_2ft")
    assert method is not None
    opened = {"face_angle_deg": 90, "face_gap_mm": 1200}
    areas = []
    for faces in (1, 2):
        found = method.read(Subject(replace(proposal(fonts, faces=faces), facts=opened)))
        assert found.quantity is not None
        areas.append(found.quantity.value)
    assert areas[1] == pytest.approx(2 * areas[0])


def test_new_york_is_told_how_many_faces_there_are(fonts):
    named = measure_of("face_number")
    assert named is not None
    assert [named.read(Subject(proposal(fonts, faces=n))).text for n in (1, 2)] == ["single", "several"]


def test_the_sheet_names_a_single_face(fonts):
    notes = [
        " ".join(note_texts(proposal(fonts, faces=n), SheetParticulars(drawing_number="1", project="x")))
        for n in (1, 2)
    ]
    assert "（单面）" in notes[0]
    assert "（双面）" in notes[1]


def glows(nodes: tuple[Node, ...], clip=None):
    for node in nodes:
        if isinstance(node, Group):
            yield from glows(node.children, node.clip or clip)
        elif isinstance(node, Glow):
            yield node, clip


def test_by_night_the_back_of_a_single_face_leaves_the_wall_dark(fonts):
    one, two = (proposal(fonts, faces=n) for n in (1, 2))
    shining = []
    for asked in (one, two):
        scene = compose_front(asked, NIGHT, fonts)
        box = next(p.id for p in asked.sign.layout.pieces if p.is_face_lit)
        shining.append([clip for glow, clip in glows(scene.nodes) if glow.subject == box])
    edge = one.sign.rect
    assert [clip.contains(edge) for clip in shining[1]] == [True]
    assert all(clip.x0 > edge.centre.x for clip in shining[0])
