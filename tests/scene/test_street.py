from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from signage.design import SignSpec, contrast, lay_out
from signage.errors import NotFound
from signage.frontage import FrontagePlan, PlacedSign, place
from signage.geometry import Point
from signage.scene import DAY, NIGHT, Fill, Glow, Group, Label, Lit, Node, Scene, Stroke, compose_street, label_box
from signage.scene.existing import existing_group
from signage.scene.tones import luminance
from signage.typography import FontCatalogue


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


@pytest.fixture(scope="module")
def street(plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue) -> tuple[Node, ...]:
    return compose_street(plan, plan.faces[0].id, (sign,), DAY, fonts).nodes


def test_the_whole_face_is_in_the_picture(plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue) -> None:
    face = plan.faces[0]
    assert compose_street(plan, face.id, (sign,), NIGHT, fonts).bounds.contains(face.outline)


def test_every_unit_is_named_below_the_pavement(street: tuple[Node, ...], plan: FrontagePlan) -> None:
    words = [n for n in walk(street) if isinstance(n, Label)]
    lowest = min(p.y for p in plan.faces[0].pavement)
    for unit in plan.faces[0].units:
        assert any(n.text == unit.id and n.at.y < lowest for n in words), unit.id


def test_datum_lines_and_levels_carry_their_level(street: tuple[Node, ...], plan: FrontagePlan) -> None:
    words = {n.text for n in walk(street) if isinstance(n, Label)}
    assert "±0.000" in words
    for datum in {b.datum_mm for b in plan.faces[0].bands if b.datum_mm is not None}:
        assert f"招牌底线 {datum / 1000:+.3f}" in words


def test_no_two_words_of_the_street_overlap(street: tuple[Node, ...]) -> None:
    shown = [n for n in walk(street) if isinstance(n, Label) and n.layer == "text"]
    for one, other in itertools.combinations(shown, 2):
        assert not label_box(one).overlaps(label_box(other)), f"“{one.text}” lies on “{other.text}”"


def test_all_existing_signs_hang_there_and_one_gives_way_to_the_new_sign(
    plan: FrontagePlan, sign: PlacedSign, street: tuple[Node, ...], fonts: FontCatalogue
) -> None:
    face = plan.faces[0]
    ids = {n.id for n in walk(street) if isinstance(n, Group)}
    assert {f"existing-{e.id}" for e in face.existing} <= ids
    assert "sign-S1-02" in ids
    moved = replace(sign, unit_id=face.existing[0].unit)
    after = compose_street(plan, face.id, (moved,), DAY, fonts)
    assert f"existing-{face.existing[0].id}" not in {n.id for n in walk(after.nodes) if isinstance(n, Group)}


