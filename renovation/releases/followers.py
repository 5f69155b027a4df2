"""Stores how many screens follow each meeting in each server process, so that every process can show the sum."""

from __future__ import annotations

import time
from typing import Final

import sqlalchemy as sa

from renovation.releases.database import transaction
from renovation.releases.schema import FOLLOWERS

FORGOTTEN_SECONDS: Final = 30.0
"""A process that has not reported for this number of seconds is assumed to have ended."""


class Followers:
    """The numbers of browsers that follow each meeting in each server process, in the database.

    `report` and `in_other_processes` raise StoreUnavailable if the database does not respond.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def report(self, meeting: str, process: str, count: int) -> None:
        """Stores that `count` browsers follow a meeting in a server process.

        `meeting` and `process` are the ids of the meeting and of the process. A `count` of 0 deletes the stored number.
        Numbers that are older than FORGOTTEN_SECONDS are deleted too, because their process has ended.
        """
        now = time.time()
        own = sa.and_(FOLLOWERS.c.meeting == meeting, FOLLOWERS.c.process == process)
        with transaction(self._engine, writes=True) as connection:
            connection.execute(FOLLOWERS.delete().where(own | (FOLLOWERS.c.at < now - FORGOTTEN_SECONDS)))
            if count:
                row = {"meeting": meeting, "process": process, "count": count, "at": now}
                connection.execute(FOLLOWERS.insert().values(row))

    def in_other_processes(self, meeting: str, process: str) -> int:
        """Returns how many browsers follow the meeting with the id `meeting` in all server processes except `process`.

        This is the sum of the numbers that these processes stored last.
        """
        others = (FOLLOWERS.c.meeting == meeting, FOLLOWERS.c.process != process)
        recent = FOLLOWERS.c.at >= time.time() - FORGOTTEN_SECONDS
        with transaction(self._engine) as connection:
            return connection.scalar(sa.select(sa.func.sum(FOLLOWERS.c.count)).where(*others, recent)) or 0
