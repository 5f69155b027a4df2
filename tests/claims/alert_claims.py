"""Proves the alerts: what fell, what stood still, who is behind, which goals; and that none is left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from renovation.comparisons.alerts import Alert
from renovation.comparisons.goals import Goal
from renovation.domain import places
from renovation.language import Words
from renovation.wording.alerts import alert_action, alert_sentence, alerts_finding
from renovation.wording.goals import goal_title
from tests.claims.goals import own_goal, prove_less
from tests.claims.own_checks import Check, CheckKey, comparable, mismatches
from tests.claims.own_goals import OwnGoal, goals_of, is_open, over_time
from tests.claims.past import Past, Series
from tests.claims.proving import Proofs
from tests.claims.reading import Claim, day_of, number, read
from tests.claims.spoken import EN_NAMES
from tests.claims.truth import rounded

UNIT_MEASURES = ("projects_started", "projects_completed", "area_renovated")
CUMULATIVE = {"unit_progress": UNIT_MEASURES, "figures": UNIT_MEASURES, "county_progress": ("area_reported",)}
WEEKS_STILL, WEEKS_WATCHED = 4, 4
KINDS: dict[str, tuple[str, str]] = {
    "fell": (
        r"<who:W>：<measure:M>由<before:G>减为<value:G>，减少<amount:G>，累计数不应减少",
        r"<who:W>: <measure:M> fell by <amount:G>, from <before:G> to <value:G>; a cumulative figure should not fall",
    ),
    "stood": (
        r"<who:W>：<measure:M>自<since:D>起已连续<weeks:K>无增长，仍为<value:G>",
        r"<who:W>: <measure:M> has not grown for <weeks:K>, since <since:D>; it is still <value:G>",
    ),
    "units behind": (
        r"<count:N>个单位年度面积目标完成率低于序时进度<schedule:P>：(?P<pairs>[^；]+)(?P<rest>[^。]*)(?=。)",
        r"<count:N> units? (?:is behind schedule and has|are behind schedule and have each) completed less than <schedule:P> of (?:its|their) annual area targets?: (?P<pairs>[^;]+)(?P<rest>.*?)(?=\.$)",
    ),
    "mismatches": (
        r"<who:W>：与复算值不相符且未说明原因的原报值<count:N>项",
        r"<who:W>: <count:N> reported figures? (?:is|are) inconsistent with (?:its|their) recomputed values? and (?:has|have) not been explained",
    ),
    "new mismatches": (
        r"<who:W>：与复算值不相符且未说明原因的原报值<count:N>项，其中差额为本期新出现或较上期扩大的：(?P<grew>.+)(?=。)",
        r"<who:W>: <count:N> reported figures? (?:is|are) inconsistent with (?:its|their) recomputed values? and (?:has|have) not been explained; "
        r"the difference is new or has grown since the previous release: (?P<grew>.+)(?=\.)",
    ),
}  # fmt: skip
_A = r"([\d.,]*\d(?:\u00a0m²|万㎡|个)?)"
BEHIND = (
    rf"：落后序时进度([\d.]+)个百分点，(?:期限已到|每周需{_A}，年初以来周均{_A}(?P<less>（略低于所需）)?|距期限还有(\d+)天，还需完成{_A}，年初以来周均{_A})。",
    rf": ([\d.,]+)\u00a0percentage points? behind the schedule(?: at the deadline|; {_A} a week is needed, the weekly average since January is {_A}(?P<less> \(slightly less than needed\))?"
    rf"|; {_A} to go, (\d+) days? left, the weekly average since January is {_A})\.",
)
MADE_GOOD = (
    r"：已转为进度正常，(.+)仍为明显滞后，继续观察。",
    r": back on course; it was well behind on (.+) and is still being watched\.",
)
PROOFS: Proofs[Past] = Proofs()


def prove_alerts(
    alerts: Sequence[Alert], past: Past, patterns: list[tuple[str, re.Pattern[str]]], words: Words
) -> list[Claim]:
    """Raises AssertionError where an alert is false, or one that the rules ask for is missing; returns the claims."""
    finding = alerts_finding(tuple(alerts), words)
    watched = sum(alert.rule == "made_good" for alert in alerts)
    ours = {place.name for place in (*places.COUNTIES, places.DISTRICT)}
    checked = sum(one.rule == "mismatch" or (one.rule == "fell_back" and one.subject in ours) for one in alerts)
    counted = (len(alerts) - watched - checked, checked, watched)
    assert [int(count) for count in re.findall(r"\d+", finding)] == [count for count in counted if count]
    claims: list[Claim] = []
    for alert in alerts:
        text = alert_sentence(alert, words)
        _prove_action(alert, alert_action(alert, words), past)
        if alert.outlook:
            _prove_goal(alert.rule, alert.outlook.goal, text, past, words)
            claims.append(Claim(f"goal {alert.rule}", {}, text))
            continue
        (claim,) = read(text, patterns)
        PROOFS[claim.kind](claim, past)
        claims.append(claim)
    _prove_complete(alerts, claims, past)
    return claims


def _prove_action(alert: Alert, action: str, past: Past) -> None:
    """An action about a goal names what each week lacks, the difference of the two paces on the screen; others no number.

    Nobody can take on less than one project a week, so that it is not named either.
    """
    amounts = [number(found) for found in re.findall(_A, action)]
    own = own_goal(alert.outlook.goal, past.shown) if alert.outlook else None
    if own is None or alert.rule == "made_good" or own.left < 7:
        assert not amounts, (action, own)
        return
    assert own.needed is not None
    decimals = 2 if "area" in own.measure else 1
    more = rounded(own.needed, decimals) - rounded(own.pace, decimals)
    is_named = more >= 1 if own.measure.startswith("projects") else more > 0
    assert amounts == ([more] if is_named else []), (action, own)


def _prove_complete(alerts: Sequence[Alert], claims: list[Claim], past: Past) -> None:
    told = sorted((claim.kind, *claim.names(), claim.measure()) for claim in claims if claim.kind in ("fell", "stood"))  # type: ignore[misc]
    assert told == sorted([*_fallen(past), *_still(past)]), (told, _fallen(past), _still(past))
    behind = [
        own_goal(one.outlook.goal, past.shown).key for one in alerts if one.rule == "behind_schedule" and one.outlook
    ]
    assert sorted(behind) == sorted(
        goal.key
        for goal in _open_goals(past)
        if goal.light in ("amber", "red") and rounded(goal.reached, 1) < rounded(goal.schedule, 1)
    )
    good = [own_goal(one.outlook.goal, past.shown).key for one in alerts if one.rule == "made_good" and one.outlook]
    assert sorted(good) == sorted(goal.key for goal in _open_goals(past) if _made_good(goal, past))
    assert bool(_lags(past)) == any(claim.kind == "units behind" for claim in claims), _lags(past)
    counted = sum(claim.number("count") or 0 for claim in claims if claim.kind.endswith("mismatches"))
    assert counted == len(mismatches(past.shown)), (counted, mismatches(past.shown))


def _open_goals(past: Past) -> list[OwnGoal]:
    return [goal for goal in goals_of(past.shown) if is_open(goal, past.as_of)]


def _current(past: Past, tables: tuple[str, ...]) -> list[tuple[Series, list[tuple[dt.date, Fraction]]]]:
    """The year's cumulative series that have a figure on the latest day of their table."""
    found = {
        series: past.reported(series, past.as_of.year, past.as_of)
        for series in past.figures
        if series.table in tables and series.measure in CUMULATIVE[series.table]
    }
    latest = {
        table: max((days[-1][0] for series, days in found.items() if days and series.table == table), default=None)
        for table in tables
    }
    return [(series, days) for series, days in found.items() if days and days[-1][0] == latest[series.table]]


