"""Whether today's pace reaches the goals, in words that can be read aloud."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.assignments import Assignment, surplus
from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import Outlook, WhatIfResult, schedule_days
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.goals import (
    goal_amount,
    goal_source_label,
    goal_title,
    last_days_clause,
    light_label,
    no_light_sentence,
    weekly_amount,
)


def outlook_finding(answers: Answers, words: Words) -> str:
    """How many goals are on course, at risk and off course."""
    _ = words.gettext
    lights = [goal.light for goal in answers.goals]
    if not lights:
        return _("This release sets no goals")
    parts = [
        told.format(count=lights.count(light))
        for light, told in (
            ("red", _("{count} off course")),
            ("amber", _("{count} at risk")),
            ("green", _("{count} on course")),
            (None, _("{count} not known")),
        )
        if light in lights
    ]
    return _("Of {total} goals, {parts}").format(total=len(lights), parts=words.listed(parts))


def outlook_paragraph(seen: Outlook, words: Words) -> str:
    """One goal in sentences ready to be read aloud: where it is, where it should be, what is needed, where it leads."""
    _, goal = words.gettext, seen.goal
    if goal.light is None:
        return no_light_sentence(goal, words)
    sentences = [_where(seen, words)]
    if goal.rival is None:
        sentences.append(_against_schedule(seen, words))
    if goal.needed_per_week is None:
        sentences.append(_("The deadline, {day}, has come.").format(day=words.day(goal.deadline)))
    elif goal.needed_per_week > 0 and goal.last_days:
        told = _("{needed}; since January each week has brought {pace}.")
        pace = weekly_amount(goal.pace_per_week, goal, words)
        sentences.append(told.format(needed=last_days_clause(goal, words), pace=pace))
        sentences.append(_where_it_leads(seen, words))
    elif goal.needed_per_week > 0:
        told = _("{weeks} weeks are left; each must bring {needed}, and since January each has brought {pace}.")
        sentences.append(
            told.format(
                weeks=words.number(half_up(goal.weeks_left, 1)),
                needed=weekly_amount(goal.needed_per_week, goal, words),
                pace=weekly_amount(goal.pace_per_week, goal, words),
            )
        )
        sentences.append(_where_it_leads(seen, words))
    return words.joined(sentences)


def _where(seen: Outlook, words: Words) -> str:
    _, goal = words.gettext, seen.goal
    if goal.rival:
        told = (
            _(
                "As of {day}, {place}: {measure} {actual}, {gap} behind {rival}, which will end the "
                "year at {end} at its pace."
            )
            if goal.gap < 0
            else _(
                "As of {day}, {place}: {measure} {actual}, {gap} ahead of {rival}, which will end "
                "the year at {end} at its pace."
            )
        )
    elif goal.gap >= 0:
        told = _("As of {day}, {place}: {measure} {actual}; the goal of {target} is reached.")
    else:
        told = _("As of {day}, {place}: {measure} {actual}, {reached} of the goal of {target}, {gap} to go.")
    return told.format(
        day=words.day(goal.as_of),
        place=words.place(goal.subject),
        measure=words.in_sentence(words.heading(goal.measure)),
        actual=goal_amount(goal.actual, goal, words),
        target=goal_amount(goal.target, goal, words),
        gap=goal_amount(abs(goal.gap), goal, words),
        reached=words.percent(seen.share_reached),
        rival=words.place(goal.rival or ""),
        end=goal_amount(goal.required_total, goal, words),
    )


def _against_schedule(seen: Outlook, words: Words) -> str:
    _ = words.gettext
    told = (
        _("{schedule} of the time has passed, so it is {lag} behind the schedule.")
        if seen.lag < 0
        else _("{schedule} of the time has passed, so it is {lag} ahead of the schedule.")
    )
    return told.format(schedule=words.percent(seen.schedule), lag=percentage_points(abs(seen.lag), words))


def _where_it_leads(seen: Outlook, words: Words) -> str:
    _, goal = words.gettext, seen.goal
    return _("At today's pace it reaches {end} by {day}; {arrival}.").format(
        end=_rounded(seen.at_deadline, goal, words), day=words.day(goal.deadline), arrival=arrival_clause(seen, words)
    )


def arrival_clause(seen: Outlook | WhatIfResult, words: Words, goal: Goal | None = None) -> str:
    """When a pace reaches the goal, as the end of a sentence."""
    _ = words.gettext
    goal = seen.goal if isinstance(seen, Outlook) else goal
    if seen.arrival is None:
        return (
            _("it does not overtake at this pace")
            if goal and goal.rival
            else _("it does not reach the goal within ten years")
        )
    if goal and seen.arrival == goal.as_of:
        return _("it has already reached the goal")
    return _("it reaches the goal on {day}").format(day=words.day(seen.arrival))


def goal_table(seen: Outlook, recent: float, words: Words) -> pd.DataFrame:
    """A goal's figures, one a row: what, and how much. `recent` is the pace of the last weeks, NaN where not known."""
    _, goal = words.gettext, seen.goal
    reached = _("{amount} ({share})").format(
        amount=goal_amount(goal.actual, goal, words), share=words.percent(seen.share_reached)
    )
    rows = [
        (_("Goal"), goal_amount(goal.required_total, goal, words)),
        (_("Where we are"), reached if pd.notna(seen.share_reached) else goal_amount(goal.actual, goal, words)),
        (_("Schedule"), _schedule(seen, words)),
        (_("Due by now"), _rounded(seen.on_schedule, goal, words)),
        (_("Pace so far, a week"), weekly_amount(goal.pace_per_week, goal, words)),
        (_("Pace of the last four weeks"), weekly_amount(recent, goal, words) if pd.notna(recent) else ""),
        (_("Pace needed, a week"), _needed(goal, words)),
        (_("Reached at today's pace"), _day(seen, words)),
        (_("Deadline"), words.day(goal.deadline)),
        (_("Set by"), goal_source_label(goal, words)),
    ]
    told = [(what, value) for what, value in rows if value]
    return pd.DataFrame(told, columns=[_("What"), _("Figure")])


