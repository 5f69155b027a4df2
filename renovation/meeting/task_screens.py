"""The screens about tasks: each unit's task for a goal, and the alerts that need a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from typing import Final

from renovation.blocks.model import (
    Bullet,
    BulletList,
    Figure,
    GoalLight,
    Paragraph,
    RankedRow,
    Ranking,
    figure,
)
from renovation.blocks.screen import LikelyQuestion, Page, PresenterNotes, Screen, in_pages, numbers_on
from renovation.comparisons.alerts import Alert
from renovation.comparisons.assignments import Assignment, assign, can_be_assigned, weightings
from renovation.comparisons.results import Results
from renovation.domain import places
from renovation.domain.warning_rules import WARNING_RULES
from renovation.language import Words
from renovation.meeting.provenance import alert_provenance, goal_provenance
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen
from renovation.wording.alerts import (
    ALERT_SIGNS,
    alert_action,
    alert_parts,
    alert_sentence,
    alert_task,
    alerts_finding,
    rule_meaning,
    with_other_tasks,
)
from renovation.wording.assignments import method_paragraph
from renovation.wording.goals import goal_amount, goal_title
from renovation.wording.outlook import assignment_finding, shares_sum_sentence, weighting_label
from renovation.wording.overview import Severity, most_severe_first, severity

_LIGHTS: Final[dict[Severity, GoalLight | None]] = {"alarm": "red", "warning": "amber", "watch": None}
MOST_ALERTS: Final = 5
"""The most alerts on a page; more do not fit in a font size that can be read from afar."""
MOST_ACTIONS: Final = 3
"""The most alerts that leave room to say also what must be decided about each."""


def actions_screen(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
    """Returns the screen “What each unit is to do”: each unit's task for a goal, and its task in the first week.

    The goal is the first goal in `results.goals` that can be split among the units. Returns an UnavailableScreen if no
    goal can be split or the release has no units.
    """
    name = words("What each unit is to do")
    goal = next((goal for goal in results.goals if can_be_assigned(goal)), None)
    if goal is None or results.units.empty:
        return UnavailableScreen("actions", name, words("There is no goal that can be split among the units."))
    available = weightings(goal, results.units, results.table("figures"))
    split = assign(goal, results.units, results.table("figures"), available[0])
    finding = assignment_finding(split, words)
    provenance = goal_provenance(goal, results, words)
    how = LikelyQuestion(
        words("How is the remaining work divided among the units?"),
        method_paragraph(split, available, words),
        provenance.words,
    )
    ranking = Ranking(
        words(
            "{goal}: divided among the units {weighting}",
            goal=goal_title(goal, words),
            weighting=weighting_label(available[0], words),
        ),
        _share_rows(split, words),
        detail_heading=words("the first week's task"),
        remarks=(words("a calculated proposal, not yet assigned"),),
    )
    return Screen(
        "actions",
        name,
        finding,
        (ranking,),
        (provenance,),
        PresenterNotes((finding, shares_sum_sentence(split, results, words)), (how,)),
    )


def _share_rows(split: Assignment, words: Words) -> tuple[RankedRow, ...]:
    def amount(value: float, template: str = "{amount}") -> Figure:
        return figure(value, template.format(amount=goal_amount(value, split.goal, words)), split.goal.measurement_unit)

    def first_task(first: float, week: int) -> Figure:
        """Returns the figure for a unit's task in the first week, which is `first`.

        If `first` is 0, the text of the figure says instead in which week the unit's first task is due (`week`, counted
        from 1).
        """
        return amount(first, words("first week {amount}") if first else words("from week {week}", week=week))

    totals = split.totals.sort_values(ascending=False, kind="stable")
    shares = zip(
        totals.index, totals, split.weeks.iloc[:, 0].loc[totals.index], split.first_weeks.loc[totals.index], strict=True
    )
    numbers = {unit: number for number, unit in enumerate(split.totals.index, start=1)}
    quiet = set(split.totals.index) - set(split.largest.index)
    return tuple(
        RankedRow(
            places.code_of(unit),
            words.place(unit),
            amount(share),
            None,
            numbers[unit],
            None,
            first_task(first, week) if share else None,
            "other" if unit in quiet else "",
        )
        for unit, share, first, week in shares
    )


def alerts_screen(alerts: Sequence[Alert]) -> ScreenBuilder:
    """Returns the function that builds the screen “What needs a decision”, with the alerts, the most urgent first.

    If `alerts` is empty, the function returns an UnavailableScreen.
    """

    def build(_results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name, found = words("What needs a decision"), most_severe_first(alerts)
        if not found:
            return UnavailableScreen("exceptions", name, alerts_finding(found, words))
        pages = in_pages(found, MOST_ALERTS)
        first, *more = (
            _page(page, numbers, len(found) <= MOST_ACTIONS, words)
            for page, numbers in zip(pages, numbers_on(pages), strict=True)
        )
        return Screen(
            "exceptions",
            name,
            _finding(found, words),
            first.blocks,
            first.provenance,
            PresenterNotes(tuple(alert_sentence(one, words) for one in found), _questions_about_rules(found, words)),
            tuple(more),
        )

    return build


def _page(alerts: tuple[Alert, ...], numbers: str, with_actions: bool, words: Words) -> Page:
    """Returns a page with a list of alerts, and below it the text of each rule that raised one of them.

    Each alert has its date and basis if they differ between the alerts of the page; otherwise the foot of the page
    states them once. The title of the page counts its alerts by rule. `numbers` are the numbers of the alerts among all
    alerts, such as `6–10`. If `with_actions` is True, each alert also says what must be decided.
    """
    sources = tuple(alert_provenance(one, words) for one in alerts)
    details = [one.words if len(set(sources)) > 1 else "" for one in sources]
    actions = [alert_action(one, words) if with_actions else "" for one in alerts]
    bullets = tuple(map(_bullet, alerts, details, actions, repeat(words)))
    rules = dict.fromkeys(rule_meaning(one, words) for one in alerts)
    kinds = _counted_by_rule(Counter(one.rule for one in alerts), words)
    title = words("Matters no. {numbers}: {kinds}", numbers=numbers, kinds=kinds)
    return Page((BulletList(bullets), *map(Paragraph, rules)), title, sources)


def _bullet(alert: Alert, detail: str, action: str, words: Words) -> Bullet:
    subject, _statement = alert_parts(alert, words)
    sign, light = ALERT_SIGNS[alert.rule], _LIGHTS[severity(alert)]
    return Bullet(sign, alert_sentence(alert, words), detail, subject, light, action)


def _finding(found: tuple[Alert, ...], words: Words) -> str:
    """Returns a title with the number of alerts that need a decision, by rule, and of the others."""
    counts = Counter(one.rule for one in found if alert_task(one) == "decide")
    if not counts:
        return alerts_finding(found, words)
    kinds = _counted_by_rule(counts, words)
    finding = words("Matters that need a decision: {count} ({kinds})", count=counts.total(), kinds=kinds)
    return with_other_tasks(finding, found, words)


def _counted_by_rule(counts: Counter[str], words: Words) -> str:
    """Returns a text with the name of each rule and the number of its alerts, such as `落后序时2项、数字不相符1项`.

    The keys of `counts` are the codes of rules.
    """
    return words.listed(
        words("{rule}: {count}", rule=words.label(WARNING_RULES[rule].label), count=count)
        for rule, count in counts.items()
    )


def _questions_about_rules(found: tuple[Alert, ...], words: Words) -> tuple[LikelyQuestion, ...]:
    first = {one.rule: one for one in reversed(found)}
    return tuple(
        LikelyQuestion(
            words("What is the rule for “{rule}”?", rule=words.label(WARNING_RULES[rule].label)),
            rule_meaning(one, words),
            alert_provenance(one, words).words,
        )
        for rule, one in reversed(first.items())
    )
