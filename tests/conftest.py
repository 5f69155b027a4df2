from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from renovation.figures import Answers, answer
from renovation.publishing import ensure_first_release
from renovation.releases.store import Store
from renovation.tables import DatedTable
from tests import first_dataset

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def tables() -> dict[str, DatedTable]:
    return first_dataset.tables()


@pytest.fixture(scope="session")
def answers() -> Answers:
    return answer(1, first_dataset.tables())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that holds the first release."""
    filled = Store(f"sqlite:///{tmp_path / 'renovation.db'}")
    ensure_first_release(filled)
    return filled
