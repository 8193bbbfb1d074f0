"""What a measure finds, and the closed registry of named measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from signage.frontage import NotSurveyed, Unsurveyed
from signage.geometry import Point, Rect
from signage.quick_init import quick
from signage.rules.amounts import Exact, exact_of, share_of
from signage.rules.findings import Mark
from signage.rules.measures.fact_forms import NotUnderstood
from signage.rules.measures.suppliers import APPLICANT, PLANNER
from signage.units import Quantity, Unit

if TYPE_CHECKING:
    from signage.rules.measures.subject import Subject


Words = tuple[str, str]  # Chinese, English

_UNSURVEYED: Mapping[Unsurveyed, tuple[Words, Words]] = {
    part: ((f"{zh}（平面图注明未测绘）", f"{en} (not surveyed, as the plan says)"), PLANNER)
    for part, zh, en in (
        (Unsurveyed.OPENINGS, "立面门窗洞口的位置", "the place of the façade's openings"),
        (Unsurveyed.RESCUE, "消防救援窗口的位置或没有的说明", "the fire-rescue openings, or that there are none"),
        (Unsurveyed.COLUMNS, "立面柱的位置或没有的说明", "the columns of the façade, or that there are none"),
        (Unsurveyed.CANOPIES, "雨篷的位置或没有的说明", "the canopies, or that there are none"),
        (Unsurveyed.ARCADES, "骑楼、挑檐的位置或没有的说明", "the arcades, or that there are none"),
        (Unsurveyed.EXISTING, "现有招牌或没有的说明", "the signs that hang there, or that there are none"),
        (Unsurveyed.PAVEMENT, "人行道标高", "the level of the pavement"),
        (Unsurveyed.STOREYS, "楼层标高", "the levels of the storeys"),
        (Unsurveyed.WALL_COLOUR, "建筑墙面主色", "the main colour of the wall"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An input that is not there, and who can supply it.

    Attributes:
        facts: Names of the facts that may be stated in its place; none where only a drawing or a survey can tell.
    """

    what: Words
    who: Words
    facts: tuple[str, ...] = ()

    @property
    def zh(self) -> str:
        """In Chinese."""
        return f"缺少{self.what[0]}，由{self.who[0]}提供"

    @property
    def en(self) -> str:
        """In English."""
        return f"missing: {self.what[1]}; {self.who[1]} can supply it"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """How a length lies on the elevation, so that its limit can be drawn.

    Attributes:
        axis: `x` or `y`.
        datum: Where the length starts, on that axis, elevation space, mm.
        sign: +1 when it grows with the axis, else -1.
        rect: The body that is measured.
    """

    axis: str
    datum: float
    sign: int
    rect: Rect

    def marks(self, limit_mm: float, *, keep_beyond: bool) -> tuple[Mark, ...]:
        """Return the limit's line and what lies on its wrong side.

        Args:
            limit_mm: The limit as a distance from the datum.
            keep_beyond: The body's near edge must stay beyond the limit (at least), else its far edge within it.
        """
        line = self.datum + self.sign * limit_mm
        r = self.rect
        wrong_is_low = (self.sign > 0) == keep_beyond
        if self.axis == "y":
            ends = (Point(r.x0, line), Point(r.x1, line))
            low, high = (r.y0, min(line, r.y1)) if wrong_is_low else (max(line, r.y0), r.y1)
            part = Rect(r.x0, low, r.x1, high) if low < high else None
        else:
            ends = (Point(line, r.y0), Point(line, r.y1))
            low, high = (r.x0, min(line, r.x1)) if wrong_is_low else (max(line, r.x0), r.x1)
            part = Rect(low, r.y0, high, r.y1) if low < high else None
        marks = [Mark(shape="segment", points=ends, role="limit")]
        if part is not None:
            marks.append(rect_mark(part, role="excess"))
        return tuple(marks)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One measured value: a quantity, a text or words; or why there is none.

    Attributes:
        quantity: The value when it is a number.
        ratio_of: Numerator and denominator of a ratio, kept for exact comparison.
        text: The value when it is one word of the measure's list.
        words: The value when it is what was found, possibly nothing.
        shown: How a reader sees `text` or `words`, when the value itself would say too little.
        missing: Which input is lacking.
        absent: Why there is nothing to measure (the rule does not concern this sign).
        where: Places on the elevation.
        excess: Places that are too much when the limit is broken, where no gauge can tell.
        gauge: How the length lies on the elevation.
        detail: A remark in both languages, such as the context of a found word.
    """

    quantity: Quantity | None = None
    ratio_of: tuple[Quantity, Quantity] | None = None
    text: str | None = None
    words: tuple[str, ...] | None = None
    shown: Words | None = None
    missing: Missing | None = None
    absent: Words | None = None
    where: tuple[Mark, ...] = ()
    excess: tuple[Mark, ...] = ()
    gauge: Gauge | None = None
    detail: Words = ("", "")

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return self.missing is None and self.absent is None

    @property
    def exact(self) -> Exact:
        """The quantity on the exact scale.

        Raises:
            TypeError: There is no quantity.
        """
        if self.ratio_of is not None:
            top, bottom = self.ratio_of
            return share_of(top.ticks, bottom.ticks)
        if self.quantity is None:
            raise TypeError("this measurement is no quantity")
        return exact_of(self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A named pure function of a proposal.

    Attributes:
        kind: `quantity`, `text` (one word of a list) or `words` (everything that was found).
        unit: Unit of a quantity.
        values: The words that may come out, each in both languages; empty when any may.
        definition: What exactly is measured.
        version: Raised whenever the definition changes.
        facts: Names of the facts it reads beside the drawing.
    """

    name: str
    kind: str
    unit: Unit | None
    title: Words
    definition: str
    version: int
    values: Mapping[str, Words]
    facts: tuple[str, ...]
    take: Callable[[Subject], Measurement] = field(compare=False, repr=False)

    def label(self, value: str) -> Words:
        """Return how a value is called in both languages."""
        return self.values.get(value, (value, value))

    def read(self, subject: Subject) -> Measurement:
        """Take the measure; what hangs on an unsurveyed part, or on a fact that says nothing known, is missing."""
        try:
            found = self.take(subject)
            if found.missing is None or not self.facts:
                return found
            open_facts = tuple(name for name in self.facts if not subject.is_stated(name))
            return replace(found, missing=replace(found.missing, facts=open_facts))
        except NotSurveyed as unknown:
            return lacking(*_UNSURVEYED[unknown.part])
        except NotUnderstood as said:
            zh, en = said.form.known
            what = (
                f"看得懂的“{said.form.name}”（写的是“{said.value}”，可写：{zh}）",
                f"a value of `{said.form.name}` that can be understood (“{said.value}” was given; known: {en})",
            )
            return Measurement(missing=Missing(what=what, who=APPLICANT, facts=(said.form.name,)))


