"""The register's search index, made anew: it now knows three digits running, so that numbers are found at once."""

from __future__ import annotations

from alembic import op

from signage.storage.word_index import WordIndex

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index every entry by the words that the search asks for."""
    WordIndex(name="register_words", entries="register_entry").rebuild(op.get_bind())


def downgrade() -> None:
    """Nothing: words that nobody asks for do no harm."""
