"""Adds the named publishers, each with a key of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Creates the table, which is empty at first: the publisher's key has no name and stays in `setting`."""
    op.create_table(
        "publisher",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
    )
