"""Compares the checks of a release (reported against recomputed figures) with those of the previous release."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.extremes import RATE_DECIMALS
from renovation.comparisons.reconciliation import YEAR
from renovation.domain import places
from renovation.domain.columns import MEASURE, SUBJECT
from renovation.domain.numbers import half_up_all

CheckState = Literal["new", "uncompared", "larger", "smaller", "mended", "unchanged"]
CHECK_STATES: Final[tuple[CheckState, ...]] = ("new", "uncompared", "larger", "smaller", "mended", "unchanged")
STATE: Final = "state"
PREVIOUS_DIFFERENCE: Final = "previous_difference"
GREW: Final[tuple[CheckState, ...]] = ("new", "larger")
"""The states of mismatches that are new, or whose difference is larger than in the previous release."""

REASON: Final = "reason"
"""The column with the reason that a publisher gave for a mismatch; missing if nobody has."""

_KEY: Final = [SUBJECT, MEASURE, "form", YEAR]
_DIGITS: Final = 6
"""The decimals to which differences are rounded; all further decimals are errors of floating-point numbers."""


def with_states(checks: pd.DataFrame, previous: pd.DataFrame | None) -> pd.DataFrame:
    """Returns the checks with two more columns, `state` and `previous_difference`, about the previous release.

    `checks` and `previous` are the results of `reconcile` for the two releases. `previous` is None if there is no
    previous release; then every `state` is None. Checks of different years are not compared, because figures start at
    zero on 1 January. The states of a mismatch are:

    - `new`: the figure was no mismatch in the previous release, or its difference had the opposite sign there.
    - `uncompared`: a unit was missing from the sum in the previous release, so that nobody knows whether it is new.
    - `larger`, `smaller` or `unchanged`: how the displayed difference has changed.

    A check is `mended` if it was a mismatch and is none now, unless its sum now lacks a unit. All other checks are
    `unchanged`. `previous_difference` is the difference (reported − recomputed) in the previous release, in the
    measure's unit of measurement; it is missing if the figure was not checked there.
    """
    if previous is None:
        return checks.assign(**{STATE: None, PREVIOUS_DIFFERENCE: np.nan})
    before = previous.assign(
        subject=previous[SUBJECT].map(places.current_name),
        **{PREVIOUS_DIFFERENCE: difference_of(previous), "previous_verdict": previous["verdict"]},
    )
    merged = checks[_KEY].merge(before[[*_KEY, PREVIOUS_DIFFERENCE, "previous_verdict"]], how="left", on=_KEY)
    now = difference_of(checks).to_numpy()
    then = merged[PREVIOUS_DIFFERENCE].to_numpy(dtype="float64")
    is_wrong = (checks["verdict"] == "mismatch").to_numpy()
    was_wrong = (merged["previous_verdict"] == "mismatch").to_numpy()
    same_side = was_wrong & (np.sign(now) == np.sign(then))
    states = np.select(
        [
            is_wrong & (merged["previous_verdict"] == "incomplete").to_numpy(),
            is_wrong & ~same_side,
            is_wrong & (np.abs(now) > np.abs(then)),
            is_wrong & (np.abs(now) < np.abs(then)),
            ~is_wrong & was_wrong & (checks["verdict"] != "incomplete").to_numpy(),
        ],
        ["uncompared", "new", "larger", "smaller", "mended"],
        "unchanged",
    )
    return checks.assign(**{STATE: states, PREVIOUS_DIFFERENCE: then})


def difference_of(checks: pd.DataFrame) -> pd.Series[float]:
    """Returns the difference (reported − recomputed) of each check, in the unit of measurement of the checked measure.

    `checks` has the columns of `reconcile`. A recomputed rate is rounded to one decimal before the subtraction, as
    displayed.
    """
    reported, recomputed = (checks[name].astype("float64") for name in ("reported", "recomputed"))
    rates = pd.Series(half_up_all(recomputed, RATE_DECIMALS), index=checks.index)
    printed = recomputed.where(checks["form"] != "ratio", rates)
    return (reported - printed).round(_DIGITS)


def explanation_keys(checks: pd.DataFrame) -> pd.Series[str]:
    """Returns, for each check, the key (a text) under which a publisher's explanation of its difference is stored.

    The key contains the figure, the difference and the year. Therefore a figure must be explained again if its
    difference changes, or if the same difference appears in another year. `checks` has the columns of `reconcile`.
    """
    exact = (checks["reported"].astype("float64") - checks["recomputed"].astype("float64")).round(_DIGITS)
    difference = exact.map("{:g}".format)
    year = checks[YEAR].astype("str")
    return checks[SUBJECT] + "|" + checks[MEASURE] + "|" + checks["form"] + "|" + difference + "|year " + year


def urgent_first(checks: pd.DataFrame) -> pd.DataFrame:
    """Sorts checks: new and larger mismatches come first, the other checks keep their order.

    `checks` is the result of `with_states`.
    """
    return checks.iloc[(~checks[STATE].isin(GREW)).to_numpy().argsort(kind="stable")]