def _schedule(seen: Outlook, words: Words) -> str:
    """The share of the time that has passed, with its days while some are left."""
    goal, share = seen.goal, words.percent(seen.schedule)
    if goal.as_of >= goal.deadline:
        return share
    gone, whole = schedule_days(goal.as_of, goal.deadline)
    return words.gettext("{share} (day {gone} of {whole})").format(share=share, gone=gone, whole=whole)


def _needed(goal: Goal, words: Words) -> str:
    if goal.needed_per_week is None:
        return words.gettext("no time is left") if goal.light == "red" else words.missing
    return (
        last_days_clause(goal, words)
        if goal.last_days and goal.gap < 0
        else weekly_amount(goal.needed_per_week, goal, words)
    )


def _day(seen: Outlook, words: Words) -> str:
    _, goal = words.gettext, seen.goal
    if goal.light is None:
        return words.missing
    if seen.arrival is None:
        return _("never, at the present paces") if goal.rival else _("not within ten years")
    return _("reached") if goal.gap >= 0 else words.day(seen.arrival)


def percentage_points(value: float, words: Words) -> str:
    """A difference of percentages, `38.5个百分点`."""
    return words.number(half_up(value, 1), "个百分点")


def _rounded(value: float, goal: Goal, words: Words) -> str:
    """A total that is computed, not counted: counts whole."""
    return words.missing if pd.isna(value) else goal_amount(half_up(value, 0 if goal.unit == "个" else 2), goal, words)


