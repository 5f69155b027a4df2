"""A publishing that fails at any statement, on a full disk or by a kill leaves what was published as it was."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from renovation.releases import database
from renovation.releases.database import SETTING, Conflict, StoreUnavailable, transaction
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset
from tests.load.kills import kill_publishers, run_publishers


def draft(started: int = 20) -> Draft:
    units = first_dataset.tables()["unit_progress"]
    frame = units.frame.assign(projects_started=units.frame["projects_started"].replace({17: started}))
    tables = {"unit_progress": dataclasses.replace(units, frame=frame, as_of=dt.date(2013, 10, 22))}
    return Draft(tables, "clerk", source=Source("week.xlsx", b"the clerk's file"))


def state(store: Store) -> dict[str, list[Any]]:
    """Everything the database holds."""
    path = store.url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: database.execute(f"select * from {name}").fetchall() for name in tables if name != "sqlite_sequence"
        }


@contextmanager
def failing_at(store: Store, number: int) -> Iterator[list[str]]:
    """The database refuses its `number`th statement; gives the statements that were begun."""
    begun: list[str] = []

    def refuse(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        begun.append(statement)
        if len(begun) == number:
            raise sqlite3.OperationalError("disk I/O error")

    sa.event.listen(store._engine, "before_cursor_execute", refuse)
    yield begun
    sa.event.remove(store._engine, "before_cursor_execute", refuse)


def test_a_fault_at_any_statement_changes_nothing(store: Store) -> None:
    with failing_at(store, 0) as statements:
        store.publish(draft(19), 1)
    before = state(store)
    assert len(statements) > 8
    for number in range(1, len(statements) + 1):
        with failing_at(store, number), pytest.raises(StoreUnavailable):
            store.publish(draft(), 2)
        now = state(store)
        if number == len(statements):
            continue
        assert now == before, statements[number - 1]
    assert store.head() == 2
    assert store.publish(draft(), 2).release == 3


def test_a_full_disk_refuses_and_changes_nothing(store: Store) -> None:
    before = state(store)

    def full(connection: Any, _record: object) -> None:
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count={pages}")

    sa.event.listen(store._engine, "connect", full)
    big = dataclasses.replace(draft(), source=Source("big.xlsx", bytes(range(256)) * 4000))
    with pytest.raises(StoreUnavailable, match="full"):
        store.publish(big, 1)
    assert state(store) == before
    sa.event.remove(store._engine, "connect", full)
    assert store.publish(big, 1).release == 2


def test_kills_in_mid_publish_lose_nothing_acknowledged(tmp_path: Path) -> None:
    report = kill_publishers(tmp_path / "kills.db", kills=4)
    assert report.kills == 4
    assert report.lost == 0
    assert report.unsound == 0


def test_publishers_at_once_make_one_linear_history(tmp_path: Path) -> None:
    report = run_publishers(tmp_path / "many.db", publishers=3, releases_each=2)
    assert report.releases == 1 + 6
    assert report.linear
    assert report.unsound == 0


def test_a_row_that_another_wrote_at_the_same_time_is_a_conflict_and_no_lost_database(store: Store) -> None:
    line = SETTING.insert().values(name="same", value="text")
    for expected in (contextlib.nullcontext(), pytest.raises(Conflict)):
        with expected, transaction(store._engine, writes=True) as connection:
            connection.execute(line)


class Hanging:
    """A database server that hangs: each connection to it is given up after five seconds of `now`."""

    url, dialect = sa.make_url("postgresql+psycopg://somewhere/renovation"), postgresql.dialect()

    def __init__(self) -> None:
        self.now, self.asked = 100.0, 0

    def monotonic(self) -> float:
        return self.now

    def connect(self) -> sa.Connection:
        self.asked += 1
        self.now += 5
        raise sa.exc.OperationalError("connect", {}, OSError("timeout expired"))


def test_a_server_that_hangs_is_not_asked_by_one_page_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = Hanging()
    monkeypatch.setattr(database, "time", hanging)
    monkeypatch.setattr(database, "_SILENT_UNTIL", {})

    def ask() -> int:
        with pytest.raises(StoreUnavailable), transaction(hanging):  # type: ignore[arg-type]
            pass
        return hanging.asked

    assert [ask() for _ in range(5)] == [1] * 5
    hanging.now += database.SILENCE_SECONDS
    assert ask() == 2


def test_connections_to_a_server_have_limits_that_its_url_can_change() -> None:
    limits = database._connect_arguments(sa.make_url("postgresql+psycopg://h/d?connect_timeout=9"))
    assert "statement_timeout" in limits["options"]
    assert "connect_timeout" not in limits
    assert "connect_timeout" in database._connect_arguments(sa.make_url("postgresql+psycopg://h/d"))
    assert database._connect_arguments(sa.make_url("sqlite:///renovation.db")) == {}
