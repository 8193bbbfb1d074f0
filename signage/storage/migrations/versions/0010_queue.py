"""The queue of cases with its search index, which version an account has looked at, and reminders that were sent.

The entries of the cases that are there are made after the structure is whole, by `Database.upgrade`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from signage.storage.word_index import WordIndex

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OWED = sa.text("due IS NOT NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "queue_entry",
        sa.Column("seq", sa.Integer(), nullable=False, comment="Order of the queue; newest is largest"),
        sa.Column("application_id", sa.String(length=36), nullable=False, comment="Its case"),
        sa.Column("account_id", sa.Text(), nullable=False, comment="Account that applied"),
        sa.Column("state", sa.String(length=32), nullable=False, comment="State of the workflow"),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True, comment="Last submitted, UTC"),
        sa.Column("due", sa.Date(), nullable=True, comment="Last day of the time limit it stands under now"),
        sa.Column("watch_from", sa.Date(), nullable=True, comment="First day on which the clock looks at it"),
        sa.Column(
            "haystack",
            sa.Text(),
            nullable=False,
            comment="Number, applicant, signs, items and addresses, folded for search",
        ),
        sa.Column("filters", sa.Text(), nullable=False, comment="Index words of state, account and waiting sections"),
        sa.Column("document", sa.Text(), nullable=False, comment="Canonical JSON, form signage.queue-entry/1"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_queue_entry_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_queue_entry")),
        sa.UniqueConstraint("application_id", name=op.f("uq_queue_entry_application_id")),
        comment="Queue of cases (办件列表); written with the case in one transaction",
    )
    op.create_index("ix_queue_entry_state_seq", "queue_entry", ["state", "seq"])
    op.create_index("ix_queue_entry_state_watch_from", "queue_entry", ["state", "watch_from"])
    op.create_index("ix_queue_entry_account_id_seq", "queue_entry", ["account_id", "seq"])
    op.create_index(
        "ix_queue_entry_due_seq", "queue_entry", ["due", "seq"], sqlite_where=_OWED, postgresql_where=_OWED
    )
    op.create_table(
        "case_seen",
        sa.Column("account_id", sa.String(length=36), nullable=False, comment="Who looked"),
        sa.Column("application_id", sa.String(length=36), nullable=False, comment="At which case"),
        sa.Column("version", sa.Integer(), nullable=False, comment="Version of the case that was shown"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_seen_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_case_seen_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "application_id", name=op.f("pk_case_seen")),
        comment="What an officer has looked at, for the mark of what is new",
    )
    op.create_table(
        "reminder_sent",
        sa.Column("application_id", sa.String(length=36), nullable=False, comment="Of which case"),
        sa.Column("key", sa.Text(), nullable=False, comment="What was reminded of, such as removal and its day"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_reminder_sent_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "key", name=op.f("pk_reminder_sent")),
        comment="Reminders that stand in the history, so that each is sent once",
    )
    WordIndex(name="queue_words", entries="queue_entry").make(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    for name in ("queue_words", "reminder_sent", "case_seen", "queue_entry"):
        op.drop_table(name)
