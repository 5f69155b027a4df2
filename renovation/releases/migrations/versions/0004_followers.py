"""Creates the table in which server processes count together how many screens follow a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the empty table that states how many browsers follow each meeting in each server process."""
    op.create_table(
        "followers",
        sa.Column("meeting", sa.String(12), primary_key=True),
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
