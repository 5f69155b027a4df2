"""乡镇进度: the cumulative progress of each unit in the year."""

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
            aliases="开工数 开工项目 开工 开工个数 开工项目个数 项目开工数 已开工项目数 开工建设项目数 "
            "累计开工数 实际开工数 实际开工项目数 开工企业数 开工点位数",
        ),
        measure_column(
            PROJECTS_COMPLETED,
            Count(),
            aliases="竣工项目数 竣工数 完工数 完工 完工项目 完工个数 完工项目个数 项目完工数 已完工项目数 "
            "累计完工数 实际完工数 实际完工项目数 完成项目数 完成项目 项目完成数 完工企业数 完工点位数",
        ),
        measure_column(
            AREA_RENOVATED,
            Quantity(),
            aliases="完成面积 改造建筑面积 面积 改造面积 完成改造面积 完成建筑面积 完成改造建筑面积数 改造完成面积 "
            "改造建筑面积完成 改造完成建筑面积 累计完成面积 实际完成面积 实际完成改造面积 "
            "完成改造 完工面积 已改造面积 完成旧厂区改造面积 旧厂区改造面积 旧厂区改造完成面积 "
            "建筑面积 完成总量",
            ambiguous_wordings="面积 建筑面积 改造面积 改造建筑面积 旧厂区改造面积",
        ),
        measure_column(
            ANNUAL_TARGET_AREA,
            Quantity(),
            aliases="目标完成面积 "
            "年度目标任务数 目标任务 任务数 目标任务数 年度目标 年度任务 年度任务数 年度目标任务 目标面积 目标 "
            "目标数 任务 任务面积 年度任务面积 年度目标任务面积 目标任务面积 年度改造目标 年度改造任务 改造目标 "
            "改造任务 改造目标面积 改造任务面积 年度目标改造面积 年度改造面积目标 年度面积目标 计划任务数 "
            "下达任务 下达任务数 区下达任务 区下达任务数 区下达目标 区下达目标任务 年度目标建筑面积 年初目标 "
            "考核目标",
            ambiguous_wordings="年度目标任务数 任务数 目标任务数 年度任务数 目标数 计划任务数 下达任务数 区下达任务数 "
            "目标 任务 年度目标 年度任务 目标任务 年度目标任务",
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
            aliases=wordings(
                "完成率 完成比例 完成百分比 完成进度 完成目标率 目标完成率 任务完成率 目标任务完成率 年度目标完成率 "
                "年度任务完成率 完成年度目标率 完成目标比例 完成任务比例 完成任务率 完成年度任务比例 完成年度目标比例 "
                "面积完成率 完成目标任务比例 完成目标任务 完成年度目标 完成任务百分比 完成目标百分比 百分比 比例 "
                "完成率原报 原报完成率"
            ),
        ),
    ),
)
