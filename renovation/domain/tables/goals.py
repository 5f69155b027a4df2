"""Declares the table of the sheet 目标节点: one row for each goal, a cumulative figure to reach by a deadline."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import DayOrYear, FreeText, OneOf, PlaceName, Quantity
from renovation.domain.columns import MEASURE, SUBJECT
from renovation.domain.labels import Label
from renovation.domain.measures import GOAL_MEASURES, MEASURES
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    SUBJECTS,
    ChangeRule,
    Column,
    Table,
    remark_column,
    wordings,
)

GOALS: Final = Table(
    name="goals",
    sheet="目标节点",
    title=Label("目标节点", "Goals"),
    meaning=Label(
        "要在某日前达到的目标，一行一个；汇报自有的两个目标已在全区指标中，不重复填写",
        "What must be reached by a date, one goal a row; the two goals of the report are in the district figures",
    ),
    key=(SUBJECT, MEASURE, "deadline"),
    basis=DISTRICT_BASIS,
    optional=True,
    change_rules=(ChangeRule("target", "target"), ChangeRule("base", "fixed")),
    columns=(
        Column(
            SUBJECT,
            Label("对象", "Subject"),
            Label("目标所属：全区或责任单位", "Whose goal: the district's or a unit's"),
            PlaceName(SUBJECTS),
            required=True,
        ),
        Column(
            MEASURE,
            Label("指标", "Measure"),
            Label("衡量目标所用的累计数", "The cumulative figure by which the goal is measured"),
            OneOf({name: MEASURES[name].heading for name in GOAL_MEASURES}),
            required=True,
        ),
        Column(
            "target",
            Label("目标值", "Target"),
            Label("到期应达到的累计数；未定的留空", "The cumulative figure to reach; empty if not set yet"),
            Quantity(),
        ),
        Column(
            "base",
            Label("基数", "Base"),
            Label(
                "目标所占的总数，如排定项目数；没有的留空",
                "The whole of which the target is a part, such as the scheduled projects; empty if there is none",
            ),
            Quantity(),
        ),
        Column(
            "deadline",
            Label("完成期限", "Deadline"),
            Label(
                "应完成的日期；只填年度的，按当年12月31日",
                "The date by which it is due; a year means its 31 December",
            ),
            DayOrYear(),
            required=True,
            aliases=wordings("期限 时限 到期日"),
        ),
        Column(
            "source",
            Label("来源", "Source"),
            Label("目标出自哪份文件或会议", "The document or meeting that set the goal"),
            FreeText(),
            aliases=wordings("目标来源"),
        ),
        remark_column(),
    ),
)
