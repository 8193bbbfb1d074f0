"""From a case to what the public sees of it: the only place where public fields are filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from signage.applications.case_documents import CaseDocument
from signage.applications.english import stated
from signage.applications.figures import figure_words, figures_stated
from signage.applications.guards import GRANTS, ground_words
from signage.applications.letter_content import EndingGround
from signage.applications.letters import LetterKind
from signage.applications.model import Action, Application, Event, Item, Matter, Permit, Track
from signage.design import OF_A_SIGN, load_kinds, names_measured, own_lengths
from signage.errors import GuardFailed
from signage.locale import Lang, text
from signage.register.masking import MaskingPolicy, masked_identifiers, masked_text, public_code, public_holder
from signage.register.model import DecisionAct, PublicPermit, PublicRecord, act_key, of_track

_STREET = re.compile(r"([^省市区县镇乡\d\s，,]{1,16}?(?:大道|大街|路|街|巷|弄|胡同|步行街))(?!口)")
_REGIONS = re.compile(r"^(?:[^\d路街巷弄]{1,10}?(?:省|自治区|市|区|县|镇|乡|街道(?!\d)))+")
_DAY_VIEWS = ("front-day.png", "front-day", "front-day.svg")


def public_record(
    application: Application, *, organ: str, on: Callable[[datetime], date], policy: MaskingPolicy | None = None
) -> PublicRecord:
    """Return a decided case as it is published.

    Args:
        application: Has a decision and its number.
        organ: Name of the organ that decided.
        on: Gives the local date of an instant.
        policy: What is hidden where the law leaves room.

    Raises:
        GuardFailed: It is not decided.
    """
    decision = application.decision
    if decision is None or not application.decision_number:
        raise GuardFailed("register.not_decided", id=application.id)
    persons = _persons(application)
    granted = decision.outcome in GRANTS
    items = tuple(i for i in application.items if i.outcome in GRANTS) if granted else application.items
    lines = [_line(item) for item in items or application.items]
    lines += [_matter_line(matter) for matter in application.matters]
    act, track = DecisionAct(application.purpose.value), _track_of(application)
    if act is not DecisionAct.NEW:
        earlier = text(f"register.{of_track('earlier', track)}", number=application.earlier_permit)
        word = "transfer_item" if act is DecisionAct.TRANSFER and application.single_matter else act.value
        lines.insert(0, text(f"register.act_{word}") + (earlier if application.earlier_permit else ""))
    if granted and decision.conditions:
        told = masked_text("；".join(decision.conditions), persons=persons)
        lines.append(text(f"register.{of_track('conditions', track)}", conditions=told))
    if not granted:
        told = masked_text(decision.reasons, persons=persons)
        lines.append(text(f"register.{of_track('refused_for', track)}", reasons=told))
    terms = sorted((p.valid_from, p.valid_to) for p in application.permits)
    return PublicRecord(
        document_number=application.decision_number,
        project=_projects(application),
        category=_categories(application),
        content="；".join(lines),
        holder=public_holder(application.applicant.name, application.applicant.credit_code, policy),
        holder_code=public_code(application.applicant.credit_code),
        organ=organ,
        outcome=decision.outcome,
        decided_on=on(decision.at),
        valid_from=terms[0][0] if terms else None,
        valid_to=max(end for _, end in terms) if terms else None,
        act=act,
    )


def public_ending(
    application: Application,
    decision: CaseDocument,
    event: Event,
    *,
    organ: str,
    on: Callable[[datetime], date],
    policy: MaskingPolicy | None = None,
) -> PublicRecord:
    """Return a decision that ends a case's permits as it is published.

    Args:
        application: Whose permits they were.
        decision: The letter of withdrawal, revocation or cancellation.
        event: The step that it belongs to: its facts hold ground and reasons.
        organ: Name of the organ that decided.
        on: Gives the local date of an instant.
        policy: What is hidden where the law leaves room.
    """
    act, stated = _act_of(decision, event), dict(event.facts)
    numbers = "、".join(permit.number for permit in application.permits) or "—"
    is_filing = decision.kind is LetterKind.FILING_ENDING
    what = text(f"register.{act_key(act, application.track if is_filing else Track.PERMIT)}")
    lines = [text("register.ended_permits", act=what, numbers=numbers)]
    if stated.get("ground"):
        words = ground_words(application, EndingGround(stated["ground"]))
        lines.append(text("register.ended_on", ground=words))
    if stated.get("reasons"):
        told = masked_text(stated["reasons"], persons=(*_persons(application), event.actor.name))
        lines.append(text("register.ended_since", reasons=told.rstrip("。")))
    return PublicRecord(
        document_number=decision.number,
        project=_projects(application),
        category=_categories(application),
        content="；".join(lines),
        holder=public_holder(application.applicant.name, application.applicant.credit_code, policy),
        holder_code=public_code(application.applicant.credit_code),
        organ=organ,
        outcome=None,
        decided_on=on(decision.made_at),
        act=act,
        is_filing=is_filing,
    )


def _act_of(decision: CaseDocument, event: Event) -> DecisionAct:
    """A filing's letter is one kind for every way in which it ends: the step says which."""
    if decision.kind is not LetterKind.FILING_ENDING:
        return DecisionAct(decision.kind.value)
    ways = {Action.WITHDRAW_PERMIT: DecisionAct.WITHDRAWAL, Action.REVOKE: DecisionAct.REVOCATION}
    return ways.get(Action(event.action), DecisionAct.CANCELLATION)


