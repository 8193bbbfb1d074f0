"""Complaints and suggestions (投诉、建议): filed by anyone, followed by a secret, closed only with an answer.

Each has one officer it is given to; only that officer answers, so that somebody stands for every answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from signage.accounts import Permission
from signage.applications.ids import new_id
from signage.applications.model import Actor
from signage.errors import Conflict, GuardFailed, IllegalTransition, InputError, Location, NotFound
from signage.locale import Lang, said, text
from signage.service.desk import (
    ServiceDesk,
    digest_fact,
    expect,
    hash_of,
    member_of_the_public,
    new_secret,
    normal_secret,
    officer_of,
    phone_digits,
    record,
    wanted_words,
)
from signage.service.model import Complaint, ComplaintChannel, ComplaintState, Said
from signage.service.ports import ServiceUnitOfWork

ATTEMPT_WINDOW = timedelta(hours=1)
MOST_FILED = 10  # by one sender in an hour; a hall has one address for everybody in it
MOST_LOOKED_UP = 20  # wrong or right, by one sender in an hour
_HOTLINES = (ComplaintChannel.HOTLINE_12345, ComplaintChannel.HOTLINE_12319)

# step -> (states that it leads from, state that it leads to)
STEPS: dict[str, tuple[tuple[ComplaintState, ...], ComplaintState]] = {
    "assign": ((ComplaintState.RECEIVED, ComplaintState.ASSIGNED), ComplaintState.ASSIGNED),
    "answer": ((ComplaintState.ASSIGNED, ComplaintState.ANSWERED), ComplaintState.ANSWERED),
    "close": ((ComplaintState.ANSWERED,), ComplaintState.CLOSED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What somebody complains of; name and telephone may be left out."""

    words: str
    about: str = ""
    name: str = ""
    phone: str = ""
    outside_number: str = ""


def file_publicly(desk: ServiceDesk, wording: Wording, secret: str, sender: str, now: datetime) -> Complaint:
    """File a complaint from the public form and return it; sending the form twice gives the first one back.

    Args:
        desk: The desk.
        wording: What was written.
        secret: Words from `new_secret` that the form carried; whoever has them can follow the complaint.
        sender: Where it comes from, such as a network address; only its hash is kept, for an hour.
        now: The instant.

    Raises:
        InputError: Words, telephone or secret are unfit.
        GuardFailed: This sender has filed too many.
    """
    bare = normal_secret(secret)
    if not bare:
        raise InputError("service.secret_unfit", at=Location(field="secret"))
    with desk.begin_reading() as unit:
        known = unit.service.complaints.by_secret(hash_of(bare))
    if known is not None:
        return known
    made = _made(desk, wording, ComplaintChannel.WEB, hash_of(bare), now)
    _throttle(desk, "file", sender, MOST_FILED, now)
    return _filed(desk, made, member_of_the_public(), now)


def register(
    desk: ServiceDesk, wording: Wording, channel: ComplaintChannel, actor: Actor, now: datetime
) -> tuple[Complaint, str]:
    """Take down a complaint that came by telephone, letter, hotline or at the window; return it and its secret.

    Raises:
        NotPermitted: The actor may not answer complaints.
        InputError: Words or telephone are unfit, or a hotline's own number is missing.
    """
    expect(actor, Permission.SERVICE_ANSWER)
    if channel in _HOTLINES and not wording.outside_number.strip():
        raise InputError("service.outside_number", at=Location(field="outside_number"))
    secret = new_secret()
    return _filed(desk, _made(desk, wording, channel, hash_of(normal_secret(secret)), now), actor, now), secret


def follow(desk: ServiceDesk, number: str, secret: str, sender: str, now: datetime) -> Complaint:
    """Return the complaint that somebody filed, by its number and secret.

    Raises:
        NotFound: The two do not belong together; which is wrong, is not said.
        GuardFailed: This sender has looked up too many.
    """
    _throttle(desk, "follow", sender, MOST_LOOKED_UP, now)
    bare = normal_secret(secret)
    with desk.begin_reading() as unit:
        found = unit.service.complaints.by_secret(hash_of(bare)) if bare else None
    if found is None or found.number != number.strip().upper():
        raise NotFound("service.no_complaint")
    return found


