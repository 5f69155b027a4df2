"""Compares the tables of a workbook with those of the previous release, by the change rules of each table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.domain import places
from renovation.domain.column_types import OneOf
from renovation.domain.columns import MEASURE
from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.labels import Label
from renovation.domain.numbers import half_up, plain_number
from renovation.domain.tables import LEADING_TABLE, TABLES
from renovation.domain.tables.declaration import ChangeRule, Table
from renovation.reading.problems import LocateValue, Problem, Severity
from renovation.reading.validation.slips import power_of_ten, swapped_digits

_Growths = Mapping[tuple[str, str], tuple[float, ...]]
"""The increases per week, in the unit of measurement, by place and measure."""

_ENOUGH_GROWTHS: Final = 5
"""With at least this many increases, a figure is compared with its own previous increases."""


@dataclass(frozen=True)
class _Change:
    """A figure that differs from the previous release; `growths` are its increases per week in the last releases."""

    table: Table
    row: int
    rule: ChangeRule
    key: str
    previous: float
    new: float
    days: int
    previous_day_of_year: int
    growths: tuple[float, ...]

    @property
    def factor(self) -> float:
        return self.new / self.previous if self.previous else 0.0

    @property
    def is_scale_slip(self) -> bool:
        """Whether ㎡ and 万㎡ were probably mixed up: the new figure is about 10,000 times larger or smaller."""
        low, high = self.rule.scale_slip
        return bool(self.factor) and (low <= self.factor <= high or low <= 1 / self.factor <= high)

    @property
    def has_own_pace(self) -> bool:
        return len(self.growths) >= _ENOUGH_GROWTHS

    @property
    def plausible_growth(self) -> float:
        """The largest increase of the figure since the previous release that causes no warning, in the figure's unit.

        It grows with the days between the two releases, of which at least 7 are counted.
        """
        if self.has_own_pace:
            growth = self.rule.own_pace * max(self.growths) * max(self.days, 7) / 7
        else:
            growth = self.rule.pace_factor * self.previous / self.previous_day_of_year * max(self.days, 7)
        return max(growth, self.rule.always_plausible)

    @property
    def usual_growth(self) -> float:
        """The largest increase that is quite normal: that of the last releases, or twice this year's average pace."""
        if self.has_own_pace:
            return max(self.growths) * max(self.days, 7) / 7
        return 2 * self.previous / self.previous_day_of_year * max(self.days, 7)

    @property
    def is_jump(self) -> bool:
        is_large = self.has_own_pace or self.factor >= self.rule.jump_factor
        return self.previous > 0 and is_large and self.new - self.previous > self.plausible_growth

    def would_fit(self, value: float) -> bool:
        """Returns whether `value`, in place of the new figure, would be an ordinary change."""
        if self.rule.trend == "cumulative":
            return self.previous <= value <= self.previous + self.usual_growth
        return value == self.previous

    def problem(self, severity: Severity, code: str, locate: LocateValue, expected: Label) -> Problem:
        sheet, cell = locate(self.table.name, self.row, self.rule.column)
        heading = self.table.column(self.rule.column).heading.zh
        found = f"{self.key} {plain_number(self.previous)} → {plain_number(self.new)}"
        return Problem(severity, code, sheet, cell, heading, found, expected)


def problems_against_previous(
    previous: Tables, new: Tables, locate: LocateValue, points: pd.DataFrame | None = None
) -> tuple[Problem, ...]:
    """Returns a problem for each implausible change from the tables of the previous release to the new ones.

    The tables are those declared in `TABLES`; a table that only one side has is not compared. It is a warning if a
    figure falls or jumps, a target or a fixed figure changes, a target disappears, or a table has an earlier date. It
    is an error if ㎡ and 万㎡ were mixed up. `locate` finds the sheet and cell of a value.

    `points` has the figures of the last releases, which decide whether a figure jumps; None if they are not known.
    Columns: `as_of`, `unit`, `measure`, `value`, `basis`, `table`, as `comparisons.history.points_of` returns them.
    """
    pairs = [(TABLES[name], previous[name], new[name]) for name in new if name in previous]
    same_year = [pair for pair in pairs if _is_later_in_year(*pair[1:])]
    return (
        *(problem for pair in pairs for problem in _earlier_tables(*pair, locate)),
        *(problem for pair in same_year for problem in _removed_targets(*pair, locate)),
        *(problem for pair in same_year for problem in _implausible_changes(*pair, locate, points)),
    )


def earlier_date(sheet: str | None, as_of: dt.date, newest: dt.date) -> Problem:
    """Returns the warning that a workbook's as-of date is earlier than that of the newest release, `newest`."""
    expected = Label(f"{newest}或以后", f"{newest} or later")
    return Problem("warning", "earlier_date", sheet, None, None, as_of.isoformat(), expected)


def _is_later_in_year(previous: DatedTable, new: DatedTable) -> bool:
    return previous.as_of <= new.as_of and previous.as_of.year == new.as_of.year


def _earlier_tables(table: Table, previous: DatedTable, new: DatedTable, locate: LocateValue) -> Iterator[Problem]:
    """Yields a warning if a table has an earlier date than in the previous release.

    The table of units is left out, because its date is the release's own.
    """
    if new.as_of < previous.as_of and table.name != LEADING_TABLE:
        sheet, _cell = locate(table.name, 0, table.key[0])
        expected = Label(f"{previous.as_of}或以后", f"{previous.as_of} or later")
        yield Problem("warning", "older_table", sheet, None, table.sheet, str(new.as_of), expected)


