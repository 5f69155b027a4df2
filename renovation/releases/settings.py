"""Stores named texts that belong to no release, such as the hash of the publisher's key."""

from __future__ import annotations

import sqlalchemy as sa

from renovation.releases.database import Conflict, transaction
from renovation.releases.schema import SETTING


class Settings:
    """Named texts in the database that belong to no release, such as the hash of the publisher's key.

    Every method raises StoreUnavailable if the database does not respond.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> str | None:
        """Returns the text that is stored under `name`, or None if no text is stored."""
        with transaction(self._engine) as connection:
            return connection.scalar(sa.select(SETTING.c.value).where(SETTING.c.name == name))

    def set(self, name: str, value: str) -> None:
        """Stores the text `value` under `name`; an earlier text is replaced."""
        with transaction(self._engine, writes=True) as connection:
            connection.execute(SETTING.delete().where(SETTING.c.name == name))
            connection.execute(SETTING.insert().values(name=name, value=value))

    def compare_and_swap(self, name: str, expected: str | None, value: str) -> bool:
        """Replaces the text that is stored under `name` by `value`, but only if it is still `expected`.

        If `expected` is None, `value` is stored only if no text is stored yet. Returns whether `value` was stored.
        """
        try:
            return self._swapped(name, expected, value)
        except Conflict:
            return False

    def _swapped(self, name: str, expected: str | None, value: str) -> bool:
        named = SETTING.c.name == name
        with transaction(self._engine, writes=True) as connection:
            if expected is not None:
                unchanged = SETTING.update().where(named, SETTING.c.value == expected)
                return bool(connection.execute(unchanged.values(value=value)).rowcount)
            if connection.scalar(sa.select(SETTING.c.value).where(named)) is not None:
                return False
            connection.execute(SETTING.insert().values(name=name, value=value))
            return True
