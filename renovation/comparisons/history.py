"""How did the figures move from date to date? Tidy rows out of every release that stands.

A cumulative figure counts from the beginning of its year, so that nothing is compared across the turn of a year; two
bases are two series; a date without a figure is a gap that nothing bridges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np
import pandas as pd

from renovation.comparisons.units import SUMMED_MEASURES, percent_of
from renovation.domain import places
from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.tables.declaration import SIMULATED

INTERVALS: Final = ("weekly", "monthly", "quarterly")
POINT_COLUMNS: Final = ("as_of", "release", "unit", "measure", "value", "basis", "table")
HISTORY_COLUMNS: Final = (*POINT_COLUMNS, "corrected")
SERIES: Final = ["table", "unit", "measure", "basis"]
_FREQUENCY: Final = {"weekly": "W-SUN", "monthly": "M", "quarterly": "Q"}
_KEY: Final = ["as_of", *SERIES]
_COUNTED_FIGURES: Final = ("reported", "estimate")


class ReleaseSummary(Protocol):
    """What is known of a release without opening it."""

    @property
    def release(self) -> int:
        """Its number."""
        ...

    @property
    def as_of(self) -> dt.date:
        """The day it speaks of."""
        ...

    @property
    def action(self) -> str:
        """`publish`, `correct` or `restore`."""
        ...


SomeRelease = TypeVar("SomeRelease", bound=ReleaseSummary)


def last_effective_release(releases: Sequence[ReleaseSummary], shown: ReleaseSummary) -> int:
    """The number of the last release that counts when `shown` is on the screen.

    Earlier days that were published or corrected as long as it was the newest count; once another has taken its
    place, its history stays as it was. A link to a correction shows the history up to that one.
    """
    if shown.action == "correct":
        return shown.release
    later = [release for release in releases if release.release > shown.release]
    followed = [release.release for release in later if release.action != "correct"]
    return min(followed) - 1 if followed else max((release.release for release in later), default=shown.release)


def effective_releases(releases: Sequence[SomeRelease], shown: SomeRelease, until: int) -> list[SomeRelease]:
    """The releases that count when `shown` is on the screen, oldest first.

    What has a number after `until`, or speaks of a day later than that of `shown`, does not count. Bringing back an old
    release withdraws every later day published before it.
    """
    stand: list[SomeRelease] = []
    for release in sorted(releases, key=lambda r: r.release):
        if release.release > until or release.as_of > shown.as_of:
            continue
        if release.action == "restore":
            stand = [earlier for earlier in stand if earlier.as_of <= release.as_of]
        stand.append(release)
    return stand


def points_of(release: int, tables: Tables) -> pd.DataFrame:
    """The cumulative figures of one release; columns POINT_COLUMNS.

    `as_of` is the day of the table, or of the figure where it names one; `unit` the place it is about, former names
    understood; `table` the one it stands in. Targets, goals and plans are no points.
    """
    parts = [
        _column_points(tables, "unit_progress", "unit", SUMMED_MEASURES),
        _column_points(tables, "county_progress", "county", ("area_reported",)),
        _figure_points(tables),
    ]
    points = pd.concat([part for part in parts if len(part)] or [_none()], ignore_index=True)
    return points.assign(release=release).reindex(columns=POINT_COLUMNS)


def history_of(points: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The history out of the points of every standing release, oldest release first; columns COLUMNS, by day.

    For one day the newest release counts: `release` is the one that brought the value, `corrected` says that another
    value was published for the same day before. `completion_rate` and `completed_to_started` (%) are computed
    for each unit and day.
    """
    if not points:
        return _none().reindex(columns=HISTORY_COLUMNS)
    every = pd.concat(points, ignore_index=True)
    by_key = every.groupby(_KEY, sort=False)["value"]
    before = by_key.shift()
    first = by_key.cumcount() == 0
    brought = first | ~((every["value"] == before) | (every["value"].isna() & before.isna()))
    every = every.assign(
        release=every["release"].where(brought),
        corrected=(brought & ~first).groupby([every[name] for name in _KEY], sort=False).transform("any"),
    )
    every["release"] = every.groupby(_KEY, sort=False)["release"].ffill().astype("int64")
    kept = every.drop_duplicates(_KEY, keep="last")
    whole = pd.concat([kept, _rates(kept)], ignore_index=True)
    return whole.sort_values("as_of", kind="stable", ignore_index=True).reindex(columns=HISTORY_COLUMNS)


