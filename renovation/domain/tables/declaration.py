"""Classes that declare a table: its sheet, columns, key, basis, and how its figures may change between releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from renovation.domain import places
from renovation.domain.column_types import ColumnType, FreeText
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES

DISTRICT_BASIS: Final = "区口径"

CITY_BASIS: Final = "上报市口径"

SIMULATED: Final = "模拟"
"""A table whose basis contains this word contains made-up figures; the basis is shown wherever the table is shown."""

SUBJECTS: Final = (places.DISTRICT, *places.UNITS)

Trend = Literal["cumulative", "target", "fixed"]


@dataclass(frozen=True)
class Column:
    """A column of a sheet of the workbook, and of the table that is parsed from the sheet.

    - `measurement_unit`: the unit of measurement of the values; None for texts.
    - `required`: whether it is an error if the sheet lacks the column, or if a cell of the column is empty.
    - `may_be_unreported`: whether an empty cell is only a warning.
    - `may_have_names`: whether some offices write names in the column instead of values; the names are left out with a
      warning.
    - `not_in_source`: whether this project added the column, because the district's report of 2013-10-22, from which
      the first dataset was typed, does not have it.
    - `aliases`: other headings under which a sheet may have the column, regardless of brackets, spaces and the width of
      characters. For a column of figures they are only examples for the template, because the reader recognises such
      headings word by word (`reading.layout.lexicon`).
    - `measurement_unit_column`, `datum_column`: the column that states the unit of measurement of each value, or the
      datum (such as WGS84) of each coordinate; None if there is none. The reader converts the values to
      `measurement_unit`, and the coordinates to WGS84.
    """

    name: str
    heading: Label
    meaning: Label
    type: ColumnType
    measurement_unit: str | None = None
    required: bool = False
    not_in_source: bool = False
    aliases: tuple[str, ...] = ()
    measurement_unit_column: str | None = None
    datum_column: str | None = None
    may_be_unreported: bool = False
    may_have_names: bool = False

    @property
    def heading_with_measurement_unit(self) -> str:
        """The Chinese heading, followed by the unit of measurement if there is one: `建筑面积（万㎡）`."""
        return f"{self.heading.zh}（{self.measurement_unit}）" if self.measurement_unit else self.heading.zh


@dataclass(frozen=True)
class ChangeRule:
    """Declares how the figures of a column may change between two releases of the same year.

    - `trend`: "cumulative" (a figure must neither fall nor jump), "target" (it must neither change nor disappear) or
      "fixed" (it must not change).
    - `only_where`: maps names of columns to allowed values. The rule holds only for rows that have an allowed value in
      each of these columns.
    - `scale_slip`: a range (low, high). If new ÷ old or old ÷ new lies in it, ㎡ and 万㎡ were probably mixed up.

    The other attributes say when a figure jumps, which causes a warning. A time of less than seven days since the
    previous release counts as seven days.

    - If at least five increases between releases are known in this year, the figure jumps if its increase per week is
      more than `own_pace` times the largest of them per week.
    - Otherwise, it jumps if it is at least `jump_factor` times the old figure and, in addition, its increase per day is
      more than `pace_factor` times the average since 1 January.
    - An increase of up to `always_plausible`, in the column's unit of measurement, is never a jump.
    """

    column: str
    trend: Trend
    only_where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scale_slip: tuple[float, float] = (3_000.0, 30_000.0)
    own_pace: float = 2.5
    jump_factor: float = 1.5
    pace_factor: float = 5.0
    always_plausible: float = 0.0


@dataclass(frozen=True)
class Table:
    """A table of a release and the sheet of the workbook that the table is parsed from.

    No two rows have the same values in the `key` columns. `basis` says whose statistic the figures are, unless the
    sheet names another basis. `change_rules` limit how figures may change. If `optional` is True, the sheet may be
    empty without a warning. If `dates_release` is True, the as-of date of this table becomes the date of the release.
    """

    name: str
    sheet: str
    title: Label
    meaning: Label
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    basis: str
    optional: bool = False
    dates_release: bool = False
    change_rules: tuple[ChangeRule, ...] = ()

    def column(self, name: str) -> Column:
        """Returns the column called `name`. Raises KeyError if the table has no such column."""
        return {column.name: column for column in self.columns}[name]

    @property
    def key_type(self) -> ColumnType:
        """The type of the first of the `key` columns, such as PlaceName for the unit's name in `unit_progress`."""
        return self.column(self.key[0]).type

    @property
    def has_measurement_unit_per_row(self) -> bool:
        """Whether the unit of measurement can differ from row to row, because a column of the table states it."""
        return any(column.measurement_unit_column for column in self.columns)

    @property
    def has_coordinates(self) -> bool:
        """Whether the table has columns of coordinates, and a column that states their datum (such as WGS84)."""
        return any(column.datum_column for column in self.columns)


def measure_column(name: str, column_type: ColumnType, aliases: str, required: bool = True) -> Column:
    """Declares the column of the measure `name`; heading, unit of measurement and meaning come from MEASURES.

    `column_type` parses the cells. `aliases` are other headings of the column, separated by spaces. If `required` is
    True, it is an error if a sheet lacks the column, and an empty cell is a warning.
    """
    measure = MEASURES[name]
    return Column(
        name,
        measure.heading,
        measure.meaning,
        column_type,
        measure.measurement_unit,
        required,
        aliases=wordings(aliases),
        may_be_unreported=True,
    )


def remark_column(aliases: str = "") -> Column:
    """Declares a column of free text called `remark`; `aliases` are other headings of it, separated by spaces."""
    return Column(
        "remark",
        Label("备注", "Remark"),
        Label("说明，不参与计算", "A remark; not used in calculations"),
        FreeText(),
        not_in_source=True,
        aliases=wordings(aliases),
    )


def wordings(text: str) -> tuple[str, ...]:
    """Splits a text with several headings at its spaces: ("乡镇", "单位") for `乡镇 单位`."""
    return tuple(text.split())
