"""Stores properties of cells that calamine, the library that reads the cells, ignores; each is called a mark.

An example is a percent format, because of which Excel shows 0.85 as 85%; calamine returns 0.85. If neighbouring cells
of a column have the same mark, they are sent together, as one `Run`. A percent format on 100,000 rows is one run, so
that the worker process has little to send.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

Remark = Literal["error_value", "formula_without_value", "percent_format", "scaled_format", "hidden_format"]
"""Why a cell needs care when it is read: it contains an error such as `#DIV/0!`, or a formula that was never
calculated; or its format shows 2.62 as 262 % (percent), shows 26200 as 2.62 (scaled), or shows nothing of the content
(hidden)."""

REMARKS: Final[tuple[Remark, ...]] = get_args(Remark)


class CellStyle(NamedTuple):
    """How the style of a cell changes the display of its content.

    `remark` says why a number in the cell is displayed differently; it is None if the number is displayed as it is.
    `measurement_unit` is the text that the number format shows beside the number, usually a unit of measurement such as
    `万㎡`; it is empty if `remark` is set. `hides_text` says that the cell does not display texts. `is_invisible` says
    that the font has the colour of the background.
    """

    remark: Remark | None = None
    measurement_unit: str = ""
    hides_text: bool = False
    is_struck_out: bool = False
    is_invisible: bool = False


PLAIN: Final = CellStyle()


class Run(NamedTuple):
    """The same mark on neighbouring cells of a column, from the row `first` to the row `last`.

    Rows and columns count from zero, and `last` is included. `mark` says which property the cells have, such as
    `percent_format`.
    """

    column: int
    first: int
    last: int
    mark: str


class RunWriter:
    """Collects marks cell by cell, and joins equal marks on neighbouring cells of a column.

    The cells must be added row by row from the top.
    """

    def __init__(self) -> None:
        self.closed: list[Run] = []
        self._open: dict[int, Run] = {}

    def add(self, mark: str, row: int, column: int, rows: int = 1) -> None:
        """Adds `mark` to `rows` neighbouring cells of a column, from the row `row` downwards."""
        run = self._open.get(column)
        if run is not None and run.mark == mark and run.last == row - 1:
            self._open[column] = Run(column, run.first, row + rows - 1, mark)
            return
        if run is not None:
            self.closed.append(run)
        self._open[column] = Run(column, row, row + rows - 1, mark)

    def runs(self) -> list[Run]:
        """Returns the marks added so far; equal marks on neighbouring cells of a column are joined to one `Run`."""
        return self.closed + list(self._open.values())
