"""Builds time series from the releases.

Cumulative figures start at zero each year, so figures of two years are never compared. Figures on different bases form
different series. A table that is published again for the same date replaces the earlier one, even if its basis or its
places differ. A date without a figure is a gap; nothing is interpolated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import pandas as pd

from renovation.comparisons.extremes import as_printed
from renovation.comparisons.units import SUMMED_MEASURES, percentages
from renovation.comparisons.workbook_goals import goal_targets
from renovation.domain import places
from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    AREA_REPORTED,
    AS_OF,
    BASIS,
    COMPLETED_TO_STARTED,
    COMPLETION_RATE,
    COUNTY,
    MEASURE,
    NATURE,
    PERIOD,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    SUBJECT,
    UNIT,
    VALUE,
)
from renovation.domain.dated_tables import DatedTable, Tables, frame_of, records
from renovation.domain.numbers import half_up_all
from renovation.domain.tables.declaration import SIMULATED

TARGETS: Final = "targets"
"""The value of the column `table` in those rows of a history that hold targets; their `unit` is the goal's name."""
INTERVALS: Final = ("weekly", "monthly", "quarterly")
_POINT_TYPES: Final = {
    AS_OF: "datetime64[s]",
    "release": "int64",
    UNIT: "str",
    MEASURE: "str",
    VALUE: "float64",
    BASIS: "str",
    "table": "str",
}
POINT_COLUMNS: Final = tuple(_POINT_TYPES)
HISTORY_COLUMNS: Final = (*POINT_COLUMNS, "corrected")
SERIES: Final = ["table", UNIT, MEASURE, BASIS]
"""The columns that identify a series."""

_FREQUENCY: Final = {"weekly": "W-SUN", "monthly": "M", "quarterly": "Q"}
_KEY: Final = [AS_OF, *SERIES]
_REPLACED_WHOLE: Final = ("unit_progress", "county_progress")
"""Tables whose figures all have the date of the table: a later release for that date replaces them all."""
_CUMULATIVE_NATURES: Final = ("reported", "estimate")
_GAIN_DECIMALS: Final = 4
"""The decimals to which differences are rounded: more than any figure has, so that only float errors are removed."""
_GAIN_COLUMNS: Final = [UNIT, BASIS, "since", "before", AS_OF, "now", "gain", "weeks", "per_week"]


class _Point(NamedTuple):
    """One figure of one release; the fields are the columns of `points_of`, without the number of the release."""

    as_of: dt.date
    unit: str
    measure: str
    value: float
    basis: str
    table: str


class ReleaseSummary(Protocol):
    """What must be known about a release to decide whether its figures belong to a history."""

    @property
    def release(self) -> int:
        """The number of the release."""
        ...

    @property
    def as_of(self) -> dt.date:
        """The as-of date of the release."""
        ...

    @property
    def action(self) -> str:
        """How the release was made: `publish`, `correct` (an earlier date) or `restore` (an old release)."""
        ...

    @property
    def withdrawn_by(self) -> str | None:
        """The publisher who withdrew the release before its sign-off; None if it was not withdrawn."""
        ...


SomeRelease = TypeVar("SomeRelease", bound=ReleaseSummary)


def last_effective_release(releases: Sequence[ReleaseSummary], current: ReleaseSummary) -> int:
    """Returns the number of the last release whose figures may appear in the history shown with the release `current`.

    The history includes the corrections of earlier dates that were published while `current` was the newest release.
    Therefore it ends just before the next release whose `action` is not "correct", or with the last release if there is
    none. If `current` is a correction itself, its history ends with it. Withdrawn releases are ignored.
    """
    if current.action == "correct":
        return current.release
    later = [release for release in releases if release.release > current.release and release.withdrawn_by is None]
    followers = [release.release for release in later if release.action != "correct"]
    return min(followers) - 1 if followers else max((release.release for release in later), default=current.release)


def effective_releases(releases: Sequence[SomeRelease], current: SomeRelease, until: int) -> list[SomeRelease]:
    """Returns the releases whose figures appear in the history shown with the release `current`, oldest first.

    A release is left out if its number is above `until`, if its date is later than the date of `current`, or if it was
    withdrawn (`current` itself stays). If an old release was restored, the releases published before that are left out
    too if their date is later than the date of the restored release.
    """
    effective: list[SomeRelease] = []
    for release in sorted(releases, key=lambda r: r.release):
        if release.release > until or release.as_of > current.as_of:
            continue
        if release.withdrawn_by is not None and release.release != current.release:
            continue
        if release.action == "restore":
            effective = [earlier for earlier in effective if earlier.as_of <= release.as_of]
        effective.append(release)
    return effective


