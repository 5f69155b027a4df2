"""Decides whether numbers without a percent sign are percentages (262) or shares (2.62); if unclear, asks the clerk."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.layout.columns import heading_cell, keys_of
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.previous import median_change
from renovation.reading.questions import Choice
from renovation.reading.values.cells import is_bare_percent, typed_number
from renovation.reading.values.columns import ratio_at, read_column, remarks_of
from renovation.reading.values.percents import PARTS, Ratio, bare_factor

_PERCENT: Final = "percent"
_SHARE: Final = "share"
_FACTORS: Final[Mapping[str, Fraction]] = {_PERCENT: Fraction(1), _SHARE: Fraction(100)}
_FAR: Final = 10
"""A rate does not change by this factor within a release; if it seems to, the numbers are shares."""


def percent_factor(draft: Interpretation, column: Column) -> Fraction:
    """Returns the factor that converts the numbers without % sign in `column` to percent: 1 for 262, 100 for 2.62.

    The numbers are compared with area ÷ target (see `bare_factor`); the units of measurement of area and target must be
    known. If the comparison is unclear, the clerk is asked, and the previous release suggests the answer.
    """
    region, rows, position = draft.region, draft.body.data, draft.fields[column.name]
    remarked = {place for place, _ in remarks_of(region, rows, position)}
    cells = dict(enumerate(region.column_cells(position, rows)))
    bare = {
        place: number
        for place, cell in cells.items()
        if place not in remarked and is_bare_percent(cell) and (number := typed_number(cell, column)) is not None
    }
    ratios = _ratios(draft, column)
    says_percent = "%" in parse(region.paths[position]).measurement_units
    factor = bare_factor(list(bare.values()), [ratios[place] for place in bare], says_percent)
    key = f"percent:{keys_of(region)[position]}"
    if factor is not None and not draft.answer(key, list(_FACTORS)):
        return factor
    if (first := next(iter(bare), None)) is None:
        return Fraction(1)
    likely, evidence = _by_previous(draft, column, position)
    heading, shown = "/".join(region.paths[position]), typed_text(cells[first])
    text = Label(
        f"“{heading}”下的{shown}是百分数还是小数？", f"Is {shown} under “{heading}” a percentage or a share of 1?"
    )
    value = draft.ask(
        "unit", key, text, _choices(shown, bare[first]), likely, heading_cell(region, position), heading, evidence
    )
    return _FACTORS[value or _PERCENT]


def _choices(shown: str, number: float) -> list[Choice]:
    share = f"{number * 100:.10g}%"
    return [
        Choice(_PERCENT, Label(f"百分数：{shown}即{shown}%", f"A percentage: {shown} is {shown}%")),
        Choice(_SHARE, Label(f"小数：{shown}即{share}", f"A share: {shown} is {share}")),
    ]


def _ratios(draft: Interpretation, column: Column) -> list[Ratio | None]:
    """Returns area ÷ target for each row; None where one of them is missing."""
    names, rows = PARTS.get(column.name, ()), draft.body.data
    if not names or not set(names) <= set(draft.fields):
        return [None] * len(rows)
    parts = {
        name: read_column(
            draft.region, rows, draft.region.table.column(name), draft.fields[name], draft.scales[name].factor
        )
        for name in names
    }
    return [ratio_at(parts, column, place) for place in range(len(rows))]


def _by_previous(draft: Interpretation, column: Column, position: int) -> tuple[str | None, Label | None]:
    """Returns whether the rates are percentages or shares by the previous release, and a reason; None if unclear."""
    change = median_change(draft.pairs(position, column.name)) or 0
    near = [name for name, factor in _FACTORS.items() if 1 / _FAR < change * float(factor) < _FAR]
    if len(near) != 1:
        return None, None
    return near[0], Label("与上一期的完成率相近", "close to the rates of the previous release")
