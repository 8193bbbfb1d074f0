"""One-time limited links: given by an applicant for one case, opened once, over after some days, taken back at will.

Whoever opens one sees that case's signs and findings and may hand in a design; nothing else of the applicant's, and no
step of the procedure.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from signage.accounts.helper_link import HelperDesign, HelperLink
from signage.accounts.model import Account
from signage.accounts.ports import AccountsUnitOfWork
from signage.accounts.use_cases import token_hash
from signage.applications.ids import new_id
from signage.applications.model import Actor, Application, Event, Role
from signage.applications.workflow import rows_from
from signage.digest import digest_of_bytes
from signage.errors import Conflict, InputError, Location, NotFound
from signage.locale import Lang, said, text

Begin = Callable[[], AccountsUnitOfWork]

DAYS = (1, 3, 7, 14)  # that a link may last
MOST_DESIGNS = 20
MOST_SPEC = 64 * 1024


def give_link(
    begin: Begin, account: Account, application_id: str, label: str, days: int, now: datetime
) -> tuple[HelperLink, str]:
    """Store a link for an own case and return it with its token, which is shown this once.

    Raises:
        NotFound: There is no such case of the account's.
        InputError: The name is empty or too long, or the days are none that a link may last.
        Conflict: The case has no sign, or is decided: there is nothing to help with.
    """
    name = " ".join(label.split())
    if not 1 <= len(name) <= 40:
        raise InputError("links.label", at=Location(field="label"))
    if days not in DAYS:
        raise InputError("links.days", at=Location(field="days"), known="、".join(map(str, DAYS)))
    token = secrets.token_urlsafe(24)
    link = HelperLink(
        id=new_id(),
        application_id=application_id,
        created_by=account.id,
        label=name,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    with begin() as unit:
        case = _own_case(unit, account, application_id)
        if not takes_designs(case):
            raise Conflict("links.decided")
        unit.links.add(link, token_hash(token))
        words = said("links.event_given", label=name, days=days)
        unit.history.append(_event(case, account.actor, "give_link", words, link, now))
        unit.commit()
    return link, token


def open_link(begin: Begin, token: str, now: datetime) -> str:
    """Open a link, which spends it, and return the token of the browser's session.

    Raises:
        NotFound: There is no such link, or it was opened, taken back, or is over; the answer does not tell which.
    """
    session = secrets.token_urlsafe(32)
    with begin() as unit:
        link = unit.links.by_token(token_hash(token))
        if link is None or not link.is_open(now) or not unit.links.redeem(link.id, token_hash(session), now):
            raise NotFound("links.gone")
        case = unit.applications.get(link.application_id)
        words = said("links.event_opened", label=link.label)
        unit.history.append(_event(case, helper_actor(link), "open_link", words, link, now))
        unit.commit()
    return session


def is_waiting(begin: Begin, token: str, now: datetime) -> bool:
    """Return whether a link can still be opened."""
    with begin() as unit:
        link = unit.links.by_token(token_hash(token))
    return link is not None and link.is_open(now) and link.redeemed_at is None


def helper_of(begin: Begin, session: str, now: datetime) -> HelperLink | None:
    """Return the link that a browser opened while it is neither over nor taken back, or None."""
    with begin() as unit:
        link = unit.links.by_session(token_hash(session))
    return link if link is not None and link.is_open(now) else None


def hand_in_design(begin: Begin, link: HelperLink, spec: str, verdict: str, remark: str, now: datetime) -> HelperDesign:
    """Keep a design for the applicant and return it; the case itself stays as it is.

    Raises:
        NotFound: The link was taken back or is over.
        Conflict: The case is decided, or too many designs came in already.
    """
    design = HelperDesign(
        id=new_id(),
        link_id=link.id,
        application_id=link.application_id,
        at=now,
        spec=spec,
        digest=digest_of_bytes(spec.encode()),
        verdict=verdict,
        remark=" ".join(remark.split())[:500],
    )
    with begin() as unit:
        present = unit.links.get(link.id)
        if present is None or not present.is_open(now):
            raise NotFound("links.gone")
        case = unit.applications.get(link.application_id)
        if not takes_designs(case):
            raise Conflict("links.decided")
        if len(unit.links.designs_of(link.id)) >= MOST_DESIGNS:
            raise Conflict("links.too_many", most=MOST_DESIGNS)
        unit.links.add_design(design)
        words = said("links.event_design", label=link.label)
        unit.history.append(_event(case, helper_actor(link), "hand_in_design", words, link, now, design.digest))
        unit.commit()
    return design


def revoke_link(begin: Begin, account: Account, link_id: str, now: datetime) -> None:
    """Take a link back at once, and with it what the browser that opened it may see; twice is once.

    Raises:
        NotFound: The account gave no such link.
    """
    with begin() as unit:
        link = unit.links.get(link_id)
        if link is None or link.created_by != account.id:
            raise NotFound("links.not_found")
        if unit.links.revoke(link_id, now):
            case = unit.applications.get(link.application_id)
            words = said("links.event_revoked", label=link.label)
            unit.history.append(_event(case, account.actor, "revoke_link", words, link, now))
            unit.commit()


def links_given(begin: Begin, account: Account) -> tuple[tuple[HelperLink, Application, tuple[HelperDesign, ...]], ...]:
    """Return the links that an account gave with their cases and what came in, newest first."""
    with begin() as unit:
        return tuple(
            (link, unit.applications.get(link.application_id), unit.links.designs_of(link.id))
            for link in unit.links.given_by(account.id)
        )


def design_for(begin: Begin, account: Account, design_id: str) -> HelperDesign:
    """Return a design that was handed in for an own case.

    Raises:
        NotFound: There is none, or it is for somebody else's case.
    """
    with begin() as unit:
        design = unit.links.design(design_id)
        if design is None:
            raise NotFound("links.not_found")
        _own_case(unit, account, design.application_id)
    return design


def takes_designs(case: Application) -> bool:
    """Return whether a design can still be of use: the case has a sign, is on its way and not decided."""
    return bool(case.items) and case.decision is None and bool(rows_from(case.state))


def helper_actor(link: HelperLink) -> Actor:
    """Return whoever opened a link, as history names them."""
    return Actor(id=f"link:{link.id}", name=text("links.actor", Lang.ZH, label=link.label), role=Role.DESIGNER)


def _own_case(unit: AccountsUnitOfWork, account: Account, application_id: str) -> Application:
    case = unit.applications.get(application_id)
    if case.applicant.account_id != account.id:
        raise NotFound("web.no_application")
    return case


def _event(
    case: Application, actor: Actor, action: str, note: str, link: HelperLink, now: datetime, digest: str = ""
) -> Event:
    facts = (("link", link.id), *((("design", digest),) if digest else ()))
    return Event(
        at=now,
        actor=actor,
        action=action,
        application_id=case.id,
        from_state=case.state,
        to_state=case.state,
        note=note,
        facts=facts,
    )
