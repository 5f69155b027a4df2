"""Declares the table of the sheet 乡镇进度: each unit's cumulative progress since the beginning of the year."""

from __future__ import annotations

from typing import Final

from renovation.domain import places
from renovation.domain.column_types import Count, Percent, PlaceName, Quantity
from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    COMPLETION_RATE_REPORTED,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    UNIT,
)
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import DISTRICT_BASIS, ChangeRule, Column, Table, measure_column, wordings

UNIT_PROGRESS: Final = Table(
    name="unit_progress",
    sheet="乡镇进度",
    title=Label("乡镇进度", "Units' progress"),
    meaning=Label("各责任单位年初以来的累计进度", "Each unit's progress since the beginning of the year"),
    key=(UNIT,),
    basis=DISTRICT_BASIS,
    dates_release=True,
    change_rules=(
        ChangeRule(PROJECTS_STARTED, "cumulative", always_plausible=3),
        ChangeRule(PROJECTS_COMPLETED, "cumulative", always_plausible=3),
        ChangeRule(AREA_RENOVATED, "cumulative", always_plausible=0.2),
        ChangeRule(ANNUAL_TARGET_AREA, "target"),
    ),
    columns=(
        Column(
            UNIT,
            Label("责任单位", "Unit"),
            Label("八个责任单位之一", "One of the eight reporting units"),
            PlaceName(places.UNITS),
            required=True,
            aliases=wordings(
                "乡镇 单位 乡镇（街道） 乡镇街道 街道 镇街 乡镇名称 单位名称 各乡镇（街道） 各单位 "
                "高新区、各乡镇（街道） 责任乡镇 责任主体 属地 所属乡镇 辖区 实施单位 牵头单位 名称 地区"
            ),
        ),
        measure_column(
            PROJECTS_STARTED,
            Count(),
            aliases="开工数 累计开工数 已开工项目数",
        ),
        measure_column(
            PROJECTS_COMPLETED,
            Count(),
            aliases="竣工项目数 竣工数 完工数",
        ),
        measure_column(
            AREA_RENOVATED,
            Quantity(),
            aliases="完成面积 完成改造面积 累计完成面积",
        ),
        measure_column(
            ANNUAL_TARGET_AREA,
            Quantity(),
            aliases="目标面积 年度任务面积 改造目标面积",
            required=False,
        ),
        Column(
            COMPLETION_RATE_REPORTED,
            Label("完成率原报值", "Completion rate as reported"),
            Label(
                "来源材料中印出的完成率，用于核对；计算一律用复算值",
                "The rate printed in the source, for checking only; calculations use the recomputed rate",
            ),
            Percent(),
            "%",
            aliases=wordings("完成率 完成比例 目标完成率"),
        ),
    ),
)
