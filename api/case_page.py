"""What one case's page shows: the chosen sign and view, the steps that are open, and why others are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from api.case_limits import limit_lines, pause_lines
from api.case_notes import notes_for
from api.case_papers import newest_papers, papers_concerning
from api.deps import Visitor
from api.design_fields import FIELDS
from api.design_form import DesignForm
from api.paper_formats import papers_taken
from api.refused_step import RefusedStep, refused_values
from api.register_page import SequelLine, sequel_lines
from api.sign_words import kind_titles
from api.stated_facts import field_of
from api.step_done import done_of, waiting_words
from api.step_forms import Button, buttons_of, decides_not
from api.wishes import QUESTIONS
from signage.applications import use_cases
from signage.applications.agency import acting_for, power_for
from signage.applications.case_file import FiledDocument, case_file
from signage.applications.compared import taken_down
from signage.applications.composite import days_saved
from signage.applications.form_values import items_concerned
from signage.applications.letters import LetterKind
from signage.applications.model import IN_FORCE, IN_PROCEDURE, Action, Application, Event, Item, Permit, Purpose, State
from signage.applications.precheck import spot_conditions
from signage.applications.records import Defect
from signage.applications.replaced import replaced_words
from signage.applications.saved_days import saved_against
from signage.applications.standing import replaced_by
from signage.applications.workflow import PAPER_FACT
from signage.bootstrap import Services
from signage.errors import NotFound
from signage.locale import Lang, describe
from signage.rules.measures.fact_words import stated_in_words

# A permit was issued, and holds no longer.
_ENDED = (State.EXPIRED, State.REVOKED, State.PERMIT_WITHDRAWN, State.CANCELLED, State.REMOVED)
VIEWS = (("marks", "核对标注", "Findings"), ("front-day", "日景", "Day"), ("front-night", "夜景", "Night"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What a permit's holder may ask for next.

    Attributes:
        renewal: Query of the form that renews it; empty on days on which that is not asked for.
        renewal_days: First and last day on which it is.
        change: Query of the desk that changes it.
    """

    number: str
    renewal: str
    renewal_days: tuple[date, date]
    change: str


_SPOT_TITLES = {
    "track": ("办理程序", "procedure"),
    "papers": ("材料齐全", "papers"),
    "findings": ("核对结论", "findings"),
    "stated": ("须核实的说明", "what was stated"),
    "third_party": ("利害关系人", "third parties"),
    "survey": ("现场勘验", "survey"),
    "term": ("活动日期", "dates of the event"),
    "same_place": ("同一位置", "the same place"),
    "figures": ("申请表数量", "figures of the form"),
    "lines": ("告知的要求", "lines of the notice"),
    "heard": ("听取意见", "parties heard"),
    "hearing": ("听证", "hearing"),
}


