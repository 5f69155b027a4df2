"""Writes a title and a table about the annual targets that are not goals of the release."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from renovation.comparisons.annual_targets import AnnualTarget
from renovation.comparisons.results import Results
from renovation.domain.places import DISTRICT
from renovation.language import Words
from renovation.wording.goals import goal_amount, goal_basis_line, light_label, pace_so_far, weekly_amount
from renovation.wording.outlook import percentage_points


def annual_targets_finding(targets: Sequence[AnnualTarget], words: Words, beside_goals: bool) -> str:
    """Returns the title above the table of annual targets: how many are well behind, at risk, on course, and so on.

    `targets` are the targets in this table. If `beside_goals` is True, the same page also shows goals, which are not in
    the table; the title then begins with “Other targets of the year”.
    """
    states = [_state(one, words) for one in targets]
    order = ("red", "amber", "green", "reached", "early")
    labels = {
        "red": words("{count} well behind"),
        "amber": words("{count} at risk"),
        "green": words("{count} on course"),
        "reached": words("{count} with the target reached"),
        "early": words("{count} not assessed yet"),
    }
    kinds = [kind for kind, _label in states]
    parts = [labels[kind].format(count=kinds.count(kind)) for kind in order if kind in kinds]
    listed = words.listed(parts)
    if beside_goals:
        return words("Other targets of the year: {total}; {assessments}", total=len(targets), assessments=listed)
    return words("Targets of the year: {total}; {assessments}", total=len(targets), assessments=listed)


def annual_targets_table(targets: Sequence[AnnualTarget], words: Words) -> pd.DataFrame:
    """Returns the annual targets as a table of texts with a row for each target.

    Columns, with headings in the language of `words`: whose target it is, the assessment (the light), the target, the
    total so far, the share completed, its distance to the schedule, the amount needed each week, and the weekly average
    since January. The assessment comes early, because a phone shows only the first columns. A column without any value
    is left out. Areas, such as `area_renovated`, are in 万㎡, in English in m².
    """
    outlooks = [one.outlook for one in targets]
    goals = [one.goal for one in outlooks]
    table = pd.DataFrame(
        {
            words("Target of the year"): [
                words.figure_name(one.outlook.goal.subject, words.heading(one.measure)) for one in targets
            ],
            words("Assessment"): [_state(one, words)[1] for one in targets],
            words("Target"): [goal_amount(goal.target, goal, words) for goal in goals],
            words("Completed so far"): [goal_amount(goal.actual, goal, words) for goal in goals],
            words("Share completed"): [words.percent_below(one.share_reached) for one in outlooks],
            words("Against the schedule"): [_distance(one, words) for one in targets],
            words("Needed per week"): [
                weekly_amount(goal.needed_per_week, goal, words) if goal.needed_per_week else "—" for goal in goals
            ],
            words("Weekly average since January"): [pace_so_far(goal, words) for goal in goals],
        }
    )
    return table[[heading for heading in table if set(table[heading]) != {"—"}]]


def annual_targets_basis(targets: Sequence[AnnualTarget], results: Results, words: Words) -> str:
    """Returns the line below the table of annual targets, with the dates and bases of the figures in it.

    If the district's figures and the units' figures have the same date and basis, the line states them once; otherwise
    it states them separately.
    """
    lines = {one.outlook.goal.table: goal_basis_line(one.outlook.goal, results, words) for one in targets}
    if len(set(lines.values())) == 1:
        return next(iter(lines.values()))
    whose = {"figures": words.place(DISTRICT.name), "unit_progress": words("units")}
    return words("; ").join(
        words("{heading}: {listed}", heading=whose[table], listed=line) for table, line in lines.items()
    )


def _state(target: AnnualTarget, words: Words) -> tuple[str, str]:
    """Returns (code, text) for the state of a target: ("reached", "已达到"), or its light, such as ("red", "明显滞后").

    The code is "early" if the target is not assessed yet.
    """
    goal = target.outlook.goal
    if goal.gap >= 0:
        return "reached", words("reached")
    return goal.light or "early", light_label(goal, words)


def _distance(target: AnnualTarget, words: Words) -> str:
    ahead = target.outlook.ahead_of_schedule
    if target.outlook.goal.gap >= 0 or pd.isna(ahead):
        return "—"
    if ahead == 0:
        return words("level with the schedule")
    sentence = words("{lag} ahead of schedule") if ahead > 0 else words("{lag} behind schedule")
    return sentence.format(lag=percentage_points(abs(ahead), words))
