"""The design desk's form: its fields as typed, and the checked design behind them.

An empty field is "not given": the kind, or the place for the sign, decides. Name, width, height, offset, leased units
and view are filled in for the visitor; `fitted` remembers with what, so that they follow another kind or unit until
somebody chooses others. Which old signs the new one takes the place of is a box for each of them on the page, and one
field, `replaces`, in the address. `case` and `item` name the application that the sign goes into and, where it takes
the place of one of its signs, which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from api.design_fields import (
    COLOUR_FIELDS,
    FIELDS,
    FITTED_FIELDS,
    LIGHTS,
    LOGO_FIELDS,
    NUMBER_FIELDS,
    PLACE_FIELDS,
    TEXT_FIELDS,
    VIEWS,
    WHOLE_FIELDS,
    fields_of,
    usual_weight,
)
from api.stated_facts import LONGEST as LONGEST_FACTS
from api.stated_facts import facts_of, of_the_sign, read_facts
from signage.artwork import LogoShelf
from signage.bootstrap import Services
from signage.design import Form, LogoPlace, SignKind, SignSpec, TextStyle, flat_field, kind_of, lay_out, spec_of
from signage.design.colour_names import colour_of
from signage.design.spec import USUAL_WEIGHT, Lighting
from signage.desk import Desk, Fact, prepare
from signage.errors import InputError, Location, NotFound, SignageError, SpecError
from signage.frontage import ExistingSign, Frontage, FrontagePlan, Unit, place, replaceable, usual_offset, usual_size
from signage.geometry import Rect
from signage.locale import said
from signage.rules.names import shop_name_of, sign_name_of
from signage.typography import MAX_NAME, Setting

_LONGEST = 200
_LONGEST_FITTED = 1000  # a name in an address takes nine characters for each of its own
_BOX = "replaces."  # opens the name of the box of an old sign
_ON = "yes"
_FIRST_KIND = "panel-letters"
_FIRST_NAME = "晶湾茶坊"

# The smallest logo that there is: it goes through the checks of a spec in place of the one on the shelf, which went
# through them when it was handed in; its height and place are checked with it.
_STAND_IN = (
    '{"v":1,"size":[1000.0,1000.0],"outline":null,"shapes":[["#000000",1.0,"MLLLZ",[0,0,10000,0,0,10000,-10000,0]]]}'
)


@dataclass(frozen=True, slots=True)
class DesignForm:
    """The fields as the visitor typed them; empty text is "not given".

    Attributes:
        values: By name, every one of `FIELDS`.
        fitted: The values that were filled in for the visitor, by name.
    """

    values: Mapping[str, str]
    fitted: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str], services: Services) -> DesignForm:
        """Return the form of a request, with building, unit and sensible values chosen where nothing was said.

        What the kind before had and this one lacks is dropped; what is too long or wrong stays, for `spec` to tell.

        Raises:
            InputError: Building, unit or case is far too long.
            NotFound: The building or the unit that was named does not exist.
        """
        values = {name: given.get(name, "").strip() for name in FIELDS}
        boxes = [name.removeprefix(_BOX) for name, value in given.items() if name.startswith(_BOX) and value]
        values["replaces"] = " ".join(dict.fromkeys((*units_named(values["replaces"]), *boxes)))
        values["facts"] = read_facts(given)
        for name in ("plan", "unit", "case", "item", "draft"):
            _refuse_longer(name, values[name])
        plan = _plan_of(values, services)
        if not values["unit"] or given.get("of_plan", values["plan"]) != values["plan"]:
            values["unit"] = plan.units[0].id  # another building was chosen: its first unit
        if _is_elsewhere(given, values):
            values["replaces"] = ""  # those were the signs of another unit
            values["facts"] = of_the_sign(values["facts"])  # and what was said of that place does not hold here
        values["kind"] = values["kind"] or _FIRST_KIND
        _choose_view(values)
        kind = _known_kind(values["kind"])
        if kind is not None and given.get("of_kind", kind.id) != kind.id:
            _drop_what_it_lacks(values, kind)
        if kind is not None:
            _leave_out_its_own(values, kind, is_new=given.get("of_kind", kind.id) != kind.id)
        return cls(values, {}).fitted_to(kind, *plan.find_unit(values["unit"]), given)

    def fitted_to(self, kind: SignKind | None, face: Frontage, unit: Unit, given: Mapping[str, str]) -> DesignForm:
        """Return the form with what follows kind and unit filled in, where the visitor typed nothing of their own."""
        usual = {"name": _name_begun(unit), "leased_units": unit.id, "view": "front"}
        if kind is not None:
            usual["view"] = "face" if kind.form is Form.PROJECTING else "front"  # the street sees its edge
            setting = self.values["setting"]
            chosen = Setting(setting) if setting in set(kind.settings) else None
            leased = units_named(self.values["leased_units"]) or (unit.id,)
            width, height = usual_size(kind, face, unit, chosen, leased)
            offset = usual_offset(kind, face, unit, leased)
            usual |= {
                "width_mm": f"{width:.0f}",
                "height_mm": f"{height:.0f}",
                "offset_mm": _plain(offset) if offset else "",
            }
        before = dict(parse_qsl(given.get("fitted", "")[:_LONGEST_FITTED]))
        values = dict(self.values)
        for name in FITTED_FIELDS:
            is_free = name not in given or values[name] in ("", before.get(name))
            if name == "leased_units" and name in given and not values[name]:
                is_free = False  # nothing leased may be meant
            if name == "name" and name in given and not values[name]:
                is_free = False  # somebody is about to type another
            if name == "offset_mm" and name not in given and "width_mm" in given and not before:
                is_free = False  # a design that was drawn before keeps its place
            if is_free and name in usual:
                values[name] = usual[name]
        return DesignForm(values, usual)

    def __getattr__(self, name: str) -> str:
        """Return a field by name, for templates."""
        try:
            return self.values[name]
        except KeyError as exc:
            raise AttributeError(name) from exc

    @property
    def query(self) -> list[tuple[str, str]]:
        """The fields that say something, as pairs, for hidden inputs and addresses."""
        kept = ("name", "leased_units")  # these are filled in when they are left out, so that empty says something
        return [(name, value) for name, value in self.values.items() if value or name in kept]

    @property
    def query_string(self) -> str:
        """The fields as the query of an address."""
        return urlencode(self.query)

    @property
    def fitted_string(self) -> str:
        """What was filled in, as one hidden field holds it."""
        return urlencode({name: value for name, value in self.fitted.items() if self.values[name] == value})

    def with_spec(self, spec: SignSpec, logos: LogoShelf) -> DesignForm:
        """Return the form filled with a spec's values, as when an offer is taken or a case comes back.

        Args:
            spec: What the fields shall say.
            logos: Takes the spec's logo, so that the form can name it.
        """
        style, lighting, logo = spec.style, spec.lighting, spec.logo
        kind, usual = _known_kind(spec.kind), Lighting()
        own = kind.style if kind is not None and style.typeface == kind.letters.typeface else TextStyle()
        numbers = {name: getattr(spec, name) for name in NUMBER_FIELDS if hasattr(spec, name)}
        numbers |= {
            "luminance_cd_m2": lighting.luminance_cd_m2,
            "temperature_k": _unless(lighting.temperature_k, usual.temperature_k),
            "offset_mm": spec.position.offset_mm or None,
            "bottom_mm": spec.position.bottom_mm,
            "reach_mm": spec.position.reach_mm,
            "weight": _unless(style.weight, own.weight),
            "faces": spec.faces,
            "logo_height_mm": logo.height_mm if logo else None,
        }
        words = {name: getattr(spec, name) for name in TEXT_FIELDS if hasattr(spec, name)}
        words |= {
            name: self._colour(name, getattr(spec.colours, name.removesuffix("_colour"))) for name in COLOUR_FIELDS
        }
        words |= {
            "typeface": _unless(style.typeface, kind.letters.typeface if kind is not None else ""),
            "second_typeface": style.second_typeface,
            "divider": _ON if spec.has_divider else None,
            "logo": logos.put(logo.artwork) if logo else None,
            "logo_place": _unless(logo.place, LogoPlace.LEFT) if logo else None,
        }
        shown = {name: "" if value is None else _plain(value) for name, value in numbers.items()}
        said = {name: "" if value is None else str(value) for name, value in words.items()}
        return replace(self, values={**self.values, **said, **shown})

    def _colour(self, name: str, value: str | None) -> str | None:
        """Return a colour as its field shall say it: by its name as long as that is how it was typed."""
        typed = self.values[name]
        return typed if value is not None and colour_of(typed) == value else value

    def spec(self, logos: LogoShelf) -> SignSpec:
        """Return the specification that the fields ask for.

        Args:
            logos: Where the logo lies.

        Raises:
            SpecError: A field is missing, too long or wrong; the error names it.
        """
        for name, value in self.values.items():
            _refuse_longer(name, value)
        fields: dict[str, object] = {name: self.values[name] for name in TEXT_FIELDS if self.values[name]}
        for name in (*NUMBER_FIELDS, *WHOLE_FIELDS, "logo_height_mm"):
            if self.values[name]:
                fields[name] = _number(name, self.values[name])
        if self.values["divider"]:
            fields["divider"] = True
        if not self.values["logo"]:
            return spec_of({name: value for name, value in fields.items() if name not in LOGO_FIELDS})
        artwork = logos.get(self.values["logo"])
        if artwork is None:
            raise SpecError("desk.logo_gone", at=Location(field="logo"))
        place = {"logo_place": self.values["logo_place"]} if self.values["logo_place"] else {}
        spec = spec_of({**fields, **place, "logo_art": _STAND_IN})
        return spec if spec.logo is None else replace(spec, logo=replace(spec.logo, artwork=artwork))

    def plan_in_force(self, services: Services) -> FrontagePlan:
        """Return the building's plan in force today."""
        return services.plans.in_force(self.values["plan"], services.today())

    def front(self, services: Services) -> FrontagePlan:
        """Return the building's plan in force today with the signs that were permitted since."""
        return services.front(self.values["plan"])

    def signs_here(self, plan: FrontagePlan) -> tuple[ExistingSign, ...]:
        """Return the signs that the design may take the place of; an event takes none's."""
        kind = _known_kind(self.values["kind"])
        if kind is not None and kind.is_temporary:
            return ()
        return replaceable(plan, self.values["unit"], units_named(self.values["leased_units"]))

    def begun(self, given: Mapping[str, str], services: Services) -> DesignForm:
        """Return the form as a design page opens with it: old signs that the new one would cover are ticked.

        Only where nobody could say otherwise yet: on a new page, or when another unit was just chosen. A design that
        cannot be drawn ticks nothing; the page tells what is wrong with it.

        Args:
            given: The request that the form was read from.
            services: The plan, the signs on it, and typefaces.
        """
        is_new = not given.keys() & {"of_unit", "replaces", "width_mm"} and not any(n.startswith(_BOX) for n in given)
        if not (is_new or _is_elsewhere(given, self.values)):
            return self
        plan = self.front(services)
        here = self.signs_here(plan)
        if not here:
            return self
        try:
            new = place(lay_out(self.spec(services.logos), services.fonts), plan, self.values["unit"]).rect
        except SignageError:
            return self
        covered = [sign.id for sign in here if _is_over(new, sign.rect)]
        return replace(self, values={**self.values, "replaces": " ".join(covered)})

    def replacing(self, permit_number: str, services: Services) -> DesignForm:
        """Return the form with a permit's sign among those that it takes the place of, as when that permit is changed.

        A number that names no sign here is left out: the procedure tells what is wrong with it.
        """
        here = [sign.id for sign in self.signs_here(self.front(services)) if sign.permit_number == permit_number]
        named = units_named(self.values["replaces"])
        return replace(self, values={**self.values, "replaces": " ".join(dict.fromkeys((*named, *here)))})

    def desk(self, services: Services) -> Desk:
        """Return the design laid out, placed and checked.

        Raises:
            SignageError: Something about it cannot be used; the words say what, the location which field.
        """
        plan = self.front(services)
        leased = units_named(self.values["leased_units"])
        facts: dict[str, Fact] = {"leased_units": leased} if leased else {}
        facts |= facts_of(self.values["facts"]) | self._replaced(plan)
        spec = self.spec(services.logos)
        books = services.books(plan.city)
        try:
            return prepare(spec, plan, self.values["unit"], books, services.today(), services.fonts, facts=facts)
        except SignageError as error:
            field = error.at.field if error.at else None
            at = Location(field=flat_field(field) if field else self._field_of(error.code))
            raise type(error)(error.code, at=at, **error.params) from error

    def _field_of(self, code: str) -> str | None:
        """Return the field where a layout's complaint is put right; letters too large as stated are their own fault."""
        if code in _OF_STATED_LETTERS and self.values["letter_height_mm"]:
            return "letter_height_mm"
        return _FIELD_OF_CODE.get(code)

    def _replaced(self, plan: FrontagePlan) -> dict[str, Fact]:
        """Return what is stated of old signs: nothing where there is none.

        Raises:
            InputError: A sign was named that is not here.
        """
        here = {sign.id for sign in self.signs_here(plan)}
        named = units_named(self.values["replaces"])
        for one in named:
            if one not in here:
                kind = _known_kind(self.values["kind"])
                known = said("desk.signs_here", listed="、".join(sorted(here))) if here else said("desk.no_signs_here")
                if kind is not None and kind.is_temporary:
                    known = said("desk.signs_event")
                at = Location(field="replaces")
                raise InputError("desk.sign_not_here", at=at, sign=one[:60], unit=self.values["unit"], known=known)
        return {"replaces": named} if here else {}


