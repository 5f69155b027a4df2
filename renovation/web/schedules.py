"""Assignments, the race and the history as tables: for the screen, and to take away."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from renovation.charts.outlook import Way
from renovation.comparisons.assignments import Assignment
from renovation.comparisons.goals import Goal
from renovation.comparisons.history import History, by_period, gains, years
from renovation.comparisons.outlook import Outlook, recent_pace
from renovation.domain import places
from renovation.domain.measures import BENEFIT_MEASURES, MEASURES, RANKED_MEASURES
from renovation.domain.numbers import half_up, half_up_all
from renovation.domain.tables.declaration import SIMULATED
from renovation.language import Words
from renovation.web.address import Address
from renovation.wording.goals import goal_title
from renovation.wording.history import bare_step, remarks, span, trends_finding
from renovation.wording.outlook import aloud, facts, key_in_words


@dataclass(frozen=True)
class Subject:
    """Whose history of what: a table, a measure of it, the measures to choose from, whether its places are ranked."""

    table: str
    measure: str
    measures: tuple[str, ...]
    ranked: bool


_TABLES: Final = {"units": "unit_progress", "counties": "county_progress", "district": "figures"}
_MEASURES: Final = {
    "units": RANKED_MEASURES,
    "counties": ("area_reported",),
    "district": ("area_renovated", "projects_started", "projects_completed", *BENEFIT_MEASURES),
}
_MOST_NEEDED: Final = 3
"""The sliders of what if go up to so many times the pace that is needed."""


def subject_of(among: str, measure: str) -> Subject:
    """The history that is chosen; a measure that is not held of these places gives way to the first that is."""
    measures = _MEASURES[among]
    return Subject(_TABLES[among], measure if measure in measures else measures[0], measures, among != "district")


def year_of(wanted: int | None, told: tuple[int, ...]) -> int:
    """The year wanted, else the latest that holds points."""
    return wanted if wanted in told else next(iter(told), dt.date.min.year)


def narrowed(periods: pd.DataFrame, subject: Subject, units: tuple[str, ...]) -> pd.DataFrame:
    """The periods of the chosen units (all where none is chosen), or of the whole district alone; ranks stay."""
    chosen = {"unit_progress": units, "figures": (places.DISTRICT.name,)}.get(subject.table, ())
    return periods[periods["unit"].isin(chosen)] if chosen else periods


def days_held(points: pd.DataFrame, subject: Subject) -> int:
    """How many dates a history holds of a subject's measure."""
    about = (points["table"] == subject.table) & (points["measure"] == subject.measure)
    return int(points[about].dropna(subset=["value"])["as_of"].nunique())


def has_course(periods: pd.DataFrame) -> bool:
    """Whether there are two dates at least: a single point makes no line."""
    return len(set(periods.dropna(subset=["value"])["as_of"])) > 1


@dataclass(frozen=True)
class Trend:
    """A measure from date to date, ready to be shown: the periods and gains, and the words and tables about them."""

    subject: Subject
    periods: pd.DataFrame
    gained: pd.DataFrame
    title: str
    span: str
    remarks: tuple[str, ...]
    listed: pd.DataFrame
    gains_listed: pd.DataFrame

    @property
    def simulated(self) -> bool:
        """Whether any of the points was made up for trying, also where the release on the screen was not."""
        return bool(self.periods["basis"].str.contains(SIMULATED, regex=False).any())

    @property
    def units(self) -> list[str]:
        """The places, in the order reported."""
        return list(dict.fromkeys(self.periods["unit"]))


def trend(told: History, chosen: Address, words: Words) -> Trend:
    """What the address asks for out of a history."""
    subject, year = subject_of(chosen.among, chosen.measure), year_of(chosen.year, years(told.points))
    whole = by_period(told.points, subject.table, subject.measure, chosen.interval, year)
    periods = narrowed(whole, subject, chosen.units)
    gained = gains(periods)
    return Trend(
        subject,
        periods,
        gained,
        trends_finding(periods, gained, days_held(told.points, subject), subject.measure, words),
        span(periods, words),
        (*_meaning(subject.measure, words), *remarks(periods, told, words)),
        history_listed(periods, subject.measure, words),
        gains_listed(gained, subject.measure, words),
    )


