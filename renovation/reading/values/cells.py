"""Converts one cell, as clerks type it, to the value that the table stores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from renovation.domain import places
from renovation.domain.cells import Cell, half_width, has_note_sign, parse_number, typed_text, whole_number
from renovation.domain.column_types import ColumnType, Coordinate, Count, FreeText, OneOf, PlaceName, Quantity
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.layout.meanings import code_by_meaning
from renovation.reading.layout.scales import conversion_factor, converted
from renovation.reading.problems import Severity

_DASHES: Final = re.compile(r"[—\-–―−_/\\]*")
_WORDS_FOR_NOTHING: Final = frozenset({"无", "空", "暂无", "未报", "未填报", "n/a"})
_LONGEST_NOTHING: Final = 4
_EQUAL_TYPES: Final = frozenset({bool, int, float})
"""Types whose values can be equal as dictionary keys although cells with them are read differently: 1, 1.0, TRUE."""
_ABOUT: Final = re.compile(r"^(约为?|大约|近|[≈~])|(左右|上下)$")
_PER_CENT: Final = re.compile(r"^百分之([\d.]+)$")
_IN_WORDS: Final = re.compile(r"([〇零一二两三四五六七八九十百千]+)(\D?)")  # 四十五, 十二个; not 第三
_WITH_MEASUREMENT_UNIT: Final = re.compile(r"([+-]?[\d,.]+)\s*([^\d\s,.]\S*)")


class Read(NamedTuple):
    """The result of reading a cell: its value, or the code of a problem and what was expected instead.

    `code` is the `code` of the Problem, None if there is no problem. If `severity` is "warning", there can be both a
    value and a code. `severity` means nothing if there is no code.
    """

    value: object = None
    code: str | None = None
    severity: Severity = "error"
    expected: Label | None = None


NOTHING: Final = Read()


def is_missing(cell: Cell) -> bool:
    """Returns whether a cell states no value: it is empty or contains a dash, a slash, 无 or 未报. 0 is a value."""
    if not isinstance(cell, str):
        return cell is None
    if len(cell) > _LONGEST_NOTHING and cell[0].isalnum():
        return False
    text = half_width(cell).lower()
    return bool(_DASHES.fullmatch(text)) or text in _WORDS_FOR_NOTHING


def read_cells(cells: Sequence[Cell], column: Column, factor: Fraction) -> list[Read]:
    """Reads the cells of a column. Equal cells are read only once, because long tables repeat most of their cells.

    `factor` converts numbers from the unit of measurement in the heading to that of the column. If the figures of a
    required column may be unreported, an empty cell is a warning; if all of its cells are empty, they are errors,
    because the column was probably forgotten. If a column may have names (see `Column`) and no cell of it is valid,
    there is one warning, at the first filled cell, and the other cells are taken as empty.
    """
    mixed = len(_EQUAL_TYPES.intersection(map(type, cells))) > 1
    keys: Sequence[Any] = list(zip(cells, map(type, cells), strict=True)) if mixed else cells
    known = {key: read_cell(key[0] if mixed else key, column, factor) for key in dict.fromkeys(keys)}
    if all(read.code == "not_reported" for read in known.values()):
        return [Read(None, "missing_value", "error", column.type.expected)] * len(cells)
    if column.may_have_names and all(read.value is None for read in known.values()):
        first = next((place for place, key in enumerate(keys) if known[key].code), None)
        left_out = Read(None, "names_left_out", "warning", column.type.expected)
        return [left_out if place == first else NOTHING for place in range(len(cells))]
    return list(map(known.__getitem__, keys))


def read_cell(cell: Cell, column: Column, factor: Fraction = Fraction(1)) -> Read:
    """Reads a cell according to the type of its column.

    `factor` converts a number from the unit of measurement in the heading to that of the column. If the cell is empty,
    the value is None. An empty cell of a required column is an error, or a warning if the column's figures may be
    unreported.
    """
    rule = column.type
    says_none = isinstance(rule, FreeText) and column.required and half_width(str(cell)) in _WORDS_FOR_NOTHING
    if is_missing(cell) and not says_none:
        return _read_nothing(column)
    if rule.dtype == "str":
        return _read_words(cell, rule)
    return _read_number(cell, column, factor)


def _read_nothing(column: Column) -> Read:
    if not column.required:
        return NOTHING
    if column.may_be_unreported:
        return Read(None, "not_reported", "warning", column.type.expected)
    return Read(None, "missing_value", "error", column.type.expected)


def _read_words(cell: Cell, rule: ColumnType) -> Read:
    try:
        return Read(rule.parse(cell))
    except ValueError:
        code = code_by_meaning(rule, cell) if isinstance(rule, OneOf) and isinstance(cell, str) else None
        if code is not None:
            return Read(code)
        if isinstance(rule, PlaceName):
            return _unknown_place(cell, rule)
        return Read(None, "bad_value", "error", rule.expected)


def _unknown_place(cell: Cell, rule: PlaceName) -> Read:
    near = places.closest_match(typed_text(cell), rule.allowed)
    if near is None:
        return Read(None, "unknown_place", "error", rule.expected)
    return Read(None, "misspelt_place", "error", Label(near.name, f"{near.name} ({near.english})"))


def _read_number(cell: Cell, column: Column, factor: Fraction) -> Read:
    """Reads a number with what clerks write around it: 约, its unit of measurement, thousands separators."""
    try:
        if factor == 1 and not isinstance(cell, str):
            return Read(column.type.parse(cell))
        typed, about, own = _number(cell, column)
        value = column.type.parse(converted(typed, factor if own is None else own))
    except ValueError:
        return Read(None, "bad_value", "error", column.type.expected)
    return Read(value, "approximate", "warning") if about else Read(value)


def _number(cell: Cell, column: Column) -> tuple[float, bool, Fraction | None]:
    """Returns the number in a cell, whether it is approximate, and the factor of the unit of measurement typed with it.

    Raises ValueError for other content, and for a unit of measurement that the column does not allow.
    """
    if not isinstance(cell, str):
        return parse_number(cell), False, None
    if isinstance(column.type, Coordinate):
        return column.type.parse(cell), False, None
    if has_note_sign(cell):
        raise ValueError(cell)
    text = half_width(cell)
    exactly = _ABOUT.sub("", text).strip()
    bare = _PER_CENT.sub(r"\1%", exactly)
    in_words = _IN_WORDS.fullmatch(bare) if isinstance(column.type, Count) else None
    if in_words:
        bare = f"{whole_number(in_words[1])}{in_words[2]}"
    match = _WITH_MEASUREMENT_UNIT.fullmatch(bare)
    if not match:
        return parse_number(bare), exactly != text, None
    return parse_number(match[1]), exactly != text, _factor_in_cell(match[2], column)


def _factor_in_cell(written: str, column: Column) -> Fraction:
    declared = column.measurement_unit or ("%" if isinstance(column.type, Quantity) else "")
    factor = conversion_factor(written, declared)
    if factor is None:
        raise ValueError(written)
    return factor


def is_bare_percent(cell: Cell) -> bool:
    """Returns whether a cell of a percentage column contains a value without a percent sign."""
    if isinstance(cell, str):
        return "%" not in half_width(cell) and not is_missing(cell)
    return cell is not None


def typed_number(cell: Cell, column: Column) -> float | None:
    """Returns the number in a cell as typed, before any conversion; None if the cell contains no number."""
    try:
        return None if is_missing(cell) else _number(cell, column)[0]
    except ValueError:
        return None
