"""Histories of releases drawn at random, with what breaks sentences: ties, zeros, gaps, one unit, thirty units, equal days,
no counties, changed targets, the turn of the year, corrections, restored releases, uneven intervals. Every fourth is of
one of the kinds of `tests.claims.kinds`.

`history(seed)` always draws the same releases. Each figure has at most three decimals, as a clerk types it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from renovation.domain.dated_tables import DatedTable, Tables
from renovation.releases.store import Release
from tests import first_dataset
from tests.claims.kinds import KINDS
from tests.claims.report import Report, Row
from tests.first_dataset import table
from tests.simulated_year import weekly_reports

UNITS: Final = ("高新区", "织里镇", "八里店镇", "道场乡", "妙西镇", "埭溪镇", "东林镇", "环渚街道")
COUNTIES: Final = ("德清县", "吴兴区", "长兴县", "南浔区", "安吉县")
STEPS: Final = (3, 7, 7, 7, 7, 14, 21, 35)
"""Days between two reports."""


@dataclass(frozen=True, eq=False)
class Published:
    """A release of a history with its tables."""

    release: Release
    tables: Tables


def history(seed: int) -> tuple[Published, ...]:
    """One to eight releases of one office in the order of publication; seed 0 is the first dataset alone."""
    if seed == 0:
        return (_published(1, "publish", first_dataset.tables(), None),)
    random = Random(seed)
    report = _first(random)
    if seed % 4 == 1:
        reports = KINDS[seed // 4 % len(KINDS)](report)
        return _of_kind(random, reports[: max(2, len(reports) - random.choice([0, 0, 1]))])
    releases = [_published(1, "publish", _tables(random, report), None)]
    for number in range(2, random.choice([1, 3, 4, 5, 6, 7, 8, 9])):
        draw = random.random()
        if draw < 0.1 and number > 2:
            releases.append(_again(random, releases, number))
            continue
        report = _later(random, report, 0 if draw < 0.15 else random.choice(STEPS))
        releases.append(_published(number, "publish", _tables(random, report), number - 1))
    return tuple(releases)


def year(weeks: int) -> tuple[Published, ...]:
    """The first releases of the simulated year."""
    reports = [report.tables for report in weekly_reports(weeks)]
    days = [tables["unit_progress"].as_of for tables in reports]
    return tuple(
        _published(number, "correct" if day < max(days[:number]) else "publish", tables, number - 1 or None)
        for number, (day, tables) in enumerate(zip(days, reports, strict=True), start=1)
    )


def _of_kind(random: Random, reports: list[Report]) -> tuple[Published, ...]:
    """Releases of reports in the order of publication; a report of an earlier day is a correction."""
    releases: list[Published] = []
    for number, report in enumerate(reports, start=1):
        is_late = any(report.day < one.release.as_of for one in releases)
        action = "correct" if is_late else "publish"
        releases.append(_published(number, action, _tables(random, report), number - 1 or None))
    return tuple(releases)


def _published(number: int, action: Any, tables: Tables, parent: int | None) -> Published:
    as_of, moment = tables["unit_progress"].as_of, f"2026-01-{number:02}T08:00:00+00:00"
    return Published(Release(number, as_of, moment, "甲", "", action, parent, None, None, "", head=False), tables)


def _again(random: Random, releases: list[Published], number: int) -> Published:
    """An earlier release restored, or its date corrected in one figure or more."""
    old = random.choice(releases[:-1])
    if random.random() < 0.4 or old.release.as_of >= max(one.release.as_of for one in releases):
        return _published(number, "restore", old.tables, number - 1)
    units = old.tables["unit_progress"]
    rows = [tuple(row) for row in units.frame.astype("object").where(units.frame.notna(), None).to_numpy()]
    corrected = table("unit_progress", [_grown(random, row, 1) for row in rows], units.as_of)
    tables = {**old.tables, "unit_progress": replace(corrected, basis=units.basis)}
    return _published(number, "correct", tables, number - 1)


def _first(random: Random) -> Report:
    day = dt.date(random.choice([2013, 2014]), random.randint(1, 12), random.randint(1, 28))
    if random.random() < 0.35:
        day = dt.date(day.year, random.choice([11, 12]), random.randint(1, 30))
    units = _units(random, _names(random))
    started, area = (sum(row[place] or 0 for row in units) for place in (1, 3))
    return Report(
        day,
        "区口径",
        units,
        _counties(random) if random.random() < 0.8 else None,
        random.choice([0, 0, 7, 21]),
        _goals(random, units, day.year) if random.random() < 0.6 else [],
        random.choice([1000, 87, 2 * started or 3, max(1, started)]),
        random.choice([round(area, 3) or 1, 72.4, round(area * 1.0004, 3) or 2]),
        random.choice([50, 50, 60]),
    )


def _later(random: Random, report: Report, days: int) -> Report:
    """The next report: figures grow, stand or fall, a unit may fail to report, a target may be changed."""
    day, step = report.day + dt.timedelta(days=days), random.choice([0, 1, 5])
    fresh = day.year > report.day.year and random.random() < 0.8
    units = [_grown(random, _emptied(row) if fresh else row, step) for row in report.units]
    counties = report.counties and [(name, _more(random, 0 if fresh else area, step)) for name, area in report.counties]
    return replace(
        report,
        day=day,
        basis="上报市口径" if random.random() < 0.03 else report.basis,
        units=[row for row in units if len(units) == 1 or random.random() > 0.05] or units,
        counties=counties if random.random() > 0.1 else None,
        counties_late=random.choice([report.counties_late, 0, 7]),
        goals=[_moved(random, goal, day.year) for goal in report.goals],
        target=report.target if random.random() > 0.1 else round(report.target + 3, 3),
    )


def _emptied(row: Row) -> Row:
    """A unit's row on 1 January: nothing done, the target kept."""
    name, started, done, area, target, rate = row
    return name, started and 0, done and 0, area and 0.0, target, rate


