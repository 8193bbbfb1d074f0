"""Run migrations on the connection and in the transaction that `Database.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from signage.storage.tables import Base
from signage.storage.word_index import is_mapped

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    include_name=is_mapped,
    transactional_ddl=True,
)
context.run_migrations()
