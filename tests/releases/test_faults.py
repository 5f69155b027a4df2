"""A publishing that fails at any statement, on a full disk or by a kill leaves what was published as it was."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import dialect as postgresql_dialect

from renovation.releases import database, postgresql
from renovation.releases.database import Conflict, StoreError, StoreUnavailable, transaction
from renovation.releases.schema import METADATA, SETTING
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset
from tests.conftest import copied
from tests.load.durability import kill_publishers, run_publishers
from tests.postgresql import FirstRelease


def draft(started: int = 20) -> Draft:
    units = first_dataset.tables()["unit_progress"]
    frame = units.frame.assign(projects_started=units.frame["projects_started"].replace({17: started}))
    tables = {"unit_progress": dataclasses.replace(units, frame=frame, as_of=dt.date(2013, 10, 22))}
    return Draft(tables, "clerk", source=Source("week.xlsx", b"the clerk's file"))


def state(store: Store) -> dict[str, list[Any]]:
    """Everything the database holds."""
    with transaction(store._engine) as connection:
        return {table.name: list(connection.execute(sa.select(table))) for table in METADATA.sorted_tables}


@contextmanager
def failing_at(store: Store, number: int) -> Iterator[list[str]]:
    """The database refuses its `number`th statement; gives the statements that were begun."""
    begun: list[str] = []

    def refuse(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        begun.append(statement)
        if len(begun) == number:
            raise store._engine.dialect.loaded_dbapi.OperationalError("disk I/O error")

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


def test_a_full_disk_refuses_and_changes_nothing(first_database: Path, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{copied(first_database, tmp_path / 'renovation.db')}")
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


def test_kills_in_mid_publish_lose_nothing_acknowledged(empty_url: str) -> None:
    report = kill_publishers(empty_url, kills=4)
    assert report.acknowledged >= 4
    assert report.is_sound, report


def test_publishers_at_once_make_one_linear_history(empty_url: str) -> None:
    report = run_publishers(empty_url, publishers=3, releases_each=2)
    assert report.stored == 1 + 6
    assert report.is_sound, report


def test_conflicts_and_failures_leave_no_gap_in_the_numbers(store: Store) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO audit"):  # the release is written, and has its number
            raise OSError("the network is gone")

    for number in range(2, 5):
        with pytest.raises(Conflict):
            store.publish(draft(), 7)
        sa.event.listen(store._engine, "before_cursor_execute", fail)
        with pytest.raises(StoreUnavailable, match="network"):
            store.publish(draft(), number - 1)
        sa.event.remove(store._engine, "before_cursor_execute", fail)
        assert store.publish(draft(), number - 1).release == number


def test_the_same_file_published_at_once_is_a_conflict_for_all_but_one(store: Store) -> None:
    together = Barrier(4)

    def publish(_number: int) -> str:
        own = Store(store.url)
        together.wait()
        try:
            return str(own.publish(draft(), 1).release)
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(publish, range(4))) == ["2", "conflict", "conflict", "conflict"]


def test_a_row_that_another_wrote_at_the_same_time_is_a_conflict_and_no_lost_database(store: Store) -> None:
    line = SETTING.insert().values(name="same", value="text")
    for expected in (contextlib.nullcontext(), pytest.raises(Conflict)):
        with expected, transaction(store._engine, writes=True) as connection:
            connection.execute(line)


@pytest.mark.parametrize(("name", "reason"), [("x" * 300, "too long"), ("x\0", "NUL")])
def test_a_value_that_postgresql_refuses_is_told_and_no_lost_database(
    first_in_postgresql: FirstRelease, name: str, reason: str
) -> None:
    with pytest.raises(StoreError, match=reason) as refused:
        Store(first_in_postgresql.restored()).publish(dataclasses.replace(draft(), by=name), 1)
    assert not isinstance(refused.value, StoreUnavailable)


class Hanging:
    """A database server that hangs: each connection to it is given up after five seconds of `now`."""

    url, dialect = sa.make_url("postgresql+psycopg://somewhere/renovation"), postgresql_dialect()

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


def test_limits_on_a_connection_that_the_url_sets_replace_ours() -> None:
    ours = postgresql._limits(sa.make_url("postgresql://h/d"))
    assert set(ours) == {"connect_timeout", "tcp_user_timeout", "options"}
    assert set(postgresql._limits(sa.make_url("postgresql://h/d?connect_timeout=9"))) == set(ours) - {"connect_timeout"}


def test_a_server_that_freezes_in_mid_transaction_is_given_up(
    first_in_postgresql: FirstRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "ANSWER_SECONDS", 0.5)
    engine = database.open_engine(first_in_postgresql.restored())

    def write_while_frozen() -> None:
        with transaction(engine, writes=True) as connection:
            process = connection.scalar(sa.text("select pg_backend_pid()"))
            os.kill(process, signal.SIGSTOP)
            try:
                connection.execute(SETTING.insert().values(name="name", value="text"))
            finally:
                os.kill(process, signal.SIGCONT)

    with pytest.raises(StoreUnavailable, match="timeout"):
        write_while_frozen()
    with transaction(engine) as connection:
        assert connection.scalar(sa.select(SETTING.c.value)) is None