def _grown(random: Random, row: Row, step: int) -> Row:
    name, started, done, area, target, rate = row
    started = None if started is None else max(0, started + random.choice([-1, 0, step, step]))
    done = None if done is None else min(started or 0, done + random.randint(0, step))
    target = target if random.random() > 0.1 or target is None else round(target + 3, 2)
    return name, started, done, _more(random, area, step), target, rate


def _more(random: Random, area: float | None, step: int) -> float | None:
    return None if area is None else round(max(0.0, area + random.choice([-0.5, 0, step, step / 3])), 2)


def _moved(random: Random, goal: Row, year: int) -> Row:
    """A goal with its target changed, or with the deadline of another year."""
    subject, measure, target, base, deadline, *rest = goal
    if target is not None and random.random() < 0.15:
        target += random.choice([-10, 10])
    if deadline[:4] < str(year) and random.random() < 0.5:
        deadline = str(year) + deadline[4:]
    return subject, measure, target, base, deadline, *rest


def _names(random: Random) -> list[str]:
    kind = random.random()
    if kind < 0.12:
        return [random.choice(UNITS)]
    if kind < 0.2:
        return [f"{name}村" for name in "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余"]
    if kind < 0.45:
        return [name for name in UNITS if random.random() < 0.8] or [UNITS[0]]
    return list(UNITS)


def _units(random: Random, names: list[str]) -> list[Row]:
    style = random.choice(["plain", "plain", "ties", "zeros", "equal", "fine", "whole"])
    holes = random.choice([0.0, 0.0, 0.1, 0.5])
    rows = []
    for name in names:
        started = random.choice([17, 38, 38, 43]) if style == "ties" else random.randint(0, 60)
        done = min(started, random.randint(0, 40))
        target = _amount(random, style, 40) or (0 if random.random() < 0.3 else 2.5)
        rate = random.choice([None, None, random.randint(1, 900)])
        rows.append((name, started, done, _amount(random, style, 100), target, rate))
    return [
        tuple(cell if place in (0, 5) or random.random() >= holes else None for place, cell in enumerate(row))
        for row in rows
    ]