def test_an_unknown_face_is_not_found(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    with pytest.raises(NotFound) as caught:
        compose_street(plan, "north", (), DAY, fonts)
    assert caught.value.code == "scene.no_face"


def test_a_record_whose_name_has_no_glyph_shows_its_panel_and_says_so(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    record = replace(plan.faces[0].existing[0], name="\U0001f9c2\U0001f9c2店")
    drawn = existing_group(record, DAY, fonts)
    assert any(isinstance(n, Label) and n.text == "店名无法绘制" for n in drawn.children)


def test_signs_over_the_roof_and_past_an_end_are_in_the_picture_whole(
    plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue
) -> None:
    face = plan.faces[0]
    spec = SignSpec(kind="rooftop-letters", name="晶湾大厦", width_mm=9000.0, height_mm=2000.0)
    over = place(lay_out(spec, fonts), plan, "S1-03")
    past = replace(sign, origin=Point(face.width_mm - 2000.0, sign.origin.y))
    for shown in (over, past):
        scene = compose_street(plan, face.id, (shown,), NIGHT, fonts)
        (picture,) = (n for n in scene.nodes if isinstance(n, Group) and n.id == "picture")
        assert picture.clip is not None
        assert picture.clip.contains(shown.rect.grown(400.0))
        assert scene.bounds.contains(picture.clip)


def datums(scene: Scene) -> list[Stroke]:
    (group,) = (n for n in scene.nodes if isinstance(n, Group) and n.id == "datums")
    return [n for n in group.children if isinstance(n, Stroke) and n.dash_mm]


def test_datum_lines_strike_out_no_sign_but_underline_one_that_rests_on_them(
    plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue
) -> None:
    face = plan.faces[0]
    band = face.band_of("S1-02")
    assert band is not None
    assert band.datum_mm is not None
    resting = replace(sign, origin=Point(sign.origin.x, band.datum_mm))
    sunk = replace(sign, origin=Point(sign.origin.x, band.datum_mm - 300.0))

    def crossed(shown: PlacedSign) -> bool:
        boxes = [n.path.control_bounds() for n in datums(compose_street(plan, face.id, (shown,), DAY, fonts))]
        inner = shown.rect.grown(-1.0, 50.0)
        return any(b is not None and b.x0 < inner.x1 and b.x1 > inner.x0 and inner.y0 < b.y0 < inner.y1 for b in boxes)

    assert crossed(resting)
    assert not crossed(sunk)


def test_datum_lines_by_night_are_darker_than_the_words_that_name_them(
    plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue
) -> None:
    scene = compose_street(plan, plan.faces[0].id, (sign,), NIGHT, fonts)
    lines = datums(scene)
    words = [n for n in walk(scene.nodes) if isinstance(n, Label) and n.text.startswith("招牌底线")]
    assert lines
    assert words
    for stroke in lines:
        shown = luminance(stroke.colour) * stroke.opacity
        assert shown < 0.12, "it glares"
        assert shown > 0.04, "it cannot be seen on a dark wall"
    assert all(contrast(label.colour, "#10141D") > 4.5 for label in words)


def test_the_margin_below_is_as_high_as_its_rows(plan: FrontagePlan, sign: PlacedSign, fonts: FontCatalogue) -> None:
    one_storey = replace(plan.faces[0], units=tuple(u for u in plan.faces[0].units if u.storey == 1))
    low = compose_street(replace(plan, faces=(one_storey,)), one_storey.id, (sign,), DAY, fonts)
    high = compose_street(plan, plan.faces[0].id, (sign,), DAY, fonts)
    assert low.bounds.y0 > high.bounds.y0
    bar = next(n for n in low.nodes if isinstance(n, Group) and n.id == "scale-bar")
    boxes = [label_box(n) for n in bar.children if isinstance(n, Label)]
    ids = [label_box(n) for n in walk(low.nodes) if isinstance(n, Label) and n.text.startswith("S1-")]
    assert all(low.bounds.contains(one) for one in boxes)
    assert all(not one.overlaps(other) for one in boxes for other in ids)


def kinds_of_light(drawn: Group) -> set[str]:
    glows = [n for n in walk(drawn.children) if isinstance(n, Glow)]
    faces = [n for n in walk(drawn.children) if isinstance(n, Fill) and isinstance(n.paint, Lit)]
    return {"halo"} if glows and not faces else {"face"} if faces else set()


@pytest.mark.parametrize(
    ("panel", "letters", "light"),
    [("#D9CBB0", "#5A3A28", "halo"), ("#2F3B45", "#F5F1E6", "face"), ("#D9CBB0", "#E0301E", "face")],
)
def test_dark_letters_of_a_record_are_lit_from_behind(
    plan: FrontagePlan, fonts: FontCatalogue, panel: str, letters: str, light: str
) -> None:
    record = next(e for e in plan.faces[0].existing if e.kind == "panel-letters" and e.spec is None)
    drawn = existing_group(replace(record, panel_colour=panel, letter_colour=letters), NIGHT, fonts)
    assert kinds_of_light(drawn) == {light}


def test_a_record_too_shallow_for_a_halo_keeps_its_letters(plan: FrontagePlan, fonts: FontCatalogue) -> None:
    record = next(e for e in plan.faces[0].existing if e.kind == "panel-letters" and e.spec is None)
    drawn = existing_group(
        replace(record, panel_colour="#D9CBB0", letter_colour="#5A3A28", depth_mm=40.0), NIGHT, fonts
    )
    assert kinds_of_light(drawn) == {"face"}
