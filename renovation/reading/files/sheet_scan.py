"""The result of scanning one sheet; the worker process sends it to its parent process as JSON.

It has what calamine, the library that reads the cells, ignores: error values, formulas that were never calculated, the
styles of cells, comments, merged cells, and hidden rows and columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from renovation.reading.files.addresses import address
from renovation.reading.files.cell_marks import CellStyle, RunWriter
from renovation.reading.files.limits import LARGEST_AREA, LONGEST_COMMENT, MOST_COMMENTS, MOST_MERGED
from renovation.reading.files.unreadable import UnreadableWorkbook

_PAGE_PART: Final = re.compile("&[LCR]")
_PAGE_CODE: Final = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z]')  # &"宋体,常规", &10, &P; not &&


@dataclass
class SheetScan:
    """What a scan has found on one sheet. Rows and columns count from zero; both ends of a range belong to it.

    Four fields collect marks on cells. `remarks` collects, for each cell that displays something other than its
    content, the reason, such as `percent_format`. `measurement_units` collects the unit of measurement that the number
    format of a cell shows, such as `万㎡`. `struck_out` collects the cells whose content has a line through it,
    `invisible` those whose content nobody sees: its font has the colour of the background, or the format hides a text.
    `merged` lists the ranges of merged cells as (first row, first column, last row, last column). `hidden_rows` and
    `hidden_columns` list ranges as (first, last); `comments` lists (row, column, text), and `page_texts` the texts in
    text boxes and in the headers and footers of the printed pages. `last_row` is the last row in which a cell has a
    value, `last_column` the last column in which a cell has a value; both are -1 if the sheet is empty.
    """

    sheet: str
    remarks: RunWriter = field(default_factory=RunWriter)
    measurement_units: RunWriter = field(default_factory=RunWriter)
    struck_out: RunWriter = field(default_factory=RunWriter)
    invisible: RunWriter = field(default_factory=RunWriter)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: RunWriter = field(default_factory=RunWriter)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    page_texts: list[str] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def fill(self, row: int, column: int) -> None:
        """Records that the cell at `row` and `column` has a value."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def style(self, style: CellStyle, row: int, column: int, rows: int = 1, *, is_number: bool) -> None:
        """Adds the marks for the cell style `style` to `rows` filled cells of a column, from the row `row` downwards.

        `is_number` says whether these cells contain numbers; otherwise they contain texts.
        """
        if style.is_struck_out:
            self.struck_out.add("struck_out", row, column, rows)
        if style.is_invisible or (style.hides_text and not is_number):
            self.invisible.add("invisible", row, column, rows)
        remark = style.remark if is_number else "hidden_format" if style.hides_text else None
        if remark:
            self.remarks.add(remark, row, column, rows)
        if style.measurement_unit and is_number:
            self.measurement_units.add(style.measurement_unit, row, column, rows)

    def comment(self, row: int, column: int, text: str) -> None:
        """Adds the comment on a cell; a text longer than LONGEST_COMMENT characters is cut.

        Ignores blank comments, and all comments after the first MOST_COMMENTS of the sheet.
        """
        if text.strip() and len(self.comments) < MOST_COMMENTS:
            self.comments.append((row, column, text.strip()[:LONGEST_COMMENT]))

    def page(self, written: str) -> None:
        """Adds the texts in a header or footer of the printed pages, as written in the file: `&L征求意见稿&R第&P页`."""
        texts = (_PAGE_CODE.sub("", part).strip() for part in _PAGE_PART.split(written[:LONGEST_COMMENT]))
        self.page_texts += [text for text in texts if text]

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Adds a range of merged cells; `bottom` is its last row and `right` its last column.

        Raises UnreadableWorkbook if the sheet has more than MOST_MERGED merged ranges, which no real table has.
        """
        if len(self.merged) == MOST_MERGED:
            raise UnreadableWorkbook("too_large")
        self.merged.append((top, left, bottom, right))

    def as_json(self) -> dict[str, object]:
        """Returns the fields that the parent process needs as a dictionary for JSON; marks on cells become runs."""
        return {
            "sheet": self.sheet,
            "remarks": self.remarks.runs(),
            "measurement_units": self.measurement_units.runs(),
            "struck_out": self.struck_out.runs(),
            "invisible": self.invisible.runs(),
            "merged": self.merged,
            "hidden_rows": [(run.first, run.last) for run in self.hidden_rows.runs()],
            "hidden_columns": self.hidden_columns,
            "comments": self.comments,
            "page_texts": self.page_texts,
        }


def without_far_cells(found: Iterable[SheetScan]) -> Iterator[SheetScan]:
    """Yields the scans `found` unchanged, but refuses a workbook with a filled cell far from A1.

    The area of a sheet reaches from A1 to its last row and last column with a value. The areas of all sheets are added
    up in the order of `found`. If the sum exceeds LARGEST_AREA cells, raises UnreadableWorkbook with the code
    "far_cell", because calamine, the library that reads the cells, would need too much memory. The exception names the
    sheet at which the sum exceeds the limit, and the last cell of its area.
    """
    left = LARGEST_AREA
    for sheet in found:
        left -= (sheet.last_row + 1) * (sheet.last_column + 1)
        if left < 0:
            cell = address(sheet.last_row, sheet.last_column)
            raise UnreadableWorkbook("far_cell", sheet=sheet.sheet, cell=cell)
        yield sheet
