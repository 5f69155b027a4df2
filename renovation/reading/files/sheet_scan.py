"""The result of scanning one sheet; the worker process sends it to its parent process as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from renovation.reading.files.addresses import address
from renovation.reading.files.cell_marks import CellStyle, RunWriter
from renovation.reading.files.limits import LARGEST_AREA, LONGEST_COMMENT, MOST_COMMENTS, MOST_MERGED
from renovation.reading.files.unreadable import UnreadableWorkbook


@dataclass
class SheetScan:
    """What a scan has found on one sheet. Rows and columns count from zero; both ends of a range belong to it.

    `remarks` marks cells whose display differs from their content with the reason, such as `percent_format`.
    `measurement_units` marks cells with the unit of measurement that their number format shows, such as `万㎡`.
    `struck_out` marks cells with a line through their content. `merged` are ranges of merged cells as (first row, first
    column, last row, last column); `hidden_rows` and `hidden_columns` are ranges as (first, last); `comments` are (row,
    column, text). `last_row` and `last_column` are those of the last cell with a value, -1 if there is none.
    """

    sheet: str
    remarks: RunWriter = field(default_factory=RunWriter)
    measurement_units: RunWriter = field(default_factory=RunWriter)
    struck_out: RunWriter = field(default_factory=RunWriter)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def fill(self, row: int, column: int) -> None:
        """Records that the cell at `row` and `column` has a value, by which `last_row` and `last_column` may grow."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def style(self, style: CellStyle, row: int, column: int, rows: int = 1, *, is_number: bool) -> None:
        """Adds the marks that `style` causes on `rows` filled cells of a column, from the row `row` downwards.

        `is_number` says whether these cells contain numbers; otherwise they contain texts.
        """
        if style.is_struck_out:
            self.struck_out.add("struck_out", row, column, rows)
        remark = style.remark if is_number else "hidden_format" if style.hides_text else None
        if remark:
            self.remarks.add(remark, row, column, rows)
        if style.measurement_unit and is_number:
            self.measurement_units.add(style.measurement_unit, row, column, rows)

    def comment(self, row: int, column: int, text: str) -> None:
        """Adds the comment on a cell, cut to the limit; further ones than MOST_COMMENTS and blank ones are left out."""
        if text.strip() and len(self.comments) < MOST_COMMENTS:
            self.comments.append((row, column, text.strip()[:LONGEST_COMMENT]))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Adds a range of merged cells; `bottom` is its last row and `right` its last column.

        Raises UnreadableWorkbook if the sheet has more merged ranges than any real table.
        """
        if len(self.merged) == MOST_MERGED:
            raise UnreadableWorkbook("too_large")
        self.merged.append((top, left, bottom, right))

    def hide_rows(self, row: int, rows: int = 1) -> None:
        """Records that `rows` rows are hidden, from the row `row` downwards.

        If the row above is hidden too, its range in `hidden_rows` is extended.
        """
        if self.hidden_rows and self.hidden_rows[-1][1] == row - 1:
            self.hidden_rows[-1] = (self.hidden_rows[-1][0], row + rows - 1)
        else:
            self.hidden_rows.append((row, row + rows - 1))

    def as_json(self) -> dict[str, object]:
        """Returns the scan as a dictionary for JSON; the marks become lists of runs (see `Run`).

        It lacks `last_row` and `last_column`.
        """
        return {
            "sheet": self.sheet,
            "remarks": self.remarks.runs(),
            "measurement_units": self.measurement_units.runs(),
            "struck_out": self.struck_out.runs(),
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "comments": self.comments,
        }


def without_far_cells(found: Iterable[SheetScan]) -> Iterator[SheetScan]:
    """Yields the scans of the sheets one by one, as long as all sheets so far have at most LARGEST_AREA cells.

    Raises UnreadableWorkbook at the first sheet that exceeds this limit, with the address of its last cell: calamine,
    the library that reads the cells, would need too much memory.
    """
    left = LARGEST_AREA
    for sheet in found:
        left -= (sheet.last_row + 1) * (sheet.last_column + 1)
        if left < 0:
            cell = address(sheet.last_row, sheet.last_column)
            raise UnreadableWorkbook("far_cell", sheet=sheet.sheet, cell=cell)
        yield sheet
