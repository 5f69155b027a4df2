"""工作动态: progress, problems and next steps in words."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import FreeText, OneOf, PlaceName
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    SUBJECTS,
    Column,
    Table,
)
from renovation.domain.vocabulary import NOTE_KINDS

# fmt: off
NOTES: Final = Table(
    "notes", "工作动态", Label("工作动态", "Notes"),
    Label("数字之外的进展、问题和下一步", "Progress, problems and next steps beyond the figures"),
    (
        Column("kind", Label("类别", "Kind"), Label("进展、问题或下一步", "Progress, problem or next step"), OneOf(NOTE_KINDS), required=True),
        Column("unit", Label("责任单位", "Unit"), Label("说的是谁；全区也可", "Whom it is about; the whole district too"), PlaceName(SUBJECTS), required=True),
        Column("text", Label("内容", "Text"), Label("一句话", "One sentence"), FreeText(), required=True),
    ),
    ("kind", "unit", "text"), DISTRICT_BASIS,
)
# fmt: on
