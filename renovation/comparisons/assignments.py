"""From ranking to assignment: what must each unit bring each week, so that it adds up exactly to the goal?

What lacks is split among the units by largest remainder (Hamilton's method), whole projects or hundredths of 万㎡. Each
unit's share is then lined up over the time left, its j-th piece at (j − ½) ÷ its number (Inman and Bulfin's
sequencing), and each week takes its part of the line: every unit's weeks add up to its share, every week's units to the
week's part, and every unit keeps near an even pace.
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
from renovation.domain.numbers import as_decimal, half_up_all

SplitKey = Literal["equally", "schedule", "targets", "so_far"]
SPLIT_KEYS: Final[tuple[SplitKey, ...]] = ("equally", "schedule", "targets", "so_far")
PIECES: Final = {"个": 1, "家": 1, "户": 1}
"""Pieces in one of a unit of measurement: counts go whole, everything else in hundredths."""
HUNDREDTHS: Final = 100
MOST_PIECES: Final = 1_000_000
MOST_WEEKS: Final = 60
_SO_FAR: Final = {"area_reported": "area_renovated"}


@dataclass(frozen=True)
class Assignment:
    """What lacks, split by unit and week.

    `weeks` has one row a unit and one column a week, named by the day the week ends on, in the goal's unit; `totals`
    is each unit's share, with the units as index, `overridden` says how many of them the user set. `remaining` is
    what lacks, rounded up to a whole piece.
    """

    goal: Goal
    key: SplitKey
    remaining: float
    totals: pd.Series
    weeks: pd.DataFrame
    overridden: int = 0

    @property
    def week_ends(self) -> list[dt.date]:
        """The days the weeks end on."""
        return [pd.Timestamp(end).date() for end in self.weeks.columns]


def can_be_assigned(goal: Goal) -> bool:
    """Whether something lacks, time is left to make it good, and the goal is the whole district's."""
    whole = goal.subject in (places.DISTRICT.name, places.OWN_COUNTY.name)
    return whole and goal.needed_per_week is not None and 0 < goal.needed_per_week < np.inf and goal.weeks_left > 0


def split_keys(goal: Goal, units: pd.DataFrame, figures: pd.DataFrame) -> tuple[SplitKey, ...]:
    """The keys for which every unit has a number, so that none is left out unseen."""
    return tuple(key for key in SPLIT_KEYS if _weights(key, goal, units, figures) is not None)


def assign(goal: Goal, units: pd.DataFrame, figures: pd.DataFrame, key: SplitKey) -> Assignment:
    """Splits what the goal lacks among the units.

    Equally, by share of the scheduled projects or of the targets, or by what each has managed so far. `units` as
    compared, `figures` as printed. Raises ValueError where the key is none of `split_keys`.
    """
    weights = _weights(key, goal, units, figures)
    if weights is None:
        raise ValueError(key)
    shares = largest_remainder(_pieces(goal), weights)
    return by_week(goal, pd.Series(shares / _fineness(goal), index=units["unit"].tolist()), key)


def assign_with_overrides(
    goal: Goal, units: pd.DataFrame, figures: pd.DataFrame, key: SplitKey, overrides: pd.Series
) -> Assignment:
    """As `assign`, around the shares that were set by hand, so that the sum stays exactly what lacks.

    `overrides` has the units as index, missing where a unit is split as usual. Where the shares set alone exceed what
    lacks, the others bring nothing and the sum is more; where all are set, it is whatever they add up to. Units whose
    weights are all zero share the rest equally.
    """
    weights = _weights(key, goal, units, figures)
    if weights is None:
        raise ValueError(key)
    fineness, free = _fineness(goal), overrides.isna().to_numpy()
    pieces = _counted(overrides, fineness)
    open_weights = weights[free] if weights[free].sum() > 0 else np.ones(int(free.sum()))
    if free.any():
        pieces[free] = largest_remainder(max(0, _pieces(goal) - int(pieces.sum())), open_weights)
    planned = by_week(goal, pd.Series(pieces / fineness, index=overrides.index), key)
    return replace(planned, overridden=int((~free).sum()))


