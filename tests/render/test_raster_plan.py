"""Shapes of one look are painted together, and nobody can tell."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from signage.geometry import Affine, Path, Rect
from signage.render import Viewport
from signage.render.raster import painter
from signage.render.raster.encode import BAND_ROWS, encode_png
from signage.render.raster.masks import Window, rasterise, rasterise_all
from signage.render.raster.plan import Mark, Step, gathered, marks_of
from signage.render.raster.strokes import StrokePen, stroke_outlines
from signage.scene import DAY, NIGHT, Ambience, Fill, Lit, Scene, Solid, Stroke

FRAME = (0.0, 0.0, 300.0, 200.0)
FLIP = Affine(1, 0, 0, -1, 0, 200)
PAGE = Window(0, 0, 300, 200)

boxes = st.tuples(st.floats(0, 280), st.floats(0, 180), st.floats(3, 90), st.floats(3, 60)).map(
    lambda b: Path.rect(Rect(b[0], b[1], b[0] + b[2], b[1] + b[3]))
)
paints = st.one_of(
    st.builds(Solid, colour=st.sampled_from(["#FF0000", "#00AA00", "#0000FF"]), opacity=st.sampled_from([1.0, 0.4])),
    st.builds(Lit, colour=st.just("#FFEECC"), luminance_cd_m2=st.just(200.0), temperature_k=st.just(4000),
              falloff_mm=st.sampled_from([0.5, 20.0])),
)  # fmt: skip
nodes = st.one_of(
    st.builds(Fill, path=boxes, paint=paints),
    st.builds(Stroke, path=boxes, colour=st.just("#112233"), width_mm=st.floats(0.2, 6)),
)


def one_by_one(marks: Sequence[Mark], to_px: Affine, px_per_mm: float, *, is_night: bool) -> list[Step]:
    return [step for mark in marks for step in gathered([mark], to_px, px_per_mm, is_night=is_night)]


@settings(max_examples=40, deadline=None)
@given(shapes=st.lists(nodes, max_size=14), ambience=st.sampled_from([DAY, NIGHT]))
def test_gathered_marks_give_the_same_bytes_as_marks_in_order(shapes: list[Fill | Stroke], ambience: Ambience) -> None:
    scene = Scene(id="t", title="t", bounds=Rect(0, 0, 300, 200), nodes=tuple(shapes), ambience=ambience)
    viewport = Viewport(bounds=scene.bounds, width_px=300)
    found = []
    for way in (gathered, one_by_one):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(painter, "gathered", way)
            painter.KEPT.clear()
            found.append(np.concatenate(painter.painted(scene, viewport, is_packed=False).bands))
    painter.KEPT.clear()
    assert np.array_equal(found[0], found[1])


def test_shapes_of_one_look_that_do_not_touch_become_one_step() -> None:
    def fill(x: float, colour: str) -> Fill:
        return Fill(path=Path.rect(Rect(x, 10, x + 20, 40)), paint=Solid(colour=colour))

    shapes = [fill(x, colour) for x in (10, 60, 110) for colour in ("#FF0000", "#00FF00")]
    steps = gathered(marks_of(shapes, FRAME, FLIP), FLIP, 1.0, is_night=False)
    assert [(len(step.outlines), step.look.paint.colour) for step in steps if step.look] == [
        (3, "#FF0000"),
        (3, "#00FF00"),
    ]


def test_a_word_rasterised_letter_by_letter_is_the_word() -> None:
    letters = [Path.rect(Rect(x, 20.3, x + 17.7, 90)) for x in (5.2, 40.4, 80.9, 130.0, 170.5)]
    hole = Path.polygon(Rect(44, 30, 50, 60).corners[::-1])
    word = Path.joined([*letters[:2], hole, *letters[2:]])
    whole = rasterise(word, FLIP, PAGE)
    assert whole is not None
    points = np.array(word.coords).reshape(-1, 2) * (1, -1) + (0, 200)
    other = rasterise_all([(points, word.verbs)], PAGE)
    assert other is not None
    assert whole.window == other.window
    assert np.array_equal(whole.coverage, other.coverage)
    assert whole.coverage[200 - 45 - whole.window.y0, 47 - whole.window.x0] == 0


def test_lines_stroked_together_are_the_lines_stroked_alone() -> None:
    zigzag = np.array([(10, 10), (60, 80), (110, 10), (110, 120)], dtype=np.float64)
    pens = [
        StrokePen(zigzag, "MLLL", 4.0),
        StrokePen(np.empty((0, 2)), "", 3.0),
        StrokePen(zigzag + 40, "MLLLZ", 7.0),
        StrokePen(zigzag + 80, "MLML", 2.0, (9.0, 4.0)),
    ]
    together, each = stroke_outlines(pens), [stroke_outlines([pen])[0] for pen in pens]
    for (points, verbs), (other, its) in zip(together, each, strict=True):
        assert verbs == its
        assert np.array_equal(points, other)
    assert together[1][1] == ""


@pytest.mark.parametrize("rows", [1, BAND_ROWS - 1, BAND_ROWS, BAND_ROWS + 1, 3 * BAND_ROWS + 7])
def test_bands_of_any_number_are_one_valid_picture(rows: int) -> None:
    picture = np.random.default_rng(rows).integers(0, 256, (rows, 31, 3), dtype=np.uint8)
    picture[:, 10:20] = 77
    content = encode_png(picture, px_per_metre=1000)
    opened = Image.open(io.BytesIO(content))
    opened.load()
    assert (np.asarray(opened) == picture).all()
    assert encode_png(picture, px_per_metre=1000) == content


def test_threads_gather_alike() -> None:
    marks = marks_of([Stroke(path=Path.line(((0, 0), (99, 50), (200, 3))), colour="#000000", width_mm=3)], FRAME, FLIP)
    found: list[bytes] = []

    def work() -> None:
        found.append(gathered(marks, FLIP, 1.0, is_night=False)[0].outlines[0][0].tobytes())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
