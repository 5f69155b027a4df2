"""The goals of a release and their course, by the definitions: no function of renovation.comparisons is used.

A goal is measured by the last figure of its own year up to its deadline. Its pace is the average per week since 1 January, the day included; its
schedule is the share of the days from 1 January to the deadline that has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

from renovation.domain.dated_tables import Tables
from tests.claims.generated import Published
from tests.claims.past import Past, days_of
from tests.claims.truth import DISTRICT, OWN, Value, exact

SHARE, RACE = "goal_share_of_scheduled_started", "goal_city_rank_by_area"


@dataclass(frozen=True)
class OwnGoal:
    """A goal on one day. For the race, `target` is the area of the largest other county on that day; `is_share` is the
    goal to start a share of the scheduled projects."""

    subject: str
    measure: str
    deadline: dt.date
    day: dt.date
    target: Value
    actual: Value
    rivals: frozenset[str] = frozenset()
    is_share: bool = False

    @property
    def key(self) -> tuple[str, str, dt.date, bool, bool]:
        return self.subject, self.measure, self.deadline, bool(self.rivals), self.is_share

    @property
    def gone(self) -> Fraction:
        return Fraction(self.day.timetuple().tm_yday)

    @property
    def left(self) -> int:
        return max(0, (self.deadline - self.day).days)

    @property
    def required(self) -> Fraction:
        """The target, or what each rival has at the deadline at its pace since 1 January."""
        assert self.target is not None
        return self.target if not self.rivals else self.target * (self.gone + self.left) / self.gone

    @property
    def pace(self) -> Fraction:
        assert self.actual is not None
        return 7 * self.actual / self.gone

    @property
    def needed(self) -> Fraction | None:
        assert self.actual is not None
        short = self.required - self.actual
        return Fraction(0) if short <= 0 else 7 * short / self.left if self.left else None

    @property
    def schedule(self) -> Fraction:
        return Fraction(100) if not self.left else 100 * self.gone / (self.gone + self.left)

    @property
    def reached(self) -> Fraction:
        assert self.actual is not None
        return 100 * self.actual / self.required

    @property
    def is_measured(self) -> bool:
        return None not in (self.actual, self.target) and self.day.year == self.deadline.year

    @property
    def light(self) -> str | None:
        if not self.is_measured:
            return None
        assert self.actual is not None
        assert self.target is not None
        if not self.rivals and self.actual >= self.target:
            return "green"
        if self.gone < 21:
            return None
        if self.rivals and self.pace * (self.gone + self.left) / 7 >= self.required:
            return "green"
        if self.needed is None:
            return "red"
        if self.pace >= self.needed:
            return "green"
        return "amber" if self.pace >= Fraction(4, 5) * self.needed else "red"


@cache
def goals_of(one: Published) -> tuple[OwnGoal, ...]:
    """Every goal that a release sets: those of its figures, then those of its table of goals."""
    return goals_in(one.tables)


def goals_in(tables: Tables) -> tuple[OwnGoal, ...]:
    """The goals of a release's tables, as `goals_of` gives them."""
    rows = tables["goals"].frame.to_dict("records") if "goals" in tables else []
    return (*goals_of_report(tables), *(_of_workbook(row, tables) for row in rows))


def deadline_of(written: str) -> dt.date:
    return dt.date.fromisoformat(written) if "-" in written else dt.date(int(written), 12, 31)


def _district(tables: Tables) -> list[dict[str, Any]]:
    rows = tables["figures"].frame.to_dict("records") if "figures" in tables else []
    return [{str(key): value for key, value in row.items()} for row in rows if row["subject"] == DISTRICT]


def goals_of_report(tables: Tables) -> Iterator[OwnGoal]:
    rows = _district(tables)
    for name in (SHARE, RACE):
        for set_in in (row["period"][:4] for row in rows if row["measure"] == name):
            held = {row["measure"]: exact(row["value"]) for row in rows if row["period"].startswith(set_in)}
            goal = _share(tables, held, int(set_in)) if name == SHARE else _race(tables, held, int(set_in))
            if goal is not None:
                yield goal


