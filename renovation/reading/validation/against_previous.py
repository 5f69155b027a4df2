"""Compares new tables with those of the previous release, by the change rules that each table declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from renovation.domain.column_types import OneOf
from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.labels import Label
from renovation.domain.numbers import half_up, plain_number
from renovation.domain.tables import LEADING_TABLE, TABLES
from renovation.domain.tables.declaration import ChangeRule, Table
from renovation.reading.problems import Problem, Severity

Locate = Callable[[str, int, str], tuple[str | None, str | None]]
"""Returns the sheet and the cell of a table's row number and column."""


@dataclass(frozen=True)
class _Change:
    """A figure that differs from the previous release."""

    table: Table
    row: int
    rule: ChangeRule
    key: str
    previous: float
    new: float
    days: int
    previous_day_of_year: int

    @property
    def factor(self) -> float:
        return self.new / self.previous if self.previous else 0.0

    @property
    def is_unit_slip(self) -> bool:
        """Whether ㎡ and 万㎡ were probably mixed up."""
        low, high = self.rule.unit_slip
        return bool(self.factor) and (low <= self.factor <= high or low <= 1 / self.factor <= high)

    @property
    def plausible_growth(self) -> float:
        """The growth that counts as plausible, at least that of one week."""
        return self.rule.pace_factor * self.previous / self.previous_day_of_year * max(self.days, 7)

    @property
    def is_jump(self) -> bool:
        return (
            self.previous > 0
            and self.factor >= self.rule.jump_factor
            and self.new - self.previous > self.plausible_growth
        )

    def problem(self, severity: Severity, code: str, locate: Locate, expected: Label) -> Problem:
        sheet, cell = locate(self.table.name, self.row, self.rule.column)
        heading = self.table.column(self.rule.column).heading.zh
        found = f"{self.key} {plain_number(self.previous)} → {plain_number(self.new)}"
        return Problem(severity, code, sheet, cell, heading, found, expected)


def problems_against_previous(previous: Tables, new: Tables, locate: Locate) -> tuple[Problem, ...]:
    """Returns a problem for each implausible change from the previous tables to the new ones.

    Both hold tables as declared in `TABLES`. Figures that fall or jump, targets that change or disappear, and tables of
    an earlier date are warnings; ㎡ typed for 万㎡ is an error. Tables that only one of the two holds are not compared.
    """
    pairs = [(TABLES[name], previous[name], new[name]) for name in new if name in previous]
    same_year = [pair for pair in pairs if _is_later_in_year(*pair[1:])]
    return (
        *(problem for pair in pairs for problem in _earlier_tables(*pair, locate)),
        *(problem for pair in same_year for problem in _removed_targets(*pair, locate)),
        *(problem for pair in same_year for problem in _implausible_changes(*pair, locate)),
    )


def earlier_date(sheet: str | None, as_of: dt.date, newest: dt.date) -> Problem:
    """Returns the warning that a workbook is of an earlier date than the newest release."""
    expected = Label(f"{newest}或以后", f"{newest} or later")
    return Problem("warning", "earlier_date", sheet, None, None, as_of.isoformat(), expected)


def _is_later_in_year(previous: DatedTable, new: DatedTable) -> bool:
    return previous.as_of <= new.as_of and previous.as_of.year == new.as_of.year


def _earlier_tables(table: Table, previous: DatedTable, new: DatedTable, locate: Locate) -> Iterator[Problem]:
    """A table of an earlier date than in the previous release; `earlier_date` reports the leading table."""
    if new.as_of < previous.as_of and table.name != LEADING_TABLE:
        sheet, _cell = locate(table.name, 0, table.key[0])
        expected = Label(f"{previous.as_of}或以后", f"{previous.as_of} or later")
        yield Problem("warning", "older_table", sheet, None, table.sheet, str(new.as_of), expected)


def _removed_targets(table: Table, previous: DatedTable, new: DatedTable, locate: Locate) -> Iterator[Problem]:
    """Targets that a row had in the previous release and now lacks."""
    for rule in (rule for rule in table.change_rules if rule.trend == "target"):
        old = _previous_values(table, rule.column, previous, new)
        removed = new.frame[rule.column].isna() & old.notna() & _rows_under(rule, new.frame)
        for row in _positions(removed):
            sheet, cell = locate(table.name, row, rule.column)
            value = plain_number(float(old.iloc[row]))
            found, expected = f"{_key_text(table, new.frame, row)} {value} → —", Label(value, value)
            yield Problem(
                "warning", "target_changed", sheet, cell, table.column(rule.column).heading.zh, found, expected
            )