def units_named(words: str) -> tuple[str, ...]:
    """Return the units that a field names."""
    return tuple(words.replace("、", " ").replace(",", " ").split())


# The field where a complaint is put right that the library cannot know, since it has no fields there.
_FIELD_OF_CODE = {
    "design.too_wide": "width_mm",
    "design.too_wide_fixed": "letter_height_mm",
    "design.too_high": "height_mm",
    "design.no_room_for_second": "second_line",
    "design.second_too_wide": "second_line",
    "lines.column_too_long": "height_mm",
    "lines.column_too_long_fixed": "letter_height_mm",
    "lines.column_too_thick": "width_mm",
    "lines.gap_too_wide": "letter_gap_mm",
    "lines.gap_too_wide_broken": "letter_gap_mm",
    "lines.column_gap_too_wide": "letter_gap_mm",
    "lines.column_gap_too_wide_broken": "letter_gap_mm",
    "lines.gap_too_close": "letter_gap_mm",
    "design.no_board": "reach_mm",
    "spec.no_return": "return_depth_mm",
    "frontage.no_band": "bottom_mm",
    "frontage.no_canopy": "kind",
    "frontage.no_window": "kind",
}


_OF_STATED_LETTERS = frozenset({"design.too_high", "lines.column_too_thick"})