def _meaning(measure: str, words: Words) -> tuple[str, ...]:
    """What an estimate is worth, which its name does not say."""
    return (words.label(MEASURES[measure].meaning),) if measure in BENEFIT_MEASURES else ()


@dataclass(frozen=True)
class GoalTold:
    """A goal's outlook, ready to be shown: its course, its sentence to be read aloud, its figures."""

    course: pd.DataFrame
    aloud: str
    facts: pd.DataFrame


def goal_told(seen: Outlook, points: pd.DataFrame, words: Words) -> GoalTold:
    """A goal's outlook in words and figures, with its course out of the history."""
    course = course_of(seen, points)
    recent = recent_pace(course.dropna(subset=["value"]))
    return GoalTold(course, aloud(seen, words), facts(seen, recent, words))


def pace_range(goal: Goal) -> tuple[float, float, float]:
    """For a slider of the pace a week: where it starts (the pace so far), its step, its end."""
    decimals = 1 if goal.unit == "个" else 2
    most = math.ceil(max(_MOST_NEEDED * (goal.needed_per_week or 0), 2 * goal.pace_per_week, 1))
    return goal.pace_per_week, 10.0**-decimals, float(most)


def deadline_range(goal: Goal) -> tuple[dt.date, dt.date, dt.date]:
    """For a slider of the deadline: from a week after the figures to half a year after the deadline set.

    Between them where it starts: the deadline set, or the first of these days where that is nearer or has passed.
    """
    first = goal.as_of + dt.timedelta(weeks=1)
    return first, max(goal.deadline, first), max(goal.deadline, first) + dt.timedelta(days=182)


def way_of(seen: Outlook) -> Way:
    """A goal's outlook as it is drawn."""
    goal = seen.goal
    return Way(
        goal.measure,
        goal.unit,
        goal.as_of,
        goal.actual,
        goal.deadline,
        goal.required_total,
        seen.at_deadline,
        goal.rival,
    )


def course_of(seen: Outlook, points: pd.DataFrame) -> pd.DataFrame:
    """The weekly points of a goal's figure in its year, on the basis of the last one; gaps included."""
    goal = seen.goal
    rows = by_period(points, goal.table, goal.measure, "weekly", goal.as_of.year)
    mine = rows[(rows["unit"] == goal.subject) & (rows["as_of"] <= pd.Timestamp(goal.as_of))]
    told = mine.dropna(subset=["value"])
    return mine[mine["basis"] == told["basis"].iloc[-1]] if len(told) else mine


