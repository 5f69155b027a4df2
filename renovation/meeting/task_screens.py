"""The screens of what is to be done: each unit's share of a goal, and what wants a decision by the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from renovation.blocks.drawings import Row, legend, points_figure, rows_figure
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.comparisons.assignments import Assignment, assign, can_be_assigned, split_keys
from renovation.domain import places
from renovation.domain.warning_rules import WARNING_RULES
from renovation.language import Words
from renovation.meeting.questions import bases_told
from renovation.meeting.screens import Absent, Draw, LikelyQuestion, Notes, Screen, Wishes
from renovation.wording.alerts import ALERT_SIGNS, alert_sentence, alerts_finding, rule_sentence
from renovation.wording.goals import goal_amount, goal_basis_line, goal_title
from renovation.wording.outlook import assignment_finding, method_paragraph, shares_sum_sentence, split_key_label

SHOWN_CONCERNS: Final = 5
"""More do not fit in letters that are read from afar; the rest stands in the notes."""


def actions_screen(answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
    """What each unit is to bring for the first goal that can be split, until its deadline and in the first week."""
    _ = words.gettext
    name = _("What each unit is to do")
    goal = next((goal for goal in answers.goals if can_be_assigned(goal)), None)
    if goal is None or answers.units.empty:
        return Absent("actions", name, _("No goal is open that can be split among the units."))
    keys = split_keys(goal, answers.units, answers.table("figures"))
    split = assign(goal, answers.units, answers.table("figures"), keys[0])
    signs = legend(
        ("bar", _("{goal}: split {key}").format(goal=goal_title(goal, words), key=split_key_label(keys[0], words))),
        ("none", _("small: the first week's part")),
        ("none", _("a proposal by computation, not yet set")),
    )
    how = LikelyQuestion(
        _("How was this split?"), method_paragraph(split, keys, words), goal_basis_line(goal, answers, words)
    )
    return Screen(
        "actions",
        name,
        assignment_finding(split, words),
        rows_figure(_shares(split, words), "bar", signs),
        goal_basis_line(goal, answers, words),
        Notes((assignment_finding(split, words), shares_sum_sentence(split, words)), (how,)),
    )


def _shares(split: Assignment, words: Words) -> list[Row]:
    _, first = words.gettext, split.weeks.iloc[:, 0]
    return [
        Row(
            places.code_of(str(unit)),
            place,
            words.place(str(unit)),
            float(share),
            goal_amount(float(share), split.goal, words),
            _("first week {amount}").format(amount=goal_amount(float(first[str(unit)]), split.goal, words)),
        )
        for place, (unit, share) in enumerate(split.totals.items(), start=1)
    ]


def exceptions_screen(alerts: Sequence[Alert]) -> Draw:
    """What makes the screen of what wants a decision, most urgent first."""

    def draw(_answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
        _ = words.gettext
        name, found = _("What wants a decision"), tuple(alerts)
        if not found:
            return Absent("exceptions", name, alerts_finding(found, words))
        told = [(ALERT_SIGNS[one.rule], alert_sentence(one, words), rule_sentence(one, words)) for one in found]
        more = len(told) - SHOWN_CONCERNS
        rest = [_("and {more} more, in the presenter's notes").format(more=more)] if more > 0 else []
        return Screen(
            "exceptions",
            name,
            _kinds(found, words),
            points_figure([*told[:SHOWN_CONCERNS], *(("…", line, "") for line in rest)]),
            bases_told((_basis(one, words) for one in found[:SHOWN_CONCERNS]), words),
            Notes(tuple(said for _sign, said, _rule in told), _asked_of_rules(found, words)),
        )

    return draw


def _kinds(found: tuple[Alert, ...], words: Words) -> str:
    """How much wants a decision, and by which rules."""
    _ = words.gettext
    counts = Counter(one.rule for one in found)
    kinds = (
        _("{rule} {count}").format(rule=words.label(WARNING_RULES[rule].label), count=count)
        for rule, count in counts.items()
    )
    return _("Matters that want a decision: {count} ({kinds})").format(count=len(found), kinds=words.listed(kinds))


def _asked_of_rules(found: tuple[Alert, ...], words: Words) -> tuple[LikelyQuestion, ...]:
    _ = words.gettext
    first = {one.rule: one for one in reversed(found)}
    return tuple(
        LikelyQuestion(
            _("What does “{rule}” mean?").format(rule=words.label(WARNING_RULES[rule].label)),
            rule_sentence(one, words),
            _basis(one, words),
        )
        for rule, one in reversed(first.items())
    )


def _basis(alert: Alert, words: Words) -> str:
    return words.gettext("As of {day} · {basis}").format(day=words.day(alert.as_of), basis=words.basis(alert.basis))
