"""Stores as earlier versions made them, in the SQL of their time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from tests.releases.sql import execute

FIRST: Final = (
    "create table blob (sha256 varchar(64) not null primary key, content {bytes} not null)",
    """create table release (release {number} primary key, as_of varchar(10) not null,
        published_at varchar(32) not null, "by" varchar(200) not null, note text not null, action varchar(10) not null,
        parent integer references release (release), file varchar(400), file_sha256 varchar(64), manifest text not null,
        manifest_sha256 varchar(64) not null)""",
    """create table head ("only" integer not null primary key,
        release integer not null references release (release))""",
    """create table audit (line {number} primary key, at varchar(32) not null, "by" varchar(200) not null,
        action varchar(10) not null, release integer not null, detail text not null)""",
)
"""The tables on the morning of 2026-11-23."""
WITH_SETTINGS: Final = (*FIRST, "create table setting (name varchar(60) not null primary key, value text not null)")
"""The tables from noon of 2026-11-23."""
WITH_ANSWERS: Final = (
    *WITH_SETTINGS,
    """create table answer (line {number} primary key, id text not null, value text, question_zh text not null,
        question_en text not null, choice_zh text not null, choice_en text not null, sheet text, heading text,
        "by" varchar(200) not null, at varchar(32) not null, release integer references release (release))""",
)
"""The tables from 2026-11-28 until there were migrations."""
EARLIER: Final = {"first": FIRST, "with settings": WITH_SETTINGS, "with answers": WITH_ANSWERS}
TYPES: Final = {
    "sqlite": {"bytes": "blob", "number": "integer not null"},
    "postgresql": {"bytes": "bytea", "number": "serial"},
}


def create(url: str, tables: Sequence[str], *statements: str) -> None:
    """Makes a store of an earlier time, with one release that is the head."""
    types = TYPES[sa.make_url(url).get_backend_name()]
    release = """insert into release (as_of, published_at, "by", note, action, manifest, manifest_sha256) values
        ('2013-10-15', '2026-11-23T10:02:02+00:00', '李四', '', 'publish', '{}',
        '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')"""
    head = 'insert into head ("only", release) values (1, 1)'
    execute(url, *(table.format(**types) for table in tables), release, head, *statements)
