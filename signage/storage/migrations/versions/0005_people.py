"""Working-day calendars as versions, authorised agents, limited links, passwords that must be changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_year',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False, comment='Calendar year'),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False, comment='1, 2, 3 … a year'),
    sa.Column('source', sa.Text(), nullable=False, comment='The official notice'),
    sa.Column('imported_by', sa.Text(), nullable=False, comment='Who imported it'),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False, comment='UTC; in force from then on'),
    sa.Column('content', sa.Text(), nullable=False, comment='The file as it was imported'),
    sa.Column('digest', sa.String(length=71), nullable=False, comment='SHA-256 over the days it names'),
    sa.CheckConstraint('version >= 1', name=op.f('ck_calendar_year_version_positive')),
    sa.PrimaryKeyConstraint('year', 'version', name=op.f('pk_calendar_year')),
    comment='Working-day calendars (工作日历) as versions; never edited, a new import is a new version'
    )
    op.create_table('authorisation',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('principal_id', sa.String(length=36), nullable=False, comment='Account that authorises'),
    sa.Column('agent_id', sa.String(length=36), nullable=False, comment='Account that may act'),
    sa.Column('agent_name', sa.Text(), nullable=False, comment='Name on the identity card'),
    sa.Column('agent_number_masked', sa.Text(), nullable=False, comment='Identity number with its middle hidden'),
    sa.Column('agent_number_hash', sa.String(length=64), nullable=False, comment='HMAC-SHA256 with the key of this home'),
    sa.Column('agent_phone', sa.Text(), nullable=False, comment='Shown masked'),
    sa.Column('application_id', sa.Text(), nullable=False, comment='Its only case; empty covers every case of the principal'),
    sa.Column('powers', sa.Text(), nullable=False, comment='What the agent may do, separated by spaces'),
    sa.Column('valid_from', sa.Date(), nullable=False, comment='First day, local'),
    sa.Column('valid_to', sa.Date(), nullable=False, comment='Last day, local'),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False, comment='UTC'),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True, comment='UTC'),
    sa.Column('revoked_reason', sa.Text(), nullable=False, comment='Empty while it stands'),
    sa.CheckConstraint('valid_from <= valid_to', name=op.f('ck_authorisation_period')),
    sa.ForeignKeyConstraint(['agent_id'], ['account.id'], name=op.f('fk_authorisation_agent_id_account')),
    sa.ForeignKeyConstraint(['principal_id'], ['account.id'], name=op.f('fk_authorisation_principal_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authorisation')),
    comment="Agents' authorisations (委托代理); identity numbers only masked and as a keyed hash"
    )
    with op.batch_alter_table('authorisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_authorisation_agent_id'), ['agent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_authorisation_principal_id'), ['principal_id'], unique=False)

    op.create_table('helper_link',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='Its case'),
    sa.Column('created_by', sa.String(length=36), nullable=False, comment='Account that gave it'),
    sa.Column('label', sa.Text(), nullable=False, comment='For whom it is, as its giver calls them'),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False, comment='UTC'),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False, comment='UTC'),
    sa.Column('token_hash', sa.String(length=64), nullable=False, comment="SHA-256 of the link's token"),
    sa.Column('session_hash', sa.String(length=64), nullable=True, comment='Of the browser that opened it'),
    sa.Column('redeemed_at', sa.DateTime(timezone=True), nullable=True, comment='Opened, UTC; a second opening is refused'),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True, comment='UTC'),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_helper_link_application_id_application'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_helper_link_created_by_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helper_link')),
    sa.UniqueConstraint('session_hash', name=op.f('uq_helper_link_session_hash')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_helper_link_token_hash')),
    comment='One-time links (协助链接) to one case; only hashes of their tokens are stored'
    )
    with op.batch_alter_table('helper_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_helper_link_application_id'), ['application_id'], unique=False)

    op.create_table('helper_design',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('link_id', sa.String(length=36), nullable=False, comment='Through which link'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='For which case'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False, comment='UTC'),
    sa.Column('spec', sa.Text(), nullable=False, comment='The specification, TOML'),
    sa.Column('digest', sa.String(length=71), nullable=False, comment='SHA-256 of the specification'),
    sa.Column('verdict', sa.String(length=32), nullable=False, comment='Of its check when it was handed in'),
    sa.Column('remark', sa.Text(), nullable=False, comment="The helper's words"),
    sa.ForeignKeyConstraint(['link_id'], ['helper_link.id'], name=op.f('fk_helper_design_link_id_helper_link'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helper_design')),
    comment='Designs handed in through a link; the applicant decides whether to use one'
    )
    with op.batch_alter_table('helper_design', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_helper_design_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_helper_design_link_id'), ['link_id'], unique=False)

    # Accounts that are there already chose their own passwords.
    op.add_column('account', sa.Column('must_change_password', sa.Boolean(), nullable=False, server_default=sa.false(),
                                       comment='Given by an administrator; its holder chooses another at once'))


def downgrade() -> None:
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('must_change_password')
    op.drop_table('helper_design')
    op.drop_table('helper_link')
    op.drop_table('authorisation')
    op.drop_table('calendar_year')
