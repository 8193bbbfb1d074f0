"""The draft page: its fields as typed, and what they come to step by step; every step that is missing is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.errors import status_of
from signage.bootstrap import Services
from signage.design import SignSpec, load_kinds
from signage.desk import Fact
from signage.drafts import (
    Draft,
    NameReading,
    SignSize,
    can_read,
    check_draft,
    colours_in,
    compare_names,
    confirmed,
    differences,
    name_in,
    panel_and_letters,
    scale_of,
    size_of,
    size_sentences,
    spec_of_draft,
)
from signage.errors import InputError, Location, SignageError
from signage.frontage import replaceable
from signage.geometry import Point
from signage.locale import Lang, describe
from signage.typography import MAX_NAME
from signage.uploads import remark_words

POINTS = ("x1", "y1", "x2", "y2")
CORNERS = ("sx1", "sy1", "sx2", "sy2")
_FIELDS = (
    *(*POINTS, "distance_mm", *CORNERS, "click", "trust"),
    *("name", "licence", "kind", "place", "told_width", "told_height"),
)
_LONGEST = 120
_CARRIED = (*POINTS, "distance_mm", *CORNERS, "click", "trust")
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class DraftForm:
    """The fields as typed; empty text is "not given"."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str]) -> DraftForm:
        """Return the form of an address; the usual kind stands in where nothing was said."""
        values = {name: given.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
        values["kind"] = values["kind"] or "panel-letters"
        return cls(values)

    @classmethod
    def carried_by(cls, field: str) -> tuple[str, DraftForm]:
        """Return the draft's id and the measures that a design's field carries; too few are told when they are used."""
        draft_id, *figures = field.split(_BETWEEN)
        return draft_id, cls.read(dict(zip(_CARRIED, figures, strict=False)))

    def carried(self, draft_id: str) -> str:
        """Return the measures as one field, so that the design that came of them can name its draft."""

        def figure(name: str) -> str:
            return f"{self.number(name):.2f}".rstrip("0").rstrip(".")

        numbers = [figure(name) for name in (*POINTS, "distance_mm", *CORNERS)]
        click = figure("click") if self.values["click"] else "1"
        return _BETWEEN.join((draft_id, *numbers, click, "yes" if self.values["trust"] == "yes" else ""))

    def __getattr__(self, name: str) -> str:
        """Return a field by name, for templates."""
        try:
            return self.values[name]
        except KeyError as exc:
            raise AttributeError(name) from exc

    def has(self, *names: str) -> bool:
        """Return whether all of these fields are given."""
        return all(self.values[name] for name in names)

    @property
    def plan(self) -> str:
        """Id of the plan whose unit was chosen, empty when none was."""
        return self.values["place"].partition("/")[0]

    @property
    def unit(self) -> str:
        """Id of the unit, empty when none was chosen."""
        return self.values["place"].partition("/")[2]

    def number(self, name: str) -> float:
        """Return a field's number.

        Raises:
            InputError: It is none.
        """
        typed = self.values[name].replace("，", "").replace(",", "")
        try:
            return float(typed)
        except ValueError as exc:
            raise InputError("drafts.bad_number", at=Location(field=name), given=typed[:40]) from exc

    def point(self, x: str, y: str) -> Point:
        """Return two fields as a point of the picture."""
        return Point(self.number(x), self.number(y))


def draft_values(services: Services, draft: Draft, form: DraftForm, lang: Lang) -> tuple[dict[str, Any], int]:
    """Return what the page shows, and its status."""
    values: dict[str, Any] = {
        "draft": draft,
        "form": form,
        "plans": services.plans.all_in_force(services.today()),
        "kinds": load_kinds(),
        "remarks": [remark_words(remark, lang) for remark in draft.remarks],
        "can_read": can_read(),
        "name_longest": MAX_NAME,
        "error": None,
        "measured": None,
        "disagrees": False,
    }
    if not form.has(*POINTS, "distance_mm", *CORNERS):
        return values, 200
    try:
        values["measured"] = _measured(services, draft, form, lang)
    except SignageError as error:
        values["error"] = describe(error, lang)
        values["disagrees"] = error.code == "drafts.unit_disagrees"
        return values, status_of(error)
    return values, 200


def _measured(services: Services, draft: Draft, form: DraftForm, lang: Lang) -> dict[str, Any]:
    """Return the result: size, name, colours, comparison and, with a unit, the check."""
    click = form.number("click") if form.click else 1.0
    measured = scale_of(form.point("x1", "y1"), form.point("x2", "y2"), form.number("distance_mm"), click_px=click)
    scale = confirmed(measured, draft.mm_per_px_by_file, trust_measured=form.trust == "yes")
    size = size_of(form.point("sx1", "sy1"), form.point("sx2", "sy2"), scale)
    png = services.office.blobs.get(draft.picture)
    colours = colours_in(png, size.box_px)
    panel, letters = panel_and_letters(colours)
    read = NameReading(words=form.name, source="typed", score=1.0) if form.name else _read(services, draft, size)
    told = (form.number("told_width"), form.number("told_height")) if form.has("told_width", "told_height") else None
    found: dict[str, Any] = {
        "sentences": size_sentences(scale, size, lang),
        "size": size,
        "scale": scale,
        "colours": colours,
        "panel": panel,
        "letters": letters,
        "name": read,
        "comparison": compare_names(read.words, form.licence) if read and form.licence else None,
        "differences": [(one.is_within, one.sentence(lang)) for one in differences(size, told)],
        "check": None,
        "design": "",
    }
    if read is None:
        return found
    spec = spec_of_draft(form.kind, read.words, size, licence_name=form.licence, panel=panel, letters=letters)
    found["design"] = _design_query(spec, form, draft)
    if form.unit:
        found["check"] = _checked(services, spec, size, form, lang)
    return found


def _checked(services: Services, spec: SignSpec, size: SignSize, form: DraftForm, lang: Lang) -> dict[str, Any]:
    plan = services.front(form.plan)
    books = services.books(plan.city)
    facts: dict[str, Fact] = {"leased_units": (form.unit,)}
    if replaceable(plan, form.unit):
        facts["replaces"] = ()  # said at the desk, where the design goes next
    check = check_draft(spec, size, plan, form.unit, books, services.today(), services.fonts, facts=facts)
    findings = {f.rule_id: f for f in check.desk.report.findings}
    named = [findings[rule] for rule in check.open_rules if rule in findings]
    return {
        "report": check.desk.report,
        "open": [f.title_zh if lang is Lang.ZH else f.title_en for f in named],
    }


def _design_query(spec: SignSpec, form: DraftForm, draft: Draft) -> str:
    fields = {
        "plan": form.plan,
        "unit": form.unit,
        "name": spec.name,
        "kind": spec.kind,
        "width_mm": f"{spec.width_mm:.0f}",
        "height_mm": f"{spec.height_mm:.0f}",
        "panel_colour": spec.colours.panel or "",
        "letter_colour": spec.colours.letter or "",
        "licence_name": spec.licence_name or "",
        "leased_units": form.unit,
        "draft": form.carried(draft.id),
    }
    return urlencode({key: value for key, value in fields.items() if value})


def _read(services: Services, draft: Draft, size: SignSize) -> NameReading | None:
    """Return the name as read, or None; a page that is loaded again does not read again."""
    x0, y0, x1, y1 = (round(v) for v in size.box_px)
    key = (draft.picture, (x0, y0, x1, y1))
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = name_in(services.office.blobs.get(draft.picture), key[1], draft.texts)
    return _KEPT[key]


_MOST_KEPT = 200
_KEPT: dict[tuple[str, tuple[int, int, int, int]], NameReading | None] = {}
