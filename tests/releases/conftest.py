from __future__ import annotations

import pytest

from renovation.releases.store import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    """The tests of the store run on both databases."""
    return any_store
