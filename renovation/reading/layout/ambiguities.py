"""Headings that may mean something else than they are read as: another year's, 任务数 of projects, an unfit unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from renovation.domain.column_types import PlaceName, Quantity
from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.headings import Path, folded, is_neutral
from renovation.reading.layout.regions import Region
from renovation.reading.layout.scales import KNOWN, is_unit, looks_like_a_unit
from renovation.reading.layout.unit_lines import SaidUnit
from renovation.reading.problems import Problem, Severity
from renovation.reading.values.columns import Columns, ratio_at
from renovation.reading.values.percents import PARTS

_AREA: Final = "万㎡"
_DONE: Final = re.compile(r"(完成|完工|竣工|已).*(面积|万)|已(完成|改造)")
"""A column beside, left out, that speaks of what is done: then 改造面积 is what stands there or is planned."""
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LINE_OF_THE_SHEET: Final = re.compile(r"单位|截至|日期|时间|口径|:|\d{1,2}[月.-]\d{1,2}|附[件表]|表\d*$|第.+[期号]|密")
_NARROWER: Final = re.compile(
    r"重点(实施)?项目|挂牌|示范|其中|新增|[本上][周月]|[去上]年|同期|计划|未[开完]工|第[一二三四]批"
)
_PART_OF_THE_TIME: Final = re.compile(
    r"[本上当][周月期旬]|第\d+周|\d{1,2}[月.]\d{1,2}日?(至|到|[—\-~]+)(\d{1,2}[月.])?\d{1,2}日?"
)
"""Columns under this hold what a week brought, where the others are cumulative."""
_OTHER_COLUMN: Final = re.compile(r"[本上当去][周月期旬年]|同期|计划|实际|累计|增减")
_UNTIL: Final = re.compile(r"截至(?:20\d\d年)?(\d{1,2})月(?:(\d{1,2})[日号])?")


def problems_of_headings(
    region: Region, day: dt.date | None, units: Sequence[SaidUnit], columns: Columns
) -> Iterator[Problem]:
    """What the headings and the line of units leave open, by the heading's cell."""
    if day is not None:
        yield from _of_other_times(region, day)
    yield from _of_line_above(region)
    yield from _of_line_below(region)
    yield from _of_title(region)
    yield from _of_units(region, units)
    yield from _of_meanings(region, units, columns)


def _of_other_times(region: Region, day: dt.date) -> Iterator[Problem]:
    """Columns of another year, or up to another day, than the one the table speaks of."""
    for position, named in region.headings.fields.values():
        path = region.headings.paths[position]
        if _speaks_of_another_time(path, day):
            where = address(region.headings.bottom, position)
            expected = Label(day.isoformat(), day.isoformat())
            found = "".join(path)
            yield Problem("error", "other_time", region.sheet.name, where, named.column.heading.zh, found, expected)


def _of_line_above(region: Region) -> Iterator[Problem]:
    """Words right above the headings, not over the first: 重点项目 there may change what the columns below it mean."""
    row = region.headings.top - 1
    if row < region.start:
        return
    cells = region.sheet.rows[row]
    for position in region.headings.positions[1:]:
        cell = cells[position] if position < len(cells) else None
        if not isinstance(cell, str) or cells[position - 1] is not None:
            continue
        text = folded(cell)
        of_a_part = _PART_OF_THE_TIME.fullmatch(text)
        if of_a_part or not (_LINE_OF_THE_SHEET.search(text) or is_neutral(text)):
            severity: Severity = "error" if of_a_part or _NARROWER.search(text) else "warning"
            yield Problem(severity, "line_above", region.sheet.name, address(row, position), None, cell.strip(), None)


def _of_line_below(region: Region) -> Iterator[Problem]:
    """A row of words right below the headings that parts their columns: 上周 and 本周 under 完成面积."""
    row = region.headings.bottom + 1
    if row >= region.end:
        return
    cells = region.sheet.rows[row]
    if any(isinstance(cell, int | float) for cell in cells):
        return
    for position in region.headings.positions:
        cell = cells[position]
        if isinstance(cell, str) and _OTHER_COLUMN.fullmatch(folded(cell)):
            yield Problem("error", "line_below", region.sheet.name, address(row, position), None, cell.strip(), None)


