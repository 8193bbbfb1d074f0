"""Every sign kind has a golden scene by day and by night."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from signage.design import lay_out, load_kinds, read_spec
from signage.resources import bundled
from signage.scene import DAY, NIGHT, Ambience, Scene, compose_sign
from signage.typography import FontCatalogue

KINDS = [kind.id for kind in load_kinds()]


@pytest.mark.parametrize("ambience", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_scene_of_a_kind_is_the_golden_one(
    kind: str, ambience: Ambience, fonts: FontCatalogue, golden: Callable[[str, Scene], None]
) -> None:
    spec = read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml"))
    light = "night" if ambience.is_night else "day"
    golden(f"kinds/{kind}-{light}", compose_sign(lay_out(spec, fonts), ambience, fonts))
