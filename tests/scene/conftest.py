from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from pathlib import Path as File

import pytest

from signage.design import SignSpec, lay_out
from signage.frontage import FrontagePlan, PlacedSign, Proposal, place, read_plan
from signage.geometry import Point
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.rules import BookIdentity, CheckReport, Finding, Mark, Modality, Verdict
from signage.scene import Scene
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit

GOLDEN = File(__file__).parent.parent / "golden"


@pytest.fixture(scope="session")
def plan() -> FrontagePlan:
    return read_plan(bundled("samples", "plans", "jingwan-li.json"))


@pytest.fixture(scope="session")
def spec() -> SignSpec:
    return SignSpec(kind="panel-letters", name="晶湾盐业生活馆", width_mm=6000.0, height_mm=1200.0)


@pytest.fixture(scope="session")
def sign(plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue) -> PlacedSign:
    return place(lay_out(spec, fonts), plan, "S1-02")


@pytest.fixture(scope="session")
def proposal(plan: FrontagePlan, sign: PlacedSign) -> Proposal:
    return Proposal(plan=plan, sign=sign)


def finding(number: int, verdict: Verdict, **changes: object) -> Finding:
    plain = Finding(
        rule_id=f"r-{number:02d}",
        book="demo-city",
        title_zh=f"第{number}条：招牌宽度不超过铺位面宽的规定比例",
        title_en=f"rule {number}",
        clause="4.3.1",
        document="示例市样例规则",
        source="illustrative",
        modality=Modality.MUST,
        subject="S1-02",
        verdict=verdict,
        required="≤ 5675 mm",
        measured=Quantity(6000.0, Unit.MM),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def report_of(proposal: Proposal, findings: tuple[Finding, ...]) -> CheckReport:
    book = BookIdentity(
        name="demo-city",
        edition="1",
        digest="sha256:0",
        title_zh="示例市样例规则",
        title_en="sample",
        is_illustrative=True,
    )
    return CheckReport(
        on=date(2026, 11, 24),
        unit=proposal.sign.unit_id,
        books=(book,),
        proposal_digest=proposal.digest,
        findings=findings,
    )


@pytest.fixture(scope="session")
def report(proposal: Proposal) -> CheckReport:
    rect = proposal.sign.rect
    limit = rect.x1 - 325.0
    too_wide = (
        Mark(shape="rect", points=(Point(rect.x0, rect.y0), Point(rect.x1, rect.y1))),
        Mark(shape="segment", points=(Point(limit, rect.y0 - 300), Point(limit, rect.y1 + 300)), role="limit"),
        Mark(shape="rect", points=(Point(limit, rect.y0), Point(rect.x1, rect.y1)), role="excess"),
    )
    low = Mark(shape="segment", points=(Point(rect.centre.x, rect.y0), Point(rect.centre.x, -170.0)))
    whole = Mark(shape="ring", points=rect.corners)
    findings = (
        finding(1, Verdict.PASS),
        finding(2, Verdict.WARN, where=(whole,), margin=Quantity(-70.0, Unit.MM)),
        finding(3, Verdict.FAIL, where=too_wide, margin=Quantity(-325.0, Unit.MM)),
        finding(4, Verdict.UNMEASURED, measured=None, missing="亮度", where=(whole,)),
        finding(5, Verdict.FAIL, required="≥ 3500 mm", where=(low,), margin=Quantity(-120.0, Unit.MM)),
        finding(6, Verdict.REVIEW, measured=None, where=(whole,)),
        finding(7, Verdict.NOT_APPLICABLE, measured=None),
    )
    return report_of(proposal, findings)


@pytest.fixture(scope="session")
def many_findings(proposal: Proposal) -> CheckReport:
    """Twenty-four findings that all sit on the same box: the worst case for pins and legend."""
    whole = Mark(shape="ring", points=proposal.sign.rect.corners)
    margin = Quantity(-12.5, Unit.MM)
    findings = tuple(finding(n, Verdict.FAIL, where=(whole,), margin=margin) for n in range(1, 25))
    return report_of(proposal, findings)


@pytest.fixture
def golden() -> Callable[[str, Scene], None]:
    """Compare a scene's record with `tests/golden/<name>.json`; SIGNAGE_GOLDEN=update rewrites it."""

    def check(name: str, scene: Scene) -> None:
        actual = draw(scene, Viewport.of(scene), "json").content
        expected = GOLDEN / f"{name}.json"
        if os.environ.get("SIGNAGE_GOLDEN") == "update":
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_bytes(actual)
            return
        wanted = expected.read_bytes() if expected.exists() else b""
        if actual != wanted:
            beside = expected.with_suffix(".actual.json")
            beside.write_bytes(actual)
            lines = [content.decode().splitlines() for content in (wanted, actual)]
            difference = "\n".join(list(unified_diff(*lines, "expected", "actual", lineterm="", n=1))[:60])
            pytest.fail(f"{name} differs from {expected}; the actual record is {beside}\n{difference}")

    return check
