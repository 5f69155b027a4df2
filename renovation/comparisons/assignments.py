"""Splits what is missing for a goal among the units and weeks, so that the parts add up exactly.

The missing amount is split among the units in pieces (whole projects, or hundredths of 万㎡) by the method of the
largest remainder, also called Hamilton's method. To spread the pieces over the weeks, each piece has a number between 0
and 1: for the j-th of a unit's n pieces, it is (j − ½) ÷ n (Inman and Bulfin's sequencing). The pieces of all units are
sorted by this number, and each week takes pieces from the front of this sequence, as many as its share of the days to
the deadline. Therefore the weekly tasks of a unit add up to its share, and each unit works at a nearly even pace.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from renovation.comparisons.goals import Goal
from renovation.domain import places
from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    AREA_REPORTED,
    MEASURE,
    PROJECTS_SCHEDULED,
    SUBJECT,
    UNIT,
    VALUE,
)
from renovation.domain.numbers import as_decimal, half_up_all

Weighting = Literal["schedule", "so_far", "targets", "equally"]
WEIGHTINGS: Final[tuple[Weighting, ...]] = ("schedule", "so_far", "targets", "equally")
"""The weightings by which a goal can be split. The first one for which the data suffices is the default: units with
more scheduled projects, or with more completed so far, get larger shares."""
HUNDREDTHS: Final = 100
MOST_PIECES: Final = 1_000_000
MOST_WEEKS: Final = 60
_COLUMN_SO_FAR: Final = {AREA_REPORTED: AREA_RENOVATED}
"""For a measure that units do not report, the column of the unit table that is used instead."""


@dataclass(frozen=True)
class Assignment:
    """The amount that is missing for a goal, split by unit and week, in the goal's unit of measurement.

    `weighting` names the quantity in proportion to which the amount was split, such as the units' targets. `remaining`
    is the missing amount, rounded up to a whole piece (a whole project, or a hundredth of 万㎡). `totals` holds the
    share of each unit, with the units as index; `quotas` holds the same shares before rounding to whole pieces. `weeks`
    has one row for each unit and one column for each week, named by the last date of the week. `overridden` is the
    number of shares that the visitor entered by hand. `units_so_far` is the sum of the units' figures so far, NaN if a
    unit does not report the goal's measure.
    """

    goal: Goal
    weighting: Weighting
    remaining: float
    totals: pd.Series
    weeks: pd.DataFrame
    quotas: pd.Series
    overridden: int = 0
    units_so_far: float = np.nan

    @property
    def largest(self) -> pd.Series:
        """The shares of the units that have the largest quota, with these units as index.

        Shares of equal quotas may differ by one piece (a project, or a hundredth of 万㎡), because quotas are rounded
        to whole pieces.
        """
        largest: pd.Series = self.totals[np.isclose(self.quotas, self.quotas.max())]
        return largest

    @property
    def week_ends(self) -> list[dt.date]:
        """The last date of each week up to the deadline; the last week may have fewer than seven days."""
        return [pd.Timestamp(end).date() for end in self.weeks.columns]

    @property
    def first_weeks(self) -> pd.Series:
        """The number of the first week in which each unit has a task, counted from 1; the index is the units' names."""
        return pd.Series((self.weeks > 0).to_numpy().argmax(axis=1) + 1, index=self.weeks.index)


def can_be_assigned(goal: Goal) -> bool:
    """Returns whether a goal can be split among the units.

    It must be a goal of the whole district, not yet reached, with time left before its deadline, and the missing amount
    must have at most MOST_PIECES pieces (whole projects or hundredths of 万㎡).
    """
    is_district = goal.subject in (places.DISTRICT.name, places.OWN_COUNTY.name)
    is_open = goal.needed_per_week is not None and 0 < goal.needed_per_week < np.inf and goal.weeks_left > 0
    return is_district and is_open and _pieces(goal) <= MOST_PIECES


def weightings(goal: Goal, units: pd.DataFrame, figures: pd.DataFrame) -> tuple[Weighting, ...]:
    """Returns the weightings by which a goal can be split among the units, the default weighting first.

    A weighting is a code such as "targets"; it says in proportion to which quantity the goal is split. A weighting is
    left out if this quantity is missing for a unit. `units` is the result of `compare_units`, `figures` is the
    release's table of this name, with one row for each figure of the district.
    """
    return tuple(weighting for weighting in WEIGHTINGS if _weights(weighting, goal, units, figures) is not None)


