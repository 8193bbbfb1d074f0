"""The tables, typed: conventional names, a comment on each, instants in UTC.

An application's full value lies in `document` as canonical JSON; the columns beside it are what queries and
constraints need, written from the same value in the same statement.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; a naive one is a fault of the caller's code."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware."""
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables; constraint names follow one pattern, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: Text}  # noqa: RUF012 (SQLAlchemy reads it off the class)


class ApplicationRow(Base):
    """An application: what queries need, and the whole value."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_positive"),
        Index("ix_application_state_created_at", "state", "created_at"),
        {"comment": "Applications (申请); document holds the whole value as canonical JSON"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    number: Mapped[str | None] = mapped_column(unique=True, comment="Intake number once submitted")
    state: Mapped[str] = mapped_column(String(32), comment="State of the workflow")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    idempotency_key: Mapped[str | None] = mapped_column(unique=True, comment="One submission per key")
    applicant_account_id: Mapped[str] = mapped_column(index=True, comment="Account that applied")
    applicant_name: Mapped[str] = mapped_column(comment="Name of the applicant")
    applicant_code: Mapped[str] = mapped_column(index=True, comment="Unified social credit code")
    created_at: Mapped[datetime] = mapped_column(comment="Opened, UTC")
    submitted_at: Mapped[datetime | None] = mapped_column(comment="Last submitted, UTC")
    decided_at: Mapped[datetime | None] = mapped_column(comment="Decided, UTC")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.application/1")


class ItemRow(Base):
    """One sign of an application, for queries by place and name."""

    __tablename__ = "application_item"
    __table_args__ = ({"comment": "Signs of applications, for queries; the value lies in application.document"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True, comment="Its application"
    )
    ordinal: Mapped[int] = mapped_column(Integer, comment="Place in the application, from 0")
    position_key: Mapped[str] = mapped_column(index=True, comment="plan/unit")
    sign_name: Mapped[str] = mapped_column(comment="What the sign reads")
    address: Mapped[str] = mapped_column(comment="Where it hangs")
    track: Mapped[str] = mapped_column(String(16), comment="permit, filing or guidance")
    outcome: Mapped[str | None] = mapped_column(String(32), comment="Of its decision")


class PermitRow(Base):
    """A permit; at most one live at a position."""

    __tablename__ = "permit"
    __table_args__ = (
        Index(
            "uq_permit_live_position",
            "position_key",
            unique=True,
            sqlite_where=text("is_live"),
            postgresql_where=text("is_live"),
        ),
        Index("ix_permit_position_key", "position_key"),
        {"comment": "Permits (设置许可); one live permit a position"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    number: Mapped[str] = mapped_column(unique=True, comment="Permit number")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True, comment="Its application")
    item_id: Mapped[str] = mapped_column(ForeignKey("application_item.id"), unique=True, comment="Its sign")
    position_key: Mapped[str] = mapped_column(comment="plan/unit")
    is_live: Mapped[bool] = mapped_column(Boolean, comment="False once ended")
    valid_to: Mapped[date] = mapped_column(Date, index=True, comment="Last day of its term")
    verification_code: Mapped[str] = mapped_column(index=True, comment="Printed code; one notice may list several")
    document_digest: Mapped[str] = mapped_column(index=True, comment="Digest of the sealed file")
    notice_digest: Mapped[str] = mapped_column(
        index=True,
        server_default="",
        comment="Of the notice that lists it beside its own file; empty where one is both",
    )
    notice_code: Mapped[str] = mapped_column(index=True, server_default="", comment="Code printed on that notice")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.permit/1")


class NumberRow(Base):
    """The last number taken of a kind in a year."""

    __tablename__ = "number_series"
    __table_args__ = ({"comment": "Gapless numbers: the row is locked until its taker commits"},)

    kind: Mapped[str] = mapped_column(String(32), primary_key=True, comment="intake, decision, permit …")
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="Local year")
    last: Mapped[int] = mapped_column(Integer, comment="Last number taken")


class HistoryRow(Base):
    """One entry of the history, hashed over the one before."""

    __tablename__ = "history_entry"
    __table_args__ = ({"comment": "Append-only history (办理留痕), one hash chain a database"},)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 …")
    application_id: Mapped[str] = mapped_column(String(36), index=True, comment="Its application")
    body: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.event/1")
    previous: Mapped[str] = mapped_column(String(71), comment="Hash of the entry before; sha256:0… for the first")
    hash: Mapped[str] = mapped_column(String(71), comment="SHA-256 over seq, previous and body")


class HistoryHeadRow(Base):
    """How long the chain is and how it ends, so that a cut-off end is found."""

    __tablename__ = "history_head"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        {"comment": "One row: length and last hash of the chain"},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="Always 1")
    entries: Mapped[int] = mapped_column(Integer, comment="Number of entries")
    hash: Mapped[str] = mapped_column(String(71), comment="Hash of the last entry")


class AccountRow(Base):
    """An account."""

    __tablename__ = "account"
    __table_args__ = ({"comment": "Accounts; passwords only as Argon2id hashes"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    login: Mapped[str] = mapped_column(unique=True, comment="Folded to lower case")
    name: Mapped[str] = mapped_column(comment="Shown name")
    role: Mapped[str] = mapped_column(String(32), comment="Role; code asks permissions, never roles")
    password_hash: Mapped[str] = mapped_column(comment="Argon2id")
    is_active: Mapped[bool] = mapped_column(Boolean, comment="False: may not sign in")
    created_at: Mapped[datetime] = mapped_column(comment="UTC")
    must_change_password: Mapped[bool] = mapped_column(
        Boolean,
        server_default=false(),
        comment="Given by an administrator; its holder chooses another at once",
    )


class SessionRow(Base):
    """A signed-in session; its token is only known to its holder."""

    __tablename__ = "account_session"
    __table_args__ = ({"comment": "Server-side sessions; only the token's hash is stored"},)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of the token")
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True, comment="Whose session"
    )
    created_at: Mapped[datetime] = mapped_column(comment="Signed in, UTC")
    seen_at: Mapped[datetime] = mapped_column(index=True, comment="Last used, UTC")


class ThrottleRow(Base):
    """Failed sign-ins of one login."""

    __tablename__ = "sign_in_throttle"
    __table_args__ = ({"comment": "Failed sign-ins, by hash of the login, whether or not it exists"},)

    login_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of the folded login")
    failures: Mapped[int] = mapped_column(Integer, comment="Since the window began")
    window_at: Mapped[datetime] = mapped_column(comment="First failure of the window, UTC")
    locked_until: Mapped[datetime | None] = mapped_column(comment="No attempt before, UTC")
