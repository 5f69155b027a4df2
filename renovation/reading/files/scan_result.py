"""What a scan found on one sheet, and its way from the child to the parent."""

from __future__ import annotations

from dataclasses import dataclass, field

from renovation.reading.files.cell_marks import CellStyle, RunWriter
from renovation.reading.files.limits import MOST_MERGED
from renovation.reading.files.unreadable import UnreadableWorkbook


@dataclass
class Findings:
    """One sheet as a scan saw it; rows, columns and both ends of every range count from zero and are included.

    `merged` holds top, left, bottom, right.
    """

    sheet: str
    remarks: RunWriter = field(default_factory=RunWriter)
    units: RunWriter = field(default_factory=RunWriter)
    struck_out: RunWriter = field(default_factory=RunWriter)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def style(self, style: CellStyle, row: int, column: int, rows: int = 1, *, is_number: bool) -> None:
        """Marks `rows` filled cells from (row, column) downwards by their style."""
        if style.is_struck_out:
            self.struck_out.add("struck_out", row, column, rows)
        remark = style.remark if is_number else "hidden_format" if style.hides_text else None
        if remark:
            self.remarks.add(remark, row, column, rows)
        if style.unit and is_number:
            self.units.add(style.unit, row, column, rows)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Notes a merged area. Raises UnreadableWorkbook for more of them than any table has."""
        if len(self.merged) == MOST_MERGED:
            raise UnreadableWorkbook("too_large")
        self.merged.append((top, left, bottom, right))

    def hide_rows(self, row: int, rows: int = 1) -> None:
        """Notes rows that nobody sees, joined to the ones right above."""
        if self.hidden_rows and self.hidden_rows[-1][1] == row - 1:
            self.hidden_rows[-1] = (self.hidden_rows[-1][0], row + rows - 1)
        else:
            self.hidden_rows.append((row, row + rows - 1))

    def as_json(self) -> dict[str, object]:
        """The findings as the parent reads them."""
        return {
            "sheet": self.sheet,
            "remarks": self.remarks.runs(),
            "units": self.units.runs(),
            "struck_out": self.struck_out.runs(),
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
        }
