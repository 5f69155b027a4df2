"""The rules that raise alerts on the overview, with their default thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from renovation.domain.labels import Label
from renovation.domain.measurement_units import MEASUREMENT_UNITS


@dataclass(frozen=True)
class WarningRule:
    """A rule that raises an alert when a figure passes a threshold.

    `label` is the displayed name of the rule. `meaning` explains the rule, with the placeholder `{limit}` for the
    threshold. `threshold` is the default, in the unit of measurement `measurement_unit`; the workbook can set another
    threshold.
    """

    label: Label
    meaning: Label
    measurement_unit: str
    threshold: float

    @property
    def default_meaning(self) -> Label:
        """The explanation of the rule, in which the default threshold is filled in."""
        measurement_unit = MEASUREMENT_UNITS.get(self.measurement_unit, Label("", ""))
        zh, en = f"{self.threshold:g}{measurement_unit.zh}", f"{self.threshold:g} {measurement_unit.en}".strip()
        return Label(self.meaning.zh.format(limit=zh), self.meaning.en.format(limit=en))

    def meaning_at(self, threshold: float) -> Label:
        """Returns the explanation of the rule, with the placeholder `{limit}` unless the threshold is 0."""
        if threshold:
            return self.meaning
        return Label(self.meaning.zh.replace("超过{limit}", ""), self.meaning.en.replace(" by more than {limit}", ""))


WARNING_RULES: Final[Mapping[str, WarningRule]] = {
    "behind_schedule": WarningRule(
        Label("落后序时", "Behind schedule"),
        Label(
            "目标或单位年度面积目标的完成比例低于序时进度超过{limit}",
            "a goal, or a unit's annual area target, is behind the schedule by more than {limit}",
        ),
        "个百分点",
        0,
    ),
    "fell_back": WarningRule(
        Label("累计数减少", "Total fell"),
        Label(
            "单位或全区的开工项目数、完工项目数、完成改造建筑面积，或县区的上报面积，较上期减少超过{limit}",
            "the projects started or completed or the area renovated of a unit or of the district, or the area "
            "reported by a county, fell by more than {limit} since the previous release",
        ),
        "",
        0,
    ),
    "stood_still": WarningRule(
        Label("进度停滞", "No growth"),
        Label(
            "单位的开工项目数、完工项目数或完成改造建筑面积连续{limit}没有增长",
            "a unit's projects started or completed, or its area renovated, has not grown for {limit}",
        ),
        "周",
        4,
    ),
    "mismatch": WarningRule(
        Label("数字不相符", "Inconsistent figures"),
        Label(
            "与复算值不相符且未说明原因的原报数达到{limit}",
            "{limit} or more reported figures are inconsistent with their recomputed values and have not been "
            "explained",
        ),
        "项",
        1,
    ),
    "made_good": WarningRule(
        Label("转好观察", "Back on course"),
        Label(
            "由明显滞后转为进度正常后，{limit}内继续标注",
            "a goal that was well behind and is on course again stays marked for {limit}",
        ),
        "周",
        4,
    ),
}
"""The rules by which alerts are raised, most urgent first, with their default thresholds."""
