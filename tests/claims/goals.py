"""Proves what the sentences say of goals: the gap, the schedule, the weeks left, the pace needed and the pace so far."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

from renovation.comparisons.goals import Goal
from renovation.comparisons.outlook import Outlook
from renovation.language import Words
from renovation.wording.goals import goal_gap_sentence
from renovation.wording.outlook import outlook_paragraph
from tests.claims.generated import Published
from tests.claims.own_goals import OwnGoal, goals_of, is_open
from tests.claims.reading import day_of, number
from tests.claims.spoken import EN_NAMES
from tests.claims.truth import rounded

_X = r"([\d.,]*\d(?:\u00a0m²|万㎡|个)?)"
_D = r"(\d+年\d+月\d+日|\d+ [A-Z][a-z]{2} \d{4})"
_LESS = r"(（略低于所需）| \(slightly less than needed\))?"
"""Beside a pace that is printed like the pace needed, and is lower."""
TO_GO = (
    rf"还差{_X}。距.*?还有([\d.]+)周，每周需完成{_X}，年初以来周均{_X}{_LESS}。",
    rf"{_X} to go by [^.]*\. In the ([\d.]+)\u00a0weeks? left, {_X} a week is needed; the weekly average since January is {_X}{_LESS}\.",
)
SHORT = (rf"到期未完成目标，差{_X}。", rf"At the deadline, the goal was missed by {_X}\.")
EARLY = (
    rf"目前累计{_X}，目标{_X}，还差{_X}。年初以来不足\d+周，暂不判定进度。",
    rf"The total so far is {_X} and the target is {_X}, which leaves {_X} to go\. It is too early to assess this goal, because fewer than \d+ weeks of the year have passed\.",
)
REACHED = ("目标已达到。", r"The goal has been reached\.")
BEHIND = (
    rf"(?:(?:我区|目前累计.*?，)落后(.+?){_X}[，。].*|到期时，我区落后(.+?){_X}。)",
    rf"(?:At the deadline, our district was |The total so far is .*?, |Our district is ){_X} behind (.+?)[.;].*",
)
AHEAD = (
    rf"(?:到期时，我区|目前累计.*?，|我区)领先(.+?){_X}[，。].*",
    rf"(?:At the deadline, our district was |The total so far is .*?, |Our district is ){_X} ahead of (.+?)[.;].*",
)
LEVEL = (
    r"(?:到期时，我区|目前累计.*?，|我区)与(.+?)持平[，。].*",
    r"(?:At the deadline, our district was |The total so far is .*?, |Our district is )level with (.+?)[.;].*",
)
OTHER_YEAR = (
    r"该目标为(\d+)年度目标，现有数据截至(.+)，年度不一致，不作比较。",
    r"This goal is for (\d+)\. The latest figures are from another year \((.+)\), so they are not compared with the goal\.",
)
NO_FIGURE = ("本期没有该指标的数据.*", "This release does not have this figure.*")
NO_TARGET = (rf"未定目标值；目前累计{_X}。", rf"No target has been set; the total so far is {_X}\.")
LAST_DAYS = (rf"距期限还有(\d+)天，还需完成{_X}；.*", rf"{_X} to go, (\d+) days? left; the weekly average .*")
WHERE = (
    rf"截至{_D}，.+?{_X}，完成目标{_X}的([\d.]+)%，还差{_X}。",
    rf"As of {_D}, .+? stood at {_X}, which is ([\d.]+)% of the target of {_X} and leaves {_X} to go\.",
)
SCHEDULE = (
    r"序时进度([\d.]+)%，(?:(落后|快于)序时进度(不足)?([\d.]+)个百分点|与序时进度持平)。",
    r"([\d.]+)% of the time has passed; progress is (?:(?:([\d.,]+)\u00a0percentage points? (behind|ahead of)|level with) the schedule|behind the schedule, but by less than ([\d.,]+)\u00a0percentage points?)\.",
)
WEEKS_LEFT = (
    rf"余下([\d.]+)周，每周需完成{_X}，年初以来周均{_X}{_LESS}。",
    rf"([\d.]+)\u00a0weeks? left: {_X} a week is still needed; the weekly average since January is {_X}{_LESS}\.",
)
LEADS_TO = (rf"按目前进度，到{_D}累计{_X}，(.+?)。", rf"At the current pace, the total on {_D} will be {_X}; (.+?)\.")


FIRST = ("届时我区位列第一", "our district will then be first")
NOT_FIRST = ("届时我区不能位列第一", "our district will then not be first")


def _amount(value: Fraction) -> Fraction:
    """As goals say it: a reported amount with its own decimals, a computed one with two."""
    reported = rounded(value, 4)
    return reported if reported == value else rounded(value, 2)


def own_goal(goal: Goal, release: Published) -> OwnGoal:
    """The goal by the definitions that the product shows as `goal`."""
    key = (goal.subject, goal.measure, goal.deadline, goal.goal == "first_in_city", goal.goal == "started_share")
    return next(one for one in goals_of(release) if one.key == key)


def prove_goals(outlooks: tuple[Outlook, ...], release: Published, words: Words) -> list[str]:
    """Raises AssertionError where a goal's sentence is false or unknown, or a goal is left out; returns what was proved."""
    expected = [own.key for own in goals_of(release) if is_open(own, release.release.as_of)]
    assert [own_goal(one.goal, release).key for one in outlooks] == expected
    for one in outlooks:
        own = own_goal(one.goal, release)
        assert one.goal.light == own.light, (one.goal, own)
        _prove(own, goal_gap_sentence(one.goal, words))
        _prove_paragraph(own, outlook_paragraph(one, words))
    return [f"goal {one.goal.light}" for one in outlooks]