_REGISTRY: dict[str, Measure] = {}


def measure(
    name: str,
    unit: Unit | None,
    title: Words,
    definition: str,
    *,
    kind: str = "quantity",
    values: Mapping[str, Words] | None = None,
    facts: tuple[str, ...] = (),
    version: int = 1,
) -> Callable[[Callable[[Subject], Measurement]], Callable[[Subject], Measurement]]:
    """Enter a function into the registry under a name."""

    def enter(take: Callable[[Subject], Measurement]) -> Callable[[Subject], Measurement]:
        if name in _REGISTRY:
            raise ValueError(f"two measures are called {name}")
        _REGISTRY[name] = Measure(
            name=name,
            kind=kind,
            unit=unit,
            title=title,
            definition=definition,
            version=version,
            values=dict(values or {}),
            facts=facts,
            take=take,
        )
        return take

    return enter


def registry() -> Mapping[str, Measure]:
    """Return every measure by name."""
    return _REGISTRY


def found(value: float, unit: Unit, *where: Mark, gauge: Gauge | None = None) -> Measurement:
    """Return a measured quantity."""
    return Measurement(quantity=Quantity(float(value), unit), where=where, gauge=gauge)


def area_of(value_mm2: float) -> Quantity:
    """Return an area in the unit in which it reads well: m² from 0.01 m² on, else mm²; both compare exactly."""
    return Quantity(value_mm2 / 1e6, Unit.M2) if value_mm2 >= 10_000 else Quantity(value_mm2, Unit.MM2)


def ratio(top: Quantity, bottom: Quantity, *where: Mark) -> Measurement:
    """Return a measured ratio; the denominator must not be 0."""
    value = top.ticks / bottom.ticks
    return Measurement(quantity=Quantity(value, Unit.RATIO), ratio_of=(top, bottom), where=where)


def word(value: str, *where: Mark, detail: Words = ("", "")) -> Measurement:
    """Return a measured word."""
    return Measurement(text=value, where=where, detail=detail)


def lacking(what: Words, who: Words) -> Measurement:
    """Return that an input is missing and who can supply it."""
    return Measurement(missing=Missing(what=what, who=who))


def nothing(why_zh: str, why_en: str) -> Measurement:
    """Return that there is nothing to measure."""
    return Measurement(absent=(why_zh, why_en))


def rect_mark(rect: Rect, *, role: str = "measured") -> Mark:
    """Return a box as a mark."""
    return Mark(shape="rect", points=(Point(rect.x0, rect.y0), Point(rect.x1, rect.y1)), role=role)


def line_mark(x0: float, y0: float, x1: float, y1: float, *, role: str = "measured") -> Mark:
    """Return a segment as a mark."""
    return Mark(shape="segment", points=(Point(x0, y0), Point(x1, y1)), role=role)
