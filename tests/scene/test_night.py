"""What the scene says of light and colour by night, and of the rooms behind the glass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.design import Colours, LetterConstruction, Lighting, PieceRole, SignSpec, lay_out, load_materials
from signage.frontage import OpeningKind, Proposal
from signage.geometry import Affine, Rect
from signage.scene import DAY, NIGHT, Fill, Gradient, Group, Lit, Node, Scene, Texture, compose_front, compose_sign
from signage.scene.nodes import Glow, Solid
from signage.scene.sign import edge_group
from signage.scene.sign_light import COLOUR_LAMPS, LETTER_CD_M2, STREET_CD_M2, box_light
from signage.scene.tones import lifted, lightness, luminance, mix
from signage.typography import FontCatalogue

BOX = SignSpec(
    kind="light-box",
    name="盐味小馆",
    width_mm=4200.0,
    height_mm=1100.0,
    colours=Colours(panel="#F8F4E8", letter="#B3201F"),
    lighting=Lighting(luminance_cd_m2=180.0),
)
RAIL = SignSpec(kind="rail-letters", name="晶湾盐业", width_mm=4200.0, height_mm=900.0)
colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: "#{:02X}{:02X}{:02X}".format(*c))


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


def part(scene: Scene, name: str) -> Group:
    return next(n for n in walk(scene.nodes) if isinstance(n, Group) and n.id == name)


def lights(group: Group) -> list[Lit]:
    return [n.paint for n in walk(group.children) if isinstance(n, Fill) and isinstance(n.paint, Lit)]


def test_a_light_box_keeps_its_stated_luminance(fonts: FontCatalogue) -> None:
    scene = compose_sign(lay_out(BOX, fonts), NIGHT, fonts)
    assert [paint.luminance_cd_m2 for paint in lights(part(scene, "sign-box"))] == [180.0]


def test_print_passes_its_own_share_of_the_light_behind_the_face(fonts: FontCatalogue) -> None:
    scene = compose_sign(lay_out(BOX, fonts), NIGHT, fonts)
    (print_,) = lights(part(scene, "sign-letter-01"))
    assert print_.luminance_cd_m2 == pytest.approx(180.0 * luminance("#B3201F") / luminance("#F8F4E8"))


def test_an_unlit_sign_is_seen_by_one_stated_street_light_that_ends_with_it(fonts: FontCatalogue) -> None:
    unlit = SignSpec(kind="plaque", name="晶湾堂", width_mm=2400.0, height_mm=800.0)
    layout = lay_out(unlit, fonts)
    scene = compose_sign(layout, NIGHT, fonts)
    (light,) = [n for n in walk(scene.nodes) if isinstance(n, Glow)]
    assert light.luminance_cd_m2 == STREET_CD_M2 < 0.1 * LETTER_CD_M2
    assert light.path.bounds() == pytest.approx(layout.envelope)
    assert max(light.reach_mm) < 5.0
    faces = [n for n in walk((part(scene, "sign-letter-01"),)) if isinstance(n, Fill)]
    by_day = [n for n in walk((part(compose_sign(layout, DAY, fonts), "sign-letter-01"),)) if isinstance(n, Fill)]
    assert faces == by_day  # its own colours, not lightened ones, which would look milky
    lit = compose_sign(lay_out(BOX, fonts), NIGHT, fonts)
    assert not any(n.luminance_cd_m2 == STREET_CD_M2 for n in walk(lit.nodes) if isinstance(n, Glow))


def test_a_projecting_box_lights_its_wall_by_its_face_and_its_letters(fonts: FontCatalogue) -> None:
    spec = SignSpec(kind="projecting", name="晶湾酒家", width_mm=700.0, height_mm=2600.0)
    layout = lay_out(spec, fonts)
    group = edge_group(layout, Affine(), NIGHT, name="edge", subject="S1")
    (glow,) = [n for n in walk((group,)) if isinstance(n, Glow)]
    box = next(p for p in layout.pieces if p.role is PieceRole.BOX)
    assert glow.luminance_cd_m2 > box_light(box)  # white letters on a dark face shine brighter than it
    bounds = glow.path.bounds()
    assert bounds is not None
    assert bounds.width > 700.0
    assert max(glow.reach_mm) > 600.0


def sheens(fonts: FontCatalogue, material: str, width: float) -> list[Fill]:
    spec = SignSpec(kind="panel-letters", name="茶", width_mm=width, height_mm=1200.0, panel_material=material)
    panel = part(compose_sign(lay_out(spec, fonts), DAY, fonts), "sign-panel")
    return [n for n in walk((panel,)) if isinstance(n, Fill) and isinstance(n.paint, Solid) and n.paint.opacity < 0.2]


def test_a_matt_panel_mirrors_nothing_and_gloss_ones_differ(fonts: FontCatalogue) -> None:
    names = {m.finish: m.id for m in load_materials() if m.finish in {"matt", "gloss"}}
    assert sheens(fonts, names["matt"], 6000.0) == []
    found = [sheens(fonts, names["gloss"], width) for width in (5000.0, 5500.0, 6000.0, 6500.0)]
    starts = {(f[0].path.coords[0] / 5000.0) for f in found if f}
    assert len(starts) > 1


def test_an_inflated_arch_shows_no_seam_between_beam_and_legs(fonts: FontCatalogue) -> None:
    spec = SignSpec(kind="event-arch", name="开业大吉", width_mm=8000.0, height_mm=5000.0)
    gate = part(compose_sign(lay_out(spec, fonts), DAY, fonts), "sign-gate")
    whole = gate.children[0]
    for fill in (n for n in walk((gate,)) if isinstance(n, Fill) and isinstance(n.paint, Solid)):
        assert fill.path.verbs.count("M") == 1  # every ring runs around beam and legs
    assert isinstance(whole, Fill)


def test_a_balloon_is_a_ball_with_shades_that_stay_inside_it_and_no_sun_in_it_by_night(fonts: FontCatalogue) -> None:
    spec = SignSpec(kind="event-balloon", name="开业大吉", width_mm=2400.0, height_mm=9600.0)
    layout = lay_out(spec, fonts)
    assert layout.balloon is not None
    ball = layout.balloon.outline.bounds()
    assert ball is not None
    fills = {}
    for ambience in (DAY, NIGHT):
        nodes = [n for n in walk((part(compose_sign(layout, ambience, fonts), "sign-balloon"),)) if isinstance(n, Fill)]
        above = [n for n in nodes if (b := n.path.bounds()) is not None and b.y0 > ball.y0 - 1.0]
        assert len(above) > 40
        for fill in above:
            inside = fill.path.bounds()
            assert inside is not None
            assert ball.grown(1.0).contains(inside)
        fills[ambience.is_night] = max(
            n.paint.opacity for n in nodes if isinstance(n.paint, Solid) and n.paint.colour == "#FFFFFF"
        )
    assert fills[True] < fills[False] / 2


def test_black_print_passes_nothing(fonts: FontCatalogue) -> None:
    black = replace(BOX, colours=Colours(panel="#FFFFFF", letter="#000000"))
    scene = compose_sign(lay_out(black, fonts), NIGHT, fonts)
    assert [paint.luminance_cd_m2 for paint in lights(part(scene, "sign-letter-01"))] == [0.0]


def test_deep_acrylic_reaches_the_stated_luminance_only_as_far_as_its_lamps_can(fonts: FontCatalogue) -> None:
    spec = SignSpec(
        kind="wall-letters",
        name="盐",
        width_mm=1200.0,
        height_mm=1000.0,
        construction=LetterConstruction.FACE_LIT,
        lighting=Lighting(luminance_cd_m2=200.0),
    )
    for colour in ("#FFFFFF", "#F2C14E", "#C8102E"):
        layout = lay_out(replace(spec, colours=Colours(letter=colour)), fonts)
        found = max(p.luminance_cd_m2 for p in lights(part(compose_sign(layout, NIGHT, fonts), "sign-letter-01")))
        assert found == pytest.approx(min(200.0, 200.0 * COLOUR_LAMPS * luminance(colour)))


def test_a_dark_panel_keeps_its_form_by_night(fonts: FontCatalogue) -> None:
    spec = SignSpec(
        kind="panel-letters",
        name="盐业",
        width_mm=4200.0,
        height_mm=1100.0,
        colours=Colours(panel="#101318", letter="#FFFFFF"),
    )
    scene = compose_sign(lay_out(spec, fonts), NIGHT, fonts)
    face = next(n.paint for n in part(scene, "sign-panel").children if isinstance(n, Fill) and n.subject == "panel")
    assert isinstance(face, Gradient)
    levels = [lightness(colour) for _, colour in face.stops]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] > lightness("#101318") + 0.1


def test_a_rail_is_painted_like_its_wall_unless_a_colour_is_stated(proposal: Proposal, fonts: FontCatalogue) -> None:
    def rail_colours(spec: SignSpec) -> set[str]:
        rail = part(compose_sign(lay_out(spec, fonts), DAY, fonts), "sign-rail-01")
        faces = [n.paint for n in rail.children if isinstance(n, Fill) and n.subject == "rail-01"]
        return {colour for paint in faces if isinstance(paint, Gradient) for _, colour in paint.stops}

    near = mix("#BDB4A6", next(p for p in lay_out(RAIL, fonts).pieces if p.id == "rail-01").face_colour, 0.12)
    assert near in rail_colours(RAIL)
    assert "#AA1122" in rail_colours(replace(RAIL, colours=Colours(panel="#AA1122")))


def test_all_panes_and_doors_of_a_shop_look_into_one_room(proposal: Proposal, fonts: FontCatalogue) -> None:
    mine = [o for o in proposal.face.openings if o.unit == "S1-02" and o.storey == 1]
    assert {OpeningKind.DOOR, OpeningKind.SHOPFRONT} == {o.kind for o in mine}
    whole = Rect.joined([o.rect for o in mine])
    for light, material in ((DAY, "glass"), (NIGHT, "interior")):
        scene = compose_front(proposal, light, fonts)
        seen = [
            n.paint
            for opening in mine
            for n in part(scene, f"opening-{opening.id}").children
            if isinstance(n, Fill) and isinstance(n.paint, Texture)
        ]
        assert len(seen) == len(mine)
        assert {(paint.material, paint.extent) for paint in seen} == {(material, whole)}
        assert len({(paint.seed, paint.colour) for paint in seen}) == 1


@given(colours, st.floats(0.05, 0.55))
def test_a_lifted_colour_is_light_enough_and_never_darker(colour: str, least: float) -> None:
    assert lightness(lifted(colour, least)) >= max(least, lightness(colour)) - 0.01
