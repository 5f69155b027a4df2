"""Named texts beside the releases: the publisher's key, agendas, meetings."""

from __future__ import annotations

import sqlalchemy as sa

from renovation.releases.database import SETTING, transaction


class Settings:
    """A key-value store in the database for texts that belong to no release: publisher's key, agendas, meetings.

    Every method raises StoreUnavailable when the database does not answer.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> str | None:
        """Returns a setting, or None when it was never set."""
        with transaction(self._engine) as connection:
            return connection.scalar(sa.select(SETTING.c.value).where(SETTING.c.name == name))

    def set(self, name: str, value: str) -> None:
        """Sets a setting, whatever it was before."""
        with transaction(self._engine, writes=True) as connection:
            connection.execute(SETTING.delete().where(SETTING.c.name == name))
            connection.execute(SETTING.insert().values(name=name, value=value))

    def compare_and_swap(self, name: str, expected: str | None, value: str) -> bool:
        """Sets a setting only if it still is `expected` (None: was never set); returns whether it did."""
        named = SETTING.c.name == name
        with transaction(self._engine, writes=True) as connection:
            if expected is not None:
                unchanged = SETTING.update().where(named, SETTING.c.value == expected)
                return bool(connection.execute(unchanged.values(value=value)).rowcount)
            if connection.scalar(sa.select(SETTING.c.value).where(named)) is not None:
                return False
            connection.execute(SETTING.insert().values(name=name, value=value))
            return True