def by_week(goal: Goal, totals: pd.Series, key: SplitKey) -> Assignment:
    """Lines up the units' totals, whatever they add up to, over the weeks to the deadline.

    `totals` is held in the goal's unit, with the units as index; what is missing or negative counts as nothing.
    """
    fineness = _fineness(goal)
    counts = _counted(totals, fineness)
    days = (goal.deadline - goal.as_of).days
    ends = [goal.as_of + dt.timedelta(days=min(7 * (week + 1), days)) for week in range(_week_count(days))]
    passed = np.array([(end - goal.as_of).days / days for end in ends])
    taken = np.rint(half_up_all(counts.sum() * passed, 0)).astype("int64")
    unit = np.repeat(np.arange(len(counts)), counts)
    place = np.concatenate([(np.arange(1, n + 1) - 0.5) / n for n in counts if n] or [np.array([])])
    line = unit[np.argsort(place, kind="stable")]
    week = np.searchsorted(taken, np.arange(len(line)), side="right")
    table = np.zeros((len(counts), len(ends)), dtype="int64")
    np.add.at(table, (line, week), 1)
    return Assignment(
        goal,
        key,
        _pieces(goal) / fineness,
        pd.Series(counts / fineness, index=totals.index),
        pd.DataFrame(table / fineness, index=totals.index, columns=ends),
    )


def largest_remainder(whole: int, weights: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Whole numbers in proportion to `weights` that add up to `whole`; equal remainders go to the first."""
    quotas = whole * weights / weights.sum()
    floors: npt.NDArray[np.int64] = np.floor(quotas + 1e-9).astype("int64")
    order = np.argsort(-(quotas - floors), kind="stable")
    floors[order[: whole - int(floors.sum())]] += 1
    return floors


def surplus(assignment: Assignment) -> float:
    """What the totals add up to beyond what lacks; 0 when they add up exactly."""
    return float(half_up_all(assignment.totals.sum() - assignment.remaining, 2))


def _weights(key: SplitKey, goal: Goal, units: pd.DataFrame, figures: pd.DataFrame) -> npt.NDArray[np.float64] | None:
    """One weight a unit; None where one is missing or negative or all are zero."""
    so_far = _SO_FAR.get(goal.measure, goal.measure)
    scheduled = figures[figures["measure"] == "projects_scheduled"].set_index("subject")["value"]
    columns = {
        "equally": pd.Series(1.0, index=units.index),
        "schedule": units["unit"].map(scheduled),
        "targets": units["annual_target_area"],
        "so_far": units[so_far] if so_far in units else pd.Series(np.nan, index=units.index),
    }
    weights: npt.NDArray[np.float64] = np.asarray(columns[key], dtype="float64")
    usable = len(weights) > 0 and not np.isnan(weights).any() and (weights >= 0).all() and weights.sum() > 0
    return weights if usable else None


def _counted(amounts: pd.Series, fineness: int) -> npt.NDArray[np.int64]:
    """Amounts in whole pieces; what is missing or negative counts as nothing."""
    held = amounts.astype("float64").fillna(0).clip(lower=0, upper=MOST_PIECES / fineness)
    counts: npt.NDArray[np.int64] = np.rint(held.to_numpy() * fineness).astype("int64")
    return counts


def _pieces(goal: Goal) -> int:
    """What lacks, in whole pieces, rounded up so that the goal is reached."""
    return min(MOST_PIECES, math.ceil(as_decimal(round((goal.required_total - goal.actual) * _fineness(goal), 6))))


def _fineness(goal: Goal) -> int:
    return PIECES.get(goal.unit, HUNDREDTHS)


def _week_count(days: int) -> int:
    """Weeks to the deadline, the last one perhaps short; beyond MOST_WEEKS all the rest falls into the last."""
    return min(MOST_WEEKS, -(-days // 7))
