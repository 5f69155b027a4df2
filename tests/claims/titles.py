"""The title of the overview, worked out from the tables: what is behind the schedule, what is level with it or ahead, what is met."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from tests.claims.own_goals import OwnGoal, goals_in, goals_of_report, is_open
from tests.claims.spoken import ALL_MEASURES, EN_NAMES
from tests.claims.truth import DISTRICT, Truth, rounded

MOST_NAMED = 3
_GROUPS = {
    "zh": ("未完成：", "落后序时：", "与序时持平：", "快于序时：", "进度待判定：", "已完成："),
    "en": (
        "not met: ",
        "behind schedule: ",
        "level with the schedule: ",
        "ahead of schedule: ",
        "not assessed yet: ",
        "met: ",
    ),
}
EARLY = 21
"""Before this day of a year nothing is judged but what is met."""
Found = tuple[str, Fraction | None, bool, bool]
"""A name, the percentage points ahead of schedule (None where they are not told), whether it is met, whether a unit's."""


def title(truth: Truth, language: str) -> str:
    """The title in a language; an empty text where nothing can be told."""
    found = [one[:3] for one in sorted(_standings(truth, language), key=lambda one: (one[3], one[1] or 0))]
    judged = [(name, lag) for name, lag, is_met in found if lag is not None and not is_met]
    behind, level, ahead = ([one for one in judged if sign(one[1]) == side] for side in (-1, 0, 1))
    ended = truth.days.get("figures", truth.days["unit_progress"]).year < truth.days["unit_progress"].year
    unjudged = [
        (name, ended and str(truth.days["figures"].year) in name)
        for name, lag, is_met in found
        if lag is None and not is_met
    ]
    groups = (
        [name for name, is_of_last_year in unjudged if is_of_last_year],
        _with_lags(behind, language, in_full=True),
        [name for name, _lag in level],
        _with_lags(ahead, language, in_full=not behind),
        [name for name, is_of_last_year in unjudged if not is_of_last_year],
        [name for name, _lag, is_met in found if is_met],
    )
    text = ("；" if language == "zh" else "; ").join(
        head + _listed(names, language) for head, names in zip(_GROUPS[language], groups, strict=True) if names
    )
    return text[:1].upper() + text[1:]


def sign(lag: Fraction) -> int:
    return (lag > 0) - (lag < 0)


def _listed(names: list[str], language: str) -> str:
    if language == "zh" or len(names) == 1:
        return "、".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _with_lags(found: list[tuple[str, Fraction]], language: str, *, in_full: bool) -> list[str]:
    told = [
        _distance(name, lag, language, in_full and number == 0) for number, (name, lag) in enumerate(found[:MOST_NAMED])
    ]
    others = len(found) - MOST_NAMED
    if others <= 0:
        return told
    return [*told, f"另有{others}项目标" if language == "zh" else f"{others} more goal{'s' if others > 1 else ''}"]


def _distance(name: str, lag: Fraction, language: str, is_first: bool) -> str:
    written = f"{float(abs(lag)):g}"
    if language == "zh":
        return f"{name}（{written}{'个百分点' if is_first else ''}）"
    points = f"\u00a0percentage point{'' if written == '1' else 's'}"
    return f"{name} ({written}{points if is_first else ''})"


def _standings(truth: Truth, language: str) -> list[Found]:
    """Each goal told, and the area."""
    report = list(goals_of_report(truth.tables))
    found: list[Found] = []
    for goal in goals_in(truth.tables):
        if not is_open(goal, truth.days["unit_progress"]) or not goal.is_measured or not goal.required:
            continue
        assert goal.actual is not None
        assert goal.target is not None
        lag = rounded(goal.reached, 1) - rounded(goal.schedule, 1)
        is_starts = goal in report and not goal.rivals
        if is_starts or (goal.light in ("amber", "red") and lag < 0):
            is_met = not goal.rivals and goal.actual >= goal.target
            is_judged = is_met or goal.gone >= EARLY
            is_of_unit = not goal.rivals and goal.subject != DISTRICT
            found.append((_name(goal, is_starts, language), lag if is_judged else None, is_met, is_of_unit))
    return [*found, *_area(truth, language)]


def _name(goal: OwnGoal, is_starts: bool, language: str) -> str:
    if goal.rivals:
        return "争全市第一" if language == "zh" else "first place in the city"
    if is_starts:
        return "开工目标" if language == "zh" else "goal for project starts"
    measure = ALL_MEASURES[goal.measure]
    if language == "zh":
        return f"{'' if goal.subject == DISTRICT else goal.subject}{measure[0]}"
    whose = "" if goal.subject == DISTRICT else f"{EN_NAMES.get(goal.subject, goal.subject)}'s "
    return f"{whose}{measure[1][0].lower()}{measure[1][1:]}"


def _area(truth: Truth, language: str) -> list[Found]:
    rate = truth.rate_of_district("area_renovated", "district_target_area")
    if rate is None:
        return []
    name = "区定面积目标" if language == "zh" else "district's target of area"
    day = truth.days["figures"]
    schedule = Fraction(100 * day.timetuple().tm_yday, dt.date(day.year, 12, 31).timetuple().tm_yday)
    printed = rounded(rate, 1)
    if rate < 100 <= printed:
        printed = Fraction(math.floor(100 * rate), 100)
    percent = f"{float(printed):.{1 if printed == rounded(printed, 1) else 2}f}%"
    if day.year < truth.days["unit_progress"].year:
        return [(_of_last_year(percent, day, rate >= 100, language), None, rate >= 100, False)]
    is_judged = rate >= 100 or day.timetuple().tm_yday >= EARLY
    return [(name, printed - rounded(schedule, 1) if is_judged else None, rate >= 100, False)]


def _of_last_year(percent: str, day: dt.date, is_met: bool, language: str) -> str:
    """The target of a year that is over with its result; one that was not met with the day of its figure."""
    if language == "zh":
        result = percent if is_met else f"截至{day.year}年{day.month}月{day.day}日为{percent}"
        return f"全区{day.year}年度面积目标（{result}）"
    result = percent if is_met else f"{percent} as of {day.day} {day:%b %Y}"
    return f"the district's area target for {day.year} ({result})"
