"""Ask for the renewal, change or transfer of an item's permit: what the catalogue allows becomes a case of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from signage.applications import use_cases
from signage.applications.afterwards import earlier_matter
from signage.applications.composite import Asked, matter_of_item, needs_term
from signage.applications.figures import figures_of, stated_figures
from signage.applications.ids import number_typed
from signage.applications.item_track import track_stated
from signage.applications.model import (
    Actor,
    Applicant,
    Application,
    Circumstances,
    Material,
    Matter,
    Permit,
    Purpose,
    Term,
    Track,
)
from signage.applications.office import Office
from signage.applications.policy import Policy
from signage.applications.records import MatterPaper
from signage.errors import GuardFailed, InputError, Location, NotFound
from signage.items import Catalogue, CatalogueItem, Sequel
from signage.locale import Lang, text

PURPOSES = (Purpose.RENEWAL, Purpose.CHANGE, Purpose.TRANSFER)
CONSENT = "T1"  # 原被许可人同意转让的书面意见: what shows that the holder gives it up


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPermit:
    """A permit of an item that is no sign, with what it was given for.

    Attributes:
        case: The application that it came from.
        item: The catalogue's item as it stands today.
        policy: The procedure's bounds between permit and filing.
    """

    permit: Permit
    case: Application
    matter: Matter
    item: CatalogueItem
    policy: Policy

    def sequel(self, purpose: Purpose) -> Sequel | None:
        """Return what the catalogue says of a purpose; None where it says nothing, and then nothing can be asked."""
        return self.item.afterwards.of(purpose.value) if self.item.afterwards else None

    @property
    def figures(self) -> tuple[tuple[str, str, str], ...]:
        """Label, unit and stated figure of every number that the item's form asks for; empty where none is stated."""
        stated = dict(self.matter.answers)
        asked = figures_of(self.item)
        return tuple((one.label, one.unit, _bare(stated.get(one.label, ""), one.unit)) for one in asked)


def item_permit(office: Office, catalogue: Catalogue, number: str) -> ItemPermit:
    """Return an item's permit by its number.

    Raises:
        NotFound: There is none, it is a sign's, or the item stands in the catalogue no longer.
    """
    with office.reading() as unit:
        permit = unit.permits.by_number(number_typed(number)) if number.isprintable() else None
        matter = earlier_matter(unit, permit) if permit is not None else None
        if permit is None or matter is None:
            raise NotFound("afterwards.no_item_permit", number=number[:60])
        case = unit.applications.get(permit.application_id)
    return ItemPermit(permit=permit, case=case, matter=matter, item=catalogue.item(matter.code), policy=office.policy)


def papers_of_sequel(held: ItemPermit, purpose: Purpose) -> tuple[MatterPaper, ...]:
    """Return the papers that are asked for: what the catalogue names, and for a transfer the holder's consent."""
    sequel = held.sequel(purpose)
    wanted = set(sequel.papers) if sequel else set()
    papers = tuple(
        MatterPaper(code=f"{held.item.code}:{one.code}", name=one.name_zh, may_follow_days=one.may_follow_days or 0)
        for one in held.item.papers
        if one.code in wanted and one.is_asked_on(held.matter.track)
    )
    if purpose is not Purpose.TRANSFER:
        return papers
    return (*papers, MatterPaper(code=f"{held.item.code}:{CONSENT}", name=text("afterwards.consent")))


def check_allowed(held: ItemPermit, purpose: Purpose, today: date, policy_ahead_days: int) -> Sequel:
    """Return what the catalogue says of a sequel that may be asked for today.

    Raises:
        GuardFailed: The item's permits are not renewed, changed or transferred; the permit holds no longer, or a
            renewal comes too late.
    """
    zh, en = (text(f"workflow.purpose_item_{purpose.value}", lang) for lang in (Lang.ZH, Lang.EN))
    sequel = held.sequel(purpose)
    if sequel is None or not sequel.is_allowed:
        why = sequel.zh if sequel else text("afterwards.unsaid", Lang.ZH)
        why_en = sequel.en if sequel else text("afterwards.unsaid", Lang.EN)
        raise GuardFailed(
            "afterwards.not_allowed", item=held.item.name_zh, item_en=held.item.name_en, purpose=zh, purpose_en=en,
            why=why, why_en=why_en,
        )  # fmt: skip
    permit = held.permit
    if permit.ended_reason or permit.ended_at is not None or today > permit.valid_to:
        raise GuardFailed("afterwards.over", number=permit.number, valid_to=str(permit.valid_to))
    ahead = sequel.ahead_days if sequel.ahead_days is not None else policy_ahead_days
    left = (permit.valid_to - today).days
    if purpose is Purpose.RENEWAL and left < ahead:
        raise GuardFailed("afterwards.late", valid_to=str(permit.valid_to), left=left, ahead=ahead)
    return sequel


