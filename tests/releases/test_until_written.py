"""What was read is remembered until somebody writes to the database, and no longer."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from renovation.releases.until_written import RECENT_SECONDS, UntilWritten


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.db"
    with opened(path) as connection:
        connection.execute("create table release (number)")
    return aged(path)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        yield connection


def aged(path: Path) -> Path:
    """The file as if nobody had written to it or to its log for a while."""
    then = time.time() - 2 * RECENT_SECONDS
    for written in (path, path.with_name(f"{path.name}-wal")):
        if written.exists():
            os.utime(written, (then, then))
    return path


def releases(remembered: UntilWritten, file: Path, asked: list[int]) -> int:
    def read() -> int:
        asked.append(1)
        with opened(file) as connection:
            return int(connection.execute("select count(*) from release").fetchone()[0])

    return remembered.get("releases", read)


def test_a_database_is_asked_once_until_it_is_written_to(file: Path) -> None:
    remembered, asked = UntilWritten(f"sqlite:///{file}"), list[int]()
    assert [releases(remembered, file, asked) for _ in range(3)] == [0, 0, 0]
    assert len(asked) == 1
    with opened(file) as connection:
        connection.execute("insert into release values (1)")
        assert releases(remembered, file, asked) == 1, "the log beside the file has changed"
    assert releases(remembered, file, asked) == 1
    with opened(aged(file)) as connection:
        assert releases(remembered, file, asked) == 1
        connection.execute("insert into release values (2)")
        aged(file)
        assert releases(remembered, file, asked) == 2, "an older time stamp alone is a change too"


def test_a_file_that_changed_just_now_is_asked_again_although_it_looks_the_same(file: Path) -> None:
    remembered, asked = UntilWritten(f"sqlite:///{file}"), list[int]()
    os.utime(file)
    before = file.stat()
    assert releases(remembered, file, asked) == 0
    with opened(file) as connection:
        connection.execute("insert into release values (1)")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert releases(remembered, file, asked) == 1


def test_another_file_in_its_place_is_read(file: Path, tmp_path: Path) -> None:
    remembered, asked = UntilWritten(f"sqlite:///{file}"), list[int]()
    assert releases(remembered, file, asked) == 0
    stamp = file.stat()
    with opened(tmp_path / "other.db") as connection:
        connection.execute("create table release (number)")
        connection.execute("insert into release values (1)")
    (tmp_path / "other.db").replace(file)
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert releases(remembered, file, asked) == 1


def test_a_fault_is_raised_each_time_and_not_remembered(file: Path) -> None:
    remembered = UntilWritten(f"sqlite:///{file}")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            remembered.get("releases", lambda: 1 // 0)
    assert remembered.get("releases", lambda: 7) == 7


@pytest.mark.parametrize("url", ["sqlite:///{gone}", "postgresql://user@host/name", "sqlite://"])
def test_what_is_not_there_as_a_file_is_asked_each_time(url: str, tmp_path: Path) -> None:
    remembered, numbers = UntilWritten(url.format(gone=tmp_path / "gone.db")), iter((1, 2))
    assert [remembered.get("releases", lambda: next(numbers)) for _ in range(2)] == [1, 2]
