from __future__ import annotations

from pathlib import Path

import pytest

from signage.design import SignLayout, lay_out, read_spec, spec_of
from signage.fabrication import Tables, make_pack
from signage.frontage import place, read_plan
from signage.resources import bundled

SPECS = ("jingwan-shenghuoguan", "jingwan-bianmindian", "yanweixiaoguan")


@pytest.fixture(scope="session")
def tables() -> Tables:
    return Tables()


@pytest.fixture(scope="session")
def sign(fonts):
    """Lay out a sign from a few fields."""

    def laid_out(name: str = "盐味", kind: str = "panel-letters", width: float = 3000, height: float = 900, **more):
        return lay_out(spec_of({"kind": kind, "name": name, "width_mm": width, "height_mm": height, **more}), fonts)

    return laid_out


@pytest.fixture(scope="session")
def panel_sign(fonts) -> SignLayout:
    return lay_out(read_spec(Path(bundled("samples", "specs", "jingwan-shenghuoguan.toml"))), fonts)


@pytest.fixture(scope="session")
def plan():
    return read_plan(Path(bundled("samples", "plans", "jingwan-li.json")))


@pytest.fixture(scope="session")
def panel_pack(panel_sign, plan):
    return make_pack(panel_sign, placed=place(panel_sign, plan, "S1-02"), plan=plan)
