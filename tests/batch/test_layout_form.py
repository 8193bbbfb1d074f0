"""What a batch keeps from an earlier run is used again only while layouts have one form."""

from __future__ import annotations

from pathlib import Path

import pytest

from signage.batch import manifest, measured
from signage.batch.measured import Group
from signage.design import LAYOUT_FORM, SignSpec, lay_out
from signage.digest import digest_of
from signage.frontage import read_plan
from signage.typography import FontCatalogue

PLAN = next(Path("samples/plans").glob("*.json"))


def test_a_layout_counts_under_its_form_and_so_does_what_was_drawn_and_measured_of_it(
    fonts: FontCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = lay_out(SignSpec(kind="panel-letters", name="途虎", width_mm=6000, height_mm=1200), fonts)
    parts = {"spec": layout.spec, "font": layout.font, "second_font": None}
    assert layout.digest == digest_of(parts, LAYOUT_FORM)
    assert ("layout", LAYOUT_FORM) in manifest.versions()
    plan = read_plan(PLAN)
    group = Group(plan=plan, home=plan, signs=(), measures=())
    key = group.key
    monkeypatch.setattr(measured, "LAYOUT_FORM", "signage.layout/0")
    assert group.key != key
