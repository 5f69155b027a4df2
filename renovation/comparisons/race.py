"""The race in the city: what total by which day gives first place, if the others keep their pace?"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from renovation.comparisons.goals import weeks_elapsed, year_end
from renovation.domain import places

RIVAL_PACES: Final = (80, 100, 120)
"""What the rivals' pace since January is assumed to become, in percent of it."""


def projected_totals(counties: pd.DataFrame, as_of: dt.date, day: dt.date, percent: float = 100) -> pd.DataFrame:
    """What each county comes to by a day if every one goes on at `percent` of its pace since January.

    `counties` as compared. Columns: `county`, `area_reported`, `at_day` (万㎡); counties without a figure are left out.
    """
    told = counties.dropna(subset=["area_reported"])[["county", "area_reported"]]
    weeks = (day - as_of).days / 7
    pace = told["area_reported"] / weeks_elapsed(as_of) * percent / 100
    return told.assign(at_day=told["area_reported"] + pace * weeks).reset_index(drop=True)


def first_place_requirements(counties: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """What our county must come to for first place, by day and by the rivals' pace.

    One row for each coming month's end and the year's end, and for each of PACES. Columns: `day`, `percent`, `leader`,
    `needed` (万㎡, the largest total of a rival by then), `per_week` (万㎡ a week from `as_of`), `at_own_pace` (what
    our county comes to at its own pace), `enough`. Empty without a rival, without our own figure, or once the
    year is over.
    """
    own = counties[counties["county"] == places.OWN_COUNTY.name]["area_reported"].dropna()
    days = _month_ends(as_of)
    if own.empty or not days:
        return _none()
    actual = float(own.iloc[0])
    rivals = counties[counties["county"] != places.OWN_COUNTY.name]
    found = [_leader(rivals, as_of, day, percent) for day in days for percent in RIVAL_PACES]
    if any(one is None for one in found):
        return _none()
    rows = pd.DataFrame([one for one in found if one is not None])
    weeks = np.array([(day - as_of).days / 7 for day in rows["day"]])
    ours = actual + actual / weeks_elapsed(as_of) * weeks
    return rows.assign(
        per_week=((rows["needed"] - actual) / weeks).clip(lower=0), at_own_pace=ours, enough=ours >= rows["needed"]
    )


def _leader(rivals: pd.DataFrame, as_of: dt.date, day: dt.date, percent: int) -> dict[str, object] | None:
    by_then = projected_totals(rivals, as_of, day, percent)
    if by_then.empty:
        return None
    best = by_then.iloc[int(by_then["at_day"].argmax())]
    return {"day": day, "percent": percent, "leader": best["county"], "needed": float(best["at_day"])}


def _month_ends(as_of: dt.date) -> list[dt.date]:
    """The ends of the months at least a week away, and the year's end as long as it is to come."""
    ends = {end.date() for end in pd.date_range(as_of + dt.timedelta(days=7), year_end(as_of), freq="ME")}
    return sorted(ends | {year_end(as_of)}) if as_of < year_end(as_of) else []


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=["day", "percent", "leader", "needed", "per_week", "at_own_pace", "enough"])
