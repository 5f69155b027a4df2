"""Routes lie under the base path however an operator writes it."""

from __future__ import annotations

import pytest

from renovation.web.base_path import under


@pytest.mark.parametrize("base_path", ["kanban", "/kanban", "kanban/", "/kanban/"])
def test_a_base_path_is_put_before_a_path_once(base_path: str) -> None:
    assert under(base_path, "newest") == "/kanban/newest"


@pytest.mark.parametrize("base_path", ["", "/"])
def test_without_a_base_path_a_path_lies_at_the_root(base_path: str) -> None:
    assert under(base_path, "newest") == "/newest"
