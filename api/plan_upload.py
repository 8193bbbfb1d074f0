"""A plan as it is handed in: a plan file, an architect's drawing with its mapping, or a property manager's table.

Whatever comes is read as a stranger's. A plan with errors is given back too, as a draft that can be drawn: seeing what
is wrong is why one looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePath

from starlette.datastructures import FormData, UploadFile

from signage.applications.plan_entry import dated
from signage.bootstrap import Services
from signage.errors import InputError, NotFound, PlanError, SignageError
from signage.frontage import FrontagePlan, PlanProblem, PlanRegister, inspect_plan, parse_plan, validate, write_plan
from signage.frontage.readers import ImportReport, import_plan
from signage.frontage.units_alone import plan_of_units
from signage.frontage.units_csv import UnitTable, read_units
from signage.frontage.units_onto import at_line_of, faces_with
from signage.frontage.units_words import FIELDS, BuildingWords
from signage.locale import said
from signage.offers.bands import BandLayout, next_revision, propose_bands

MOST_BYTES = 16 * 1024 * 1024
MOST_PLAN = 4 * 1024 * 1024
_MOST_MAPPING = 256 * 1024
_TABLES = (".csv", ".tsv", ".txt")
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What became of what was handed in.

    Attributes:
        plan: The plan, None where it has errors.
        draft: The plan as far as it goes, for drawing what is wrong; None where nothing can be drawn.
        problems: What is wrong with it, errors first.
        told: What the reader of a drawing took and left, None for other files.
        ignored: Headings of a table that say nothing of a plan.
        file: Name of the file.
        bands: How its sign bands were laid out, where that was asked for.
    """

    plan: FrontagePlan | None
    draft: FrontagePlan | None
    problems: tuple[PlanProblem, ...]
    told: ImportReport | None = None
    ignored: tuple[str, ...] = ()
    file: str = ""
    bands: BandLayout | None = None

    @property
    def content(self) -> bytes:
        """The plan file of what was handed in, as far as it goes; empty where nothing can be drawn."""
        shown = self.plan or self.draft
        return b"" if shown is None else write_plan(shown)


def handed_in(form: FormData, register: PlanRegister, today: date) -> HandedIn:
    """Return what a form of the page of plans holds.

    Args:
        form: Its fields `file`, `mapping`, `valid_from`, `revision`, and those that a table needs.
        register: The plans that there are, for a table that goes onto one of them.
        today: The office's date.

    Raises:
        SignageError: No file came, it is too large, or it cannot be read at all.
    """
    content, name = _file_of(form, "file", MOST_BYTES)
    if not name:
        raise InputError("plans.no_file")
    if not content:
        raise InputError("plans.empty_file", file=name)
    start, number = _day(form), _words(form, "revision")
    suffix = PurePath(name).suffix.lower()
    if suffix == ".json" and not _is_drawing(content):
        found = _of_file(content, name)
    elif suffix in _TABLES:
        return _of_table(content, name, form, register, today)  # dated and numbered as it is made
    else:
        found = _of_drawing(content, name, form)
    return _dated(found, start, number)


def kept_plan(content: bytes, file: str) -> HandedIn:
    """Return what was kept of a plan that was handed in, as it was looked at.

    Raises:
        NotFound: What is kept is no plan.
    """
    found = _of_file(content, file)
    if found.draft is None:
        raise NotFound("plans.preview_gone")
    return found


def _dated(found: HandedIn, start: date | None, number: str) -> HandedIn:
    if found.plan is None or (start is None and not number):
        return found
    return replace(found, plan=dated(found.plan, valid_from=start, revision=number))


def _is_drawing(content: bytes) -> bool:
    return b'"FeatureCollection"' in content[:4096]


def _of_file(content: bytes, name: str) -> HandedIn:
    if len(content) > MOST_PLAN:
        raise _too_large(name, len(content), MOST_PLAN)
    plan, problems = inspect_plan(content, file=name)
    is_sound = plan is not None and not any(problem.is_error for problem in problems)
    return HandedIn(plan=plan if is_sound else None, draft=plan, problems=problems, file=name)


def _of_drawing(content: bytes, name: str, form: FormData) -> HandedIn:
    mapping, mapping_name = _file_of(form, "mapping", _MOST_MAPPING)
    if not mapping:
        raise InputError("plans.no_mapping", file=name)
    try:
        told = mapping.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError("plans.mapping_no_text", file=mapping_name) from exc
    report = import_plan(content, told, file=name)
    return HandedIn(
        plan=report.plan,
        draft=report.plan or report.draft,
        problems=tuple(sorted(report.problems, key=lambda problem: not problem.is_error)),
        told=report,
        file=name,
    )