def ask_again(
    office: Office,
    held: ItemPermit,
    purpose: Purpose,
    applicant: Applicant,
    materials: tuple[Material, ...],
    actor: Actor,
    now: datetime,
    *,
    until: date | None = None,
    place: str = "",
    answers: tuple[tuple[str, str], ...] = (),
    circumstances: Circumstances | None = None,
    idempotency_key: str = "",
) -> Application:
    """Open a case that renews, changes or transfers an item's permit, and return the draft.

    Args:
        office: The office.
        held: The permit and its item.
        purpose: Which of the three.
        applicant: Its holder; for a transfer whoever takes it over.
        materials: The papers.
        actor: Who asks.
        now: The instant, aware.
        until: Last day asked for, where the catalogue gives the result no duration; of a renewal only.
        place: Where, after a change; empty keeps the permit's.
        answers: Figures that a change alters, by the form's label; empty keeps what the permit states.
        circumstances: As stated.
        idempotency_key: Asking twice under one key is one case.

    Raises:
        GuardFailed: The catalogue does not allow it, or it is too late.
        InputError: Last day, figures or applicant are wrong, or nothing is changed.
        NotPermitted: The actor may not act for the applicant.
    """
    today = office.today(now)
    check_allowed(held, purpose, today, office.policy.renewal_ahead_days)
    matter = matter_asked(held, purpose, until, place.strip(), answers)
    return use_cases.open_application(
        office,
        applicant,
        (),
        materials,
        actor,
        now,
        circumstances=circumstances,
        idempotency_key=idempotency_key,
        purpose=purpose,
        earlier_permit=held.permit.number,
        matters=(matter,),
    )


def matter_asked(
    held: ItemPermit, purpose: Purpose, until: date | None, place: str, answers: tuple[tuple[str, str], ...]
) -> Matter:
    """Return what `ask_again` would ask for; the arguments are its own.

    Raises:
        InputError: Last day or figures are wrong, nothing is changed, or what was filed would need a permit.
    """
    before = held.matter
    stated = stated_figures(held.item, answers, before.answers) if purpose is Purpose.CHANGE else before.answers
    where = place if place and purpose is Purpose.CHANGE else before.place
    if purpose is Purpose.CHANGE and where == before.place and dict(stated) == dict(before.answers):
        raise InputError("afterwards.nothing_changed", at=Location(field="place"))
    size = held.item.size if purpose is Purpose.CHANGE and before.track is not Track.PERMIT else None
    if size is not None and track_stated(held.item, held.policy, stated) is Track.PERMIT:
        raise InputError("afterwards.becomes_permit", at=Location(field=size.width), item=before.title)
    term = _term(held, purpose, until)
    asked = Asked(term=term, tracks=((held.item.code, before.track),))
    made = matter_of_item(held.item, place=where, asked=asked)
    # Nothing that the first permit did not state is asked for on the way: `needed` is of what is new.
    return replace(made, answers=stated, term=term, papers=papers_of_sequel(held, purpose), needed=())


def _term(held: ItemPermit, purpose: Purpose, until: date | None) -> Term | None:
    if not needs_term(held.item):
        return None
    permit = held.permit
    if purpose is not Purpose.RENEWAL:
        return Term(start=permit.valid_from, end=permit.valid_to)
    if until is None or until <= permit.valid_to:
        raise InputError("afterwards.until", at=Location(field="until"), valid_to=str(permit.valid_to))
    # What is added counts from the end of the present term.
    fault = held.policy.term_fault(permit.valid_to, until, "until")
    if fault is not None:
        raise fault
    return Term(start=permit.valid_from, end=until)


def _bare(stated: str, unit: str) -> str:
    return stated.removesuffix(unit).strip() if unit else stated.strip()
