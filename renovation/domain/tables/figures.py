"""Declares the table `figures` of the sheet 全区指标: one row for each figure of the district or of a unit."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import DayOrYear, FreeText, OneOf, PlaceName, Quantity
from renovation.domain.columns import (
    AREA_RENOVATED,
    MEASURE,
    NATURE,
    PERIOD,
    PROJECTS_COMPLETED,
    PROJECTS_STARTED,
    SUBJECT,
    UNIT_OF_MEASURE,
    VALUE,
)
from renovation.domain.labels import Label
from renovation.domain.measures import BENEFIT_MEASURES, FIXED_TEXT_MEASURES, GROWING_TEXT_MEASURES, MEASURES
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    SUBJECTS,
    ChangeRule,
    Column,
    Table,
    remark_column,
    wordings,
)
from renovation.domain.vocabulary import NATURES

FIGURES: Final = Table(
    name="figures",
    sheet="全区指标",
    title=Label("全区指标", "District figures"),
    meaning=Label(
        "材料中的全区数字、测算效益和文中提及的数字，逐项列出",
        "The source's figures for the whole district, its estimates, and figures mentioned in its text, one a row",
    ),
    key=(SUBJECT, MEASURE),
    basis=DISTRICT_BASIS,
    change_rules=(
        ChangeRule(
            VALUE,
            "cumulative",
            only_where={NATURE: ("reported",), MEASURE: (PROJECTS_STARTED, PROJECTS_COMPLETED)},
            always_plausible=3,
        ),
        ChangeRule(
            VALUE,
            "cumulative",
            only_where={NATURE: ("reported",), MEASURE: (AREA_RENOVATED,)},
            always_plausible=0.2,
        ),
        ChangeRule(VALUE, "cumulative", only_where={NATURE: ("estimate",), MEASURE: BENEFIT_MEASURES}),
        ChangeRule(VALUE, "cumulative", only_where={NATURE: ("reported",), MEASURE: GROWING_TEXT_MEASURES}),
        ChangeRule(VALUE, "fixed", only_where={NATURE: ("reported",), MEASURE: FIXED_TEXT_MEASURES}),
        ChangeRule(VALUE, "target", only_where={NATURE: ("target", "goal")}),
        ChangeRule(VALUE, "fixed", only_where={NATURE: ("plan",)}),
    ),
    columns=(
        Column(
            SUBJECT,
            Label("对象", "Subject"),
            Label("数字所属的区域或单位", "The place that the figure is about"),
            PlaceName(SUBJECTS),
            required=True,
            aliases=wordings("责任单位 主体 范围 乡镇"),
        ),
        Column(
            MEASURE,
            Label("指标", "Measure"),
            Label("指标名称，见“填写说明”", "The measure's name; see the sheet “填写说明”"),
            OneOf({measure.name: measure.heading for measure in MEASURES.values() if measure.section}),
            required=True,
            aliases=wordings("指标名称 指标项 主要指标 项目 统计指标 内容"),
        ),
        Column(
            VALUE,
            Label("数值", "Value"),
            Label("按材料原样填写，不改位数", "As printed, with its digits"),
            Quantity(),
            required=True,
            aliases=wordings("数 值 数量 数据 指标值 完成数 本期数"),
            measurement_unit_column=UNIT_OF_MEASURE,
        ),
        Column(
            UNIT_OF_MEASURE,
            Label("计量单位", "Unit of measurement"),
            Label("数值的计量单位", "The unit of measurement of the value"),
            FreeText(),
            required=True,
            aliases=wordings("单位 计量 数值单位"),
        ),
        Column(
            PERIOD,
            Label("截至", "As of"),
            Label("统计截至日期；目标填年度", "The date of the figure; the year of a target"),
            DayOrYear(),
            required=True,
            aliases=wordings("日期 截至日期 截至时间 统计日期 统计时间 时间 时点 期间"),
        ),
        Column(
            NATURE,
            Label("性质", "Nature"),
            Label("统计、目标、排定、要求或测算", "Statistic, target, plan, goal or estimate"),
            OneOf(NATURES),
            required=True,
            aliases=wordings("数据性质 类型 类别 指标性质"),
        ),
        remark_column(aliases="说明 附注 备注说明 情况说明"),
    ),
)
