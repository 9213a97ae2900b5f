"""Alembic's entry: it migrates over the connection, and in the transaction, that it is given."""

from alembic import context

from feedsvc.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table="feedsvc_schema",
    render_as_batch=True,
)
context.run_migrations()
