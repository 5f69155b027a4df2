from __future__ import annotations

import pytest

from renovation.comparisons.history import HISTORY_COLUMNS
from renovation.domain import columns
from renovation.domain.measures import MEASURES
from renovation.domain.tables import LEADING_TABLE, TABLES
from renovation.domain.tables.declaration import Table


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_declaration_refers_only_to_columns_of_its_table(table: Table) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    referred = {*table.key, *(rule.column for rule in table.change_rules)}
    referred |= {name for rule in table.change_rules for name in rule.only_where}
    referred |= {
        name for column in table.columns for name in (column.measurement_unit_column, column.datum_column) if name
    }
    assert referred <= set(names)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_key_of_a_table_is_never_empty(table: Table) -> None:
    assert table.key
    assert all(table.column(name).required for name in table.key)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_an_alias_names_one_column_of_its_table(table: Table) -> None:
    wordings = [(wording, column.name) for column in table.columns for wording in {column.heading.zh, *column.aliases}]
    owners = {wording: {name for said, name in wordings if said == wording} for wording, _ in wordings}
    shared = {wording for wording, names in owners.items() if len(names) > 1}
    assert shared <= {column.heading.zh for column in table.columns}, "only a heading wins over the aliases of others"


def test_one_table_dates_the_release() -> None:
    assert [name for name, table in TABLES.items() if table.dates_release] == [LEADING_TABLE] == ["unit_progress"]


def test_every_name_of_a_column_is_declared() -> None:
    declared = {column.name for table in TABLES.values() for column in table.columns} | set(MEASURES)
    named = {value for name, value in vars(columns).items() if name.isupper()}
    assert named <= declared | set(HISTORY_COLUMNS)
