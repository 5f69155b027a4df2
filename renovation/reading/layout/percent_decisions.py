"""Decides whether numbers without a percent sign are percentages (262) or shares (2.62); if unclear, asks the clerk."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.layout.columns import heading_cell, keys_of
from renovation.reading.layout.decisions import Decisions
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.previous import pairs_with
from renovation.reading.layout.region import Region
from renovation.reading.questions import Choice
from renovation.reading.values.cells import is_bare_percent, typed_number
from renovation.reading.values.columns import read_column, remarks_of
from renovation.reading.values.percents import PARTS, Printed, Ratio, bare_factor

_PERCENT: Final = "percent"
_SHARE: Final = "share"
_FACTORS: Final[Mapping[str, Fraction]] = {_PERCENT: Fraction(1), _SHARE: Fraction(100)}
_FAR: Final = 10
"""A rate does not change by this factor within a release; if it seems to, the numbers are shares."""


def percent_factor(
    region: Region,
    column: Column,
    fields: Mapping[str, int],
    factors: Mapping[str, Fraction],
    rows: Sequence[int],
    previous: Tables,
    decisions: Decisions,
) -> Fraction:
    """Returns the factor that converts the numbers without % sign in `column` to percent: 1 for 262, 100 for 2.62.

    Numbers in `rows` that equal area ÷ target are shares. If this is unclear, `decisions` gets a question; the
    `previous` release suggests its answer. `fields` maps the names of the table's columns to column numbers on the
    sheet, `factors` maps them to the factors of their units of measurement.
    """
    position = fields[column.name]
    remarked = {place for place, _ in remarks_of(region, rows, position)}
    cells = dict(enumerate(region.column_cells(position, rows)))
    bare = {
        place: number
        for place, cell in cells.items()
        if place not in remarked and is_bare_percent(cell) and (number := typed_number(cell, column)) is not None
    }
    ratios = _ratios(region, column, fields, factors, rows)
    says_percent = "%" in parse(region.paths[position]).measurement_units
    factor = bare_factor(list(bare.values()), [ratios[place] for place in bare], says_percent)
    key = f"percent:{keys_of(region)[position]}"
    if factor is not None and not decisions.answer(key, list(_FACTORS)):
        return factor
    if (first := next(iter(bare), None)) is None:
        return Fraction(1)
    likely, evidence = _by_previous(region, column, position, rows, previous)
    heading, shown = "/".join(region.paths[position]), typed_text(cells[first])
    text = Label(
        f"“{heading}”下的{shown}是百分数还是小数？", f"Is {shown} under “{heading}” a percentage or a share of 1?"
    )
    value = decisions.ask(
        "unit", key, text, _choices(shown, bare[first]), likely, heading_cell(region, position), heading, evidence
    )
    return _FACTORS[value or _PERCENT]


def _choices(shown: str, number: float) -> list[Choice]:
    share = f"{number * 100:.10g}%"
    return [
        Choice(_PERCENT, Label(f"百分数：{shown}即{shown}%", f"A percentage: {shown} is {shown}%")),
        Choice(_SHARE, Label(f"小数：{shown}即{share}", f"A share: {shown} is {share}")),
    ]


def _ratios(
    region: Region, column: Column, fields: Mapping[str, int], factors: Mapping[str, Fraction], rows: Sequence[int]
) -> list[Ratio | None]:
    """Returns area ÷ target for each row; None where one of them is missing."""
    names = PARTS.get(column.name, ())
    if not names or not set(names) <= set(fields):
        return [None] * len(rows)
    part, whole = (
        read_column(region, rows, region.table.column(name), fields[name], factors.get(name, Fraction(1)))
        for name in names
    )
    pairs = ((part.printed(place), whole.printed(place)) for place in range(len(rows)))
    return [_ratio(*pair) for pair in pairs]


def _ratio(part: Printed | None, whole: Printed | None) -> Ratio | None:
    return Ratio.of(part, whole) if part and whole else None


def _by_previous(
    region: Region, column: Column, position: int, rows: Sequence[int], previous: Tables
) -> tuple[str | None, Label | None]:
    """Returns which meaning brings the rates close to the previous release, and a sentence; None if undecided."""
    table = previous.get(region.table.name)
    pairs = pairs_with(region, rows, position, table.frame, column.name) if table else ()
    found = [now / was for now, was in pairs if now > 0 and was > 0]
    near = [
        name
        for name, factor in _FACTORS.items()
        if found and 1 / _FAR < statistics.median(found) * float(factor) < _FAR
    ]
    if len(near) != 1:
        return None, None
    return near[0], Label("与上一期的完成率相近", "close to the rates of the previous release")
