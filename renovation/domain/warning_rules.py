"""The rules that raise alerts on the overview, with their default thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from renovation.domain.labels import Label
from renovation.domain.measurement_units import MEASUREMENT_UNITS

_MARGIN: Final = Label("超过{limit}", " by more than {limit}")
"""The words of a rule that are left out if any difference, however small, raises an alert."""


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
        """The explanation of the rule in Chinese and English, which states the default threshold."""
        measurement_unit = MEASUREMENT_UNITS.get(self.measurement_unit, Label("", ""))
        zh, en = f"{self.threshold:g}{measurement_unit.zh}", f"{self.threshold:g} {measurement_unit.en}".strip()
        return Label(self.meaning.zh.format(limit=zh), self.meaning.en.format(limit=en))

    def meaning_at(self, threshold: float) -> Label:
        """Returns the explanation of the rule in Chinese and English, with the placeholder `{limit}` for the threshold.

        The caller fills the placeholder. If `threshold` is 0, the words that contain the placeholder are left out.
        """
        if threshold:
            return self.meaning
        return Label(self.meaning.zh.replace(_MARGIN.zh, ""), self.meaning.en.replace(_MARGIN.en, ""))


WARNING_RULES: Final[Mapping[str, WarningRule]] = {
    "behind_schedule": WarningRule(
        Label("落后序时", "Behind schedule"),
        Label(
            f"目标或单位年度面积目标的完成比例低于序时进度{_MARGIN.zh}",
            f"a goal, or a unit's annual area target, is behind the schedule{_MARGIN.en}",
        ),
        "个百分点",
        0,
    ),
    "fell_back": WarningRule(
        Label("累计数减少", "Total fell"),
        Label(
            f"单位或全区的开工项目数、完工项目数、完成改造建筑面积，或县区的上报面积，较上期减少{_MARGIN.zh}",
            "the projects started or completed or the area renovated of a unit or of the district, or the area "
            f"reported by a county, fell{_MARGIN.en} since the previous release",
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
            "与复算值不相符且未说明原因的原报值达到{limit}",
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
"""The rules that raise alerts, the most urgent first; the keys are their names."""
