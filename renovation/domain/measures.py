"""Declares every measure (kind of figure) of the dataset: its name, its unit of measurement and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from renovation.domain.columns import (
    ANNUAL_TARGET_AREA,
    AREA_RENOVATED,
    AREA_REPORTED,
    CITY_TARGET_AREA,
    CITY_TARGET_AREA_RATE,
    CITY_TARGET_PROJECTS,
    CITY_TARGET_PROJECTS_RATE,
    COMPLETED_TO_STARTED,
    COMPLETION_RATE,
    DISTRICT_TARGET_AREA,
    DISTRICT_TARGET_AREA_RATE,
    GAP_AREA,
    GAP_TO_FIRST,
    GAP_TO_NEXT,
    GOAL_CITY_RANK_BY_AREA,
    GOAL_SHARE_OF_SCHEDULED_STARTED,
    PROJECTS_COMPLETED,
    PROJECTS_SCHEDULED,
    PROJECTS_STARTED,
    SHARE_OF_AREA,
    SHARE_OF_SCHEDULED_STARTED,
    SHARE_OF_TARGET,
)
from renovation.domain.labels import Label


@dataclass(frozen=True)
class Measure:
    """A kind of figure that the dataset contains, such as `area_renovated`.

    - `heading`: the displayed name; `short`: a shorter name for narrow columns, None if there is none.
    - `measurement_unit`: the Chinese name of its unit of measurement; `meaning`: its definition in one sentence.
    - `quantity`: a code such as "area", which is the same for all measures whose figures are easily mistaken for one
      another (`comparisons.causes` uses it), such as the area in the district's own statistic and the area reported to
      the city; None for all other measures.
    - `section`: the block of rows that contains the measure on the sheet 全区指标 (the table `figures`): "district"
      (totals and targets of the district), "benefit" (estimates) or "text" (figures that the district's report of
      2013-10-22 states only in sentences). None if the measure is computed, or has a column on another sheet.
    """

    name: str
    heading: Label
    measurement_unit: str
    meaning: Label
    quantity: str | None = None
    section: str | None = None
    short: Label | None = None


def _measures(*measures: Measure) -> Mapping[str, Measure]:
    return {measure.name: measure for measure in measures}


MEASURES: Final = _measures(
    Measure(
        PROJECTS_STARTED,
        Label("开工项目数", "Projects started"),
        "个",
        Label("年初以来累计开工的项目数", "Projects started since the beginning of the year"),
        "started",
        "district",
        short=Label("开工", "Started"),
    ),
    Measure(
        PROJECTS_COMPLETED,
        Label("完工项目数", "Projects completed"),
        "个",
        Label("年初以来累计完工（竣工）的项目数", "Projects completed since the beginning of the year"),
        "completed",
        "district",
        short=Label("完工", "Done"),
    ),
    Measure(
        CITY_TARGET_PROJECTS,
        Label("市下达项目数目标", "City's target of projects"),
        "个",
        Label("市下达全区的年度项目数目标", "The year's number of projects the city set for the district"),
        None,
        "district",
    ),
    Measure(
        CITY_TARGET_PROJECTS_RATE,
        Label("完成市项目数目标", "Share of the city's project target"),
        "%",
        Label("完工项目数÷市下达项目数目标", "Projects completed ÷ the city's target of projects"),
        None,
        "district",
    ),
    Measure(
        AREA_RENOVATED,
        Label("完成改造建筑面积", "Floor area renovated"),
        "万㎡",
        Label(
            "年初以来累计完成改造的建筑面积，区口径",
            "Floor area renovated since the beginning of the year, the district's own statistics",
        ),
        "area",
        "district",
        short=Label("面积", "Area"),
    ),
    Measure(
        CITY_TARGET_AREA,
        Label("市下达面积目标", "City's target of area"),
        "万㎡",
        Label("市下达全区的年度改造建筑面积目标", "The year's floor area the city set for the district"),
        "target_area",
        "district",
    ),
    Measure(
        CITY_TARGET_AREA_RATE,
        Label("完成市面积目标", "Share of the city's area target"),
        "%",
        Label("完成改造建筑面积÷市下达面积目标", "Floor area renovated ÷ the city's target of area"),
        None,
        "district",
    ),
    Measure(
        DISTRICT_TARGET_AREA,
        Label("区定面积目标", "District's target of area"),
        "万㎡",
        Label("区定的年度改造建筑面积目标", "The year's floor area the district set for itself"),
        "target_area",
        "district",
    ),
    Measure(
        DISTRICT_TARGET_AREA_RATE,
        Label("完成区面积目标", "Share of the district's area target"),
        "%",
        Label("完成改造建筑面积÷区定面积目标", "Floor area renovated ÷ the district's target of area"),
        None,
        "district",
    ),
    Measure(
        PROJECTS_SCHEDULED,
        Label("排定项目数", "Projects scheduled"),
        "个",
        Label("全年排定的企业项目数", "Enterprises' projects scheduled for the year"),
        None,
        "district",
    ),
    Measure(
        GOAL_SHARE_OF_SCHEDULED_STARTED,
        Label("排定项目开工占比目标", "Goal: share of scheduled projects started"),
        "%",
        Label(
            "年内至少开工的排定项目占比（一半以上，含一半）",
            "Share of the scheduled projects to be started within the year, the half itself included",
        ),
        None,
        "district",
    ),
    Measure(
        GOAL_CITY_RANK_BY_AREA,
        Label("全市排名目标", "Goal: rank in the city"),
        "名",
        Label("完成改造建筑面积在全市的目标名次", "The rank aimed at in the city by floor area renovated"),
        None,
        "district",
    ),
    Measure(
        "key_projects",
        Label("重点实施项目数", "Key projects"),
        "个",
        Label("挂牌督战的重点实施项目数", "Key projects under special supervision"),
        None,
        "district",
    ),
    Measure(
        "land_freed",
        Label("腾出用地面积", "Land freed"),
        "亩",
        Label("初步测算，无基期", "A preliminary estimate without earlier figures"),
        None,
        "benefit",
    ),
    Measure(
        "floor_area_reused",
        Label("盘活利用建筑面积", "Floor area reused"),
        "万㎡",
        Label("初步测算，无基期", "A preliminary estimate without earlier figures"),
        None,
        "benefit",
    ),
    Measure(
        "land_upgraded",
        Label("效益提升土地面积", "Land upgraded"),
        "亩",
        Label("初步测算，无基期", "A preliminary estimate without earlier figures"),
        None,
        "benefit",
    ),
    Measure(
        "energy_saved",
        Label("节能", "Energy saved"),
        "吨标煤",
        Label("初步测算，无基期", "A preliminary estimate without earlier figures"),
        None,
        "benefit",
    ),
    Measure(
        "cod_cut",
        Label("减排COD", "COD cut"),
        "吨",
        Label("初步测算，无基期", "A preliminary estimate without earlier figures"),
        None,
        "benefit",
    ),
    Measure(
        "so2_cut",
        Label("减排SO₂", "SO₂ cut"),
        "吨",
        Label("初步测算，无基期", "A preliminary estimate without earlier figures"),
        None,
        "benefit",
    ),
    Measure(
        "meeting_attendance",
        Label("推进会参会人数", "Attendance of the video conference"),
        "人",
        Label("推进工作电视视频会议的参会人数", "Attendance of the video conference on the campaign"),
        None,
        "text",
    ),
    Measure(
        "key_enterprises_on_g318",
        Label("318国道沿线重点企业", "Key enterprises along road 318"),
        "家",
        Label("318国道沿线需搬迁整治的重点企业", "Key enterprises along road 318 to be moved or put in order"),
        None,
        "text",
    ),
    Measure(
        "work_groups",
        Label("进驻工作小组", "Work groups on site"),
        "个",
        Label("已全部进驻的工作小组", "Work groups that have all taken up their posts"),
        None,
        "text",
    ),
    Measure(
        "households_demolished_xinan",
        Label("欣安村拆除户数", "Households demolished at Xin'an village"),
        "户",
        Label("欣安村低小散丝织厂房已拆除户数", "Households of small silk workshops demolished at Xin'an village"),
        None,
        "text",
    ),
    Measure(
        "area_demolished_xinan",
        Label("欣安村拆除面积", "Floor area demolished at Xin'an village"),
        "万㎡",
        Label("欣安村低小散丝织厂房已拆除建筑面积", "Floor area of small silk workshops demolished at Xin'an village"),
        None,
        "text",
    ),
    Measure(
        "park_planned",
        Label("工业园区规划面积", "Industrial park planned"),
        "公顷",
        Label(
            "委托编制整治提升规划的园区用地（土地，不是建筑面积）",
            "Land of the park to be planned anew (land, not floor area)",
        ),
        None,
        "text",
    ),
    Measure(
        ANNUAL_TARGET_AREA,
        Label("年度目标面积", "Annual target of area"),
        "万㎡",
        Label("区下达各责任单位的年度改造建筑面积目标", "The year's floor area the district set for each unit"),
        "target_area",
        short=Label("目标", "Target"),
    ),
    Measure(
        COMPLETION_RATE,
        Label("完成率", "Completion rate"),
        "%",
        Label(
            "完成改造建筑面积÷年度目标面积；合计为合计数之比",
            "Floor area renovated ÷ annual target; of a group, the ratio of the sums",
        ),
        short=Label("完成率", "Rate"),
    ),
    Measure(
        AREA_REPORTED,
        Label("上报市完成改造建筑面积", "Floor area reported to the city"),
        "万㎡",
        Label(
            "各县区上报市的累计完成改造建筑面积，上报市口径",
            "Floor area renovated since the beginning of the year, as each county reported it to the city",
        ),
        "area",
        short=Label("上报面积", "Reported"),
    ),
    Measure(
        GAP_AREA,
        Label("与目标之差", "Above or below target"),
        "万㎡",
        Label("完成改造建筑面积－年度目标面积", "Floor area renovated − annual target"),
        short=Label("与目标差额", "Vs target"),
    ),
    Measure(
        SHARE_OF_AREA,
        Label("完成面积占比", "Share of area"),
        "%",
        Label("占各责任单位完成面积合计的比重", "Share of all units' floor area renovated"),
        short=Label("面积占比", "Area share"),
    ),
    Measure(
        SHARE_OF_TARGET,
        Label("目标占比", "Share of target"),
        "%",
        Label("占各责任单位年度目标合计的比重", "Share of all units' annual targets"),
        short=Label("目标占比", "Target share"),
    ),
    Measure(
        COMPLETED_TO_STARTED,
        Label("开工项目完工率", "Completed ÷ started"),
        "%",
        Label("完工项目数÷开工项目数", "Projects completed ÷ projects started"),
        short=Label("完工率", "Done ÷ started"),
    ),
    Measure(
        SHARE_OF_SCHEDULED_STARTED,
        Label("排定项目开工占比", "Scheduled projects started"),
        "%",
        Label("开工项目数÷排定项目数", "Projects started ÷ projects scheduled"),
    ),
    Measure(
        GAP_TO_FIRST,
        Label("与第一名之差", "Gap to first"),
        "万㎡",
        Label("本县区上报面积－第一名上报面积", "The county's reported area − that of the first"),
    ),
    Measure(
        GAP_TO_NEXT,
        Label("与前一名之差", "Gap to the next above"),
        "万㎡",
        Label("本县区上报面积－前一名上报面积", "The county's reported area − that of the one ranked just above"),
    ),
)
RANKED_MEASURES: Final = (
    AREA_RENOVATED,
    COMPLETION_RATE,
    PROJECTS_STARTED,
    PROJECTS_COMPLETED,
    COMPLETED_TO_STARTED,
)
"""The measures by which units are ranked, the default first."""

BENEFIT_MEASURES: Final = tuple(measure.name for measure in MEASURES.values() if measure.section == "benefit")
"""The benefits of the renovation, estimated for the whole district."""

GROWING_TEXT_MEASURES: Final = ("households_demolished_xinan", "area_demolished_xinan")
"""Measures of figures in the sentences of the report that count finished work and therefore grow during the year."""

FIXED_TEXT_MEASURES: Final = tuple(
    measure.name
    for measure in MEASURES.values()
    if measure.section == "text" and measure.name not in GROWING_TEXT_MEASURES
)
"""Measures of figures in the sentences of the report that do not change, such as the attendance of one conference."""

GOAL_MEASURES: Final = (PROJECTS_STARTED, PROJECTS_COMPLETED, AREA_RENOVATED, AREA_REPORTED, *BENEFIT_MEASURES)
"""The cumulative measures that the workbook may set goals for."""

HISTORY_MEASURES: Final = (*RANKED_MEASURES, *BENEFIT_MEASURES)
"""The measures that the page 历史趋势 shows; only RANKED_MEASURES are reported for each unit."""


def is_rate(measure: str) -> bool:
    """Returns whether `measure` is a percentage (its unit of measurement is %); False for an unknown measure."""
    return measure in MEASURES and MEASURES[measure].measurement_unit == "%"


def measure_heading(measure: str, language: str) -> str:
    """Returns the displayed name of a measure, in `language` ("zh" or "en").

    Raises KeyError for an unknown measure.
    """
    return MEASURES[measure].heading.text(language)


def short_measure_heading(measure: str, language: str) -> str:
    """Returns the short name of a measure in `language` ("zh" or "en"), or its full name if it has no short name.

    Raises KeyError for an unknown measure.
    """
    declared = MEASURES[measure]
    return (declared.short or declared.heading).text(language)