def assign(goal: Goal, units: pd.DataFrame, figures: pd.DataFrame, weighting: Weighting) -> Assignment:
    """Splits the amount that is missing for a goal among the units.

    `weighting` names the quantity in proportion to which the amount is split: the units' scheduled projects, their
    figures so far, their targets, or the same share for each unit. `units` is the result of `compare_units`, `figures`
    is the release's table of this name, with one row for each figure of the district. Raises ValueError if this
    quantity is missing for a unit, or zero for all units.
    """
    weights = _weights(weighting, goal, units, figures)
    if weights is None:
        raise ValueError(weighting)
    size, names = _pieces_per_measurement_unit(goal), units[UNIT].tolist()
    shares = largest_remainder(_pieces(goal), weights)
    return replace(
        by_week(goal, pd.Series(shares / size, index=names), weighting),
        quotas=pd.Series(_pieces(goal) / size * weights / weights.sum(), index=names),
        units_so_far=_sum_so_far(goal, units),
    )


def assign_with_overrides(
    goal: Goal, units: pd.DataFrame, figures: pd.DataFrame, weighting: Weighting, overrides: pd.Series
) -> Assignment:
    """Splits the amount that is missing for a goal among the units, with some shares entered by hand.

    `overrides` holds the shares that the visitor entered in the goal's unit of measurement, with all units as index;
    NaN for a unit whose share was not entered. The units without an entered share divide the rest in proportion to the
    quantity that `weighting` names, or equally if this quantity is zero for all of them. If the entered shares exceed
    the missing amount, or if a share was entered for every unit, the sum of all shares differs from the missing amount.

    `units` is the result of `compare_units`, `figures` is the release's table of this name, with one row for each
    figure of the district. Raises ValueError if the quantity is missing for a unit, or zero for all units.
    """
    weights = _weights(weighting, goal, units, figures)
    if weights is None:
        raise ValueError(weighting)
    size, is_free = _pieces_per_measurement_unit(goal), overrides.isna().to_numpy()
    pieces = _count_pieces(overrides, size)
    quotas = pieces / size
    free_weights = weights[is_free] if weights[is_free].sum() > 0 else np.ones(int(is_free.sum()))
    if is_free.any():
        rest = max(0, _pieces(goal) - int(pieces.sum()))
        pieces[is_free] = largest_remainder(rest, free_weights)
        quotas[is_free] = rest / size * free_weights / free_weights.sum()
    return replace(
        by_week(goal, pd.Series(pieces / size, index=overrides.index), weighting),
        quotas=pd.Series(quotas, index=overrides.index),
        overridden=int((~is_free).sum()),
        units_so_far=_sum_so_far(goal, units),
    )


def by_week(goal: Goal, totals: pd.Series, weighting: Weighting) -> Assignment:
    """Spreads the units' shares of a goal evenly over the weeks to the deadline.

    `totals` holds the shares in the goal's unit of measurement, with the units as index; missing and negative shares
    count as 0. The sum of the shares need not equal the missing amount. `weighting` says how the goal was split; it is
    only copied into the result.
    """
    size = _pieces_per_measurement_unit(goal)
    counts = _count_pieces(totals, size)
    ends = _week_ends(goal)
    days = (goal.deadline - goal.as_of).days
    elapsed = np.array([(end - goal.as_of).days / days for end in ends])
    taken = np.rint(half_up_all(counts.sum() * elapsed, 0)).astype("int64")
    sequence = _sequence(counts)
    week = np.searchsorted(taken, np.arange(len(sequence)), side="right")
    pieces = np.zeros((len(counts), len(ends)), dtype="int64")
    np.add.at(pieces, (sequence, week), 1)
    return Assignment(
        goal=goal,
        weighting=weighting,
        remaining=_pieces(goal) / size,
        totals=pd.Series(counts / size, index=totals.index),
        weeks=pd.DataFrame(pieces / size, index=totals.index, columns=ends),
        quotas=totals.astype("float64").fillna(0),
    )


