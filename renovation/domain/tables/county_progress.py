"""县区进度: what each county of the city reported to it."""

from __future__ import annotations

from typing import Final

from renovation.domain import places
from renovation.domain.column_types import PlaceName, Quantity
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import (
    CITY_BASIS,
    Column,
    Table,
    measure_column,
)

# fmt: off
COUNTY_PROGRESS: Final = Table(
    "county_progress", "县区进度", Label("县区进度", "Counties' progress"),
    Label("全市各县区上报市的累计完成面积", "What each county of the city reported to it"),
    (
        Column("county", Label("县区", "County"), Label("湖州市五个县区之一", "One of the five counties and districts of the city"),
               PlaceName(places.COUNTIES), required=True),
        measure_column("area_reported", Quantity()),
    ),
    ("county",), CITY_BASIS,
)
# fmt: on
