"""The screens about changes: each unit's increase since its previous figure, and the area by date."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
from renovation.blocks.screen import Page, PresenterNotes, Screen, in_pages, numbers_on
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
"""The most lines of the chart, because more lines cannot be distinguished from afar."""
_MEASURES: Final = ("area_renovated", "projects_started", "projects_completed")


def changes_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen “Changes this week”: each unit's increase since its previous figure.

    The function returns an UnavailableScreen if the release has only one unit, because the unit's own screen has its
    changes, or if no unit has an earlier figure. `history` is the result of `history_of` (in `comparisons.history`).
    """

    def build(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name = words("Changes this week")
        periods = {one: by_period(history, "unit_progress", one, "weekly", results.as_of.year) for one in _MEASURES}
        gained = {measure: gains(periods[measure]) for measure in _MEASURES}
        area = _MEASURES[0]
        finding = history_finding(periods[area], gained[area], "weekly", area, words)
        if len(results.units) == 1 or not any(one["gain"].notna().any() for one in gained.values()):
            return UnavailableScreen("changes", name, finding)
        strong = places_in_gains_finding(gained[area], area)
        first, *more = _tables(gained, strong, words)
        since = Paragraph(words("Change since {day}", day=words.listed(_previous_days(gained, words))))
        targets = target_change_sentences(history, "weekly", results.as_of.year, (), words)
        return Screen(
            "changes",
            name,
            finding,
            (first, since, *map(Paragraph, targets)),
            (table_provenance(results, "unit_progress", words),),
            PresenterNotes((finding, *targets)),
            _further_pages(more, since, len(first.rows), words),
        )

    return build


def _tables(gained: dict[str, pd.DataFrame], strong: tuple[str, ...], words: Words) -> list[DataTable]:
    """Returns one table for each page of the screen, with the units in the order of their increases in area.

    `gained` maps measures to results of `gains`; the units named in `strong` are emphasised. If the units do not fit on
    one page, those without any change are only counted, in the last row.
    """
    units = list(gained["area_renovated"]["unit"])
    changes = pd.concat([one.set_index("unit")["gain"] for one in gained.values()], axis=1)
    level = set(changes.index[(changes == 0).all(axis=1)]) if len(units) > MOST_ROWS else set()
    pages = in_pages([unit for unit in units if unit not in level], MOST_ROWS) or ((),)
    tables = [_table(page, gained, strong, words) for page in pages]
    if level:
        zeros = (figure(0.0, gain_with_weeks(0.0, 1.0, one, words), MEASURES[one].measurement_unit) for one in gained)
        unchanged = DataRow((words("{count} units without a change", count=len(level)), *zeros))
        tables[-1] = replace(tables[-1], rows=(*tables[-1].rows, unchanged))
    return tables


def _further_pages(tables: Sequence[DataTable], since: Paragraph, listed: int, words: Words) -> tuple[Page, ...]:
    """Returns a page for each of `tables`, the tables that do not fit on the first page.

    The title of a page says the numbers of its units in the order of increases, such as “Units no. 16–30”. `listed` is
    the number of units on the first page. `since` is the paragraph with the date of the previous figures.
    """
    units = [[row for row in table.rows if row.code] for table in tables]
    return tuple(
        Page((table, since), words("Units no. {numbers} by increase in area renovated", numbers=numbers))
        for table, numbers in zip(tables, numbers_on(units, listed), strict=True)
    )


def _table(units: tuple[str, ...], gained: dict[str, pd.DataFrame], strong: tuple[str, ...], words: Words) -> DataTable:
    """Returns a table with a row for each of `units`, in this order, and a column for each measure.

    A cell has the unit's increase in the measure. `gained` maps measures to results of `gains`. The units named in
    `strong` are emphasised.
    """
    by_unit = {measure: one.set_index("unit") for measure, one in gained.items()}

    def gain(measure: str, unit: str) -> Cell:
        value, weeks = (float(by_unit[measure][name].get(unit, math.nan)) for name in ("gain", "weeks"))
        printed = words.missing if pd.isna(value) else gain_with_weeks(value, weeks, measure, words)
        return figure(value, printed, MEASURES[measure].measurement_unit)

    return DataTable(
        (words("Unit"), *(words.amount_axis(measure) for measure in gained)),
        tuple(
            DataRow(
                (words.place(unit), *(gain(measure, unit) for measure in gained)), places.code_of(unit), unit in strong
            )
            for unit in units
        ),
    )


def _previous_days(gained: dict[str, pd.DataFrame], words: Words) -> list[str]:
    """Returns the different dates since which the increases are counted, as texts, the earliest first.

    `gained` maps measures to results of `gains`.
    """
    days = pd.concat([one["since"] for one in gained.values()]).dropna().sort_values().unique()
    return [words.day(pd.Timestamp(day).date()) for day in days]


def trend_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen “Trend”: charts of the area of the district and the units by date.

    If no area has changed, the function returns an UnavailableScreen. If the units do not fit on one page, those whose
    area has not changed are only counted. `history` is the result of `history_of` (in `comparisons.history`).
    """

    def build(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name, area = words("Trend"), _MEASURES[0]
        district = area_line(history, "figures", places.DISTRICT.name, words, strong=True)
        units = [area_line(history, "unit_progress", unit, words) for unit in results.units["unit"]]
        drawn = sorted((line for line in units if line.points), key=lambda line: -(line.points[-1].figure.value or 0.0))
        told = next((line for line in (district, *drawn) if _rise(line)), None)
        if told is None:
            periods = by_period(history, "unit_progress", area, "weekly", results.as_of.year)
            return UnavailableScreen("trend", name, history_finding(periods, gains(periods), "weekly", area, words))
        level = [line for line in drawn if not _rise(line)] if len(drawn) > MOST_LINES else []
        theirs = [
            _trend_of_units(lines, told, words)
            for lines in in_pages([line for line in drawn if line not in level], MOST_LINES)
        ]
        ours = (Trend(words("Whole district: {measure}", measure=words.amount_axis(area)), (district,)),)
        shown = (*(ours if len(district.points) > 1 else ()), *theirs[:1])
        below = (*_older_figures(shown[-1], words), *_not_drawn(level, words))
        tables = [table for table in ("figures", "unit_progress") if table in results.tables]
        finding = _trend_finding(told, words)
        return Screen(
            "trend",
            name,
            finding,
            (Trends(shown), *below),
            tuple(table_provenance(results, table, words) for table in tables),
            PresenterNotes((finding,)),
            tuple(_page_of_units(trend, results, words) for trend in theirs[1:]),
        )

    return build


def _trend_of_units(lines: Sequence[TrendLine], told: TrendLine, words: Words) -> Trend:
    """Returns a line chart of units in which only one line is emphasised: `told`, the line of the unit in the title."""
    heading = words("The units: {measure}", measure=words.amount_axis("area_renovated"))
    return Trend(heading, tuple(replace(line, strong=line is told) for line in lines))


def _older_figures(trend: Trend, words: Words) -> tuple[Paragraph, ...]:
    """Returns a paragraph that names the units whose last figure is older than the last date of the chart `trend`.

    The paragraph has the date of each of these figures. The result is a tuple of one paragraph; it is empty if all last
    figures have the same date.
    """
    lasts = [(line.name, line.points[-1].day) for line in trend.lines]
    newest = max((day for _name, day in lasts), key=lambda day: day.value)
    older = [words.bracketed(name, day.words) for name, day in lasts if day.value < newest.value]
    sentence = words(
        "Units whose last report is from before {day}: {older}.", day=newest.words, older=words.listed(older)
    )
    return (Paragraph(sentence),) if older else ()


def _not_drawn(level: Sequence[TrendLine], words: Words) -> tuple[Paragraph, ...]:
    """Returns a paragraph that counts the units whose area has not changed, because the chart leaves them out.

    `level` are the lines of these units. The result is a tuple of one paragraph; it is empty if `level` is empty.
    """
    if not level:
        return ()
    since = min((line.points[0].day for line in level), key=lambda day: day.value)
    sentence = words("{count} units are not drawn: their area is as it was on {since}.")
    return (Paragraph(sentence.format(count=len(level), since=since.words)),)


def _page_of_units(trend: Trend, results: Results, words: Words) -> Page:
    """Returns a page with the line chart `trend`; its title is about the unit on it whose area has changed most."""
    told = max(trend.lines, key=lambda line: abs(_rise(line)))
    return Page(
        (Trends((_trend_of_units(trend.lines, told, words),)), *_older_figures(trend, words)),
        _trend_finding(told, words),
        (table_provenance(results, "unit_progress", words),),
    )


def _rise(line: TrendLine) -> float:
    """Returns the increase of a line's figure from its first to its last date, in the figure's unit of measurement.

    A decrease is negative. The result is 0 if the line has fewer than two points.
    """
    first, last = (line.points[place].figure.value if line.points else None for place in (0, -1))
    return (last or 0.0) - (first or 0.0)


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
