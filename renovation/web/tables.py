"""Draws tables of texts. A column of numbers is aligned on the right, with the decimal points below one another."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import streamlit as st
from markupsafe import escape

from renovation.blocks.text import printable, width_of
from renovation.domain.dated_tables import records
from renovation.domain.numbers import spaces_for_decimals
from renovation.language import Words
from renovation.web.page_html import TEMPLATES

_NUMBER: Final = re.compile(
    r"(?:◇ )?[+−]?[\d,]+(?P<decimals>\.\d+)?(?P<unit>\u00a0?[^\d\s,.:：()（）–-]{0,6}(?:（[^（）]+）| \([^()]+\))?)"
)
"""Matches a number alone, with a unit, a remark in brackets or the mark of a correction: 1,240, −4.6, 33.6万㎡, 4.2%,
8.57（3月18日）, ◇ 2.5.

English has a no-break space before the unit, as in 248,500 m². Not matched: 2013年10月15日, 30 Apr, 8–9.
"""
_TABLE: Final[Any] = TEMPLATES.get_template("table.html").module
_ROWS_WITHOUT_SCROLLING: Final = 10
"""The most rows that `st.dataframe` shows at once."""
_PAPER_WIDTH: Final = 72
"""How many Chinese characters (14 pixels wide) a table has room for that is printed from a page 1,200 pixels wide.

A page is printed as wide as it is on the screen, and scaled to the paper; its tables are spaced wider than on a phone.
"""
_PHONE_WIDTH: Final = 27
"""The same for a phone. A wider table shows there each row as a card, with the headings above its cells."""
_PADDING, _TEXT_WIDTH, _NUMBER_WIDTH = 0.6, 4.3, 4.6
"""Of the columns of a table, in widths of a Chinese character; `page.css` has the same widths in rem."""
ON_THE_RIGHT: Final = st.column_config.TextColumn(alignment="right")
"""The setting of `st.dataframe` for a column of numbers that are texts."""


def text_table(table: pd.DataFrame, words: Words, **settings: Any) -> None:
    """Draws a table whose cells are all texts, with numbers aligned at their decimal points.

    The names of the columns of `table` are the headings that visitors see, such as `责任单位` or `改造面积`. `settings`
    are passed on to `st.html`.
    """
    st.html(table_html(table, words), **settings)


def table_html(table: pd.DataFrame, words: Words) -> str:
    """Returns the HTML of a table of texts, with its numbers aligned at their decimal points.

    The names of the columns of `table` are the headings that visitors see, such as `责任单位` or `改造面积`. This HTML
    is used instead of Streamlit's own table, for which pandas would compute the alignment again in every run; that took
    a sixth of the server's time for opening the overview.
    """
    numbers = _numbers(table, words)
    # escaped here, because a template makes plain spaces of those that put the points in line
    cells = table.map(lambda cell: str(escape(printable(cell))))
    is_wide = sum(_column_width(column, str(name) in numbers) for name, column in table.items()) > _PHONE_WIDTH
    return str(_TABLE.text_table(table.columns.tolist(), records(_padded(cells, table, numbers)), numbers, is_wide))


def html_for_paper(table: pd.DataFrame, words: Words) -> str:
    """Returns the HTML of a table of texts for paper, divided into several if it is too wide (see `parts_for_paper`).

    Returns an empty text for a table that `st.dataframe` shows whole, so that it can be printed.
    """
    parts = parts_for_paper(table, words)
    if len(table) <= _ROWS_WITHOUT_SCROLLING and len(parts) == 1:
        return ""
    return "".join(table_html(part, words) for part in parts)


def parts_for_paper(table: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, ...]:
    """Divides a table of texts that is too wide for paper into several, each with the first column of the table.

    The names of the columns of `table` are the headings that visitors see, such as `截至日期` or `织里镇`. Returns the
    table itself if it is narrow enough.
    """
    numbers = _numbers(table, words)
    first, *others = (str(name) for name in table)
    room = _PAPER_WIDTH - _column_width(table[first], first in numbers)
    parts, width = [[first]], 0.0
    for name in others:
        needed = _column_width(table[name], name in numbers)
        if width + needed > room and len(parts[-1]) > 1:
            parts, width = [*parts, [first]], 0.0
        parts[-1].append(name)
        width += needed
    return tuple(table[names] for names in parts)


def _column_width(column: pd.Series, is_number: bool) -> float:
    """Returns the least width of a column, in widths of a Chinese character: only numbers are never broken."""
    widest = max(map(width_of, column), default=0.0)
    return _PADDING + (max(_NUMBER_WIDTH, widest) if is_number else _TEXT_WIDTH)


def with_points_in_line(table: pd.DataFrame, words: Words) -> tuple[pa.Table, tuple[str, ...]]:
    """Aligns the decimal points of the numbers in a table of texts for `st.dataframe`, by spaces after the numbers.

    Returns a pair: the aligned table as an Arrow table, which is what Streamlit sends, and the names of its columns of
    numbers. The names of the columns of `table` are the headings that visitors see, such as `截至日期` or `改造面积`.
    """
    numbers = _numbers(table, words)
    return as_arrow(_padded(table, table, numbers)), tuple(numbers)


def as_arrow(table: pd.DataFrame) -> pa.Table:
    """Converts a table to an Arrow table, which `st.dataframe` sends to the browser as it is.

    Keep the result in the cache, so that the table is converted only once. The names of the columns of `table` are the
    headings that visitors see, such as `责任单位`.
    """
    return pa.Table.from_pandas(table, preserve_index=False)


def _numbers(table: pd.DataFrame, words: Words) -> dict[str, int]:
    """Returns to how many decimals each column of numbers is padded; the keys are the names of these columns.

    It is the largest number of decimals in the column. It is 0 if a number in the column has a unit of measurement,
    because such a column is aligned on the right without padding. A column with other texts than numbers has no key.
    """
    empty = {"", "—", words.missing}
    found = {
        str(name): [_NUMBER.fullmatch(cell) for cell in column if cell not in empty] for name, column in table.items()
    }
    return {name: _decimals([one for one in cells if one]) for name, cells in found.items() if cells and all(cells)}


def _decimals(numbers: list[re.Match[str]]) -> int:
    if any(one["unit"] for one in numbers):
        return 0
    return max(map(_shown_decimals, numbers))


def _shown_decimals(number: re.Match[str]) -> int:
    return len(number["decimals"] or ".") - 1


def _padded(shown: pd.DataFrame, table: pd.DataFrame, numbers: dict[str, int]) -> pd.DataFrame:
    """Returns `shown` with spaces after its numbers, so that their decimal points are in one column.

    `table` has the same cells before they were escaped as HTML. `numbers` is the result of `_numbers`.
    """
    spaces = {name: table[name].map(lambda cell: _spaces(_NUMBER.fullmatch(cell), numbers[name])) for name in numbers}  # noqa: B023
    return shown.assign(**{name: shown[name] + spaces[name] for name in numbers})


def _spaces(number: re.Match[str] | None, decimals: int) -> str:
    return spaces_for_decimals(_shown_decimals(number), decimals) if number and decimals else ""
