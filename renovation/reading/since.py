"""Does a new table go on plausibly from the one published before it?

Figures that are cumulative in the year do not fall; no week brings more than the year's pace makes plausible; a
factor of ten thousand is a slip between ㎡ and 万㎡; the year's target stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from renovation import schema
from renovation.numbers import half_up, plain
from renovation.reading.problems import Problem, Severity
from renovation.rules import Label
from renovation.tables import DatedTable, Tables

CUMULATIVE: Final = {
    "unit_progress": ("projects_started", "projects_completed", "area_renovated"),
    "county_progress": ("area_reported",),
}
TARGETS: Final = {"unit_progress": ("annual_target_area",)}
SLIP: Final = (3_000.0, 30_000.0)
"""What a factor between two releases must lie between (or its inverse) to be taken for ㎡ written as 万㎡."""
PACE_FACTOR: Final = 5.0
JUMP_FACTOR: Final = 1.5
"""A jump is at least half as much again as before, and over PACE_FACTOR times what the year's pace would bring."""

Locate = Callable[[str, int, str], tuple[str | None, str | None]]
"""Where a table's row and column stood: sheet and cell."""


@dataclass(frozen=True)
class _Move:
    """One figure before and after."""

    table: str
    row: int
    column: str
    subject: str
    before: float
    after: float
    days: int
    day_of_year: int

    @property
    def factor(self) -> float:
        return self.after / self.before if self.before else 0.0


def problems_since(before: Tables, after: Tables, locate: Locate) -> tuple[Problem, ...]:
    """Every implausible step from the tables published before to the new ones, named by cell.

    Falls, jumps and changed targets are warnings; a slip of 10,000 is an error.
    """
    found: list[Problem] = []
    for name in after:
        if name not in before:
            continue
        for column in (*CUMULATIVE.get(name, ()), *TARGETS.get(name, ())):
            found += (
                problem
                for move in _moves(name, column, before[name], after[name])
                if (problem := _judge(move, column in TARGETS.get(name, ()), locate))
            )
    return tuple(found)


def earlier_date(sheet: str | None, as_of: dt.date, newest: dt.date) -> Problem:
    """The warning that a workbook speaks of a day before the newest published."""
    expected = Label(f"{newest}或以后", f"{newest} or later")
    return Problem("warning", "earlier_date", sheet, None, None, as_of.isoformat(), expected)


def _moves(name: str, column: str, before: DatedTable, after: DatedTable) -> Iterator[_Move]:
    """Both values of a column for every row that both tables hold; none across a turn of the year or back in time."""
    if after.as_of < before.as_of or after.as_of.year != before.as_of.year:
        return
    key = schema.TABLES[name].key[0]
    last = before.frame.set_index(key)[column].astype("float64")
    now = after.frame[column].astype("float64")
    was = after.frame[key].map(last)
    changed = now.notna() & was.notna() & (now != was)
    for row in changed.to_numpy().nonzero()[0]:
        yield _Move(
            table=name,
            row=int(row),
            column=column,
            subject=str(after.frame[key].iloc[row]),
            before=float(was.iloc[row]),
            after=float(now.iloc[row]),
            days=(after.as_of - before.as_of).days,
            day_of_year=_day_of_year(before.as_of),
        )


def _day_of_year(day: dt.date) -> int:
    return day.timetuple().tm_yday


def _judge(move: _Move, is_target: bool, locate: Locate) -> Problem | None:
    low, high = SLIP
    if low <= move.factor <= high or (move.factor and low <= 1 / move.factor <= high):
        return _problem(move, "error", "slip_of_10000", locate, _times(move))
    if is_target:
        return _problem(move, "warning", "target_changed", locate, _same(move))
    if move.after < move.before:
        return _problem(move, "warning", "fell", locate, _not_below(move))
    plausible = PACE_FACTOR * move.before / move.day_of_year * max(move.days, 7)
    if move.before > 0 and move.factor >= JUMP_FACTOR and move.after - move.before > plausible:
        return _problem(move, "warning", "jumped", locate, _up_to(move, plausible))
    return None


def _problem(move: _Move, severity: Severity, code: str, locate: Locate, expected: Label) -> Problem:
    sheet, cell = locate(move.table, move.row, move.column)
    heading = schema.TABLES[move.table].column(move.column).heading.zh
    found = f"{move.subject} {plain(move.before)} → {plain(move.after)}"
    return Problem(severity, code, sheet, cell, heading, found, expected)


def _times(move: _Move) -> Label:
    value = plain(half_up(move.after / 10_000 if move.factor > 1 else move.after * 10_000, 4))
    return Label(f"疑为㎡与万㎡混淆，应为{value}左右", f"about {value}, if ㎡ and 万㎡ were mixed up")


def _same(move: _Move) -> Label:
    return Label(f"与上期相同（{plain(move.before)}）", f"the same as before ({plain(move.before)})")


def _not_below(move: _Move) -> Label:
    return Label(f"不小于上期的{plain(move.before)}", f"{plain(move.before)} or more, as before")


def _up_to(move: _Move, plausible: float) -> Label:
    most = plain(half_up(move.before + plausible, 2))
    return Label(f"按今年进度不超过{most}左右", f"up to about {most} at the year's pace")