def series(history: pd.DataFrame, table: str, unit: str, measure: str, until: dt.date) -> pd.DataFrame:
    """One place's measure within the year of `until` and up to it, on the basis of its last point; oldest first."""
    about = (history["table"] == table) & (history["unit"] == unit) & (history["measure"] == measure)
    mine = history[about & (history["as_of"].dt.year == until.year) & (history["as_of"] <= pd.Timestamp(until))]
    mine = mine.dropna(subset=["value"]).sort_values("as_of", kind="stable")
    last: pd.DataFrame = mine[mine["basis"] == mine["basis"].iloc[-1]] if len(mine) else mine
    return last


def years(history: pd.DataFrame) -> tuple[int, ...]:
    """The years that hold points, the latest first."""
    return tuple(sorted({int(year) for year in history["as_of"].dt.year}, reverse=True))


def by_period(history: pd.DataFrame, table: str, measure: str, interval: str, year: int) -> pd.DataFrame:
    """The last figure of each week, month or quarter of a year for every place of a table, on a grid without holes.

    Columns: `unit`, `basis`, `period` (its first day), `as_of`, `value`, `corrected`, `release`, `rank` (among the
    units of one period and basis). A period without a figure has a missing value: a gap, never bridged.
    """
    about = (history["table"] == table) & (history["measure"] == measure)
    rows = history[about & (history["as_of"].dt.year == year)]
    if rows.empty:
        none: pd.DataFrame = rows.assign(period=rows["as_of"], rank=pd.array([], dtype="Int64"))
        return none
    slots = rows["as_of"].dt.to_period(_FREQUENCY[interval])
    last = rows.assign(slot=slots).drop_duplicates(["unit", "basis", "slot"], keep="last")
    grid = pd.DataFrame({"slot": pd.period_range(slots.min(), slots.max())})
    places_of = last[["unit", "basis"]].drop_duplicates()
    whole = places_of.merge(grid, how="cross").merge(last, how="left", on=["unit", "basis", "slot"])
    whole = whole.assign(
        period=whole["slot"].dt.start_time,
        as_of=whole["as_of"].fillna(whole["slot"].dt.end_time.dt.normalize()),
        corrected=whole["corrected"].eq(True),
        rank=whole.groupby(["slot", "basis"])["value"].rank(ascending=False, method="min").astype("Int64"),
    )
    told: pd.DataFrame = whole[["unit", "basis", "period", "as_of", "value", "corrected", "release", "rank"]]
    return told


def gains(periods: pd.DataFrame) -> pd.DataFrame:
    """What the last period brought: each unit's last figure less its last one before that period.

    `periods` as `by_period` gives them. Columns: `unit`, `basis`, `since`, `before`, `as_of`, `now`, `gain`, all of
    them missing where the unit has no figure before on the same basis in the same year, or none in the last
    period. The largest gain first; units without one last.
    """
    if periods.empty:
        return pd.DataFrame(columns=["unit", "basis", "since", "before", "as_of", "now", "gain"])
    told = periods.dropna(subset=["value"])
    latest = told[told["period"] == told["period"].max()].rename(columns={"value": "now"})
    earlier = told[told["period"] < told["period"].max()].drop_duplicates(["unit", "basis"], keep="last")
    before = earlier.rename(columns={"value": "before", "as_of": "since"})[["unit", "basis", "since", "before"]]
    names = periods[["unit"]].drop_duplicates()
    found = names.merge(latest[["unit", "basis", "as_of", "now"]], how="left", on="unit")
    found = found.merge(before, how="left", on=["unit", "basis"])
    found = found.assign(gain=found["now"] - found["before"])
    found = found.reindex(columns=["unit", "basis", "since", "before", "as_of", "now", "gain"])
    return found.sort_values("gain", ascending=False, kind="stable", ignore_index=True)


