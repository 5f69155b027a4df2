from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from renovation.comparisons.answers import Answers, answer
from renovation.domain.dated_tables import DatedTable
from renovation.publishing.publish import ensure_first_release
from renovation.reading.files import limits
from renovation.releases.store import Store
from tests import first_dataset

settings.register_profile("untimed", deadline=None, max_examples=50)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def patient_parent() -> Iterator[None]:
    """A worker that reads a file may be slow where the machine is busy; what CPU time it may use stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "WALL_SECONDS", 10 * limits.WALL_SECONDS)
        yield


@pytest.fixture
def tables() -> dict[str, DatedTable]:
    return first_dataset.tables()


@pytest.fixture(scope="session")
def answers() -> Answers:
    return answer(1, first_dataset.tables())


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


def copied(database: Path, path: Path) -> Path:
    """A database as it stands, what is still in its log included."""
    with closing(sqlite3.connect(database)) as original, closing(sqlite3.connect(path)) as copy:
        original.backup(copy)
    return path