def _fallen(past: Past) -> list[tuple[str, str, str]]:
    return [("fell", series.place, series.measure) for series, days in _current(past, tuple(CUMULATIVE))
            if len(days) > 1 and days[-1][1] < days[-2][1]]  # fmt: skip


def _last_growth(days: list[tuple[dt.date, Fraction]]) -> dt.date:
    """The day of the last report that was larger than the one before it, or of the year's first."""
    grown = [after[0] for before, after in pairwise(days) if after[1] > before[1]]
    return grown[-1] if grown else days[0][0]


def _still(past: Past) -> list[tuple[str, str, str]]:
    return [("stood", series.place, series.measure) for series, days in _current(past, ("unit_progress",))
            if (days[-1][0] - _last_growth(days)).days >= 7 * WEEKS_STILL]  # fmt: skip


def _days_of(claim: Claim, past: Past) -> list[tuple[dt.date, Fraction]]:
    (place,) = claim.names()  # type: ignore[misc]
    found = [
        days
        for series, days in _current(past, tuple(CUMULATIVE))
        if (series.place, series.measure) == (place, claim.measure())
    ]
    assert len(found) == 1, (claim, found)
    return found[0]


@PROOFS.of("fell")
def _fell(claim: Claim, past: Past) -> None:
    (_day, before), (_now, value) = _days_of(claim, past)[-2:]
    told = [claim.number(blank) for blank in ("before", "value", "amount")]
    assert told == [before, value, before - value], (claim, before, value)
    assert before > value, claim


