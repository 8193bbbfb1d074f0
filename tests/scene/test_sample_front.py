"""A sign without a plan hangs on a sample shop, made to its measure and said to be scenery."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.design import Form, SignLayout, SignSpec, kind_of, lay_out, load_kinds, read_spec
from signage.errors import InputError
from signage.frontage import OpeningKind
from signage.geometry import Rect
from signage.resources import bundled
from signage.scene import (
    DAY,
    NIGHT,
    Ambience,
    Fill,
    Group,
    Label,
    Node,
    Scene,
    Texture,
    Wall,
    WallMaterial,
    compose_sample_front,
    compose_sign,
    parse_wall,
    sample_house,
)
from signage.typography import FontCatalogue, Setting

ON_A_HOUSE = [
    "panel-letters",
    "wall-letters",
    "canopy-letters",
    "window-letters",
    "rooftop-letters",
    "hanging",
    "event-arch",
]


def sample(kind: str, fonts: FontCatalogue, **changes: object) -> SignLayout:
    spec = read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml"))
    return lay_out(replace(spec, **changes), fonts)  # type: ignore[arg-type]


def walk(nodes: tuple[Node, ...]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        found.append(node)
        if isinstance(node, Group):
            found += walk(node.children)
    return found


def words(scene: Scene) -> str:
    return "\n".join(n.text for n in walk(scene.nodes) if isinstance(n, Label))


def group(scene: Scene, name: str) -> Group:
    return next(n for n in walk(scene.nodes) if isinstance(n, Group) and n.id == name)


@pytest.mark.parametrize("ambience", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("kind", ON_A_HOUSE)
def test_the_sample_front_of_a_kind_is_the_golden_one(
    kind: str, ambience: Ambience, fonts: FontCatalogue, golden: Callable[[str, Scene], None]
) -> None:
    light = "night" if ambience.is_night else "day"
    golden(f"samples/{kind}-{light}", compose_sample_front(sample(kind, fonts), ambience, fonts))


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_a_kind_hangs_on_a_house_or_is_shown_by_itself(kind: str, fonts: FontCatalogue) -> None:
    layout = sample(kind, fonts)
    scene = compose_sample_front(layout, DAY, fonts)
    if sample_house(layout, Wall()) is None:
        assert scene == compose_sign(layout, DAY, fonts)
        assert "周围环境为示意" in words(scene)
        assert kind_of(kind).form is Form.PROJECTING or layout.balloon is not None
    else:
        assert "示意" in words(scene)
        assert scene.bounds.width / scene.bounds.height == pytest.approx(16 / 9)


def test_the_letters_keep_their_measure(fonts: FontCatalogue) -> None:
    layout = sample("panel-letters", fonts)
    house = sample_house(layout, Wall())
    assert house is not None
    shown = compose_sample_front(layout, DAY, fonts)
    letters = [n for n in walk(shown.nodes) if isinstance(n, Group) and re.fullmatch(r"sign-letter-\d+", n.id)]
    assert len(letters) == len(layout.letters)
    own = layout.letters[0].outline.bounds()
    face = [n.path.bounds() for n in walk(letters[0].children) if isinstance(n, Fill)]
    assert own is not None
    assert own.moved(house.origin.x, house.origin.y) in face


sizes = st.tuples(st.floats(300, 30_000), st.floats(200, 6_000))


@given(size=sizes, bottom=st.none() | st.floats(0, 9_000))
def test_a_house_is_made_to_the_measure_of_any_sign(
    size: tuple[float, float], bottom: float | None, fonts: FontCatalogue
) -> None:
    spec = SignSpec(kind="light-box", name="茶", width_mm=size[0], height_mm=size[1])
    layout = lay_out(replace(spec, position=replace(spec.position, bottom_mm=bottom)), fonts)
    house = sample_house(layout, Wall())
    assert house is not None
    view = compose_sample_front(layout, DAY, fonts).bounds
    assert view.contains(house.sign)
    assert house.sign.width >= 0.2 * view.width or house.sign.height >= 0.2 * view.height
    doors = [o.rect for o in house.face.openings if o.kind is OpeningKind.DOOR and o.unit == "sample"]
    assert doors
    assert not any(o.rect.overlaps(house.sign) for o in house.face.openings)
    for one in house.face.openings:
        assert one.rect.width >= 600
        assert 1500 <= one.rect.height <= 7000
        assert Rect(0, 0, house.face.width_mm, house.face.height_mm).contains(one.rect)
    shops = [o.rect for o in house.face.openings if o.storey == 1]
    assert not any(a.overlaps(b) for i, a in enumerate(shops) for b in shops[i + 1 :])


def test_letters_on_glass_lie_inside_one_pane(fonts: FontCatalogue) -> None:
    house = sample_house(sample("window-letters", fonts), Wall())
    assert house is not None
    assert any(o.rect.contains(house.sign) for o in house.face.openings if o.kind is OpeningKind.SHOPFRONT)


def test_letters_on_a_canopy_and_over_a_roof_stand_on_its_edge(fonts: FontCatalogue) -> None:
    canopy = sample_house(sample("canopy-letters", fonts), Wall())
    roof = sample_house(sample("rooftop-letters", fonts), Wall())
    assert canopy is not None
    assert roof is not None
    assert canopy.origin.y == pytest.approx(canopy.face.canopies[0].rect.y1)
    assert roof.origin.y == roof.face.height_mm


def test_a_sign_that_stands_is_before_the_shop_and_what_hangs_is_under_the_ceiling(fonts: FontCatalogue) -> None:
    board, hung = sample("freestanding-board", fonts), sample("hanging", fonts)
    ground, house = sample_house(board, Wall()), sample_house(hung, Wall())
    assert ground is not None
    assert house is not None
    assert house.arcade is not None
    assert ground.origin.y < 0
    rods = max(b.y1 for p in hung.pieces if (b := p.outline.control_bounds()) is not None)
    assert house.arcade.ceiling_mm == pytest.approx(rods + house.origin.y)
    scene = compose_sample_front(hung, DAY, fonts)
    assert group(scene, "ceiling").children
    assert not any(
        n.id == "ceiling" for n in walk(compose_sample_front(board, DAY, fonts).nodes) if isinstance(n, Group)
    )


@pytest.mark.parametrize("size", [(1200.0, 400.0), (400.0, 1100.0), (5000.0, 700.0)])
def test_a_hanging_sign_is_shown_whole_in_its_arcade(size: tuple[float, float], fonts: FontCatalogue) -> None:
    setting = Setting.VERTICAL if size[1] > size[0] else Setting.HORIZONTAL
    layout = sample("hanging", fonts, width_mm=size[0], height_mm=size[1], setting=setting, second_line=None)
    house = sample_house(layout, Wall())
    assert house is not None
    assert house.arcade is not None
    scene = compose_sample_front(layout, DAY, fonts)
    view, arcade = scene.bounds, house.arcade
    assert view.y0 < 0.0 < house.sign.y0
    assert house.sign.y1 < arcade.ceiling_mm < view.y1
    columns = [x for x in arcade.columns(view) if view.x0 < x - 230.0 and x + 230.0 < view.x1]
    assert len(columns) >= 2
    assert not any(x - 230.0 < house.sign.x1 and house.sign.x0 < x + 230.0 for x in columns)
    plates = [box for n in group(scene, "rod-plates").children if isinstance(n, Fill) and (box := n.path.bounds())]
    assert [plate.y1 for plate in plates] == [pytest.approx(arcade.ceiling_mm)] * 2
    door = next(o.rect for o in house.face.openings if o.kind is OpeningKind.DOOR and o.unit == "sample")
    assert door.y0 > 200.0  # the floor runs back to it
    assert door.y1 < 2350.0  # and it looks smaller than one in the front plane
    shadows = [n for n in walk(scene.nodes) if isinstance(n, Group) and n.id == "sign-shadow"]
    assert not shadows  # the wall is metres behind


def test_a_tall_plaque_hangs_on_a_pier_beside_the_door(fonts: FontCatalogue) -> None:
    layout = sample("plaque", fonts, width_mm=600.0, height_mm=2600.0, setting=Setting.VERTICAL)
    house = sample_house(layout, Wall())
    assert house is not None
    assert not any(o.rect.overlaps(house.sign) for o in house.face.openings)
    assert house.sign.y0 < 2000


def test_two_names_of_one_size_share_house_and_view(fonts: FontCatalogue) -> None:
    one, other = sample("wall-letters", fonts, name="茶"), sample("wall-letters", fonts, name="晶湾茶坊")
    first, second = (compose_sample_front(layout, DAY, fonts) for layout in (one, other))
    assert first.bounds == second.bounds
    assert group(first, "wall") is group(second, "wall")


def test_the_wall_is_what_was_asked_for(fonts: FontCatalogue) -> None:
    layout = sample("panel-letters", fonts)
    plain = compose_sample_front(layout, DAY, fonts)
    brick = compose_sample_front(layout, DAY, fonts, wall=parse_wall("brick:#8e4b3a"))
    paints = {n.paint.material for n in walk(group(brick, "wall").children)
              if isinstance(n, Fill) and isinstance(n.paint, Texture)}  # fmt: skip
    assert paints == {"brick"}
    assert plain.digest != brick.digest
    assert plain.model_digest == brick.model_digest == layout.digest  # scenery is no part of what is made


@pytest.mark.parametrize(
    ("given_words", "wall"),
    [
        ("stone", Wall()),
        ("plaster", Wall(material=WallMaterial.PLASTER)),
        ("brick:#8e4b3a", Wall(material=WallMaterial.BRICK, tint="#8E4B3A")),
        ("plaster：米白", Wall(material=WallMaterial.PLASTER, tint="#F6F2E7")),
    ],
)
def test_a_wall_is_read(given_words: str, wall: Wall) -> None:
    assert parse_wall(given_words) == wall


@pytest.mark.parametrize(
    "given_words", ["", "mud", "brick:", "brick:rot", "brick:#12345", ":#8E4B3A", "stone:#8E4B3A0"]
)
def test_a_wall_that_there_is_not_is_refused(given_words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_wall(given_words)
    assert caught.value.code == "drawing.bad_wall"
