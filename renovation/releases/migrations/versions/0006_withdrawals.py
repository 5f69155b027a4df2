"""Adds columns to the table of sign-offs: who withdrew a release that was waiting for its sign-off, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the columns that say who withdrew a release and when; they are null for all releases up to now."""
    op.add_column("sign_off", sa.Column("withdrawn_by", sa.String(200)))
    op.add_column("sign_off", sa.Column("withdrawn_at", sa.String(32)))
