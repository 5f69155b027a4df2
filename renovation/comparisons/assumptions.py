"""The limits within which a visitor can vary the pace and the deadline of a goal, as a what-if, on 目标与进度."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from renovation.comparisons.goals import Goal, year_end

_TIMES_NEEDED: Final = 3
"""The fastest pace that can be tried, as a multiple of the pace needed."""
_TIMES_SO_FAR: Final = 2
"""The fastest pace that can be tried is at least this multiple of the pace so far."""


def pace_range(goal: Goal) -> tuple[float, float, float, float]:
    """Returns the limits of the slider with which a visitor tries another pace in the what-if of a goal.

    They are (slowest pace, fastest pace, pace so far, step), all in the goal's unit of measurement per week. The step
    is the distance between two neighbouring positions of the slider.
    """
    fastest = math.ceil(max(_TIMES_NEEDED * (goal.needed_per_week or 0), _TIMES_SO_FAR * goal.pace_per_week, 1))
    return 0.0, float(fastest), goal.pace_per_week, 0.1 if goal.is_count else 0.01


def deadline_range(goal: Goal) -> tuple[dt.date, dt.date, dt.date]:
    """Returns the limits of the slider with which a visitor tries another deadline in the what-if of a goal.

    They are (first deadline, last deadline, preselected deadline). The first deadline is a week after the date of the
    figures. The last deadline is the end of the goal's year, because cumulative figures start at zero in the next year.
    The goal's own deadline is preselected, or the first deadline if the goal's own deadline is earlier.
    """
    first = goal.as_of + dt.timedelta(weeks=1)
    return first, year_end(goal.deadline), max(goal.deadline, first)
