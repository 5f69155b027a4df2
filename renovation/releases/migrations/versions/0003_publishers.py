"""Adds a table of publishers, each with a name and the hash of a key to sign in with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Creates the empty table of publishers.

    The publisher's key that several people share has no name and stays in the table `setting`.
    """
    op.create_table(
        "publisher",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
    )
