"""Tables of the public register, of publications and of inspections.

What the register is searched by lies beside it in `register_words` (see `word_index`), under the same row number.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base
from signage.storage.word_index import WordIndex

WORDS = WordIndex(name="register_words", entries="register_entry")


class RegisterRow(Base):
    """A permit as the public register shows it; every column is public."""

    __tablename__ = "register_entry"
    __table_args__ = (
        Index("ix_register_entry_decided_on_seq", "decided_on", "seq"),
        Index("ix_register_entry_valid_to_seq", "valid_to", "seq"),
        {"comment": "Public register of permits; masked, written with the permit in one transaction"},
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Order of the register; newest is largest")
    permit_id: Mapped[str] = mapped_column(
        ForeignKey("permit.id", ondelete="CASCADE"), unique=True, comment="Its permit"
    )
    number: Mapped[str] = mapped_column(unique=True, comment="Permit number")
    application_id: Mapped[str] = mapped_column(String(36), index=True, comment="Its application")
    item_id: Mapped[str] = mapped_column(String(36), comment="Its sign")
    track: Mapped[str] = mapped_column(String(16), comment="permit, filing or guidance")
    is_ended: Mapped[bool] = mapped_column(Boolean, comment="Replaced, revoked or ended before its term")
    decided_on: Mapped[date] = mapped_column(Date, comment="Local date of the decision")
    valid_from: Mapped[date] = mapped_column(Date, comment="First day of its term")
    valid_to: Mapped[date] = mapped_column(Date, comment="Last day of its term")
    haystack: Mapped[str] = mapped_column(comment="Sign, holder, address, number and kind, folded for search")
    filters: Mapped[str] = mapped_column(comment="Index words of plan, street and track, separated by blanks")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.public-permit/1")


class PublicationRow(Base):
    """A published decision."""

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_published_on_id", "published_on", "id"),
        {"comment": "Published decisions (双公示); corrected or withdrawn, never removed"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True, comment="Its case")
    document_number: Mapped[str] = mapped_column(unique=True, comment="One entry a decision")
    status: Mapped[str] = mapped_column(String(16), comment="published, corrected or withdrawn")
    due: Mapped[date] = mapped_column(Date, comment="Last day for publication")
    published_on: Mapped[date] = mapped_column(Date, comment="Local date")
    published_at: Mapped[datetime] = mapped_column(comment="UTC")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.publication/1")


class InspectionRow(Base):
    """An inspection on the street."""

    __tablename__ = "inspection"
    __table_args__ = ({"comment": "Inspections of permits (监管)"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    permit_number: Mapped[str] = mapped_column(index=True, comment="Permit number")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id"), index=True, comment="Its case")
    inspected_on: Mapped[date] = mapped_column(Date, index=True, comment="Local date")
    fit: Mapped[str] = mapped_column(String(16), comment="fits, differs or unmeasured")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.inspection/1")


class RectificationRow(Base):
    """What an inspection asks to put right."""

    __tablename__ = "rectification"
    __table_args__ = (
        Index("ix_rectification_state_due", "state", "due"),
        {"comment": "Rectifications (责令改正) after inspections"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), index=True, comment="What found it")
    permit_number: Mapped[str] = mapped_column(index=True, comment="Permit number")
    state: Mapped[str] = mapped_column(String(16), comment="open, answered or closed")
    due: Mapped[date] = mapped_column(Date, comment="Last day to put it right")
    version: Mapped[int] = mapped_column(Integer, comment="Grows by one with every change")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.rectification/1")
