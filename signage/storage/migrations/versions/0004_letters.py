"""Documents of cases: what was made, under which number, and the digest of its file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_document',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('application_id', sa.String(length=36), nullable=True, comment='Its case, if it has one'),
    sa.Column('application_version', sa.Integer(), nullable=False, comment='Version of the case that it speaks of'),
    sa.Column('kind', sa.String(length=32), nullable=False, comment='acceptance, correction, refusal …'),
    sa.Column('subject', sa.Text(), nullable=False, comment='Tells documents of one kind and version apart'),
    sa.Column('number', sa.Text(), nullable=False, comment='As printed, with 六角括号'),
    sa.Column('title', sa.Text(), nullable=False, comment='As printed'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False, comment='Its date, UTC'),
    sa.Column('is_sealed', sa.Boolean(), nullable=False, comment='False: signed by hand'),
    sa.Column('is_public', sa.Boolean(), nullable=False, comment='Anyone may inspect it'),
    sa.Column('digest', sa.String(length=71), nullable=True, comment='Of the file in the store'),
    sa.Column('verification_code', sa.Text(), nullable=True, comment='Printed code, if it has one'),
    sa.CheckConstraint('application_version >= 0', name=op.f('ck_case_document_version_not_negative')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_case_document_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_document')),
    sa.UniqueConstraint('number', name=op.f('uq_case_document_number')),
    comment='Documents of cases (案卷文书); no digest before the page is set'
    )
    with op.batch_alter_table('case_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_document_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_document_verification_code'), ['verification_code'], unique=False)
        batch_op.create_index('uq_case_document_one_a_version', ['application_id', 'application_version', 'kind', 'subject'], unique=True, sqlite_where=sa.text('application_id IS NOT NULL'), postgresql_where=sa.text('application_id IS NOT NULL'))


def downgrade() -> None:
    op.drop_table('case_document')
