from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from renovation.comparisons.results import Results, results_of
from renovation.domain.dated_tables import DatedTable
from renovation.publishing import access
from renovation.publishing.publish import ensure_first_release
from renovation.reading.files import limits, workbook
from renovation.releases import database
from renovation.releases.store import Store
from tests import first_dataset
from tests import postgresql as postgresql_server
from tests.without_worker import NoWorker

settings.register_profile("suite", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("suite")
gc.disable()  # until the tests are collected: nothing that they and their imports make can be given up


def pytest_collection_finish() -> None:
    gc.freeze()  # what is there stays until the end, and need not be looked through again and again
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def patient_parent() -> Iterator[None]:
    """A worker that reads a file may be slow where the machine is busy; what CPU time it may use stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "WALL_SECONDS", 10 * limits.WALL_SECONDS)
        yield


@pytest.fixture
def without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "Worker", NoWorker)


@pytest.fixture(autouse=True)
def usually_without_workers(without_workers: None) -> None:
    """Files are read in this process, except where tests are about the workers."""


@pytest.fixture(scope="session", autouse=True)
def unsynchronised_sqlite() -> Iterator[None]:
    """No test takes the machine's power away; waiting for the disk takes longer than all the rest of a publication."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_PRAGMAS", (*database._PRAGMAS, "synchronous=off"))
        yield


@pytest.fixture(autouse=True)
def keys_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess costs 16 MB and 50 ms to whoever makes it, and tests make hundreds."""
    monkeypatch.setattr(access, "_COST", {"n": 2, "r": 1, "p": 1})


@pytest.fixture
def tables() -> dict[str, DatedTable]:
    return first_dataset.tables()


@pytest.fixture(scope="session")
def results() -> Results:
    return results_of(1, first_dataset.tables())


@pytest.fixture(scope="session")
def first_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the first release, published once; whoever writes takes a copy."""
    path = tmp_path_factory.mktemp("first") / "renovation.db"
    ensure_first_release(Store(f"sqlite:///{path}"))
    return path


@pytest.fixture
def store(tmp_path: Path, first_database: Path) -> Store:
    """A store of the test's own that holds the first release."""
    return Store(f"sqlite:///{copied(first_database, tmp_path / 'renovation.db')}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgresql_server.Server]:
    """A PostgreSQL server of this test process."""
    if postgresql_server.programs() is None:
        pytest.skip("PostgreSQL's server is not installed (Debian's package postgresql)")
    with postgresql_server.running_server() as server:
        yield server


@pytest.fixture(scope="session")
def first_in_postgresql(postgresql: postgresql_server.Server) -> postgresql_server.FirstRelease:
    return postgresql_server.FirstRelease(postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path, first_database: Path) -> Store:
    """A store of the test's own that holds the first release, once in each kind of database."""
    if request.param == "sqlite":
        return Store(f"sqlite:///{copied(first_database, tmp_path / 'renovation.db')}")
    return Store(request.getfixturevalue("first_in_postgresql").restored())


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("postgresql").new_database())


def copied(database: Path, path: Path) -> Path:
    """A database as it stands, what is still in its log included."""
    with closing(sqlite3.connect(database)) as original, closing(sqlite3.connect(path)) as copy:
        original.backup(copy)
    return path
