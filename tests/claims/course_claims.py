"""Proves what 历史趋势 and 本周变动 say of a measure from date to date: gains, ranks, remarks, and every listed cell."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Any

import pandas as pd

from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording.measure_history import MeasureHistory
from tests.claims.past import PARTS, Course, Gain, Series
from tests.claims.proving import Proofs, names_are
from tests.claims.reading import Claim, day_of, number
from tests.claims.spoken import ALL_MEASURES, EN_NAMES
from tests.claims.truth import rounded

TITLE = r"<measure:M>(?:：|: )"
FALLEN = (r"(?:，其中<fallen:C>减少)?", r"(?:; <fallen:C> among them decreased)?")
KINDS: dict[str, tuple[str, str]] = {
    "no figures": (r"所选范围没有<measure:M>数据", r"There are no figures for <measure:M> in this selection"),
    "one date": (r"<year:N>年目前只有一个截至日期的数据，有第二个日期后才能看趋势", r"There is only one date in <year:N> so far; a trend needs a second date"),
    "one period": (r"所选数据均在同一周期内，请改选较短的周期查看趋势", r"All selected figures fall within one period; choose a shorter period to see a trend"),
    "one week": (r"<year:N>年的数据都在同一周内，有第二周后才能看趋势", r"All figures of <year:N> fall into one week; a trend needs a second week"),
    "nothing comparable": (r"最近一个周期没有同口径的往期数据，无法比较", r"The latest figures cannot be compared, because there are no earlier figures on the same basis"),
    "nobody gained": (rf"{TITLE}最近一个周期<places:C>均无增加{FALLEN[0]}", rf"{TITLE}none of <places:C> increased in the latest period{FALLEN[1]}"),
    "all fell": (rf"{TITLE}最近一个周期<places:C>均减少", rf"{TITLE}decreased for all <places:C> in the latest period"),
    "one changed": (
        rf"{TITLE}(?:<who:W>)?最近一个周期变动：(?P<phrase>(?:[\d+−]|持平)[^，；]*(?:，周均[^，；]+)?)",
        rf"{TITLE}change (?:of <who:W> )?in the latest period: (?P<phrase>(?:[\d+−]|no change)[^;]*)",
    ),
    "all gained the same": (rf"{TITLE}<places:C>增量相同（(?P<phrase>.+?)）", rf"{TITLE}the increase is the same in all <places:C> \((?P<phrase>.+?)\)"),
    "gained most": (
        rf"{TITLE}<who:W>(?P<tied>并列)?(?P<weekly>周均)?增加最多（(?P<phrase>.+?)），<places:C>(?:均有增加|中<still:N>个没有增加)" + FALLEN[0],
        rf"{TITLE}<who:W>(?P<tied> \(tied\))? had the largest (?P<weekly>weekly )?increase \((?P<phrase>.+?)\); (?:all |<still:N> of )<places:C> (?(still)did not increase|increased)" + FALLEN[1],
    ),
    "no figure now": (r"<who:W>最近一个周期无数据", r"no figure in the latest period: <who:W>"),
    "not comparable": (r"<who:W>缺少往期数据，无法计算增量", r"increase unknown without an earlier figure: <who:W>"),
    "target changed": (
        r"<who:W>目标由<before:A>（截至<since:D>）调整为<now:A>（截至<day:D>），完成率随之变动",
        r"The target of <who:W> was changed from <before:A> \(as of <since:D>\) to <now:A> \(as of <day:D>\), which also changed its completion rate",
    ),
    "targets changed": (r"<count:N>个单位的目标有调整，完成率随之变动", r"The targets of <count:N> units were changed, which also changed their completion rates"),
    "corrected": (r"◇ 发布后更正：(?P<days>.+)(?=。$)", r"◇ Corrected after publication: (?P<days>.+?)(?=\.$)"),
    "gaps": (r"缺少数据处，线条断开", r"Where a figure is missing, the line has a gap"),
    "reports since": (r"<who:W>自<day:D>起上报", r"<who:W> has been reporting since <day:D>"),
    "silent since": (r"<who:W>自<day:D>以后未上报", r"<who:W> has not reported since <day:D>"),
    "several bases": (r"存在多种口径，分别以一条线表示：<bases:B>(?:、<second:B>)*", r"The figures come from several statistics, each drawn as its own line: <bases:B>(?:(?:, | and )<second:B>)*"),
    "meaning": (r"初步测算，无基期", r"A preliminary estimate without earlier figures"),
}  # fmt: skip
PROOFS: Proofs[Course] = Proofs()


def amount_of(course: Course, gain: Gain) -> Fraction:
    """The figure by which places are compared: the gain, or what it comes to a week where the spans differ."""
    if not course.spans_differ:
        return course.printed(gain)
    return weekly(course, gain)


def weekly(course: Course, gain: Gain) -> Fraction:
    """The gain a week as it is printed: an area to two decimals, anything else to one."""
    return rounded(course.printed(gain) / gain.weeks, 2 if "area" in course.measure else 1)


def phrase_says(phrase: str, gain: Gain, course: Course) -> None:
    """A gain in words: `2周+4.00万㎡，平均每周+2.00万㎡`, any of the three parts left out where it would be idle."""
    found = re.fullmatch(
        r"(?:(?P<weeks>[\d.]+)周(?:变动)?)?(?P<gain>持平|[+−]?[\d.]+[^\d，]*?)?(?:，?周均(?P<rate>.+))?"
        r"|(?:(?P<gain_en>no change|[+−]?[\d,.]+(?:\u00a0\S+(?: points?)?(?: m²)?)?)(?: in (?P<weeks_en>[\d.]+)\u00a0weeks?)?)?"
        r"(?:,? ?(?P<rate_en>[+−]?[\d,.]+(?:\u00a0\S+(?: points?)?(?: m²)?)?) a week on average)?",
        phrase,
    )
    assert found, phrase
    weeks, told, rate = (found[name] or found[f"{name}_en"] for name in ("weeks", "gain", "rate"))
    assert told or rate, phrase
    assert rate or not course.spans_differ, f"no weekly average: {phrase}"
    if told:
        assert (0 if told in ("持平", "no change") else number(told)) == course.printed(gain), (phrase, gain)
        assert weeks or gain.weeks == 1, f"no weeks: {phrase}"
    if weeks:
        assert number(weeks) == rounded(gain.weeks, 1), (phrase, gain)
    if rate:
        assert number(rate) == weekly(course, gain), phrase


@PROOFS.of("no figures")
def _no_figures(_claim: Claim, course: Course) -> None:
    assert not course.all_days


@PROOFS.of("one date", "one week")
def _one_date(claim: Claim, course: Course) -> None:
    assert claim.number("year") == course.year
    assert len(course.periods) == 1
    assert (len(course.all_days) == 1) == (claim.kind == "one date")
    assert claim.kind == "one date" or course.interval == "weekly"


@PROOFS.of("one period")
def _one_period(_claim: Claim, course: Course) -> None:
    assert len(course.periods) == 1
    assert len(course.all_days) > 1, "a shorter period would show no more"
    assert course.interval != "weekly", "there is no shorter period"


@PROOFS.of("nothing comparable")
def _nothing_comparable(_claim: Claim, course: Course) -> None:
    assert len(course.all_days) > 1
    assert not course.gains


def counted(claim: Claim, blank: str, count: int, course: Course) -> None:
    """A number of places, with what they are; a blank that is left out stands for none."""
    assert (claim.number(blank) if claim.has(blank) else 0) == count, (claim, blank, count)
    are_counties = course.table == "county_progress"
    assert not claim.has(blank) or bool(re.search("县区|count", claim[blank])) == are_counties, (claim, blank)


def fallen(course: Course) -> int:
    return sum(course.printed(gain) < 0 for gain in course.gains.values())


@PROOFS.of("nobody gained")
def _nobody(claim: Claim, course: Course) -> None:
    assert all(course.printed(gain) <= 0 for gain in course.gains.values())
    assert fallen(course) < len(course.gains) > 1, claim
    counted(claim, "places", len(course.gains), course)
    counted(claim, "fallen", fallen(course), course)


@PROOFS.of("all fell")
def _all_fell(claim: Claim, course: Course) -> None:
    assert fallen(course) == len(course.gains) > 1, claim
    counted(claim, "places", len(course.gains), course)


@PROOFS.of("one changed")
def _one(claim: Claim, course: Course) -> None:
    ((series, gain),) = course.gains.items()
    assert claim.has("who") == (len(course.places) > 1), claim
    if claim.has("who"):
        names_are(claim, "who", [series.place])
    phrase_says(claim["phrase"], gain, course)


@PROOFS.of("all gained the same")
def _all_the_same(claim: Claim, course: Course) -> None:
    amounts = {amount_of(course, gain) for gain in course.gains.values()}
    assert len(course.gains) > 1
    counted(claim, "places", len(course.gains), course)
    assert len(amounts) == 1, amounts
    phrase_says(claim["phrase"], next(iter(course.gains.values())), course)


@PROOFS.of("gained most")
def _most(claim: Claim, course: Course) -> None:
    amounts = {series: amount_of(course, gain) for series, gain in course.gains.items()}
    top = max(amounts.values())
    first = [series for series, amount in amounts.items() if amount == top]
    assert top > 0
    assert len(set(amounts.values())) > 1 or len(amounts) == 1
    names_are(claim, "who", [series.place for series in first])
    assert claim.has("tied") == (len(first) > 1), claim
    assert claim.has("weekly") == course.spans_differ, claim
    counted(claim, "places", len(amounts), course)
    still = sum(course.printed(gain) <= 0 for gain in course.gains.values())
    assert (claim.number("still") if claim.has("still") else 0) == still, (claim, still)
    counted(claim, "fallen", fallen(course), course)
    for series in first:
        phrase_says(claim["phrase"], course.gains[series], course)


def uncompared(course: Course) -> dict[str, list[str]]:
    """The places without a figure in the last period, and those with one that nothing can be compared with."""
    days = {place: [day for one in course.series if one.place == place for day, _value in course.days[one]]
            for place in course.places}  # fmt: skip
    silent = [place for place, found in days.items() if not found or course.period(max(found)) < course.periods[-1]]
    compared = {*silent, *(series.place for series in course.gains)}
    return {"no figure now": silent, "not comparable": [place for place in days if place not in compared]}


@PROOFS.of("no figure now", "not comparable")
def _not_comparable(claim: Claim, course: Course) -> None:
    names_are(claim, "who", uncompared(course)[claim.kind])


def prove_title(claims: list[Claim], course: Course) -> None:
    """That a title about gains leaves out no place: each is compared, or named as one that cannot be."""
    told = {claim.kind for claim in claims}
    if course.gains:
        left_out = [kind for kind, named in uncompared(course).items() if named and kind not in told]
        assert not left_out, (claims, left_out)


def targets(course: Course) -> dict[str, Gain]:
    """The units whose target differs from that of the period before."""
    places = [series.place for series in course.series]
    own = Course(course.past, "unit_progress", "annual_target_area", course.interval, course.year, places)
    return {series.place: gain for series, gain in own.gains.items() if gain.amount}


@PROOFS.of("target changed")
def _target_changed(claim: Claim, course: Course) -> None:
    (unit,) = claim.names()  # type: ignore[misc]
    gain = targets(course)[unit]
    assert (claim.day("since"), claim.day("day")) == (gain.since, gain.day), (claim, gain)
    assert (claim.number("before"), claim.number("now")) == (gain.before, gain.now), (claim, gain)


@PROOFS.of("targets changed")
def _targets_changed(claim: Claim, course: Course) -> None:
    assert claim.number("count") == len(targets(course)) > 4


def corrected_days(course: Course) -> set[dt.date]:
    """The days of the figures shown that another value was published for before; of a period without a figure, its days."""
    shown = {(series, found[0]) for series in course.series for found in course.last_in_periods(series).values()}
    last_days = {(series, course.period(day)): day for series in course.series
                 for day in sorted(course.past.figures[series]) if day.year == course.year}  # fmt: skip
    withdrawn = {
        (series, day) for (series, period), day in last_days.items() if period not in course.last_in_periods(series)
    }
    return {day for series, day in (shown | withdrawn) & course.past.corrected}


@PROOFS.of("corrected")
def _corrected(claim: Claim, course: Course) -> None:
    days = corrected_days(course)
    assert {day_of(written) for written in re.split("、|, | and ", claim["days"])} == days, (claim, days)


@PROOFS.of("gaps")
def _gaps(_claim: Claim, course: Course) -> None:
    spans = course.periods
    assert len(spans) > 1
    complete = all(len(course.last_in_periods(series)) == len(spans) for series in course.series)
    empty_cells = any(value is None for series in course.series for value in course.past.figures[series].values())
    assert empty_cells or not complete or course.skips_a_period, "no figure is missing"


@PROOFS.of("reports since", "silent since")
def _since(claim: Claim, course: Course) -> None:
    (unit,) = claim.names()  # type: ignore[misc]
    days = sorted(day for series in course.series if series.place == unit for day, _value in course.days[series])
    if claim.kind == "reports since":
        assert claim.day("day") == days[0] > course.all_days[0], (claim, days)
        return
    assert claim.day("day") == days[-1], (claim, days)
    assert course.period(days[-1]) < course.periods[-1], "it has reported in the last period"


@PROOFS.of("several bases")
def _bases(_claim: Claim, course: Course) -> None:
    assert len({series.basis for series in course.series}) > 1


@PROOFS.of("meaning")
def _meaning(_claim: Claim, course: Course) -> None:
    assert course.measure == "land_freed"


def prove_remarks(remarks: list[Claim], course: Course) -> None:
    """That the remarks name every changed target, correction, unit that came or went: none is left out."""
    told = {claim.kind for claim in remarks}
    for kind, sign in (("reports since", 0), ("silent since", -1)):
        named = {next(iter(claim.names())) for claim in remarks if claim.kind == kind}  # type: ignore[arg-type]
        expected = set()
        for place in course.places:
            days = sorted(
                day for series in course.series if series.place == place for day, _value in course.days[series]
            )
            if days and (days[0] > course.all_days[0] if sign == 0 else course.period(days[-1]) < course.periods[-1]):
                expected.add(place)
        assert named == expected, (kind, named, expected)
    changed = targets(course) if course.measure == "completion_rate" else {}
    assert bool(changed) == bool(told & {"target changed", "targets changed"}), changed
    assert bool(corrected_days(course)) == ("corrected" in told)
    assert ("several bases" in told) == (len({series.basis for series in course.series}) > 1)


def prove_span(text: str, course: Course, words: Words) -> None:
    days = course.all_days
    if not days:
        assert text == ""
        return
    days = sorted({found[0] for series in course.series for found in course.last_in_periods(series).values()})
    found = re.findall(r"\d+年\d+月\d+日|\d+ [A-Z][a-z]{2} \d{4}", text)
    assert [day_of(written) for written in found] == ([days[0]] if len(days) == 1 else [days[0], days[-1]]), text
    bases = {series.basis for series in course.series if course.days[series]}
    assert all(words.basis(basis) in text for basis in bases), text


def prove_cells(shown: MeasureHistory, course: Course, words: Words) -> None:
    """That each listed figure, gain and rank is the one of its place and day."""
    _prove_listed(shown.history_table, course, words)
    _prove_gains(shown.gains_table, course, words)
    _prove_ranks(shown.periods, course)


def _prove_listed(listed: pd.DataFrame, course: Course, words: Words) -> None:
    several = len({series.basis for series in course.series}) > 1
    columns = {words.place(series.place) + (f" ({words.basis(series.basis)})" if several else ""): series
               for series in course.series}  # fmt: skip
    rows = records(listed)
    assert len(rows) == len(course.periods)
    for row, period in zip(rows, reversed(course.periods), strict=True):
        figures = {series: course.last_in_periods(series).get(period) for series in course.series}
        day = max(found[0] for found in figures.values() if found)
        first, *cells = row.items()
        assert day_of(first[1]) == day, row
        assert len(cells) == len(columns), (cells, columns)
        for heading, cell in cells:
            _prove_cell(cell, columns[heading], figures[columns[heading]], course, words)


def _in_cell(cell: str, course: Course, words: Words) -> Fraction | None:
    """The number of a cell in the data's unit: areas are listed in m² in English, and no cell repeats the unit."""
    listed = number(cell)
    is_in_metres = words.language == "en" and course.measure in ("area_renovated", "area_reported")
    return listed / 10_000 if listed and is_in_metres else listed


