"""Alembic executes this file to run the migrations, in the connection and transaction of the caller."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
