"""What `signage draw` can show: the views, the formats, where a sign hangs, and the scenes made of them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from signage.cli.inputs import (
    books_of,
    check_facts,
    naming,
    plan_of_file,
)
from signage.cli.words import LANG
from signage.errors import InputError

if TYPE_CHECKING:
    from signage.design import SignLayout, SignSpec
    from signage.desk import Desk
    from signage.fabrication import Drilled
    from signage.frontage import FrontagePlan
    from signage.render import Viewport
    from signage.rules import RuleBook
    from signage.scene import Ambience, Scene, Wall
    from signage.typography import FontCatalogue


class ViewName(StrEnum):
    """What is drawn."""

    FRONT = "front"
    NIGHT = "night"
    FACE = "face"
    SHEET = "sheet"
    STREET = "street"
    WORKSHOP = "workshop"
    CUTTING = "cutting"


class FormatName(StrEnum):
    """Which file is written."""

    PNG = "png"
    JPG = "jpg"
    WEBP = "webp"
    SVG = "svg"
    PDF = "pdf"
    DXF = "dxf"
    JSON = "json"


class PaperName(StrEnum):
    """Paper of a sheet."""

    A3 = "a3"
    A4 = "a4"


# Paper mm per model mm of a view when --scale says nothing; a sheet is paper already, a workshop drawing knows its own.
PAPER_SCALES = {
    ViewName.FRONT: 0.02,
    ViewName.NIGHT: 0.02,
    ViewName.FACE: 0.02,
    ViewName.STREET: 0.01,
}
BY_NIGHT = (ViewName.FRONT, ViewName.NIGHT, ViewName.FACE, ViewName.STREET)
ON_A_PLACE = (ViewName.FRONT, ViewName.NIGHT, ViewName.SHEET, ViewName.STREET)
_PICTURES = (ViewName.FRONT, ViewName.FACE, ViewName.STREET)
ON_A_SAMPLE = (ViewName.FRONT, ViewName.NIGHT, ViewName.SHEET)
LOSSY = (FormatName.JPG, FormatName.WEBP)
SUFFIXES = {"jpeg": FormatName.JPG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One drawing that was asked for: what it shows, and whether by night."""

    view: ViewName
    is_night: bool = False

    @property
    def word(self) -> str:
        """What it is called in file names; the front by night is `night`, as the view is."""
        if not self.is_night:
            return self.view.value
        night = ViewName.NIGHT.value
        return night if self.view is ViewName.FRONT else f"{self.view.value}-{night}"

    @classmethod
    def called(cls, word: str) -> Shot:
        """Return the drawing of a word for file names."""
        night = ViewName.NIGHT.value
        if word == night:
            return cls(view=ViewName.FRONT, is_night=True)
        return cls(view=ViewName(word.removesuffix(f"-{night}")), is_night=word.endswith(f"-{night}"))


def shots_of(views: Sequence[ViewName], *, is_night: bool) -> tuple[Shot, ...]:
    """Return the drawings that views ask for, each once, in their order.

    `night` is every other picture that was asked for (front, face, street) by night as well, and the front by night
    where there is none.

    Args:
        views: As asked for.
        is_night: All pictures are by night alone.
    """
    pictures = [view for view in views if view in _PICTURES] or [ViewName.FRONT]
    found: list[Shot] = []
    for view in views:
        if view is ViewName.NIGHT:
            found += [Shot(view=picture, is_night=True) for picture in pictures]
        else:
            found.append(Shot(view=view, is_night=is_night))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How drawings are put on pixels and paper: a picture's width, 1:`scale` on paper, quality of JPEG and WebP."""

    width_px: int
    scale: float | None
    quality: int | None

    def refuse_what_does_not_fit(self, views: Sequence[ViewName], forms: Sequence[FormatName]) -> None:
        """Refuse options that would be passed over in silence.

        Raises:
            InputError: No format has a quality, the scale is none, or a sheet has one of its own.
        """
        if self.quality is not None:
            if not any(form in LOSSY for form in forms):
                raise InputError("outputs.quality_needs_lossy", known=", ".join(f".{form.value}" for form in LOSSY))
            if not 1 <= self.quality <= 100:
                raise InputError("outputs.quality_out_of_range", given=self.quality)
        if self.scale is not None:
            if not 0.01 <= self.scale <= 10_000:  # what is no number is not either
                raise InputError("outputs.bad_scale", given=self.scale)
            if ViewName.SHEET in views:
                raise InputError("outputs.sheet_has_its_scale")

    def viewport(self, scene: Scene, view: ViewName) -> Viewport:
        """Return how a view lies on its page."""
        from signage.render import Viewport
        from signage.scene import page_scale

        scale = 1 / self.scale if self.scale is not None else PAPER_SCALES.get(view, 1.0)
        if view is ViewName.WORKSHOP and self.scale is None:
            scale = 1 / page_scale(scene)
        return Viewport.of(scene, width_px=self.width_px, scale=scale)

    def quality_for(self, form: FormatName) -> int | None:
        """Return the quality that was asked for, for a format that has one."""
        return self.quality if form in LOSSY else None