def _removed_targets(table: Table, previous: DatedTable, new: DatedTable, locate: LocateValue) -> Iterator[Problem]:
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


def _implausible_changes(
    table: Table, previous: DatedTable, new: DatedTable, locate: LocateValue, points: pd.DataFrame | None
) -> Iterator[Problem]:
    growths = _weekly_growths(table, new, points)
    changes = [change for rule in table.change_rules for change in _changes(table, rule, previous, new, growths)]
    columns = list(dict.fromkeys(rule.column for rule in table.change_rules))
    for change in sorted(changes, key=lambda change: (columns.index(change.rule.column), change.row)):
        problem = _judge(change, locate)
        if problem is not None:
            yield problem


def _weekly_growths(table: Table, new: DatedTable, points: pd.DataFrame | None) -> _Growths:
    """Returns the increases per week of each figure in earlier releases of the same year, by (place, measure)."""
    if points is None:
        return {}
    is_before = points["as_of"].dt.year.eq(new.as_of.year) & points["as_of"].lt(pd.Timestamp(new.as_of))
    rows = points[is_before & (points["table"] == table.name) & (points["basis"] == new.basis)]
    series = ["unit", "measure"]
    rows = rows.dropna(subset=["value"]).drop_duplicates([*series, "as_of"], keep="last").sort_values("as_of")
    steps = rows.groupby(series)[["value", "as_of"]].diff()
    rows = rows.assign(growth=7 * steps["value"] / steps["as_of"].dt.days).dropna(subset=["growth"])
    return {(str(key[0]), str(key[1])): tuple(growth) for key, growth in rows.groupby(series)["growth"]}


def _changes(
    table: Table, rule: ChangeRule, previous: DatedTable, new: DatedTable, growths: _Growths
) -> Iterator[_Change]:
    """Yields each figure under a rule that is in both tables and differs."""
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
            growths=growths.get(_series_key(table, rule, new.frame, row), ()),
        )


def _series_key(table: Table, rule: ChangeRule, frame: pd.DataFrame, row: int) -> tuple[str, str]:
    measure = frame[MEASURE].iloc[row] if MEASURE in frame else rule.column
    return places.current_name(str(frame[table.key[0]].iloc[row])), str(measure)


def _previous_values(table: Table, column: str, previous: DatedTable, new: DatedTable) -> pd.Series[float]:
    """Returns the previous value of a column for each row of the new table, found by the table's key, or missing."""
    key = list(table.key)
    old = previous.frame.set_index(key)[column].astype("float64")
    keys = pd.Index(new.frame[key[0]]) if len(key) == 1 else pd.MultiIndex.from_frame(new.frame[key])
    return pd.Series(old.reindex(keys).to_numpy(), index=new.frame.index)


def _rows_under(rule: ChangeRule, frame: pd.DataFrame) -> pd.Series[bool]:
    applies = pd.Series(True, index=frame.index)
    for column, values in rule.only_where.items():
        applies &= frame[column].isin(values)
    return applies


def _positions(marked: pd.Series[bool]) -> list[int]:
    return [int(row) for row in marked.to_numpy().nonzero()[0]]


def _key_text(table: Table, frame: pd.DataFrame, row: int) -> str:
    """Returns the key of a row in the words of the sheet: `织里镇`, or `全区 开工项目数`."""
    words = []
    for name in table.key:
        value, column_type = str(frame[name].iloc[row]), table.column(name).type
        words.append(column_type.options[value].zh if isinstance(column_type, OneOf) else value)
    return " ".join(words)


def _judge(change: _Change, locate: LocateValue) -> Problem | None:
    if change.is_scale_slip:
        return change.problem("error", "slip_of_10000", locate, _in_the_other_measurement_unit(change))
    implausible = _implausible(change)
    if implausible is None:
        return None
    code, expected = _slip(change) or implausible
    return change.problem("warning", code, locate, expected)


def _implausible(change: _Change) -> tuple[str, Label] | None:
    """Returns the code of a problem and the value expected for an implausible change; None for a plausible one."""
    before = plain_number(change.previous)
    if change.rule.trend in ("target", "fixed"):
        return f"{change.rule.trend}_changed", Label(f"与上期相同（{before}）", f"the same as before ({before})")
    if change.new < change.previous:
        return "fell", Label(f"不小于上期的{before}", f"{before} or more, as before")
    if change.is_jump:
        return "jumped_by_own_pace" if change.has_own_pace else "jumped", _at_most_plausible(change)
    return None


def _slip(change: _Change) -> tuple[str, Label] | None:
    """Returns the code and the value expected if a typing error explains an implausible change; None if none does."""
    swapped = swapped_digits(change.new, change.would_fit)
    if swapped is not None:
        value = plain_number(swapped)
        return "digits_swapped", Label(value, value)
    power = power_of_ten(change.new, change.would_fit)
    return ("decimal_point", power) if power else None


def _in_the_other_measurement_unit(change: _Change) -> Label:
    value = plain_number(half_up(change.new / 10_000 if change.factor > 1 else change.new * 10_000, 4))
    return Label(f"疑为㎡与万㎡混淆，应为{value}左右", f"about {value}, if ㎡ and 万㎡ were mixed up")


def _at_most_plausible(change: _Change) -> Label:
    largest = plain_number(half_up(change.previous + change.plausible_growth, 2))
    if change.has_own_pace:
        return Label(f"按近期进度应不超过{largest}左右", f"up to about {largest} at the recent pace")
    return Label(f"按今年进度应不超过{largest}左右", f"up to about {largest} at the year's pace")