@PROOFS.of("stood")
def _stood(claim: Claim, past: Past) -> None:
    days = _days_of(claim, past)
    since = _last_growth(days)
    assert claim.day("since") == since, (claim, days)
    assert claim.number("weeks") == rounded(Fraction((days[-1][0] - since).days, 7), 1), (claim, days)
    assert claim.number("value") == days[-1][1], (claim, days)
    assert all(value <= dict(days)[since] for day, value in days if day >= since), (claim, days)


def _schedule(day: dt.date) -> Fraction:
    return Fraction(100 * day.timetuple().tm_yday, day.replace(month=12, day=31).timetuple().tm_yday)


def _lags(past: Past) -> dict[str, Fraction]:
    """The completion rates under the schedule, without units whose target is a goal of its own, and not in the year's first weeks."""
    own = {(goal.subject, goal.target) for goal in _open_goals(past) if goal.measure == "area_renovated"}
    rates, targets = past.now.figures["completion_rate"], past.now.figures["annual_target_area"]
    if past.as_of.timetuple().tm_yday < 21:
        return {}
    return {unit: rate for unit, rate in rates.items()
            if rate is not None and rate < 100 and rounded(rate, 1) < rounded(_schedule(past.as_of), 1) and (unit, targets[unit]) not in own}  # fmt: skip


@PROOFS.of("units behind")
def _units_behind(claim: Claim, past: Past) -> None:
    lags, schedule = _lags(past), rounded(_schedule(past.as_of), 1)
    assert claim.number("schedule") == schedule, claim
    assert claim.number("count") == len(lags), (claim, lags)
    back = {english: name for name, english in EN_NAMES.items()}
    found = re.findall(
        r"([^、,（）()]+?)\s?([\d.]+)%\s?[（(](?:落后序时进度)?([\d.]+)(?:个百分点|\u00a0percentage points? behind schedule)"
        r"(?:(?:，差|, )([\d.,]+(?:万㎡|\u00a0m²))(?: short)?)?[)）](?:、|, |$)",
        claim["pairs"].replace(" and ", ", "),
    )
    told = {
        back.get(name.strip(), name.strip()): (number(rate), number(lag), number(short or "0"))
        for name, rate, lag, short in found
    }
    short = {unit: _shortfall(unit, past) for unit in lags}
    assert told == {unit: (rounded(rate, 1), schedule - rounded(rate, 1), short[unit]) for unit, rate in lags.items()}
    _prove_rest(claim, sum(short.values(), Fraction(0)), [unit for unit in lags if _was_on_schedule(unit, past)])


