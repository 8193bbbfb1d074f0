"""People in pictures: true size, feet on the ground, seen by night from the side that a shop lights."""

from __future__ import annotations

import pytest

from signage.design import SignSpec, lay_out
from signage.frontage import Proposal
from signage.geometry import Rect
from signage.scene import DAY, NIGHT, compose_front, compose_sign
from signage.scene.nodes import Fill, Group, Lit, Node, Shadow, Solid, Stroke
from signage.scene.people import HEIGHT_MM, Pose, person
from signage.typography import FontCatalogue

poses = pytest.mark.parametrize("pose", list(Pose))


def fills(group: Group) -> list[Fill]:
    return [node for node in group.children if isinstance(node, Fill)]


def body(group: Group) -> Rect:
    boxes = [box for node in fills(group) if (box := node.path.bounds()) is not None]
    return Rect.joined(boxes)


@poses
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_a_grown_person_is_as_high_as_the_drawing_says_and_stands_on_the_ground(pose: Pose, is_mirrored: bool) -> None:
    seen = body(person(5000.0, -90.0, name="p", pose=pose, is_mirrored=is_mirrored))
    assert seen.height == pytest.approx(HEIGHT_MM, abs=6.0)
    assert seen.y0 == pytest.approx(-90.0, abs=6.0)
    assert seen.x0 < 5000.0 < seen.x1


def test_poses_differ_and_a_mirrored_figure_looks_the_other_way() -> None:
    shapes = {pose: tuple(fill.path for fill in fills(person(0.0, 0.0, name="p", pose=pose))) for pose in Pose}
    assert len(set(shapes.values())) == len(Pose)
    here, there = (body(person(0.0, 0.0, name="p", pose=Pose.WITH_CHILD, is_mirrored=m)) for m in (False, True))
    assert here.x1 > 500
    assert there.x0 == pytest.approx(-here.x1, abs=1.0)


@poses
def test_a_figure_has_clothes_of_several_colours_and_a_soft_shade_and_no_outline(pose: Pose) -> None:
    group = person(0.0, 0.0, name="p", pose=pose)
    assert not any(isinstance(node, Stroke) for node in group.children)
    assert any(isinstance(node, Shadow) and node.blur_mm > 10 for node in group.children)
    cloth = {fill.paint.colour for fill in fills(group) if isinstance(fill.paint, Solid) and fill.paint.opacity == 1}
    assert len(cloth) >= 5
    assert len(group.children) < 80


@poses
@pytest.mark.parametrize("side", [-1, 1])
def test_by_night_what_faces_the_shop_is_brighter_than_the_rest(pose: Pose, side: int) -> None:
    lit = fills(person(0.0, 0.0, name="p", pose=pose, ambience=NIGHT, lit_from=side))
    cloths = [f for f in lit if isinstance(f.paint, Lit)]
    assert cloths == lit
    trunk = max(cloths, key=lambda f: abs(f.path.signed_area()))
    glints = [f for f in cloths if f.paint.colour == trunk.paint.colour and f.path != trunk.path]
    bright = max(glints, key=lambda f: f.paint.luminance_cd_m2)
    middle, at = trunk.path.bounds(), bright.path.bounds()
    assert middle is not None
    assert at is not None
    assert bright.paint.luminance_cd_m2 > 2 * trunk.paint.luminance_cd_m2 > 0
    assert (at.centre.x - middle.centre.x) * side > 0


def people_in(nodes: tuple[Node, ...]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Group):
            found += [node.id] if node.id.startswith("person") else people_in(node.children)
    return found


def test_two_people_stand_on_either_side_of_a_shop_and_neither_in_its_doors(
    proposal: Proposal, fonts: FontCatalogue
) -> None:
    picture = compose_front(proposal, DAY, fonts)
    assert people_in(picture.nodes) == ["person", "person-2"]


def test_nobody_stands_before_a_small_sign_or_is_cut_off_by_the_picture(fonts: FontCatalogue) -> None:
    seen = {}
    for width, height in ((300.0, 900.0), (500.0, 1500.0), (800.0, 2400.0), (6000.0, 1500.0)):
        spec = SignSpec(kind="freestanding", name="晶湾茶坊", width_mm=width, height_mm=height)
        layout = lay_out(spec, fonts)
        picture = compose_sign(layout, DAY, fonts)
        foreground = next((n for n in picture.nodes if isinstance(n, Group) and n.id == "foreground"), None)
        seen[height, width] = foreground is not None
        if foreground is None:
            continue
        (figure,) = [node for node in foreground.children if isinstance(node, Group)]
        box = body(figure)
        assert layout.envelope.x1 < box.x0
        assert picture.bounds.x0 < box.x0 < box.x1 < picture.bounds.x1
        assert box.y1 < picture.bounds.y1
    assert [size for size, is_seen in seen.items() if not is_seen] == [(900.0, 300.0)]
