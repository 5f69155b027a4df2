"""Proves the change beside a headline figure: since the figure before of the same year, basis and place."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

from renovation.comparisons.history import History
from renovation.comparisons.profile import profile
from renovation.comparisons.results import Results
from renovation.language import Words
from renovation.wording.headline_changes import district_headlines_with_changes, unit_headlines_with_changes
from renovation.wording.headlines import Change, Headline
from tests.claims.own_goals import OwnGoal, goals_of, is_open
from tests.claims.past import PARTS, Past, Series
from tests.claims.reading import number
from tests.claims.truth import DISTRICT, OWN, exact, rounded

NO_CHANGE, SAME_RANK = ("持平", "no change"), ("位次不变", "rank unchanged")
_AMOUNT = r"[\d.,]*\d(?:\u00a0m²|\u00a0mu|万㎡|个|亩)?"
BESIDE_GOAL = re.compile(
    rf"，(?P<zh>低于|等于|高于)每周所需(?P<zh_needed>{_AMOUNT})"
    rf"(?:，但年初以来周均仅(?P<zh_pace>{_AMOUNT})(?:（略低于所需）)?)?$|"
    rf", (?P<en>below|equal to|above) the (?P<en_needed>{_AMOUNT}) needed a week"
    rf"(?:; weekly average since January only (?P<en_pace>{_AMOUNT})(?: \(slightly less than needed\))?)?$"
)
SIGNS = {"低于": -1, "等于": 0, "高于": 1, "below": -1, "equal to": 0, "above": 1}
TARGETS = {
    "area_renovated": ["district_target_area", "city_target_area"],
    "projects_completed": ["city_target_projects"],
}
DISTRICT_MEASURES = ("area_renovated", "projects_started", "projects_completed")
UNIT_MEASURES = ("area_renovated", "completion_rate", "projects_started", "projects_completed", "completed_to_started")


def prove_headlines(results: Results, history: History, past: Past, words: Words) -> list[str]:
    """Raises AssertionError where a headline's change is false; returns what was proved."""
    *counted, rank = district_headlines_with_changes(results, history.points, words)
    for headline, measure in zip(counted, DISTRICT_MEASURES, strict=True):
        _prove(headline, "figures", DISTRICT, measure, past)
    _prove_rank(rank, past)
    shown = [*counted, rank]
    for unit in results.units["unit"].head(2):
        tables = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
        cards = unit_headlines_with_changes(profile(unit, results.units, *tables), results, history.points, words)
        for headline, measure in zip(cards, UNIT_MEASURES, strict=True):
            _prove(headline, "unit_progress", unit, measure, past)
        shown += cards
    return ["change of a headline" for headline in shown if headline.change]


def _prove(headline: Headline, table: str, place: str, measure: str, past: Past) -> None:
    change = headline.change
    if change is None:
        return
    series = Series(table, place, measure, past.now.bases[table])
    *_earlier, (since, before), (day, now) = past.reported(series, past.now.days[table].year, past.now.days[table])
    assert day == headline.course[-1][0], (headline, day)
    if measure in PARTS:
        now, before = rounded(now, 1), rounded(before, 1)
    goal = None if measure in PARTS else _most_demanding(place, measure, day, past)
    needed = goal.needed if goal else None
    sign = _beside_goal(needed, now - before, (day - since).days, measure)
    if goal and sign is not None and (sign == -1) == (goal.light == "green"):
        assert change.direction == "level", (change, goal)
    elif goal and sign == -1:
        assert change.direction == "slow", (change, goal)
    else:
        _prove_direction(change, now - before)
    told = _told(_without_goal(change.words, goal, sign, measure), since)
    assert (0 if told in NO_CHANGE else number(told)) == now - before, (headline, now, before)


def _most_demanding(place: str, measure: str, day: dt.date, past: Past) -> OwnGoal | None:
    """The open goal of a figure that needs the most a week, as long as weeks are left and something is missing."""
    stated = (*goals_of(past.shown), *_annual_targets(place, measure, past))
    goals = (one for one in stated if (one.subject, one.measure, one.day) == (place, measure, day))
    assessed = [one for one in goals if is_open(one, past.as_of) and one.light and one.left >= 7]
    return max((one for one in assessed if one.needed), key=lambda one: one.needed or 0, default=None)


