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
from renovation.reading.values.columns import rows_where

_Growths = Mapping[tuple[str, str], tuple[float, ...]]
"""The increases per week, in the unit of measurement, by place and measure."""

_ENOUGH_GROWTHS: Final = 5
"""With at least this many increases, a figure is compared with its own previous increases."""


@dataclass(frozen=True)
class _Comparison:
    """A table in the previous and in the new release; `locate` finds the sheet and cell of a value."""

    table: Table
    previous: DatedTable
    new: DatedTable
    locate: LocateValue

    def old_values(self, column: str) -> pd.Series[float]:
        """Returns the previous value of each row of the new table; NaN for a row that the previous table lacks."""
        key = list(self.table.key)
        old = self.previous.frame.set_index(key)[column].astype("float64")
        frame = self.new.frame
        keys = pd.Index(frame[key[0]]) if len(key) == 1 else pd.MultiIndex.from_frame(frame[key])
        return pd.Series(old.reindex(keys).to_numpy(), index=frame.index)

    def problem(self, severity: Severity, code: str, row: int, column: str, change: str, expected: Label) -> Problem:
        """Returns a problem of one cell of the new table; `change` is a text such as `5 → 3`."""
        sheet, cell = self.locate(self.table.name, row, column)
        found = f"{self._key_text(row)} {change}"
        return Problem(severity, code, sheet, cell, self.table.column(column).heading.zh, found, expected)

    def _key_text(self, row: int) -> str:
        """Returns the key of a row in the words of the sheet: `织里镇`, or `全区 开工项目数`."""
        words = []
        for name in self.table.key:
            value, column_type = str(self.new.frame[name].iloc[row]), self.table.column(name).type
            words.append(column_type.options[value].zh if isinstance(column_type, OneOf) else value)
        return " ".join(words)


@dataclass(frozen=True)
class _Change:
    """A figure that differs from the previous release; `growths` are its increases per week in the last releases."""

    of: _Comparison
    row: int
    rule: ChangeRule
    previous: float
    new: float
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
        """The largest increase since the previous release that causes no warning, in the unit of the figure."""
        return max(self._growth(self.rule.own_pace, self.rule.pace_factor), self.rule.always_plausible)

    def _growth(self, of_own_pace: float, of_year: float) -> float:
        """Returns a plausible increase: a multiple of the figure's largest weekly increase, or of this year's pace.

        It grows with the days between the two releases, of which at least 7 are counted.
        """
        previous = self.of.previous.as_of
        days = max((self.of.new.as_of - previous).days, 7)
        if self.has_own_pace:
            return of_own_pace * max(self.growths) * days / 7
        return of_year * self.previous / previous.timetuple().tm_yday * days

    @property
    def is_jump(self) -> bool:
        is_large = self.has_own_pace or self.factor >= self.rule.jump_factor
        return self.previous > 0 and is_large and self.new - self.previous > self.plausible_growth

    def would_fit(self, value: float) -> bool:
        """Returns whether `value`, in place of the new figure, would be an ordinary change."""
        if self.rule.trend == "cumulative":
            return self.previous <= value <= self.previous + self._growth(1, 2)
        return value == self.previous

    def problem(self, severity: Severity, code: str, expected: Label) -> Problem:
        change = f"{plain_number(self.previous)} → {plain_number(self.new)}"
        return self.of.problem(severity, code, self.row, self.rule.column, change, expected)


def problems_against_previous(
    previous: Tables, new: Tables, locate: LocateValue, points: pd.DataFrame | None = None
) -> tuple[Problem, ...]:
    """Returns a problem for each implausible change from the tables of the previous release to the new tables.

    The tables are declared in `TABLES`; a table that only one side has is not compared. `locate` returns the sheet and
    cell of a value. There is a warning if the new table has an earlier date; the table of units is left out, because
    its date is the date of the release. Figures are compared only if the new table has a date in the same year and not
    an earlier date. There is a warning if a figure falls or jumps, if a target or a fixed figure changes, and if a
    target disappears. There is an error if ㎡ and 万㎡ were mixed up.

    `points` has the figures of the last releases, which decide whether a figure jumps; None if they are not known. Its
    columns are `as_of`, `unit`, `measure`, `value`, `basis`, `table`, as in `comparisons.history.points_of`.
    """
    both = [_Comparison(TABLES[name], previous[name], new[name], locate) for name in new if name in previous]
    same_year = [of for of in both if of.previous.as_of <= of.new.as_of and of.previous.as_of.year == of.new.as_of.year]
    return (
        *(problem for of in both for problem in _earlier_tables(of)),
        *(problem for of in same_year for problem in _removed_targets(of)),
        *(problem for of in same_year for problem in _implausible_changes(of, points)),
    )