def _prove(own: OwnGoal, text: str) -> None:
    if _prove_unmeasured(own, text):
        return
    assert own.actual is not None
    assert own.target is not None
    if own.rivals:
        _prove_rival(own, text)
    elif _matched(REACHED, text):
        assert own.actual >= own.target, (text, own)
    elif early := _matched(EARLY, text):
        amounts = [_amount(one) for one in (own.actual, own.target, own.target - own.actual)]
        assert [number(one) for one in early.groups()] == amounts, text
    elif short := _matched(SHORT, text):
        assert not own.left, text
        assert number(short[1]) == _amount(own.target - own.actual), text
    elif last := _matched(LAST_DAYS, text):
        assert {number(last[1]), number(last[2])} == {Fraction(own.left), _amount(own.target - own.actual)}, text
    else:
        _prove_to_go(own, text)


def _prove_unmeasured(own: OwnGoal, text: str) -> bool:
    """Whether a sentence says why nothing can be said, and rightly so."""
    if other := _matched(OTHER_YEAR, text):
        assert (int(other[1]), day_of(other[2])) == (own.deadline.year, own.day), (text, own)
        assert own.day.year != own.deadline.year, text
    elif _matched(NO_FIGURE, text):
        assert own.actual is None, (text, own)
        assert own.day.year == own.deadline.year, text
    elif without := _matched(NO_TARGET, text):
        assert own.target is None, (text, own)
        assert number(without[1]) == _amount(own.actual or Fraction(0)), text
    else:
        return False
    return True


def _prove_to_go(own: OwnGoal, text: str) -> None:
    found = _matched(TO_GO, text)
    assert found, f"unread: {text}"
    *amounts, less = found.groups()
    expected = [_amount(own.required - (own.actual or 0)), rounded(Fraction(own.left, 7), 1), *_paces(own)]
    assert [number(one) for one in amounts] == expected, (text, own)
    prove_less(less, own)


def prove_less(less: str | None, own: OwnGoal) -> None:
    """A pace printed like the pace needed is called lower if it is: the light is judged by the exact paces."""
    needed, pace = _paces(own)
    assert bool(less) == (needed == pace and own.light in ("amber", "red")), (less, own)


def _paces(own: OwnGoal) -> list[Fraction]:
    """The pace needed and the pace so far, as they are printed: counts to one decimal, areas to two."""
    decimals = 2 if "area" in own.measure else 1
    assert own.needed is not None
    return [rounded(own.needed, decimals), rounded(own.pace, decimals)]


def _prove_rival(own: OwnGoal, text: str) -> None:
    """Against the largest other counties, each named: behind, level or ahead, by the difference of the two areas."""
    assert own.actual is not None
    assert own.target is not None
    assert own.left or not re.search("推算|今后|保持|will reach|stay in", text), f"foretold on the last day: {text}"
    if last := _matched(LAST_DAYS, text):
        assert {number(last[1]), number(last[2])} == {Fraction(own.left), _amount(own.required - own.actual)}, text
        return
    back = {english: name for name, english in EN_NAMES.items()}
    for expressions, sign in ((BEHIND, -1), (AHEAD, 1), (LEVEL, 0)):
        found = _matched(expressions, text)
        if found:
            parts = [part for part in found.groups() if part]
            gap = abs(own.actual - own.target)
            named = {back.get(name, name) for part in parts for name in re.split("、|, | and ", part)}
            assert own.rivals == {name for name in named if not re.search(r"\d", name)}, (text, own)
            assert (gap == 0) == (sign == 0), (text, own)
            assert sign == 0 or (own.actual > own.target) == (sign > 0), (text, own)
            assert sign == 0 or gap in {number(part) for part in parts if re.search(r"\d", part)}, (text, own)
            assert sign > 0 or not re.search("保持领先|stay in the lead", text), (text, own)
            return
    raise AssertionError(f"unread: {text}")


