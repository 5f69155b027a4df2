from __future__ import annotations

import pytest

from renovation.publishing import access


@pytest.fixture(autouse=True)
def keys_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess costs 16 MB and 50 ms to whoever makes it; these tests make hundreds."""
    monkeypatch.setattr(access, "_COST", {"n": 2, "r": 1, "p": 1})
