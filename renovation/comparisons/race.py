"""Projects the areas of the counties, and the area that the district needs to be first in the city."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.goals import is_too_early, weeks_elapsed, year_end
from renovation.domain import places
from renovation.domain.columns import AREA_REPORTED, COUNTY

RIVAL_PACES: Final = (80, 100, 120)
"""Assumed paces of the other counties, in percent of their pace since January."""

_REQUIREMENT_COLUMNS: Final = ["day", "percent", "needed", "per_week", "at_own_pace"]


def projected_totals(counties: pd.DataFrame, as_of: dt.date, day: dt.date) -> pd.DataFrame:
    """Returns the area that each county will have on the date `day` if its average pace since January continues.

    `counties` is the result of `compare_counties`, `as_of` the date of its areas. Columns: `county`, `area_reported`
    (万㎡), `at_day` (万㎡, projected). Counties without a figure are left out.
    """
    totals = counties.dropna(subset=[AREA_REPORTED])[[COUNTY, AREA_REPORTED]]
    weeks = (day - as_of).days / 7
    pace = totals[AREA_REPORTED] / weeks_elapsed(as_of)
    return totals.assign(at_day=totals[AREA_REPORTED] + pace * weeks).reset_index(drop=True)


def first_place_requirements(counties: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Returns the area that the district needs to be first in the city, by date and by the pace of the other counties.

    `counties` is the result of `compare_counties`, `as_of` the date of its areas. There is a row for each remaining end
    of a month and each assumed pace of the other counties (RIVAL_PACES). Areas are in 万㎡. Columns: `day`, the end of
    the month; `percent`, the assumed pace of the other counties, as a percentage of their pace since January; `needed`,
    the area that the district must exceed (the area projected for the other county with the largest area); `per_week`,
    the area per week that the district needs from `as_of` on to reach `needed`, 0 if the district has this area
    already; `at_own_pace`, the area that the district will have at its own pace since January.

    The result is empty if our county, or every other county, has no figure, if the year is over, or while it is too
    early in the year to project.
    """
    own = counties[counties[COUNTY] == places.OWN_COUNTY.name][AREA_REPORTED].dropna()
    rivals = counties[counties[COUNTY] != places.OWN_COUNTY.name][AREA_REPORTED].dropna()
    days = _month_ends(as_of)
    if own.empty or rivals.empty or not days or is_too_early(as_of):
        return pd.DataFrame(columns=_REQUIREMENT_COLUMNS)
    actual, largest = float(own.iloc[0]), float(rivals.max())
    rows = pd.MultiIndex.from_product([days, RIVAL_PACES], names=["day", "percent"]).to_frame(index=False)
    weeks = np.array([(day - as_of).days / 7 for day in rows["day"]])
    pace = largest / weeks_elapsed(as_of) * rows["percent"] / 100
    needed = largest + pace * weeks
    return rows.assign(
        needed=needed,
        per_week=((needed - actual) / weeks).clip(lower=0),
        at_own_pace=actual + actual / weeks_elapsed(as_of) * weeks,
    )


def _month_ends(as_of: dt.date) -> list[dt.date]:
    """Returns the ends of the months of the year that are at least a week after `as_of`, and 31 December.

    The list is empty if `as_of` is 31 December.
    """
    ends = {end.date() for end in pd.date_range(as_of + dt.timedelta(days=7), year_end(as_of), freq="ME")}
    return sorted(ends | {year_end(as_of)}) if as_of < year_end(as_of) else []