def _prove_paragraph(own: OwnGoal, text: str) -> None:
    """The paragraph to read aloud: where the goal is, what the schedule asks, what is left, where the pace leads."""
    if _prove_unmeasured(own, text):
        return
    assert own.actual is not None
    assert own.target is not None
    if not own.rivals:
        _prove_against_schedule(own, text)
    elif not own.left:
        assert not re.search("推算|will reach", text), f"a projection on the last day: {text}"
    where = _found(WHERE, text)
    if where:
        day, *amounts = where.groups()
        reached = amounts.pop(2 if text.startswith("截") else 1)
        assert day_of(day) == own.day, (text, own)
        assert number(reached) == rounded(own.reached, 1), (text, own)
        assert [number(one) for one in amounts] == [
            _amount(one) for one in (own.actual, own.target, own.target - own.actual)
        ], text
    if weeks := _found(WEEKS_LEFT, text):
        *amounts, less = weeks.groups()
        assert [number(one) for one in amounts] == [rounded(Fraction(own.left, 7), 1), *_paces(own)], (text, own)
        prove_less(less, own)
    if end := _found(LEADS_TO, text):
        day, total, arrival = end.groups()
        assert day_of(day) == own.deadline
        assert number(total) == rounded(own.actual + own.pace * own.left / 7, 2 if "area" in own.measure else 0), (
            text,
            own,
        )
        _prove_arrival(own, arrival)


def _prove_against_schedule(own: OwnGoal, text: str) -> None:
    found = _found(SCHEDULE, text)
    if own.light is None:
        assert not found, f"judged although it is too early: {text}"
        return
    assert found, f"no schedule: {text}"
    shares = rounded(own.schedule, 1), rounded(own.reached, 1)
    lag = shares[1] - shares[0]
    assert number(found[1]) == shares[0], (text, own)
    amount = next((number(part) for part in found.groups()[1:] if part and part[0].isdigit()), Fraction(0))
    is_just_behind = lag == 0 and own.light in ("amber", "red")
    assert amount == (Fraction(1, 10) if is_just_behind else abs(lag)), f"not the difference of {shares}: {text}"
    assert bool(re.search("不足|less than", found[0])) == is_just_behind, (text, own)
    assert bool(re.search("落后序时|behind the schedule", found[0])) == (lag < 0 or is_just_behind), text
    assert bool(re.search("快于|ahead", found[0])) == (lag > 0), text


def _prove_arrival(own: OwnGoal, text: str) -> None:
    """The day on which the pace reaches the goal within its year, or that it does not."""
    assert own.actual is not None
    assert own.target is not None
    closing = own.pace - (7 * own.target / own.gone if own.rivals else 0)
    days = -(-7 * (own.target - own.actual) // closing) if closing > 0 else None
    end = dt.date(own.deadline.year, 12, 31)
    in_time = (
        days is not None and own.day + dt.timedelta(days=int(days)) <= end if days is None or days < 9999 else False
    )
    found = re.search(_D, text)
    if own.rivals and own.actual >= own.target:
        lead = rounded(own.actual + own.pace * own.left / 7, 4) - rounded(own.required, 4)
        assert (lead > 0, lead < 0) == (text in FIRST, text in NOT_FIRST), (text, own)
    elif own.actual >= own.target:
        assert not found, (text, own)
    elif found:
        assert in_time, (text, own)
        assert day_of(found[1]) == own.day + dt.timedelta(days=int(days or 0)), (text, own)
    else:
        assert not in_time, (text, own)


def _matched(expressions: tuple[str, ...], text: str) -> re.Match[str] | None:
    return next((found for one in expressions if (found := re.fullmatch(one, text, re.DOTALL))), None)


def _found(expressions: tuple[str, ...], text: str) -> re.Match[str] | None:
    return next((found for one in expressions if (found := re.search(one, text, re.DOTALL))), None)