def points_of(release: int, tables: Tables) -> pd.DataFrame:
    """Returns the cumulative figures of one release, and the targets of its goals, one in each row.

    `release` is the number of the release. Columns: `as_of` (the date of the figure), `release`, `unit` (the place, by
    its current name), `measure`, `value` (in the measure's unit of measurement), `basis`, `table` (the name of the
    table with the figure). The row of a target has the date and the basis of the figure that is compared with the
    target, the value TARGETS in the column `table`, and the name of the goal in the column `unit`.
    """
    figures = [
        *_column_points(tables, "unit_progress", UNIT, SUMMED_MEASURES),
        *_column_points(tables, "county_progress", COUNTY, (AREA_REPORTED,)),
        *_figure_points(tables),
    ]
    points = [*figures, *_target_points(tables, figures)]
    return _frame(release, points)


def _frame(release: int, points: Sequence[_Point]) -> pd.DataFrame:
    """Returns the figures `points` of the release with the number `release`, with the columns POINT_COLUMNS."""
    columns = {name: [getattr(point, name) for point in points] for name in _Point._fields}
    columns["release"] = [release] * len(points)
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in _POINT_TYPES.items()})


def history_of(points: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Joins the figures of several releases into one history, sorted by date.

    `points` holds the result of `points_of` for each release, oldest release first. For each date the newest release
    counts: figures that this release states on another basis, or no longer states, are dropped from the history. The
    rates `completion_rate` and `completed_to_started` (%) are computed for each unit and date.

    Columns: `as_of`, `release` (the number of the release that first published the value), `unit` (the place),
    `measure`, `value` (in the measure's unit of measurement), `basis`, `table`, `corrected` (whether another value was
    published for the same date before).
    """
    if not points:
        return _empty().reindex(columns=HISTORY_COLUMNS)
    published = pd.concat(points, ignore_index=True)
    by_key = published.groupby(_KEY, sort=False)[VALUE]
    previous = by_key.shift()
    is_first = by_key.cumcount() == 0
    is_new = is_first | ~((published[VALUE] == previous) | (published[VALUE].isna() & previous.isna()))
    published = published.assign(
        published_in=published["release"],
        release=published["release"].where(is_new),
        corrected=(is_new & ~is_first).groupby([published[name] for name in _KEY], sort=False).transform("any"),
    )
    published["release"] = published.groupby(_KEY, sort=False)["release"].ffill().astype("int64")
    latest = _without_replaced(published.drop_duplicates(_KEY, keep="last"))
    history = pd.concat([latest, _rates(latest)], ignore_index=True)
    return history.sort_values(AS_OF, kind="stable", ignore_index=True).reindex(columns=HISTORY_COLUMNS)


def _without_replaced(points: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows of `points` without those that a later release has replaced for the same date.

    `points` has the columns of `points_of`, and `published_in`, the number of the last release that contains the
    figure.
    """
    whole = points["table"].isin(_REPLACED_WHOLE)
    one_report = [points[AS_OF], points["table"], *(points[name].mask(whole, "") for name in (UNIT, MEASURE))]
    last_release = points.groupby(one_report)["published_in"].transform("max")
    remaining: pd.DataFrame = points[points["published_in"] == last_release]
    return remaining


def is_in_year_to(history: pd.DataFrame, until: dt.date) -> pd.Series[bool]:
    """Returns, for each row of `history`, whether its date `as_of` is in the year of `until`, up to `until`."""
    in_time: pd.Series[bool] = history[AS_OF].dt.year.eq(until.year) & history[AS_OF].le(pd.Timestamp(until))
    return in_time


def series(history: pd.DataFrame, table: str, place: str, measure: str, until: dt.date) -> pd.DataFrame:
    """Returns the values of one measure of one place in the year of `until`, up to the date `until`, oldest first.

    `history` is the result of `history_of`; the result has the same columns. `table` is the name of the table that the
    values come from, such as "unit_progress"; `place` is the Chinese name of a unit, a county or the district. Only
    values on the same basis as the last value are returned. Rows without a value are left out.
    """
    is_series = (history["table"] == table) & (history[UNIT] == place) & (history[MEASURE] == measure)
    points = history[is_series & is_in_year_to(history, until)]
    points = points.dropna(subset=[VALUE]).sort_values(AS_OF, kind="stable")
    last_basis: pd.DataFrame = points[points[BASIS] == points[BASIS].iloc[-1]] if len(points) else points
    return last_basis


def years(history: pd.DataFrame) -> tuple[int, ...]:
    """Returns the years for which `history` has figures, the latest first. Only its column `as_of` is read."""
    return tuple(sorted({int(year) for year in history[AS_OF].dt.year}, reverse=True))


def by_period(history: pd.DataFrame, table: str, measure: str, interval: str, year: int) -> pd.DataFrame:
    """Returns the last figure of each week, month or quarter of the year `year`, for every place.

    `history` is the result of `history_of`. `table` is the name of the table that the figures come from, such as
    "unit_progress", whose places are the units; `measure` is their measure; `interval` is "weekly", "monthly" or
    "quarterly". A period without a figure has a row with a missing `value`.

    Columns: `unit` (the place), `basis`, `period` (the first day of the period), `as_of` (the date of the figure, or
    the last day of a period without a figure), `first_as_of` (the first date in the period that has a figure), `value`
    (in the measure's unit of measurement; a rate is rounded as displayed), `corrected` (whether another value was
    published for the same date before), `release` (the number of the release that first published the value), `rank`
    (among the places of one period and basis, 1 is the highest).
    """
    is_series = (history["table"] == table) & (history[MEASURE] == measure)
    rows = history[is_series & (history[AS_OF].dt.year == year)]
    if rows.empty:
        empty: pd.DataFrame = rows.assign(period=rows[AS_OF], first_as_of=rows[AS_OF], rank=pd.array([], dtype="Int64"))
        return empty
    slots = rows[AS_OF].dt.to_period(_FREQUENCY[interval])
    last = _last_of_slots(rows.assign(slot=slots, value=as_printed(rows[VALUE], measure)))
    every_slot = pd.DataFrame({"slot": pd.period_range(slots.min(), slots.max())})
    grid = rows[[UNIT, BASIS]].drop_duplicates().merge(every_slot, how="cross")
    periods = grid.merge(last, how="left", on=[UNIT, BASIS, "slot"])
    periods = periods.assign(
        period=periods["slot"].dt.start_time,
        as_of=periods[AS_OF].fillna(periods["slot"].dt.end_time.dt.normalize()),
        corrected=periods["corrected"].eq(True),
        rank=periods.groupby(["slot", BASIS])[VALUE].rank(ascending=False, method="min").astype("Int64"),
    )
    tidy: pd.DataFrame = periods[[UNIT, BASIS, PERIOD, AS_OF, "first_as_of", VALUE, "corrected", "release", "rank"]]
    return tidy


def _last_of_slots(rows: pd.DataFrame) -> pd.DataFrame:
    """Returns the last figure of each place and basis in each period (the column `slot`), missing if there is none.

    The column `first_as_of` is added: the first date in the period that has a figure.
    """
    key = [UNIT, BASIS, "slot"]
    days = rows[AS_OF].where(rows[VALUE].notna())
    dated = rows.assign(first_as_of=days.groupby([rows[name] for name in key], sort=False).transform("min"))
    in_order = dated.iloc[rows[VALUE].notna().to_numpy().argsort(kind="stable")]
    last: pd.DataFrame = in_order.drop_duplicates(key, keep="last")
    return last


def gains(periods: pd.DataFrame) -> pd.DataFrame:
    """Returns one row for each place with its increase in the latest period, the largest increase per week first.

    `periods` is the result of `by_period`. Places without an increase come last. Columns: `unit` (the place), `basis`,
    `as_of` and `now` (date and value in the latest period), `since` and `before` (date and value of the last figure
    before it), `gain` (`now` − `before`), `weeks` (between the two dates) and `per_week` (`gain` ÷ `weeks`). Values are
    in the measure's unit of measurement. Without a figure in the latest period, a place has only `unit`; without an
    earlier figure on the same basis in the same year, it has only `unit`, `basis`, `as_of` and `now`.
    """
    if periods.empty:
        return pd.DataFrame(columns=_GAIN_COLUMNS)
    filled = periods.dropna(subset=[VALUE])
    latest = filled[filled[PERIOD] == filled[PERIOD].max()].rename(columns={VALUE: "now"})
    latest = latest.sort_values(AS_OF, kind="stable").drop_duplicates(UNIT, keep="last")
    earlier = filled[filled[PERIOD] < filled[PERIOD].max()].drop_duplicates([UNIT, BASIS], keep="last")
    before = earlier.rename(columns={VALUE: "before", AS_OF: "since"})[[UNIT, BASIS, "since", "before"]]
    names = periods[[UNIT]].drop_duplicates()
    growth = names.merge(latest[[UNIT, BASIS, AS_OF, "now"]], how="left", on=UNIT)
    growth = growth.merge(before, how="left", on=[UNIT, BASIS])
    gain = pd.Series(half_up_all(growth["now"] - growth["before"], _GAIN_DECIMALS), index=growth.index)
    weeks = (growth[AS_OF] - growth["since"]).dt.days / 7
    growth = growth.assign(gain=gain, weeks=weeks, per_week=gain / weeks).reindex(columns=_GAIN_COLUMNS)
    return growth.sort_values("per_week", ascending=False, kind="stable", ignore_index=True)


def spans_differ(gained: pd.DataFrame) -> bool:
    """Returns whether the increases of the places cover different numbers of weeks.

    If they do, only the increases per week can be compared. `gained` is the result of `gains`.
    """
    return len(set(gained.dropna(subset=["gain"])["weeks"])) > 1


def added_and_dropped_units(periods: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Returns two tables: the places that started to report after the first date, and those that stopped reporting.

    `periods` is the result of `by_period`. Columns: `unit` (the place) and `as_of`, which is the date of the place's
    first figure in the first table, and of its last figure in the second.
    """
    filled = periods.dropna(subset=[VALUE])
    dates = filled.groupby(UNIT, sort=False).agg(min=("first_as_of", "min"), max=(AS_OF, "max")).reset_index()
    added = dates[dates["min"] > filled["first_as_of"].min()].rename(columns={"min": AS_OF})[[UNIT, AS_OF]]
    last = filled[filled[PERIOD] == filled[PERIOD].max()][AS_OF].min()
    dropped = dates[dates["max"] < last].rename(columns={"max": AS_OF})[[UNIT, AS_OF]]
    return added, dropped


def _column_points(tables: Tables, name: str, place: str, measures: tuple[str, ...]) -> Iterator[_Point]:
    """Yields one point for each cell in the columns `measures` of the table `name`; `place` is its column of places."""
    if name not in tables:
        return
    table = tables[name]
    for row in records(table.frame[[place, *measures]]):
        for measure in measures:
            yield _point(table, name, table.as_of, row[place], measure, row[measure])


def _figure_points(tables: Tables) -> Iterator[_Point]:
    """Yields one point for each row of the table `figures` that has a date and is a statistic or an estimate."""
    for row in records(frame_of(tables, "figures")):
        if row[NATURE] in _CUMULATIVE_NATURES and "-" in row[PERIOD]:
            day = dt.date.fromisoformat(row[PERIOD])
            yield _point(tables["figures"], "figures", day, row[SUBJECT], row[MEASURE], row[VALUE])


def _target_points(tables: Tables, figures: Sequence[_Point]) -> Iterator[_Point]:
    """Yields one point for each target of a goal and each date in `figures` with a figure to compare with it."""
    dates = dict.fromkeys((point.as_of, point.unit, point.measure, point.basis) for point in figures)
    for target in goal_targets(frame_of(tables, "goals"), frame_of(tables, "figures")):
        for as_of, unit, measure, basis in dates:
            if (unit, measure, as_of.year) == (target.place, target.measure, target.year):
                yield _Point(as_of, target.goal, measure, target.value, basis, TARGETS)


def _point(table: DatedTable, name: str, day: dt.date, place: str, measure: str, value: Any) -> _Point:
    known = float("nan") if pd.isna(value) else float(value)
    return _Point(day, places.current_name(place), measure, known, table.basis, name)


def _rates(points: pd.DataFrame) -> pd.DataFrame:
    """Returns the rates `completion_rate` and `completed_to_started` (%) of each unit and date, from their parts."""
    parts = points[(points["table"] == "unit_progress") & points[MEASURE].isin(SUMMED_MEASURES)]
    if parts.empty:
        return _empty().reindex(columns=HISTORY_COLUMNS)
    index = [AS_OF, UNIT, BASIS]
    by_measure = {name: parts[parts[MEASURE] == name].set_index(index)[VALUE] for name in SUMMED_MEASURES}
    rates = {
        COMPLETION_RATE: (AREA_RENOVATED, ANNUAL_TARGET_AREA),
        COMPLETED_TO_STARTED: (PROJECTS_COMPLETED, PROJECTS_STARTED),
    }
    rows = [
        parts[parts[MEASURE].isin(names)]
        .groupby(index)
        .agg(release=("release", "max"), corrected=("corrected", "any"))
        .assign(measure=rate, value=percentages(*(by_measure[name] for name in names)), table="unit_progress")
        for rate, names in rates.items()
    ]
    return pd.concat(rows).reset_index()


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=POINT_COLUMNS).astype(_POINT_TYPES)


def is_simulated(tables: Tables) -> bool:
    """Returns whether the basis of any table says that its figures were made up."""
    return any(SIMULATED in table.basis for table in tables.values())


@dataclass(frozen=True)
class History:
    """The figures shown with a release: its own, and those of the releases before it.

    `points` is the result of `history_of`. `damaged` holds the numbers of the releases that could not be read and are
    left out. If `store_unavailable` is True, the database did not respond, and `points` has only the figures of this
    release.
    """

    points: pd.DataFrame
    damaged: tuple[int, ...] = ()
    store_unavailable: bool = False
