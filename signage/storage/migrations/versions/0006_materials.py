"""Papers in versions, designers' drafts, surveys on site."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('material_version',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='Its case'),
    sa.Column('account_id', sa.Text(), nullable=False, comment='Whose paper; only this account may use it again'),
    sa.Column('kind', sa.String(length=32), nullable=False, comment='Code of the published list'),
    sa.Column('version', sa.Integer(), nullable=False, comment='1, 2, 3 … within case and kind'),
    sa.Column('digest', sa.String(length=71), nullable=False, comment='Of the bytes that are kept'),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False, comment='Handed in, UTC'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.material/1'),
    sa.CheckConstraint('version >= 1', name=op.f('ck_material_version_version_positive')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_material_version_application_id_application'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material_version')),
    sa.UniqueConstraint('application_id', 'kind', 'version', name=op.f('uq_material_version_application_id_kind_version')),
    comment='Versions of papers (申请材料); a later one never edits an earlier one'
    )
    with op.batch_alter_table('material_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_version_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_version_digest'), ['digest'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('account_id', sa.Text(), nullable=False, comment='Whose draft'),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False, comment='Handed in, UTC'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.draft/1'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    comment='Drafts that others drew (他人设计稿); only our picture of each is kept'
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_created_at'), ['created_at'], unique=False)

    op.create_table('survey',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='Its case, empty when there is none'),
    sa.Column('account_id', sa.Text(), nullable=False, comment='Who recorded it'),
    sa.Column('position_key', sa.Text(), nullable=False, comment='plan/unit'),
    sa.Column('surveyed_on', sa.Date(), nullable=False, comment='Day of the visit, local'),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False, comment='Recorded, UTC'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.survey/1'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey')),
    comment='Surveys on site (现场勘测); never edited'
    )
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_survey_position_key'), ['position_key'], unique=False)


def downgrade() -> None:
    op.drop_table('survey')
    op.drop_table('draft')
    op.drop_table('material_version')
