"""Histories of kinds that chance seldom draws: each is made of a first report, which is drawn at random.

A kind gives the reports in the order of publication. A report of a day before the last one is a correction of that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from tests.claims.report import Report, Row

FORMER_NAMES: Final = {"环渚街道": "环渚乡", "织里镇": "织里"}
_WEEK: Final = dt.timedelta(days=7)


def later(report: Report, days: int = 7, **changes: Any) -> Report:
    return replace(report, day=report.day + dt.timedelta(days=days), **changes)


def scaled(rows: list[Row], factor: float) -> list[Row]:
    """The units with a part of their figures, whole projects rounded down, and their targets as before."""
    return [
        (name, _part(started, factor), _part(done, factor), None if area is None else round(area * factor, 2), *rest)
        for name, started, done, area, *rest in rows
    ]


def _part(count: int | None, factor: float) -> int | None:
    return None if count is None else int(count * factor)


def with_targets(rows: list[Row], factor: float) -> list[Row]:
    return [(*row[:4], None if row[4] is None else round(row[4] * factor, 2), row[5]) for row in rows]


def emptied(rows: list[Row]) -> list[Row]:
    return [(row[0], *[None] * 5) for row in rows]


def renamed(report: Report) -> list[Report]:
    """Units that were reported under an earlier name."""
    before = [(FORMER_NAMES.get(row[0], row[0]), *row[1:]) for row in scaled(report.units, 0.8)]
    return [replace(report, units=before, goals=[]), later(report)]


def corrected_lower(report: Report) -> list[Report]:
    return [report, later(report, units=scaled(report.units, 1.1)), replace(report, units=scaled(report.units, 0.7))]


def fallen(report: Report) -> list[Report]:
    return [report, later(report, units=scaled(report.units, 0.7))]


def corrected_after_the_turn(report: Report) -> list[Report]:
    """The last day of a year is corrected after the first report of the next."""
    last = replace(report, day=dt.date(report.day.year, 12, 31))
    fresh = later(last, units=scaled(report.units, 0), counties=_all_at(report.counties, 0.0))
    return [later(last, -7), last, fresh, replace(last, units=scaled(report.units, 1.2))]


def targets_lowered(report: Report) -> list[Report]:
    return [report, later(report, units=with_targets(report.units, 0.5), target=round(report.target / 2, 2))]


def no_targets_but_zeros(report: Report) -> list[Report]:
    none = replace(report, units=with_targets(report.units, 0), target=0.0, scheduled=0)
    return [none, later(none)]


def empty_before(report: Report) -> list[Report]:
    return [replace(report, units=emptied(report.units), counties=None), later(report)]


def leap_day(report: Report) -> list[Report]:
    first = replace(report, day=dt.date(2016, 2, 22), goals=[])
    return [first, later(first, units=scaled(report.units, 1.1)), later(first, 14, units=scaled(report.units, 1.3))]


def last_day(report: Report) -> list[Report]:
    last = replace(report, day=dt.date(report.day.year, 12, 31))
    return [later(last, -7, units=scaled(report.units, 0.9)), last]


def long_gap(report: Report) -> list[Report]:
    first = replace(report, day=dt.date(report.day.year, 1, 7), units=scaled(report.units, 0.3))
    return [first, replace(report, day=dt.date(report.day.year, 7, 14))]


def huge(report: Report) -> list[Report]:
    units = [
        (name, started and started * 1000, done and done * 1000, area and round(area * 12345, 2), *rest)
        for name, started, done, area, *rest in report.units
    ]
    counties = report.counties and [(name, area and round(area * 10_000, 2)) for name, area in report.counties]
    first = replace(report, units=units, counties=counties)
    return [first, later(first, units=scaled(units, 1.001))]


def met_then_lost(report: Report) -> list[Report]:
    """Goals that the figures of one week reach and those of the next do not."""
    year = str(report.day.year)
    goals = [(row[0], "projects_started", row[1], None, year, "文件", None) for row in report.units if row[1]]
    started = sum(row[1] or 0 for row in report.units)
    first = replace(report, goals=[("全区", "projects_started", max(1, started - 3), None, year, "会议", None), *goals])
    return [first, later(first, units=scaled(report.units, 0.8)), later(first, 14)]


def overtaken_and_back(report: Report) -> list[Report]:
    races = ((50.0, 55.0), (60.0, 58.0), (62.0, 62.0), (63.0, 66.0))
    return [
        later(report, 7 * week, counties=[("德清县", other), ("吴兴区", own), ("长兴县", 40.0), ("安吉县", None)])
        for week, (other, own) in enumerate(races)
    ]


def tied_counties(report: Report) -> list[Report]:
    """Two counties share the largest area, then the own county shares it with them."""
    shares = ((90.0, 40.0), (100.0, 100.0), (100.0, 104.0))
    return [
        later(
            report,
            7 * week,
            counties=[("德清县", most), ("长兴县", most), ("南浔区", own), ("吴兴区", own)],
            counties_late=0,
        )
        for week, (most, own) in enumerate(shares)
    ]


def race_on_the_last_day(report: Report) -> list[Report]:
    """The own county ends the year level with two others, or in the lead."""
    last, lead = replace(report, day=dt.date(report.day.year, 12, 31), counties_late=0), report.day.day % 2
    areas = [("德清县", 110.0), ("长兴县", 110.0), ("吴兴区", 110.0 + lead)]
    return [later(last, -7, counties=[(name, area - 10) for name, area in areas]), replace(last, counties=areas)]


def split_unit(report: Report) -> list[Report]:
    """A unit whose figures are reported under two new names."""
    name, started, done, area, target, rate = report.units[0]
    halves = [
        (f"{name}{half}", started and started // 2, done and done // 2, area and round(area / 2, 2), target, rate)
        for half in "东西"
    ]
    return [report, later(report, units=[*halves, *report.units[1:]], goals=[])]


def two_bases_on_a_day(report: Report) -> list[Report]:
    """The figures of a day are published again as reported to the city; the next ones are again the district's own."""
    city = replace(report, basis="上报市口径", units=scaled(report.units, 0.6))
    return [later(report, -7, units=scaled(report.units, 0.9)), report, city]


