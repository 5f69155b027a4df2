"""The screens about the whole district: key figures, the counties, the goals, the checks of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from renovation.blocks.model import (
    Bullet,
    BulletList,
    DataRow,
    DataTable,
    GoalList,
    GoalProgress,
    HeadlineCards,
    Paragraph,
    RankedRow,
    Ranking,
    figure,
)
from renovation.blocks.screen import LikelyQuestion, Page, PresenterNotes, Screen, in_pages, numbers_on
from renovation.comparisons.goal_history import closed_goals
from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import worst_first
from renovation.comparisons.results import Results
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.language import Words
from renovation.meeting.headline_card import headline_card
from renovation.meeting.provenance import goal_provenance, table_provenance
from renovation.meeting.questions import questions_about
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen
from renovation.wording.checks import checks_finding, further_checks_finding
from renovation.wording.counties import bases_finding, county_finding, ranking_basis_sentence
from renovation.wording.district import district_finding, ranking_paragraph
from renovation.wording.explanations import formula, reported_value, verdict_label
from renovation.wording.goals import (
    closed_goal_sentence,
    closed_goals_finding,
    goal_amount,
    goal_basis_line,
    goal_gap_sentence,
    goal_title,
    light_label,
    light_rule_sentence,
    rival_names,
    was_reached,
)
from renovation.wording.headline_changes import district_headlines_with_changes
from renovation.wording.headlines import basis_line
from renovation.wording.outlook import outlook_finding, with_closed_goals
from renovation.wording.units import missing_units_sentence
from renovation.wording.updates import late_sentences

MOST_CHECKS: Final = 8
MOST_GOALS: Final = 3
MOST_CLOSED: Final = 5
_NOT_CONSISTENT: Final = ("mismatch", "basis")
_AREA: Final = MEASURES["area_reported"].measurement_unit


def overview_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen “Where we stand”, with up to four headlines of the district.

    Each headline has its change since the previous figure, its targets, date and basis. `history` is the result of
    `history_of`. If the table `figures` has none of these headlines, the function returns an UnavailableScreen; the
    rank in the city alone, which is from the table of the counties, is on the screen of the counties.
    """

    def build(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name = words("Where we stand")
        headlines = district_headlines_with_changes(results, history, words, with_printed_rates=False)
        shown = [one for one in headlines if one.value != words.missing]
        if all(one.table != "figures" for one in shown):
            return UnavailableScreen("overview", name, words("This release has no figures for the whole district."))
        cards = tuple(headline_card(one, table_provenance(results, one.table, words)) for one in shown)
        finding = district_finding(results, words)
        late = tuple(filter(None, (missing_units_sentence(results, words), *late_sentences(results.tables, words))))
        return Screen(
            "overview",
            name,
            finding,
            (HeadlineCards(cards), *map(Paragraph, late)),
            tuple(card.provenance for card in cards if card.provenance),
            PresenterNotes((finding, *late, ranking_paragraph(results, words)), _questions(results, words, "sum")),
        )

    return build


def _questions(results: Results, words: Words, *forms: str) -> tuple[LikelyQuestion, ...]:
    checks = results.checks
    asked = checks[checks["form"].isin(forms) & checks["verdict"].isin(_NOT_CONSISTENT)]
    return questions_about(asked, basis_line(results, "figures", words), words)


def counties_screen(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
    """Returns the screen on which the counties are ranked by the area that they reported to the city.

    Each county has its gap to the first county. Returns an UnavailableScreen if no county has a figure.
    """
    name, counties = words("Ranking of the counties"), results.counties
    if counties.empty or counties["area_reported"].isna().all():
        return UnavailableScreen("counties", name, words("This release has no figures of the counties."))
    finding = county_finding(results, words)
    ranking = Ranking(
        words.amount_axis("area_reported"),
        tuple(_county_row(county, words) for county in records(counties)),
        detail_heading=words("gap to the first"),
    )
    return Screen(
        "counties",
        name,
        finding or words("{own} has not reported figures on the city's basis", own=words.place(places.OWN_COUNTY.name)),
        (ranking,),
        (table_provenance(results, "county_progress", words),),
        PresenterNotes((finding,) if finding else (), _questions_of_bases(results, words)),
    )


def _county_row(county: dict[str, Any], words: Words) -> RankedRow:
    name, area, gap = words.place(county["county"]), county["area_reported"], county["gap_to_first"]
    return RankedRow(
        places.code_of(county["county"]),
        name,
        figure(area, words.amount(area, _AREA), _AREA),
        _rank(county["rank"]),
        detail=figure(gap, words.fixed_amount_difference(gap, 2, _AREA), _AREA) if gap < 0 else None,
        tone="own" if county["county"] == places.OWN_COUNTY.name else "other",
        tooltip=f"{name} {words.measured('area_reported', area)}",
    )


def _rank(rank: float) -> int | None:
    return None if pd.isna(rank) else int(rank)


def _questions_of_bases(results: Results, words: Words) -> tuple[LikelyQuestion, ...]:
    """Returns the likely question why the city's ranking does not use the larger area of the district's own statistic.

    The result is a tuple of one question; it is empty if the release has our county's area on one basis only.
    """
    bases = results.bases
    if bases is None:
        return ()
    both = words(
        "{own} as of {own_day} ({own_basis}); {city} as of {city_day} ({city_basis}).",
        own=words.number(bases.district_area, _AREA),
        own_day=words.period(bases.district_as_of),
        own_basis=words.basis(bases.district_basis),
        city=words.number(bases.city_area, _AREA),
        city_day=words.period(bases.city_as_of),
        city_basis=words.basis(bases.city_basis),
    )
    difference = words("{finding}.", finding=bases_finding(bases, words))
    return (
        LikelyQuestion(
            words("Why does the city's ranking not use {own}?", own=words.number(bases.district_area, _AREA)),
            words.joined((both, difference, ranking_basis_sentence(results, words))),
            basis_line(results, "county_progress", words),
        ),
    )


def goals_screen(history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen of all goals, the worst first.

    Each goal is shown with its light (green, amber or red) and the missing amount. Goals whose deadline has passed
    follow with their last figure on further pages of the screen (`Screen.more_pages`), or on the first page if the
    deadlines of all goals have passed. `history` is the result of `history_of` (in `comparisons.history`).
    """

    def build(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
        name, closed = words("Annual goals"), closed_goals(results.past_goals, history)
        goals = [goal for goal in worst_first(results.goals) if goal.light is not None]
        progress = tuple(_progress(goal, results, words) for goal in goals)
        pages = _goal_pages(progress, closed, results, words)
        if not pages:
            return UnavailableScreen("goals", name, words("This release has no goal that can be assessed."))
        lights = _lights(progress, words)
        distances = (_named_light(one.name, one.distance, words) for one in progress)
        return Screen(
            "goals",
            name,
            _goals_finding(goals, lights, results, words),
            pages[0].blocks,
            pages[0].provenance,
            PresenterNotes(tuple(distances), tuple(_question_about_light(goal, results, words) for goal in goals)),
            tuple(pages[1:]),
        )

    return build


def _lights(progress: Sequence[GoalProgress], words: Words) -> list[str]:
    return [_named_light(one.name, one.light_words, words) for one in progress]


def _named_light(name: str, state: str, words: Words) -> str:
    return words("{goal}: {light}", goal=name, light=state)


def _goal_pages(
    progress: tuple[GoalProgress, ...], closed: Sequence[Goal], results: Results, words: Words
) -> list[Page]:
    """Returns the pages of the goals whose deadline is still ahead, then the pages of those whose deadline has passed.

    `progress` are the goals that have a light, the worst first; `closed` are the goals whose deadline has passed. The
    last page of the first kind also names the goals that cannot be assessed. The title of a page is about the goals on
    it.
    """
    open_pages = [
        Page(
            (GoalList(page, light_rule_sentence(words)),),
            words("; ").join(_lights(page, words)),
            tuple(one.provenance for one in page),
        )
        for page in in_pages(progress, MOST_GOALS)
    ]
    closed_pages = [
        Page(
            (BulletList(tuple(_closed_goal(goal, words) for goal in page)),),
            closed_goals_finding(page, words),
            tuple(goal_provenance(goal, results, words) for goal in page),
        )
        for page in in_pages(closed, MOST_CLOSED)
    ]
    with_unknown = open_pages or closed_pages
    if with_unknown:
        last = with_unknown[-1]
        with_unknown[-1] = replace(last, blocks=(*last.blocks, *_unknown_goals(results, words)))
    return open_pages + closed_pages


def _closed_goal(goal: Goal, words: Words) -> Bullet:
    """Returns an item of a list about a goal whose deadline has passed; its sign is ✓ if the goal was reached, else ✕.

    If this is unknown, the sign is –.
    """
    return Bullet({True: "✓", False: "✕", None: "–"}[was_reached(goal)], closed_goal_sentence(goal, words))


def _goals_finding(goals: list[Goal], lights: list[str], results: Results, words: Words) -> str:
    """Returns the title of the screen of goals: the name and light of each goal, and the number of closed goals.

    `goals` are the goals with a light, the worst first; `lights` are texts with the name and light of each. If there
    are more than MOST_GOALS goals, the title counts them by light instead, and names the worst goal if it is worse than
    the second.
    """
    if not lights or len(lights) > MOST_GOALS:
        is_shared = len({(goal.light, goal.pace_of_needed) for goal in goals[:2]}) < len(goals[:2])
        return words("; ").join((outlook_finding(results, words), *([] if is_shared else lights[:1])))
    return with_closed_goals(words("; ").join(lights), len(results.past_goals), words)


def _unknown_goals(results: Results, words: Words) -> tuple[Paragraph, ...]:
    """Returns a paragraph that names the goals that cannot be assessed.

    The result is a tuple of one paragraph; it is empty if all goals can be assessed.
    """
    unknown = [goal for goal in results.goals if goal.light is None]
    named = (_named_light(goal_title(one, words), light_label(one, words), words) for one in unknown)
    return (Paragraph(words("; ").join(named)),) if unknown else ()


def _progress(goal: Goal, results: Results, words: Words) -> GoalProgress:
    target = words("{rival} {value}") if goal.rivals else words("target {value}")
    forecast = goal.rival_at_deadline
    return GoalProgress(
        goal_title(goal, words),
        goal.light or "red",
        light_label(goal, words),
        figure(
            goal.actual, words("so far {value}", value=goal_amount(goal.actual, goal, words)), goal.measurement_unit
        ),
        figure(
            goal.target,
            target.format(value=goal_amount(goal.target, goal, words), rival=rival_names(goal, words)),
            goal.measurement_unit,
        ),
        figure(forecast, goal_amount(forecast, goal, words), goal.measurement_unit) if forecast else None,
        goal_gap_sentence(goal, words),
        goal_provenance(goal, results, words),
    )


def _question_about_light(goal: Goal, results: Results, words: Words) -> LikelyQuestion:
    return LikelyQuestion(
        words("“{goal}”: why is it “{light}”?", goal=goal_title(goal, words), light=light_label(goal, words)),
        words.joined((goal_gap_sentence(goal, words), light_rule_sentence(words))),
        goal_basis_line(goal, results, words),
    )


def checks_screen(results: Results, words: Words, _options: ScreenOptions) -> Screen | UnavailableScreen:
    """Returns the screen with the reported figures that differ from their recomputed values.

    If no figure differs, or if all checks fit on one page, the screen shows all checks. Returns an UnavailableScreen if
    no figure can be recomputed. The default agenda does not contain this screen.
    """
    name, checks = words("Checks of the figures"), results.checks
    if checks.empty:
        return UnavailableScreen("checks", name, words("No reported figure of this release can be recomputed."))
    wrong = checks[checks["verdict"].isin(_NOT_CONSISTENT)]
    consistent = checks[~checks["verdict"].isin(_NOT_CONSISTENT)]
    listed = pd.concat([wrong, consistent]) if len(checks) <= MOST_CHECKS or wrong.empty else wrong
    first, *more = (listed.iloc[list(rows)] for rows in in_pages(range(len(listed)), MOST_CHECKS))
    return Screen(
        "checks",
        name,
        checks_finding(results, words),
        (_checks_table(first, words),),
        (table_provenance(results, "figures", words),),
        PresenterNotes((checks_finding(results, words),), _questions(results, words, "sum", "ratio", "bases")),
        tuple(
            Page((_checks_table(page, words),), further_checks_finding(page, numbers, words))
            for page, numbers in zip(more, numbers_on(more, len(first)), strict=True)
        ),
    )


def _checks_table(checks: pd.DataFrame, words: Words) -> DataTable:
    """Returns the checks as a table: the name of the figure, its reported and its recomputed value, and the verdict."""
    return DataTable(
        (words("Measure"), words("Reported"), words("Recomputed"), words("Result of the check")),
        tuple(
            DataRow(
                (
                    words.figure_name(check["subject"], words.heading(check["measure"])),
                    figure(
                        check["reported"], reported_value(check, words), MEASURES[check["measure"]].measurement_unit
                    ),
                    figure(check["recomputed"], formula(check, words), MEASURES[check["measure"]].measurement_unit),
                    verdict_label(check["verdict"], words),
                )
            )
            for check in records(checks)
        ),
    )
