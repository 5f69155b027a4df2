"""Stores of every earlier schema are opened, and what they hold is still there."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Author, ForeignAgenda, Item, delete_agenda, saved_agendas
from renovation.meeting.session import Meeting
from renovation.publishing.publish import ensure_first_release
from renovation.releases.database import NewerStore, StoreUnavailable, open_engine
from renovation.releases.migrations import running
from renovation.releases.migrations.running import bring_up_to_date, newest_migration
from renovation.releases.schema import METADATA
from renovation.releases.store import Store
from tests.postgresql import Server
from tests.releases.earlier_stores import EARLIER, FIRST, WITH_ANSWERS, create
from tests.releases.sql import execute, fetch


@pytest.mark.parametrize("tables", EARLIER.values(), ids=EARLIER.keys())
def test_a_store_of_an_earlier_schema_is_opened_and_goes_on(empty_url: str, tables: Sequence[str]) -> None:
    create(empty_url, tables)
    store = Store(empty_url)
    assert [(release.release, release.by) for release in store.releases()] == [(1, "李四")]
    assert (store.head(), store.load(1)) == (1, {})
    assert store.answers.in_force() == {}
    assert store.restore(1, "王五", "", 1).release == 2
    store.settings.set("name", "value")
    assert Store(empty_url).settings.get("name") == "value"


@pytest.mark.parametrize("tables", [(), *EARLIER.values()], ids=["empty", *EARLIER.keys()])
def test_migrations_lead_to_the_tables_that_the_code_uses(empty_url: str, tables: Sequence[str]) -> None:
    if tables:
        create(empty_url, tables)
    engine = open_engine(empty_url)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


EARLY_MEETING = {
    "id": "0123456789ab",
    "release": 1,
    "agenda": {"items": [{"code": "units", "seconds": 90, "notes": ""}], "language": "en", "dark": True},
    "keys": ["6ca13d52ca70c883e0f0bb101e425a89e8624de51db2d2392593af6a84118090"],
    "screen": "units",
    "since": 1764000000.5,
}
"""The first meetings, with the key abc123; all later fields have a default."""
LATE_MEETING = {
    **EARLY_MEETING,
    "id": "ba9876543210",
    "version": 7,
    "spot": "zhili",
    "blank": True,
    "begun": 1764000001.0,
    "ink": [[0, 0, 1600, 900]],
    "agenda_name": "周例会",
    "author": {"code": "f00", "is_publisher": True},
}


def test_meetings_and_agendas_move_from_the_settings_into_their_tables(empty_url: str) -> None:
    settings = {
        "meeting:0123456789ab": EARLY_MEETING,
        "meeting:ba9876543210": LATE_MEETING,
        "meeting:aaaaaaaaaaaa": {"id": "damaged"},
        "meeting:bbbbbbbbbbbb": [7],
        "agendas": {"周例会": {"items": [{"code": "map"}], "owner": "f00"}, "旧议程": {"dark": True}, "damaged": 7},
        "publisher_key": "salt$hash",
    }
    create(empty_url, WITH_ANSWERS)
    for name, value in settings.items():
        insert = "insert into setting (name, value) values (:name, :value)"
        execute(empty_url, insert, name=name, value=value if isinstance(value, str) else json.dumps(value))
    store = Store(empty_url)
    assert saved_agendas(store) == {"周例会": Agenda((Item("map"),)), "旧议程": Agenda(dark=True), "damaged": Agenda()}
    with pytest.raises(ForeignAgenda):
        delete_agenda(store, "旧议程", Author("f00"))
    delete_agenda(store, "周例会", Author("f00"))
    agenda = Agenda((Item("units", 90),), "en", dark=True)
    early, late = session.find(store, "0123456789ab"), session.find(store, "ba9876543210")
    keys = ("6ca13d52ca70c883e0f0bb101e425a89e8624de51db2d2392593af6a84118090",)
    assert early == Meeting("0123456789ab", 1, agenda, keys, "units", 1764000000.5)
    assert late == dataclasses.replace(
        early,
        id="ba9876543210",
        version=7,
        spot="zhili",
        blank=True,
        begun=1764000001.0,
        ink=((0, 0, 1600, 900),),
        agenda_name="周例会",
        author=Author("f00", is_publisher=True),
    )
    assert early.opens_to("abc123")
    assert len(session.stored_meetings(store)) == 2
    assert fetch(empty_url, "select name, value from setting") == [("publisher_key", "salt$hash")]


def test_migrations_are_numbered_in_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(running._FOLDER))
    script = ScriptDirectory.from_config(config)
    assert [one.revision for one in reversed(list(script.walk_revisions()))] == running._numbers()
    assert script.get_heads() == [newest_migration()]


def test_a_store_of_a_newer_version_is_left_alone_and_says_what_to_do(empty_url: str) -> None:
    Store(empty_url)
    execute(empty_url, "update alembic_version set version_num = '9001'")
    with pytest.raises(NewerStore, match="9001"):
        Store(empty_url)
    execute(empty_url, f"update alembic_version set version_num = '{newest_migration()}'")
    assert Store(empty_url).head() is None


def test_of_four_first_starts_at_once_each_finds_the_first_release(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _one: ensure_first_release(Store(empty_url)), range(4))) == [1] * 4
    assert len(Store(empty_url).releases()) == 1


def test_a_start_waits_while_another_process_migrates_in_postgresql(postgresql: Server) -> None:
    url = postgresql.new_database()
    waiting = "select count(*) from pg_locks where not granted"
    with ThreadPoolExecutor(1) as thread, open_engine(url).begin() as migrating:
        running._lock(migrating)
        running._run(migrating, newest_migration())
        other = thread.submit(bring_up_to_date, open_engine(url))
        while fetch(url, waiting) == [(0,)]:
            assert not other.done()
        migrating.commit()
        other.result()
    assert Store(url).head() is None


def test_a_migration_that_fails_changes_nothing(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    create(empty_url, FIRST)

    def fail(connection: sa.Connection, last: str) -> None:
        run(connection, last)
        raise OSError("the disk is full")

    run = running._run
    monkeypatch.setattr(running, "_run", fail)
    with pytest.raises(Exception, match="the disk is full"):
        Store(empty_url)
    tables = sa.inspect(open_engine(empty_url)).get_table_names()
    assert set(tables) == {"blob", "release", "head", "audit"}
    monkeypatch.undo()
    assert Store(empty_url).head() == 1


def test_without_the_driver_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreUnavailable, match=r"renovation\[postgresql\]"):
        Store("postgresql://localhost/renovation")


def test_a_store_that_is_up_to_date_is_opened_without_alembic(first_database: Path) -> None:
    opened = f"from renovation.releases.store import Store; Store('sqlite:///{first_database}')"
    program = f"import sys; {opened}; print('alembic' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"
