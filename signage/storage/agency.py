"""Authorisations and limited links over one connection."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update
from sqlalchemy.orm import aliased

from signage.accounts.helper_link import HelperDesign, HelperLink
from signage.applications.agency import Authorisation, Power
from signage.storage.people_tables import AuthorisationRow, HelperDesignRow, HelperLinkRow
from signage.storage.tables import AccountRow

_GIVEN = tuple(AuthorisationRow.__table__.c)
_LINK = tuple(c for c in HelperLinkRow.__table__.c if c.name not in ("token_hash", "session_hash"))
_DESIGN = tuple(HelperDesignRow.__table__.c)


class SqlAuthorisations:
    """Authorisations by principal and agent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, authorisation: Authorisation) -> None:
        """Store a new one."""
        values = {column.name: getattr(authorisation, column.name) for column in _GIVEN}
        values["powers"] = " ".join(power.value for power in authorisation.powers)
        self._connection.execute(insert(AuthorisationRow).values(values))

    def get(self, authorisation_id: str) -> Authorisation | None:
        """Return one, or None."""
        return self._one(select(*_GIVEN).where(AuthorisationRow.id == authorisation_id))

    def lock(self, authorisation_id: str) -> Authorisation | None:
        """Return one that stays as it is until the transaction ends, or None."""
        return self._one(select(*_GIVEN).where(AuthorisationRow.id == authorisation_id).with_for_update())

    def of_principal(self, account_id: str) -> tuple[Authorisation, ...]:
        """Return what an account has given, newest first."""
        return self._many(select(*_GIVEN).where(AuthorisationRow.principal_id == account_id))

    def of_agent(self, account_id: str) -> tuple[Authorisation, ...]:
        """Return what an account was given by accounts that may still sign in, newest first."""
        principal, agent = aliased(AccountRow), aliased(AccountRow)
        query = (
            select(*_GIVEN)
            .join(principal, principal.id == AuthorisationRow.principal_id)
            .join(agent, agent.id == AuthorisationRow.agent_id)
            .where(AuthorisationRow.agent_id == account_id, principal.is_active, agent.is_active)
        )
        return self._many(query)

    def revoke(self, authorisation_id: str, *, reason: str, at: datetime) -> bool:
        """End one; False when it was ended before."""
        done = self._connection.execute(
            update(AuthorisationRow)
            .where(AuthorisationRow.id == authorisation_id, AuthorisationRow.revoked_at.is_(None))
            .values(revoked_at=at, revoked_reason=reason)
        )
        return bool(done.rowcount == 1)

    def _one(self, query: Select[Any]) -> Authorisation | None:
        row = self._connection.execute(query).one_or_none()
        return _authorisation(row) if row is not None else None

    def _many(self, query: Select[Any]) -> tuple[Authorisation, ...]:
        ordered = query.order_by(AuthorisationRow.created_at.desc(), AuthorisationRow.id.desc())
        return tuple(_authorisation(row) for row in self._connection.execute(ordered))


class SqlHelperLinks:
    """Links and what came in through them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: HelperLink, token_hash: str) -> None:
        """Store a new link."""
        values = {column.name: getattr(link, column.name) for column in _LINK}
        self._connection.execute(insert(HelperLinkRow).values(token_hash=token_hash, **values))

    def get(self, link_id: str) -> HelperLink | None:
        """Return a link, or None."""
        return self._one(select(*_LINK).where(HelperLinkRow.id == link_id))

    def by_token(self, token_hash: str) -> HelperLink | None:
        """Return the link of a token, or None."""
        return self._one(select(*_LINK).where(HelperLinkRow.token_hash == token_hash))

    def by_session(self, session_hash: str) -> HelperLink | None:
        """Return the link that a browser opened, or None."""
        return self._one(select(*_LINK).where(HelperLinkRow.session_hash == session_hash))

    def given_by(self, account_id: str) -> tuple[HelperLink, ...]:
        """Return the links that an account gave, newest first."""
        query = select(*_LINK).where(HelperLinkRow.created_by == account_id)
        rows = self._connection.execute(query.order_by(HelperLinkRow.created_at.desc(), HelperLinkRow.id.desc()))
        return tuple(HelperLink(**row._mapping) for row in rows)

    def redeem(self, link_id: str, session_hash: str, at: datetime) -> bool:
        """Bind a link to a browser; False when it was opened or taken back before."""
        waiting = (
            HelperLinkRow.id == link_id,
            HelperLinkRow.redeemed_at.is_(None),
            HelperLinkRow.revoked_at.is_(None),
        )
        values = {"session_hash": session_hash, "redeemed_at": at}
        return bool(self._connection.execute(update(HelperLinkRow).where(*waiting).values(values)).rowcount == 1)

    def revoke(self, link_id: str, at: datetime) -> bool:
        """Take a link back; False when it was before."""
        standing = (HelperLinkRow.id == link_id, HelperLinkRow.revoked_at.is_(None))
        done = self._connection.execute(update(HelperLinkRow).where(*standing).values(revoked_at=at))
        return bool(done.rowcount == 1)

    def add_design(self, design: HelperDesign) -> None:
        """Store a design that was handed in."""
        values = {column.name: getattr(design, column.name) for column in _DESIGN}
        self._connection.execute(insert(HelperDesignRow).values(values))

    def designs_of(self, link_id: str) -> tuple[HelperDesign, ...]:
        """Return what was handed in through a link, newest first."""
        query = select(*_DESIGN).where(HelperDesignRow.link_id == link_id)
        rows = self._connection.execute(query.order_by(HelperDesignRow.at.desc(), HelperDesignRow.id.desc()))
        return tuple(HelperDesign(**row._mapping) for row in rows)

    def design(self, design_id: str) -> HelperDesign | None:
        """Return one design, or None."""
        row = self._connection.execute(select(*_DESIGN).where(HelperDesignRow.id == design_id)).one_or_none()
        return HelperDesign(**row._mapping) if row is not None else None

    def _one(self, query: Select[Any]) -> HelperLink | None:
        row = self._connection.execute(query).one_or_none()
        return HelperLink(**row._mapping) if row is not None else None


def _authorisation(row: Any) -> Authorisation:
    values = dict(row._mapping)
    values["powers"] = tuple(Power(word) for word in values["powers"].split())
    return Authorisation(**values)