class Place:
    """Where the sign hangs and by which rules it is looked at, as the options said."""

    def __init__(
        self,
        frontage: Path | None,
        unit: str | None,
        books: tuple[str, ...],
        on: date,
        facts: dict[str, str | bool | float | tuple[str, ...]],
        marks: bool,
        is_night: bool = False,
        *,
        wall: Wall | None = None,
    ) -> None:
        self.frontage, self.unit, self.book_names, self.on, self.facts = frontage, unit, books, on, facts
        self.marks, self.is_night = marks, is_night
        self.wall = wall  # of the sample shop where there is no plan

    @cached_property
    def plan(self) -> FrontagePlan | None:
        """The frontage plan, read once."""
        return plan_of_file(self.frontage) if self.frontage is not None else None

    @cached_property
    def books(self) -> tuple[RuleBook, ...]:
        """The rule books that the sign is looked at by, read once; the facts given are asked for by one of them."""
        if self.plan is None:
            return ()
        books = books_of(self.book_names, self.plan, self.on)
        check_facts(self.facts, books)
        return books

    def ambience(self, view: ViewName) -> Ambience:
        """Return the light that a view is drawn in."""
        from signage.scene import DAY, NIGHT

        return NIGHT if self.is_night or view is ViewName.NIGHT else DAY

    def by(self, *, is_night: bool) -> Place:
        """Return the same place by night or by day, with what of it was read already."""
        other = copy(self)
        other.is_night = is_night
        return other

    def refuse_lone_options(self) -> None:
        """Refuse a plan without a unit, and a unit without a plan.

        Raises:
            InputError: One is given without the other.
        """
        if (self.frontage is None) != (self.unit is None):
            raise InputError("cli.frontage_and_unit")

    def refuse_what_the_view_cannot_show(self, view: ViewName) -> None:
        """Refuse options that would be passed over in silence.

        Raises:
            InputError: The view needs a plan, or has no place for the findings.
        """
        if self.frontage is None and view is ViewName.STREET:
            raise InputError("cli.view_needs_plan", view=view.value)
        if self.is_night and view not in BY_NIGHT:
            raise InputError("outputs.night_needs_picture", view=view.value)
        if self.marks and (view is not ViewName.FRONT or self.is_night or self.frontage is None):
            raise InputError("cli.marks_need_front")
        if self.wall is not None and (self.frontage is not None or view not in ON_A_SAMPLE):
            raise InputError("drawing.wall_not_shown", view=view.value)

    @property
    def sample_wall(self) -> Wall:
        """The wall of the sample shop."""
        from signage.scene import Wall

        return self.wall or Wall()


def wall_of(words: str | None) -> Wall | None:
    """Return the wall that an option names, None where it was not given.

    Raises:
        InputError: It names none.
    """
    from signage.scene import parse_wall

    return None if words is None else parse_wall(words)


def hangs_on_a_house(sign: SignSpec, fonts: FontCatalogue) -> bool:
    """Return whether a sign without a plan is shown on a sample shop."""
    from signage.design import lay_out
    from signage.scene import Wall, sample_house

    return sample_house(lay_out(sign, fonts), Wall()) is not None


def notes_on(
    sign: SignSpec, views: Sequence[ViewName], fonts: FontCatalogue, place: Place
) -> tuple[tuple[str, str], ...]:
    """Return what a designer is told of a sign beside its drawings: what the layout decided, and where it reaches.

    Each is the code of its sort and a sentence.

    Args:
        sign: What is drawn.
        views: Which drawings; only those that show its place tell of it.
        fonts: Typefaces.
        place: Where it hangs.

    Raises:
        LayoutError: The text does not fit the size.
        FontError: The typeface is unknown or lacks a character.
        PlanError, NotFound: The plan cannot be used, or has no such unit or no place there.
    """
    from signage.design import lay_out, notes_told
    from signage.frontage import BEYOND, Proposal, beyond_words
    from signage.frontage import place as placed_on

    layout = lay_out(sign, fonts)
    plan, unit = place.plan, place.unit
    if plan is None or unit is None or not any(view in ON_A_PLACE for view in views):
        return notes_told(layout, LANG)
    with naming(str(place.frontage), field="--unit"):
        plan.find_unit(unit)
    proposal = Proposal(plan=plan, sign=placed_on(layout, plan, unit), facts=place.facts)
    return (*notes_told(layout, LANG), *((BEYOND, words) for words in beyond_words(proposal, LANG)))


