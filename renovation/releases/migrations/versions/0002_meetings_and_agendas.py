"""Creates tables for meetings, agendas and attempts to sign in with the publisher's key.

Before, the table `setting` held each meeting as JSON under `meeting:ID`, and all agendas under `agendas`. Entries that
no version could read are dropped.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SETTING = sa.table("setting", sa.column("name"), sa.column("value"))
_PREFIX = "meeting:"


def upgrade() -> None:
    """Creates the tables for meetings, agendas and attempts to sign in with the publisher's key.

    Meetings and agendas are moved from the table `setting` into their new tables.
    """
    meeting, agenda = _create_meetings(), _create_agendas()
    op.create_table(
        "key_attempt",
        sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("repeated", sa.Boolean, nullable=False),
        sa.Column("wrong", sa.Boolean, nullable=False),
    )
    connection = op.get_bind()
    is_moved = _SETTING.c.name.startswith(_PREFIX) | (_SETTING.c.name == "agendas")
    settings = {name: _parsed(value) for name, value in connection.execute(sa.select(_SETTING).where(is_moved))}
    for name, saved in _parsed_agendas(settings.pop("agendas", None)).items():
        connection.execute(agenda.insert().values(_agenda(name, saved)))
    for name, saved in settings.items():
        row = _meeting(name.removeprefix(_PREFIX), saved)
        if row is not None:
            connection.execute(meeting.insert().values(row))
    connection.execute(_SETTING.delete().where(is_moved))


def _create_meetings() -> sa.Table:
    return op.create_table(
        "meeting",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("screen", sa.Text, nullable=False),
        sa.Column("spot", sa.Text),
        sa.Column("blank", sa.Boolean, nullable=False),
        sa.Column("playing", sa.Boolean, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("begun", sa.Float),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("agenda", sa.Text, nullable=False),
        sa.Column("agenda_name", sa.Text, nullable=False),
        sa.Column("keys", sa.Text, nullable=False),
        sa.Column("ink", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("by_publisher", sa.Boolean, nullable=False),
    )


def _create_agendas() -> sa.Table:
    return op.create_table(
        "agenda",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def _parsed_agendas(setting: Any) -> dict[str, Any]:
    return setting if isinstance(setting, dict) else {}


def _agenda(name: str, saved: Any) -> dict[str, str]:
    """Returns the row of an agenda; agendas from before 2026-11-29 have no owner."""
    content = dict(saved) if isinstance(saved, dict) else {}
    owner = str(content.pop("owner", ""))
    return {"name": name, "owner": owner, "content": json.dumps(content, ensure_ascii=False)}


def _meeting(identifier: str, saved: Any) -> dict[str, Any] | None:
    """Returns the row of a meeting; fields that older meetings lack get a default."""
    try:
        author, begun, spot = saved.get("author", {}), saved.get("begun"), saved.get("spot")
        return {
            "id": identifier,
            "release": int(saved["release"]),
            "version": int(saved.get("version", 1)),
            "screen": str(saved["screen"]),
            "spot": None if spot is None else str(spot),
            **{name: bool(saved.get(name)) for name in ("blank", "playing", "ended")},
            "begun": None if begun is None else float(begun),
            "since": float(saved["since"]),
            "agenda_name": str(saved.get("agenda_name", "")),
            **{name: json.dumps(saved[name], ensure_ascii=False) for name in ("agenda", "keys")},
            "ink": json.dumps(saved.get("ink", [])),
            "author": str(author.get("code", "")),
            "by_publisher": bool(author.get("is_publisher")),
        }
    except (KeyError, ValueError, AttributeError, TypeError):
        return None
