"""What is open, how far it is, how fast it must go."""

from __future__ import annotations

from renovation.comparisons.goals import AMBER_SHARE, Goal
from renovation.figures import Answers
from renovation.findings.headlines import basis_line
from renovation.language import Words
from renovation.numbers import half_up


def goal_named(answers: Answers, name: str) -> Goal | None:
    """One of the open goals, None where the data cannot tell it."""
    return next((goal for goal in answers.goals if goal.goal == name), None)


def goal_title(goal: Goal, words: Words) -> str:
    """A goal's name."""
    _ = words.gettext
    names = {
        "started_share": _("At least half of the scheduled projects started"),
        "first_in_city": _("First in the city by floor area"),
    }
    return names[goal.goal]


def goal_distance(goal: Goal, words: Words) -> str:
    """How far the goal is, and what each week must bring against what it has brought."""
    _ = words.gettext
    decimals = 1 if goal.unit == "个" else 2
    pace = words.number(half_up(goal.pace_per_week, decimals), goal.unit)
    if goal.needed_per_week is None:
        return _("The deadline has come, {gap} short.").format(gap=_amount(-goal.gap, goal, words))
    needed = words.number(half_up(goal.needed_per_week, decimals), goal.unit)
    weeks = words.number(half_up(goal.weeks_left, 1))
    if goal.gap >= 0 and goal.rival is None:
        return _("Reached.")
    if goal.rival and goal.needed_per_week <= goal.pace_per_week and goal.gap >= 0:
        return _("{gap} ahead of {rival}; the present pace keeps the lead.").format(
            gap=_amount(goal.gap, goal, words), rival=words.place(goal.rival)
        )
    if goal.rival:
        sentence = (
            _(
                "{gap} behind {rival}. If {rival} keeps its pace it ends the year at {end}: {needed} a "
                "week are needed over {weeks} weeks, against {pace} so far."
            )
            if goal.gap < 0
            else _(
                "{gap} ahead of {rival}. If {rival} keeps its pace it ends the year at {end}: {needed} a "
                "week are needed over {weeks} weeks, against {pace} so far."
            )
        )
    else:
        sentence = _("{gap} to go: {needed} a week are needed over {weeks} weeks, against {pace} so far.")
    return sentence.format(
        gap=_amount(abs(goal.gap), goal, words),
        rival=words.place(goal.rival or ""),
        end=words.number(half_up(goal.rival_at_deadline or 0.0, 2), goal.unit),
        needed=needed,
        weeks=weeks,
        pace=pace,
    )


def light_in_words(goal: Goal, words: Words) -> str:
    """A light as a word, so that it is never colour alone."""
    _ = words.gettext
    return {"green": _("on course"), "amber": _("at risk"), "red": _("off course"), None: _("cannot be told")}[
        goal.light
    ]


def light_rule(words: Words) -> str:
    """The rule behind the lights."""
    return words.gettext(
        "On course: reached, or today's pace reaches it in time. At risk: the pace is at least "
        "{share} of what is needed. Off course: less."
    ).format(share=words.percent(100 * AMBER_SHARE, 0))


def goal_basis(goal: Goal, answers: Answers, words: Words) -> str:
    """The day and basis that a goal's figures speak of."""
    return basis_line(answers, "county_progress" if goal.rival else "figures", words)


def _amount(value: float, goal: Goal, words: Words) -> str:
    """A count as it is, an area to two decimals as the counties report it."""
    return words.number(value, goal.unit) if goal.unit == "个" else words.fixed(value, 2, goal.unit)
