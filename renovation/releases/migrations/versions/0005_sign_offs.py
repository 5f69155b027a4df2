"""Adds a table of sign-offs: who has confirmed a release that somebody else published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Creates the empty table of sign-offs.

    The table needs no rows for earlier releases, because a release without a row does not wait for a sign-off.
    """
    op.create_table(
        "sign_off",
        sa.Column("release", sa.Integer, sa.ForeignKey("release.release"), primary_key=True, autoincrement=False),
        sa.Column("by", sa.String(200)),
        sa.Column("at", sa.String(32)),
    )