def _prove_cell(cell: str, series: Series, found: Any, course: Course, words: Words) -> None:
    value = found and (rounded(found[1], 1) if course.measure in PARTS else found[1])
    assert _in_cell(cell.removeprefix("◇ "), course, words) == value, (cell, series, found)
    if found:
        assert cell.startswith("◇ ") == ((series, found[0]) in course.past.corrected), (cell, series)


def _prove_gains(listed: pd.DataFrame, course: Course, words: Words) -> None:
    back = {english: name for name, english in EN_NAMES.items()}
    for row in records(listed):
        unit, before, now, gain, *weekly = row.values()
        found = [one for series, one in course.gains.items() if series.place == back.get(unit, unit)]
        if gain in ("无数据", "no data"):
            assert not found, row
            continue
        (only,) = found
        assert _in_cell(gain, course, words) == course.printed(only), (row, only)
        assert number(gain) == (number(now) or 0) - (number(before) or 0), f"not the difference on the screen: {row}"
        assert bool(weekly) == course.spans_differ, row
        told = re.search(r"[（(]([\d.]+)(?:周|\u00a0week)", gain)
        assert (number(told[1]) if told else 1) == (rounded(only.weeks, 1) if course.spans_differ else 1), row
        for one in weekly:
            assert _in_cell(one, course, words) == amount_of(course, only), (row, only)


