"""Tables, titles and sentences about the units' tasks for a goal, and the area needed to be first in the city."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.assignments import Assignment
from renovation.comparisons.goals import Goal
from renovation.domain.numbers import half_up, half_up_all
from renovation.language import Words
from renovation.wording.goals import goal_amount, goal_title, weekly_amount
from renovation.wording.outlook import weighting_label


def shares_table(assigned: Assignment, units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the units' tasks as a table that the visitor edits: one row for each unit; the index is their names.

    Columns, with headings in the language of `words`: the unit, the task entered by hand (NaN at first), the proposed
    task, and the unit's figure so far. The last three are float64, in the goal's unit of measurement (areas in m² in
    English). `units` is the result of `compare_units`; its columns `unit` and the goal's measure, such as
    `projects_started`, are read.
    """
    measure = "projects_started" if assigned.goal.is_count else "area_renovated"
    names, factor = assigned.totals.index, words.factor(assigned.goal.measurement_unit)
    return pd.DataFrame(
        {
            words("Unit"): [words.place(unit) for unit in names],
            by_hand_heading(words): pd.Series(float("nan"), index=names),
            words("Proposed task"): half_up_all(assigned.totals * factor, 4),
            words.amount_axis(measure): half_up_all(units.set_index("unit")[measure].reindex(names) * factor, 4),
        },
        index=names,
    )


def by_hand_heading(words: Words) -> str:
    """Returns the heading of the column of `shares_table` in which the visitor enters tasks by hand."""
    return words("Task set by hand (optional)")


def weeks_table(assigned: Assignment, words: Words, first: int | None = None) -> pd.DataFrame:
    """Returns the weekly tasks: one row for each unit, and a last row with the sums.

    Columns, with headings in the language of `words`: the `unit`, its task in total, and one column for each week,
    named by the last day of the week. If `first` is a number, only the first `first` weeks have a column of their own,
    and a last column has the sums of all later weeks; if it is None, every week has a column. The figures are int64 for
    counts; areas are float64, in 万㎡ with two decimals, in English in m².
    """
    weeks = assigned.weeks.copy()
    weeks.columns = pd.Index([words.short_day(day) for day in assigned.week_ends])
    plan = pd.concat([weeks, weeks.sum().to_frame().T], ignore_index=True)
    total, later = plan.sum(axis=1), plan.iloc[:, first:] if first else plan.iloc[:, :0]
    if not later.empty:
        heading = words.plural("{count} later week", "{count} later weeks", count=later.shape[1])
        plan = plan.iloc[:, :first].assign(**{heading: later.sum(axis=1)})
    plan.insert(0, words.with_amount_measurement_unit_of(words("Total"), assigned.goal.measure), total)
    factor = words.factor(assigned.goal.measurement_unit)
    plan = plan.apply(lambda column: half_up_all(half_up_all(column, 2) * factor, 2))
    if assigned.goal.is_count:
        plan = plan.astype("int64")
    plan.insert(0, words("Unit"), [*(words.place(unit) for unit in assigned.weeks.index), words("Total")])
    return plan


def weekly_tasks_title(assigned: Assignment, words: Words) -> str:
    """Returns the title above the weekly tasks of the units, which says how the goal was split among them.

    If the visitor has set tasks by hand, the title says so.
    """
    split = weighting_label(assigned.weighting, words)
    if assigned.overridden == len(assigned.totals):
        return words("Weekly tasks of the units, all set by hand")
    if assigned.overridden:
        return words(
            "Weekly tasks of the units (set by hand: {count}; the others split {split})",
            count=assigned.overridden,
            split=split,
        )
    return words("Weekly tasks of the units, split {split}", split=split)


def about_goal(goal: Goal, finding: str, words: Words) -> str:
    """Returns a text of two sentences: the title of `goal`, then `finding`, which is a sentence about this goal.

    The title is repeated because the list in which the visitor selects a goal cuts long titles on a phone.
    """
    return words("{goal}. {finding}", goal=goal_title(goal, words), finding=finding)


