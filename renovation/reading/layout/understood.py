"""How a region was understood, line by line, for the clerk to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import Body
from renovation.reading.layout.dates import as_of_day
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.regions import Region
from renovation.reading.layout.unit_lines import SaidUnit, said_units
from renovation.reading.questions import Understood

_SHOWN: Final = 3
"""So many of a column's cells stand beside its meaning."""


def fingerprint_of(region: Region, day: dt.date | None) -> str:
    """The fingerprint of a region: its sheet's name and its heading paths."""
    paths = ["/".join(path) for _, path in sorted(region.headings.paths.items())]
    return fingerprint([region.sheet.name, *paths], day)


def understood_of(region: Region, body: Body, file_name: str | None, given: dt.date | None) -> Iterator[Understood]:
    """The table, its day, and each of its columns with the unit it was read in."""
    day = as_of_day(region, body.notes, file_name, given)
    mark, sheet = fingerprint_of(region, day.day), region.sheet.name
    headings, title = region.headings, region.table.title
    corner = address(headings.top, headings.positions.start)
    found = Label(f"认出{len(headings.fields)}列", f"{len(headings.fields)} columns recognised")
    yield Understood("table", f"{mark}:table", sheet, corner, title.zh, None, None, found)
    if day.day is not None:
        said = Label(f"“{day.typed}”", f"“{day.typed}”")
        yield Understood("day", f"{mark}:day", sheet, None, day.typed, None, None, said, value=day.day.isoformat())
    units = said_units(region, body.notes)
    for name, (position, _) in headings.fields.items():
        yield _column(region, body, mark, name, position, units)


def _column(region: Region, body: Body, mark: str, name: str, position: int, units: Sequence[SaidUnit]) -> Understood:
    column, where = region.table.column(name), address(region.headings.bottom, position)
    unit, evidence = _unit(region, name, units)
    cells = region.column_cells(position, body.data[:_SHOWN])
    values = tuple("" if cell is None else typed_text(cell) for cell in cells)
    path = "/".join(region.headings.paths[position])
    full = f"{region.table.name}.{name}"
    return Understood(
        "column", f"{mark}:{path}", region.sheet.name, where, path, full, unit or column.unit, evidence, values, full
    )


def _unit(region: Region, name: str, units: Sequence[SaidUnit]) -> tuple[str | None, Label]:
    """The unit that a column was read in, and where it was said."""
    column, named = region.table.column(name), region.headings.fields[name][1]
    if column.unit is None:
        return None, Label("表头", "its heading")
    if named.unit is not None:
        return named.unit, Label("表头写明单位", "the heading says the unit")
    said = next((unit for unit in units if unit.factor_to(column) is not None), None)
    if said is not None:
        return said.unit, Label(f"{said.where}写明单位“{said.unit}”", f"{said.where} says the unit “{said.unit}”")
    return column.unit, Label(f"未写单位，按{column.unit}", f"no unit is said; {column.unit} is taken")