def _is_elsewhere(given: Mapping[str, str], values: Mapping[str, str]) -> bool:
    """Return whether another unit or building was chosen than the form was drawn for."""
    return any(given.get(f"of_{name}", values[name]) != values[name] for name in ("unit", "plan"))


def _is_over(new: Rect, old: Rect) -> bool:
    return new.x0 < old.x1 and old.x0 < new.x1 and new.y0 < old.y1 and old.y0 < new.y1


def name_suggested(licence: str) -> str:
    """Return what a sign may be begun with for a licence name; it never carries region or company form."""
    name = sign_name_of(licence)
    return name if len(name) <= MAX_NAME else shop_name_of(licence)[:MAX_NAME]


def _name_begun(unit: Unit) -> str:
    """The name of the unit's tenant by the plan, as a sign would say it."""
    return name_suggested(unit.tenant) if unit.tenant else _FIRST_NAME


def _plan_of(values: dict[str, str], services: Services) -> FrontagePlan:
    plans = [plan for plan in services.plans.all_in_force(services.today()) if plan.units]
    if not values["plan"] and plans:
        values["plan"] = plans[0].id
    chosen = services.plans.in_force(values["plan"], services.today())
    if not chosen.units:
        raise NotFound("desk.no_units", plan=chosen.building)
    return chosen