def shares_listed(assigned: Assignment, units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A column to set each unit's share by hand, what it is proposed to bring and what it has; the units as index."""
    _ = words.gettext
    measure = "projects_started" if assigned.goal.unit == "个" else "area_renovated"
    return pd.DataFrame(
        {
            _("Unit"): [words.place(unit) for unit in assigned.totals.index],
            by_hand_heading(words): pd.Series(float("nan"), index=assigned.totals.index),
            _("Proposed"): assigned.totals.astype("float64"),
            words.axis(measure): units.set_index("unit")[measure].reindex(assigned.totals.index).astype("float64"),
        },
        index=assigned.totals.index,
    )


def by_hand_heading(words: Words) -> str:
    """The heading of the column of `shares_listed` that is edited."""
    return words.gettext("Set by hand")


def weeks_listed(assigned: Assignment, words: Words) -> pd.DataFrame:
    """The plan: one row a unit and a last one for all; the sum, then one column a week, named by its last day."""
    _ = words.gettext
    weeks = assigned.weeks.copy()
    weeks.columns = pd.Index([words.short_day(day) for day in assigned.week_ends])
    plan = pd.concat([weeks, weeks.sum().to_frame().T], ignore_index=True)
    plan.insert(0, _("Together"), plan.sum(axis=1))
    plan = plan.apply(lambda column: half_up_all(column, 2))
    if assigned.goal.unit in ("个", "家", "户"):
        plan = plan.astype("int64")
    plan.insert(0, _("Unit"), [*(words.place(unit) for unit in assigned.weeks.index), _("All units")])
    return plan


def plan_title(assigned: Assignment, words: Words) -> str:
    """What the plan is for and how it was split."""
    _ = words.gettext
    told = _("{goal}: weekly assignment, split {split}")
    if assigned.overridden == len(assigned.totals):
        told = _("{goal}: weekly assignment, set by hand")
    elif assigned.overridden:
        told = _("{goal}: weekly assignment, {count} units set by hand, the others split {split}")
    return told.format(
        goal=goal_title(assigned.goal, words), split=key_in_words(assigned.key, words), count=assigned.overridden
    )


def race_listed(needed: pd.DataFrame, words: Words) -> pd.DataFrame:
    """What first place takes, by day (rows) and by the rivals' pace (columns): the total, and what that is a week."""
    _ = words.gettext
    days = list(dict.fromkeys(needed["day"]))
    columns: dict[str, list[str]] = {_("By the day"): [words.short_day(day) for day in days]}
    for percent, rows in needed.groupby("percent"):
        heading = _("Rivals at {percent}").format(percent=words.percent(float(str(percent)), 0))
        told = _("{needed} ({week} a week)")
        columns[heading] = [
            told.format(needed=words.fixed(total, 2), week=words.fixed(week, 2))
            for total, week in zip(rows["needed"], rows["per_week"], strict=True)
        ]
    own = needed.drop_duplicates("day")
    columns[_("Our own pace")] = [words.fixed(total, 2) for total in own["at_own_pace"]]
    return pd.DataFrame(columns)


def history_listed(periods: pd.DataFrame, measure: str, words: Words) -> pd.DataFrame:
    """The figures by day (rows, the latest first) and place (columns); a corrected one carries a diamond."""
    told = periods[periods["period"].isin(periods.dropna(subset=["value"])["period"])]
    several = len(set(periods["basis"])) > 1
    rows = told.assign(
        day=told["as_of"].where(told["value"].notna()).groupby(told["period"]).transform("max"),
        name=[
            words.place(unit) + (f" ({words.basis(basis)})" if several else "")
            for unit, basis in zip(told["unit"], told["basis"], strict=True)
        ],
        shown=[
            _cell(value, corrected, measure, words)
            for value, corrected in zip(told["value"], told["corrected"], strict=True)
        ],
    )
    names, days = list(dict.fromkeys(rows["name"])), sorted(set(rows["day"]), reverse=True)
    by_place = {name: dict(zip(part["day"], part["shown"], strict=True)) for name, part in rows.groupby("name")}
    listed = {words.gettext("As of"): [words.day(day.date()) for day in days]}
    return pd.DataFrame(
        listed | {name: [by_place[name].get(day, words.missing) for day in days] for name in names}, dtype="str"
    )


def gains_listed(gained: pd.DataFrame, measure: str, words: Words) -> pd.DataFrame:
    """The gains of the last period with both days: unit, before, now, gain."""
    _ = words.gettext

    def dated(value: float, day: pd.Timestamp) -> str:
        return (
            words.missing
            if pd.isna(value)
            else _("{amount} ({share})").format(amount=_plain(value, measure, words), share=words.short_day(day.date()))
        )

    return pd.DataFrame(
        {
            _("Unit"): [words.place(unit) for unit in gained["unit"]],
            _("Before"): [dated(v, d) for v, d in zip(gained["before"], gained["since"], strict=True)],
            _("Now"): [dated(v, d) for v, d in zip(gained["now"], gained["as_of"], strict=True)],
            _gain_heading(measure, words): [
                words.missing if pd.isna(v) else bare_step(v, measure, words) for v in gained["gain"]
            ],
        }
    )


def _gain_heading(measure: str, words: Words) -> str:
    heading = words.gettext("Gain")
    return heading if MEASURES[measure].unit == "%" else words.with_unit_of(heading, measure)


def _cell(value: float, corrected: bool, measure: str, words: Words) -> str:
    return _plain(value, measure, words) + (" ◇" if corrected else "")


def _plain(value: float, measure: str, words: Words) -> str:
    return words.percent(value) if MEASURES[measure].unit == "%" else words.number(half_up(value, 4))
