"""改造项目: the sites that the source names."""

from __future__ import annotations

from typing import Final

from renovation.domain import places
from renovation.domain.column_types import Coordinate, Count, FreeText, OneOf, PlaceName, Quantity
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    REMARK,
    Column,
    Table,
)
from renovation.domain.vocabulary import DATUMS, LEADERS, MODES, STAGES

# fmt: off
SITES: Final = Table(
    "sites", "改造项目", Label("改造项目", "Sites"),
    Label("材料点名的改造点位；材料没有说的留空，不推测", "The sites the source names; what it does not say stays empty"),
    (
        Column("site", Label("点位", "Site"), Label("点位、企业或项目名称", "The place, enterprise or project"), FreeText(), required=True),
        Column("unit", Label("责任单位", "Unit"), Label("所在的责任单位", "The unit it lies in"), PlaceName(places.UNITS), required=True),
        Column("work", Label("改造内容", "Work"), Label("做什么，照材料的说法", "What is done, in the source's words"), FreeText()),
        Column("mode", Label("改造方式", "Mode"), Label("五种改造方式之一，材料点明才填", "One of the five modes, only where the source names it"), OneOf(MODES)),
        Column("led_by", Label("实施主体", "Led by"), Label("政府主体或企业主体", "Led by government or by the enterprise"), OneOf(LEADERS)),
        Column("stage", Label("进度状态", "Stage"), Label("已发生的事，打算不算", "What has happened; intentions do not count"), OneOf(STAGES)),
        Column("area", Label("建筑面积", "Floor area"), Label("建筑面积，土地面积不填在这里", "Floor area; never land"), Quantity(), "万㎡"),
        Column("households", Label("户数", "Households"), Label("涉及户数", "Households concerned"), Count(), "户"),
        Column("enterprises", Label("企业数", "Enterprises"), Label("涉及企业数", "Enterprises concerned"), Count(), "家"),
        Column("lon", Label("经度", "Longitude"), Label("WGS84经度", "Longitude, WGS84"), Coordinate(73, 136), "度", not_in_source=True),
        Column("lat", Label("纬度", "Latitude"), Label("WGS84纬度", "Latitude, WGS84"), Coordinate(3, 54), "度", not_in_source=True),
        Column("datum", Label("坐标系", "Datum"), Label("坐标所用的坐标系；不填按WGS84", "What the coordinates refer to; WGS84 where nothing is said"), OneOf(DATUMS), not_in_source=True),
        Column("error_km", Label("位置误差", "Error of position"), Label("坐标可能偏离的距离", "How far the point may be off"), Quantity(), "km", not_in_source=True),
        REMARK,
    ),
    ("site", "unit"), DISTRICT_BASIS,
)
# fmt: on