def _of_table(content: bytes, name: str, form: FormData, register: PlanRegister, today: date) -> HandedIn:
    given, number = _day(form), _words(form, "revision")
    table = read_units(content, file=name)
    onto = _words(form, "onto")
    start = given or today
    if onto:
        old = register.in_force(onto, max(start, today))
        if given is None:  # a revision that begins today has its successor tomorrow
            start = max(today, old.valid_from + timedelta(days=1))
        faces = faces_with(old, table, face=_words(form, "face") or None, storey=_storey(form), file=name)
        plan = next_revision(old, faces, valid_from=start, revision=number or None)
    else:
        plan = _alone(table, name, form, start, number)
        if plan.id in register.ids:
            raise InputError("plans.id_taken", plan=plan.id, building=register.revisions(plan.id)[-1].building)
    problems = tuple(at_line_of(problem, plan, table, file=name) for problem in validate(plan))
    problems = tuple(sorted(problems, key=lambda problem: not problem.is_error))
    if any(problem.is_error for problem in problems):
        return HandedIn(plan=None, draft=plan, problems=problems, ignored=table.ignored, file=name)
    whole = parse_plan(write_plan(plan))  # read back as any plan is, so that its words keep to the form
    return HandedIn(plan=whole, draft=whole, problems=problems, ignored=table.ignored, file=name)


def _alone(table: UnitTable, name: str, form: FormData, start: date, number: str) -> FrontagePlan:
    own = {key: words for key in FIELDS if key != "none" and (words := _words(form, key))}
    none = [str(one)[:_MOST_WORDS] for one in form.getlist("none") if isinstance(one, str)]
    labels = {key: said(f"plans.field_{_key(key)}") for key in FIELDS}
    building = BuildingWords(own=own, none=none, labels=labels).building(
        stem=PurePath(name).stem,
        revision=number or None,
        valid_from=start,
        face=_words(form, "face") or None,
        storey=_storey(form),
    )
    return plan_of_units(table, building, file=name)


def _key(field: str) -> str:
    return field.replace("-", "_")


def _storey(form: FormData) -> int | None:
    words = _words(form, "storey")
    if not words:
        return None
    try:
        return int(words)
    except ValueError as exc:
        raise InputError("plans.bad_storey", given=words[:40]) from exc


def _day(form: FormData) -> date | None:
    words = _words(form, "valid_from")
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError as exc:
        raise InputError("plans.bad_day", given=words[:40]) from exc


def _words(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip()[:_MOST_WORDS] if isinstance(value, str) else ""


def _file_of(form: FormData, name: str, most: int) -> tuple[bytes, str]:
    sent = form.get(name)
    if not isinstance(sent, UploadFile):
        return b"", ""
    name = PurePath((sent.filename or "").replace("\\", "/")).name[:_MOST_WORDS]
    content = sent.file.read(most + 1)
    if len(content) > most:
        raise _too_large(name, sent.size or len(content), most)
    return content, name


def _too_large(name: str, size: int, most: int) -> InputError:
    return InputError("plans.too_large", file=name, size=_size(size), most=_size(most))


def _size(count: int) -> str:
    return f"{count / 1024:.0f} kB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def with_bands(plan: FrontagePlan, services: Services, file: str) -> HandedIn:
    """Return a plan with sign bands for all its units, laid out by the rules in force on its first day.

    Raises:
        SignageError: Nothing can be laid out: no units, or nobody has surveyed what bands have to keep off.
    """
    day = max(plan.valid_from, services.today())
    # Laying out makes a next revision; here it is still the same one, which nobody has entered.
    later = plan.valid_from + timedelta(days=1)
    layout = propose_bands(plan, services.books(plan.city, day), day, services.fonts, valid_from=later)
    laid = replace(plan, faces=layout.plan.faces)
    return HandedIn(plan=laid, draft=laid, problems=tuple(validate(laid)), file=file, bands=layout)


def read_again(content: bytes) -> FrontagePlan:
    """Return the plan that was looked at, from the file that was kept of it.

    Raises:
        PlanError: What is kept is no plan.
    """
    try:
        return parse_plan(content)
    except SignageError as error:
        raise PlanError("plans.preview_gone") from error
