"""全区指标: the district's figures, one a row."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import DayOrYear, FreeText, OneOf, PlaceName, Quantity
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    REMARK,
    SUBJECTS,
    Column,
    Table,
)
from renovation.domain.vocabulary import NATURES

# fmt: off
FIGURES: Final = Table(
    "figures", "全区指标", Label("全区指标", "District figures"),
    Label("材料中的全区数字、测算效益和文中提及的数字，逐项列出", "The source's figures for the whole district, its estimates, and figures mentioned in its text, one a row"),
    (
        Column("subject", Label("对象", "Subject"), Label("数字说的是谁", "Whom the figure is about"), PlaceName(SUBJECTS), required=True),
        Column("measure", Label("指标", "Measure"), Label("指标名称，见“填写说明”", "The measure's name"),
               OneOf({m.name: m.heading for m in MEASURES.values() if m.section}), required=True),
        Column("value", Label("数值", "Value"), Label("按材料原样填写，不改位数", "As printed, with its digits"), Quantity(), required=True),
        Column("unit_of_measure", Label("计量单位", "Unit of measure"), Label("数值的计量单位", "What the value is counted in"), FreeText(), required=True),
        Column("period", Label("截至", "As of"), Label("统计截至日期；目标填年度", "The day the figure speaks of; a year for a target"),
               DayOrYear(), required=True),
        Column("nature", Label("性质", "Nature"), Label("统计、目标、排定、要求或测算", "Statistic, target, plan, goal or estimate"),
               OneOf(NATURES), required=True),
        REMARK,
    ),
    ("subject", "measure"), DISTRICT_BASIS,
)
# fmt: on