def consequence_sentence(goal: Goal, seen: WhatIfResult, words: Words) -> str:
    """What an assumed pace and deadline lead to."""
    _ = words.gettext
    told = (
        _("At {pace} a week, the total on {day} is {end}, {gap} more than needed; {arrival}. {light}.")
        if seen.gap >= 0
        else _("At {pace} a week, the total on {day} is {end}, {gap} less than needed; {arrival}. {light}.")
    )
    if goal.rival:
        told = (
            _("At {pace} a week, the total on {day} is {end}, {gap} more than {rival} at its pace; {arrival}. {light}.")
            if seen.gap >= 0
            else _(
                "At {pace} a week, the total on {day} is {end}, {gap} less than {rival} at its pace; "
                "{arrival}. {light}."
            )
        )
    lights = {"green": _("That is on course"), "amber": _("That is at risk"), "red": _("That is off course")}
    return told.format(
        pace=weekly_amount(seen.pace, goal, words),
        day=words.day(seen.deadline),
        end=_rounded(seen.at_deadline, goal, words),
        gap=_rounded(abs(seen.gap), goal, words),
        rival=words.place(goal.rival or ""),
        arrival=arrival_clause(seen, words, goal),
        light=lights[seen.light],
    )


def split_key_label(key: str, words: Words) -> str:
    """What a goal is split by."""
    _ = words.gettext
    return {
        "equally": _("equally"),
        "schedule": _("by share of the scheduled projects"),
        "targets": _("by share of the area targets"),
        "so_far": _("by what each has completed so far"),
    }[key]


def assignment_finding(assigned: Assignment, words: Words) -> str:
    """What is to be brought together, and each week, by whom most."""
    _, goal = words.gettext, assigned.goal
    most = assigned.totals.idxmax()
    return _("{remaining} to go until {day}: {needed} a week; the largest share is {share}, for {unit}").format(
        remaining=goal_amount(assigned.remaining, goal, words),
        day=words.day(goal.deadline),
        needed=weekly_amount(goal.needed_per_week or 0.0, goal, words),
        unit=words.place(str(most)),
        share=goal_amount(float(assigned.totals.max()), goal, words),
    )


def shares_sum_sentence(assigned: Assignment, words: Words) -> str:
    """Whether the units' shares add up to what lacks."""
    _, goal, off = words.gettext, assigned.goal, surplus(assigned)
    whole, total = (goal_amount(value, goal, words) for value in (assigned.remaining, float(assigned.totals.sum())))
    if off == 0:
        return _("✓ The shares add up to {whole} exactly.").format(whole=whole)
    told = (
        _("! The shares add up to {total}, {off} more than the {whole} still needed.")
        if off > 0
        else _("✕ The shares add up to {total}, {off} less than the {whole} still needed.")
    )
    return told.format(total=total, whole=whole, off=goal_amount(abs(off), goal, words))


def method_paragraph(assigned: Assignment, keys: tuple[str, ...], words: Words) -> str:
    """How the goal was split, and which keys the data does not allow."""
    _ = words.gettext
    told = [
        _(
            "Method: split by the largest-remainder method and spread evenly over the weeks; the "
            "last week may be short."
        ),
        _("This is a calculated proposal; it has not been set yet."),
    ]
    if "schedule" not in keys:
        told.append(_("A split by scheduled projects needs each unit's number of them, which the data does not give."))
    if "targets" not in keys:
        told.append(_("A split by targets needs every unit's target."))
    if assigned.goal.rival:
        told.append(_("The total is on the city's basis; the units' own figures are used only to split it."))
    return words.joined(told)


def race_finding(needed: pd.DataFrame, words: Words) -> str:
    """What total gives first place at the year's end, and whether our own pace brings it; `needed` holds rows."""
    _ = words.gettext
    last = needed[needed["percent"] == 100].iloc[-1]
    told = (
        _("First place on {day} takes more than {needed}; at our own pace we reach {ours}")
        if last["enough"]
        else _("First place on {day} takes more than {needed}; at our own pace we reach only {ours}")
    )
    return told.format(
        day=words.day(last["day"]),
        needed=words.fixed(last["needed"], 2, "万㎡"),
        ours=words.fixed(last["at_own_pace"], 2, "万㎡"),
    )


def goal_option_label(goal: Goal, words: Words) -> str:
    """A goal's title and its light as a word, for a list to choose from."""
    return (
        f"{goal_title(goal, words)}（{light_label(goal, words)}）"
        if words.language == "zh"
        else (f"{goal_title(goal, words)} ({light_label(goal, words)})")
    )
