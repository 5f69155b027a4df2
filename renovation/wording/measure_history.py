"""Collects what the page 历史趋势 shows about one measure: figures, increases, title, notes and tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from renovation.comparisons.history import History, by_period, gains, spans_differ, years
from renovation.domain import places
from renovation.domain.columns import COMPLETION_RATE
from renovation.domain.measures import BENEFIT_MEASURES, MEASURES, RANKED_MEASURES
from renovation.domain.numbers import half_up, half_up_all
from renovation.domain.tables.declaration import SIMULATED
from renovation.language import Words
from renovation.wording.history import (
    course_ends,
    date_range_line,
    gain_with_weeks,
    history_finding,
    history_notes,
    weekly_gain_without_measurement_unit,
)
from renovation.wording.target_changes import target_change_sentences

_TABLES: Final = {"units": "unit_progress", "counties": "county_progress", "district": "figures"}
SCOPES: Final = tuple(_TABLES)
"""The codes of the places whose history can be shown: the units, the counties, or the whole district."""
_MEASURES: Final = {
    "units": RANKED_MEASURES,
    "counties": ("area_reported",),
    "district": ("area_renovated", "projects_started", "projects_completed", *BENEFIT_MEASURES),
}


@dataclass(frozen=True)
class HistorySubject:
    """The figures that the page 历史趋势 shows: those of the measure `measure` in the table `table` of the releases.

    `measures` are all measures of this table that the visitor can select. `ranked` is True if the places of the table
    are ranked.
    """

    table: str
    measure: str
    measures: tuple[str, ...]
    ranked: bool


def history_subject(scope: str, measure: str) -> HistorySubject:
    """Returns the table and the measure whose history the page 历史趋势 shows, from two selections of the visitor.

    `scope` is "units", "counties" or "district"; `measure` is the selected measure. If this scope has no figures of the
    measure, the first measure of the scope is taken.
    """
    measures = _MEASURES[scope]
    return HistorySubject(
        _TABLES[scope], measure if measure in measures else measures[0], measures, scope != "district"
    )


@dataclass(frozen=True)
class MeasureHistory:
    """Everything that the page 历史趋势 shows about one measure.

    `subject` says which figures are shown. `periods` is the result of `by_period` for the places that are shown,
    `gained` the result of `gains`. `history_table` and `gains_table` contain the same figures as texts. `title` is the
    title of the page; `span` is a line with the first date, the last date and the basis; `remarks` are notes about the
    figures. `places` is the number of places that are ranked, even if only some of them are shown.
    """

    subject: HistorySubject
    periods: pd.DataFrame
    places: int
    gained: pd.DataFrame
    title: str
    span: str
    remarks: tuple[str, ...]
    history_table: pd.DataFrame
    gains_table: pd.DataFrame

    @cached_property
    def simulated(self) -> bool:
        """Whether any figure of the history was made up, in this release or an earlier one."""
        return bool(self.periods["basis"].str.contains(SIMULATED, regex=False).any())

    @cached_property
    def units(self) -> list[str]:
        """The Chinese names of the places that have figures, in the order of `periods`."""
        return list(dict.fromkeys(self.periods["unit"]))

    @cached_property
    def last_day(self) -> dt.date:
        """The last date with a figure."""
        last: dt.date = self.periods.dropna(subset=["value"])["as_of"].max().date()
        return last

    def ends(self, unit: str, words: Words) -> str:
        """Returns a text with the first and the latest value of one place and their dates; empty if there is no value.

        `unit` is the Chinese name of the place.
        """
        held = self.periods[self.periods["unit"] == unit].dropna(subset=["value"])
        if held.empty:
            return ""
        values = [words.measured(self.subject.measure, value) for value in held["value"]]
        return course_ends([day.date() for day in held["as_of"]], values, words)

    @cached_property
    def has_line(self) -> bool:
        """Whether there are figures of at least two periods, so that a line can be drawn."""
        return len(self.periods.dropna(subset=["value"])["period"].unique()) > 1


def measure_history(
    history: History, subject: HistorySubject, interval: str, year: int | None, units: tuple[str, ...], words: Words
) -> MeasureHistory:
    """Collects what the page 历史趋势 shows about a table and a measure in one year.

    `history` has the figures of all releases; `subject` names the table and the measure. If `year` is None or has no
    figures, the latest year with figures is taken. `interval` is "weekly", "monthly" or "quarterly". `units` are the
    Chinese names of the units to show; if `units` is empty, all are shown.
    """
    measure, year = subject.measure, _year_or_latest(year, years(history.points))
    of_all = by_period(history.points, subject.table, measure, interval, year)
    periods = _of_units(of_all, subject, units)
    gained = gains(periods)
    moved = target_change_sentences(history.points, interval, year, units, words) if measure == COMPLETION_RATE else ()
    return MeasureHistory(
        subject,
        periods,
        of_all["unit"].nunique(),
        gained,
        history_finding(periods, gained, interval, measure, words),
        date_range_line(periods, words),
        (*_meaning(measure, words), *moved, *history_notes(periods, history, words)),
        history_table(periods, measure, words),
        gains_table(gained, measure, words),
    )


def history_table(periods: pd.DataFrame, measure: str, words: Words) -> pd.DataFrame:
    """Returns the figures of a measure by date as a table of texts: a row for each date, a column for each place.

    The latest date comes first. `periods` is the result of `by_period`. The sign ◇ precedes a corrected figure.
    """
    reported = periods[periods["period"].isin(periods.dropna(subset=["value"])["period"])]
    several = len(periods["basis"].unique()) > 1
    rows = reported.assign(
        day=reported["as_of"].where(reported["value"].notna()).groupby(reported["period"]).transform("max"),
        name=[
            words.place(unit) + (f" ({words.basis(basis)})" if several else "")
            for unit, basis in zip(reported["unit"], reported["basis"], strict=True)
        ],
        cell=[
            _cell(value, corrected, measure, words)
            for value, corrected in zip(reported["value"], reported["corrected"], strict=True)
        ],
    )
    names, days = list(dict.fromkeys(rows["name"])), sorted(set(rows["day"]), reverse=True)
    by_place = {name: dict(zip(part["day"], part["cell"], strict=True)) for name, part in rows.groupby("name")}
    listed = {words("As of"): [words.day(day.date()) for day in days]}
    return pd.DataFrame(
        listed | {name: [by_place[name].get(day, words.missing) for day in days] for name in names}, dtype="str"
    )


def history_to_download(periods: pd.DataFrame, measure: str, words: Words) -> pd.DataFrame:
    """Returns the history of `measure` as numbers: a row for each period, a column for each place.

    The numbers are in the measure's unit of measurement, areas in m² in English. The latest period comes first. The
    first column is the last date in the period that has a value. If there are several bases, the heading of a place's
    column names the basis. The last column names the places whose value was corrected after publication; it is left
    out if there are none. `periods` is the result of `by_period`.
    """
    reported = periods.dropna(subset=["value"])
    several = len(set(periods["basis"])) > 1
    names = [
        words.bracketed(words.place(unit), words.basis(basis)) if several else words.place(unit)
        for unit, basis in zip(reported["unit"], reported["basis"], strict=True)
    ]
    days = reported.groupby("period")["as_of"].transform("max").dt.date
    numbers = half_up_all(reported["value"] * words.factor(MEASURES[measure].measurement_unit), 4)
    rows = reported.assign(day=days, name=names, value=numbers)
    table = rows.pivot_table(index="day", columns="name", values="value", aggfunc="last", sort=False)
    table = table.reindex(columns=list(dict.fromkeys(names))).sort_index(ascending=False)
    corrected = rows[rows["corrected"]].groupby("day")["name"].agg(words.listed)
    if len(corrected):
        table[words("Corrected after publication")] = corrected.reindex(table.index)
    return table.rename_axis(index=words("As of"), columns=None).reset_index()


def gains_table(gained: pd.DataFrame, measure: str, words: Words) -> pd.DataFrame:
    """Returns the increases in the latest period as a table of texts, with a row for each place.

    Columns: the place, its previous figure, its latest figure, and the increase. Each figure has its date; if all
    figures of a column have the same date, only the heading of the column states it. `gained` is the result of `gains`
    for `measure`. If the increases cover different numbers of weeks, each increase is followed by its number of weeks,
    and a last column has the increase per week.
    """
    differ = spans_differ(gained)
    before = _dated_column(words("Previous figure"), gained["before"], gained["since"], measure, words)
    now = _dated_column(words("Latest figure"), gained["now"], gained["as_of"], measure, words)
    listed = pd.DataFrame(
        {
            words("Unit"): [words.place(unit) for unit in gained["unit"]],
            **before,
            **now,
            _gain_heading(measure, words): [
                words.missing if pd.isna(gain) else gain_with_weeks(gain, weeks if differ else 1, measure, words)
                for gain, weeks in zip(gained["gain"], gained["weeks"], strict=True)
            ],
        }
    )
    if differ:
        listed[words("Average weekly increase")] = [
            words.missing if pd.isna(gain) else weekly_gain_without_measurement_unit(gain, measure, words)
            for gain in gained["per_week"]
        ]
    return listed


def _year_or_latest(wanted: int | None, available: tuple[int, ...]) -> int:
    return wanted if wanted in available else next(iter(available), dt.date.min.year)


def _of_units(periods: pd.DataFrame, subject: HistorySubject, units: tuple[str, ...]) -> pd.DataFrame:
    """Returns the rows of `periods` about the places to show, with their ranks among all places.

    They are the `units` that the visitor has selected (all if `units` is empty), all counties, or the whole district.
    """
    wanted = {"unit_progress": units, "figures": (places.DISTRICT.name,)}.get(subject.table, ())
    return periods[periods["unit"].isin(wanted)] if wanted else periods


def _meaning(measure: str, words: Words) -> tuple[str, ...]:
    """Returns a tuple with a note that the figures of `measure` are estimates; empty if it is no benefit."""
    return (words.label(MEASURES[measure].meaning),) if measure in BENEFIT_MEASURES else ()


def _dated_column(heading: str, values: pd.Series, days: pd.Series, measure: str, words: Words) -> dict[str, list[str]]:
    """Returns a column of a table as a dictionary from its heading to its cells: texts with a figure and its date.

    `days` are the dates of `values`. If all dates are the same, the heading states the date instead of the cells.
    """
    cells = [_plain(value, measure, words) for value in values]
    in_words = [words.short_day(day.date()) if pd.notna(value) else "" for value, day in zip(values, days, strict=True)]
    several = set(filter(None, in_words))
    if len(several) == 1:
        return {words.bracketed(heading, several.pop()): cells}
    return {heading: [words.bracketed(cell, day) if day else cell for cell, day in zip(cells, in_words, strict=True)]}


def _gain_heading(measure: str, words: Words) -> str:
    heading = words("Increase")
    is_rate = MEASURES[measure].measurement_unit == "%"
    return heading if is_rate else words.with_amount_measurement_unit_of(heading, measure)


def _cell(value: float, corrected: bool, measure: str, words: Words) -> str:
    return ("◇ " if corrected else "") + _plain(value, measure, words)


def _plain(value: float, measure: str, words: Words) -> str:
    measurement_unit = MEASURES[measure].measurement_unit
    return words.percent(value) if measurement_unit == "%" else words.amount(half_up(value, 4), measurement_unit)
