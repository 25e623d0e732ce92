"""Run by Alembic: works on the connection it is given, inside that connection's transaction."""

from alembic import context

from desktop_crm.model import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
