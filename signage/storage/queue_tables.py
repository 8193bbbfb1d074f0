"""Tables of the queue of cases: an entry a case, and which version of a case an account has looked at.

What the queue is searched by lies beside it in `queue_words` (see `word_index`), under the same row number.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base
from signage.storage.word_index import WordIndex

WORDS = WordIndex(name="queue_words", entries="queue_entry")


class QueueRow(Base):
    """A case as lists show it."""

    __tablename__ = "queue_entry"
    __table_args__ = (
        Index("ix_queue_entry_state_seq", "state", "seq"),
        Index("ix_queue_entry_account_id_seq", "account_id", "seq"),
        Index(
            "ix_queue_entry_due_seq",
            "due",
            "seq",
            sqlite_where=text("due IS NOT NULL"),
            postgresql_where=text("due IS NOT NULL"),
        ),
        Index("ix_queue_entry_state_watch_from", "state", "watch_from"),
        {"comment": "Queue of cases (办件列表); written with the case in one transaction"},
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, comment="Order of the queue; newest is largest")
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), unique=True, comment="Its case"
    )
    account_id: Mapped[str] = mapped_column(comment="Account that applied")
    state: Mapped[str] = mapped_column(String(32), comment="State of the workflow")
    submitted_at: Mapped[datetime | None] = mapped_column(comment="Last submitted, UTC")
    due: Mapped[date | None] = mapped_column(Date, comment="Last day of the time limit it stands under now")
    watch_from: Mapped[date | None] = mapped_column(Date, comment="First day on which the clock looks at it")
    haystack: Mapped[str] = mapped_column(comment="Number, applicant, signs, items and addresses, folded for search")
    filters: Mapped[str] = mapped_column(comment="Index words of state, account and waiting sections")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.queue-entry/1")


class ReminderRow(Base):
    """A reminder that was sent."""

    __tablename__ = "reminder_sent"
    __table_args__ = ({"comment": "Reminders that stand in the history, so that each is sent once"},)

    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), primary_key=True, comment="Of which case"
    )
    key: Mapped[str] = mapped_column(primary_key=True, comment="What was reminded of, such as removal and its day")


class SeenRow(Base):
    """Which version of a case an account has last looked at."""

    __tablename__ = "case_seen"
    __table_args__ = ({"comment": "What an officer has looked at, for the mark of what is new"},)

    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, comment="Who looked"
    )
    application_id: Mapped[str] = mapped_column(
        ForeignKey("application.id", ondelete="CASCADE"), primary_key=True, comment="At which case"
    )
    version: Mapped[int] = mapped_column(Integer, comment="Version of the case that was shown")
