"""Ratings (好差评): one a case, after its decision, by its applicant or with a one-time code; a bad one is put right.

A rectification (整改) is closed only when both its answer and the call-back (回访) are on record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from signage.accounts import Permission
from signage.applications.ids import new_id
from signage.applications.model import Actor, Application, Role
from signage.errors import Conflict, GuardFailed, NotFound
from signage.locale import Lang, said, text
from signage.service.desk import (
    ServiceDesk,
    digest_fact,
    expect,
    hash_of,
    new_secret,
    normal_secret,
    own_case,
    record,
    wanted_words,
)
from signage.service.model import Grade, Rating, RatingChannel, RatingCode, Rectification, Said
from signage.service.ports import ServiceUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCode:
    """A fresh rating code: shown this once, kept nowhere."""

    code: str
    leave: RatingCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A rating, and what it sets in motion when it is a bad one."""

    rating: Rating
    rectification: Rectification | None


def make_code(desk: ServiceDesk, application_id: str, channel: RatingChannel, actor: Actor, now: datetime) -> MadeCode:
    """Return a one-time code with which a decided case can be rated, at the window, by QR code or by message.

    Raises:
        NotPermitted: The actor does not serve at the desk.
        GuardFailed: The case is not decided yet.
        Conflict: It is rated already.
        NotFound: No such case.
    """
    expect(actor, Permission.SERVICE_DESK)
    code = new_secret()
    with desk.begin() as unit:
        _expect_ratable(unit, unit.applications.get(application_id))
        leave = RatingCode(
            code_hash=hash_of(normal_secret(code)),
            application_id=application_id,
            channel=channel,
            made_by=actor,
            made_at=now,
            last_day=desk.due("rating_code", now).day,
        )
        unit.service.ratings.add_code(leave)
        day = leave.last_day.isoformat()
        record(
            unit,
            "rating_code",
            actor,
            now,
            application_id=application_id,
            channel=said(f"service.channel_{channel.value}"),
            day=day,
        )
        unit.commit()
    return MadeCode(code=code, leave=leave)


def rate_own(desk: ServiceDesk, application_id: str, grade: Grade, words: str, actor: Actor, now: datetime) -> Rated:
    """Rate one's own decided case on its page.

    Raises:
        NotPermitted: The actor may not rate.
        NotFound: The case is not the actor's own.
        GuardFailed: It is not decided yet.
        Conflict: It is rated already.
        InputError: The words are too long.
    """
    expect(actor, Permission.SERVICE_RATE)
    with desk.begin() as unit:
        case = own_case(unit, application_id, actor)
        return _rate(desk, unit, case, grade, RatingChannel.WEB, words, actor, now)


def case_of_code(desk: ServiceDesk, code: str, now: datetime) -> Application:
    """Return the case that a code gives leave to rate.

    Raises:
        NotFound: There is no such code.
        GuardFailed: It was used, or has run out.
    """
    with desk.begin_reading() as unit:
        return unit.applications.get(_leave(desk, unit, code, now).application_id)


def rate_with_code(desk: ServiceDesk, code: str, grade: Grade, words: str, now: datetime) -> Rated:
    """Rate a case with the one-time code that its applicant was given.

    Raises:
        NotFound: There is no such code.
        GuardFailed: It was used, has run out, or its case is not decided.
        Conflict: The case is rated already.
        InputError: The words are too long.
    """
    rater = Actor(id="", name=text("service.rater_by_code", Lang.ZH), role=Role.PUBLIC)
    with desk.begin() as unit:
        leave = _leave(desk, unit, code, now)
        if not unit.service.ratings.use_code(leave.code_hash, now):
            raise GuardFailed("service.code_used")
        case = unit.applications.get(leave.application_id)
        return _rate(desk, unit, case, grade, leave.channel, words, rater, now)


