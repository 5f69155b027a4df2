"""The result of scanning one sheet; the worker process sends it to its parent process as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from renovation.reading.files.addresses import address
from renovation.reading.files.cell_marks import CellStyle, RunWriter
from renovation.reading.files.limits import LARGEST_AREA, LONGEST_COMMENT, MOST_COMMENTS, MOST_MERGED
from renovation.reading.files.unreadable import UnreadableWorkbook


@dataclass
class Findings:
    """The result of scanning one sheet. Rows and columns count from zero; both ends of a range belong to it.

    `remarks` has, for cells whose display differs from their content, the reason, such as `percent_format`. `units` has
    the units of measurement that number formats show, such as `万㎡`. `struck_out` has the cells with a line through
    their content. `merged` are merged areas as (top, left, bottom, right); hidden rows and columns are ranges as
    (first, last); `comments` are (row, column, text). `last_row` and `last_column` are the last with a value.
    """

    sheet: str
    remarks: RunWriter = field(default_factory=RunWriter)
    units: RunWriter = field(default_factory=RunWriter)
    struck_out: RunWriter = field(default_factory=RunWriter)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def fill(self, row: int, column: int) -> None:
        """Records that a cell has a value, so that the used area of the sheet extends to this cell."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def style(self, style: CellStyle, row: int, column: int, rows: int = 1, *, is_number: bool) -> None:
        """Adds the marks that a style causes to `rows` filled cells of a column, from the row `row` downwards.

        `is_number` says whether the cells contain numbers or texts.
        """
        if style.is_struck_out:
            self.struck_out.add("struck_out", row, column, rows)
        remark = style.remark if is_number else "hidden_format" if style.hides_text else None
        if remark:
            self.remarks.add(remark, row, column, rows)
        if style.unit and is_number:
            self.units.add(style.unit, row, column, rows)

    def comment(self, row: int, column: int, text: str) -> None:
        """Adds the comment on a cell, cut to the limit; further ones than MOST_COMMENTS and blank ones are left out."""
        if text.strip() and len(self.comments) < MOST_COMMENTS:
            self.comments.append((row, column, text.strip()[:LONGEST_COMMENT]))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Adds a merged area with these bounds, which belong to it.

        Raises UnreadableWorkbook if the sheet has more merged areas than any real table.
        """
        if len(self.merged) == MOST_MERGED:
            raise UnreadableWorkbook("too_large")
        self.merged.append((top, left, bottom, right))

    def hide_rows(self, row: int, rows: int = 1) -> None:
        """Adds `rows` hidden rows, from the row `row` downwards; they are joined with hidden rows directly above."""
        if self.hidden_rows and self.hidden_rows[-1][1] == row - 1:
            self.hidden_rows[-1] = (self.hidden_rows[-1][0], row + rows - 1)
        else:
            self.hidden_rows.append((row, row + rows - 1))

    def as_json(self) -> dict[str, object]:
        """Returns the scan's result as a dictionary for JSON; marks on cells are lists of runs."""
        return {
            "sheet": self.sheet,
            "remarks": self.remarks.runs(),
            "units": self.units.runs(),
            "struck_out": self.struck_out.runs(),
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "comments": self.comments,
        }


def without_far_cells(found: Iterable[Findings]) -> Iterator[Findings]:
    """Yields the scan results of the sheets as long as the area of all sheets together is within the limit.

    Raises UnreadableWorkbook with the address of the last cell at the first sheet that exceeds the limit, because
    calamine would need too much memory for it.
    """
    left = LARGEST_AREA
    for sheet in found:
        left -= (sheet.last_row + 1) * (sheet.last_column + 1)
        if left < 0:
            cell = address(sheet.last_row, sheet.last_column)
            raise UnreadableWorkbook("far_cell", sheet=sheet.sheet, cell=cell)
        yield sheet