def largest_remainder(whole: int, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Splits the whole number `whole` into whole numbers in proportion to `weights`, by largest remainders.

    The result has one number for each weight: 7 with the weights 1, 1 and 2 gives 2, 2 and 3. Each share is rounded
    down first. Then 1 is added to the numbers whose rounding lost most, until the sum is `whole`; if two lost the same,
    the earlier number is raised first. At least one weight must not be zero.
    """
    quotas = whole * weights / weights.sum()
    floors: npt.NDArray[np.int64] = np.floor(quotas + 1e-9).astype("int64")
    order = np.argsort(-(quotas - floors), kind="stable")
    floors[order[: whole - int(floors.sum())]] += 1
    return floors


def surplus(assignment: Assignment) -> float:
    """Returns by how much the units' shares exceed the missing amount, in the goal's unit of measurement.

    The result is negative if the shares are too small.
    """
    return float(half_up_all(assignment.totals.sum() - assignment.remaining, 2))


def _sum_so_far(goal: Goal, units: pd.DataFrame) -> float:
    """Returns the sum of all units' figures in the goal's measure, such as the area renovated so far.

    The result is NaN if a unit lacks the figure, or if units do not report this measure.
    """
    return float(units[goal.measure].astype("float64").sum(skipna=False)) if goal.measure in units else np.nan


def _weights(
    weighting: Weighting, goal: Goal, units: pd.DataFrame, figures: pd.DataFrame
) -> npt.NDArray[np.float64] | None:
    """Returns the weight of each unit, in the order of `units`: its annual target if `weighting` is "targets".

    Returns None if the weight of a unit is missing or negative, or if all weights are zero.
    """
    so_far = _COLUMN_SO_FAR.get(goal.measure, goal.measure)
    scheduled = figures[figures[MEASURE] == PROJECTS_SCHEDULED].set_index(SUBJECT)[VALUE]
    columns = {
        "schedule": units[UNIT].map(scheduled),
        "so_far": units[so_far] if so_far in units else pd.Series(np.nan, index=units.index),
        "targets": units[ANNUAL_TARGET_AREA],
        "equally": pd.Series(1.0, index=units.index),
    }
    weights: npt.NDArray[np.float64] = np.asarray(columns[weighting], dtype="float64")
    usable = len(weights) > 0 and not np.isnan(weights).any() and (weights >= 0).all() and weights.sum() > 0
    return weights if usable else None


def _count_pieces(amounts: pd.Series, size: int) -> npt.NDArray[np.int64]:
    """Returns each of `amounts` as a whole number of pieces: 250 pieces for 2.5 if `size` is 100.

    `size` is the number of pieces in one unit of measurement. A missing or negative amount has 0 pieces.
    """
    usable = amounts.astype("float64").fillna(0).clip(lower=0, upper=MOST_PIECES / size)
    counts: npt.NDArray[np.int64] = np.rint(usable.to_numpy() * size).astype("int64")
    return counts


def _sequence(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Returns the order in which all pieces are worked on; the pieces of each unit are spread evenly over it.

    `counts` is the number of pieces of each unit. The result has one entry for each piece: the position of its unit in
    `counts`, counted from 0.
    """
    unit = np.repeat(np.arange(len(counts)), counts)
    place = np.concatenate([(np.arange(1, n + 1) - 0.5) / n for n in counts if n] or [np.array([])])
    sequence: npt.NDArray[np.int64] = unit[np.argsort(place, kind="stable")]
    return sequence


def _pieces(goal: Goal) -> int:
    """Returns the amount that is missing for a goal as a number of pieces, rounded up so that the goal is reached."""
    return math.ceil(as_decimal(round((goal.target_at_deadline - goal.actual) * _pieces_per_measurement_unit(goal), 6)))


def _pieces_per_measurement_unit(goal: Goal) -> int:
    """Returns into how many pieces 1 of the goal's unit of measurement is split: 1 for counts, otherwise 100."""
    return 1 if goal.is_count else HUNDREDTHS


def _week_ends(goal: Goal) -> list[dt.date]:
    """Returns the last date of each week from the date of the goal's figure to its deadline, at most MOST_WEEKS dates.

    The last week may have fewer than seven days.
    """
    days = (goal.deadline - goal.as_of).days
    count = min(MOST_WEEKS, -(-days // 7))
    return [goal.as_of + dt.timedelta(days=min(7 * (week + 1), days)) for week in range(count)]