def assign(
    desk: ServiceDesk,
    complaint_id: str,
    officer_id: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> Complaint:
    """Give a complaint to an officer; an officer may take one up, only whoever arranges the desk gives it to others.

    Raises:
        NotPermitted: The actor may not.
        NotFound: No such complaint or officer.
        IllegalTransition: It is answered or closed.
        Conflict: Somebody changed it meanwhile.
    """
    with desk.begin() as unit:
        current = unit.service.complaints.get(complaint_id)
        takes_up = officer_id == actor.id and current.officer is None
        expect(actor, Permission.SERVICE_ANSWER if takes_up else Permission.SERVICE_ARRANGE)
        officer = officer_of(unit, officer_id)
        changed = replace(current, officer=officer, assigned_at=now)
        return _step(unit, current, changed, "assign", actor, now, expected_version, officer=officer.name)


def answer(
    desk: ServiceDesk,
    complaint_id: str,
    words: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> Complaint:
    """Answer a complaint; a later answer replaces an earlier one until it is closed.

    Raises:
        NotPermitted: The actor may not answer, or it is given to somebody else.
        NotFound: Nothing by that id.
        InputError: The words are unfit.
        IllegalTransition: It is given to nobody, or closed.
        Conflict: Somebody changed it meanwhile.
    """
    expect(actor, Permission.SERVICE_ANSWER)
    said = Said(by=actor, at=now, words=wanted_words(words, "words"))
    with desk.begin() as unit:
        current = unit.service.complaints.get(complaint_id)
        _check(current, "answer", expected_version)
        if current.officer is None or current.officer.id != actor.id:
            raise GuardFailed("service.not_yours", name=current.officer.name if current.officer else "—")
        earlier = (*current.earlier, current.answer) if current.answer else current.earlier
        changed = replace(current, answer=said, earlier=earlier)
        facts = (digest_fact("answer", said.words),)
        return _step(unit, current, changed, "answer", actor, now, expected_version, facts=facts)


def close(
    desk: ServiceDesk, complaint_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Complaint:
    """Close an answered complaint.

    Raises:
        NotPermitted: The actor may not answer complaints.
        NotFound: Nothing by that id.
        IllegalTransition: It is closed already.
        GuardFailed: It has no answer.
        Conflict: Somebody changed it meanwhile.
    """
    expect(actor, Permission.SERVICE_ANSWER)
    with desk.begin() as unit:
        current = unit.service.complaints.get(complaint_id)
        if current.answer is None:
            raise GuardFailed("service.no_answer_yet")
        return _step(unit, current, replace(current, closed_at=now), "close", actor, now, expected_version)


def state_label(state: ComplaintState, lang: Lang = Lang.ZH) -> str:
    """Return a state's name as a reader knows it."""
    return text(f"service.complaint_{state.value}", lang)


def channel_label(channel: ComplaintChannel, lang: Lang = Lang.ZH) -> str:
    """Return a channel's name as a reader knows it."""
    return text(f"service.came_{channel.value}", lang)


def _made(desk: ServiceDesk, wording: Wording, channel: ComplaintChannel, secret_hash: str, now: datetime) -> Complaint:
    return Complaint(
        id=new_id(),
        number="",
        secret_hash=secret_hash,
        state=ComplaintState.RECEIVED,
        version=1,
        channel=channel,
        name=wanted_words(wording.name, "name", least=0, most=50),
        phone=phone_digits(wording.phone, is_wanted=False),
        about=wanted_words(wording.about, "about", least=0, most=100),
        words=wanted_words(wording.words, "words", least=5),
        outside_number=wanted_words(wording.outside_number, "outside_number", least=0, most=50),
        received_at=now,
        due=desk.due("complaint", now),
    )


def _filed(desk: ServiceDesk, made: Complaint, actor: Actor, now: datetime) -> Complaint:
    year = desk.today(now).year
    with desk.begin() as unit:
        filed = replace(made, number=f"TS{year}-{unit.numbers.next('complaint', year):05d}")
        if not unit.service.complaints.add(filed):
            known = unit.service.complaints.by_secret(made.secret_hash)
            if known is None:
                raise Conflict("service.changed_meanwhile")
            return known
        facts = (("complaint", filed.id), digest_fact("words", filed.words), ("due", filed.due.day.isoformat()))
        words = {
            "number": filed.number,
            "channel": said(f"service.came_{filed.channel.value}"),
            "day": filed.due.day.isoformat(),
        }
        record(unit, "complaint_received", actor, now, facts=facts, **words)
        unit.commit()
    return filed


def _throttle(desk: ServiceDesk, what: str, sender: str, most: int, now: datetime) -> None:
    """Count an attempt of a sender and refuse it when there were too many; the count stays, whatever follows.

    Raises:
        GuardFailed: There were too many.
    """
    with desk.begin() as unit:
        count = unit.service.complaints.tried(hash_of(f"{what} {sender}"), now, since=now - ATTEMPT_WINDOW)
        unit.commit()
    if count > most:
        raise GuardFailed("service.too_many", most=most)


def _check(current: Complaint, step: str, expected_version: int | None) -> None:
    if expected_version is not None and current.version != expected_version:
        raise Conflict("service.changed_meanwhile")
    if current.state not in STEPS[step][0]:
        raise IllegalTransition(
            "service.complaint_illegal", state=state_label(current.state), state_en=state_label(current.state, Lang.EN)
        )


def _step(
    unit: ServiceUnitOfWork,
    current: Complaint,
    changed: Complaint,
    step: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    *,
    facts: tuple[tuple[str, str], ...] = (),
    **words: str,
) -> Complaint:
    _check(current, step, expected_version)
    stored = replace(changed, state=STEPS[step][1], version=current.version + 1)
    unit.service.complaints.save(stored, expected_version=current.version)
    known = (("complaint", stored.id), ("version", str(stored.version)), *facts)
    record(unit, f"complaint_{step}", actor, now, facts=known, number=stored.number, **words)
    unit.commit()
    return stored
