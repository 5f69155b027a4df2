"""Converts columns of ticks, such as 开工 | 完工 with √ below one of them, to one column of stages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from renovation.domain.cells import Cell
from renovation.domain.column_types import OneOf
from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.meanings import code_by_meaning
from renovation.reading.layout.rearranged import line_of, rearranged
from renovation.reading.layout.region import Locate, Region

_TICKS: Final = frozenset("√✓✔☑")
_STAGE: Final = "stage"


def with_stages(region: Region) -> tuple[Sheet, Locate] | None:
    """Converts a list of sites with a column of ticks for each stage; returns None if the region is no such list.

    The first of these columns gets the stage of each site: the most advanced stage that is ticked. The other columns of
    ticks become empty. Returns the new sheet, and the function that returns the sheet, row and column in the clerk's
    workbook for a cell of the new sheet.
    """
    rule = region.table.column(_STAGE).type if region.table.name == "sites" else None
    stages = dict(_ticked(region, rule)) if isinstance(rule, OneOf) else {}
    if not isinstance(rule, OneOf) or len(stages) < 2:
        return None
    sheet, order, first = region.sheet, [*rule.options], min(stages)
    texts: dict[tuple[int, int], Cell] = {
        (row, place): None for row in range(region.top, region.end) for place in stages
    }
    for row in range(region.bottom + 1, region.end):
        done = [stages[place] for place in stages if sheet.rows[row][place] is not None]
        texts[row, first] = rule.options[max(done, key=order.index)].zh if done else None
    heading = region.table.column(_STAGE).heading.zh
    texts[region.bottom, first] = f"{heading}（{'、'.join(rule.options[code].zh for code in stages.values())}）"
    return rearranged([(sheet, None)], [line_of(sheet, row) for row in range(len(sheet.rows))], texts)


def _ticked(region: Region, rule: OneOf) -> Iterator[tuple[int, str]]:
    """Yields column number and stage of each column with the name of a stage above ticks or empty cells only."""
    rows = range(region.bottom + 1, region.end)
    for position, path in region.paths.items():
        code = code_by_meaning(rule, path[-1])
        if code and all(cell is None or cell in _TICKS for cell in region.column_cells(position, rows)):
            yield position, code