def _implausible_changes(table: Table, previous: DatedTable, new: DatedTable, locate: Locate) -> Iterator[Problem]:
    changes = [change for rule in table.change_rules for change in _changes(table, rule, previous, new)]
    columns = list(dict.fromkeys(rule.column for rule in table.change_rules))
    for change in sorted(changes, key=lambda change: (columns.index(change.rule.column), change.row)):
        problem = _judge(change, locate)
        if problem is not None:
            yield problem


def _changes(table: Table, rule: ChangeRule, previous: DatedTable, new: DatedTable) -> Iterator[_Change]:
    """Every figure under a rule that both tables hold and that differs."""
    old = _previous_values(table, rule.column, previous, new)
    values = new.frame[rule.column].astype("float64")
    changed = values.notna() & old.notna() & (values != old) & _rows_under(rule, new.frame)
    for row in _positions(changed):
        yield _Change(
            table=table,
            row=row,
            rule=rule,
            key=_key_text(table, new.frame, row),
            previous=float(old.iloc[row]),
            new=float(values.iloc[row]),
            days=(new.as_of - previous.as_of).days,
            previous_day_of_year=previous.as_of.timetuple().tm_yday,
        )


def _previous_values(table: Table, column: str, previous: DatedTable, new: DatedTable) -> pd.Series[float]:
    """The previous value of a column for each row of the new table, matched by the table's key; missing if none."""
    key = list(table.key)
    old = previous.frame.set_index(key)[column].astype("float64")
    keys = pd.Index(new.frame[key[0]]) if len(key) == 1 else pd.MultiIndex.from_frame(new.frame[key])
    return pd.Series(old.reindex(keys).to_numpy(), index=new.frame.index)


def _rows_under(rule: ChangeRule, frame: pd.DataFrame) -> pd.Series[bool]:
    """Marks the rows that a rule applies to."""
    applies = pd.Series(True, index=frame.index)
    for column, values in rule.only_where.items():
        applies &= frame[column].isin(values)
    return applies


def _positions(marked: pd.Series[bool]) -> list[int]:
    return [int(row) for row in marked.to_numpy().nonzero()[0]]


def _key_text(table: Table, frame: pd.DataFrame, row: int) -> str:
    """The key of a row as the sheet words it: `织里镇`, or `全区 开工项目数`."""
    words = []
    for name in table.key:
        value, column_type = str(frame[name].iloc[row]), table.column(name).type
        words.append(column_type.options[value].zh if isinstance(column_type, OneOf) else value)
    return " ".join(words)


def _judge(change: _Change, locate: Locate) -> Problem | None:
    if change.is_unit_slip:
        return change.problem("error", "slip_of_10000", locate, _in_the_other_unit(change))
    if change.rule.trend == "target":
        return change.problem("warning", "target_changed", locate, _unchanged(change))
    if change.new < change.previous:
        return change.problem("warning", "fell", locate, _at_least_previous(change))
    if change.is_jump:
        return change.problem("warning", "jumped", locate, _at_most_plausible(change))
    return None


def _in_the_other_unit(change: _Change) -> Label:
    value = plain_number(half_up(change.new / 10_000 if change.factor > 1 else change.new * 10_000, 4))
    return Label(f"疑为㎡与万㎡混淆，应为{value}左右", f"about {value}, if ㎡ and 万㎡ were mixed up")


def _unchanged(change: _Change) -> Label:
    value = plain_number(change.previous)
    return Label(f"与上期相同（{value}）", f"the same as before ({value})")


def _at_least_previous(change: _Change) -> Label:
    value = plain_number(change.previous)
    return Label(f"不小于上期的{value}", f"{value} or more, as before")


def _at_most_plausible(change: _Change) -> Label:
    largest = plain_number(half_up(change.previous + change.plausible_growth, 2))
    return Label(f"按今年进度不超过{largest}左右", f"up to about {largest} at the year's pace")