def unit_share_sentence(assigned: Assignment, unit: str, words: Words) -> str:
    """Returns a sentence about one unit's task for a goal: the total, the amount each week, and how the goal was split.

    `assigned` is the division of the goal among all units, `unit` the unit's Chinese name.
    """
    goal, share = assigned.goal, float(assigned.totals[unit])
    return words(
        "{goal}: this unit's task is {share}, or {week} a week in the {weeks} left (split {split}).",
        goal=goal_title(goal, words),
        share=goal_amount(share, goal, words),
        week=weekly_amount(share / goal.weeks_left, goal, words),
        weeks=words.number(half_up(goal.weeks_left, 1), "周"),
        split=weighting_label(assigned.weighting, words),
    )


def race_table(requirements: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns a table of texts with the area needed to be first in the city, by date and by the other counties' pace.

    There is a row for each date and a column for each assumed pace of the other counties; a cell has the area needed
    and the area needed each week. The last column has the area that the district will have at its current pace. Areas
    are in 万㎡, in English in m². `requirements` is the result of `race.first_place_requirements`; `day`, `percent`,
    `needed`, `per_week` and `at_own_pace` are read.
    """
    days = list(dict.fromkeys(requirements["day"]))
    columns: dict[str, list[str]] = {words("Date"): [words.short_day(day) for day in days]}
    for percent, rows in requirements.groupby("percent"):
        heading = words(
            "Other counties at {percent} of their current pace", percent=words.percent(float(str(percent)), 0)
        )
        columns[heading] = [
            words(
                "{needed} ({week} a week)",
                needed=words.fixed_amount(total, 2, "万㎡"),
                week=words.fixed_amount(week, 2, "万㎡"),
            )
            for total, week in zip(rows["needed"], rows["per_week"], strict=True)
        ]
    own = requirements.drop_duplicates("day")
    columns[words("Our district at its current pace")] = [
        words.fixed_amount(total, 2, "万㎡") for total in own["at_own_pace"]
    ]
    return pd.DataFrame(columns)


def race_finding(needed: pd.DataFrame, words: Words) -> str:
    """Returns the title of the table `race_table`: the area needed for first place in the city at the end of the year.

    The title also has the area that our county will have by then at its own pace. `needed` is the result of
    `comparisons.race.first_place_requirements`, with at least one row; its columns `day`, `percent`, and `needed` and
    `at_own_pace` (both in 万㎡) are read.
    """
    last = needed[needed["percent"] == 100].iloc[-1]
    ours, needed_total = (half_up(last[name], 2) for name in ("at_own_pace", "needed"))
    if ours > needed_total:
        sentence = words(
            "To be first on {day}, our district needs more than {needed}; at its current pace it will have {ours}"
        )
    elif ours < needed_total:
        sentence = words(
            "To be first on {day}, our district needs more than {needed}; at its current pace it will have only {ours}"
        )
    else:
        sentence = words(
            "To be the only first on {day}, our district needs more than {needed}; at its current pace it will "
            "reach exactly {needed}"
        )
    return sentence.format(
        day=words.day(last["day"]),
        needed=words.fixed(last["needed"], 2, "万㎡"),
        ours=words.fixed(last["at_own_pace"], 2, "万㎡"),
    )


def method_paragraph(assigned: Assignment, available: tuple[str, ...], words: Words) -> str:
    """Returns sentences that explain how a goal was split among the units, and why it cannot be split in other ways.

    `available` are the weightings by which this goal can be split: some of "schedule", "so_far", "targets" and
    "equally".
    """
    sentences = [
        words(
            "Method: the work is divided among the units in proportion, rounded by largest remainders "
            "so that the shares add up, and spread evenly over the weeks; the last week may have fewer "
            "than 7 days."
        ),
        words(
            "Unless you select another method, the work is split in proportion to the units' numbers of scheduled "
            "projects. If the data does not contain the numbers of scheduled projects, the work is split in "
            "proportion to what each unit has completed since January."
        ),
        words("This is a calculated proposal; no task has been assigned yet."),
    ]
    if "schedule" not in available:
        sentences.append(
            words(
                "The data does not give each unit's number of scheduled projects, so the goal cannot be split by them."
            )
        )
    if "targets" not in available:
        sentences.append(words("Some units have no area target, so the goal cannot be split by area targets."))
    if assigned.goal.rivals:
        sentences.append(
            words(
                "The total comes from the figures reported to the city; the units' own figures are used only to "
                "split it."
            )
        )
    return words.joined(sentences)
