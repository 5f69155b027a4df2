"""Declares the table of the sheet 预警规则: the thresholds of the rules that raise alerts."""

from __future__ import annotations

from typing import Final

from renovation.domain.column_types import OneOf, Quantity
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import DISTRICT_BASIS, ChangeRule, Column, Table, remark_column, wordings
from renovation.domain.warning_rules import WARNING_RULES

_DEFAULTS_ZH: Final = "；".join(f"{rule.label.zh}——{rule.default_meaning.zh}" for rule in WARNING_RULES.values())

_DEFAULTS_EN: Final = "; ".join(f"{rule.label.en}: {rule.default_meaning.en}" for rule in WARNING_RULES.values())

THRESHOLDS: Final = Table(
    name="thresholds",
    sheet="预警规则",
    title=Label("预警规则", "Warning rules"),
    meaning=Label(
        "总览“需要决策的事项”按哪些界限提示；不填的用系统默认值",
        "The thresholds at which the overview raises alerts; a threshold that is not given has its default",
    ),
    key=("rule",),
    basis=DISTRICT_BASIS,
    optional=True,
    change_rules=(ChangeRule("threshold", "fixed"),),
    columns=(
        Column(
            "rule",
            Label("规则", "Rule"),
            Label("规则名称，见“填写说明”", "The rule's name; see the sheet “填写说明”"),
            OneOf({name: rule.label for name, rule in WARNING_RULES.items()}),
            required=True,
            aliases=wordings("预警规则"),
        ),
        Column(
            "threshold",
            Label("界限", "Threshold"),
            Label(f"只填数字。默认：{_DEFAULTS_ZH}", f"The number only. Defaults: {_DEFAULTS_EN}"),
            Quantity(),
            required=True,
            aliases=wordings("阈值"),
        ),
        remark_column(),
    ),
)
