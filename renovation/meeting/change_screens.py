"""The screen of what changed: each unit's gain since its previous figure."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from renovation.blocks.model import Cell, DataRow, DataTable, Paragraph, figure
from renovation.blocks.screen import PresenterNotes, Screen, in_pages
from renovation.comparisons.answers import Answers
from renovation.comparisons.history import by_period, gains
from renovation.domain import places
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen
from renovation.wording.history import gain_with_weeks, history_finding

MOST_ROWS: Final = 15
_MEASURES: Final = ("area_renovated", "projects_started", "projects_completed")


def changes_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the builder of the screen of changes; `history` has the columns of `history_of`."""

    def build(answers: Answers, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name, basis = words("Changes this week"), answers.dated_table("unit_progress").basis
        ours = history[(history["table"] == "unit_progress") & (history["basis"] == basis)]
        periods = {one: by_period(ours, "unit_progress", one, "weekly", answers.as_of.year) for one in _MEASURES}
        gained = {measure: gains(periods[measure]) for measure in _MEASURES}
        area = _MEASURES[0]
        finding = history_finding(periods[area], gained[area], "weekly", area, words)
        if not any(one["gain"].notna().any() for one in gained.values()):
            return UnavailableScreen("changes", name, finding)
        first, *more = (_table(units, gained, words) for units in in_pages(list(gained[area]["unit"]), MOST_ROWS))
        since = Paragraph(words("Change since {day}", day=words.listed(_previous_days(gained, words))))
        return Screen(
            "changes",
            name,
            finding,
            (first, since),
            (table_provenance(answers, "unit_progress", words),),
            PresenterNotes((finding,)),
            tuple((table, since) for table in more),
        )

    return build


def _table(units: tuple[str, ...], gained: dict[str, pd.DataFrame], words: Words) -> DataTable:
    """Returns each unit's gains by measure, in the order of `units`; `gained` holds what `gains` returns."""
    by_unit = {measure: one.set_index("unit") for measure, one in gained.items()}

    def gain(measure: str, unit: str) -> Cell:
        value, weeks = (float(by_unit[measure][name].get(unit, math.nan)) for name in ("gain", "weeks"))
        printed = words.missing if pd.isna(value) else gain_with_weeks(value, weeks, measure, words)
        return figure(value, printed, MEASURES[measure].unit)

    return DataTable(
        (words("Unit"), *(words.axis(measure) for measure in gained)),
        tuple(
            DataRow((words.place(unit), *(gain(measure, unit) for measure in gained)), places.code_of(unit))
            for unit in units
        ),
    )


def _previous_days(gained: dict[str, pd.DataFrame], words: Words) -> list[str]:
    """Returns the days that the gains count from, in words, the earliest first."""
    days = pd.concat([one["since"] for one in gained.values()]).dropna().sort_values().unique()
    return [words.day(pd.Timestamp(day).date()) for day in days]