def compose_view(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: Place) -> Scene:
    """Return one view of a sign, on its frontage when the place has one.

    Raises:
        LayoutError: The text does not fit the size.
        FontError: The typeface is unknown or lacks a character.
        PlanError, NotFound: The plan cannot be used, or has no such unit or no place there.
    """
    from signage.design import lay_out
    from signage.scene import compose_sample_front, compose_sign, in_one_space

    if view is ViewName.WORKSHOP:
        return in_one_space(_workshop(sign, fonts, place))
    if view is ViewName.SHEET:
        return _sheet(sign, fonts, place, PaperName.A3)[0]
    if view is ViewName.FACE:
        return compose_sign(lay_out(sign, fonts), place.ambience(view), fonts)
    if place.frontage is None:
        return compose_sample_front(lay_out(sign, fonts), place.ambience(view), fonts, wall=place.sample_wall)
    return _on_plan(sign, view, fonts, place)


def _on_plan(sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: Place) -> Scene:
    from signage.scene import compose_front, compose_street

    desk = _desk(sign, fonts, place)
    if view is ViewName.STREET:
        return compose_street(
            desk.proposal.plan,
            desk.placed.face_id,
            (desk.placed,),
            place.ambience(view),
            fonts,
            replaced=desk.proposal.replaced,
        )
    return compose_front(desk.proposal, place.ambience(view), fonts, report=desk.report if place.marks else None)


def compose_pages(
    sign: SignSpec, view: ViewName, fonts: FontCatalogue, place: Place, paper: PaperName
) -> tuple[Scene, ...]:
    """Return the pages of a view; a sheet and a workshop drawing may have more than one."""
    if view is ViewName.SHEET:
        return _sheet(sign, fonts, place, paper)
    if view is ViewName.WORKSHOP:
        return _workshop(sign, fonts, place)
    return (compose_view(sign, view, fonts, place),)


def _workshop(sign: SignSpec, fonts: FontCatalogue, place: Place) -> tuple[Scene, ...]:
    from signage.design import lay_out
    from signage.scene import compose_workshop_pages

    layout = lay_out(sign, fonts)
    return compose_workshop_pages(layout, fonts, drilled=drilled_at(layout, place))


def drilled_at(layout: SignLayout, place: Place) -> Drilled:
    """Return the holes and clamps of a sign as the workshop pack of the same place counts them.

    Raises:
        PlanError, NotFound: The plan cannot be used, or has no such unit or no place there.
    """
    from signage.fabrication import drilled_of
    from signage.frontage import place as put

    if place.plan is None or place.unit is None:
        return drilled_of(layout)
    with naming(str(place.frontage), field="--unit"):
        placed = put(layout, place.plan, place.unit)
    return drilled_of(layout, placed=placed, plan=place.plan)


def _sheet(sign: SignSpec, fonts: FontCatalogue, place: Place, paper: PaperName) -> tuple[Scene, ...]:
    from signage.design import lay_out
    from signage.desk import sheets_alone, sheets_of
    from signage.scene import SheetParticulars, SheetSize

    if place.frontage is None:
        own = SheetParticulars(drawing_number="", project="", date=place.on)
        layout = lay_out(sign, fonts)
        return sheets_alone(layout, fonts, own, size=SheetSize(paper.value), wall=place.sample_wall)
    desk = _desk(sign, fonts, place)
    plan = desk.proposal.plan
    particulars = SheetParticulars(drawing_number=f"{plan.id}-{place.unit}", project=plan.building, date=place.on)
    return sheets_of(desk, fonts, particulars, size=SheetSize(paper.value))


def _desk(sign: SignSpec, fonts: FontCatalogue, place: Place) -> Desk:
    from signage.desk import prepare

    plan, books = place.plan, place.books
    if plan is None or place.unit is None:
        raise InputError("cli.frontage_and_unit")
    with naming(str(place.frontage), field="--unit"):
        plan.find_unit(place.unit)
    return prepare(sign, plan, place.unit, books, place.on, fonts, facts=place.facts)
