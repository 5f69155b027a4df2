"""Reads and writes single rows of database tables that belong to no release, such as meetings and agendas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from renovation.releases.database import lock_table, transaction


class Rows:
    """The rows of one database table with a single key column, inside an open transaction.

    A row is a dictionary from column name to value.
    """

    def __init__(self, connection: sa.Connection, table: sa.Table) -> None:
        self._connection, self._table = connection, table
        (self._key,) = table.primary_key.columns

    def get(self, key: str) -> dict[str, Any] | None:
        """Returns the row with the key `key`, as a dictionary from column name to value; None if there is none."""
        found = self._connection.execute(sa.select(self._table).where(self._key == key)).mappings().one_or_none()
        return None if found is None else dict(found)

    def all(self) -> tuple[dict[str, Any], ...]:
        """Returns every row of the table in the order of the keys, each as a dictionary from column name to value."""
        found = self._connection.execute(sa.select(self._table).order_by(self._key)).mappings()
        return tuple(dict(row) for row in found)

    def put(self, row: Mapping[str, Any]) -> None:
        """Writes `row`, which must have a value for every column of the table; a row with the same key is replaced."""
        named = self._key == row[self._key.name]
        if not self._connection.execute(sa.update(self._table).where(named).values(row)).rowcount:
            self._connection.execute(sa.insert(self._table).values(row))

    def delete(self, key: str) -> None:
        """Deletes the row whose key is `key`, if there is one."""
        self._connection.execute(sa.delete(self._table).where(self._key == key))


@contextmanager
def open_rows(engine: sa.Engine, table: sa.Table, writes: bool) -> Iterator[Rows]:
    """Opens a transaction on the rows of a database table, and yields them as a Rows object.

    `table` is the declaration of the table, such as MEETING. If `writes` is True, nobody else can write to the table
    until the `with` block ends. Raises StoreUnavailable if the database does not respond.
    """
    with transaction(engine, writes) as connection:
        if writes:
            lock_table(connection, table)
        yield Rows(connection, table)
