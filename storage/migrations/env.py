"""Alembic's entry: runs inside the transaction that `storage.upgrade` has begun."""

from alembic import context

from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite alters a table only by copying it
)
context.run_migrations()