def public_permit(
    application: Application, item: Item, permit: Permit, *, policy: MaskingPolicy | None = None
) -> PublicPermit:
    """Return a permit as the public register shows it."""
    spec, facts = item.spec, item.particulars
    drawings = dict(item.drawings)
    persons = _persons(application)
    name, code = permit.holder or application.applicant.name, permit.holder_code or application.applicant.credit_code
    return PublicPermit(
        number=permit.number,
        sign=masked_identifiers(spec.name),
        holder=public_holder(name, code, policy),
        holder_code=public_code(code),
        address=masked_identifiers(item.address),
        street=street_of(item.address),
        plan_id=item.plan_id,
        unit_id=item.unit_id,
        track=item.track,
        form=_form(item),
        width_mm=facts.width_mm if facts else spec.width_mm,
        height_mm=facts.height_mm if facts else spec.height_mm,
        depth_mm=facts.depth_mm if facts else spec.depth_mm or 0.0,
        letter_height_mm=facts.letter_height_mm if facts else spec.letter_height_mm or 0.0,
        bottom_mm=facts.bottom_mm if facts else item.origin_mm[1],
        materials=facts.materials if facts else "",
        lighting=facts.lighting if facts else "",
        decided_on=permit.decided_on or permit.valid_from,
        valid_from=permit.valid_from,
        valid_to=permit.valid_to,
        decision_number=application.decision_number,
        verification_code=permit.verification_code,
        drawing_digest=next((drawings[name] for name in _DAY_VIEWS if name in drawings), ""),
        ended_reason=masked_text(permit.ended_reason, persons=persons),
        ended_at=permit.ended_at,
        lengths=measured_of(item),
    )


def measured_of(item: Item) -> tuple[tuple[str, float], ...]:
    """Return what can be measured of an event's sign by name, in mm; nothing for what is measured as any sign is."""
    names = names_measured(item.spec.kind)
    if names == OF_A_SIGN:
        return ()
    spec, facts = item.spec, item.particulars
    bottom = facts.bottom_mm if facts else item.origin_mm[1]
    known = {"width": spec.width_mm, "height": spec.height_mm, "bottom": bottom} | own_lengths(spec)
    return tuple((name, known[name]) for name in names if name in known)


