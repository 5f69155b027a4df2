"""The history that a release closes, out of the store, and what wants a decision by it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from renovation import places
from renovation.comparisons.exceptions import Concern, concerns, thresholds_in
from renovation.comparisons.history import history_of, last_counted, points_of, standing
from renovation.figures import Answers, as_json, given, percent
from renovation.language import Words
from renovation.publishing import Checked
from renovation.releases.database import DamagedRelease
from renovation.releases.store import Release, Store

LOG: Final = logging.getLogger("renovation")
TABLES: Final = frozenset({"unit_progress", "county_progress", "figures"})
RATES: Final = frozenset({"completion_rate", "completed_to_started"})
UNIT_FIGURES: Final = (
    "projects_started",
    "projects_completed",
    "area_renovated",
    "annual_target_area",
    "completion_rate",
    "completed_to_started",
)
DISTRICT_FIGURES: Final = ("projects_started", "projects_completed", "area_renovated")
Points = Callable[[Release], pd.DataFrame]
"""What gives the points of a release, as `points_of` does."""


@dataclass(frozen=True)
class History:
    """All points up to a release, as `history_of` gives them, and the releases that are damaged and left out.

    `unread` says that the store did not answer, so that the points are those of one release alone.
    """

    points: pd.DataFrame
    damaged: tuple[int, ...] = ()
    unread: bool = False


def history(releases: Sequence[Release], shown: Release, points: Points, until: int | None = None) -> History:
    """The history as it stands when `shown` is on the screen, out of the releases up to the number `until`.

    Unless told, that is `last_counted`. A damaged release is left out, named, and leaves a gap. Raises StoreError where
    the store does not answer.
    """
    found, damaged = [], []
    for release in standing(releases, shown, last_counted(releases, shown) if until is None else until):
        try:
            found.append(points(release))
        except DamagedRelease:
            LOG.exception("Release %s is damaged and left out of the history.", release.release)
            damaged.append(release.release)
    return History(history_of(found), tuple(damaged))


def history_if_published(releases: Sequence[Release], checked: Checked, points: Points) -> History:
    """The history as it will stand once a checked workbook, which can be, is published."""
    plan = checked.plan
    assert plan is not None, "what cannot be published closes no history"
    number = max((release.release for release in releases), default=0) + 1
    coming = Release(number, plan.as_of, "", "", "", plan.action, checked.head, None, None, "", head=plan.moves_head)

    def told(release: Release) -> pd.DataFrame:
        return points_of(number, checked.after) if release is coming else points(release)

    return history([*releases, coming], coming, told)


def points_in(store: Store, number: int) -> pd.DataFrame:
    """A release's points as a store holds them. Raises DamagedRelease and StoreError."""
    return points_of(number, store.load(number, TABLES))


def concerns_of(answers: Answers, points: pd.DataFrame) -> tuple[Concern, ...]:
    """What wants a decision by a release's answers and the history up to it."""
    bases = {name: table.basis for name, table in answers.tables.items()}
    thresholds = thresholds_in(answers.table("thresholds"))
    return concerns(answers.outlooks, bases, answers.checks, points, answers.as_of, thresholds)


def document(answers: Answers, told: History, words: Words) -> dict[str, Any]:
    """The document of `figures --json`: the release's own, with `history` and `exceptions`."""
    found = concerns_of(answers, told.points)
    return as_json(answers, words) | {
        "history": _history_json(told.points),
        "exceptions": [_concern_json(concern) for concern in found],
    }


def _history_json(points: pd.DataFrame) -> list[dict[str, Any]]:
    """One entry for each day that the units or the whole district have reported for, the oldest first.

    A day that is told on two bases has an entry for each.
    """
    by_unit = (points["table"] == "unit_progress") & points["measure"].isin(UNIT_FIGURES)
    of_district = (points["table"] == "figures") & (points["unit"] == places.DISTRICT.name)
    by_district = of_district & points["measure"].isin(DISTRICT_FIGURES)
    return [
        _day_json(pd.Timestamp(str(day)), rows)
        for (day, _basis), rows in points[by_unit | by_district].groupby(["as_of", "basis"])
    ]


def _day_json(day: pd.Timestamp, both: pd.DataFrame) -> dict[str, Any]:
    units, district = both[both["table"] == "unit_progress"], both[both["table"] == "figures"]
    held = {
        str(name): dict(zip(rows["measure"], rows["value"], strict=True))
        for name, rows in units.groupby("unit", sort=False)
    }
    whole = dict(zip(district["measure"], district["value"], strict=True))
    return {
        "as_of": day.date().isoformat(),
        "release": int(both["release"].max()),
        "corrected": bool(both["corrected"].any()),
        "basis": str(both["basis"].iloc[0]),
        "units": [{"unit": name, **_values_json(values, UNIT_FIGURES)} for name, values in held.items()],
        "district": _values_json(whole, DISTRICT_FIGURES),
    }


def _values_json(values: Mapping[str, float], measures: tuple[str, ...]) -> dict[str, Any]:
    return {name: (percent if name in RATES else given)(values.get(name, float("nan"))) for name in measures}


def _concern_json(concern: Concern) -> dict[str, Any]:
    return {
        "rule": concern.rule,
        "threshold": given(concern.threshold),
        "subject": concern.subject,
        "measure": concern.measure,
        "goal": concern.outlook.goal.goal if concern.outlook else None,
        "as_of": concern.as_of.isoformat(),
        "basis": concern.basis,
        "amount": percent(concern.amount),
        "since": concern.since.isoformat() if concern.since else None,
    }
