"""Words at a picture's foot: never cut off, never over each other, in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from signage.design import lay_out, load_kinds, read_spec
from signage.frontage import Proposal, Unsurveyed
from signage.geometry import Rect
from signage.locale import Lang, speaking
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
    Stroke,
    compose_front,
    compose_sample_front,
    compose_sign,
    label_box,
)
from signage.scene.captions import night_caption, piled, scale_caption, scenery_caption
from signage.typography import FontCatalogue

KINDS = [kind.id for kind in load_kinds()]


def walked(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walked(node.children)


def captions_of(scene: Scene) -> list[Group]:
    return [n for n in scene.nodes if isinstance(n, Group) and n.id.endswith("caption")]


def plate_of(caption: Group) -> Rect:
    plate = caption.children[0]
    assert isinstance(plate, Fill)
    box = plate.path.bounds()
    assert box is not None
    return box


def legible(captions: list[Group], view: Rect) -> None:
    plates = [plate_of(one) for one in captions]
    for caption, plate in zip(captions, plates, strict=True):
        assert view.contains(plate), f"{caption.id} leaves the picture"
        words = [label_box(n) for n in walked(caption.children) if isinstance(n, Label)]
        assert words
        assert all(plate.contains(word) for word in words), f"words leave the plate of {caption.id}"
    for one, other in itertools.combinations(plates, 2):
        assert not one.overlaps(other)


@pytest.mark.parametrize("ambience", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", KINDS)
def test_captions_of_every_kind_can_be_read(kind: str, lang: Lang, ambience: Ambience, fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    with speaking(lang):
        for compose in (compose_sample_front, compose_sign):
            scene = compose(layout, ambience, fonts)
            legible(captions_of(scene), scene.bounds)
            for caption in captions_of(scene):
                said = "".join(n.text for n in walked(caption.children) if isinstance(n, Label))
                assert lang is Lang.ZH or said.isascii() or set(said) - set("²“”") <= set(map(chr, range(128)))


@pytest.mark.parametrize("lang", list(Lang))
def test_captions_of_a_front_that_was_not_surveyed_can_be_read(
    lang: Lang, proposal: Proposal, fonts: FontCatalogue
) -> None:
    faces = tuple(replace(face, unsurveyed=tuple(sorted(Unsurveyed))) for face in proposal.plan.faces)
    bare = replace(proposal, plan=replace(proposal.plan, faces=faces))
    with speaking(lang):
        scene = compose_front(bare, NIGHT, fonts)
    assert {one.id for one in captions_of(scene)} == {"caption", "unsurveyed-caption"}
    legible(captions_of(scene), scene.bounds)


@pytest.mark.parametrize("wide", [400.0, 700.0, 1600.0])
def test_in_a_narrow_picture_words_take_more_lines_and_captions_are_piled(wide: float, fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", "window-letters.toml")), fonts)
    view = Rect(0.0, 0.0, wide, 900.0)
    with speaking(Lang.EN):
        made = piled(
            [
                *night_caption(layout, NIGHT, fonts, view, 1.0),
                *scenery_caption(fonts, view, 1.0),
                *scale_caption(fonts, view, 1.0),
            ],
            1.0,
        )
    captions = [one for one in made if isinstance(one, Group)]
    legible(captions, view)
    words = [n for n in walked(captions[0].children) if isinstance(n, Label)]
    assert (len(words) > 1) is (wide < 1000.0)
    assert words[-1].text.endswith(")")  # to the end, not cut off


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_picture_has_a_person_or_states_its_scale(kind: str, fonts: FontCatalogue) -> None:
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    scene = compose_sample_front(layout, DAY, fonts)
    ids = [n.id for n in walked(scene.nodes) if isinstance(n, Group)]
    assert ("person" in ids) is not ("scale-caption" in ids)


@pytest.mark.parametrize(
    "size", [(400.0, 150.0), (600.0, 600.0), (1200.0, 400.0), (9000.0, 2000.0), (30_000.0, 3000.0)]
)
def test_the_scale_is_as_long_as_it_says(size: tuple[float, float], fonts: FontCatalogue) -> None:
    view = Rect.sized(-500.0, 2000.0, size[0] * 1.6, size[0] * 0.9)
    (caption,) = scale_caption(fonts, view, view.width / 1600.0)
    assert isinstance(caption, Group)
    (words,) = [n.text for n in caption.children if isinstance(n, Label)]
    number, unit = words.split()
    stated = float(number) * {"mm": 1.0, "m": 1000.0}[unit]
    boxes = [n.path.bounds() for n in caption.children if isinstance(n, Stroke)]
    widest = max(box.width for box in boxes if box is not None)
    assert widest == pytest.approx(stated)
    assert 0.05 * view.width < widest <= 0.14 * view.width
    legible([caption], view)


@pytest.mark.parametrize("size", [(800, 300), (1600, 320)])
def test_small_letters_on_a_window_are_shown_with_the_pavement(size: tuple[int, int], fonts: FontCatalogue) -> None:
    spec = read_spec(bundled("samples", "specs", "kinds", "window-letters.toml"))
    scene = compose_sample_front(
        lay_out(replace(spec, name="营业中", width_mm=size[0], height_mm=size[1]), fonts), DAY, fonts
    )
    assert scene.bounds.y0 < -400.0
    assert any(isinstance(n, Group) and n.id == "person" for n in walked(scene.nodes))
