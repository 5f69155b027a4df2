"""Compares the tables of two releases cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.domain.column_types import Count, Quantity
from renovation.domain.dated_tables import Tables, frame_of
from renovation.domain.tables import TABLES

COLUMNS: Final = ("table", "subject", "column", "kind", "before", "after", "difference")
KEY_SEPARATOR: Final = " · "
"""Joins the values of the key columns to the `subject` of a row: `全区 · area_renovated`."""


@dataclass(frozen=True)
class Differences:
    """The differences between the tables of two releases.

    `changes` has the columns `table`, `subject` (the key of the row), `column`, `kind`, `before`, `after` and
    `difference`. It has one row for each changed cell (`kind` is "changed"), and one for each row that only the later
    release ("appeared") or only the earlier release ("vanished") contains; such a row has an empty `column` and no
    `before` and `after`. `before` and `after` are in the unit of measurement of the column; `difference` is `after` −
    `before`, missing if the column is not numeric. `same` names the tables without any difference, `redated` the tables
    in which only the as-of date or the basis differs.
    """

    changes: pd.DataFrame
    same: tuple[str, ...]
    redated: tuple[str, ...]


def differences(before: Tables, after: Tables) -> Differences:
    """Returns the cells and rows in which the tables `after` differ from the tables `before`.

    Rows are matched by the key columns of their table.
    """
    names = [name for name in TABLES if name in before or name in after]
    changes = [_changes(name, frame_of(before, name), frame_of(after, name)) for name in names]
    unchanged = [name for name, found in zip(names, changes, strict=True) if found.empty]
    redated = [name for name in unchanged if _day(before, name) != _day(after, name)]
    return Differences(
        changes=pd.concat([found for found in changes if not found.empty] or [_no_changes()], ignore_index=True),
        same=tuple(name for name in unchanged if name not in redated),
        redated=tuple(redated),
    )


def _day(tables: Tables, name: str) -> object:
    return (tables[name].as_of, tables[name].basis) if name in tables else None


def _no_changes() -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS})


def _changes(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Returns the differences of the table called `name`, with the columns COLUMNS.

    `before` and `after` are its rows in the earlier and in the later release; they are matched by the table's key
    columns.
    """
    if before.equals(after):
        return _no_changes()
    key = list(TABLES[name].key)
    was, now = _subjects(before, key), _subjects(after, key)
    vanished, appeared = ~was.isin(now), ~now.isin(was)
    old, new = _melted(before[~vanished], was[~vanished], key), _melted(after[~appeared], now[~appeared], key)
    both = old.merge(new, on=["subject", "column"], how="outer", suffixes=("_before", "_after"), sort=False)
    place = both["place_after"].fillna(both["place_before"])
    order = both["column"].map({column.name: number for number, column in enumerate(TABLES[name].columns)})
    both = both.assign(place=place, order=order).sort_values(["place", "order"], kind="stable", ignore_index=True)
    altered = both[~_equal(both["cell_before"], both["cell_after"])]
    rows = pd.concat(
        [_whole_rows(now[appeared], "appeared"), _whole_rows(was[vanished], "vanished")], ignore_index=True
    )
    changed = altered.rename(columns={"cell_before": "before", "cell_after": "after"}).assign(kind="changed")
    found = pd.concat([part for part in (changed, rows) if not part.empty] or [_no_changes()], ignore_index=True)
    numeric = found["column"].isin(_numeric(name)) & (found["kind"] == "changed")
    number = found[["before", "after"]].where(numeric).apply(pd.to_numeric, errors="coerce")
    return found.assign(table=name, difference=number["after"] - number["before"]).reindex(columns=COLUMNS)


def _subjects(frame: pd.DataFrame, key: list[str]) -> pd.Series:
    words = frame[key].astype("object")
    return words[key[0]].str.cat(words[key[1:]], sep=KEY_SEPARATOR) if key[1:] else words[key[0]]


def _melted(frame: pd.DataFrame, subject: pd.Series, key: list[str]) -> pd.DataFrame:
    """Returns one row for each cell of `frame` outside the `key` columns.

    Columns: `subject` (the key of the cell's row, one text for each row of `frame`), `place` (the position of this row,
    counted from 0), `column` (the name of the cell's column), `cell` (its value).
    """
    values = frame.drop(columns=key).astype("object").assign(subject=subject)
    melted = values.assign(place=range(len(frame))).melt(["subject", "place"], var_name="column", value_name="cell")
    return melted.astype({"subject": "object", "column": "object", "cell": "object", "place": "float64"})


def _whole_rows(subjects: pd.Series, kind: str) -> pd.DataFrame:
    rows = pd.DataFrame({"subject": subjects}).drop_duplicates()
    return rows.assign(column="", kind=kind, before=None, after=None)


def _equal(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other).fillna(False).astype("bool") | (one.isna() & other.isna())


def _numeric(name: str) -> set[str]:
    return {c.name for c in TABLES[name].columns if isinstance(c.type, Count | Quantity)}