def answer_rectification(
    desk: ServiceDesk,
    rectification_id: str,
    words: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> Rectification:
    """Put on record what was done about a bad rating; a later answer replaces an earlier one while it is open.

    Raises:
        NotPermitted, NotFound, InputError, GuardFailed, Conflict: As for `close_rectification`.
    """
    said = Said(by=actor, at=now, words=wanted_words(words, "words"))
    return _change(desk, rectification_id, "rectified", actor, now, expected_version, answer=said)


def call_back(
    desk: ServiceDesk,
    rectification_id: str,
    words: str,
    actor: Actor,
    now: datetime,
    *,
    expected_version: int | None = None,
) -> Rectification:
    """Put on record that the person who rated was called back, and what they said.

    Raises:
        NotPermitted, NotFound, InputError, Conflict: As for `close_rectification`.
        GuardFailed: It is closed, or there is no answer yet to call back with.
    """
    said = Said(by=actor, at=now, words=wanted_words(words, "words"))
    return _change(desk, rectification_id, "called_back", actor, now, expected_version, call_back=said)


def close_rectification(
    desk: ServiceDesk, rectification_id: str, actor: Actor, now: datetime, *, expected_version: int | None = None
) -> Rectification:
    """Close what a bad rating set in motion.

    Raises:
        NotPermitted: The actor may not answer.
        NotFound: Nothing by that id.
        InputError: The words are unfit.
        GuardFailed: It is closed, or answer or call-back is missing.
        Conflict: Somebody changed it meanwhile.
    """
    return _change(desk, rectification_id, "rectification_closed", actor, now, expected_version, closed_at=now)


def grade_label(grade: Grade, lang: Lang = Lang.ZH) -> str:
    """Return a grade as a reader knows it."""
    return text(f"service.grade_{grade.value}", lang)


def channel_label(channel: RatingChannel, lang: Lang = Lang.ZH) -> str:
    """Return a channel as a reader knows it."""
    return text(f"service.channel_{channel.value}", lang)


def _leave(desk: ServiceDesk, unit: ServiceUnitOfWork, code: str, now: datetime) -> RatingCode:
    bare = normal_secret(code)
    found = unit.service.ratings.code(hash_of(bare)) if bare else None
    if found is None:
        raise NotFound("service.no_code")
    if found.used_at is not None:
        raise GuardFailed("service.code_used")
    if desk.today(now) > found.last_day:
        raise GuardFailed("service.code_over", day=found.last_day.isoformat())
    return found


def _expect_ratable(unit: ServiceUnitOfWork, case: Application) -> None:
    if case.decision is None:
        raise GuardFailed("service.not_decided")
    if unit.service.ratings.of_case(case.id) is not None:
        raise Conflict("service.rated_already")


def _rate(
    desk: ServiceDesk,
    unit: ServiceUnitOfWork,
    case: Application,
    grade: Grade,
    channel: RatingChannel,
    words: str,
    actor: Actor,
    now: datetime,
) -> Rated:
    typed = wanted_words(words, "words", least=0, most=500)
    _expect_ratable(unit, case)
    rating = Rating(id=new_id(), application_id=case.id, grade=grade, channel=channel, words=typed, at=now, by=actor)
    if not unit.service.ratings.add(rating):
        raise Conflict("service.rated_already")
    facts = (("rating", rating.id), *((digest_fact("words", typed),) if typed else ()))
    names = {"grade": said(f"service.grade_{grade.value}"), "channel": said(f"service.channel_{channel.value}")}
    record(unit, "rated", actor, now, application_id=case.id, facts=facts, **names)
    opened = _open(desk, unit, rating, actor, now) if grade.is_bad else None
    unit.commit()
    return Rated(rating=rating, rectification=opened)


def _open(desk: ServiceDesk, unit: ServiceUnitOfWork, rating: Rating, actor: Actor, now: datetime) -> Rectification:
    due = desk.due("rectification", now)
    opened = Rectification(
        id=new_id(), rating_id=rating.id, application_id=rating.application_id, version=1, opened_at=now, due=due
    )
    unit.service.ratings.add_rectification(opened)
    provisional = said("service.provisional") if due.is_provisional else ""
    facts = (("rectification", opened.id), ("due", due.day.isoformat() + (" provisional" if provisional else "")))
    words = {"day": due.day.isoformat(), "provisional": provisional}
    record(unit, "rectification", actor, now, application_id=rating.application_id, facts=facts, **words)
    return opened


def _change(
    desk: ServiceDesk,
    rectification_id: str,
    action: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    **changes: Said | datetime,
) -> Rectification:
    expect(actor, Permission.SERVICE_ANSWER)
    with desk.begin() as unit:
        current = unit.service.ratings.rectification(rectification_id)
        if expected_version is not None and current.version != expected_version:
            raise Conflict("service.changed_meanwhile")
        if not current.is_open:
            raise GuardFailed("service.closed_already")
        if current.answer is None and "answer" not in changes:
            raise GuardFailed("service.no_answer_yet")
        if current.call_back is None and "closed_at" in changes:
            raise GuardFailed("service.no_call_back_yet")
        replaced = current.answer if "answer" in changes else None
        earlier = (*current.earlier, replaced) if replaced else current.earlier
        changed = replace(current, version=current.version + 1, earlier=earlier, **changes)  # type: ignore[arg-type]
        unit.service.ratings.save_rectification(changed, expected_version=current.version)
        texts = tuple(digest_fact(name, new.words) for name, new in changes.items() if isinstance(new, Said))
        facts = (("rectification", changed.id), ("version", str(changed.version)), *texts)
        record(unit, action, actor, now, application_id=changed.application_id, facts=facts)
        unit.commit()
    return changed
