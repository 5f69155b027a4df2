"""乡镇进度: each unit's cumulative progress in the year."""

from __future__ import annotations

from typing import Final

from renovation.domain import places
from renovation.domain.column_types import Count, Percent, PlaceName, Quantity
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    Column,
    Table,
    measure_column,
)

# fmt: off
UNIT_PROGRESS: Final = Table(
    "unit_progress", "乡镇进度", Label("乡镇进度", "Units' progress"),
    Label("各责任单位年初以来的累计进度", "Each unit's progress since the beginning of the year"),
    (
        Column("unit", Label("责任单位", "Unit"), Label("八个责任单位之一", "One of the eight reporting units"),
               PlaceName(places.UNITS), required=True),
        measure_column("projects_started", Count()),
        measure_column("projects_completed", Count()),
        measure_column("area_renovated", Quantity()),
        measure_column("annual_target_area", Quantity(), required=False),
        Column("completion_rate_reported", Label("完成率原报值", "Completion rate as reported"),
               Label("来源材料中印出的完成率，用于核对；计算一律用复算值", "The rate printed in the source, kept for checking; never computed with"),
               Percent(), "%"),
    ),
    ("unit",), DISTRICT_BASIS,
)
# fmt: on
