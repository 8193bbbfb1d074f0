"""What is wrong with a sent application for a sign or an event: dates, applicant, permit, papers, all found at once."""

from __future__ import annotations

from collections.abc import Mapping

from api.case_papers import Papers, WantedPaper, sample_digests
from api.deps import Visitor, visible_application
from api.design_form import DesignForm
from api.faults import LACKING, UNANSWERED, FaultList
from api.held_papers import Came
from api.intake import applicant_of, signs_with
from api.notice_lines import unanswered
from api.principals import principal_faults
from api.wishes import Wish, question_faults, term_faults, wish_of
from signage.applications.compared import licence_defects, licence_of, transfer_changes
from signage.applications.intake import applicant_faults, item_from
from signage.applications.model import Application, State
from signage.applications.precheck import field_defects
from signage.bootstrap import Services
from signage.errors import InputError
from signage.locale import both, enumerated


def wish_as_typed(typed: Mapping[str, str]) -> Wish:
    """Return what is asked for as far as it can be read, so that the papers for it can be listed."""
    for read in (typed, {**typed, "term_start": "", "term_end": ""}):
        with FaultList().noting():
            return wish_of(read)
    return Wish()


def apply_faults(
    services: Services,
    visitor: Visitor,
    form: DesignForm,
    typed: Mapping[str, str],
    came: Came,
    papers: Papers,
    wanted: list[WantedPaper],
) -> FaultList:
    """Return everything that is wrong with what was typed and handed in, in the order of the page.

    Args:
        services: The office.
        visitor: Whose form.
        form: The design that it applies with.
        typed: What was typed.
        came: The papers that passed the door, and why others did not.
        papers: What is handed in, samples of a demonstration included.
        wanted: The papers that this sign needs.
    """
    faults = FaultList()
    known = visible_application(services, visitor, form.case) if form.case else None
    if known is None:
        for open_choice in principal_faults(services, visitor, typed):
            faults.add(open_choice)
        for fault in applicant_faults(applicant_of(visitor, typed), services.office.policy):
            faults.add(fault)
    unread = tuple(term_faults(typed))
    for fault in unread:
        faults.add(fault)
    if not unread:
        with faults.noting("purpose"):
            _note_fields(services, visitor, form, typed, known, faults)
    for fault in question_faults(typed):
        faults.add(fault)
    _note_papers(typed, came, papers, wanted, known, faults)
    if (
        known is not None
        and known.state is State.RETURNED
        and "yes" not in (typed.get("incomplete"), typed.get("more"))
    ):
        for field, line in unanswered(known, typed):
            faults.add(InputError(UNANSWERED, line=line), field)
    if not unread and typed.get("more") != "yes":
        _note_other_places(form, typed, came, wanted, known, faults)
    return faults


def _note_fields(
    services: Services,
    visitor: Visitor,
    form: DesignForm,
    typed: Mapping[str, str],
    known: Application | None,
    faults: FaultList,
) -> None:
    """Note what the procedure itself has against dates and earlier permit, as it would when the case is handed in."""
    office, wish, now, desk = services.office, wish_of(typed), services.now(), form.desk(services)
    is_kept_open = typed.get("more") == "yes" or (known is not None and known.state is State.DRAFT)
    item = item_from(desk.proposal, desk.report, {}, desk.proposal.plan.address, office.policy, term=wish.term)
    case = Application(
        id="",
        number="",
        state=State.DRAFT,
        version=1,
        applicant=known.applicant if known else applicant_of(visitor, typed),
        created_at=now,
        items=(item,) if is_kept_open or known is None else signs_with(known, (item,), form.item),
        materials=(),
        purpose=known.purpose if known else wish.purpose,
        earlier_permit=known.earlier_permit if known else wish.earlier_permit,
    )
    with office.reading() as unit:
        defects = field_defects(office, unit, case, now)
        changes = transfer_changes(unit, case)
    if typed.get("meant") != "yes":  # told once; whoever means it says so
        # The shops of a chain may have licences of their own.
        if licence_defects(case) and not is_kept_open and len(case.items) == 1:
            name = case.applicant.name
            faults.add(InputError("web.licence_differs", licence=licence_of(item), applicant=name), "applicant_name")
        if changes:
            faults.add(InputError("web.transfer_changes", changes=enumerated(changes, "；", "; ")), "purpose")
    for defect in defects:
        about = defect.key.split(":")[1]
        if about.startswith("term"):
            field = "term_end" if about == "term-long" else "term_start"
            faults.add(InputError("web.fault_said", what=defect.text), field)
        elif not is_kept_open:  # of a case of several signs the whole is judged when it is handed in
            faults.add(InputError("web.fault_said", what=defect.text), about)


def _note_papers(
    typed: Mapping[str, str],
    came: Came,
    papers: Papers,
    wanted: list[WantedPaper],
    known: Application | None,
    faults: FaultList,
) -> None:
    there = {material.kind for material in (*(known.materials if known else ()), *papers.materials)}
    shown = {paper.code for paper in wanted}
    for code, error in came.refusals.items():
        faults.add(error, f"paper_{code}" if code in shown else "")
    is_kept = typed.get("more") == "yes" and not (known and known.group)
    if typed.get("incomplete") == "yes" or is_kept:
        return  # a shop that is kept may lack papers: handing in asks for them; a group's sign brings its own
    for paper in wanted:
        if paper.is_asked(typed) and paper.code not in there and paper.code not in came.refusals:
            faults.add(InputError(LACKING, paper=_name_of(paper)), f"paper_{paper.code}")


def _note_other_places(
    form: DesignForm,
    typed: Mapping[str, str],
    came: Came,
    wanted: list[WantedPaper],
    known: Application | None,
    faults: FaultList,
) -> None:
    """Note the papers that are there for another place only, as a lease is, unless the applicant says that they do."""
    here = (form.plan, form.unit)  # a lease is of the unit, however many signs it has
    if known is None or known.state is not State.DRAFT:
        return
    elsewhere = [item for item in known.items if (item.plan_id, item.unit_id) != here and item.id != form.item]
    if not elsewhere or typed.get("incomplete") == "yes":
        return
    samples = sample_digests() if typed.get("sample_papers") == "yes" else frozenset()
    there = {material.kind for material in known.materials if material.digest not in samples} - set(came.papers)
    places = "、".join(dict.fromkeys(f"{item.address} {item.unit_id}" for item in elsewhere))
    for paper in wanted:
        if paper.is_of_place and paper.code in there and typed.get(f"covers_{paper.code}") != "yes":
            error = InputError("web.paper_of_other_place", paper=_name_of(paper), places=places)
            faults.add(error, f"paper_{paper.code}")


def _name_of(paper: WantedPaper) -> str:
    return both(f"{paper.code} {paper.title_zh}", f"{paper.code} {paper.title_en}")
