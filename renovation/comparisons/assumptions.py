"""What a reader may assume of a goal: the paces and deadlines that a "what if" offers."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from renovation.comparisons.goals import Goal, year_end

_TIMES_NEEDED: Final = 3
"""The fastest pace offered, as a multiple of the pace that is needed."""
_TIMES_SO_FAR: Final = 2
"""The fastest pace offered at least, as a multiple of the pace so far."""


def pace_range(goal: Goal) -> tuple[float, float, float, float]:
    """Returns the slowest and the fastest pace to assume, the pace so far, and the step between two paces.

    All in the goal's unit of measurement a week.
    """
    fastest = math.ceil(max(_TIMES_NEEDED * (goal.needed_per_week or 0), _TIMES_SO_FAR * goal.pace_per_week, 1))
    return 0.0, float(fastest), goal.pace_per_week, 0.1 if goal.unit == "个" else 0.01


def deadline_range(goal: Goal) -> tuple[dt.date, dt.date, dt.date]:
    """Returns the first and the last deadline to assume, and where to start.

    They reach from a week after the figures to the end of the deadline's year, where cumulative figures start anew. The
    start is the goal's deadline, or the first of these days where the deadline is nearer or has passed.
    """
    first = goal.as_of + dt.timedelta(weeks=1)
    return first, year_end(goal.deadline), max(goal.deadline, first)