def _share(tables: Tables, held: dict[str, Value], year: int) -> OwnGoal | None:
    share, base, day = held.get(SHARE), held.get("projects_scheduled"), tables["figures"].as_of
    if share is None or not base:
        return None
    actual = held.get("projects_started") if day.year == year else None
    if day.year == year and actual is None:
        return None
    target = Fraction(-(-base * share // 100))
    return OwnGoal(DISTRICT, "projects_started", dt.date(year, 12, 31), day, target, actual, is_share=True)


def _race(tables: Tables, held: dict[str, Value], year: int) -> OwnGoal | None:
    if held.get(RACE) != 1 or "county_progress" not in tables:
        return None
    table = tables["county_progress"]
    areas = {row["county"]: exact(row["area_reported"]) for row in table.frame.to_dict("records")}
    return race(areas, table.as_of, year)


def race(areas: dict[str, Value], day: dt.date, year: int) -> OwnGoal | None:
    """The race of the own county with all others that have the largest area; None where either has no figure."""
    others = {name: area for name, area in areas.items() if name != OWN and area is not None}
    own = areas.get(OWN)
    if own is None or not others:
        return None
    best = max(others.values())
    rivals = frozenset(name for name, area in others.items() if area == best)
    if day.year != year:
        return OwnGoal(OWN, "area_reported", dt.date(year, 12, 31), day, None, None, rivals)
    return OwnGoal(OWN, "area_reported", dt.date(year, 12, 31), day, best, own, rivals)


def owner_of(row: dict[Any, Any]) -> str:
    to_city = row["measure"] == "area_reported" and row["subject"] == DISTRICT
    return OWN if to_city else str(row["subject"])


def _of_workbook(row: dict[Any, Any], tables: Tables) -> OwnGoal:
    owner, measure, deadline = owner_of(row), row["measure"], deadline_of(row["deadline"])
    units, target = tables["unit_progress"], exact(row["target"])
    found: list[tuple[dt.date, Value]] = [
        (units.as_of, exact(one[measure])) for one in units.frame.to_dict("records")
        if one["unit"] == owner and measure in one
    ]  # fmt: skip
    if owner == DISTRICT:
        found = [(dt.date.fromisoformat(one["period"]), exact(one["value"])) for one in _district(tables)
                 if one["measure"] == measure and one["nature"] == "reported"]  # fmt: skip
    in_year = [
        (day, value) for day, value in found if day.year == deadline.year and day <= deadline and value is not None
    ]
    known = max((day for day, value in found if value is not None), default=units.as_of)
    day, actual = in_year[-1] if in_year else (known, None)
    return OwnGoal(owner, measure, deadline, day, target if target and target > 0 else None, actual)


def is_open(goal: OwnGoal, as_of: dt.date) -> bool:
    """Whether the deadline of a goal has not passed on the day of the release."""
    return goal.deadline >= max(as_of, goal.day)


def over_time(goal: OwnGoal, past: Past) -> list[OwnGoal]:
    """The goal on each day of its year up to its deadline that has a figure on the last basis, with the target stated for that day."""
    until = min(goal.day, goal.deadline)
    table = (
        "county_progress"
        if goal.measure == "area_reported"
        else "figures"
        if goal.subject == DISTRICT
        else "unit_progress"
    )
    days = past.latest_basis(table, goal.subject, goal.measure, until)
    if goal.rivals:
        basis = (
            next(
                one.basis
                for one in past.figures
                if one[:3] == (table, goal.subject, goal.measure)
                and past.reported(one, until.year, until)[-1:] == days[-1:]
            )
            if days
            else ""
        )
        found = (race(past.on_day(table, goal.measure, basis, day), day, goal.deadline.year) for day, _value in days)
        return [one for one in found if one is not None]
    return [replace(goal, day=day, target=_stated(goal, past, table, day), actual=value) for day, value in days]


def _stated(goal: OwnGoal, past: Past, table: str, day: dt.date) -> Value:
    """The target that was published last for a day."""
    stated = [
        other.target for one in past.releases for other in goals_of(one)
        if other.key == goal.key and other.target is not None and day in days_of(one, table, goal.subject, goal.measure)
    ]  # fmt: skip
    return stated[-1] if stated else None
