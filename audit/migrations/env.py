"""Alembic's entry: runs in the connection and transaction that `audit.database.migrate` has opened."""

from alembic import context
from sqlalchemy import Connection

from audit.models import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
