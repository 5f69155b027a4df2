"""预警规则: the thresholds of the warning rules."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import OneOf, Quantity
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import (
    DISTRICT_BASIS,
    REMARK,
    Column,
    Table,
)
from renovation.domain.warning_rules import WARNING_RULES

# fmt: off
THRESHOLDS: Final = Table(
    "thresholds", "预警规则", Label("预警规则", "Warning rules"),
    Label("总览“需要决策的事项”按哪些界限提示；不填的用系统默认值", "The limits by which the overview tells what wants a decision; what is not given is as usual"),
    (
        Column("rule", Label("规则", "Rule"), Label("规则名称，见“填写说明”", "The rule's name"), OneOf({name: rule.label for name, rule in WARNING_RULES.items()}), required=True),
        Column("threshold", Label("界限", "Threshold"), Label("只填数字。默认：" + "；".join(f"{r.label.zh}——{r.default_meaning.zh}" for r in WARNING_RULES.values()),
                                                                  "A bare number. As usual: " + "; ".join(f"{r.label.en}: {r.default_meaning.en}" for r in WARNING_RULES.values())),
               Quantity(), required=True),
        REMARK,
    ),
    ("rule",), DISTRICT_BASIS, optional=True,
)
# fmt: on
