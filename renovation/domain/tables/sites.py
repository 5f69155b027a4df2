"""Declares the table of the sheet 改造项目: one row for each site (a place or enterprise under renovation)."""

from __future__ import annotations

from typing import Final

from renovation.domain import places
from renovation.domain.column_types import Coordinate, Count, FreeText, OneOf, PlaceName, Quantity
from renovation.domain.columns import ERROR_KM, LAT, LON, UNIT
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import DISTRICT_BASIS, ChangeRule, Column, Table, remark_column, wordings
from renovation.domain.vocabulary import DATUMS, LEADERS, MODES, STAGES, STAGES_IN_WORDS

SITES: Final = Table(
    name="sites",
    sheet="改造项目",
    title=Label("改造项目", "Sites"),
    meaning=Label(
        "材料列出的改造点位；材料未说明的留空，不作推测",
        "The sites that the source names; a cell without information in the source stays empty",
    ),
    key=("site", UNIT),
    basis=DISTRICT_BASIS,
    change_rules=tuple(ChangeRule(column, "fixed") for column in ("area", "households", "enterprises")),
    columns=(
        Column(
            "site",
            Label("点位", "Site"),
            Label("点位、企业或项目名称", "The place, enterprise or project"),
            FreeText(),
            required=True,
            aliases=wordings(
                "项目名称 企业名称 点位名称 改造点位 项目 企业 名称 改造项目 厂区名称 单位名称 地块 地块名称 "
                "项目（企业）名称 企业（项目）名称"
            ),
        ),
        Column(
            UNIT,
            Label("责任单位", "Unit"),
            Label("所在的责任单位", "The unit it lies in"),
            PlaceName(places.UNITS),
            required=True,
            aliases=wordings(
                "乡镇 单位 乡镇（街道） 街道 镇街 属地 所属乡镇 所在乡镇 所属乡镇（街道） 所在乡镇（街道） 责任乡镇 "
                "辖区 地区"
            ),
        ),
        Column(
            "work",
            Label("改造内容", "Work"),
            Label("改造内容，按材料表述填写", "What is done, in the words of the source"),
            FreeText(),
            aliases=wordings("主要改造内容 内容 建设内容 改造措施 主要内容 整治内容 项目内容"),
        ),
        Column(
            "mode",
            Label("改造方式", "Mode"),
            Label("五种改造方式之一，材料写明的才填", "One of the five modes, only where the source names it"),
            OneOf(MODES),
            aliases=wordings("方式 改造类型 改造模式 类型 改造类别"),
        ),
        Column(
            "led_by",
            Label("实施主体", "Led by"),
            Label("政府主体或企业主体", "Led by government or by the enterprise"),
            OneOf(LEADERS),
            may_have_names=True,
            aliases=wordings("主体 改造主体 主体类型 实施主体类型"),
        ),
        Column(
            "stage",
            Label("进度状态", "Stage"),
            Label("实际达到的状态，计划的不算", "The stage that was reached; plans do not count"),
            OneOf(STAGES, STAGES_IN_WORDS),
            aliases=wordings("状态 进度 进展 项目进度 进展情况 目前进度 项目状态 形象进度 阶段 实施进度"),
        ),
        Column(
            "area",
            Label("建筑面积", "Floor area"),
            Label("建筑面积，土地面积不填在这里", "Floor area; never land"),
            Quantity(),
            "万㎡",
            aliases=wordings(
                "改造面积 改造建筑面积 面积 涉及建筑面积 涉及面积 厂房面积 厂房建筑面积 总建筑面积 拆除面积 完成面积"
            ),
        ),
        Column(
            "households",
            Label("户数", "Households"),
            Label("涉及户数", "Households concerned"),
            Count(),
            "户",
            aliases=wordings("涉及户数 户 农户数 涉及户 拆除户数"),
        ),
        Column(
            "enterprises",
            Label("企业数", "Enterprises"),
            Label("涉及企业数", "Enterprises concerned"),
            Count(),
            "家",
            aliases=wordings("涉及企业数 企业家数 涉及企业 企业个数 涉及企业家数"),
        ),
        Column(
            LON,
            Label("经度", "Longitude"),
            Label("WGS84经度", "Longitude, WGS84"),
            Coordinate(73, 136),
            "度",
            not_in_source=True,
            aliases=wordings("东经 lon lng longitude 坐标经度"),
            datum_column="datum",
        ),
        Column(
            LAT,
            Label("纬度", "Latitude"),
            Label("WGS84纬度", "Latitude, WGS84"),
            Coordinate(3, 54),
            "度",
            not_in_source=True,
            aliases=wordings("北纬 lat latitude 坐标纬度"),
            datum_column="datum",
        ),
        Column(
            "datum",
            Label("坐标系", "Datum"),
            Label("坐标所用的坐标系；不填按WGS84", "The datum of the coordinates; WGS84 if empty"),
            OneOf(DATUMS),
            not_in_source=True,
            aliases=wordings("坐标体系 坐标参考 坐标系统 参考坐标系 坐标类型"),
        ),
        Column(
            ERROR_KM,
            Label("位置误差", "Error of position"),
            Label("坐标可能偏离的距离", "By how much the coordinates may be wrong"),
            Quantity(),
            "km",
            not_in_source=True,
            aliases=wordings("误差 坐标误差 定位误差"),
        ),
        remark_column(aliases="说明 附注 备注说明 情况说明"),
    ),
)
