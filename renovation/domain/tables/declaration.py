"""How a table is declared: its sheet, its columns, its key and its basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from renovation.domain import places
from renovation.domain.column_types import ColumnType, FreeText
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES

DISTRICT_BASIS: Final = "区口径"

CITY_BASIS: Final = "上报市口径"

SIMULATED: Final = "模拟"
"""A table whose basis holds this word was made up for trying; the basis goes wherever the table goes."""


@dataclass(frozen=True)
class Column:
    """One column of a workbook's sheet and of the table read from it; `not_in_source` marks columns that the district's report does not have."""

    name: str
    heading: Label
    meaning: Label
    type: ColumnType
    unit: str | None = None
    required: bool = False
    not_in_source: bool = False

    @property
    def heading_with_unit(self) -> str:
        """The Chinese heading as it stands in a workbook, `完成改造建筑面积（万㎡）`."""
        return f"{self.heading.zh}（{self.unit}）" if self.unit else self.heading.zh


@dataclass(frozen=True)
class Table:
    """One sheet of the workbook. `key` names the columns that no two rows may share.

    An `optional` sheet may stay empty without a word: most weeks set no goal anew.
    """

    name: str
    sheet: str
    title: Label
    meaning: Label
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    basis: str
    optional: bool = False

    def column(self, name: str) -> Column:
        """The column called `name`. Raises KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]


def measure_column(name: str, column_type: ColumnType, required: bool = True) -> Column:
    """A column that holds a measure of MEASURES, with its heading, unit and meaning."""
    measure = MEASURES[name]
    return Column(name, measure.heading, measure.meaning, column_type, measure.unit, required)


SUBJECTS: Final = (places.DISTRICT, *places.UNITS)

REMARK: Final = Column(
    "remark",
    Label("备注", "Remark"),
    Label("说明，不参与计算", "A remark; not computed with"),
    FreeText(),
    not_in_source=True,
)
