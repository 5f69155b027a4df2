"""Proves what the sentences say of goals: the gap, the weeks left, the pace needed and the pace so far."""

from __future__ import annotations

import re
from fractions import Fraction

from renovation.comparisons.answers import Answers
from renovation.comparisons.goals import Goal
from renovation.language import Words
from renovation.wording.goals import goal_gap_sentence
from tests.claims.reading import number
from tests.claims.spoken import EN_NAMES
from tests.claims.truth import OWN, Truth, rounded

_X = r"([\d.,]*\d(?:\u00a0×10⁴ m²|万㎡|个)?)"
TO_GO = (
    rf"还差{_X}。到.*?余下([\d.]+)周，每周需(?:开工|完成){_X}，年初以来周均{_X}。",
    rf"Still needed(?: by [^:]*)?: {_X}\. Over the ([\d.]+) weeks left, that is {_X} a week; the weekly average so far is {_X}\.",
)
SHORT = (rf"期限已到，未达到目标，差{_X}。", rf"The deadline has passed and the goal was missed by {_X}\.")
EARLY = (
    rf"目前{_X}，目标{_X}，还差{_X}。年初以来不足\d+周，暂不判断。",
    rf"So far {_X} of {_X}, {_X} to go\. It is too early to assess this goal, because less than \d+ weeks of the year have passed\.",
)
REACHED = ("目标已达到。", r"The goal has been reached\.")
BEHIND = (
    rf"(?:(?:目前.*?，)?落后(.+?){_X}[，。].*|期限已到：落后(.+?){_X}。)",
    rf"(?:The deadline has passed: |So far .*?, )?{_X} behind (.+?)[.;].*",
)
AHEAD = (
    rf"(?:期限已到：|目前.*?，)?领先(.+?){_X}[，。].*",
    rf"(?:The deadline has passed: |So far .*?, )?{_X} ahead of (.+?)[.;].*",
)
LEVEL = (
    r"(?:期限已到：|目前.*?，)?与(.+?)持平[，。].*",
    r"(?:The deadline has passed: |So far .*?, )?[Ll]evel with (.+?)[.;].*",
)
NO_JUDGEMENT = (
    "该目标为.*", "年初以来不足.*", "本期没有该指标的数据.*", "该项未设目标.*", ".*没有当年数据。", "未定目标值；目前为.*",
    "This goal is for .*", "It is too early .*", "This release does not have this figure.*", "No target is set.*",
)  # fmt: skip
LAST_DAYS = (rf"距期限(\d+)天，还需完成{_X}；.*", rf"{_X} to go, (\d+) days? left, against .*")


def prove_goals(answers: Answers, words: Words, truth: Truth) -> None:
    """Raises AssertionError where a goal's sentence is false or says something unknown."""
    for goal in answers.goals:
        _prove(goal, goal_gap_sentence(goal, words), truth)


def _prove(goal: Goal, text: str, truth: Truth) -> None:
    actual = _actual(goal, truth)
    if _matched(NO_JUDGEMENT, text):
        return
    assert actual is not None, text
    if goal.rival:
        _prove_rival(goal, text, truth)
        return
    assert goal.target == goal.target, f"unread: {text}"
    target = Fraction(repr(goal.target))
    if _matched(REACHED, text):
        assert actual >= target, (text, actual, target)
    elif early := _matched(EARLY, text):
        assert [number(one) for one in early.groups()] == [
            rounded(one, 2) for one in (actual, target, target - actual)
        ], text
    elif short := _matched(SHORT, text):
        assert goal.as_of >= goal.deadline, text
        assert number(short[1]) == rounded(target - actual, 2), text
    elif last := _matched(LAST_DAYS, text):
        amounts = {number(last[1]), number(last[2])}
        assert amounts == {Fraction((goal.deadline - goal.as_of).days), rounded(target - actual, 2)}, (
            text,
            target - actual,
        )
    else:
        _prove_to_go(goal, text, target - actual, actual)


def _prove_to_go(goal: Goal, text: str, gap: Fraction, actual: Fraction) -> None:
    found = _matched(TO_GO, text)
    assert found, f"unread: {text}"
    written = [number(one) for one in found.groups()]
    weeks = Fraction((goal.deadline - goal.as_of).days, 7)
    decimals = 1 if goal.unit == "个" else 2
    pace = actual / Fraction(goal.as_of.timetuple().tm_yday, 7)
    assert written[0] == rounded(gap, 2) > 0, (text, gap)
    assert written[1] == rounded(weeks, 1), (text, weeks)
    assert written[2] == rounded(gap / weeks, decimals), (text, float(gap / weeks))
    assert written[3] == rounded(pace, decimals), (text, float(pace))


def _prove_rival(goal: Goal, text: str, truth: Truth) -> None:
    """Against the largest other county: behind, level or ahead, by the difference of the two areas."""
    own, others = truth.reporting[OWN], {name: area for name, area in truth.reporting.items() if name != OWN}
    best, days = max(others.values()), (goal.deadline - goal.as_of).days
    if last := _matched(LAST_DAYS, text):
        gone = goal.as_of.timetuple().tm_yday
        at_end = best * (gone + days) / gone
        assert {number(last[1]), number(last[2])} == {Fraction(days), rounded(at_end - own, 2)}, text
        return
    for expressions, sign in ((BEHIND, -1), (AHEAD, 1), (LEVEL, 0)):
        found = _matched(expressions, text)
        if found:
            parts = [part for part in found.groups() if part]
            back = {english: name for name, english in EN_NAMES.items()}
            named = next(back.get(part, part) for part in parts if back.get(part, part) in others)
            assert others[named] == best, (text, others)
            gap = rounded(abs(own - best), 2)
            assert (gap == 0) == (sign == 0), (text, float(own - best))
            assert sign == 0 or (own > best) == (sign > 0), (text, float(own - best))
            assert sign == 0 or gap in {number(part) for part in parts if re.search(r"\d", part)}, (text, float(gap))
            return
    raise AssertionError(f"unread: {text}")


def _matched(expressions: tuple[str, ...], text: str) -> re.Match[str] | None:
    return next((found for one in expressions if (found := re.fullmatch(one, text, re.DOTALL))), None)


def _actual(goal: Goal, truth: Truth) -> Fraction | None:
    if goal.table == "county_progress":
        return truth.counties.get(OWN)
    if goal.table == "unit_progress":
        return truth.figures[goal.measure].get(goal.subject)
    return truth.district.get(goal.measure)
