"""Creates the table with which several processes count the followers of a meeting together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the table, empty."""
    op.create_table(
        "followers",
        sa.Column("meeting", sa.String(12), primary_key=True),
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
