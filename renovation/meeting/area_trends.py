"""Line charts of the area renovated in a place, by date."""

from __future__ import annotations

from typing import Final

import pandas as pd

from renovation.blocks.model import Day, Trend, TrendLine, TrendPoint, Trends, figure
from renovation.comparisons.history import series
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.language import Words

_AREA: Final = "area_renovated"


def area_line(history: pd.DataFrame, table: str, place: str, words: Words, strong: bool = False) -> TrendLine:
    """Returns the line of a place's renovated area in a line chart, with a point for each date of one year.

    The year is that of the last date in `history`, the result of `history_of` (in `comparisons.history`). `table` is
    the name of the table with the place's figures, such as `unit_progress`, and `place` the Chinese name of the place.
    If the place has no figures, the line has no points. If `strong` is True, the line is emphasised.
    """
    until = history["as_of"].max()
    points = series(history, table, place, _AREA, until.date()) if pd.notna(until) else history.head(0)
    measurement_unit = MEASURES[_AREA].measurement_unit
    return TrendLine(
        places.code_of(place),
        words.place(place),
        tuple(
            TrendPoint(
                Day(point["as_of"].date(), words.day(point["as_of"].date())),
                figure(point["value"], words.amount(point["value"], measurement_unit), measurement_unit),
            )
            for point in records(points)
        ),
        strong,
    )


def area_trends(history: pd.DataFrame, table: str, place: str, words: Words, fewest: int) -> tuple[Trends, ...]:
    """Returns a line chart of a place's renovated area by date, as a tuple of one block.

    `history` is the result of `history_of` (in `comparisons.history`), `table` the name of the table with the place's
    figures, such as `unit_progress`, and `place` the Chinese name of the place. The tuple is empty if the place has
    fewer than `fewest` figures in the year of the last date of `history`.
    """
    line = area_line(history, table, place, words, strong=True)
    return (Trends((Trend(words.amount_axis(_AREA), (line,)),), is_low=True),) if len(line.points) >= fewest else ()