def public_item(
    application: Application, matter: Matter, permit: Permit, *, policy: MaskingPolicy | None = None
) -> PublicPermit:
    """Return the permit of an item that is no sign as the public register shows it: what and where, no sizes."""
    name, code = permit.holder or application.applicant.name, permit.holder_code or application.applicant.credit_code
    return PublicPermit(
        number=permit.number,
        sign=matter.title,
        item=matter.code,
        figures=figures_stated(matter),
        holder=public_holder(name, code, policy),
        holder_code=public_code(code),
        address=masked_identifiers(matter.place),
        street=street_of(matter.place),
        plan_id="",
        unit_id="",
        track=matter.track,
        form="",
        width_mm=0.0,
        height_mm=0.0,
        depth_mm=0.0,
        letter_height_mm=0.0,
        bottom_mm=0.0,
        materials="",
        lighting="",
        decided_on=permit.decided_on or permit.valid_from,
        valid_from=permit.valid_from,
        valid_to=permit.valid_to,
        decision_number=application.decision_number,
        verification_code=permit.verification_code,
        ended_reason=masked_text(permit.ended_reason, persons=_persons(application)),
        ended_at=permit.ended_at,
    )


def searched_fields(shown: PublicPermit) -> tuple[str, ...]:
    """Return what a permit of the register is found by: what it reads, whose and where it is, its number and kind."""
    return (shown.sign, shown.holder, shown.address, shown.number, *kind_names(shown.form))


def kind_names(form: str) -> tuple[str, ...]:
    """Return what a permitted form is called, in Chinese and in English; nothing for what has none."""
    return tuple(dict.fromkeys((form, stated(form, Lang.EN)))) if form else ()


def street_of(address: str) -> str:
    """Return the road that an address names, such as 示例路, or an empty text."""
    rest = _REGIONS.sub("", address)
    found = _STREET.search(rest)
    return found[1] if found else ""


def track_title(track: Track) -> str:
    """Return a track as the public reads it, such as 行政许可."""
    return text(f"register.track_{track.value}")


def _persons(application: Application) -> tuple[str, ...]:
    """Names of natural persons that free text of a case may mention."""
    named = [application.applicant.contact]
    people = [application.recommendation.officer if application.recommendation else None]
    people.append(application.decision.officer if application.decision else None)
    named += [person.name for person in people if person is not None]
    hidden = public_holder(application.applicant.name, application.applicant.credit_code)
    if "*" in hidden and len(application.applicant.name.strip()) <= 12:
        named.append(application.applicant.name)
    return tuple(name for name in named if len(name.strip()) >= 2)


def _projects(application: Application) -> str:
    return "、".join((*(_project(item) for item in application.items), *(m.title for m in application.matters)))


def _categories(application: Application) -> str:
    return "、".join(dict.fromkeys(track_title(track) for track in _tracks(application)))


def _project(item: Item) -> str:
    sign = masked_identifiers(item.spec.name)
    if item.term is not None:  # what stands for an event is no shop's sign: it is named by its form
        return text("register.project_event", form=_form(item), sign=sign, unit=item.unit_id)
    return text("register.project", sign=sign, unit=item.unit_id)


def _form(item: Item) -> str:
    """Return what a sign's form is called."""
    if item.particulars:
        return item.particulars.form
    kinds = {kind.id: kind.title_zh for kind in load_kinds()}
    return kinds.get(item.spec.kind, item.spec.kind)


def _tracks(application: Application) -> list[Track]:
    """Tracks of the signs and items of a case."""
    return [one.track for one in application.asked_for]


def _track_of(application: Application) -> Track:
    """The track whose words a case's entry takes: with a permit, or several tracks, among them those of a permit."""
    tracks = set(_tracks(application))
    return tracks.pop() if len(tracks) == 1 else Track.PERMIT


def _matter_line(matter: Matter) -> str:
    return text(
        "register.content_matter",
        title=matter.title,
        place="，".join((masked_identifiers(matter.place), *figure_words(matter))),
        number=text("register.content_number", number=matter.number) if matter.number else "",
    )


def _line(item: Item) -> str:
    facts = item.particulars
    return text(
        "register.content_sign",
        sign=masked_identifiers(item.spec.name),
        address=masked_identifiers(item.address),
        unit=item.unit_id,
        form=_form(item),
        width=f"{facts.width_mm if facts else item.spec.width_mm:.0f}",
        height=f"{facts.height_mm if facts else item.spec.height_mm:.0f}",
        number=text("register.content_number", number=item.permit_number) if item.permit_number else "",
    )
