"""The public register with its search index, publications, inspections and rectifications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# As the structure was made; the code that searches has its own copy of the name.
_WORDS = 'register_words'


def upgrade() -> None:
    op.create_table('register_entry',
    sa.Column('seq', sa.Integer(), nullable=False, comment='Order of the register; newest is largest'),
    sa.Column('permit_id', sa.String(length=36), nullable=False, comment='Its permit'),
    sa.Column('number', sa.Text(), nullable=False, comment='Permit number'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='Its application'),
    sa.Column('item_id', sa.String(length=36), nullable=False, comment='Its sign'),
    sa.Column('track', sa.String(length=16), nullable=False, comment='permit, filing or guidance'),
    sa.Column('is_ended', sa.Boolean(), nullable=False, comment='Replaced, revoked or ended before its term'),
    sa.Column('decided_on', sa.Date(), nullable=False, comment='Local date of the decision'),
    sa.Column('valid_from', sa.Date(), nullable=False, comment='First day of its term'),
    sa.Column('valid_to', sa.Date(), nullable=False, comment='Last day of its term'),
    sa.Column('haystack', sa.Text(), nullable=False, comment='Sign, holder, address and number, folded for search'),
    sa.Column('filters', sa.Text(), nullable=False, comment='Index words of plan, street and track, separated by blanks'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.public-permit/1'),
    sa.ForeignKeyConstraint(['permit_id'], ['permit.id'], name=op.f('fk_register_entry_permit_id_permit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_register_entry')),
    sa.UniqueConstraint('number', name=op.f('uq_register_entry_number')),
    sa.UniqueConstraint('permit_id', name=op.f('uq_register_entry_permit_id')),
    comment='Public register of permits; masked, written with the permit in one transaction'
    )
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_entry_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_register_entry_decided_on_seq', ['decided_on', 'seq'], unique=False)
        batch_op.create_index('ix_register_entry_valid_to_seq', ['valid_to', 'seq'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='Its case'),
    sa.Column('document_number', sa.Text(), nullable=False, comment='One entry a decision'),
    sa.Column('status', sa.String(length=16), nullable=False, comment='published, corrected or withdrawn'),
    sa.Column('due', sa.Date(), nullable=False, comment='Last day for publication'),
    sa.Column('published_on', sa.Date(), nullable=False, comment='Local date'),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False, comment='UTC'),
    sa.Column('version', sa.Integer(), nullable=False, comment='Grows by one with every change'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.publication/1'),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_publication_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
    sa.UniqueConstraint('document_number', name=op.f('uq_publication_document_number')),
    comment='Published decisions (双公示); corrected or withdrawn, never removed'
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_publication_published_on_id', ['published_on', 'id'], unique=False)

    op.create_table('inspection',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('permit_number', sa.Text(), nullable=False, comment='Permit number'),
    sa.Column('application_id', sa.String(length=36), nullable=False, comment='Its case'),
    sa.Column('inspected_on', sa.Date(), nullable=False, comment='Local date'),
    sa.Column('fit', sa.String(length=16), nullable=False, comment='fits, differs or unmeasured'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.inspection/1'),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_inspection_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection')),
    comment='Inspections of permits (监管)'
    )
    with op.batch_alter_table('inspection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_inspected_on'), ['inspected_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_permit_number'), ['permit_number'], unique=False)

    op.create_table('rectification',
    sa.Column('id', sa.String(length=36), nullable=False, comment='UUIDv7'),
    sa.Column('inspection_id', sa.String(length=36), nullable=False, comment='What found it'),
    sa.Column('permit_number', sa.Text(), nullable=False, comment='Permit number'),
    sa.Column('state', sa.String(length=16), nullable=False, comment='open, answered or closed'),
    sa.Column('due', sa.Date(), nullable=False, comment='Last day to put it right'),
    sa.Column('version', sa.Integer(), nullable=False, comment='Grows by one with every change'),
    sa.Column('document', sa.Text(), nullable=False, comment='Canonical JSON, form signage.rectification/1'),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_rectification_inspection_id_inspection')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification')),
    comment='Rectifications (责令改正) after inspections'
    )
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_inspection_id'), ['inspection_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_permit_number'), ['permit_number'], unique=False)
        batch_op.create_index('ix_rectification_state_due', ['state', 'due'], unique=False)

    if op.get_bind().dialect.name == 'sqlite':
        op.execute(f"CREATE VIRTUAL TABLE {_WORDS} USING fts5(words, content='', detail=none, tokenize='ascii')")
    else:
        op.execute(
            f'CREATE TABLE {_WORDS} (seq INTEGER PRIMARY KEY REFERENCES register_entry (seq) ON DELETE CASCADE, '
            'words TEXT[] NOT NULL)'
        )
        op.execute(f'CREATE INDEX ix_{_WORDS}_words ON {_WORDS} USING gin (words)')


def downgrade() -> None:
    op.drop_table(_WORDS)
    for name in ('rectification', 'inspection', 'publication', 'register_entry'):
        op.drop_table(name)