def all_the_same(report: Report) -> list[Report]:
    """Every unit and every county has the same figures, twice."""
    first, second = (
        [(row[0], started, 5, area, 4.0, None) for row in report.units] for started, area in ((10, 7.5), (12, 8.5))
    )
    return [
        replace(report, units=first, counties=_all_at(report.counties, 50.0)),
        later(report, units=second, counties=_all_at(report.counties, 60.0)),
    ]


def figures_late_at_the_turn(report: Report) -> list[Report]:
    """The units report in the new year, the district and the counties do not yet; goals of three years are set."""
    year = report.day.year
    goals = [("全区", "projects_completed", 60, None, str(one), "会议", None) for one in (year - 1, year, year + 1)]
    last = replace(report, day=dt.date(year, 12, 31), counties_late=0, goals=goals)
    return [last, later(last, 28, units=scaled(report.units, 0.1), counties_late=28)]


def deadline_on_a_leap_day(report: Report) -> list[Report]:
    goals = [
        (row[0], "projects_started", row[1] + 2, None, "2016-02-29", "文件", None) for row in report.units if row[1]
    ]
    first = replace(report, day=dt.date(2016, 2, 26), goals=goals)
    return [first, later(first, 3), later(first, 10, units=scaled(report.units, 1.5))]


def one_of_all(report: Report) -> list[Report]:
    """A single unit reports in the last week."""
    return [report, later(report, units=scaled(report.units[:1], 1.3))]


def _all_at(counties: list[Row] | None, area: float) -> list[Row] | None:
    return counties and [(name, area) for name, _area in counties]


KINDS: Final[tuple[Callable[[Report], list[Report]], ...]] = (
    renamed, corrected_lower, fallen, corrected_after_the_turn, targets_lowered, no_targets_but_zeros, empty_before,
    leap_day, last_day, long_gap, huge, met_then_lost, overtaken_and_back, one_of_all,
    tied_counties, race_on_the_last_day, split_unit, two_bases_on_a_day, all_the_same, figures_late_at_the_turn, deadline_on_a_leap_day,
)  # fmt: skip
