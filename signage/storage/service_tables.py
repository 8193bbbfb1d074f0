"""The tables of the service around a case; as elsewhere, `document` holds the value and the columns serve queries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base

_LIVE = text("is_live")
_JSON = "Canonical JSON of the whole value"


def _one_live(name: str, *columns: str) -> Index:
    """A unique index over live rows only."""
    return Index(name, *columns, unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE)


class AppointmentRow(Base):
    """A visit to the counter; one live visit a seat, and one a person and day."""

    __tablename__ = "service_appointment"
    __table_args__ = (
        _one_live("uq_service_appointment_live_seat", "window_id", "starts_at", "seat"),
        _one_live("uq_service_appointment_live_account", "day", "account_id"),
        _one_live("uq_service_appointment_live_phone", "day", "phone"),
        {"comment": "Visits to the counter (预约、取号); empty seat, account and phone are NULL and never collide"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    number: Mapped[str] = mapped_column(unique=True, comment="Confirmation number")
    state: Mapped[str] = mapped_column(String(16), comment="booked, arrived, called …")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    is_live: Mapped[bool] = mapped_column(Boolean, comment="Holds its seat and its person's place in the day")
    window_id: Mapped[str] = mapped_column(String(8), comment="Which window")
    day: Mapped[date] = mapped_column(Date, index=True, comment="Local date")
    starts_at: Mapped[datetime] = mapped_column(comment="Beginning of the slot, UTC")
    seat: Mapped[int | None] = mapped_column(Integer, comment="From 1; NULL for a walk-in")
    account_id: Mapped[str | None] = mapped_column(String(36), index=True, comment="Who booked it for themselves")
    phone: Mapped[str | None] = mapped_column(String(15), comment="Digits")
    application_id: Mapped[str | None] = mapped_column(
        ForeignKey("application.id"), index=True, comment="The case that it is about"
    )
    document: Mapped[str] = mapped_column(comment=_JSON)


class ExtraDayRow(Base):
    """A day off on which a window opens."""

    __tablename__ = "service_extra_day"
    __table_args__ = ({"comment": "Days off that an officer opened (周六延时服务)"},)

    window_id: Mapped[str] = mapped_column(String(8), primary_key=True, comment="Which window")
    day: Mapped[date] = mapped_column(Date, primary_key=True, comment="Local date")
    document: Mapped[str] = mapped_column(comment=_JSON)


class ExtendedHoursRow(Base):
    """A line of the log of extended hours."""

    __tablename__ = "service_extended_hours"
    __table_args__ = ({"comment": "Log of extended hours (延时服务记录)"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    day: Mapped[date] = mapped_column(Date, index=True, comment="Local date")
    starts_at: Mapped[datetime] = mapped_column(comment="UTC")
    document: Mapped[str] = mapped_column(comment=_JSON)


class HelperRow(Base):
    """A subject's helper; one live one."""

    __tablename__ = "service_helper"
    __table_args__ = (
        _one_live("uq_service_helper_live_subject", "subject", "subject_id"),
        {"comment": "Assigned helpers (帮办); one live helper a case or visit"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    subject: Mapped[str] = mapped_column(String(16), comment="case or appointment")
    subject_id: Mapped[str] = mapped_column(String(36), comment="Its id")
    is_live: Mapped[bool] = mapped_column(Boolean, comment="False once relieved")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    document: Mapped[str] = mapped_column(comment=_JSON)


class HelpEntryRow(Base):
    """A line of a helper's log."""

    __tablename__ = "service_help_entry"
    __table_args__ = (
        Index("ix_service_help_entry_subject", "subject", "subject_id"),
        {"comment": "Helpers' log (帮办记录): when, what, minutes"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    subject: Mapped[str] = mapped_column(String(16), comment="case or appointment")
    subject_id: Mapped[str] = mapped_column(String(36), comment="Its id")
    day: Mapped[date] = mapped_column(Date, index=True, comment="Local date")
    document: Mapped[str] = mapped_column(comment=_JSON)


class FirstAskedRow(Base):
    """Who was asked first about a case; never updated."""

    __tablename__ = "service_first_asked"
    __table_args__ = ({"comment": "First-asked officer (首问责任人), written once"},)

    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), primary_key=True, comment="The case")
    document: Mapped[str] = mapped_column(comment=_JSON)


class RatingRow(Base):
    """A case's one rating."""

    __tablename__ = "service_rating"
    __table_args__ = ({"comment": "Ratings (好差评), one a case"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), unique=True, comment="The case")
    grade: Mapped[int] = mapped_column(Integer, comment="5 very satisfied … 1 very dissatisfied")
    at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
    document: Mapped[str] = mapped_column(comment=_JSON)


class RatingCodeRow(Base):
    """Leave to rate a case once."""

    __tablename__ = "service_rating_code"
    __table_args__ = ({"comment": "One-time codes to rate a case; only their hash is kept"},)

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of the code")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True, comment="The case")
    is_used: Mapped[bool] = mapped_column(Boolean, comment="True once rated with")
    document: Mapped[str] = mapped_column(comment=_JSON)


class RectificationRow(Base):
    """What a bad rating sets in motion."""

    __tablename__ = "service_rectification"
    __table_args__ = (
        Index("ix_service_rectification_open_due", "is_open", "due"),
        {"comment": "Rectifications of bad ratings (差评整改)"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    rating_id: Mapped[str] = mapped_column(ForeignKey("service_rating.id"), unique=True, comment="The rating")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True, comment="The case")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    is_open: Mapped[bool] = mapped_column(Boolean, comment="Still owed")
    due: Mapped[date] = mapped_column(Date, comment="Local date")
    opened_at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
    document: Mapped[str] = mapped_column(comment=_JSON)


class ComplaintRow(Base):
    """A complaint or suggestion."""

    __tablename__ = "service_complaint"
    __table_args__ = (
        Index("ix_service_complaint_open_due", "is_open", "due"),
        {"comment": "Complaints and suggestions (投诉、建议)"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    number: Mapped[str] = mapped_column(unique=True, comment="Reference number")
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of its sender's secret")
    state: Mapped[str] = mapped_column(String(16), comment="received, assigned, answered, closed")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    is_open: Mapped[bool] = mapped_column(Boolean, comment="Not closed")
    due: Mapped[date] = mapped_column(Date, comment="Local date")
    received_at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
    answered_at: Mapped[datetime | None] = mapped_column(index=True, comment="First answered, UTC")
    document: Mapped[str] = mapped_column(comment=_JSON)


class ReturnVisitRow(Base):
    """A return visit."""

    __tablename__ = "service_return_visit"
    __table_args__ = (
        Index("ix_service_return_visit_open_due", "is_open", "due"),
        {"comment": "Return visits (回访)"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True, comment="The case")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    is_open: Mapped[bool] = mapped_column(Boolean, comment="Still owed")
    due: Mapped[date] = mapped_column(Date, comment="Local date")
    document: Mapped[str] = mapped_column(comment=_JSON)


class AttemptRow(Base):
    """One attempt of a sender, kept for as long as attempts are counted."""

    __tablename__ = "service_attempt"
    __table_args__ = (
        Index("ix_service_attempt_key_hash_at", "key_hash", "at"),
        {"comment": "Attempts on public forms, by hash of what and who; forgotten after the counting window"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    key_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256")
    at: Mapped[datetime] = mapped_column(index=True, comment="UTC")
