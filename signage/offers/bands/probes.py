"""Plain signs of given kinds and sizes, laid out once each, to be measured where a band may go."""

from __future__ import annotations

from collections.abc import Sequence

from signage.design import Colours, Form, SignLayout, SignSpec, lay_out, load_kinds
from signage.design.kind_files import kind_of
from signage.errors import InputError, LayoutError
from signage.frontage import FrontagePlan, PlacedSign, Proposal
from signage.geometry import Point, Rect
from signage.offers.propose import is_usual
from signage.rules.colour import lab_of
from signage.rules.measures import Fact
from signage.typography import FontCatalogue

_NAME = "店招"
_HAN = "国"  # fills its square, as most do
_LONGEST = 40  # characters of a name
_LEAST = (200.0, 100.0)  # a specification's least width and height
_MOST = (60_000.0, 10_000.0)


class Probes:
    """Layouts of probes by kind, size, letters and palette; a row of thirty shops needs a handful.

    Args:
        fonts: Typefaces.
        facts: Stated of every unit.
    """

    def __init__(self, fonts: FontCatalogue, facts: dict[str, Fact]) -> None:
        self._fonts, self._facts = fonts, facts
        self._made: dict[tuple[object, ...], SignLayout | None] = {}
        self._counts: dict[tuple[object, ...], int] = {}

    def layout(
        self, kind: str, width: float, height: float, palette: Sequence[str], letter: float | None = None
    ) -> SignLayout | None:
        """Return a plain sign of a kind, or None when its text cannot be set at that size."""
        size = tuple(float(int(min(max(v, lo), hi))) for v, lo, hi in zip((width, height), _LEAST, _MOST, strict=True))
        key = (kind, *size, tuple(palette), letter)
        if key not in self._made:
            self._made[key] = self._lay_out(kind, size, palette, letter)
        return self._made[key]

    def most_characters(self, kind: str, width: float, height: float, letter: float) -> int:
        """Return how many Han characters of a letter height fit on a sign of a kind, in one line, tracking included."""
        size = tuple(float(int(min(max(v, lo), hi))) for v, lo, hi in zip((width, height), _LEAST, _MOST, strict=True))
        key = (kind, *size, letter)
        if key not in self._counts:
            low, high = 0, min(_LONGEST, int(size[0] / max(letter, 1.0)) + 1)
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if self._fits(kind, size, letter, middle) else (low, middle - 1)
            self._counts[key] = low
        return self._counts[key]

    def _fits(self, kind: str, size: tuple[float, ...], letter: float, count: int) -> bool:
        name = _HAN * count
        try:
            spec = SignSpec(
                kind=kind,
                name=name,
                width_mm=size[0],
                height_mm=size[1],
                letter_height_mm=letter,
                style=kind_of(kind).style,
            )
            return len(lay_out(spec, self._fonts).lines) == 1
        except (LayoutError, InputError):
            return False

    def _lay_out(
        self, kind: str, size: tuple[float, ...], palette: Sequence[str], letter: float | None
    ) -> SignLayout | None:
        by_light = sorted(palette, key=lambda colour: lab_of(colour.upper())[0])
        colours = Colours(panel=by_light[0], letter=by_light[-1]) if by_light else Colours()
        for wanted in dict.fromkeys((letter, None)):
            try:
                spec = SignSpec(
                    kind=kind,
                    name=_NAME,
                    width_mm=size[0],
                    height_mm=size[1],
                    colours=colours,
                    letter_height_mm=wanted,
                    style=kind_of(kind).style,
                )
                return lay_out(spec, self._fonts)
            except (LayoutError, InputError):
                continue
        return None

    def placed(self, layout: SignLayout, plan: FrontagePlan, units: Sequence[str], place: Rect) -> Proposal:
        """Return a probe with its lower edge on a place's and in its middle across, with the facts of the units."""
        face, unit = plan.find_unit(units[0])
        box = layout.street_envelope
        origin = Point(place.centre.x - box.width / 2 - box.x0, place.y0 - box.y0)
        sign = PlacedSign(layout=layout, face_id=face.id, unit_id=unit.id, origin=origin)
        return Proposal(plan=plan, sign=sign, facts=self.facts_of(plan, units))

    def facts_of(self, plan: FrontagePlan, units: Sequence[str]) -> dict[str, Fact]:
        """Return what is stated of a sign that is new on units: it stands for the signs that hang there."""
        face, _ = plan.find_unit(units[0])
        old = tuple(sign.id for sign in face.signs if sign.unit in units)
        return {"leased_units": tuple(units), "replaces": old, **self._facts}


def wall_kinds(named: Sequence[str]) -> tuple[str, ...]:
    """Return those of named kinds that lie flat on the wall; of none named, the usual kinds of shop signs.

    Raises:
        SpecError: A kind is not known.
    """
    if named:
        return tuple(name for name in named if kind_of(name).form is Form.PARALLEL)
    return tuple(kind.id for kind in load_kinds() if is_usual(kind))
