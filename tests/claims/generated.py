"""Releases drawn at random, with what breaks sentences: ties, zeros, gaps, one unit, thirty units, equal days, no counties.

`weeks(seed)` always draws the same releases. Each figure has at most three decimals, as a clerk types it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any, Final

from renovation.domain.dated_tables import DatedTable
from tests import first_dataset
from tests.first_dataset import table

UNITS: Final = ("高新区", "织里镇", "八里店镇", "道场乡", "妙西镇", "埭溪镇", "东林镇", "环渚街道")
COUNTIES: Final = ("德清县", "吴兴区", "长兴县", "南浔区", "安吉县")
Tables = dict[str, DatedTable]


def weeks(seed: int) -> list[Tables]:
    """One to three releases of one office, the oldest first; the last one is what the screens show."""
    if seed == 0:
        return [first_dataset.tables()]
    random = Random(seed)
    day = dt.date(random.choice([2013, 2014]), random.randint(1, 12), random.randint(1, 28))
    if random.random() < 0.1:
        day = dt.date(day.year, 12, 31)
    names = _names(random)
    rows = _units(random, names)
    releases = [_release(random, rows, day)]
    for _ in range(random.choice([0, 0, 1, 2])):
        day += dt.timedelta(days=random.choice([7, 7, 14]))
        rows = _later(random, rows)
        releases.append(_release(random, rows, day))
    return releases


def _names(random: Random) -> list[str]:
    kind = random.random()
    if kind < 0.12:
        return [random.choice(UNITS)]
    if kind < 0.24:
        return [f"{name}村" for name in "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余"]
    if kind < 0.45:
        return [name for name in UNITS if random.random() < 0.8] or [UNITS[0]]
    return list(UNITS)


def _units(random: Random, names: list[str]) -> list[tuple[Any, ...]]:
    style = random.choice(["plain", "plain", "ties", "zeros", "equal", "fine", "whole"])
    holes = random.choice([0.0, 0.0, 0.1, 0.5])
    rows = []
    for name in names:
        started = random.choice([17, 38, 38, 43]) if style == "ties" else random.randint(0, 60)
        done = min(started, random.randint(0, 40))
        target = _amount(random, style, 40) or (0 if random.random() < 0.3 else 2.5)
        rows.append(
            (name, started, done, _amount(random, style, 100), target, random.choice([None, random.randint(1, 900)]))
        )
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


def _later(random: Random, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The next report: figures grow, stand or fall, a unit may fail to report, a target may be changed."""
    step = random.choice([0, 1, 5])
    later = []
    for name, started, done, area, target, rate in rows:
        if random.random() < 0.05 and len(rows) > 1:
            continue
        started = None if started is None else max(0, started + random.choice([-1, 0, step, step]))
        done = None if done is None else min(started or 0, done + random.randint(0, step))
        area = None if area is None else round(max(0.0, area + random.choice([-0.5, 0, step, step / 3])), 2)
        target = target if random.random() > 0.1 or target is None else round(target + 3, 2)
        later.append((name, started, done, area, target, rate))
    return later or rows


def _release(random: Random, rows: list[tuple[Any, ...]], day: dt.date) -> Tables:
    tables = {"unit_progress": table("unit_progress", rows, day)}
    if random.random() < 0.8:
        tables["county_progress"] = _counties(random, day)
    if random.random() < 0.85:
        reported = _table_day(random, day)
        tables["figures"] = table("figures", _figures(random, rows, reported), reported)
    if random.random() < 0.6:
        tables["goals"] = table("goals", _goals(random, rows, day), day)
    if random.random() < 0.6:
        tables["sites"] = _sites(random, [row[0] for row in rows], day)
    return tables


def _table_day(random: Random, day: dt.date) -> dt.date:
    return day - dt.timedelta(days=random.choice([0, 0, 0, 7, 21]))


def _counties(random: Random, day: dt.date) -> DatedTable:
    names = list(COUNTIES)
    if random.random() < 0.25:
        names = [name for name in names if random.random() < 0.5] or ["吴兴区"]
    style = random.choice(["plain", "plain", "ties", "equal", "zeros", "fine"])
    cells = [(name, None if random.random() < 0.06 else _amount(random, style, 150)) for name in names]
    dated = table("county_progress", cells, _table_day(random, day))
    same_basis = random.random() < 0.05
    return replace(dated, basis="区口径") if same_basis else dated


def _figures(random: Random, rows: list[tuple[Any, ...]], day: dt.date) -> list[tuple[Any, ...]]:
    started, done, area = (sum(row[place] or 0 for row in rows) for place in (1, 2, 3))
    scheduled = random.choice([1000, 87, 2 * started or 3, max(1, started)])
    target = random.choice([round(area, 3) or 1, 72.4, round(area * 1.0004, 3) or 2])
    year, until = str(day.year), day.isoformat()
    figures = [
        ("全区", "projects_started", started + random.choice([0, 0, 6]), "个", until, "reported", None),
        ("全区", "projects_completed", done, "个", until, "reported", None),
        ("全区", "area_renovated", round(area + random.choice([0, 0.1]), 3), "万㎡", until, "reported", None),
        ("全区", "city_target_projects", random.choice([34, done or 1]), "个", year, "target", None),
        ("全区", "city_target_area", 31.8, "万㎡", year, "target", None),
        ("全区", "district_target_area", target, "万㎡", year, "target", None),
        ("全区", "district_target_area_rate", 185.4, "%", until, "reported", None),
        ("全区", "projects_scheduled", scheduled, "个", year, "plan", None),
        ("全区", "goal_share_of_scheduled_started", random.choice([50, 50, 60]), "%", year, "goal", None),
        ("全区", "goal_city_rank_by_area", 1, "名", year, "goal", None),
        ("全区", "land_freed", 1215, "亩", until, "estimate", None),
    ]  # fmt: skip
    return [row for row in figures if random.random() < 0.92]


def _goals(random: Random, rows: list[tuple[Any, ...]], day: dt.date) -> list[tuple[Any, ...]]:
    deadlines = [f"{day.year}-06-30", f"{day.year}-11-30", str(day.year), str(day.year - 1), day.isoformat()]
    goals = [
        (row[0], random.choice(["projects_started", "area_renovated"]), random.choice([None, 20, 95]), None,
         random.choice(deadlines), "文件", None)
        for row in rows[:3]
    ]  # fmt: skip
    return [("全区", "projects_completed", 150, None, str(day.year), "文件", None), *goals]


def _sites(random: Random, names: list[str], day: dt.date) -> DatedTable:
    stages = ["preparing", "started", "completed", None]
    modes = ["demolition", None, "technology"]
    rows = [
        (
            f"点位{number}",
            random.choice(names),
            "拆除",
            random.choice(modes[:2]),
            None,
            random.choice(stages),
            *[None] * 8,
        )
        for number in range(random.randint(0, 6))
    ]
    return table("sites", rows, day)
