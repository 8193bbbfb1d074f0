"""Numbers that an earlier edition wrote with zeros in front are found without them, in the register and in the queue.

What an entry is found by is written with it; only entries with such a number are written again here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from signage.register.folding import SEPARATOR, without_zeros
from signage.storage.word_index import WordIndex

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PAGE = 1000


def upgrade() -> None:
    """Write the number without zeros beside the one with them, and index both."""
    connection = op.get_bind()
    for entries, words in (("register_entry", "register_words"), ("queue_entry", "queue_words")):
        if _add(connection, entries):
            WordIndex(name=words, entries=entries).rebuild(connection)


def downgrade() -> None:
    """Leave the further words: they do no harm."""


def _add(connection: sa.Connection, entries: str) -> int:
    rows = sa.table(entries, sa.column("seq"), sa.column("haystack"))
    change = sa.update(rows).where(rows.c.seq == sa.bindparam("row")).values(haystack=sa.bindparam("words"))
    padded = rows.c.haystack.like("%)0%号%")
    page = sa.select(rows.c.seq, rows.c.haystack).where(padded).order_by(rows.c.seq).limit(_PAGE)
    after, count = 0, 0
    while found := connection.execute(page.where(rows.c.seq > after)).all():
        renewed = [
            {"row": row.seq, "words": SEPARATOR.join((row.haystack, *short))}
            for row in found
            if (short := without_zeros(row.haystack.split(SEPARATOR)))
        ]
        if renewed:
            connection.execute(change, renewed)
        after, count = found[-1].seq, count + len(renewed)
    return count
