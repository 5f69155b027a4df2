"""Sentences about units whose target changed between two releases, which also changes their completion rate."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.history import by_period, gains
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording.extremes import MOST_NAMES


def target_change_sentences(
    points: pd.DataFrame, interval: str, year: int, units: tuple[str, ...], words: Words
) -> tuple[str, ...]:
    """Returns a sentence for each unit whose target in the latest period differs from its previous target in the year.

    `points` is the result of `history_of`; `year` and `interval` ("weekly", "monthly" or "quarterly") define the
    periods. Only the units in `units` are considered, or all units if `units` is empty. If there are more than
    MOST_NAMES changes, one sentence states their number.
    """
    targets = gains(by_period(points, "unit_progress", "annual_target_area", interval, year))
    changed = targets[targets["gain"].notna() & (targets["gain"] != 0)]
    if units:
        changed = changed[changed["unit"].isin(units)]
    if len(changed) > MOST_NAMES:
        return (
            words(
                "The targets of {count} units were changed, which also changed their completion rates.",
                count=len(changed),
            ),
        )
    return tuple(
        words(
            "The target of {unit} was changed from {before} (as of {since}) to {now} (as of "
            "{day}), which also changed its completion rate.",
            unit=words.place_in_sentence(row["unit"]),
            before=words.measured("annual_target_area", row["before"]),
            now=words.measured("annual_target_area", row["now"]),
            since=words.day(row["since"].date()),
            day=words.day(row["as_of"].date()),
        )
        for row in records(changed)
    )
