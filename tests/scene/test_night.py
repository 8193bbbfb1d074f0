"""What the scene says of light and colour by night, and of the rooms behind the glass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from signage.design import (
    Colours,
    LetterConstruction,
    Lighting,
    PieceRole,
    SignSpec,
    kind_of,
    lay_out,
    load_materials,
    material_of,
)
from signage.frontage import OpeningKind, Proposal
from signage.geometry import Affine, Path, Rect
from signage.render import Viewport, draw
from signage.render.png import paint
from signage.render.svg_light import Toner
from signage.render.svg_pictures import small_picture
from signage.scene import DAY, NIGHT, Fill, Gradient, Group, Lit, Node, Scene, Texture, compose_front, compose_sign
from signage.scene.nodes import SIGN_LAYER, Glow, Label, Solid
from signage.scene.sign import edge_group
from signage.scene.sign_light import COLOUR_LAMPS, LETTER_CD_M2, box_light, edge_glow, shown_light, with_light
from signage.scene.tones import lightness, luminance, rgb
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


def test_an_unlit_sign_keeps_its_own_colours_by_night_and_throws_no_light(fonts: FontCatalogue) -> None:
    unlit = SignSpec(kind="plaque", name="晶湾堂", width_mm=2400.0, height_mm=800.0)
    layout = lay_out(unlit, fonts)
    scene = compose_sign(layout, NIGHT, fonts)
    assert not any(isinstance(n, Glow) for n in walk(scene.nodes))
    assert scene.ambience.on_sign_cd_m2 < 0.2 * LETTER_CD_M2
    faces = [n for n in walk((part(scene, "sign-letter-01"),)) if isinstance(n, Fill)]
    by_day = [n for n in walk((part(compose_sign(layout, DAY, fonts), "sign-letter-01"),)) if isinstance(n, Fill)]
    assert faces == by_day  # not lightened ones, which would look milky


def panel_by_night(construction: LetterConstruction, panel: str, fonts: FontCatalogue) -> tuple[Node, ...]:
    spec = SignSpec(
        kind="panel-letters",
        name="海底捞",
        width_mm=5000.0,
        height_mm=1200.0,
        construction=construction,
        colours=Colours(panel=panel, letter="#C8102E"),
    )
    return part(compose_sign(lay_out(spec, fonts), NIGHT, fonts), "sign-panel").children


@pytest.mark.parametrize("panel", ["#F2EFE6", "#5A0E12", "#22262C"])
def test_a_panel_is_the_same_by_night_whether_its_letters_shine_or_not(panel: str, fonts: FontCatalogue) -> None:
    flat, *lit = (
        panel_by_night(construction, panel, fonts)
        for construction in (LetterConstruction.FLAT, LetterConstruction.FACE_LIT, LetterConstruction.HALO_LIT)
    )
    assert lit == [flat, flat]


def test_two_night_pictures_show_an_unlit_and_a_lit_sign_on_the_same_panel(fonts: FontCatalogue) -> None:
    shown = []
    for construction in (LetterConstruction.FLAT, LetterConstruction.FACE_LIT):
        spec = SignSpec(
            kind="panel-letters",
            name="海底捞",
            width_mm=5000.0,
            height_mm=1200.0,
            construction=construction,
            colours=Colours(panel="#F2EFE6", letter="#C8102E"),
        )
        scene = compose_sign(lay_out(spec, fonts), NIGHT, fonts)
        view = Viewport.of(scene, width_px=400)
        at = view.to_pixels().apply((180.0, 150.0))  # a corner of the panel, away from the letters
        shown.append(paint(scene, view)[int(at.y), int(at.x)].astype(int))
    assert shown[0] == pytest.approx(shown[1], abs=3)
    red, _, blue = shown[0].tolist()
    assert red > blue  # the street's lamps are warm


def test_the_street_falls_on_a_sign_in_the_drawing_as_in_the_picture(fonts: FontCatalogue) -> None:
    face = Fill(path=Path.rect(Rect(100, 100, 900, 500)), paint=Solid(colour="#F2EFE6"))
    sign = Group(id="sign", children=(face,), layer=SIGN_LAYER)
    scene = Scene(id="s", title="", bounds=Rect(0, 0, 1000, 600), nodes=(sign,), ambience=NIGHT, background="#F2EFE6")
    picture = paint(scene, Viewport.of(scene, width_px=500)).astype(int)
    beside, on_it = picture[150, 10], picture[150, 250]
    assert on_it.sum() > 1.5 * beside.sum()
    svg = draw(scene, Viewport.of(scene), "svg").content.decode()
    shown = Toner(NIGHT, is_on_sign=True).surface("#F2EFE6")
    assert f'fill="{shown}"' in svg
    assert rgb(shown) == pytest.approx(on_it.tolist(), abs=4)


def test_a_red_panel_stays_red_by_night(fonts: FontCatalogue) -> None:
    face = next(
        n.paint
        for n in panel_by_night(LetterConstruction.FACE_LIT, "#5A0E12", fonts)
        if isinstance(n, Fill) and n.subject == "panel"
    )
    assert isinstance(face, Gradient)
    for _, colour in face.stops:
        red, green, blue = rgb(Toner(NIGHT, is_on_sign=True).surface(colour))
        assert red > 1.8 * max(green, blue)


def captions(spec: SignSpec, fonts: FontCatalogue) -> list[str]:
    scene = compose_sign(lay_out(spec, fonts), NIGHT, fonts)
    return [n.text for n in walk((part(scene, "caption"),)) if isinstance(n, Label)]


def test_a_caption_tells_the_mean_of_a_face_from_the_luminance_of_its_letters(fonts: FontCatalogue) -> None:
    box = SignSpec(kind="projecting", name="晶湾酒家", width_mm=700.0, height_mm=2600.0)
    shown = shown_light(lay_out(box, fonts))
    assert shown.face is not None
    assert shown.letters is not None
    assert box_light(next(p for p in lay_out(box, fonts).pieces if p.role is PieceRole.BOX)) < shown.face
    assert shown.face < shown.letters[0]
    assert f"牌面平均 {shown.face:.0f}、字面 {shown.letters[0]:.0f} cd/m²" in captions(box, fonts)[0]
    halo = replace(RAIL, construction=LetterConstruction.HALO_LIT)
    assert f"按字背光 {LETTER_CD_M2:.0f} cd/m²" in captions(halo, fonts)[0]


def test_letters_on_a_window_say_what_light_they_are_seen_by(fonts: FontCatalogue) -> None:
    spec = SignSpec(kind="window-letters", name="营业中", width_mm=2400.0, height_mm=800.0)
    assert f"{NIGHT.on_sign_cd_m2:.0f} cd/m²" in captions(spec, fonts)[0]


def test_a_halo_ends_with_the_panel_that_stands_before_the_wall(fonts: FontCatalogue) -> None:
    spec = SignSpec(
        kind="panel-letters",
        name="盐业",
        width_mm=4200.0,
        height_mm=1100.0,
        construction=LetterConstruction.HALO_LIT,
        colours=Colours(panel="#101318", letter="#FFFFFF"),
    )
    dark = part(compose_sign(lay_out(spec, fonts), NIGHT, fonts), "sign-halo")
    assert dark.clip == Rect(0.0, 0.0, 4200.0, 1100.0)
    pale = replace(spec, colours=Colours(panel="#F2EFE6", letter="#FFFFFF"))
    white = part(compose_sign(lay_out(pale, fonts), NIGHT, fonts), "sign-halo")
    gains = [max(n.gain for n in walk(g.children) if isinstance(n, Glow)) for g in (dark, white)]
    assert gains[0] > 2 * gains[1] == 2.0


def test_a_projecting_box_lights_its_wall_by_its_face_and_its_letters(fonts: FontCatalogue) -> None:
    spec = SignSpec(kind="projecting", name="晶湾酒家", width_mm=700.0, height_mm=2600.0)
    layout = lay_out(spec, fonts)
    group = edge_group(layout, Affine(), NIGHT, name="edge", subject="S1")
    (glow,) = [n for n in walk((group,)) if isinstance(n, Glow)]
    box = next(p for p in layout.pieces if p.role is PieceRole.BOX)
    assert glow.luminance_cd_m2 > box_light(box)  # white letters on a dark face shine brighter than it
    bounds = glow.path.bounds()
    assert bounds is not None
    assert bounds.width > 400.0
    assert max(glow.reach_mm) > 600.0
    dim, bright = (
        edge_glow(box, with_light(layout.letters, box), box.outline, 700.0, away).gain for away in (400.0, 100.0)
    )
    assert dim < bright < 0.6  # the further it stands from the wall, the less


def test_a_projecting_box_throws_the_colour_of_its_face(fonts: FontCatalogue) -> None:
    blank = SignSpec(
        kind="projecting",
        name="一",
        width_mm=700.0,
        height_mm=2600.0,
        letter_height_mm=60.0,
        colours=Colours(panel="#1F4FA0", letter="#FFFFFF"),
    )
    layout = lay_out(blank, fonts)
    group = edge_group(layout, Affine(), NIGHT, name="edge", subject="S1")
    (glow,) = [n for n in walk((group,)) if isinstance(n, Glow)]
    red, green, blue = rgb(glow.tint)
    assert blue == 255
    assert red < green < blue


def sheens(fonts: FontCatalogue, material: str, width: float) -> list[Gradient]:
    spec = SignSpec(kind="panel-letters", name="茶", width_mm=width, height_mm=1200.0, panel_material=material)
    panel = part(compose_sign(lay_out(spec, fonts), DAY, fonts), "sign-panel")
    paints = [n.paint for n in walk((panel,)) if isinstance(n, Fill)]
    return [paint for paint in paints if isinstance(paint, Gradient) and paint.start.x != paint.end.x]


def test_a_matt_panel_mirrors_less_than_a_gloss_one_and_gloss_ones_differ(fonts: FontCatalogue) -> None:
    finishes = {m.id: m.finish for m in load_materials()}
    assert (finishes["aluminium-sheet"], finishes["acrylic"]) == ("matt", "gloss")
    (matt,), (gloss,) = (sheens(fonts, name, 6000.0) for name in ("aluminium-sheet", "acrylic"))
    colour = material_of("aluminium-sheet").default_colour
    assert matt.opacity > 0
    assert matt.stops[2][1] != colour
    found = [sheens(fonts, "acrylic", width)[0] for width in (5000.0, 5500.0, 6000.0, 6500.0)]
    assert len({paint.stops[2][0] for paint in found}) > 1
    assert gloss.opacity > 1.5 * matt.opacity


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
    assert levels[0] > levels[-1]


def test_a_rail_is_painted_like_a_stone_wall_unless_it_has_a_stated_colour(fonts: FontCatalogue) -> None:
    def rail_colours(spec: SignSpec) -> set[str]:
        rail = part(compose_sign(lay_out(spec, fonts), DAY, fonts), "sign-rail-01")
        faces = [n.paint for n in rail.children if isinstance(n, Fill) and n.subject == "rail-01"]
        return {colour for paint in faces if isinstance(paint, Gradient) for _, colour in paint.stops}

    own = kind_of("rail-letters").base.colour
    assert own in rail_colours(RAIL)
    assert 0.0 < luminance("#BDB4A6") - luminance(own) < 0.1  # a little darker: a rail, not an underline
    assert "#AA1122" in rail_colours(replace(RAIL, colours=Colours(panel="#AA1122")))


def test_a_rail_shows_nothing_beyond_its_own_ends(fonts: FontCatalogue) -> None:
    layout = lay_out(replace(RAIL, second_line="JINGWAN SALT"), fonts)
    picture = compose_sign(layout, DAY, fonts)
    for piece in (p for p in layout.pieces if p.role is PieceRole.RAIL):
        rail = piece.outline.bounds()
        shown = [n.path.bounds() for n in part(picture, f"sign-{piece.id}").children if isinstance(n, Fill)]
        assert rail is not None
        assert len(shown) > 2  # clamps and their shade among them
        whole = Rect.joined([box for box in shown if box is not None])
        assert whole.x0 >= rail.x0 - 5.0
        assert whole.x1 <= rail.x1 + 5.0 + 0.1 * piece.z_front_mm  # its own side, seen from the left
        assert whole.y1 <= rail.y1 + 5.0


def test_bulbs_shine_as_stated_whatever_colour_lies_behind_them(fonts: FontCatalogue) -> None:
    bulbs = replace(RAIL, construction=LetterConstruction.OPEN_FACE, lighting=Lighting(luminance_cd_m2=180.0))
    assert shown_light(lay_out(bulbs, fonts)).letters == (180.0, 180.0)

    def back(colour: str) -> Lit:
        spec = replace(bulbs, colours=Colours(letter=colour))
        layout = lay_out(spec, fonts)
        letter = part(compose_sign(layout, NIGHT, fonts), f"sign-{layout.letters[0].id}")
        lit = [n.paint for n in letter.children if isinstance(n, Fill) and isinstance(n.paint, Lit)]
        return next(paint for paint in lit if paint.colour == colour)

    assert back("#8E2A22").luminance_cd_m2 < 0.5 * back("#FFFFFF").luminance_cd_m2


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


def test_brushed_metal_of_a_sign_takes_the_street_in_the_drawing_too() -> None:
    box = Rect(0, 0, 1000, 400)
    metal = Texture(material="brushed", colour="#B8BCC0")
    beside, on_it = (
        small_picture(metal, box, 1.0, Toner(NIGHT, is_on_sign=is_on_sign)) for is_on_sign in (False, True)
    )
    assert lightness(on_it.mean) > 1.5 * lightness(beside.mean)


def film(colour: str | None = None, material: str | None = None) -> SignSpec:
    window = SignSpec(kind="window-letters", name="江南茶舍", width_mm=1600.0, height_mm=320.0)
    return replace(window, colours=Colours(letter=colour), letter_material=material)


def faces_of(spec: SignSpec, fonts: FontCatalogue) -> list[object]:
    layout = lay_out(spec, fonts)
    letter = part(compose_sign(layout, NIGHT, fonts), f"sign-{layout.letters[0].id}")
    return [node.paint for node in letter.children if isinstance(node, Fill)]


def test_white_film_on_a_lit_window_shines_and_dark_film_stands_before_the_light(fonts: FontCatalogue) -> None:
    (white,), (black,) = faces_of(film(), fonts), faces_of(film("#101010"), fonts)
    assert isinstance(white, Lit)
    assert isinstance(black, Lit)
    assert 150 < white.luminance_cd_m2 < LETTER_CD_M2
    assert black.luminance_cd_m2 < 0.01 * white.luminance_cd_m2
    assert not any(isinstance(paint, Lit) for paint in faces_of(film(material="stainless-steel"), fonts))


def test_letters_of_white_film_are_read_before_the_room_behind_them(fonts: FontCatalogue) -> None:
    layout = lay_out(film(), fonts)
    picture = compose_sign(layout, NIGHT, fonts)
    shown = paint(picture, Viewport.of(picture, width_px=800)).astype(float).mean(axis=2)
    without = replace(picture, nodes=tuple(n for n in picture.nodes if not (isinstance(n, Group) and n.id == "sign")))
    room = paint(without, Viewport.of(picture, width_px=800)).astype(float).mean(axis=2)
    lettered = (shown - room) > 20
    assert lettered.mean() > 0.04
    assert (shown - room)[lettered].mean() > 60


def test_the_caption_of_a_window_says_what_lights_it_and_lies_on_its_frame(fonts: FontCatalogue) -> None:
    picture = compose_sign(lay_out(film(), fonts), NIGHT, fonts)
    caption = part(picture, "caption")
    (words,) = [node.text for node in caption.children if isinstance(node, Label)]
    assert "201 cd/m²" in words
    plate = next(node.path.bounds() for node in caption.children if isinstance(node, Fill))
    assert plate is not None
    assert plate.y1 - picture.bounds.y0 < 0.035 * picture.bounds.height


def test_a_halo_before_a_dark_panel_is_brighter_than_the_letters(fonts: FontCatalogue) -> None:
    spec = SignSpec(
        kind="panel-letters",
        name="江南茶舍",
        width_mm=6000.0,
        height_mm=1200.0,
        construction=LetterConstruction.HALO_LIT,
    )
    layout = lay_out(spec, fonts)
    picture = compose_sign(layout, NIGHT, fonts)
    shown = paint(picture, Viewport.of(picture, width_px=1600)).astype(float).mean(axis=2)
    px = 1600 / picture.bounds.width
    letter = layout.letters[1].outline.bounds()
    assert letter is not None
    row = int((picture.bounds.y1 - letter.y1 - 12.0) * px)
    beside = shown[row, int((letter.x0 - picture.bounds.x0) * px) : int((letter.x1 - picture.bounds.x0) * px)]
    inside = [shown[row + d, int((letter.centre.x - picture.bounds.x0) * px)] for d in range(8, 14)]
    assert beside.max() > min(inside) + 25