def _amount(random: Random, style: str, most: int) -> float:
    match style:
        case "ties":
            return random.choice([2.5, 4.2, 4.2, 33.6])
        case "zeros":
            return 0 if random.random() < 0.6 else round(random.uniform(0, most), 2)
        case "equal":
            return 7.5
        case "fine":
            return round(random.uniform(0, 3), 3)
        case "whole":
            return float(random.randint(0, most))
    return round(random.uniform(0, most), random.choice([0, 1, 2, 2]))


def _counties(random: Random) -> list[Row]:
    names = list(COUNTIES)
    if random.random() < 0.25:
        names = [name for name in names if random.random() < 0.5] or ["吴兴区"]
    style = random.choice(["plain", "plain", "ties", "equal", "zeros", "fine"])
    return [(name, None if random.random() < 0.06 else _amount(random, style, 150)) for name in names]


def _goals(random: Random, rows: list[Row], year: int) -> list[Row]:
    deadlines = [f"{year}-06-30", f"{year}-11-30", str(year), str(year - 1), f"{year}-12-20"]
    goals = [
        (row[0], random.choice(["projects_started", "area_renovated"]), random.choice([None, 20, 95]), None,
         random.choice(deadlines), "文件", None)
        for row in rows[:3]
    ]  # fmt: skip
    return [("全区", "projects_completed", 150, None, str(year), "文件", None), *goals]


def _tables(random: Random, report: Report) -> Tables:
    day, late = report.day, dt.timedelta(days=random.choice([0, 0, 0, 7, 21]))
    tables = {"unit_progress": replace(table("unit_progress", report.units, day), basis=report.basis)}
    if report.counties:
        tables["county_progress"] = _county_table(random, report)
    if random.random() < 0.9:
        tables["figures"] = table("figures", _figures(random, report, day - late), day - late)
    if report.goals:
        tables["goals"] = table("goals", report.goals, day)
    if random.random() < 0.6:
        tables["sites"] = _sites(random, [row[0] for row in report.units], day)
    return tables


def _county_table(random: Random, report: Report) -> DatedTable:
    day = report.day - dt.timedelta(days=report.counties_late)
    dated = table("county_progress", report.counties or [], day)
    return replace(dated, basis="区口径") if random.random() < 0.05 else dated


def _figures(random: Random, report: Report, day: dt.date) -> list[Row]:
    started, done, area = (sum(row[place] or 0 for row in report.units) for place in (1, 2, 3))
    year, until = str(day.year if random.random() < 0.9 else day.year - 1), day.isoformat()
    figures = [
        ("全区", "projects_started", started + random.choice([0, 0, 6]), "个", until, "reported", None),
        ("全区", "projects_completed", done, "个", until, "reported", None),
        ("全区", "area_renovated", round(area + random.choice([0, 0.1]), 3), "万㎡", until, "reported", None),
        ("全区", "city_target_projects", random.choice([34, done or 1]), "个", year, "target", None),
        ("全区", "city_target_area", 31.8, "万㎡", year, "target", None),
        ("全区", "district_target_area", report.target, "万㎡", year, "target", None),
        ("全区", "district_target_area_rate", 185.4, "%", until, "reported", None),
        ("全区", "projects_scheduled", report.scheduled, "个", year, "plan", None),
        ("全区", "goal_share_of_scheduled_started", report.share, "%", year, "goal", None),
        ("全区", "goal_city_rank_by_area", 1, "名", year, "goal", None),
        ("全区", "land_freed", 1215, "亩", until, "estimate", None),
    ]  # fmt: skip
    return [row for row in figures if random.random() < 0.95]


def _sites(random: Random, names: list[str], day: dt.date) -> DatedTable:
    stages, modes = ["preparing", "started", "completed", None], ["demolition", None]
    rows = [
        (f"点位{number}", random.choice(names), "拆除", random.choice(modes), None, random.choice(stages), *[None] * 8)
        for number in range(random.randint(0, 6))
    ]
    return table("sites", rows, day)
