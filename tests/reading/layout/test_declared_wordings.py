"""Whatever the template names as a wording of a heading is read as that column, without a question."""

from __future__ import annotations

import datetime as dt

import pytest

from renovation.domain.tables import TABLES
from renovation.reading.layout.meanings import sense_of

WORDINGS = [
    (table.name, column.name, wording)
    for table in TABLES.values()
    for column in table.columns
    for wording in (column.heading.zh, *column.aliases)
]


@pytest.mark.parametrize(("table", "column", "wording"), WORDINGS)
def test_a_declared_wording_means_its_column(table: str, column: str, wording: str) -> None:
    sense = sense_of((wording,), table, dt.date(2013, 10, 15))
    assert (sense.column, sense.status, sense.weak) == (column, "accepted", False)