def _of_title(region: Region) -> Iterator[Problem]:
    """A title that speaks of some projects only, over a table that stands for all."""
    if not isinstance(region.table.column(region.table.key[0]).type, PlaceName) or len(region.table.key) > 1:
        return
    first, left = region.headings.positions.start, region.own.start
    for row in range(region.start, region.headings.top):
        for position, cell in enumerate(region.sheet.rows[row][left : first + 1], left):
            if isinstance(cell, str) and _NARROWER.search(folded(cell)):
                where = address(row, position)
                yield Problem("warning", "narrower_title", region.sheet.name, where, None, cell.strip(), None)


def _speaks_of_another_time(path: Path, day: dt.date) -> bool:
    text = "".join(map(folded, path))
    years = _YEAR.findall(text)
    until = _UNTIL.search(text)
    return (bool(years) and str(day.year) not in years) or (
        until is not None and (int(until[1]) != day.month or int(until[2] or day.day) != day.day)
    )


def _of_units(region: Region, units: Sequence[SaidUnit]) -> Iterator[Problem]:
    """Units, in headings or in the line above, that no column of the kind may be typed in, or that leave a choice."""
    sheet, headings = region.sheet.name, region.headings
    for said in units:
        if looks_like_a_unit(said.unit) and not is_unit(said.unit):
            yield Problem("error", "unknown_unit", sheet, said.where, None, said.unit, _units_of(_AREA))
    for position, named in headings.fields.values():
        column = named.column
        if not named.known_unit:
            where = address(headings.bottom, position)
            expected = _units_of(column.unit) if column.unit else None
            yield Problem("error", "unknown_unit", sheet, where, column.heading.zh, named.unit, expected)
        elif named.unit is None and column.unit == _AREA:
            area_units = [said for said in units if looks_like_a_unit(said.unit) and is_unit(said.unit)]
            factors = {by for said in area_units if (by := said.factor_to(column)) is not None}
            if area_units and len(factors) != 1:
                where, found = address(headings.bottom, position), "、".join(said.unit for said in area_units)
                yield Problem("error", "unit_unclear", sheet, where, column.heading.zh, found, _units_of(_AREA))


def _units_of(declared: str) -> Label:
    words = [declared, *(word for word in KNOWN.get(declared, {}) if word != declared)]
    listed = dict.fromkeys(word.replace("m2", "㎡") for word in words)
    return Label("、".join(listed), ", ".join(listed))


def _of_meanings(region: Region, units: Sequence[SaidUnit], columns: Columns) -> Iterator[Problem]:
    """Wordings such as 任务数 and 面积, where neither a unit nor the printed rates bear out how they are read."""
    for name, (position, named) in region.headings.fields.items():
        column = named.column
        path = region.headings.paths[position]
        if not isinstance(column.type, Quantity) or named.wording not in column.ambiguous_wordings:
            continue
        said = named.unit is not None or any(unit.factor_to(column) is not None for unit in units)
        rivalled = name == "area_renovated" and any(map(_DONE.search, region.headings.unknown.values()))
        above = (*path[:-1], *_merged_above(region, position))
        of_projects = name == "annual_target_area" and any("项目" in part for part in above)
        excused = said and not (rivalled or of_projects)
        if excused or any("完成" in part for part in path) or _borne_out(name, columns):
            continue
        severity: Severity = "error" if rivalled else "warning"
        where = address(region.headings.bottom, position)
        meant = Label(column.heading_with_unit, f"{column.heading.en} ({column.unit})")
        found = "".join(path)
        yield Problem(severity, "meaning_assumed", region.sheet.name, where, column.heading.zh, found, meant)


def _merged_above(region: Region, position: int) -> list[str]:
    """The words of cells right above the headings that are merged over this column and its neighbours."""
    row = region.headings.top - 1
    areas = [area for area in region.sheet.merged_from(range(row, row + 1)) if area.left <= position <= area.right]
    return [
        str(region.sheet.rows[row][area.left] or "") for area in areas if area.right < region.headings.positions[-1]
    ]


def _borne_out(name: str, columns: Columns) -> bool:
    """Whether most printed rates follow from this column."""
    for rate_name, parts in PARTS.items():
        if name in parts and rate_name in columns:
            rates = columns[rate_name]
            pairs = [
                (rate, ratio)
                for place in range(len(rates.reads))
                if (rate := rates.printed(place)) and (ratio := ratio_at(columns, rates.column, place))
            ]
            if pairs and 2 * sum(ratio.explains(rate) for rate, ratio in pairs) > len(pairs):
                return True
    return False
