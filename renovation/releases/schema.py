"""Declares the tables of the database, as they are after the newest migration."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()
BLOB: Final = sa.Table(
    "blob",
    METADATA,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
RELEASE: Final = sa.Table(
    "release",
    METADATA,
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
)
HEAD: Final = sa.Table(
    "head",
    METADATA,
    sa.Column("only", sa.Integer, primary_key=True),
    sa.Column("release", sa.Integer, sa.ForeignKey("release.release"), nullable=False),
)
AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(32), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("action", sa.String(10), nullable=False),
    sa.Column("release", sa.Integer, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
)
SETTING: Final = sa.Table(
    "setting",
    METADATA,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
ANSWER: Final = sa.Table(
    "answer",
    METADATA,
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
)
"""Answers to the reader's questions. Rows are only added: for each id, the newest row is valid, and a null `value` in
it means that the answer was withdrawn. Earlier rows stay as a record."""
MEETING: Final = sa.Table(
    "meeting",
    METADATA,
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
"""Running meetings; the columns are the fields of `meeting.session.Meeting`. `agenda`, `keys` and `ink` hold JSON."""
AGENDA: Final = sa.Table(
    "agenda",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
"""Saved agendas. `owner` is the author's code, empty if unknown; `content` is a `meeting.agenda.Agenda` as JSON."""
SIGN_OFF: Final = sa.Table(
    "sign_off",
    METADATA,
    sa.Column("release", sa.Integer, sa.ForeignKey("release.release"), primary_key=True, autoincrement=False),
    sa.Column("by", sa.String(200)),
    sa.Column("at", sa.String(32)),
    sa.Column("withdrawn_by", sa.String(200)),
    sa.Column("withdrawn_at", sa.String(32)),
)
"""Releases that were published while sign-off was switched on. `by` and `at` are null until somebody confirms the
release, `withdrawn_by` and `withdrawn_at` unless somebody withdraws it."""
PUBLISHER: Final = sa.Table(
    "publisher",
    METADATA,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("code", sa.String(6), nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("added_at", sa.String(32), nullable=False),
)
"""Publishers with a key of their own: `code` is the beginning of the key, `record` its salt and hash."""
KEY_ATTEMPT: Final = sa.Table(
    "key_attempt",
    METADATA,
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("client", sa.String(64), nullable=False),
    sa.Column("repeated", sa.Boolean, nullable=False),
    sa.Column("wrong", sa.Boolean, nullable=False),
)
"""Attempts to sign in with a publisher's key in the last minutes (see `publishing.access.KeyAttempts`)."""
FOLLOWERS: Final = sa.Table(
    "followers",
    METADATA,
    sa.Column("meeting", sa.String(12), primary_key=True),
    sa.Column("process", sa.String(32), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
"""The number of browsers that follow each meeting in each process, and when the process reported it."""
