"""A case that goes on from the permit of an item that is no sign: renewed, changed or transferred (延续、变更、转让).

The new permit takes the earlier one's place, so the register never holds two for one thing. Whether an item's permit
may go on at all is the catalogue's word (`asking_again`); here is what stands against a single case.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from signage.applications.figures import figure_defects
from signage.applications.model import Action, Application, Item, Matter, Permit, Purpose, Track
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork
from signage.applications.precheck import precheck
from signage.applications.records import Defect
from signage.locale import text

KEY = "field:earlier_permit"


def is_sequel(application: Application) -> bool:
    """Return whether a case asks what is to become of an item's permit."""
    return application.single_matter is not None and application.purpose is not Purpose.NEW


def decision_title(office: Office, application: Application) -> str:
    """Return the title of a case's notice of decision; what is to become of a permit stands behind it in one word."""
    title = office.policy.title_of(replace(application, purpose=Purpose.NEW))
    if application.purpose is Purpose.NEW:
        return title
    kind = "item" if is_sequel(application) else "sign"
    return f"{title}（{text(f'workflow.purpose_{kind}_{application.purpose.value}')}）"


def earlier_permit(unit: UnitOfWork, application: Application) -> Permit | None:
    """Return the permit that such a case goes on from, as it stands now; None for every other case."""
    if not is_sequel(application) or not application.earlier_permit:
        return None
    return unit.permits.by_number(application.earlier_permit)


def earlier_matter(unit: UnitOfWork, permit: Permit) -> Matter | None:
    """Return the item that a permit was given for, None for a sign's."""
    if permit.is_for_sign or not permit.application_id:
        return None
    matters = unit.applications.get(permit.application_id).matters
    return next((matter for matter in matters if matter.id == permit.item_id), None)


def track_of(unit: UnitOfWork, permit: Permit) -> Track:
    """Return whether a number of the register is a permit, a filing or a guidance."""
    if not permit.application_id:
        return Track.PERMIT
    case = unit.applications.get(permit.application_id)
    found = next((one for one in case.asked_for if one.id == permit.item_id), None)
    return Track.PERMIT if found is None or (isinstance(found, Item) and found.term is not None) else found.track


def holder_of(unit: UnitOfWork, permit: Permit) -> str:
    """Return who was given a permit; older permits keep their holder only with their case."""
    if permit.holder or not permit.application_id:
        return permit.holder
    return unit.applications.get(permit.application_id).applicant.name


def defects_found(office: Office, unit: UnitOfWork, application: Application) -> tuple[Defect, ...]:
    """Return everything that is missing or wrong with a case; of an item's permit it is asked by its own measure."""
    if not is_sequel(application):
        return (*figure_defects(application, office.needed_figures), *precheck(office, unit, application))
    # What the precheck says of a purpose it says of signs and their places.
    return (*sequel_defects(office, unit, application), *precheck(office, unit, as_new(application)))


def as_new(application: Application) -> Application:
    """Return a sequel's case as if it asked for something new, for whoever knows nothing of an item's permit."""
    return replace(application, purpose=Purpose.NEW) if is_sequel(application) else application


def sequel_defects(office: Office, unit: UnitOfWork, application: Application) -> tuple[Defect, ...]:
    """Return what the earlier permit has against its renewal, change or transfer, nothing for another case."""
    matter = application.single_matter
    if matter is None or not is_sequel(application):
        return ()
    number, label = application.earlier_permit, text(f"workflow.purpose_item_{application.purpose.value}")
    if not number:
        return (Defect(key=KEY, text=text("afterwards.fault_unnamed", purpose=label)),)
    earlier = earlier_permit(unit, application)
    if earlier is None or not _goes_on(earlier, application.purpose):
        return (Defect(key=KEY, text=text("afterwards.fault_missing", purpose=label, number=number)),)
    before = earlier_matter(unit, earlier)
    if before is None or before.code != matter.code:
        return (Defect(key=KEY, text=text("afterwards.fault_other_item", number=number, title=matter.title)),)
    is_own = earlier.holder_code == application.applicant.credit_code
    if application.purpose is Purpose.TRANSFER and is_own:
        return (Defect(key=KEY, text=text("afterwards.fault_to_self", number=number)),)
    if application.purpose is not Purpose.TRANSFER and not is_own:
        return (Defect(key=KEY, text=text("afterwards.fault_not_own", purpose=label, number=number)),)
    if application.purpose is Purpose.RENEWAL and matter.term is not None and matter.term.end <= earlier.valid_to:
        words = text("afterwards.fault_end", number=number, valid_to=str(earlier.valid_to), end=str(matter.term.end))
        return (Defect(key="field:term_end", text=words),)
    return ()


def lost_permit(unit: UnitOfWork, application: Application) -> str:
    """Return the number of the earlier permit when it holds no longer or passed to somebody else, else nothing.

    A renewal goes on from a permit that ran out while the window had the case; a change or transfer does not.
    """
    if not is_sequel(application):
        return ""
    earlier = earlier_permit(unit, application)
    if earlier is None or not _goes_on(earlier, application.purpose):
        return application.earlier_permit or "—"
    live = unit.permits.live_at(earlier.position_key)
    return earlier.number if live is not None and live.id != earlier.id else ""


def place_in_register(office: Office, application: Application, matter: Matter) -> str:
    """Return the place among permits of what is granted: the earlier permit's, else the item's own."""
    with office.reading() as unit:
        earlier = earlier_permit(unit, application)
    return earlier.position_key if earlier is not None else matter.position_key


def sequel_term(office: Office, application: Application, matter: Matter, decided_on: date) -> tuple[date, date] | None:
    """Return the first and last day of a renewed, changed or transferred permit, None for another case.

    It takes the earlier one's place at once. A renewal adds its term to the earlier one's, so that no day is lost by
    asking in time; a change or transfer keeps the term.
    """
    with office.reading() as unit:
        earlier = earlier_permit(unit, application)
    if earlier is None:
        return None
    start = max(decided_on, earlier.valid_from)
    if application.purpose is not Purpose.RENEWAL:
        return start, max(start, earlier.valid_to)
    following = max(start, earlier.valid_to + timedelta(days=1))
    if matter.term is not None:
        return start, max(matter.term.end, following)
    if matter.valid_days:
        return start, following + timedelta(days=matter.valid_days - 1)
    return start, office.policy.valid_to(following, matter.valid_years)


def _goes_on(earlier: Permit, purpose: Purpose) -> bool:
    if not earlier.ended_reason and earlier.ended_at is None:
        return True
    return purpose is Purpose.RENEWAL and earlier.ended_reason == text(f"workflow.action_{Action.EXPIRE.value}")
