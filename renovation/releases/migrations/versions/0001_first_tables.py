"""Creates the tables that existed before there were migrations.

Databases of that time have one of three schemas: 2026-11-23 morning (blob, release, head, audit), 2026-11-23 noon (also
setting), 2026-11-28 (also answer).
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates the tables that existed before there were migrations, except those that the database already has."""
    _create_releases()
    op.create_table(
        "audit",
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        if_not_exists=True,
    )
    _create_answers()


def _create_releases() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "release",
        sa.Column("release", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("published_at", sa.String(32), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("parent", sa.Integer, sa.ForeignKey("release.release")),
        sa.Column("file", sa.String(400)),
        sa.Column("file_sha256", sa.String(64)),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "head",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("release", sa.Integer, sa.ForeignKey("release.release"), nullable=False),
        if_not_exists=True,
    )


def _create_answers() -> None:
    op.create_table(
        "answer",
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("question_zh", sa.Text, nullable=False),
        sa.Column("question_en", sa.Text, nullable=False),
        sa.Column("choice_zh", sa.Text, nullable=False),
        sa.Column("choice_en", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text),
        sa.Column("heading", sa.Text),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("release", sa.Integer, sa.ForeignKey("release.release")),
        if_not_exists=True,
    )
