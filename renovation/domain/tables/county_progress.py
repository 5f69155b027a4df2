"""Declares the table of the sheet 县区进度: the figures that each county has reported to the city."""

from __future__ import annotations

from typing import Final

from renovation.domain import places
from renovation.domain.column_types import PlaceName, Quantity
from renovation.domain.columns import AREA_REPORTED, COUNTY
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import CITY_BASIS, ChangeRule, Column, Table, measure_column, wordings

COUNTY_PROGRESS: Final = Table(
    name="county_progress",
    sheet="县区进度",
    title=Label("县区进度", "Counties' progress"),
    meaning=Label(
        "全市各县区上报市的累计完成面积",
        "The area that each county of the city has reported to it since the beginning of the year",
    ),
    key=(COUNTY,),
    basis=CITY_BASIS,
    change_rules=(ChangeRule(AREA_REPORTED, "cumulative", always_plausible=0.2),),
    columns=(
        Column(
            COUNTY,
            Label("县区", "County"),
            Label("湖州市五个县区之一", "One of the five counties and districts of Huzhou"),
            PlaceName(places.COUNTIES),
            required=True,
            aliases=wordings("县（区） 区县 县区名称 各县区 区（县） 县（市）区 单位 地区 名称 责任单位 单位名称"),
        ),
        measure_column(
            AREA_REPORTED,
            Quantity(),
            aliases="上报面积 上报市完成面积 上报市面积",
        ),
    ),
)
