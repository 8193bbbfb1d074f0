"""The design desk's form: its fields as typed, and the checked design behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from signage.bootstrap import Services
from signage.design import SignSpec, spec_of
from signage.desk import Desk, Fact, prepare
from signage.errors import InputError, Location, SpecError
from signage.frontage import Frontage, FrontagePlan, Unit, band_part
from signage.render import Viewport, draw
from signage.scene import DAY, NIGHT, compose_front

TEXT_FIELDS = ("name", "second_line", "kind", "panel_colour", "letter_colour", "licence_name")
NUMBER_FIELDS = ("width_mm", "height_mm", "letter_height_mm", "bottom_mm", "offset_mm", "luminance_cd_m2")
PLACE_FIELDS = ("plan", "unit", "leased_units", "light", "case")
FIELDS = (*PLACE_FIELDS, *TEXT_FIELDS, *NUMBER_FIELDS)
LIGHTS = ("day", "night", "marks")
_LONGEST = 200

_START = {
    "kind": "panel-letters",
    "height_mm": "1200",
    "panel_colour": "#1f2a36",
    "letter_colour": "#fff4dc",
    "light": "day",
}


@dataclass(frozen=True, slots=True)
class DesignForm:
    """The fields as the visitor typed them; empty text is "not given"."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str], services: Services) -> DesignForm:
        """Return the form of a request, with building, unit and sensible values chosen where nothing was said.

        Raises:
            InputError: A field is far too long.
            NotFound: The building or the unit that was named does not exist.
        """
        values = {name: given.get(name, _START.get(name, "")).strip() for name in FIELDS}
        for name, value in values.items():
            if len(value) > _LONGEST:  # told, not cut: half a name would be another sign
                raise InputError("web.too_long", field=name, length=len(value), limit=_LONGEST)
        plans = services.plans.all_in_force(services.today())
        if not values["plan"] and plans:
            values["plan"] = plans[0].id
        plan = services.plans.in_force(values["plan"], services.today())
        if not values["unit"] or given.get("of_plan", values["plan"]) != values["plan"]:
            values["unit"] = plan.faces[0].units[0].id  # another building was chosen: its first unit
        face, unit = plan.find_unit(values["unit"])
        if "width_mm" not in given:
            values["width_mm"] = f"{_first_width(face, unit):.0f}"
        if "name" not in given:
            values["name"] = "晶湾茶坊"
        if "leased_units" not in given:
            values["leased_units"] = values["unit"]
        if values["light"] not in LIGHTS:
            values["light"] = "day"
        return cls(values)

    def __getattr__(self, name: str) -> str:
        """Return a field by name, for templates."""
        try:
            return self.values[name]
        except KeyError as exc:
            raise AttributeError(name) from exc

    @property
    def query(self) -> list[tuple[str, str]]:
        """The fields as pairs, for hidden inputs and addresses."""
        return list(self.values.items())

    @property
    def query_string(self) -> str:
        """The fields as the query of an address."""
        return urlencode(self.query)

    def with_spec(self, spec: SignSpec) -> DesignForm:
        """Return the form filled with a spec's values, as when an offer is taken."""
        numbers = {
            "width_mm": spec.width_mm,
            "height_mm": spec.height_mm,
            "letter_height_mm": spec.letter_height_mm,
            "bottom_mm": spec.position.bottom_mm,
            "offset_mm": spec.position.offset_mm or None,
            "luminance_cd_m2": spec.lighting.luminance_cd_m2,
        }
        words = {
            "name": spec.name,
            "second_line": spec.second_line or "",
            "kind": spec.kind,
            "panel_colour": (spec.colours.panel or self.values["panel_colour"]).lower(),
            "letter_colour": (spec.colours.letter or self.values["letter_colour"]).lower(),
        }
        shown = {
            name: "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".") for name, value in numbers.items()
        }
        return DesignForm({**self.values, **words, **shown})

    def spec(self) -> SignSpec:
        """Return the specification that the fields ask for.

        Raises:
            SpecError: A field is missing or wrong.
        """
        fields: dict[str, object] = {name: self.values[name] for name in TEXT_FIELDS if self.values[name]}
        for name in NUMBER_FIELDS:
            if self.values[name]:
                fields[name] = _number(name, self.values[name])
        return spec_of(fields)

    def plan_in_force(self, services: Services) -> FrontagePlan:
        """Return the building's plan in force today."""
        return services.plans.in_force(self.values["plan"], services.today())

    def desk(self, services: Services) -> Desk:
        """Return the design laid out, placed and checked.

        Raises:
            SignageError: Something about it cannot be used; the words say what.
        """
        plan = self.plan_in_force(services)
        leased = tuple(self.values["leased_units"].replace("、", " ").replace(",", " ").split())
        facts: dict[str, Fact] = {"leased_units": leased} if leased else {}
        spec = self.spec()
        books = services.books(plan.city)
        return prepare(spec, plan, self.values["unit"], books, services.today(), services.fonts, facts=facts)


def picture_of(desk: Desk, light: str, services: Services) -> bytes:
    """Return the SVG of a design by day, by night, or with its findings drawn."""
    ambience = NIGHT if light == "night" else DAY
    report = desk.report if light == "marks" else None
    scene = compose_front(desk.proposal, ambience, services.fonts, report=report)
    return draw(scene, Viewport.of(scene), "svg").content


def _first_width(face: Frontage, unit: Unit) -> float:
    """A width to begin with: most of the place kept for the unit's sign, in whole 100 mm."""
    band = face.band_of(unit.id)
    part = band_part(band, unit) if band else None
    free = part.width if part else unit.x1_mm - unit.x0_mm
    return max(600.0, min(6000.0, free * 0.8) // 100 * 100)


def _number(name: str, typed: str) -> float:
    try:
        return float(typed)
    except ValueError as exc:
        raise SpecError("spec.not_a_number", at=Location(field=name), value=typed) from exc
