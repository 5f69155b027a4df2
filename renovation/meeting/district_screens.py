"""The screens of the whole district: where it stands, among the counties, its goals, what wants checking."""

from __future__ import annotations

from typing import Final

import pandas as pd

from renovation.blocks.drawings import (
    Card,
    Progress,
    Row,
    cards_figure,
    legend,
    progress_figure,
    rows_figure,
    table_figure,
)
from renovation.blocks.html import Html, joined, tag
from renovation.comparisons.answers import Answers
from renovation.comparisons.goals import Goal
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.meeting.questions import bases_told, questions_about
from renovation.meeting.screens import Absent, LikelyQuestion, Notes, Screen, Wishes
from renovation.wording.checks import checks_finding
from renovation.wording.counties import bases_finding, county_finding, ranking_basis_sentence
from renovation.wording.district import district_finding, ranking_paragraph
from renovation.wording.explanations import formula, reported_value, verdict_label
from renovation.wording.goals import goal_basis_line, goal_gap_sentence, goal_title, light_label, light_rule_sentence
from renovation.wording.headlines import basis_line, district_headlines

SHOWN_CHECKS: Final = 5
SHOWN_GOALS: Final = 3


def overview_screen(answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
    """Where the district stands: at most four figures said large, each with its targets, day and basis."""
    _ = words.gettext
    name = _("Where we stand")
    told = [one for one in district_headlines(answers, words, checked=False) if one.value != words.missing]
    if not told:
        return Absent("overview", name, _("The release holds no figures for the whole district."))
    finding = (
        district_finding(answers, words)
        if len(told) > 1
        else county_finding(answers, words) or district_finding(answers, words)
    )
    return Screen(
        "overview",
        name,
        finding,
        cards_figure([Card(one.label, one.value, one.lines, one.basis) for one in told]),
        bases_told((one.basis for one in told), words),
        Notes((finding, ranking_paragraph(answers, words)), _questions(answers, words, "sum")),
    )


def _questions(answers: Answers, words: Words, *forms: str) -> tuple[LikelyQuestion, ...]:
    checks = answers.checks[answers.checks["form"].isin(forms) & answers.checks["verdict"].isin(("mismatch", "basis"))]
    return questions_about(checks, basis_line(answers, "figures", words), words)


def counties_screen(answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
    """The city's counties on the city's basis, the own one marked, each with its distance to the first."""
    _ = words.gettext
    name, counties = _("Among the counties"), answers.counties
    if counties.empty or counties["area_reported"].isna().all():
        return Absent("counties", name, _("The release holds no figures of the counties."))
    rows = [
        Row(
            places.code_of(county["county"]),
            None,
            words.place(county["county"]),
            county["area_reported"],
            words.number(county["area_reported"]),
            words.fixed_difference(county["gap_to_first"], 2) if county["gap_to_first"] < 0 else "",
            hover=f"{words.place(county['county'])} {words.measured('area_reported', county['area_reported'])}",
            tone="own" if county["county"] == places.OWN_COUNTY.name else "other",
        )
        for county in records(counties)
    ]
    signs = legend(("bar", words.axis("area_reported")), ("none", _("small: the gap to the first")))
    return Screen(
        "counties",
        name,
        county_finding(answers, words) or _("{own} does not report to the city").format(own=words.place("吴兴区")),
        rows_figure(rows, "bar", signs),
        basis_line(answers, "county_progress", words),
        Notes(tuple(line for line in (county_finding(answers, words),) if line), _questions_of_bases(answers, words)),
    )


def _questions_of_bases(answers: Answers, words: Words) -> tuple[LikelyQuestion, ...]:
    _, bases = words.gettext, answers.bases
    if bases is None:
        return ()
    told = _("{own} as of {own_day} ({own_basis}); {city} as of {city_day} ({city_basis}).").format(
        own=words.number(bases.district_area, "万㎡"),
        own_day=words.period(bases.district_as_of),
        own_basis=words.basis(bases.district_basis),
        city=words.number(bases.city_area, "万㎡"),
        city_day=words.period(bases.city_as_of),
        city_basis=words.basis(bases.city_basis),
    )
    differ = _("{finding}.").format(finding=bases_finding(bases, words))
    answer = words.joined((told, differ, ranking_basis_sentence(answers, words)))
    return (
        LikelyQuestion(
            _("Why is the ranking not made with {own}?").format(own=words.number(bases.district_area, "万㎡")),
            answer,
            basis_line(answers, "county_progress", words),
        ),
    )


def goals_screen(answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
    """The goals still open, each with its light as a word and a shape, and what each week must bring."""
    _ = words.gettext
    name = _("Open goals")
    goals = [goal for goal in answers.goals if goal.light is not None][:SHOWN_GOALS]
    if not goals:
        return Absent("goals", name, _("The release holds no goal that can be told."))
    said = [_("{goal}: {light}").format(goal=goal_title(goal, words), light=light_label(goal, words)) for goal in goals]
    return Screen(
        "goals",
        name,
        _("; ").join(said),
        joined(
            [
                progress_figure([_progress(goal, answers, words) for goal in goals]),
                tag("p", light_rule_sentence(words), class_="rule"),
            ]
        ),
        bases_told((goal_basis_line(goal, answers, words) for goal in goals), words),
        Notes(
            tuple(
                _("{goal}: {light}").format(goal=goal_title(goal, words), light=goal_gap_sentence(goal, words))
                for goal in goals
            ),
            tuple(_question_of(goal, answers, words) for goal in goals),
        ),
    )


def _progress(goal: Goal, answers: Answers, words: Words) -> Progress:
    _ = words.gettext
    target = _("{rival} {value}") if goal.rival else _("goal {value}")
    return Progress(
        goal_title(goal, words),
        light_label(goal, words),
        str(goal.light),
        goal.actual,
        goal.target,
        goal.rival_at_deadline,
        _("so far {value}").format(value=_total(goal.actual, goal, words)),
        target.format(value=_total(goal.target, goal, words), rival=words.place(goal.rival or "")),
        goal_gap_sentence(goal, words),
        goal_basis_line(goal, answers, words),
    )


def _total(value: float, goal: Goal, words: Words) -> str:
    return words.fixed(value, 2, goal.unit) if goal.unit == "万㎡" else words.number(value, goal.unit)


def _question_of(goal: Goal, answers: Answers, words: Words) -> LikelyQuestion:
    _ = words.gettext
    return LikelyQuestion(
        _("“{goal}”: how is “{light}” found?").format(goal=goal_title(goal, words), light=light_label(goal, words)),
        words.joined((goal_gap_sentence(goal, words), light_rule_sentence(words))),
        goal_basis_line(goal, answers, words),
    )


def checks_screen(answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
    """What does not add up, printed beside recomputed; only where the presenter puts it on the agenda."""
    _ = words.gettext
    name = _("Checks of the figures")
    wrong = answers.checks[answers.checks["verdict"].isin(("mismatch", "basis"))]
    if answers.checks.empty:
        return Absent("checks", name, _("No printed figure of the release can be recomputed."))
    return Screen(
        "checks",
        name,
        checks_finding(answers, words),
        _checks_table(answers.checks if wrong.empty else wrong, words),
        basis_line(answers, "figures", words),
        Notes((checks_finding(answers, words),), _questions(answers, words, "sum", "ratio", "bases")),
    )


def _checks_table(told: pd.DataFrame, words: Words) -> Html:
    _ = words.gettext
    rows = [
        (
            f"{words.place(check['subject'])} {words.heading(check['measure'])}",
            reported_value(check, words),
            formula(check, words),
            verdict_label(check["verdict"], words),
        )
        for check in records(told.head(SHOWN_CHECKS))
    ]
    table = table_figure((_("Measure"), _("Reported"), _("Recomputed"), _("Verdict")), rows)
    more = len(told) - len(rows)
    rest = tag("p", _("and {more} more, on the page of the checks").format(more=more), class_="rule")
    return joined([table, rest]) if more > 0 else table