def _prove_ranks(periods: pd.DataFrame, course: Course) -> None:
    """A rank counts the places of the same period and basis with a larger printed figure."""
    everyone = Course(course.past, course.table, course.measure, course.interval, course.year)
    for row in records(periods[periods["rank"].notna()]):
        own = Series(course.table, row["unit"], course.measure, row["basis"])
        period = course.period(row["as_of"].date())
        rivals = [found[1] for series in everyone.series if series.basis == own.basis
                  if (found := everyone.last_in_periods(series).get(period))]  # fmt: skip
        value = everyone.last_in_periods(own)[period][1]
        if course.measure in PARTS:
            rivals, value = [rounded(one, 1) for one in rivals], rounded(value, 1)
        assert row["rank"] == 1 + sum(one > value for one in rivals), (row, rivals)


def heading_of(measure: str, words: Words) -> str:
    return ALL_MEASURES[measure][0 if words.language == "zh" else 1]


def subjects(seed: int, sparse: bool = False) -> list[tuple[str, str, str]]:
    """Which histories are read of one history of releases, by seed: scope, measure and interval; `sparse` takes some."""
    measures = ("area_renovated", "completion_rate", "projects_started", "completed_to_started", "projects_completed")
    intervals = ("weekly", "weekly", "monthly", "quarterly")
    district = ("district", ("projects_started", "land_freed")[seed % 4 // 2], "weekly")
    found = [
        ("units", measures[seed % 5], intervals[seed % 4]),
        ("units", "completion_rate", "weekly"),
        (("counties", "area_reported", "weekly"), district)[seed % 2],
    ]
    return found[seed % 2 :: 2] if sparse else found
