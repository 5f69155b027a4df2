from __future__ import annotations

import pytest

from renovation.releases.store import Store


@pytest.fixture
def database(store: Store) -> list[str]:
    return ["--database", store.url]