REST = (
    r"(?:；距序时进度共?差(?P<short>[\d.]+万㎡))?(?:；较上期新增的滞后单位：(?P<new>.+))?",
    r"(?:; (?P<short>[\d.,]+\u00a0m²) short of the schedule(?: in all)?)?(?:; newly behind since the previous release: (?P<new>.+))?",
)


def _prove_rest(claim: Claim, short: Fraction, new: list[str]) -> None:
    """What all units lack, as the sum of what is told of each, and which were on schedule before."""
    found = next(one for one in (re.fullmatch(form, claim["rest"]) for form in REST) if one)
    assert number(found["short"] or "0") == short, (claim, short)
    named = Claim("", {"who": found["new"] or ""}, "").names() if found["new"] else set()
    assert named in (set(new), len(new)), (claim, new)


def _shortfall(unit: str, past: Past) -> Fraction:
    area, target = (past.now.figures[name][unit] for name in ("area_renovated", "annual_target_area"))
    assert area is not None
    assert target is not None
    return rounded(target * _schedule(past.as_of) / 100 - area, 2)


def _was_on_schedule(unit: str, past: Past) -> bool:
    series = Series("unit_progress", unit, "completion_rate", past.now.bases["unit_progress"])
    days = past.reported(series, past.as_of.year, past.as_of)
    if len(days) < 2 or days[-2][0].timetuple().tm_yday < 21:
        return False
    return rounded(days[-2][1], 1) >= rounded(_schedule(days[-2][0]), 1)


@PROOFS.of("mismatches", "new mismatches")
def _mismatches(claim: Claim, past: Past) -> None:
    checks = mismatches(past.shown)
    counted = [[key for key in checks if (key.subject == "全区") == district] for district in (True, False)]
    holders = [keys for keys in counted if len(keys) == claim.number("count") and _held_by(claim, keys)]
    assert holders, (claim, counted)
    if claim.kind == "new mismatches":
        assert past.previous is not None, claim
        before = comparable(past.previous, past.shown)
        assert any(_grew(checks[key], before.get(key)) for keys in holders for key in keys), (claim, before)


def _held_by(claim: Claim, keys: list[CheckKey]) -> bool:
    places = {key.subject for key in keys}
    return claim.names() in (places, len(places))


def _grew(now: Check, before: Check | None) -> bool:
    return before is None or before.agrees or now.off * before.off < 0 or abs(now.off) > abs(before.off)


def _made_good(goal: OwnGoal, past: Past) -> dt.date | None:
    """The last day on which a goal was red that is green now, within the weeks in which it is watched."""
    if goal.light != "green" or (not goal.rivals and goal.actual >= goal.target):  # type: ignore[operator]
        return None
    red = [then.day for then in over_time(goal, past) if then.light == "red"]
    return red[-1] if red and (goal.day - red[-1]).days <= 7 * WEEKS_WATCHED else None


def _prove_goal(rule: str, goal: Goal, text: str, past: Past, words: Words) -> None:
    own, title = own_goal(goal, past.shown), goal_title(goal, words)
    assert text.startswith(title), text
    rest = text.removeprefix(title)
    if rule == "made_good":
        found = next(one for one in (re.fullmatch(form, rest) for form in MADE_GOOD) if one)
        assert day_of(found[1]) == _made_good(own, past), (text, own)
        return
    found = next((one for one in (re.fullmatch(form, rest) for form in BEHIND) if one), None)
    assert found, f"unread: {text}"
    lag, *amounts = (number(part) for part in found.groups() if part and part != found["less"])
    assert lag == rounded(own.schedule, 1) - rounded(own.reached, 1), (text, own)
    decimals = 2 if "area" in own.measure else 1
    if not amounts:
        assert not own.left, text
    elif len(amounts) == 2:
        assert own.needed is not None
        assert amounts == [rounded(own.needed, decimals), rounded(own.pace, decimals)], (text, own)
        prove_less(found["less"], own)
    else:
        assert set(amounts) == {
            Fraction(own.left),
            rounded(own.required - (own.actual or 0), 2),
            rounded(own.pace, decimals),
        }, (text, own)
