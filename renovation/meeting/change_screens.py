"""The screens about changes: each unit's increase since its previous figure, and the area by date."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import pandas as pd

from renovation.blocks.model import (
    Cell,
    DataRow,
    DataTable,
    Paragraph,
    Trend,
    TrendLine,
    Trends,
    figure,
)
from renovation.blocks.screen import Page, PresenterNotes, Screen, in_pages
from renovation.comparisons.history import by_period, gains
from renovation.comparisons.results import Results
from renovation.domain import places
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.meeting.area_trends import area_line
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen
from renovation.wording.history import gain_with_weeks, history_finding, places_in_gains_finding
from renovation.wording.target_changes import target_change_sentences

MOST_ROWS: Final = 15
MOST_LINES: Final = 12
"""More lines cannot be distinguished from afar."""
_MEASURES: Final = ("area_renovated", "projects_started", "projects_completed")


def changes_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen “Changes this week”: each unit's increase since its previous figure.

    `history` is the result of `history_of` (in `comparisons.history`).
    """

    def build(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name = words("Changes this week")
        periods = {one: by_period(history, "unit_progress", one, "weekly", results.as_of.year) for one in _MEASURES}
        gained = {measure: gains(periods[measure]) for measure in _MEASURES}
        area = _MEASURES[0]
        finding = history_finding(periods[area], gained[area], "weekly", area, words)
        if not any(one["gain"].notna().any() for one in gained.values()):
            return UnavailableScreen("changes", name, finding)
        strong = places_in_gains_finding(gained[area], area)
        first, *more = (
            _table(units, gained, strong, words) for units in in_pages(list(gained[area]["unit"]), MOST_ROWS)
        )
        since = Paragraph(words("Change since {day}", day=words.listed(_previous_days(gained, words))))
        targets = target_change_sentences(history, "weekly", results.as_of.year, (), words)
        return Screen(
            "changes",
            name,
            finding,
            (first, since, *map(Paragraph, targets)),
            (table_provenance(results, "unit_progress", words),),
            PresenterNotes((finding, *targets)),
            tuple(Page((table, since)) for table in more),
        )

    return build


def _table(units: tuple[str, ...], gained: dict[str, pd.DataFrame], strong: tuple[str, ...], words: Words) -> DataTable:
    """Returns a table of each unit's increases by measure, in the order of `units`; the units `strong` are emphasised.

    `gained` maps measures to tables with the columns of `gains`.
    """
    by_unit = {measure: one.set_index("unit") for measure, one in gained.items()}

    def gain(measure: str, unit: str) -> Cell:
        value, weeks = (float(by_unit[measure][name].get(unit, math.nan)) for name in ("gain", "weeks"))
        printed = words.missing if pd.isna(value) else gain_with_weeks(value, weeks, measure, words)
        return figure(value, printed, MEASURES[measure].measurement_unit)

    return DataTable(
        (words("Unit"), *(words.axis(measure) for measure in gained)),
        tuple(
            DataRow(
                (words.place(unit), *(gain(measure, unit) for measure in gained)), places.code_of(unit), unit in strong
            )
            for unit in units
        ),
    )


def _previous_days(gained: dict[str, pd.DataFrame], words: Words) -> list[str]:
    """Returns the days since which the increases are counted, as texts, the earliest first."""
    days = pd.concat([one["since"] for one in gained.values()]).dropna().sort_values().unique()
    return [words.day(pd.Timestamp(day).date()) for day in days]


def trend_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen “Trend”: charts of the area of the district and the units by date.

    `history` is the result of `history_of` (in `comparisons.history`).
    """

    def build(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name, own = words("Trend"), places.DISTRICT.name
        district = area_line(history, "figures", own, words, strong=True)
        units = [area_line(history, "unit_progress", unit, words) for unit in results.units["unit"]]
        drawn = sorted((line for line in units if line.points), key=lambda line: -(line.points[-1].figure.value or 0.0))
        told = next((line for line in (district, *drawn) if len(line.points) > 1), None)
        drawn = [replace(line, strong=line is told) for line in drawn]
        if told is None:
            area = _MEASURES[0]
            periods = by_period(history, "unit_progress", area, "weekly", results.as_of.year)
            return UnavailableScreen("trend", name, history_finding(periods, gains(periods), "weekly", area, words))
        ours = (Trend(words("Whole district: {measure}", measure=words.axis("area_renovated")), (district,)),)
        theirs = [
            Trend(words("The units: {measure}", measure=words.axis("area_renovated")), lines)
            for lines in in_pages(drawn, MOST_LINES)
        ]
        shown = (*(ours if len(district.points) > 1 else ()), *theirs[:1])
        finding = _trend_finding(told, words)
        return Screen(
            "trend",
            name,
            finding,
            (Trends(shown),),
            tuple(
                table_provenance(results, table, words)
                for table in ("figures", "unit_progress")
                if table in results.tables
            ),
            PresenterNotes((finding,)),
            tuple(Page((Trends((trend,)),)) for trend in theirs[1:]),
        )

    return build


def _trend_finding(line: TrendLine, words: Words) -> str:
    first, last = line.points[0], line.points[-1]
    before, now = first.figure.value or 0.0, last.figure.value or 0.0
    sentence = (
        words("{place}: area renovated rose to {now}; it was {before} on {since}")
        if now > before
        else words("{place}: area renovated fell to {now}; it was {before} on {since}")
        if now < before
        else words("{place}: area renovated is {now}, as it was on {since}")
    )
    measurement_unit = first.figure.measurement_unit
    return sentence.format(
        place=line.name,
        before=words.number(before, measurement_unit),
        now=words.number(now, measurement_unit),
        since=first.day.words,
        day=last.day.words,
    )