def earlier_date(sheet: str | None, as_of: dt.date, newest: dt.date) -> Problem:
    """Returns the warning that a workbook's as-of date `as_of` is earlier than that of the newest release, `newest`.

    `sheet` is the name of the sheet with the date, None if unknown.
    """
    expected = Label(f"{newest}或以后", f"{newest} or later")
    return Problem("warning", "earlier_date", sheet, None, None, as_of.isoformat(), expected)


def _earlier_tables(of: _Comparison) -> Iterator[Problem]:
    """Yields a warning if a table has an earlier date than in the previous release.

    The table of units is left out, because its date is the release's own.
    """
    newest = of.previous.as_of
    if of.new.as_of < newest and of.table.name != LEADING_TABLE:
        sheet, _cell = of.locate(of.table.name, 0, of.table.key[0])
        expected = Label(f"{newest}或以后", f"{newest} or later")
        yield Problem("warning", "older_table", sheet, None, of.table.sheet, str(of.new.as_of), expected)


def _removed_targets(of: _Comparison) -> Iterator[Problem]:
    for rule in (rule for rule in of.table.change_rules if rule.trend == "target"):
        old = of.old_values(rule.column)
        removed = of.new.frame[rule.column].isna() & old.notna() & _rows_under(rule, of.new.frame)
        for row in rows_where(removed):
            value = plain_number(float(old.iloc[row]))
            yield of.problem("warning", "target_changed", row, rule.column, f"{value} → —", _as_before(value))


def _implausible_changes(of: _Comparison, points: pd.DataFrame | None) -> Iterator[Problem]:
    growths = _weekly_growths(of.table, of.new, points)
    changes = [change for rule in of.table.change_rules for change in _changes(of, rule, growths)]
    columns = list(dict.fromkeys(rule.column for rule in of.table.change_rules))
    for change in sorted(changes, key=lambda change: (columns.index(change.rule.column), change.row)):
        implausible = _implausible(change)
        if change.is_scale_slip:
            yield change.problem("error", "slip_of_10000", _in_the_other_measurement_unit(change))
        elif implausible is not None:
            yield change.problem("warning", *(_slip(change) or implausible))


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


def _changes(of: _Comparison, rule: ChangeRule, growths: _Growths) -> Iterator[_Change]:
    """Yields each figure to which `rule` applies that both tables contain with different values."""
    frame, old = of.new.frame, of.old_values(rule.column)
    values = frame[rule.column].astype("float64")
    changed = values.notna() & old.notna() & (values != old) & _rows_under(rule, frame)
    for row in rows_where(changed):
        place = places.current_name(str(frame[of.table.key[0]].iloc[row]))
        measure = str(frame[MEASURE].iloc[row]) if MEASURE in frame else rule.column
        yield _Change(of, row, rule, float(old.iloc[row]), float(values.iloc[row]), growths.get((place, measure), ()))


def _rows_under(rule: ChangeRule, frame: pd.DataFrame) -> pd.Series[bool]:
    applies = pd.Series(True, index=frame.index)
    for column, values in rule.only_where.items():
        applies &= frame[column].isin(values)
    return applies


def _implausible(change: _Change) -> tuple[str, Label] | None:
    """Returns the code of the problem and the expected value if a change is implausible; otherwise None."""
    before = plain_number(change.previous)
    if change.rule.trend in ("target", "fixed"):
        return f"{change.rule.trend}_changed", _as_before(before)
    if change.new < change.previous:
        return "fell", Label(f"不小于上期的{before}", f"{before} or more, as before")
    if change.is_jump:
        return "jumped_by_own_pace" if change.has_own_pace else "jumped", _at_most_plausible(change)
    return None


def _as_before(value: str) -> Label:
    return Label(f"与上期相同（{value}）", f"the same as before ({value})")


def _slip(change: _Change) -> tuple[str, Label] | None:
    """Returns the code of the problem and the correct value if a typing error explains a change; otherwise None."""
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
