"""The earlier values of a displayed figure, from which its change since the previous value is computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.history import is_in_year_to, series
from renovation.domain import places
from renovation.domain.columns import AREA_REPORTED, AS_OF, BASIS, MEASURE, UNIT, VALUE


@dataclass(frozen=True)
class FigureHistory:
    """The values of one figure in one year and on one basis, oldest first; the last value is the value on the page.

    `days` are their dates, `amounts` the values in the unit of measurement of the figure's measure. Both have the same
    length, at least 1.
    """

    days: tuple[dt.date, ...]
    amounts: tuple[float, ...]

    @property
    def since(self) -> dt.date | None:
        """The date of the value before the last one; None if there is only one value."""
        return self.days[-2] if len(self.days) > 1 else None

    @property
    def before(self) -> float | None:
        """The value before the last one; None if there is only one value."""
        return self.amounts[-2] if len(self.amounts) > 1 else None


def figure_history(
    history: pd.DataFrame, table: str, place: str, measure: str, shown: float, until: dt.date
) -> FigureHistory | None:
    """Returns all values of a displayed figure in its year, oldest first; the last value is the displayed one.

    `place` is the Chinese name of the place that the figure is about, `measure` its measure, `table` the name of the
    table that holds it. `shown` is the displayed value in the measure's unit of measurement, NaN if missing. Values of
    the year of `until`, up to the date `until`, are taken from `history`, the result of `history_of`. Returns None if
    their last value is not `shown`.
    """
    points = series(history, table, place, measure, until)
    if points.empty or points[VALUE].iloc[-1] != shown:
        return None
    return _history_of(points)


def city_rank_history(history: pd.DataFrame, until: dt.date) -> tuple[FigureHistory | None, FigureHistory | None]:
    """Returns two histories of our own county (吴兴区): its rank in the city, and its distance to the first county.

    The distance is in 万㎡, 0 or positive. `history` is the result of `history_of`; dates in the year of `until`, up to
    `until`, are used. Dates on which fewer or more counties reported than on the last date are left out, because ranks
    among different numbers of counties cannot be compared. Returns (None, None) if our county has not reported on the
    last date.
    """
    is_county = (history["table"] == "county_progress") & (history[MEASURE] == AREA_REPORTED)
    points = history[is_county & is_in_year_to(history, until)].dropna(subset=[VALUE])
    if points.empty:
        return None, None
    last_day = points[AS_OF].max()
    points = points[points[BASIS] == points.loc[points[AS_OF] == last_day, BASIS].iloc[0]]
    by_day = points.groupby(AS_OF)[VALUE]
    counts = by_day.transform("size")
    ranks = by_day.rank(ascending=False, method="min")
    gaps = by_day.transform("max") - points[VALUE]
    is_own = (points[UNIT] == places.OWN_COUNTY.name) & (counts == counts[points[AS_OF] == last_day].iloc[0])
    own = points[is_own].sort_values(AS_OF)
    if own.empty or own[AS_OF].iloc[-1] != last_day:
        return None, None
    return _history_of(own.assign(value=ranks[own.index])), _history_of(own.assign(value=gaps[own.index]))


def _history_of(points: pd.DataFrame) -> FigureHistory:
    days = tuple(day.date() for day in points[AS_OF])
    return FigureHistory(days, tuple(points[VALUE].astype("float64")))
