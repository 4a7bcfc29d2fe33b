"""Alembic's environment: migrations run on the connection that `register.migrate` hands over."""

from alembic import context

from register import (  # noqa: F401 - their tables are the target
    tables_alerts,
    tables_approvals,
    tables_channels,
    tables_incident,
    tables_law,
    tables_passages,
    tables_people,
    tables_publishing,
    tables_releases,
    tables_sending,
    tables_work,
)
from register.columns import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
