"""Proves what is said of goals over time: how those past their deadline ended, the listed paces, the race for first place."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

from renovation.comparisons.goal_history import closed_goals
from renovation.comparisons.history import History
from renovation.comparisons.outlook import Outlook
from renovation.comparisons.race import first_place_requirements
from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording.assignments import race_finding, race_table
from renovation.wording.goal_outlook import goal_outlook
from renovation.wording.goals import closed_goal_sentence, goal_title
from tests.claims.goals import own_goal
from tests.claims.own_goals import OwnGoal, goals_of, is_open, over_time
from tests.claims.past import Past
from tests.claims.reading import area, day_of, number
from tests.claims.truth import OWN, rounded

_X = r"([\d.,]*\d(?:\u00a0m²|万㎡|个)?)"
_D = r"(\d+年\d+月\d+日|\d+ [A-Z][a-z]{2} \d{4})"
NO_FIGURE = ("期限前没有该年度数据。", r"there is no figure from that year up to the deadline\.")
NO_TARGET = (rf"截至{_D}为{_X}，未定目标值。", rf"{_X} as of {_D}; no target was set\.")
RACE_ENDED = (
    rf"截至{_D}为{_X}，(落后|领先|与).+?(?:{_X}|持平)。",
    rf"{_X} as of {_D}, (?:{_X} (behind|ahead of)|(level) with) .+\.",
)
ENDED = (
    rf"截至{_D}为{_X}，目标为{_X}，(已达到|未达到，差{_X})。",
    rf"{_X} of {_X} as of {_D}; the goal was (reached|missed by {_X})\.",
)
RACE = (
    rf"我区{_D}要(?:位居|独居)第一，须超过{_X}；按目前进度(?:(只能|可)达到{_X}|恰好达到\2)",
    rf"To (?:be first|be the only first) on {_D}, our district needs more than {_X}; at its current pace it will (?:reach exactly \2|have (only )?{_X})",
)


def prove_closed(results: Results, history: History, past: Past, words: Words) -> list[str]:
    """Raises AssertionError where the end of a goal whose deadline has passed is told wrongly, or not at all."""
    closed = closed_goals(results.past_goals, history.points)
    expected = [own for own in goals_of(past.shown) if not is_open(own, past.as_of)]
    assert len(closed) == len(expected), (closed, expected)
    for own, goal in zip(expected, closed, strict=True):
        title = f"{goal_title(goal, words)}{_year(own, words)}{'：' if words.language == 'zh' else ': '}"
        text = closed_goal_sentence(goal, words)
        assert text.startswith(title), text
        _prove_end(text.removeprefix(title), own, past)
    return ["closed goal"] * len(closed)


def _year(own: OwnGoal, words: Words) -> str:
    """The year of a goal of the report, whose title has no day."""
    if not (own.rivals or own.is_share):
        return ""
    return f"（{own.deadline.year}年）" if words.language == "zh" else f" ({own.deadline.year})"


def _prove_end(text: str, own: OwnGoal, past: Past) -> None:
    course = over_time(own, past)
    if _match(NO_FIGURE, text):
        assert not course, (text, course)
        return
    last = course[-1]
    assert last.actual is not None
    if without := _match(NO_TARGET, text):
        assert last.target is None, (text, last)
        assert {day_or_number(part) for part in without.groups()} == {last.day, rounded(last.actual, 2)}, text
        return
    assert last.target is not None, (text, last)
    found = _match(RACE_ENDED if last.rivals else ENDED, text)
    assert found, f"unread: {text}"
    told = {day_or_number(part) for part in found.groups() if part and part[0].isdigit() and "short" not in part}
    gap = last.actual - last.target if last.rivals else rounded(last.actual - last.target, 2)
    shown = {rounded(last.actual, 2)} | (set() if last.rivals else {rounded(last.target, 2)})
    is_reached = gap >= 0 and not last.rivals
    assert told == {last.day, *shown} | (set() if is_reached or not gap else {abs(gap)}), (text, last)
    if last.rivals:
        assert bool(re.search("落后|behind", text)) == (gap < 0), (text, last)
        assert bool(re.search("领先|ahead", text)) == (gap > 0), (text, last)
    else:
        assert bool(re.search("已达到|reached", text)) == is_reached, (text, last)


def day_or_number(part: str) -> dt.date | Fraction | None:
    return day_of(part) if re.fullmatch(_D, part) else number(part)


def _match(expressions: tuple[str, ...], text: str) -> re.Match[str] | None:
    return next((found for one in expressions if (found := re.fullmatch(one, text))), None)


def prove_listed(outlooks: tuple[Outlook, ...], history: History, past: Past, words: Words) -> list[str]:
    """The figures listed beside each goal: schedule, due by now, the paces."""
    place = 0 if words.language == "zh" else 1
    for one in outlooks:
        own = own_goal(one.goal, past.shown)
        if own.is_measured:
            rows = [tuple(row.values()) for row in records(goal_outlook(one, history.points, words).facts)]
            _prove_rows({str(what): str(figure) for what, figure in rows}, own, past, place)
    return []


def _prove_rows(rows: dict[str, str], own: OwnGoal, past: Past, place: int) -> None:
    is_area, (schedule, due, pace) = "area" in own.measure, LISTED[place]
    assert number(rows[schedule]) == rounded(own.schedule, 1), (rows, own)
    if not (own.rivals and own.gone < 21) and own.required > 0:
        assert number(rows[due]) == rounded(own.required * own.schedule / 100, 2 if is_area else 0), (rows, own)
    assert number(rows[pace]) == rounded(own.pace, 2 if is_area else 1), (rows, own)
    recent = [(what, figure) for what, figure in rows.items() if re.search(SINCE[place], what)]
    expected = _recent(own, past)
    assert len(recent) == (expected is not None), (rows, expected)
    for what, figure in recent:
        assert expected is not None
        day = re.search(SINCE[place], what)
        assert day
        assert day_of(day[1]) == expected[0], (what, expected)
        assert number(figure) == rounded(expected[1], 2 if is_area else 1), (figure, expected)


LISTED = (
    ("序时进度", "按序时进度应完成量", "年初以来周均完成量"),
    ("Share due by now (schedule)", "Amount due by now (schedule)", "Weekly average since January"),
)
SINCE = (rf"{_D}以来周均完成量", rf"Weekly average since {_D}")


def _recent(own: OwnGoal, past: Past) -> tuple[dt.date, Fraction] | None:
    """The pace since the last figure that is four weeks old or more; of several in one week the last counts."""
    weeks: dict[tuple[int, int], tuple[dt.date, Fraction]] = {}
    table = (
        "county_progress" if own.measure == "area_reported" else "figures" if own.subject == "全区" else "unit_progress"
    )
    for day, value in past.latest_basis(table, own.subject, own.measure, own.day):
        weeks[day.isocalendar()[:2]] = (day, value)
    days = sorted(weeks.values())
    before = [one for one in days if (days[-1][0] - one[0]).days >= 28]
    if not before:
        return None
    return before[-1][0], 7 * (days[-1][1] - before[-1][1]) / (days[-1][0] - before[-1][0]).days


def prove_race(results: Results, past: Past, words: Words) -> list[str]:
    """The total that first place takes: the largest other county at its pace since 1 January."""
    if "county_progress" not in past.shown.tables:
        return []
    day, areas = past.now.days["county_progress"], past.now.reporting
    requirements = first_place_requirements(results.counties, day)
    others = [area for name, area in areas.items() if name != OWN]
    end, gone = day.replace(month=12, day=31), day.timetuple().tm_yday
    assert requirements.empty == (OWN not in areas or not others or day == end or gone < 21), requirements
    if requirements.empty:
        return []
    text = race_finding(requirements, words)
    found = _match(RACE, text)
    assert found, f"unread: {text}"
    whole = end.timetuple().tm_yday
    needed, ours = max(others) * whole / gone, areas[OWN] * whole / gone
    assert day_of(found[1]) == end, text
    needed, ours = rounded(needed, 2), rounded(ours, 2)
    assert number(found[2]) == needed, (text, needed)
    assert bool(found[4]) == (ours != needed), (text, needed, ours)
    assert not found[4] or number(found[4]) == ours, (text, ours)
    assert (found[3] in ("只能", "only ")) == (ours < needed), (text, needed, ours)
    for row in records(race_table(requirements, words)):
        _prove_race_row(row, day, max(others), areas[OWN])
    return ["race"]


def _prove_race_row(row: dict[str, str], day: dt.date, best: Fraction, own: Fraction) -> None:
    written, *cells, ours = row.values()
    language = "zh" if "月" in written else "en"
    until = day_of(f"{day.year}年{written}" if language == "zh" else f"{written} {day.year}")
    gone, days = day.timetuple().tm_yday, (until - day).days
    for percent, cell in zip((80, 100, 120), cells, strict=True):
        total = best * (1 + Fraction(percent * days, 100 * gone))
        a_week = max(Fraction(0), 7 * (total - own) / days)
        told = [area(one, language) for one in re.findall(r"[\d,.]*\d", cell)]
        assert told == [rounded(total, 2), rounded(a_week, 2)], (row, percent)
    assert area(ours, language) == rounded(own * (1 + Fraction(days, gone)), 2), row
