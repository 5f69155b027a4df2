"""A simulated year of weekly workbooks, for trying and testing series: made up by the rules below and named so in every sheet.

`python -m tests.simulated_year FOLDER [RELEASES]` writes the workbooks; `publish_year` publishes them into a store. The year
holds what a real one may: a week without a report, a week corrected months later, a missing cell, a unit that stands
still, a figure that falls, a race that is won late. It has 52 releases: 51 weeks and the correction.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from renovation.domain.dated_tables import DatedTable
from renovation.domain.tables.declaration import SIMULATED
from renovation.reading.template import write_workbook
from renovation.releases.store import Draft, Release, Store
from tests.first_dataset import table

FIRST_YEAR = 2014
SEED = 20131022
STANDS_STILL = ("妙西镇", 45, 52)
"""Brings nothing from the first to the last of these weeks."""
FALLS = ("东林镇", 52)
"""Reports two projects started less in this week than in the one before."""
NOT_REPORTED = 25
"""The week without a workbook."""
EMPTY_CELL = ("道场乡", 12)
CORRECTED = ("织里镇", 16, 40)
"""Reported too much in the first of these weeks, and corrects it after the second."""
UNITS = (
    ("高新区", 70, 38.0, 30.0), ("织里镇", 130, 96.0, 95.0), ("八里店镇", 96, 35.0, 30.0), ("道场乡", 28, 4.0, 4.5),
    ("妙西镇", 22, 4.1, 5.0), ("埭溪镇", 120, 44.0, 40.0), ("东林镇", 58, 9.0, 12.0), ("环渚街道", 52, 36.0, 33.0),
)  # fmt: skip
"""Unit, projects started and area renovated by the year's end, annual target."""
COUNTIES = (
    ("德清县", 150.0, 0.9),
    ("吴兴区", 158.0, 1.35),
    ("长兴县", 131.0, 1.0),
    ("南浔区", 118.0, 1.1),
    ("安吉县", 80.0, 1.0),
)
"""County, area reported by the year's end, and the power by which its year starts slowly."""


@dataclass(frozen=True)
class WeeklyReport:
    """One report: its day, the week of its year from 1, its tables."""

    day: dt.date
    week: int
    tables: dict[str, DatedTable]


def weekly_reports(count: int = 52) -> list[WeeklyReport]:
    """The first `count` reports as they come in, one each Tuesday; further years go on with the same figures."""
    _unit, wrong, corrected_after = CORRECTED
    reports: list[WeeklyReport] = []
    for n in range(count + 2):
        day = dt.date(FIRST_YEAR, 1, 7) + dt.timedelta(weeks=n)
        week = (day - dt.date(day.year, 1, 1)).days // 7 + 1
        if week != NOT_REPORTED:
            reports.append(WeeklyReport(day, week, _tables(day, week, mistaken=week == wrong)))
        if week == corrected_after:
            again = day - dt.timedelta(weeks=week - wrong)
            reports.append(WeeklyReport(again, wrong, _tables(again, wrong)))
    return reports[:count]


def report_workbook(week: WeeklyReport) -> bytes:
    """The week's report as a clerk uploads it."""
    return write_workbook(week.tables)


def publish_year(store: Store, count: int = 52) -> list[Release]:
    """Publishes the first `count` reports one after the other into an empty store."""
    return [
        store.publish(Draft(week.tables, "模拟", "模拟数据，仅供试用"), store.head()) for week in weekly_reports(count)
    ]


def _tables(day: dt.date, week: int, mistaken: bool = False) -> dict[str, DatedTable]:
    units, year = [_unit(*unit, week, mistaken) for unit in UNITS], str(day.year)
    started, done, area = (sum(unit[place] or 0 for unit in units) for place in (1, 2, 3))
    until = day.isoformat()
    figures = [
        ("全区", "projects_started", started, "个", until, "reported", None),
        ("全区", "projects_completed", done, "个", until, "reported", None),
        ("全区", "area_renovated", round(area, 2), "万㎡", until, "reported", None),
        ("全区", "land_freed", round(5 * area), "亩", until, "estimate", None),
        ("全区", "city_target_projects", 150, "个", year, "target", None),
        ("全区", "city_target_area", 200, "万㎡", year, "target", None),
        ("全区", "district_target_area", 249.5, "万㎡", year, "target", None),
        ("全区", "projects_scheduled", 1000, "个", year, "plan", None),
        ("全区", "goal_share_of_scheduled_started", 50, "%", year, "goal", None),
        ("全区", "goal_city_rank_by_area", 1, "名", year, "goal", None),
    ]
    counties = [(name, round(total * _share(week, power), 2)) for name, total, power in COUNTIES]
    goals = [
        ("全区", "projects_completed", 150, None, f"{year}-11-30", "模拟文件", None),
        ("织里镇", "area_renovated", 95, None, year, "模拟文件", None),
    ]
    rows: dict[str, list[tuple[Any, ...]]] = {
        "unit_progress": units,
        "county_progress": counties,
        "figures": figures,
        "sites": [("模拟点位", "织里镇", "拆除", *[None] * 11)],
        "notes": [("progress", "全区", "模拟数据，仅供试用")],
        "goals": goals,
        "thresholds": [("stood_still", 4, None)],
    }
    return {name: _simulated(table(name, held, day)) for name, held in rows.items()}


def _unit(name: str, started: int, area: float, target: float, week: int, mistaken: bool) -> tuple[Any, ...]:
    still, first, last = STANDS_STILL
    lived = week - max(0, min(week, last) - first + 1) if name == still else week
    begun = int(started * _share(lived, 1.2, name))
    if (name, week) == FALLS:
        begun = int(started * _share(lived - 1, 1.2, name)) - 2
    done = int(0.4 * begun)
    renovated = round(area * _share(lived, 0.9, name) + (4 if mistaken and name == CORRECTED[0] else 0), 2)
    return name, begun, done, None if (name, week) == EMPTY_CELL else renovated, target, None


def _share(week: int, power: float, name: str = "") -> float:
    """The share of the year's figure that is there after a week: slow or fast at first, and never falling."""
    uneven = np.random.default_rng([SEED, *name.encode()]).uniform(0.3, 1.7, 53)
    return float((uneven[:week].sum() / uneven.sum()) ** power)


def _simulated(dated: DatedTable) -> DatedTable:
    return DatedTable(dated.frame, dated.as_of, f"{dated.basis}（{SIMULATED}）")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for made in weekly_reports(int(sys.argv[2]) if len(sys.argv) > 2 else 52):
        (folder / f"模拟-{made.day}.xlsx").write_bytes(report_workbook(made))
