"""Finds every place that states a unit of measurement for areas: headings, formats, lines, remarks, comments, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.dates import stem
from renovation.reading.layout.grammar import Heading, folded, parse
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.region import Region
from renovation.reading.layout.scales import dimension

_MEASUREMENT_UNIT: Final = re.compile(
    r"(?:(?<![一-鿿\d.])|(?<=[为是以按用成到位积均指和及与或]))"  # 以平方米计, not 3000平方米, 八亩塘
    r"(?P<written>[十百千万亿]*(?:平方(?:公里|公尺|英尺|尺|米)?|平米|m2(?!_?[a-z])|亩|公顷)|[千万]平|万方)"
    r"(?=$|[^一-鿿]|[为是计填报统口单表来数和及与或])"  # 按㎡填报, not 亩均, 万方纺织
)
_MAY_SAY: Final = re.compile("平|方|㎡|[mMｍＭ][2２²]|亩|公顷")
"""Matches some of every text with a unit; remarks of a ledger have 100,000 texts, few of them with one."""
_SENTENCES: Final = re.compile("[;。]")
_OF_MONEY: Final = re.compile("补助|奖励|补贴|资金|元/|每")
"""Matches a clause about payments, whose units of measurement are not those of the table: 补助100元/平方米."""
_AREAS: Final = ("area", "strange", "land")
_COLUMNS_OF_AREAS: Final = ("area_renovated", "annual_target_area", "area_reported", "area")


@dataclass(frozen=True)
class StatedMeasurementUnit:
    """A unit of measurement that a text states.

    `written` is the unit of measurement as typed. `where` is the reference of the cell with the text, such as `B2`; it
    is None if the text is the name of the sheet or of the file. `place` says in words, for the clerk, where the text
    is. `measures` are the quantities besides areas that the same clause names: `target` in 目标单位为万平方米.
    """

    written: str
    where: str | None
    place: Label
    measures: frozenset[str] = frozenset()


def stated_outside_columns(region: Region, notes: Sequence[int], file_name: str | None) -> list[StatedMeasurementUnit]:
    """Returns the units of measurement for areas that a sheet states outside of headings and number formats.

    The texts are the lines above the headings, the rows whose numbers are `notes`, columns that are not read, comments,
    page headers and footers, sheets without a table, and the names of the sheet and of the file. `file_name` may be
    None. If the lines and notes state no unit of measurement, the lines at the top of the sheet are searched too. Units
    of land do not count if the table has a column of land.
    """
    lines = _stated(region.texts([*range(region.start, region.top), *notes]))
    found = lines or _stated(region.texts(range(region.first_heading_row), slice(None)))
    found += _stated([*_remarks(region), *region.comments])
    floating = Label("页眉、页脚或文本框", "a page header, footer or text box")
    names = ((region.sheet.name, Label("工作表名", "the name of the sheet")),
             (stem(file_name), Label("文件名", "the name of the file")),
             *((text, floating) for text in region.sheet.page_texts),
             *region.explanations)  # fmt: skip
    for text, place in names:
        found += [StatedMeasurementUnit(written, None, place) for written in measurement_units_in(text)]
    if any(parse(path).measured & {"land"} for path in region.paths.values()):
        return [stated for stated in found if dimension(stated.written) != "land"]
    return found


def measurement_units_in(text: str) -> list[str]:
    """Returns the units of measurement for areas that a text states for the figures: `["m2"]` for 面积按㎡填报."""
    return [written for written, _ in _in_clauses(text)]


def _in_clauses(text: str) -> Iterator[tuple[str, Heading]]:
    """Yields each unit of measurement for areas in a text, with its parsed clause.

    A clause that names no quantity continues the one before it, as in 目标数按年初任务，单位万平方米.
    """
    for sentence in _SENTENCES.split(folded(text)) if _MAY_SAY.search(text) else ():
        said = ""
        for clause in sentence.split(","):
            said = clause if parse((clause,)).all_of("quantity") else f"{said},{clause}"
            heading = parse((said,))
            for match in () if _OF_MONEY.search(said) else _MEASUREMENT_UNIT.finditer(clause):
                if dimension(match["written"]) != "land" or not heading.says("land"):
                    yield match["written"], heading


def stated_for_column(
    region: Region, position: int, stated: Sequence[StatedMeasurementUnit]
) -> list[StatedMeasurementUnit]:
    """Returns those of the units of measurement `stated` that hold for the column number `position`.

    `stated` is the result of `stated_outside_columns`. A clause such as 目标单位为万平方米 names a quantity. If another
    column of areas has this quantity and this column does not, the clause does not hold for this column.
    """
    own = parse(region.paths.get(position, ())).all_of("quantity")
    others = [parse(region.paths[place]) for place, sense in region.senses.items() if sense.column in _COLUMNS_OF_AREAS]
    named = frozenset[str]().union(*(heading.all_of("quantity") for heading in others))
    return [one for one in stated if not one.measures & named or one.measures & own]


def stated_in_heading(region: Region, position: int, where: str) -> list[StatedMeasurementUnit]:
    """Returns the units of measurement for areas that the heading of a column states.

    `position` is the column number, `where` the reference of the lowest heading cell. The upper heading cells may also
    be above another column of areas, whose own lowest cell states no unit of measurement. Then the upper cells count
    only if the lowest cell of this column states no unit of measurement.
    """
    path = region.paths.get(position, ())
    is_for_others = any(path[:-1] == region.paths[other][:-1] and not parse(region.paths[other][-1:]).measurement_units
                        for other, sense in region.senses.items() if sense.column in _COLUMNS_OF_AREAS)  # fmt: skip
    own = parse(path[-1:]).measurement_units if is_for_others else ()  # 目标（万㎡） below 面积（㎡）, beside 已完成
    in_heading = own or parse(path).measurement_units
    return [_at(written, where) for written in in_heading if dimension(written) in ("area", "strange")]


def stated_in_formats(region: Region, position: int, rows: Sequence[int]) -> list[StatedMeasurementUnit]:
    """Returns the unit of area that most number formats of a column show, such as `万㎡`, as a list of one element.

    The list is empty if the number formats show no unit of measurement, or if the most frequent unit does not measure
    an area. `position` is the column number on the sheet, `rows` are the rows whose formats count.
    """
    shown = region.sheet.shown_measurement_units
    found = Counter(written for row in rows if (written := shown.get((row, position)))) if shown else Counter[str]()
    return [
        _at(written, address(rows[0], position)) for written, _ in found.most_common(1) if dimension(written) in _AREAS
    ]


def _remarks(region: Region) -> Iterator[tuple[int, int, str]]:
    """Yields (row, column, text) of each different text in a column that is not read, such as 备注 or 单位."""
    rows = range(region.bottom + 1, region.end)
    for position, sense in region.senses.items():
        if sense.column in (None, place_column(region.table)) and position != region.names:
            cells = dict(zip(reversed(region.column_cells(position, rows)), reversed(rows), strict=True))
            yield from ((row, position, cell) for cell, row in cells.items() if isinstance(cell, str))


def _stated(texts: Iterable[tuple[int, int, str]]) -> list[StatedMeasurementUnit]:
    return [
        replace(_at(written, address(row, at)), measures=heading.all_of("quantity") - {"area"})
        for row, at, text in texts
        for written, heading in _in_clauses(text)
    ]


def _at(written: str, where: str) -> StatedMeasurementUnit:
    return StatedMeasurementUnit(written, where, Label(where, where))
