"""Declares the table of the sheet 工作动态: progress, problems and next steps as sentences."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import FreeText, OneOf, PlaceName
from renovation.domain.columns import UNIT
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import DISTRICT_BASIS, SUBJECTS, Column, Table, wordings
from renovation.domain.vocabulary import NOTE_KINDS

NOTES: Final = Table(
    name="notes",
    sheet="工作动态",
    title=Label("工作动态", "Notes"),
    meaning=Label("数字之外的进展、问题和下一步", "Progress, problems and next steps beyond the figures"),
    key=("kind", UNIT, "text"),
    basis=DISTRICT_BASIS,
    columns=(
        Column(
            "kind",
            Label("类别", "Kind"),
            Label("进展、问题或下一步", "Progress, problem or next step"),
            OneOf(NOTE_KINDS),
            required=True,
            aliases=wordings("类型 动态类别 分类"),
        ),
        Column(
            UNIT,
            Label("责任单位", "Unit"),
            Label("内容所涉单位，也可填全区", "The unit that the text is about; may be the whole district"),
            PlaceName(SUBJECTS),
            required=True,
            aliases=wordings("单位 乡镇 对象 乡镇（街道）"),
        ),
        Column(
            "text",
            Label("内容", "Text"),
            Label("每行一句话", "One sentence a row"),
            FreeText(),
            required=True,
            aliases=wordings("工作内容 具体内容 动态 情况 主要内容 动态内容 事项"),
        ),
    ),
)
