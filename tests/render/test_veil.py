from __future__ import annotations

import numpy as np
import pytest

from signage.render.raster.light import veil


def veiled(top: int, rows: int) -> np.ndarray:
    """Return the veil down a column through a lit sign whose upper edge lies `top` cells below the picture's."""
    cells = np.zeros((3, rows, 300), dtype=np.float32)
    cells[:, top : top + 8, 100:200] = 2.0
    return veil(cells, 1200)[0, 1:-1, 151]


@pytest.mark.parametrize("top", [2, 6, 14])
def test_a_lit_sign_near_an_edge_sends_no_second_light_back_from_it(top: int) -> None:
    free = veiled(top + 64, 240)[64:]
    near = veiled(top, 240 - 64)
    assert (near <= free * 1.02 + 4e-3).all()
    assert (near >= free * 0.75 - 1e-3).all()
