"""Renders and proves what the screens say of several releases: trends, alerts, goals, checks, changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from renovation.comparisons.history import History, points_of
from renovation.comparisons.results import Results, checks_of, results_of
from renovation.language import Words, words_in
from renovation.meeting.change_screens import changes_screen
from renovation.meeting.screens import ScreenOptions
from renovation.publishing.check_history import add_check_states
from renovation.publishing.release_history import alerts_of, read_history
from renovation.wording.measure_history import history_subject, measure_history
from tests.claims import alert_claims, course_claims
from tests.claims.alert_claims import prove_alerts
from tests.claims.generated import Published
from tests.claims.goal_course_claims import prove_closed, prove_listed, prove_race
from tests.claims.goals import prove_goals
from tests.claims.headline_claims import prove_headlines
from tests.claims.past import Course, Past
from tests.claims.reading import Claim, compiled, read
from tests.claims.state_claims import prove_states
from tests.claims.truth import CITY_COUNTIES, DISTRICT, OFFICE_UNITS

Patterns = list[tuple[str, re.Pattern[str]]]


@dataclass(frozen=True)
class Shown:
    """A history as the screens get it, and what is true of it."""

    past: Past
    results: Results
    history: History
    seed: int


def shown(releases: Sequence[Published], seed: int) -> Shown:
    past, by_number = Past(releases), {one.release.release: one for one in releases}
    listed = [one.release for one in releases]
    history = read_history(
        listed, past.shown.release, lambda release: points_of(release.release, by_number[release.release].tables)
    )
    results = add_check_states(
        results_of(past.shown.release.release, past.shown.tables),
        listed,
        past.shown.release,
        lambda release: checks_of(by_number[release.release].tables),
    )
    return Shown(past, results, history, seed)


def problems_and_claims(
    one: Shown, languages: Sequence[str] = ("zh", "en"), sparse: bool = False
) -> tuple[list[str], list[str]]:
    """Proves what is said of a history; returns what is false or unread, and the kinds of the claims that were proved.

    `sparse` leaves out what is dear to draw: a part of the trends and screens, another one by each seed.
    """
    problems: list[str] = []
    kinds: list[str] = []
    for language in languages:
        for name, prove in _proofs(one, words_in(language), sparse):
            try:
                kinds += prove()
            except (AssertionError, KeyError, StopIteration, ValueError) as error:
                problems.append(f"{name}: {error!r}")
    return problems, kinds


def _proofs(one: Shown, words: Words, sparse: bool) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    names = tuple(sorted({*_places(one.past)}))
    alerts = alerts_of(one.results, one.history.points)
    yield "alerts", lambda: _kinds(prove_alerts(alerts, one.past, patterns("alerts", names, words.language), words))
    yield "goals", lambda: prove_goals(one.results.outlooks, one.past.shown, words)
    yield "closed goals", lambda: prove_closed(one.results, one.history, one.past, words)
    yield "listed goals", lambda: prove_listed(one.results.outlooks, one.history, one.past, words)
    if not sparse or one.seed % 2:
        yield "headlines", lambda: prove_headlines(one.results, one.history, one.past, words)
    yield "race", lambda: prove_race(one.results, one.past, words)
    yield "checks", lambda: prove_states(one.results, one.past, words)
    for scope, measure, interval in course_claims.subjects(one.seed, sparse):
        yield f"{scope} {measure} {interval}", lambda: _course(one, scope, measure, interval, names, words)  # noqa: B023
    if not sparse or one.seed % 3 == 0:
        yield "changes", lambda: _changes(one, names, words)


def _places(past: Past) -> Iterator[str]:
    yield from (DISTRICT, *OFFICE_UNITS, *CITY_COUNTIES)
    yield from (series.place for series in past.figures)


@cache
def patterns(room: str, names: tuple[str, ...], language: str) -> Patterns:
    kinds = {"alerts": alert_claims.KINDS, "courses": course_claims.KINDS}[room]
    return compiled(kinds, list(names), language)


def _kinds(claims: list[Claim]) -> list[str]:
    return [claim.kind for claim in claims]


def _course(one: Shown, scope: str, measure: str, interval: str, names: tuple[str, ...], words: Words) -> list[str]:
    subject = history_subject(scope, measure)
    drawn = measure_history(one.history, subject, interval, None, (), words)
    year = max(one.past.years)
    places = (DISTRICT,) if scope == "district" else ()
    course = Course(one.past, subject.table, subject.measure, interval, year, places)
    expressions = patterns("courses", names, words.language)
    remarks = [claim for remark in drawn.remarks for claim in read(remark, expressions)]
    claims = [*read(drawn.title, expressions), *remarks]
    for claim in claims:
        course_claims.PROOFS[claim.kind](claim, course)
    course_claims.prove_title(claims, course)
    course_claims.prove_remarks(remarks, course)
    course_claims.prove_span(drawn.span, course, words)
    course_claims.prove_cells(drawn, course, words)
    return _kinds(claims)


def _changes(one: Shown, names: tuple[str, ...], words: Words) -> list[str]:
    """The meeting's screen of changes: its finding, of the weekly gains of area."""
    course = Course(
        one.past,
        "unit_progress",
        "area_renovated",
        "weekly",
        one.past.as_of.year,
    )
    screen = changes_screen(one.history.points)(one.results, words, ScreenOptions())
    finding = getattr(screen, "finding", None) or screen.reason  # type: ignore[union-attr]
    claims = read(finding, patterns("courses", names, words.language))
    for claim in claims:
        course_claims.PROOFS[claim.kind](claim, course)
    course_claims.prove_title(claims, course)
    return [f"changes: {claim.kind}" for claim in claims]
