"""SQL on a store of either database, past the code that is tested."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from renovation.releases.database import open_engine


def execute(url: str, *statements: str, **values: object) -> None:
    """Executes statements in one transaction; `values` are given to each, for `:name`."""
    with open_engine(url).execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement), values)


def fetch(url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows that a query finds."""
    with open_engine(url).connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]
