from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.geometry import Path
from signage.geometry.flatten import flat_contours

coordinates = st.floats(-5000, 5000, allow_nan=False)


@st.composite
def paths(draw: st.DrawFn) -> Path:
    verbs, coords = "", []
    for _ in range(draw(st.integers(1, 4))):
        inner = draw(st.lists(st.sampled_from("LQC"), max_size=6))
        verbs += "M" + "".join(inner) + draw(st.sampled_from(["", "Z"]))
        count = 1 + sum({"L": 1, "Q": 2, "C": 3}[verb] for verb in inner)
        coords += draw(st.lists(coordinates, min_size=2 * count, max_size=2 * count))
    return Path(verbs, tuple(coords))


@given(paths(), st.sampled_from([0.05, 0.4, 5.0]))
def test_contours_cut_at_once_are_those_cut_one_by_one(path: Path, tolerance: float) -> None:
    points, begins = flat_contours(path, tolerance)
    expected = path.flattened(tolerance)
    assert len(begins) == len(expected)
    for part, contour in zip(np.split(points, begins[1:]), expected, strict=True):
        assert part == pytest.approx(np.array(contour), abs=1e-6)