def _choose_view(values: dict[str, str]) -> None:
    if values["light"] == "marks":  # as addresses of earlier versions say it
        values["view"], values["light"] = "marks", "day"
    if values["view"] not in VIEWS:
        values["view"] = ""  # the one that shows most of the kind
    if values["light"] not in LIGHTS:
        values["light"] = "day"


def _known_kind(kind_id: str) -> SignKind | None:
    try:
        return kind_of(kind_id)
    except SpecError:
        return None  # told by `spec`, with the other fields still there


def _drop_what_it_lacks(values: dict[str, str], kind: SignKind) -> None:
    has = fields_of(kind)
    for name in FIELDS:
        if name not in has and name not in PLACE_FIELDS:
            values[name] = ""
    if kind.is_temporary:
        values["replaces"] = ""
    if values["setting"] not in set(kind.settings):
        values["setting"] = ""
    if values["construction"] not in set(kind.constructions):
        values["construction"] = ""


def _leave_out_its_own(values: dict[str, str], kind: SignKind, *, is_new: bool) -> None:
    """Empty a choice that is the kind's own: it follows when another kind is chosen.

    Args:
        values: The form's fields.
        kind: The kind.
        is_new: Whether it was just chosen; else a typeface that is named without a weight has the usual one.
    """
    if values["setting"] == kind.setting:
        values["setting"] = ""
    if values["construction"] == kind.constructions[0]:
        values["construction"] = ""
    if values["faces"] == str(kind.faces):
        values["faces"] = ""
    if values["typeface"] == kind.letters.typeface:
        values["typeface"] = ""
        values["weight"] = values["weight"] or ("" if is_new else str(USUAL_WEIGHT))
    if values["weight"] == str(usual_weight(values, kind)):
        values["weight"] = ""


def _refuse_longer(name: str, value: str) -> None:
    most = LONGEST_FACTS if name == "facts" else _LONGEST
    if len(value) > most:  # told, not cut: half a name would be another sign
        raise InputError("web.too_long", at=Location(field=name), field=name, length=len(value), limit=most)


def _unless(value: str | int, usual: str | int) -> str | int | None:
    return None if value == usual else value


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _number(name: str, typed: str) -> float:
    try:
        found = float(typed)
    except ValueError as exc:
        raise SpecError("spec.not_a_number", at=Location(field=name), value=typed) from exc
    return int(found) if name in WHOLE_FIELDS and found.is_integer() else found
