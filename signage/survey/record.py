"""The survey record (勘测记录) as a typed value: what a letter or page prints, in words, nothing left to work out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from signage.frontage import FrontagePlan
from signage.locale import Lang, text
from signage.survey.compare import Deviation, Outcome, deviations, what_word
from signage.survey.model import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One line of the record's table, in words."""

    what: str
    measured: str
    planned: str
    difference: str
    instrument: str
    outcome: Outcome
    outcome_word: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRecord:
    """Everything that a survey record states.

    Attributes:
        title: 现场核查记录 for an official one, else 现场勘测记录.
        basis: The article that asks for two officers, empty for the office's own survey.
        surveyors: Name and number of each.
        datum: What levels were measured from, in words.
        summary: One sentence: how many deviate, and by how much the worst does.
    """

    title: str
    basis: str
    building: str
    address: str
    unit: str
    plan: str
    surveyed_on: date
    surveyors: tuple[tuple[str, str], ...]
    datum: str
    rows: tuple[RecordRow, ...]
    summary: str
    remarks: str
    photos: tuple[tuple[str, str], ...]


def record_of(survey: Survey, plan: FrontagePlan, lang: Lang | None = None) -> SurveyRecord:
    """Return the record of a survey against a plan.

    Raises:
        NotFound: The plan has no such unit.
        InputError: Levels were measured from a pavement that nobody places.
    """
    _, unit = plan.find_unit(survey.unit_id)
    found = deviations(survey, plan)
    kind = "official" if survey.is_official else "own"
    return SurveyRecord(
        title=text(f"survey.title_{kind}", lang),
        basis=text("survey.basis_official", lang) if survey.is_official else "",
        building=plan.building,
        address=f"{plan.address}{unit.door_number or ''}",
        unit=unit.id,
        plan=f"{plan.id} {survey.plan_revision or plan.revision}",
        surveyed_on=survey.surveyed_on,
        surveyors=tuple((s.name, s.number) for s in survey.surveyors),
        datum=text(f"survey.datum_{survey.datum.value}", lang),
        rows=tuple(
            RecordRow(
                what=what_word(d.what, lang),
                measured=f"{d.measured_mm:.0f} ± {d.tolerance_mm:.0f}",
                planned="—" if d.planned_mm is None else f"{d.planned_mm:.0f}",
                difference="—" if d.difference_mm is None else f"{round(d.difference_mm):+d}",
                instrument=m.instrument,
                outcome=d.outcome,
                outcome_word=text(f"survey.outcome_{d.outcome.value}", lang),
                note=m.note,
            )
            for d, m in zip(found, survey.measurements, strict=True)
        ),
        summary=summary_of(found, lang),
        remarks=survey.remarks,
        photos=tuple((photo.caption or photo.file_name, photo.preview) for photo in survey.photos),
    )


def summary_of(found: tuple[Deviation, ...], lang: Lang | None = None) -> str:
    """Return how a survey stands to the plan, in one sentence."""
    off = [d for d in found if d.outcome is Outcome.DEVIATES]
    if off:
        worst = max(off, key=lambda d: abs(d.difference_mm or 0.0))
        return text(
            "survey.summary_deviates",
            lang,
            count=len(off),
            of=len(found),
            what=what_word(worst.what, lang),
            difference=f"{round(worst.difference_mm or 0.0):+d}",
        )
    known = sum(d.outcome is Outcome.AGREES for d in found)
    return text("survey.summary_agrees" if known else "survey.summary_unknown", lang, count=known, of=len(found))
