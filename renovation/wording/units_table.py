"""The table of all units and their figures, on the screen, on paper and for a download."""

from __future__ import annotations

from typing import Final

import pandas as pd

from renovation.comparisons.results import Results
from renovation.comparisons.units import total_units
from renovation.domain.measures import MEASURES, is_rate
from renovation.domain.numbers import decimal_places, half_up_all
from renovation.domain.tables.unit_progress import UNIT_PROGRESS
from renovation.language import Words
from renovation.wording.cells import numbers_in_words

AREA_COLUMNS: Final = ("area_renovated", "annual_target_area", "gap_area")
UNIT_COLUMNS: Final = (
    "area_renovated",
    "annual_target_area",
    "gap_area",
    "completion_rate",
    "rank_completion_rate",
    "share_of_area",
    "share_of_target",
    "projects_started",
    "projects_completed",
    "completed_to_started",
)


def units_table(units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the units as a table of numbers: the unit's name, then its figures; percentages have one decimal.

    The figures are those of UNIT_COLUMNS; a column in which no unit has a figure is left out. Headings and names are in
    the language of `words`. `units` has rows of the result of `compare_units`, with columns such as `area_renovated`
    (万㎡).
    """
    rounded = units.assign(
        unit=units["unit"].map(words.place),
        **{name: half_up_all(units[name] * words.factor("万㎡"), 4) for name in AREA_COLUMNS},
        **{name: half_up_all(units[name], 1) for name in UNIT_COLUMNS if is_rate(name)},
    )
    shown = rounded[["unit", *(name for name in UNIT_COLUMNS if units[name].notna().any())]]
    return shown.rename(columns={name: units_table_heading(name, words) for name in shown.columns})


def units_table_in_words(units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the table `units_table` as texts: percentages have a percent sign, a missing figure is `无数据`."""
    table = units_table(units, words)
    rates = {units_table_heading(name, words) for name in UNIT_COLUMNS if is_rate(name)}.intersection(table.columns)
    return numbers_in_words(table.assign(**{heading: table[heading].map(words.percent) for heading in rates}), words)


def table_decimals(units: pd.DataFrame, words: Words) -> dict[str, int]:
    """Returns the number of decimals for each area column of `units_table`; the keys are the headings of these columns.

    `units` has some or all rows of the result of `compare_units`, with columns such as `area_renovated` (万㎡).
    """
    areas = {name: half_up_all(units[name].dropna() * words.factor("万㎡"), 4) for name in AREA_COLUMNS}
    return {
        units_table_heading(name, words): max(map(decimal_places, values), default=0) for name, values in areas.items()
    }


def units_table_with_total(units: pd.DataFrame, results: Results, words: Words) -> pd.DataFrame:
    """Returns the units as a table of numbers for a download, with a last row of totals, which has no rank.

    The headings contain the units of measurement. `units` has rows of the result of `compare_units`, with columns such
    as `area_renovated` (万㎡).
    """
    is_all = len(units) == len(results.units)
    shares = {name: units[name].sum(skipna=False) for name in ("share_of_area", "share_of_target")}
    total = pd.Series({**total_units(units), **shares})
    together = total.to_frame().T.assign(
        unit=words("Total of all units") if is_all else words("Total of the selected units"),
        **{name: half_up_all([total[name]], 4) for name in ("area_renovated", "annual_target_area")},
    )
    whole = units_table(together.reindex(columns=["unit", *UNIT_COLUMNS]), words)
    listed = pd.concat([units_table(units, words).astype("object"), whole.astype("object")], ignore_index=True)
    measures = [name for name in UNIT_COLUMNS if name in MEASURES]
    return listed.rename(
        columns={
            units_table_heading(name, words): words.with_amount_measurement_unit_of(
                units_table_heading(name, words), name
            )
            for name in measures
        }
    )


def units_table_heading(column: str, words: Words) -> str:
    """Returns the heading that the table `units_table` gives to a column, such as `area_renovated`."""
    if column == "unit":
        return words.label(UNIT_PROGRESS.column("unit").heading)
    if column.startswith("rank_"):
        return words("Rank by {measure}", measure=words.in_sentence(words.short_heading(column.removeprefix("rank_"))))
    return words.short_heading(column)
