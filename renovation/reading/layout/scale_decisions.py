"""Decides in which unit of measurement each column was typed; asks the clerk if the evidence is contradictory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from renovation.domain.cells import has_percent_sign, is_numeric, parse_number
from renovation.domain.column_types import Percent
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.layout.columns import heading_cell, keys_of
from renovation.reading.layout.decisions import Interpretation, Scale
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.measurement_units import (
    StatedMeasurementUnit,
    stated_for_column,
    stated_in_formats,
    stated_in_heading,
)
from renovation.reading.layout.previous import median_change
from renovation.reading.layout.region import Region
from renovation.reading.layout.scales import KNOWN, conversion_factor, dimension
from renovation.reading.problems import Problem
from renovation.reading.questions import Choice

_AREA: Final = "万㎡"
_SQUARE_METRES: Final = "㎡"
_LAND: Final = Label("1公顷＝1万㎡，1亩≈666.67㎡", "1 hectare is 10,000 m², 1 mu about 666.67 m²")
_LARGEST_UNSAID: Final[Mapping[str, float]] = {
    "area": 5, "area_renovated": 1_000, "annual_target_area": 1_000, "area_reported": 3_000,
}  # fmt: skip
"""The largest plausible values in 万㎡. If no unit of measurement is stated, the clerk is asked about larger values,
which may be in ㎡ or 亩."""
_UNLIKELY: Final = 50
"""Larger values of any area are more likely in ㎡ than in 万㎡; between the two limits, neither is likely."""
_NEAR: Final = 3
"""The largest factor between two releases (or its inverse) at which their figures may well be in the same unit."""
_SLIP: Final = (3_000.0, 30_000.0)
"""If the factor to the previous release (or its inverse) is between these numbers, ㎡ and 万㎡ were mixed up."""


def scale_of(draft: Interpretation, column: Column) -> tuple[Scale, list[Problem]]:
    """Returns the unit of measurement in which a column was typed, and an error if this unit does not fit the column.

    The clerk is asked if the unit of measurement is uncertain.
    """
    region, rows, position = draft.region, draft.body.data, draft.fields[column.name]
    own = parse(region.paths.get(position, ())).measurement_units
    if column.measurement_unit != _AREA:
        return _scale_of_other(region, column, position, own)
    where = heading_cell(region, position)
    in_heading, in_formats = stated_in_heading(region, position, where), stated_in_formats(region, position, rows)
    levels = [level for level in (in_heading, in_formats, stated_for_column(region, position, draft.stated)) if level]
    strange = next((one for level in levels[:1] for one in level if dimension(one.written) == "strange"), None)
    if strange or (own and all(dimension(written) not in ("area", "strange") for written in own)):  # 完成面积（亩）
        cell, found = (strange.where or where, strange.written) if strange else (where, own[0])
        code, expected = ("land_unit", _LAND) if dimension(found) == "land" else ("unknown_unit", _allowed())
        problem = Problem("error", code, region.sheet.name, cell, column.heading.zh, found, expected)
        return Scale(found, Fraction(1), Label("", "")), [problem]
    doubt, likely = _doubt(draft, column, position, levels)
    nearest = levels[0][0] if levels else None
    measurement_unit = nearest.written if nearest else _AREA
    evidence = Label(f"未写单位，按{_AREA}", f"no unit is given, so {_AREA} is assumed")
    if nearest:
        said, place = _shown(nearest.written), nearest.place
        evidence = Label(f"{place.zh}写明单位“{said}”", f"{place.en} gives the unit “{said}”")
    key = f"unit:{keys_of(region)[position]}"
    choices = [Choice(_AREA, Label(_AREA, _AREA)), Choice(_SQUARE_METRES, Label(f"{_SQUARE_METRES}（平方米）", "m²"))]
    if doubt is not None or draft.answer(key, [_AREA, _SQUARE_METRES]):
        heading = "/".join(region.paths[position])
        text = Label(f"“{heading}”的计量单位是哪一个？", f"Which unit is “{heading}” in?")
        measurement_unit = draft.ask("unit", key, text, choices, likely, where, heading, doubt) or measurement_unit
    factor = conversion_factor(measurement_unit, _AREA)
    return Scale(_shown(measurement_unit), Fraction(1) if factor is None else factor, evidence), []


def _scale_of_other(region: Region, column: Column, position: int, own: Sequence[str]) -> tuple[Scale, list[Problem]]:
    """Returns the unit of measurement of a column without areas: that in the heading, or else the declared one."""
    if isinstance(column.type, Percent):
        own = [written for written in own if dimension(written) == "rate"]  # 改造面积（万㎡） may stand above a rate
    if not own or column.measurement_unit is None:
        return Scale(column.measurement_unit, Fraction(1), Label("表头", "the heading")), []
    factor = conversion_factor(own[0], column.measurement_unit)
    if factor is None:
        where = heading_cell(region, position)
        declared = column.measurement_unit
        expected = Label("、".join(KNOWN.get(declared, {declared: 1})), declared)
        problem = Problem("error", "unknown_unit", region.sheet.name, where, column.heading.zh, own[0], expected)
        return Scale(own[0], Fraction(1), Label("", "")), [problem]
    written = "%" if isinstance(column.type, Percent) and factor == 1 else own[0]
    return Scale(written, factor, Label("表头写明单位", "the heading gives the unit")), []


def _doubt(
    draft: Interpretation, column: Column, position: int, levels: Sequence[Sequence[StatedMeasurementUnit]]
) -> tuple[Label | None, str | None]:
    """Returns why the clerk must be asked about the unit of measurement, and the likely one; None if it is certain.

    `levels` are the units that the sheet states, the nearest to the column first.
    """
    said = [stated for level in levels for stated in level]
    names = [_SQUARE_METRES, _AREA]
    factors = {conversion_factor(stated.written, _AREA) for stated in said}
    factor = conversion_factor(said[0].written, _AREA) if said else Fraction(1)
    if len(factors) > 1:
        nearest = {conversion_factor(stated.written, _AREA) for stated in levels[0]}
        likely = None if len(nearest) > 1 or factor is None else names[factor == 1]
        zh = "、".join(dict.fromkeys(f"{stated.place.zh}“{_shown(stated.written)}”" for stated in said))
        en = ", ".join(dict.fromkeys(f"{stated.place.en} “{_shown(stated.written)}”" for stated in said))
        return Label(f"几处写的单位不一致：{zh}", f"several places give different units: {en}"), likely
    if factor is None:
        is_land = dimension(said[0].written) == "land"
        zh, en = (f"，这是土地面积的单位（{_LAND.zh}）", f", a unit of land ({_LAND.en}),") if is_land else ("", "")
        return Label(f"只写了“{said[0].written}”{zh}", f"only “{said[0].written}”{en} is given"), None
    moved = median_change(draft.pairs(position, column.name))
    if moved is not None and _is_slip(moved * float(factor)):
        return Label(
            "按此单位与上一期相差约一万倍", "in this unit it differs about 10,000-fold from the previous release"
        ), names[factor != 1]
    if moved is not None and _is_near(moved) and not _is_near(moved * float(factor)):
        return Label(
            f"按此单位与上一期相差很大，按{_AREA}则相近",
            f"in this unit it differs much from the previous release, in {_AREA} little",
        ), _AREA
    numbers = _numbers(draft.region, position, draft.body.data)
    if not said and numbers and max(numbers) > _LARGEST_UNSAID.get(column.name, float("inf")):
        likely = _SQUARE_METRES if max(numbers) > _UNLIKELY else None
        return Label("没有写单位，而数值过大", "no unit is given, and the numbers are too large"), likely
    return None, None


def _numbers(region: Region, position: int, rows: Sequence[int]) -> list[float]:
    cells = region.column_cells(position, rows)
    return [parse_number(cell) for cell in cells if is_numeric(cell) and not has_percent_sign(cell)]


def _is_slip(ratio: float) -> bool:
    low, high = _SLIP
    return low <= ratio <= high or low <= 1 / ratio <= high


def _is_near(ratio: float) -> bool:
    return 1 / _NEAR <= ratio <= _NEAR


def _shown(written: str) -> str:
    return written.replace("m2", "㎡")


def _allowed() -> Label:
    listed = dict.fromkeys(map(_shown, (_AREA, *KNOWN[_AREA])))
    return Label("、".join(listed), ", ".join(listed))
