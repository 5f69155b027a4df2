"""Compares the verdicts of a release with those of the release before."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pandas as pd

from renovation.comparisons.extremes import RATE_DECIMALS
from renovation.domain.columns import MEASURE, SUBJECT
from renovation.domain.numbers import half_up_all

CheckState = Literal["new", "uncompared", "larger", "smaller", "mended", "unchanged"]
CHECK_STATES: Final[tuple[CheckState, ...]] = ("new", "uncompared", "larger", "smaller", "mended", "unchanged")
STATE: Final = "state"
PREVIOUS_DIFFERENCE: Final = "previous_difference"
GREW: Final[tuple[CheckState, ...]] = ("new", "larger")
"""The states that ask for attention before all others."""

REASON: Final = "reason"
"""The column with the reason that a publisher gave for a mismatch; missing if nobody has."""

_KEY: Final = [SUBJECT, MEASURE, "form"]
_DIGITS: Final = 6
"""Decimals that hold the difference of printed numbers and of rates; beyond them lies the error of floats."""


def with_states(checks: pd.DataFrame, previous: pd.DataFrame | None) -> pd.DataFrame:
    """Returns the checks with the columns `state` and `previous_difference`.

    `checks` and `previous` have the columns of `reconcile`. `state` is one of CHECK_STATES, or None if `previous` is
    None: there is no release to compare with. A mismatch is `new` if the figure matched before, was not checked, or
    differed in the other direction; `uncompared` if a unit was missing from the sum before, so that nobody knows
    whether it is new; `larger` or `smaller` by the size of its difference as printed. A figure that is explained now
    and was a mismatch is `mended`. `previous_difference` is the difference in the previous release,
    missing if the figure was not checked there.
    """
    if previous is None:
        return checks.assign(**{STATE: None, PREVIOUS_DIFFERENCE: np.nan})
    before = previous.assign(**{PREVIOUS_DIFFERENCE: difference_of(previous), "previous_verdict": previous["verdict"]})
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
    """Returns reported − recomputed for each check, in the unit of its measure; `checks` as in `with_states`.

    The recomputed value counts as it is printed: a rate to one decimal.
    """
    reported, recomputed = (checks[name].astype("float64") for name in ("reported", "recomputed"))
    rates = pd.Series(half_up_all(recomputed, RATE_DECIMALS), index=checks.index)
    printed = recomputed.where(checks["form"] != "ratio", rates)
    return (reported - printed).round(_DIGITS)


def explanation_keys(checks: pd.DataFrame) -> pd.Series[str]:
    """Returns the key under which the explanation of each check is stored.

    `checks` as in `with_states`. The key holds the difference, so that another difference of the same figure has to be
    explained again.
    """
    exact = (checks["reported"].astype("float64") - checks["recomputed"].astype("float64")).round(_DIGITS)
    difference = exact.map("{:g}".format)
    return checks[SUBJECT] + "|" + checks[MEASURE] + "|" + checks["form"] + "|" + difference


def urgent_first(checks: pd.DataFrame) -> pd.DataFrame:
    """Returns the checks of `with_states`, those that are new or larger before all others."""
    return checks.iloc[(~checks[STATE].isin(GREW)).to_numpy().argsort(kind="stable")]
