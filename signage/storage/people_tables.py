"""Tables of working-day calendars, authorised agents and limited links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base


class CalendarYearRow(Base):
    """One imported version of a calendar year; rows are only ever added."""

    __tablename__ = "calendar_year"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_positive"),
        {"comment": "Working-day calendars (工作日历) as versions; never edited, a new import is a new version"},
    )

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="Calendar year")
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … a year")
    source: Mapped[str] = mapped_column(comment="The official notice")
    imported_by: Mapped[str] = mapped_column(comment="Who imported it")
    imported_at: Mapped[datetime] = mapped_column(comment="UTC; in force from then on")
    content: Mapped[str] = mapped_column(comment="The file as it was imported")
    digest: Mapped[str] = mapped_column(String(71), comment="SHA-256 over the days it names")


class AuthorisationRow(Base):
    """One authorisation of an agent."""

    __tablename__ = "authorisation"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_to", name="period"),
        {"comment": "Agents' authorisations (委托代理); identity numbers only masked and as a keyed hash"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    principal_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True, comment="Account that authorises")
    agent_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True, comment="Account that may act")
    agent_name: Mapped[str] = mapped_column(comment="Name on the identity card")
    agent_number_masked: Mapped[str] = mapped_column(comment="Identity number with its middle hidden")
    agent_number_hash: Mapped[str] = mapped_column(String(64), comment="HMAC-SHA256 with the key of this home")
    agent_phone: Mapped[str] = mapped_column(comment="Shown masked")
    application_id: Mapped[str] = mapped_column(comment="Its only case; empty covers every case of the principal")
    powers: Mapped[str] = mapped_column(comment="What the agent may do, separated by spaces")
    valid_from: Mapped[date] = mapped_column(Date, comment="First day, local")
    valid_to: Mapped[date] = mapped_column(Date, comment="Last day, local")
    created_at: Mapped[datetime] = mapped_column(comment="UTC")
    revoked_at: Mapped[datetime | None] = mapped_column(comment="UTC")
    revoked_reason: Mapped[str] = mapped_column(comment="Empty while it stands")


class HelperLinkRow(Base):
    """A limited link for somebody who helps with one case."""

    __tablename__ = "helper_link"
    __table_args__ = ({"comment": "One-time links (协助链接) to one case; only hashes of their tokens are stored"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), index=True, comment="Its case"
    )
    created_by: Mapped[str] = mapped_column(ForeignKey("account.id"), comment="Account that gave it")
    label: Mapped[str] = mapped_column(comment="For whom it is, as its giver calls them")
    created_at: Mapped[datetime] = mapped_column(comment="UTC")
    expires_at: Mapped[datetime] = mapped_column(comment="UTC")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of the link's token")
    session_hash: Mapped[str | None] = mapped_column(String(64), unique=True, comment="Of the browser that opened it")
    redeemed_at: Mapped[datetime | None] = mapped_column(comment="Opened, UTC; a second opening is refused")
    revoked_at: Mapped[datetime | None] = mapped_column(comment="UTC")


class HelperDesignRow(Base):
    """A design that a helper handed in for a case."""

    __tablename__ = "helper_design"
    __table_args__ = ({"comment": "Designs handed in through a link; the applicant decides whether to use one"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    link_id: Mapped[str] = mapped_column(
        ForeignKey("helper_link.id", ondelete="CASCADE"), index=True, comment="Through which link"
    )
    application_id: Mapped[str] = mapped_column(String(36), index=True, comment="For which case")
    at: Mapped[datetime] = mapped_column(comment="UTC")
    spec: Mapped[str] = mapped_column(comment="The specification, TOML")
    digest: Mapped[str] = mapped_column(String(71), comment="SHA-256 of the specification")
    verdict: Mapped[str] = mapped_column(String(32), comment="Of its check when it was handed in")
    remark: Mapped[str] = mapped_column(comment="The helper's words")


class AccountSectionRow(Base):
    """That an account gives opinions for a section."""

    __tablename__ = "account_section"
    __table_args__ = ({"comment": "Sections (承办科室) that accounts give opinions for"},)

    account_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, comment="Who belongs to it"
    )
    section: Mapped[str] = mapped_column(primary_key=True, comment="Its name, as the catalogue writes it")