def case_values(
    services: Services,
    visitor: Visitor,
    application: Application,
    item: int,
    light: str,
    lang: Lang,
    *,
    done: str = "",
    refused: RefusedStep | None = None,
) -> dict[str, Any]:
    """Return everything that `application.html` shows.

    `done` is what the address says was just done; `refused` is a step that was not taken.
    """
    index = min(max(item, 1), max(len(application.items), 1))
    chosen = application.items[index - 1] if application.items else None
    view = light if light in {key for key, _, _ in VIEWS} else "marks"
    names = {name for name, _ in chosen.drawings} if chosen else set()
    shown = next((f"{view}.{form}" for form in ("png", "svg") if f"{view}.{form}" in names), None)
    spot = _spot(services, visitor, application)
    history = use_cases.events_of(services.office, application.id)
    permits = _permits_as_they_stand(services, application)
    actions = _within_powers(services, visitor, application, is_aside=False)
    aside = _within_powers(services, visitor, application, is_aside=True)
    documents = _documents(services, visitor, application, permits)
    said_done = done_of(
        services, visitor, application, done, history=history, documents=documents, buttons=actions, lang=lang
    )
    return {
        "a": application,
        "officer": visitor.is_officer,
        "chosen": chosen,
        "chosen_index": index,
        "views": VIEWS,
        "light": view,
        "shown": shown,
        "actions": actions,
        "aside": aside,
        "done": said_done,
        **refused_values(refused, (*actions, *aside), history, application, lang),
        "told": told_to(application),
        "defects": (defects := _defects(services, visitor, application)),
        "to_be_told": _to_be_told(services, application, defects),
        "today": services.today(),
        "blocked": _waiting(services, application, visitor, lang),
        "spot": spot,
        "notes": notes_for(services, visitor, application, chosen, lang),
        "questions": _open_questions(visitor, application),
        "permits": permits,
        "next_steps": _next_steps(services, visitor, application, permits),
        "sequels": _sequels(services, visitor, application, permits),
        "redesigns": (changes := redesigns(services, visitor, application)),
        "design_first": any(one.is_asked for one in changes),
        "may_resubmit": _may_resubmit(visitor, application),
        "may_amend": _is_applicant(visitor, application),
        "may_rate": application.applicant.account_id == visitor.account.id,
        "taken": papers_taken(services),
        "came_later": papers_added_later(application, history),
        "papers_there": {paper.kind for paper in newest_papers(services, application)},
        "paper_list": [(p.code, p.name_zh, p.name_en) for p in papers_concerning(services, application)],
        "spot_ok": bool(spot) and all(condition["is_met"] for condition in spot),
        "history": history,
        "limits": limit_lines(application, history, services.office.today),
        "pauses": pause_lines(application, services.office.today, lang),
        "buildings": _buildings(services, application),
        "days_saved": days_saved(application, services.office),
        "saved_against": saved_against(application, services.office, services.catalogue.groups),
        "ended": _ended(application, history),
        "documents": documents,
        "document_address": document_address,
        "kind_titles": kind_titles(lang),
        "stated": stated_in_words(chosen.facts, lang) if chosen else [],
        "replaced": _old_signs(services, application, chosen, lang) if chosen else [],
        "filled_forms": _filled_forms(services, application),
    }


def _old_signs(services: Services, application: Application, chosen: Item, lang: Lang) -> list[str]:
    """The old signs that come down before the chosen one goes up, in words."""
    with services.office.reading() as unit:
        return [replaced_words(one, lang) for one in taken_down(unit, application, chosen)]


def papers_added_later(application: Application, history: Sequence[Event]) -> dict[tuple[str, str], Event]:
    """Return the lines with which papers came after the case was handed in, by kind and digest of each paper."""
    return {
        (name.removeprefix(PAPER_FACT), digest): event
        for event in history
        for name, digest in event.facts
        if name.startswith(PAPER_FACT) and event.action == Action.ADD_PAPERS.value
    }


def _filled_forms(services: Services, application: Application) -> list[tuple[str, str, str]]:
    """The forms that the case fills in: address, names; in English several items call theirs the same."""
    items = [services.catalogue.item(code) for code in items_concerned(application)]
    forms = [(item, form) for item in items for form in item.forms]
    twice = {form.en for _, form in forms if sum(other.en == form.en for _, other in forms) > 1}
    return [
        (f"{item.code}/{form.code}", form.zh, f"{form.en} ({item.name_en})" if form.en in twice else form.en)
        for item, form in forms
    ]


