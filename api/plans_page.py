"""What the pages of frontage plans show: buildings, a building's revisions and units, and a plan before it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from api.plan_upload import HandedIn
from signage.applications.approved import approved_signs
from signage.applications.plan_entry import MOST_BASIS, PlanPreview, entered_of
from signage.applications.plan_versions import EnteredPlan
from signage.batch.whatif import Effect, WhatIf, what_if
from signage.bootstrap import Services
from signage.errors import NotFound
from signage.frontage import Frontage, FrontagePlan, PlanProblem, PlanRegister, SignBand, Unit, inspect_plan
from signage.frontage.readers import ImportReport
from signage.frontage.units_alone import CAN_BE_NONE
from signage.locale import Lang, describe, speaking, text
from signage.offers.bands import can_be_laid
from signage.render import Viewport, draw
from signage.scene import compose_plan
from signage.typography import FontCatalogue

_MOST_SHOWN = 200
_LARGE_PX = 4800
_KINDS_OF_STAGE = {"now": "PASS", "later": "REVIEW", "over": "NOT_APPLICABLE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision as its page lists it: `stage` is `now`, `later` or `over`; `entered` is None for the folder's."""

    plan: FrontagePlan
    stage: str
    end: date | None
    entered: EnteredPlan | None

    @property
    def last(self) -> date | None:
        """Its last day, None while nothing ends it."""
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def badge(self) -> str:
        """How its stage is coloured."""
        return _KINDS_OF_STAGE[self.stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit with its band and the permitted signs that stand there."""

    face: Frontage
    unit: Unit
    band: SignBand | None
    signs: tuple[str, ...]


def list_values(services: Services) -> dict[str, Any]:
    """Return what the list of buildings shows: the revision in force of each, or the next or last one."""
    register, today = services.plans, services.today()
    with services.office.reading() as unit:
        live = {plan_id: len(unit.permits.live_on(plan_id)) for plan_id in register.ids}
    rows = []
    for plan_id in register.ids:
        shown = _shown_of(register, plan_id, today)
        rows.append({"plan": shown, "stage": _stage(register, shown, today), "permitted": live[plan_id]})
    return {"rows": rows, "today": today, "badges": _KINDS_OF_STAGE}


def plan_values(services: Services, plan_id: str, revision: str, lang: Lang) -> dict[str, Any]:
    """Return what a building's page shows of one revision, the one in force when none is named.

    Raises:
        NotFound: No such plan, or no such revision of it.
    """
    today, register = services.today(), services.plans
    plan = one_revision(register, plan_id, revision, today)
    stage = _stage(register, plan, today)
    stood = services.stood(plan) if stage == "now" else plan
    entered = entered_of(services.office, plan_id)
    revisions = [
        Revision(
            plan=one, stage=_stage(register, one, today), end=register.end_of(one),
            entered=entered.get(one.revision),
        )
        for one in reversed(register.revisions(plan_id))
    ]  # fmt: skip
    return {
        "plan": plan,
        "stage": stage,
        "badges": _KINDS_OF_STAGE,
        "revisions": revisions,
        "rows": _unit_rows(stood),
        "unsurveyed": _unsurveyed(plan, lang),
    }


def one_revision(register: PlanRegister, plan_id: str, revision: str, today: date) -> FrontagePlan:
    """Return a revision of a plan by its number; without one the revision in force, else the next or the last.

    Raises:
        NotFound: No such plan, or no such revision of it.
    """
    known = register.revisions(plan_id)
    if not known:
        raise NotFound("frontage.plan_not_found", plan=plan_id, known=", ".join(register.ids) or "-")
    if not revision:
        return _shown_of(register, plan_id, today)
    found = next((one for one in known if one.revision == revision), None)
    if found is None:
        raise NotFound("plans.no_such_revision", plan=plan_id, revision=revision[:60])
    return found


def form_values(services: Services, lang: Lang) -> dict[str, Any]:
    """Return what the form of a new plan offers."""
    return {
        "today": services.today(),
        "buildings": services.plans.all_in_force(services.today()),
        "can_be_none": [(part.value, text(f"frontage.part_{part.value}", lang)) for part in CAN_BE_NONE],
    }


def tried_values(
    services: Services, given: HandedIn, seen: PlanPreview | None, digest: str, lang: Lang
) -> dict[str, Any]:
    """Return what the page of a plan that was handed in shows before it is put on record.

    Args:
        services: The office.
        given: What was handed in.
        seen: What putting it on record would do; None where it cannot be.
        digest: Under which its file is kept; empty where nothing can be drawn.
        lang: The reader's language.
    """
    shown = given.plan or given.draft
    effects = None if seen is None or seen.before is None else _effects(services, seen)
    return {
        "given": given,
        "seen": seen,
        "shown": shown,
        "digest": digest,
        "most_basis": MOST_BASIS,
        "errors": [p.words(lang) for p in given.problems if p.is_error][:_MOST_SHOWN],
        "warnings": [p.words(lang) for p in given.problems if not p.is_error][:_MOST_SHOWN],
        "told": _told(given, lang),
        "can_lay": given.plan is not None and given.bands is None and can_be_laid(given.plan),
        "changes": () if seen is None else seen.changes[:_MOST_SHOWN],
        "left_out": 0 if seen is None else max(0, len(seen.changes) - _MOST_SHOWN),
        "rows": _unit_rows(shown)[:_MOST_SHOWN] if shown is not None else (),
        "unsurveyed": _unsurveyed(shown, lang) if shown is not None else (),
        "bands": _band_words(given, lang),
        **(_effect_values(effects, lang) if effects is not None else {"effects": None}),
    }


def plan_picture(content: bytes, face_id: str, fonts: FontCatalogue, lang: Lang, form: str = "svg") -> bytes:
    """Return a face of a plan file drawn, with numbered pins at what is wrong with it.

    Raises:
        NotFound: The file is no plan, or has no such face.
    """
    plan, problems = inspect_plan(content)
    if plan is None:
        raise NotFound("plans.preview_gone")
    return face_picture(plan, face_id, problems, fonts, lang, form)


def face_picture(
    plan: FrontagePlan,
    face_id: str,
    problems: tuple[PlanProblem, ...],
    fonts: FontCatalogue,
    lang: Lang,
    form: str = "svg",
) -> bytes:
    """Return a face as a technical elevation, as SVG or as a PNG large enough to read.

    Raises:
        NotFound: The plan has no such face.
    """
    with speaking(lang):
        scene = compose_plan(plan, face_id, fonts, problems=problems)
        return draw(scene, Viewport.of(scene, width_px=_LARGE_PX), form).content


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan and what it is drawn with, told apart by the plan's digest alone; a process has one set of typefaces."""

    digest: str
    plan: FrontagePlan = field(compare=False)
    fonts: FontCatalogue = field(compare=False)


@lru_cache(maxsize=64)
def kept_picture(drawn: Drawn, face_id: str, lang: Lang, form: str = "svg") -> bytes:
    """Return the picture of a face of a plan on record.

    Raises:
        NotFound: The plan has no such face.
    """
    return face_picture(drawn.plan, face_id, (), drawn.fonts, lang, form)


def _shown_of(register: PlanRegister, plan_id: str, today: date) -> FrontagePlan:
    try:
        return register.in_force(plan_id, today)
    except NotFound:
        known = register.revisions(plan_id)
        return next((one for one in known if one.valid_from > today), known[-1])


def _stage(register: PlanRegister, plan: FrontagePlan, today: date) -> str:
    if plan.valid_from > today:
        return "later"
    end = register.end_of(plan)
    return "now" if end is None or today < end else "over"


def _unit_rows(plan: FrontagePlan) -> list[UnitRow]:
    return [
        UnitRow(
            face=face,
            unit=unit,
            band=face.band_of(unit.id),
            signs=tuple(sign.permit_number or sign.name for sign in face.signs if sign.unit == unit.id),
        )
        for face in plan.faces
        for unit in face.units
    ]


def _unsurveyed(plan: FrontagePlan, lang: Lang) -> list[tuple[str, str]]:
    """Return for each face that was not surveyed whole its name and what was not."""
    comma = "、" if lang is Lang.ZH else ", "
    return [
        (face.name, comma.join(text(f"frontage.part_{part.value}", lang) for part in face.unsurveyed))
        for face in plan.faces
        if face.unsurveyed
    ]


def _band_words(given: HandedIn, lang: Lang) -> dict[str, Any] | None:
    """Return how bands were laid out: storey by storey with datum and height, and what somebody has to see to."""
    layout = given.bands
    if layout is None:
        return None
    names = {face.id: face.name for face in layout.plan.faces}
    comma = "；" if lang is Lang.ZH else "; "
    rows = []
    for row in layout.rows:
        words = [text("bands.no_band", lang)] if row.band is None else []
        words += [remark.words(lang) for remark in row.warnings]
        if words:
            rows.append((", ".join(row.units), comma.join(words)))
    return {
        "runs": [(run, names[run.face], [remark.words(lang) for remark in run.remarks]) for run in layout.runs],
        "rows": rows,
        "without": sum(len(row.units) for row in layout.without_band),
    }


def _told(given: HandedIn, lang: Lang) -> dict[str, list[str]]:
    """Return what the reader of a drawing took and left, in words."""
    report = given.told or ImportReport(file=given.file, reader="")
    taken = [f"{text(f'reading.taken_{one.part}', lang)} {len(one.ids)}" for one in report.taken]
    return {
        "taken": taken,
        "open": [note.words(lang) for note in sorted(report.questions, key=lambda one: not one.is_blocking)],
        "mended": [note.words(lang) for note in report.repairs][:_MOST_SHOWN],
        "ignored": [note.words(lang) for note in report.ignored][:_MOST_SHOWN],
    }


def _effects(services: Services, seen: PlanPreview) -> WhatIf:
    """Return what the plan would do to the signs that are permitted on the building."""
    plan, before = seen.plan, seen.before
    assert before is not None
    day = plan.valid_from
    signs = [sign for sign in approved_signs(services.office.reading) if sign.plan_id == plan.id]
    return what_if(signs, {plan.id: before}, services.books(plan.city, day), day, revised=plan)


def _effect_values(result: WhatIf, lang: Lang) -> dict[str, Any]:
    counts = {effect.value: len(result.signs(effect)) for effect in Effect}
    total = len(result.after.verdicts) + len(result.after.refused)
    lines = [
        {
            "hit": one.hit,
            "title": one.hit.title_zh if lang is Lang.ZH else one.hit.title_en,
            "effect": text(f"recheck.effect_{one.effect.value}", lang),
            "badge": {"fails": "FAIL", "more": "FAIL", "same": "FAIL", "less": "WARN", "passes": "PASS"}.get(
                one.effect.value, "REVIEW"
            ),
            "was": one.was.margin if one.was is not None and one.was is not one.hit else "",
            "is_mended": one.effect is Effect.PASSES,  # its figures are those of before
            "reason": one.hit.reason_zh if lang is Lang.ZH else one.hit.reason_en,
        }
        for one in result.consequences[:_MOST_SHOWN]
    ]
    refused = [
        {"sign": sign, "why": describe(error, lang).message} for sign, error in result.after.refused[:_MOST_SHOWN]
    ]
    return {
        "effects": lines,
        "refused": refused,
        "effects_total": total,
        "unjudged": [f"{sign.unit} {sign.name}" for _, sign in result.unmeasured][:_MOST_SHOWN],
        "effects_summary": text("recheck.whatif_summary", lang, total=total, **counts),
    }
