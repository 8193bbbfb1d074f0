"""The search indexes, made anew: blanks of addresses and numbers no longer count, and a permit is found by its kind.

The words that an entry is found by are written with it; those of the entries that are there are written again here.
Permits are also looked up by their position, so that one that was replaced leads to its successor.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from signage.register.folding import SEPARATOR, closed_up, haystack
from signage.register.public import kind_names
from signage.storage.word_index import WordIndex

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PAGE = 1000


def upgrade() -> None:
    """Write every entry's words again, and index them."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":  # the other one keeps no comments
        said = "Sign, holder, address, number and kind, folded for search"
        op.alter_column("register_entry", "haystack", existing_type=sa.Text(), existing_nullable=False, comment=said)
    op.create_index("ix_permit_position_key", "permit", ["position_key"])
    for entries, words, renewed in (
        ("register_entry", "register_words", _of_permit),
        ("queue_entry", "queue_words", _of_case),
    ):
        _renew(connection, entries, renewed)
        WordIndex(name=words, entries=entries).rebuild(connection)


def downgrade() -> None:
    """Drop the index of positions; words without blanks are searched as well, and further ones do no harm."""
    op.drop_index("ix_permit_position_key", table_name="permit")


def _renew(connection: sa.Connection, entries: str, renewed: Callable[[Any], str]) -> None:
    rows = sa.table(entries, sa.column("seq"), sa.column("haystack"), sa.column("document"))
    change = sa.update(rows).where(rows.c.seq == sa.bindparam("row")).values(haystack=sa.bindparam("words"))
    page = sa.select(rows.c.seq, rows.c.haystack, rows.c.document).order_by(rows.c.seq).limit(_PAGE)
    after = 0
    while found := connection.execute(page.where(rows.c.seq > after)).all():
        connection.execute(change, [{"row": row.seq, "words": renewed(row)} for row in found])
        after = found[-1].seq


def _of_permit(row: Any) -> str:
    form = json.loads(row.document)["value"]["form"]
    return SEPARATOR.join((_of_case(row), haystack(*kind_names(form))))


def _of_case(row: Any) -> str:
    return SEPARATOR.join(closed_up(field) for field in row.haystack.split(SEPARATOR))