def added_and_dropped_units(periods: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The units that first report after the first date, and those that no longer do at the last: `unit`, `as_of`."""
    told = periods.dropna(subset=["value"])
    days = told.groupby("unit", sort=False)["as_of"].agg(["min", "max"]).reset_index()
    come = days[days["min"] > told["as_of"].min()].rename(columns={"min": "as_of"})[["unit", "as_of"]]
    last = told[told["period"] == told["period"].max()]["as_of"].min()
    gone = days[days["max"] < last].rename(columns={"max": "as_of"})[["unit", "as_of"]]
    return come, gone


def _column_points(tables: Tables, name: str, place: str, measures: tuple[str, ...]) -> pd.DataFrame:
    """The cells of some columns, one row each."""
    if name not in tables:
        return _none()
    table = tables[name]
    values = table.frame[list(measures)].astype("float64").to_numpy()
    return _points(
        table, name, np.repeat(table.frame[place].to_numpy(dtype="object"), len(measures)), values.ravel()
    ).assign(measure=np.tile(np.array(measures, dtype="object"), len(values)))


def _figure_points(tables: Tables) -> pd.DataFrame:
    """The printed figures that are counted (not set or planned) on a day."""
    if "figures" not in tables:
        return _none()
    table = tables["figures"]
    counted = table.frame["nature"].isin(_COUNTED_FIGURES) & table.frame["period"].str.contains("-", regex=False)
    rows = table.frame[counted]
    points = _points(
        table, "figures", rows["subject"].to_numpy(dtype="object"), rows["value"].to_numpy(dtype="float64")
    )
    return points.assign(
        measure=rows["measure"].to_numpy(dtype="object"), as_of=pd.to_datetime(rows["period"]).to_numpy()
    )


def _points(table: DatedTable, name: str, subjects: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    known = {subject: places.current_name(str(subject)) for subject in set(subjects)}
    return pd.DataFrame(
        {
            "as_of": pd.Series(pd.Timestamp(table.as_of), index=range(len(values)), dtype="datetime64[s]"),
            "unit": [known[subject] for subject in subjects],
            "value": values,
            "basis": table.basis,
            "table": name,
        }
    )


def _rates(kept: pd.DataFrame) -> pd.DataFrame:
    """The units' rates of each day, recomputed from their parts."""
    parts = kept[(kept["table"] == "unit_progress") & kept["measure"].isin(SUMMED_MEASURES)]
    if parts.empty:
        return _none().reindex(columns=HISTORY_COLUMNS)
    index = ["as_of", "unit", "basis"]
    by_measure = {name: parts[parts["measure"] == name].set_index(index)["value"] for name in SUMMED_MEASURES}
    about = parts.groupby(index).agg(release=("release", "max"), corrected=("corrected", "any"))
    rates = {
        "completion_rate": percent_of(by_measure["area_renovated"], by_measure["annual_target_area"]),
        "completed_to_started": percent_of(by_measure["projects_completed"], by_measure["projects_started"]),
    }
    told = [about.assign(measure=name, value=rate, table="unit_progress") for name, rate in rates.items()]
    return pd.concat(told).reset_index()


def _none() -> pd.DataFrame:
    empty = pd.DataFrame({name: pd.Series(dtype="object") for name in POINT_COLUMNS})
    return empty.astype({"as_of": "datetime64[s]", "release": "int64", "value": "float64"})


def is_simulated(tables: Tables) -> bool:
    """Whether any table was made up for trying, as its basis says."""
    return any(SIMULATED in table.basis for table in tables.values())


@dataclass(frozen=True)
class History:
    """All points up to a release, as `history_of` gives them, and the releases that are damaged and left out.

    `store_unavailable` says that the store did not answer, so that the points are those of one release alone.
    """

    points: pd.DataFrame
    damaged: tuple[int, ...] = ()
    store_unavailable: bool = False