def elapsed_words(application: Application, lang: Lang) -> str:
    """Return how long it took from the first submission to the decision, empty while nothing is decided.

    It is what the reports count too (`reports.figure_median_minutes`).
    """
    taken = use_cases.elapsed(application).get("application_to_decision")
    if taken is None:
        return ""
    seconds = int(taken.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours >= 48:
        return f"{hours // 24} 天" if lang is Lang.ZH else f"{hours // 24} days"
    if lang is Lang.ZH:
        return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分 {seconds % 60} 秒"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds % 60} s"


def _buildings(services: Services, application: Application) -> dict[str, str]:
    """Names of the case's buildings by plan; the plan's id where no plan of it is in force any more."""
    known = {plan.id: plan.building for plan in services.plans.plans}
    return {item.plan_id: known.get(item.plan_id, item.plan_id) for item in application.items}


def _ended(application: Application, history: Sequence[Event]) -> Event | None:
    """The line of history with which the permit stopped to hold, with date and reason; None while it holds."""
    if application.state not in _ENDED:
        return None
    state = application.state  # a reminder stays in it and did not end anything
    return next((one for one in reversed(history) if one.to_state is state and one.from_state is not state), None)


def _open_questions(visitor: Visitor, application: Application) -> list[tuple[str, str, str]]:
    """What the applicant was not sure of: the window says it when it accepts."""
    if not visitor.is_officer or application.state is not State.SUBMITTED:
        return []
    return [question for question in QUESTIONS if getattr(application.circumstances, question[0]) is None]


def _documents(
    services: Services, visitor: Visitor, application: Application, permits: Sequence[Permit]
) -> tuple[FiledDocument, ...]:
    """The case's documents; the review form is the office's own."""
    with services.office.reading() as unit:
        made = unit.documents.of(application.id)
    letters = [one for one in made if visitor.is_officer or one.kind is not LetterKind.REVIEW]
    return case_file(services.office, application, letters, permits)


def document_address(application: Application, document: FiledDocument) -> str:
    """Return where a document of a case's file is downloaded."""
    case = f"/applications/{application.id}"
    if document.is_decision:
        return f"{case}/notice.pdf"
    if document.matter_id:
        return f"{case}/results/{document.matter_id}.pdf"
    return f"{case}/documents/{document.document_id}.pdf"


def told_to(application: Application) -> tuple[Defect, ...]:
    """What the last notice asks for; of a case from before notices were kept one by one, its lines."""
    if application.notices:
        return application.notices[-1].defects
    return tuple(Defect(key="", text=line) for line in application.notice)


def _defects(services: Services, visitor: Visitor, application: Application) -> tuple[Defect, ...]:
    """Everything that a notice would list, for the window before it accepts and for the owner before submitting."""
    if application.state not in (State.DRAFT, State.SUBMITTED):
        return ()
    return use_cases.defects_of(services.office, application)


def _to_be_told(services: Services, application: Application, defects: tuple[Defect, ...]) -> tuple[Defect, ...]:
    """Return what stands against accepting: what is no matter of the window's own and no paper that may follow."""
    unanswered = tuple(Defect(key=line.key, text=line.text) for line in application.open_lines if not line.answer)
    following = {f"paper:{one.code}" for one in services.office.policy.lacking(application) if one.may_follow_days}
    open_ones = tuple(one for one in defects if not one.is_for_window and one.key not in following)
    return (*unanswered, *open_ones) if application.state is State.SUBMITTED else open_ones


def _may_resubmit(visitor: Visitor, application: Application) -> bool:
    return application.state is State.RETURNED and _is_applicant(visitor, application)


def _is_applicant(visitor: Visitor, application: Application) -> bool:
    actor = visitor.actor
    return application.applicant.account_id in (actor.id, *actor.acts_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redesign:
    """Where the desk changes one sign of a draft or a returned case.

    Attributes:
        query: Of the desk.
        is_asked: Whether the last notice asks for a change of the design.
    """

    item: Item
    query: str
    is_asked: bool


def redesigns(services: Services, visitor: Visitor, application: Application) -> list[Redesign]:
    """Return for each sign of a draft or a returned case where it is changed; nothing where it cannot be."""
    if application.state not in (State.DRAFT, State.RETURNED) or not _is_applicant(visitor, application):
        return []
    told = [defect.key for defect in told_to(application)] if application.state is State.RETURNED else []
    return [
        Redesign(
            item=item,
            query=urlencode({**design_of(services, item), "case": application.id, "item": item.id}),
            is_asked=any(_is_open(key, item) for key in told),
        )
        for item in application.items
    ]


_OF_DESIGN = ("finding:", "place:", "licence:", "field:term")


def is_about_design(key: str) -> bool:
    """Whether a line of a notice, by its key, is put right at the desk: by another sign, place or date."""
    return key.startswith(_OF_DESIGN)


def _is_open(key: str, item: Item) -> bool:
    """Whether a line of a notice is about a sign as it stands now: a finding that was put right is not."""
    sort, _, rest = key.partition(":")
    if sort == "finding":
        place, _, rule = rest.rpartition(":")
        blocking = {one.rule_id for one in item.report.findings if one.verdict.blocks}
        return place == item.position_key and rule in blocking
    place = rest.partition(":")[2] if sort == "field" else rest
    return is_about_design(key) and place == item.position_key


def design_of(services: Services, item: Item) -> dict[str, str]:
    """Return the desk's fields with an item's sign at its place."""
    empty = DesignForm(dict.fromkeys(FIELDS, ""), {})
    leased = dict(item.facts).get("leased_units")
    values = {
        **empty.with_spec(item.spec, services.logos).values,
        "plan": item.plan_id,
        "unit": item.unit_id,
        "leased_units": " ".join(leased) if isinstance(leased, tuple) else "",
        "facts": field_of(item.facts),
    }
    values["replaces"] = " ".join(_still_here(services, item, DesignForm(values, {})))
    return {key: value for key, value in values.items() if value}


def _within_powers(services: Services, visitor: Visitor, application: Application, *, is_aside: bool) -> list[Button]:
    """The steps that a page offers; to an agent only those that the authorisation reaches to."""
    buttons, owner = buttons_of(services, application, visitor, is_aside=is_aside), application.applicant.account_id
    if visitor.is_officer or owner == visitor.account.id:
        return buttons
    today = services.today()
    with services.database.reading() as unit:
        may = {
            power: owner in acting_for(unit, visitor.account.id, today, power=power, application_id=application.id)
            for power in {power_for(button.key) for button in buttons}
        }
    return [button for button in buttons if may[power_for(button.key)]]


def _still_here(services: Services, item: Item, form: DesignForm) -> list[str]:
    """Which of the old signs that an item takes the place of are there today: what came down is no matter any more."""
    try:
        here = {sign.id for sign in form.signs_here(form.front(services))}
    except NotFound:  # the plan or unit is no longer there: the desk tells it
        return []
    return [one for one in replaced_by(item) if one in here]


def _permits_as_they_stand(services: Services, application: Application) -> list[Permit]:
    """The case's permits as the register holds them: a later case may have replaced one."""
    with services.office.reading() as unit:
        return [unit.permits.by_number(one.number) or one for one in application.permits]


def _next_steps(
    services: Services, visitor: Visitor, application: Application, permits: Sequence[Permit]
) -> list[NextStep]:
    """What the holder of permits that hold may ask for next, permit by permit; nothing for what stood for an event."""
    if application.state not in IN_FORCE or application.applicant.account_id != visitor.account.id:
        return []
    items = {item.id: item for item in application.items}
    live = [one for one in permits if not one.ended_reason and not one.is_temporary and one.item_id in items]
    steps = []
    for permit in live:
        design = {**design_of(services, items[permit.item_id]), "replaces": permit.number}  # its own sign's place
        asked = {**design, "earlier_permit": permit.number, "purpose": Purpose.RENEWAL.value}
        first, last = services.office.policy.renewal_days(permit.valid_to)
        steps.append(
            NextStep(
                number=permit.number,
                renewal=urlencode(asked) if first <= services.today() <= last else "",
                renewal_days=(first, last),
                change=urlencode(design),
            )
        )
    return steps


def _sequels(
    services: Services, visitor: Visitor, application: Application, permits: Sequence[Permit]
) -> list[tuple[str, list[SequelLine]]]:
    """What the holder of an item's permit may ask for next, and what not, permit by permit."""
    if application.state not in IN_FORCE or not _is_applicant(visitor, application):
        return []
    codes = {matter.id: matter.code for matter in application.matters}
    live = [one for one in permits if not one.ended_reason and one.item_id in codes]
    lines = [
        (one.number, sequel_lines(services, codes[one.item_id], one.number, is_live=True, is_holder=True))
        for one in live
    ]
    return [(number, said) for number, said in lines if said]


def _waiting(services: Services, application: Application, visitor: Visitor, lang: Lang) -> list[str]:
    """Say who has the next word when the visitor, an officer, has none in the main line."""
    if not visitor.is_officer or buttons_of(services, application, visitor, is_aside=False):
        return []
    words = waiting_words(services, application, lang)
    apart = decides_not(services, application, visitor)
    told = describe(apart, lang) if apart is not None else None
    return [*([f"{told.message} {told.hint}"] if told else []), *([words] if words else [])]


def _spot(services: Services, visitor: Visitor, application: Application) -> list[dict[str, Any]]:
    if not visitor.is_officer or application.state not in (State.SUBMITTED, *IN_PROCEDURE):
        return []
    return [
        {
            "is_met": condition.is_met,
            "title_zh": _SPOT_TITLES.get(condition.key, (condition.key, condition.key))[0],
            "title_en": _SPOT_TITLES.get(condition.key, (condition.key, condition.key))[1],
            "explanation_zh": condition.explanation_zh,
            "explanation_en": condition.explanation_en,
        }
        for condition in spot_conditions(services.office, application, services.now())
    ]
