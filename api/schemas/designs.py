"""Request and answer of a design."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from signage.frontage import ExistingSign
from signage.rules import CheckReport, Finding
from signage.units import Quantity


class DesignRequest(BaseModel):
    """A sign for a unit: `spec` has the sections of a spec file (`/api/v1/schemas/spec`).

    `light = "marks"` is an older word for `view = "marks"`. `replaces` names the signs of the unit, or of units leased
    with it (the fact `leased_units`), that this one takes the place of; empty says that it takes none's.
    """

    model_config = ConfigDict(extra="forbid")

    plan: str
    unit: str
    spec: dict[str, Any]
    facts: dict[str, str | bool | float | tuple[str, ...]] = {}
    replaces: Annotated[list[str], Field(max_length=20)] | None = None
    on: date | None = None
    books: Annotated[list[str], Field(max_length=10)] = []
    view: Literal["front", "face", "street", "marks"] = "front"
    light: Literal["day", "night", "marks"] = "day"
    with_offers: bool = False


class QuantityShape(BaseModel):
    """A value with its unit, and as text."""

    value: float
    unit: str
    text: str

    @classmethod
    def of(cls, quantity: Quantity) -> QuantityShape:
        """Return a quantity's shape."""
        return cls(value=quantity.value, unit=quantity.unit.value, text=str(quantity))


class FindingShape(BaseModel):
    """One rule on the sign."""

    rule_id: str
    book: str
    title_zh: str
    title_en: str
    document: str
    clause: str
    source: str
    modality: str
    verdict: str
    required: str
    measured: QuantityShape | str | None
    margin: QuantityShape | None
    message_zh: str
    message_en: str
    hint_zh: str
    hint_en: str
    missing: str | None
    is_illustrative: bool

    @classmethod
    def of(cls, finding: Finding) -> FindingShape:
        """Return a finding's shape."""
        measured = finding.measured
        return cls(
            **{name: getattr(finding, name) for name in _PLAIN},
            modality=finding.modality.value,
            verdict=finding.verdict.value,
            measured=QuantityShape.of(measured) if isinstance(measured, Quantity) else measured,
            margin=QuantityShape.of(finding.margin) if finding.margin else None,
        )


_PLAIN = (
    *("rule_id", "book", "title_zh", "title_en", "document", "clause", "source", "required"),
    *("message_zh", "message_en", "hint_zh", "hint_en", "missing", "is_illustrative"),
)


class ReportShape(BaseModel):
    """A check report."""

    on: date
    unit: str
    verdict: str
    digest: str
    books: list[dict[str, Any]]
    findings: list[FindingShape]

    @classmethod
    def of(cls, report: CheckReport) -> ReportShape:
        """Return a report's shape."""
        books = [
            {"name": b.name, "edition": b.edition, "digest": b.digest, "is_illustrative": b.is_illustrative}
            for b in report.books
        ]
        return cls(
            on=report.on,
            unit=report.unit,
            verdict=report.verdict.value,
            digest=report.digest,
            books=books,
            findings=[FindingShape.of(finding) for finding in report.findings],
        )


class OfferShape(BaseModel):
    """A compliant neighbour of the design: its spec as TOML, and what changed."""

    title_zh: str
    title_en: str
    spec_toml: str
    verdict: str
    changes: list[dict[str, Any]]


class OldSignShape(BaseModel):
    """A sign that stands at the unit, or at one leased with it."""

    id: str
    unit: str
    name: str
    kind: str
    permit_number: str | None

    @classmethod
    def of(cls, sign: ExistingSign) -> OldSignShape:
        """Return a sign's shape."""
        return cls(id=sign.id, unit=sign.unit, name=sign.name, kind=sign.kind, permit_number=sign.permit_number)


class DesignAnswer(BaseModel):
    """A design laid out, checked and drawn.

    `signs_here` are the signs whose place it may take, `replaces` those whose place it takes.
    """

    layout_digest: str
    origin_mm: tuple[float, float]
    width_mm: float
    height_mm: float
    depth_mm: float
    report: ReportShape
    offers: list[OfferShape]
    signs_here: list[OldSignShape]
    replaces: list[OldSignShape]
    svg: str
