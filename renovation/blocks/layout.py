"""Computes the layout of blocks on an HTML screen: the distances of rows, widths of columns, lengths of bars.

Lengths of bars are in percent of the longest possible bar; widths of texts are counted in Chinese characters.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from renovation.blocks.model import (
    BulletList,
    Cell,
    DataTable,
    Figure,
    GoalProgress,
    HeadlineCard,
    RankedRow,
    Ranking,
)
from renovation.blocks.text import width_of
from renovation.domain.numbers import spaces_for_decimals

_DENSITIES: Final = ((6, "few"), (10, "some"), (15, "many"))
_CROWDED: Final = "crowd"
_NAME_ROOM: Final = {"few": 20.0, "some": 20.0, "many": 12.5, _CROWDED: 11.5}
"""The number of characters of a name that fit into a row, by density; names have two lines only if rows are few."""
_ONE_LINE: Final = 10.5
"""The number of characters of a name that fit into a low row."""
_SHORT_NAME: Final = 4.4
_LONG_NAME: Final = 8.0
"""The column of names is narrow up to _SHORT_NAME characters of the longest name, and wide beyond _LONG_NAME."""
_HALF: Final = 50.0
_LABEL_LETTER: Final = 1.6
"""The width of a character of a label below a goal's bar, in percent of the bar's width."""
_NUMBER: Final = re.compile(r"[+−]?[\d,]+(\.\d+)?%?( ?[（(].*)?")
"""Matches a number, also with a remark: `−4.6`, `+12（2周）`, `+12 (2 weeks)`; not `38+43=81` nor `4 ÷ 2 = 2`."""
_PLAIN_NUMBER: Final = re.compile(r"[+−]?[\d,]+(\.\d+)?")
"""Matches `1,240` and `38.66`; not `262.4%`, which has as many decimals as the others."""
_BULLET_SIZES: Final = {"big": (2.0, 1.15), "usual": (1.5, 1.0), "small": (1.25, 1.0)}
"""The font sizes of the sentences of a list and of the details below them, by CSS class."""
_LINE: Final = 78.0
_ROOM: Final = 36.0
_LINE_HEIGHT: Final = 1.35
_GAP: Final = 1.2
"""Of a list: the widths of its lines, its height, the height of a line and the distance of two sentences, in em."""
_TABLE_ROOM: Final = {"few": 46.0, "some": 55.0}
"""How many characters of a row fit on one line in the large font sizes of tables, by density."""
_CELL_PADDING: Final = 1.2
_USUAL_FIGURE: Final = 6
"""How many letters of a figure fit into the usual column of a ranking."""
_LARGE_ROOM: Final = 3.6
"""How many characters of a large figure fit on a card in the largest font size."""


@dataclass(frozen=True)
class RankingLayout:
    """The layout of a ranking (places ranked by one measure).

    - `density`: the CSS class that sets the distance between the rows: "few", "some", "many" or "crowd".
    - `columns`: the rows in each column of the screen.
    - `longest`: the largest figure or target; its bar has the full length.
    - `name_width`: the CSS class that sets the width of the names: "brief", "usual" or "long".
    - `name_room`: the number of Chinese characters of a name that fit.
    - `has_details`: whether any row has a second figure.
    - `has_long_figures`: whether any figure is longer than usual, such as `2,420,100`.
    - `shared_target`: the target, if all rows have the same target, such as 100 %, which is then drawn as one line;
      otherwise None.
    - `decimals`: the largest number of decimals of any figure.
    """

    density: str
    columns: tuple[tuple[RankedRow, ...], ...]
    longest: float
    name_width: str
    name_room: float
    has_details: bool
    has_long_figures: bool
    shared_target: Figure | None
    decimals: int

    def spaces_after(self, figure: Figure) -> Markup:
        """Returns the spaces to print after `figure`, so that the decimal points of all figures are in one column.

        The spaces are as wide as a digit or a point. They are returned as Markup, because the template would replace
        them by ordinary spaces in plain text. The result is empty if the text of `figure` is more than a number, such
        as `262.4%`.
        """
        number = _PLAIN_NUMBER.fullmatch(figure.words)
        return Markup(spaces_for_decimals(_decimals(number), self.decimals) if number else "")  # noqa: S704 spaces alone


def density(count: int) -> str:
    """Returns the CSS class that sets the distance between `count` rows.

    It is "few" for up to 6 rows, "some" for up to 10, "many" for up to 15, otherwise "crowd" (rows in two columns).
    """
    return next((name for most, name in _DENSITIES if count <= most), _CROWDED)


def table_size(table: DataTable) -> str:
    """Returns the CSS classes that set the font size of `table`.

    They are the class of `density` for its number of rows, and also "wide" if its columns are too wide for the usual
    size.
    """
    rows = density(len(table.rows))
    texts = [table.headings, *([_words(cell) for cell in row.cells] for row in table.rows)]
    wide = sum(max(map(width_of, column)) + _CELL_PADDING for column in zip(*texts, strict=False))
    return f"{rows} wide" if wide > _TABLE_ROOM.get(rows, wide) else rows


def _words(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.words


def number_columns(table: DataTable) -> frozenset[int]:
    """Returns the indexes of the columns to align to the right, counted from zero.

    They are the columns that contain only numbers in one unit of measurement.
    """
    columns = enumerate(zip(*(row.cells for row in table.rows), strict=False))
    return frozenset(place for place, cells in columns if _is_of_numbers(cells))


def _is_of_numbers(cells: tuple[Cell, ...]) -> bool:
    figures = [cell for cell in cells if isinstance(cell, Figure)]
    is_number = all(_NUMBER.fullmatch(one.words) for one in figures if one.value is not None)
    return len(figures) == len(cells) and is_number and len({one.measurement_unit for one in figures}) == 1


def ranking_layout(ranking: Ranking) -> RankingLayout:
    """Computes the layout of a ranking: one column of rows, or two columns if there are more than 15 rows."""
    rows, how = ranking.rows, density(len(ranking.rows))
    lengths = [one.value for row in rows for one in (row.figure, row.target) if one and one.value is not None]
    half = -(-len(rows) // 2)
    columns = (rows[:half], rows[half:]) if how == _CROWDED else (rows,)
    widest = max((width_of(row.name) for row in rows), default=0.0)
    return RankingLayout(
        how,
        columns,
        max(lengths, default=0.0) or 1.0,
        "brief" if widest <= _SHORT_NAME else "long" if widest > _LONG_NAME else "usual",
        min(_NAME_ROOM[how], _ONE_LINE) if ranking.is_low else _NAME_ROOM[how],
        any(row.detail for row in rows),
        any(len(row.figure.words) > _USUAL_FIGURE for row in rows),
        _shared_target(rows),
        max((_decimals(one) for row in rows if (one := _PLAIN_NUMBER.fullmatch(row.figure.words))), default=0),
    )


def _decimals(number: re.Match[str]) -> int:
    return len(number[1] or ".") - 1


def _shared_target(rows: tuple[RankedRow, ...]) -> Figure | None:
    targets = {row.target for row in rows}
    return targets.pop() if len(rows) > 1 and len(targets) == 1 else None


def percent_of(figure: Figure | None, longest: float) -> float | None:
    """Returns the length of the bar of `figure` in percent of the longest bar, which stands for the value `longest`.

    The length is None for a missing figure, and 0 for a negative figure.
    """
    return None if figure is None or figure.value is None else round(100 * max(0.0, figure.value) / longest, 2)


def card_size(figure: Figure) -> str:
    """Returns the CSS classes that set the font size of a card's large figure, so that its text fits on one line.

    They are "large" for a short text, "large long" or "large longer" for longer ones.
    """
    wide = width_of(figure.words)
    return "large" if wide <= _LARGE_ROOM else "large long" if wide <= 1.6 * _LARGE_ROOM else "large longer"


def has_several_provenances(parts: Sequence[HeadlineCard | GoalProgress]) -> bool:
    """Returns whether the cards or goals of a screen (`parts`) differ in their as-of date or basis.

    If they do not differ, the template prints date and basis once, at the foot of the screen.
    """
    return len({part.provenance for part in parts}) > 1


def bullets_size(block: BulletList) -> str:
    """Returns the CSS class ("big", "usual" or "small") of the largest font size in which the list fits on a screen."""
    return next(
        (name for name, (size, basis) in _BULLET_SIZES.items() if _height(block, size, basis) <= _ROOM), "small"
    )


def _height(block: BulletList, size: float, basis: float) -> float:
    """Returns the height of the list `block` on a screen, in em.

    `size` is the font size of its sentences, `basis` that of the details below them, also in em.
    """
    lines = (
        (_lines(one.sentence, size) + _lines(one.action, size), _lines(one.detail, basis)) for one in block.bullets
    )
    return sum(_LINE_HEIGHT * (size * sentence + basis * detail) + _GAP for sentence, detail in lines)


def _lines(text: str, size: float) -> int:
    """Returns the number of lines that `text` needs on a screen in the font size `size` (in em)."""
    return math.ceil(width_of(text) * size / _LINE)


@dataclass(frozen=True)
class GoalLayout:
    """The lengths of the parts of a goal's progress bar, in percent of the bar's full width.

    `actual` is the length for the total so far, `target` the position of the number to reach. `forecast` is the
    position of the area that the rivals will have at the deadline, None for a goal without rivals. `label_width` is the
    width of the label with the total so far.
    """

    actual: float
    target: float
    forecast: float | None
    label_width: float

    @property
    def track(self) -> float:
        """The length of the pale background of a goal's bar, in percent of the full width.

        The background ends at the target, or at the total so far if this is larger.
        """
        return max(self.actual, self.target)

    @property
    def target_label(self) -> tuple[float, str]:
        """The position of the label with a goal's target, as (percent of the bar's full width, SVG text-anchor).

        If the target is in the right half of the bar, the label ends at the target (text-anchor "end"). Otherwise it
        begins at the target ("start"), or further to the right if the label with the total so far needs the space.
        """
        return (self.target, "end") if self.target >= _HALF else (max(self.target, self._label_room), "start")

    @property
    def actual_label(self) -> tuple[float, str]:
        """The position of the label with the total so far, as (percent of the bar's full width, SVG text-anchor).

        The label begins at the left edge of the bar. Only if the label with the target needs the space on the left, it
        ends instead where the filled part of the bar ends.
        """
        return (0.0, "start") if self._label_room or self.target >= _HALF else (self.actual, "end")

    @property
    def _label_room(self) -> float:
        """The width to keep free for the label with the total so far, in percent of the bar's full width.

        It is the width of this label if the total so far is below the target and the target is in the left half of the
        bar, otherwise 0.
        """
        return self.label_width if self.actual < self.target < _HALF else 0.0


def goal_layout(goal: GoalProgress) -> GoalLayout:
    """Computes the lengths of the parts of a goal's progress bar.

    The largest figure of `goal` ends two percent before the right edge of the bar.
    """
    figures = (goal.actual, goal.target, goal.forecast)
    longest = 1.02 * max(one.value or 0.0 for one in figures if one) or 1.0
    return GoalLayout(
        percent_of(goal.actual, longest) or 0.0,
        percent_of(goal.target, longest) or 0.0,
        percent_of(goal.forecast, longest),
        round(_LABEL_LETTER * (width_of(goal.actual.words) + 1), 2),
    )


def sparkline(course: Sequence[tuple[dt.date, float]]) -> tuple[tuple[float, float], ...]:
    """Returns the points of a small line chart as (x, y), in percent of its box from the left and from the top.

    `course` has the dates and values in order of time. The first date is at the left, the largest value at the top; if
    all values are equal, the line runs through the middle.
    """
    first, values = course[0][0], [value for _day, value in course]
    days, low, high = (course[-1][0] - first).days or 1, min(values), max(values)
    return tuple(
        (
            round(100 * (day - first).days / days, 1),
            round(100 * (high - value) / (high - low), 1) if high > low else _HALF,
        )
        for day, value in course
    )
