"""The last day of a permit as a column, so that the clock finds what ends."""

from __future__ import annotations

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PERMIT = sa.table("permit", sa.column("id", sa.String), sa.column("document", sa.Text), sa.column("valid_to", sa.Date))


def upgrade() -> None:
    """Add the column, fill it from the stored values, then forbid it to be empty."""
    with op.batch_alter_table("permit") as batch:
        batch.add_column(sa.Column("valid_to", sa.Date(), nullable=True, comment="Last day of its term"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_PERMIT.c.id, _PERMIT.c.document)).all():
        last = date.fromisoformat(json.loads(row.document)["value"]["valid_to"])
        connection.execute(sa.update(_PERMIT).where(_PERMIT.c.id == row.id).values(valid_to=last))
    with op.batch_alter_table("permit") as batch:
        batch.alter_column("valid_to", existing_type=sa.Date(), nullable=False, existing_comment="Last day of its term")
        batch.create_index(batch.f("ix_permit_valid_to"), ["valid_to"], unique=False)


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("permit") as batch:
        batch.drop_index(batch.f("ix_permit_valid_to"))
        batch.drop_column("valid_to")
