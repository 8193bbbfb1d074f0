from __future__ import annotations

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from signage.artwork import ArtShape, Artwork, artwork_of_text, artwork_text, read_artwork
from signage.digest import digest_of
from signage.errors import SpecError
from signage.geometry import Path, Rect
from signage.locale import describe

from .builders import disc, drawn, file_of


def written(artwork: Artwork) -> dict[str, object]:
    return json.loads(artwork_text(artwork))


def refused(content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(SpecError) as caught:
        artwork_of_text(text)
    assert caught.value.code == "artwork.text_form"
    assert "{" not in describe(caught.value).message


def test_what_was_read_comes_back_the_same() -> None:
    for art in (
        drawn('<circle cx="50" cy="50" r="40" fill="red" opacity=".3"/><rect width="20" height="20"/>'),
        read_artwork(file_of(disc(40, 100))),
        read_artwork(file_of(Image.fromarray(np.random.default_rng(5).integers(0, 255, (60, 90, 3), dtype=np.uint8)))),
    ):
        back = artwork_of_text(artwork_text(art))
        assert back == art
        assert digest_of(back, "t/1") == digest_of(art, "t/1")


_side = st.floats(50, 400)


@settings(max_examples=30, deadline=None)
@given(
    st.floats(0.1, 1e4),
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 400), _side, _side), min_size=1, max_size=5),
    st.from_regex(r"#[0-9A-F]{6}", fullmatch=True),
    st.floats(0.01, 1),
)
def test_the_first_writing_rounds_and_later_ones_change_nothing(
    height: float, boxes: list[tuple[float, float, float, float]], colour: str, opacity: float
) -> None:
    """Boxes stand side by side, so that they never overlap; the artwork's own unit is any."""
    at, parts = 0.0, []
    for _, _, width, tall in boxes:
        parts.append(Path.rect(Rect.sized(at, 0, width, tall)))
        at += width + 1
    top = max(box[3] for box in boxes)
    scale = height / top
    path = Path("".join(p.verbs for p in parts), tuple(v * scale for p in parts for v in p.coords))
    art = Artwork(
        width=at * scale, height=height, shapes=(ArtShape(path=path, colour=colour, opacity=opacity),), outline=path
    )
    once = artwork_of_text(artwork_text(art))
    twice = artwork_of_text(artwork_text(once))
    assert twice == once
    assert artwork_text(twice) == artwork_text(once)
    assert np.abs(np.array(once.outline.coords) - np.array(path.coords)).max() <= height / 19_000


def test_an_outline_that_is_the_only_shape_is_written_once() -> None:
    assert written(drawn('<circle cx="50" cy="50" r="40"/>'))["outline"] is None


_SQUARE = [0, 0, 10_000, 0, 0, 10_000, -10_000, 0]
GOOD = {"v": 1, "size": [1000, 1000], "outline": None, "shapes": [["#FF0000", 1, "MLLLZ", _SQUARE]]}


def test_a_small_text_is_read() -> None:
    assert artwork_of_text(json.dumps(GOOD)).outline.signed_area() == 1e6


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"v": True}, {"v": "1"}, {"more": 1}, {"size": [0, 1000]}, {"size": [1000]}, {"size": ["1", 2]},
        {"size": [1e308, 1e308]}, {"size": [1, 1000]}, {"size": [10**400, 1]}, {"size": None}, {"shapes": []},
        {"shapes": None},
        {"shapes": [["red", 1, "MLLLZ", [0, 0, 9, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 0, "MLLLZ", [0, 0, 9, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 2, "MLLLZ", [0, 0, 9, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 1, "MLLL", [0, 0, 9, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 1, "LLLZ", [0, 0, 9, 0, 0, 9]]]},
        {"shapes": [["#FF0000", 1, "MXZ", [0, 0, 9, 0]]]},
        {"shapes": [["#FF0000", 1, "MLLLZ", [0, 0, 9, 0, 0, 9]]]},
        {"shapes": [["#FF0000", 1, "MLLLZ", [0, 0, 9.5, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 1, "MLLLZ", [0, 0, True, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 1, "MLLLZ", [0, 0, 10**30, 0, 0, 9, -9, 0]]]},
        {"shapes": [["#FF0000", 1, "MLLLZ", [0, 0, 20000, 0, 0, 10000, -20000, 0]]]},  # outside its box
        {"shapes": [["#FF0000", 1, "MLLLZ", [0, 0, 0, 10000, 10000, 0, 0, -10000]]]},  # runs the wrong way
        {"shapes": [["#FF0000", 1, "", []]]},
        {"outline": ["MLLLZ", [0, 0, 100, 0, 0, 100, -100, 0]]},  # claims to be smaller than what is seen
        {"outline": []}, {"picture": ""}, {"picture": "AAAA"}, {"picture": 5}, {"picture": "…"},
    ],
)  # fmt: skip
def test_a_text_that_contradicts_itself_is_refused(change: dict[str, object]) -> None:
    refused({**GOOD, **change})


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "NaN", "[" * 100_000, '{"v":1}', "x" * 1_100_000])
def test_anything_else_is_refused(text: str) -> None:
    refused(text)


def test_a_hole_outside_its_shape_cannot_make_a_logo_smaller() -> None:
    outer = [0, 0, 10_000, 0, 0, 10_000, -10_000, 0]
    twice = [*outer, 0, -10_000 + 0, 5000, 0, 0, 5000, -5000, 0]
    refused({**GOOD, "shapes": [["#FF0000", 1, "MLLLZMLLLZ", twice]]})


def test_a_picture_with_more_than_pixels_in_it_is_refused() -> None:
    art = read_artwork(file_of(disc(40, 100)))
    assert art.picture is not None
    content = written(art)
    for picture in (
        art.picture + b"<script>",
        file_of(Image.new("RGB", (60, 60))),
        art.picture[:-20] + art.picture[-12:],
        art.picture[:200],
    ):
        refused({**content, "picture": base64.b64encode(picture).decode()})
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Comment", "hello")
    refused({**content, "picture": base64.b64encode(file_of(disc(40, 80), pnginfo=note)).decode()})


def test_an_outline_that_the_picture_does_not_bear_out_is_refused() -> None:
    art = read_artwork(file_of(disc(40, 100)))
    small = Path.rect(Rect(0, 0, 300, 300))
    refused(artwork_text(replace(art, shapes=(), outline=small)))


def test_a_logo_too_detailed_to_store_is_told() -> None:
    teeth = Path.polygon([(0.0, 0.0), *((float(i % 997), float(i % 991)) for i in range(200_000))])
    with pytest.raises(SpecError) as caught:
        artwork_text(Artwork(width=1000, height=1000, shapes=(), outline=teeth, picture=b""))
    assert caught.value.code == "artwork.too_detailed"
