"""Results of items that are no signs beside the notice that lists them; the sections that accounts belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NOTICE = "Of the notice that lists it beside its own file; empty where one is both"


def upgrade() -> None:
    """Add the columns of the notice, empty for every permit so far, and the table of sections."""
    with op.batch_alter_table("permit") as batch:
        batch.add_column(sa.Column("notice_digest", sa.Text(), nullable=False, server_default="", comment=_NOTICE))
        batch.add_column(
            sa.Column("notice_code", sa.Text(), nullable=False, server_default="", comment="Code printed on that notice")
        )
        batch.create_index(batch.f("ix_permit_notice_digest"), ["notice_digest"], unique=False)
        batch.create_index(batch.f("ix_permit_notice_code"), ["notice_code"], unique=False)
    op.create_table(
        "account_section",
        sa.Column("account_id", sa.String(length=36), nullable=False, comment="Who belongs to it"),
        sa.Column("section", sa.Text(), nullable=False, comment="Its name, as the catalogue writes it"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_section_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "section", name=op.f("pk_account_section")),
        comment="Sections (承办科室) that accounts give opinions for",
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("account_section")
    with op.batch_alter_table("permit") as batch:
        batch.drop_index(batch.f("ix_permit_notice_code"))
        batch.drop_index(batch.f("ix_permit_notice_digest"))
        batch.drop_column("notice_code")
        batch.drop_column("notice_digest")
