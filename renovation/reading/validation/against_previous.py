"""Does a new table go on plausibly from the one published before it?

Figures that are cumulative in the year do not fall; no week brings more than the year's pace makes plausible; a
factor of ten thousand is a slip between ㎡ and 万㎡; the year's target stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up, plain_number
from renovation.domain.tables import TABLES
from renovation.reading.problems import Problem, Severity

CUMULATIVE: Final = {
    "unit_progress": ("projects_started", "projects_completed", "area_renovated"),
    "county_progress": ("area_reported",),
}
TARGETS: Final = {"unit_progress": ("annual_target_area",)}
OF_THE_DISTRICT: Final = ("projects_started", "projects_completed", "area_renovated")
"""The cumulative measures that 全区指标 lists beside targets, estimates and figures of the text."""
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


def problems_against_previous(before: Tables, after: Tables, locate: Locate) -> tuple[Problem, ...]:
    """Every implausible step from the tables published before to the new ones, named by cell.

    Falls, jumps and changed targets are warnings; a slip of 10,000 is an error.
    """
    both = [name for name in after if name in before]
    found = [problem for name in both for problem in _older(name, before[name], after[name], locate)]
    found += [problem for name in both for problem in _lost_targets(name, before[name], after[name], locate)]
    for name in both:
        found += (
            problem
            for move, is_target in _all_moves(name, before[name], after[name])
            if (problem := _judge(move, is_target, locate))
        )
    return tuple(found)


def _older(name: str, before: DatedTable, after: DatedTable, locate: Locate) -> Iterator[Problem]:
    """A table that goes back in time beside one that need not; of the units' table `earlier_date` speaks."""
    if after.as_of < before.as_of and name != "unit_progress":
        sheet, _cell = locate(name, 0, TABLES[name].key[0])
        expected = Label(f"{before.as_of}或以后", f"{before.as_of} or later")
        yield Problem("warning", "older_table", sheet, None, TABLES[name].sheet, str(after.as_of), expected)


def _goes_on(before: DatedTable, after: DatedTable) -> bool:
    """Whether a table speaks of a later day of the same year; else figures may fall and targets change."""
    return before.as_of <= after.as_of and before.as_of.year == after.as_of.year


def _all_moves(name: str, before: DatedTable, after: DatedTable) -> Iterator[tuple[_Move, bool]]:
    """Every figure that changed, and whether it is a target."""
    if not _goes_on(before, after):
        return
    targets = TARGETS.get(name, ())
    for column in (*CUMULATIVE.get(name, ()), *targets):
        for move in _moves(name, column, before, after):
            yield move, column in targets
    if name == "figures":
        yield from _moves_of_the_district(before, after)


def _lost_targets(name: str, before: DatedTable, after: DatedTable, locate: Locate) -> Iterator[Problem]:
    """Targets of the year that a row had and has no more."""
    if not _goes_on(before, after):
        return
    key = TABLES[name].key[0]
    for column in TARGETS.get(name, ()):
        was = after.frame[key].map(before.frame.set_index(key)[column].astype("float64"))
        lost = after.frame[column].isna() & was.notna()
        for row in lost.to_numpy().nonzero()[0]:
            sheet, cell = locate(name, int(row), column)
            value = plain_number(float(was.iloc[row]))
            found, expected = f"{after.frame[key].iloc[row]} {value} → —", Label(value, value)
            heading = TABLES[name].column(column).heading.zh
            yield Problem("warning", "target_changed", sheet, cell, heading, found, expected)


def _moves_of_the_district(before: DatedTable, after: DatedTable) -> Iterator[tuple[_Move, bool]]:
    """As the units' figures, for the rows of 全区指标 that are cumulative or targets."""
    frame = after.frame
    told = frame["nature"].eq("reported") & frame["measure"].isin(OF_THE_DISTRICT)
    watched = (told | frame["nature"].eq("target")).fillna(False)
    for move in _moves("figures", "value", _by_subject(before), _by_subject(after)):
        row = frame.iloc[move.row]
        if watched.iloc[move.row]:
            subject = f"{row['subject']} {MEASURES[row['measure']].heading.zh}"
            yield replace(move, subject=subject), row["nature"] == "target"


def _by_subject(table: DatedTable) -> DatedTable:
    """全区指标 with its rows known by subject and measure, as the units' rows are by unit."""
    both = table.frame["subject"].str.cat(table.frame["measure"], sep=" ")
    return replace(table, frame=table.frame.assign(subject=both))


def earlier_date(sheet: str | None, as_of: dt.date, newest: dt.date) -> Problem:
    """The warning that a workbook speaks of a day before the newest published."""
    expected = Label(f"{newest}或以后", f"{newest} or later")
    return Problem("warning", "earlier_date", sheet, None, None, as_of.isoformat(), expected)


def _moves(name: str, column: str, before: DatedTable, after: DatedTable) -> Iterator[_Move]:
    """Both values of a column for every row that both tables hold, where they differ."""
    key = TABLES[name].key[0]
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
    heading = TABLES[move.table].column(move.column).heading.zh
    found = f"{move.subject} {plain_number(move.before)} → {plain_number(move.after)}"
    return Problem(severity, code, sheet, cell, heading, found, expected)


def _times(move: _Move) -> Label:
    value = plain_number(half_up(move.after / 10_000 if move.factor > 1 else move.after * 10_000, 4))
    return Label(f"疑为㎡与万㎡混淆，应为{value}左右", f"about {value}, if ㎡ and 万㎡ were mixed up")


def _same(move: _Move) -> Label:
    return Label(f"与上期相同（{plain_number(move.before)}）", f"the same as before ({plain_number(move.before)})")


def _not_below(move: _Move) -> Label:
    return Label(f"不小于上期的{plain_number(move.before)}", f"{plain_number(move.before)} or more, as before")


def _up_to(move: _Move, plausible: float) -> Label:
    most = plain_number(half_up(move.before + plausible, 2))
    return Label(f"按今年进度不超过{most}左右", f"up to about {most} at the year's pace")