def _annual_targets(place: str, measure: str, past: Past) -> list[OwnGoal]:
    """What the year is to reach: of the district by the city and by itself, of a unit by its own target."""
    tables, found = past.shown.tables, list[OwnGoal]()
    if place != DISTRICT:
        rows = [row for row in tables["unit_progress"].frame.to_dict("records") if row["unit"] == place]
        day, held = tables["unit_progress"].as_of, {str(key): value for row in rows for key, value in row.items()}
        names = ["annual_target_area"] if measure == "area_renovated" else []
    else:
        day = tables["figures"].as_of
        held = {row["measure"]: row["value"] for row in tables["figures"].frame.to_dict("records")
                if row["subject"] == DISTRICT and row["period"].startswith(str(day.year))}  # fmt: skip
        names = TARGETS.get(measure, [])
    actual = exact(held.get(measure))
    for target in (exact(held.get(name)) for name in names):
        if target and actual is not None:
            found.append(OwnGoal(place, measure, dt.date(day.year, 12, 31), day, target, actual))
    return found


def _beside_goal(needed: Fraction | None, increase: Fraction, days: int, measure: str) -> int | None:
    """The sign of an increase less what is needed, as printed; None unless about a week says it beyond doubt."""
    if needed is None or increase < 0 or not 6 <= days <= 8:
        return None
    limit = rounded(needed, _decimals(measure))
    less = [rounded(one, _decimals(measure)) - limit for one in (increase, increase * 7 / days)]
    signs = {(one > 0) - (one < 0) for one in less}
    return signs.pop() if limit and len(signs) == 1 else None


def _decimals(measure: str) -> int:
    return 2 if "area" in measure else 1


def _without_goal(written: str, goal: OwnGoal | None, sign: int | None, measure: str) -> str:
    """What a change says before the comparison with its goal, which is proved."""
    found = BESIDE_GOAL.search(written)
    assert bool(found) == (sign is not None), (written, goal, sign)
    if not found or goal is None or goal.needed is None:
        return written
    assert SIGNS[found["zh"] or found["en"]] == sign, (written, goal)
    decimals = _decimals(measure)
    assert number(found["zh_needed"] or found["en_needed"]) == rounded(goal.needed, decimals), (written, goal)
    pace = found["zh_pace"] or found["en_pace"]
    assert bool(pace) == (sign != -1 and goal.light != "green"), (written, goal)
    assert not pace or number(pace) == rounded(goal.pace, decimals), (written, goal)
    return written[: found.start()]


def _told(written: str, since: dt.date) -> str:
    """What a change says, without the day that it counts from."""
    chinese, english = f"较{since.month}月{since.day}日", f" since {since.day} {since:%b}"
    assert written.startswith(chinese) or written.endswith(english), (written, since)
    return written.removeprefix(chinese).removesuffix(english)


def _prove_direction(change: Change, better: Fraction | int) -> None:
    expected = "up" if better > 0 else "down" if better < 0 else "level"
    assert change.direction == expected, change


def _prove_rank(headline: Headline, past: Past) -> None:
    """The rank among as many counties before and now, and the distance to the largest area."""
    change = headline.change
    if change is None:
        return
    basis, until = past.now.bases["county_progress"], past.now.days["county_progress"]
    days = sorted({day for series, held in past.figures.items() for day in held
                   if series.table == "county_progress" and day.year == until.year and day <= until})  # fmt: skip
    counted = {day: {name: area for name, area in past.on_day("county_progress", "area_reported", basis, day).items()
                     if area is not None} for day in days}  # fmt: skip
    alike = [day for day in days if OWN in counted[day] and len(counted[day]) == len(counted[until])]
    since = alike[-2]
    up = _rank(counted[since]) - _rank(counted[until])
    wider = _gap(counted[until]) - _gap(counted[since])
    moved, *gap = _told(change.words, since).replace("gap", "差距").replace(", 差距", "，差距").split("，")
    assert (0 if moved in SAME_RANK else number(moved)) == abs(up), (change, up)
    assert ("上升" in moved or "up" in moved) == (up > 0), (change, up)
    assert bool(gap) == bool(wider), (change, wider)
    if gap:
        assert number(gap[0]) == abs(wider), (change, wider)
        assert ("扩大" in gap[0] or "wider" in gap[0]) == (wider > 0), (change, wider)
    _prove_direction(change, up or -wider)


def _rank(areas: dict[str, Fraction]) -> int:
    return 1 + sum(area > areas[OWN] for area in areas.values())


def _gap(areas: dict[str, Fraction]) -> Fraction:
    return max(areas.values()) - areas[OWN]
