"""Finds every place that states a unit of measurement for areas: headings, formats, lines, remarks, comments, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.dates import stem
from renovation.reading.layout.grammar import Heading, folded, parse
from renovation.reading.layout.heading_rows import visible_cells
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.region import Region
from renovation.reading.layout.scales import dimension

_UNIT: Final = re.compile(
    r"(?:(?<![一-鿿\d.])|(?<=[为是以按用成到位积均指和及与或]))"  # 以平方米计, not 3000平方米, 八亩塘
    r"(?P<unit>[十百千万亿]*(?:平方(?:公里|公尺|英尺|尺|米)?|平米|m2|亩|公顷)|万[平方])"
    r"(?=$|[^一-鿿]|[为是计填报统口单表来数和及与或])"  # 按㎡填报, not 亩均, 万方纺织
)
_MAY_SAY: Final = re.compile("平|方|㎡|[mMｍＭ][2２²]|亩|公顷")
"""Matches some of every text with a unit; remarks of a ledger have 100,000 texts, few of them with one."""
_FILE: Final = Label("文件名", "the name of the file")
_CLAUSES: Final = re.compile("[,;。]")
_OF_MONEY: Final = re.compile("补助|奖励|补贴|资金|元/|每")
"""Matches a clause about payments, whose units of measurement are not those of the table: 补助100元/平方米."""
_AREAS: Final = ("area", "strange", "land")
_MEASURED_AREAS: Final = ("area_renovated", "annual_target_area", "area_reported", "area")


@dataclass(frozen=True)
class SaidUnit:
    """A unit of measurement as typed, the address of its cell (None for a name), and its place for the clerk.

    `measures` are the quantities that its clause names besides areas: `target` in 目标单位为万平方米.
    """

    unit: str
    where: str | None
    place: Label
    measures: frozenset[str] = frozenset()


def units_said(region: Region, notes: Sequence[int], file_name: str | None) -> list[SaidUnit]:
    """Returns the units of measurement for areas that a sheet states outside of headings and number formats.

    The places are the lines above the headings, the rows of `notes`, columns that are not read, comments, and the
    names of the sheet and of the file. If the lines and notes have none, those at the top of the sheet are taken.
    Units of land do not count if the table has a column of land.
    """
    lines = list(_in_rows(region, [*range(region.start, region.top), *notes], region.own))
    found = lines or list(_in_rows(region, range(region.first_heading_row), slice(None)))
    found += [*_in_remarks(region), *_in_comments(region)]
    for text, place in ((region.sheet.name, Label("工作表名", "the name of the sheet")), (stem(file_name), _FILE)):
        found += [SaidUnit(unit, None, place) for unit in units_in(text)]
    if any(parse(path).measured & {"land"} for path in region.paths.values()):
        return [said for said in found if dimension(said.unit) != "land"]
    return found


def units_in(text: str) -> list[str]:
    """Returns the units of measurement for areas that a text states for the figures: `["m2"]` for 面积按㎡填报."""
    return [unit for unit, _ in _units_in_clauses(text)]


def _units_in_clauses(text: str) -> Iterator[tuple[str, Heading]]:
    for clause in _CLAUSES.split(folded(text)) if _MAY_SAY.search(text) else ():
        for match in () if _OF_MONEY.search(clause) else _UNIT.finditer(clause):
            heading = parse((clause,))
            if dimension(match["unit"]) != "land" or not heading.says("land"):
                yield match["unit"], heading


def units_for(region: Region, position: int, said: Sequence[SaidUnit], has_own: bool) -> list[SaidUnit]:
    """Returns those of the units `said` that concern the column at `position`.

    Of the clauses of a note, 目标单位为万平方米 does not concern the column 完成面积 if another clause names it. The
    name of the file is left out if the column's heading or format has a unit (`has_own`).
    """
    own = parse(region.paths.get(position, ())).all_of("quantity")
    named = {unit.where for unit in said if unit.measures & own}
    of_others = [unit for unit in said if unit.where in named and unit.measures and not unit.measures & own]
    return [unit for unit in said if unit not in of_others and not (has_own and unit.place is _FILE)]


def units_of_heading(region: Region, position: int, where: str) -> list[SaidUnit]:
    """Returns the units of measurement for areas in the heading of a column; `where` is the address of its cell.

    The column's own unit counts, without that of the parent heading if the latter serves other columns.
    """
    path = region.paths.get(position, ())
    is_for_others = any(path[:-1] == region.paths[other][:-1] and not parse(region.paths[other][-1:]).units
                        for other, sense in region.senses.items() if sense.column in _MEASURED_AREAS)  # fmt: skip
    own = parse(path[-1:]).units if is_for_others else ()  # 目标（万㎡） beside 已完成, both below 面积（㎡）
    units = own or parse(path).units
    return [_at(unit, where) for unit in units if dimension(unit) in ("area", "strange")]


def unit_of_format(region: Region, position: int, rows: Sequence[int]) -> list[SaidUnit]:
    """Returns the unit of measurement in most number formats of a column, such as `万㎡`; nothing without any.

    `position` is the column on the sheet.
    """
    shown = region.sheet.shown_units
    found = Counter(unit for row in rows if (unit := shown.get((row, position)))) if shown else Counter[str]()
    return [_at(unit, address(rows[0], position)) for unit, _ in found.most_common(1) if dimension(unit) in _AREAS]


def _in_rows(region: Region, rows: Sequence[int], columns: slice) -> Iterator[SaidUnit]:
    for row in rows:
        for position, cell in enumerate(visible_cells(region.sheet, row)[columns], columns.start or 0):
            yield from _in_cell(cell, address(row, position))


def _in_remarks(region: Region) -> Iterator[SaidUnit]:
    """Yields the units of measurement in the columns that are not read, each text once; 单位 may be such a column."""
    rows = range(region.bottom + 1, region.end)
    for position, sense in region.senses.items():
        if sense.column in (None, place_column(region.table)) and position != region.names:
            cells = dict(zip(reversed(region.column_cells(position, rows)), reversed(rows), strict=True))
            for cell, row in cells.items():
                yield from _in_cell(cell, address(row, position))


def _in_comments(region: Region) -> Iterator[SaidUnit]:
    for (row, position), text in region.sheet.comments.items():
        if region.start <= row < region.end and position in region.positions:
            yield from _in_cell(text, address(row, position))


def _in_cell(cell: object, where: str) -> Iterator[SaidUnit]:
    if isinstance(cell, str):
        for unit, heading in _units_in_clauses(cell):
            yield replace(_at(unit, where), measures=heading.all_of("quantity") - {"area"})


def _at(unit: str, where: str) -> SaidUnit:
    return SaidUnit(unit, where, Label(where, where))
