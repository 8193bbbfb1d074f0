"""Frontage plans that the office puts on record, as revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "plan_revision",
        sa.Column("seq", sa.Integer(), nullable=False, comment="In the order in which they were entered"),
        sa.Column("plan_id", sa.Text(), nullable=False, comment="Id of the building's plan"),
        sa.Column("revision", sa.Text(), nullable=False, comment="Number of the revision"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First day, local"),
        sa.Column("content", sa.Text(), nullable=False, comment="The plan file"),
        sa.Column("digest", sa.String(length=71), nullable=False, comment="SHA-256 over the plan, form signage.plan/2"),
        sa.Column("entered_by", sa.Text(), nullable=False, comment="Who put it on record"),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False, comment="UTC"),
        sa.Column("basis", sa.Text(), nullable=False, comment="What it rests on"),
        sa.Column("source", sa.Text(), nullable=False, comment="Name of the file that was brought"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_plan_revision")),
        sa.UniqueConstraint("plan_id", "revision", name=op.f("uq_plan_revision_plan_id_revision")),
        sa.UniqueConstraint("plan_id", "valid_from", name=op.f("uq_plan_revision_plan_id_valid_from")),
        comment="Frontage plans (立面规划) as revisions; never edited, a new plan is a new revision",
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("plan_revision")
