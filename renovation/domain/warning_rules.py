"""The rules that raise alerts on the overview, with their default thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from renovation.domain.labels import Label
from renovation.domain.units_of_measurement import UNITS_OF_MEASUREMENT


@dataclass(frozen=True)
class WarningRule:
    """A rule that raises an alert; `label` is its name on the screen.

    `meaning` contains the blank `{limit}`, which stands for the threshold. `threshold` is the default, in `unit`; the
    workbook can replace it.
    """

    label: Label
    meaning: Label
    unit: str
    threshold: float

    @property
    def default_meaning(self) -> Label:
        """The meaning with the default threshold filled in."""
        unit = UNITS_OF_MEASUREMENT.get(self.unit, Label("", ""))
        zh, en = f"{self.threshold:g}{unit.zh}", f"{self.threshold:g} {unit.en}".strip()
        return Label(self.meaning.zh.format(limit=zh), self.meaning.en.format(limit=en))


WARNING_RULES: Final[Mapping[str, WarningRule]] = {
    "behind_schedule": WarningRule(
        Label("落后序时", "Behind schedule"),
        Label(
            "目标或单位年度面积目标的完成比例低于序时进度超过{limit}",
            "the share reached of a goal, or of a unit's annual area target, lags the schedule by more than {limit}",
        ),
        "个百分点",
        0,
    ),
    "fell_back": WarningRule(
        Label("累计数减少", "Fell back"),
        Label(
            "单位或全区的开工、完工项目数和完成改造建筑面积，县区的上报面积，比上次减少超过{limit}",
            "projects started or completed, or area renovated, of a unit or the district, or a county's area, "
            "fell by more than {limit} since the report before",
        ),
        "",
        0,
    ),
    "stood_still": WarningRule(
        Label("进度停滞", "Stood still"),
        Label(
            "单位的开工项目数、完工项目数或完成改造建筑面积连续{limit}没有增长",
            "a unit's projects started or completed, or its area renovated, has not grown for {limit}",
        ),
        "周",
        4,
    ),
    "mismatch": WarningRule(
        Label("数字不相符", "Does not add up"),
        Label(
            "不相符且未说明的数字达到{limit}",
            "{limit} or more printed figures do not add up and nobody has explained them",
        ),
        "项",
        1,
    ),
    "made_good": WarningRule(
        Label("转好观察", "Made good"),
        Label(
            "由明显滞后转为进度正常后，{limit}内继续标注",
            "a goal that was off course and is on course again stays marked for {limit}",
        ),
        "周",
        4,
    ),
}
"""The rules by which alerts are raised, most urgent first, with their default thresholds."""
