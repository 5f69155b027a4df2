"""Every table, column and measure, declared once.

Headings, units, meanings and rules are read from here by the reader, the template, the data dictionary, axis titles
and checks; other wordings of the headings stand in `aliases`. What is declared here is what the report of 2013-10-22 gives; see `data/README.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from renovation import places
from renovation.rules import Choice, Count, Degrees, Label, Percent, Period, Quantity, Reporter, Rule, Text

DISTRICT_BASIS: Final = "区口径"
CITY_BASIS: Final = "上报市口径"
SIMULATED: Final = "模拟"
"""A table whose basis holds this word was made up for trying; the basis goes wherever the table goes."""

UNITS_OF_MEASUREMENT: Final[Mapping[str, Label]] = {
    "万㎡": Label("万㎡", "×10⁴ m²"),
    "%": Label("%", "%"),
    "个百分点": Label("个百分点", "percentage points"),
    "个": Label("个", ""),
    "家": Label("家", "enterprises"),
    "户": Label("户", "households"),
    "名": Label("名", "place"),
    "亩": Label("亩", "mu"),
    "公顷": Label("公顷", "ha"),
    "吨": Label("吨", "t"),
    "吨标煤": Label("吨标煤", "t coal eq."),
    "人": Label("人", "people"),
    "度": Label("度", "°"),
    "km": Label("km", "km"),
    "周": Label("周", "weeks"),
    "项": Label("项", ""),
}


@dataclass(frozen=True)
class Column:
    """One column of a workbook's sheet and of the table read from it; `ours` marks what no source gives."""

    name: str
    heading: Label
    meaning: Label
    rule: Rule
    unit: str | None = None
    required: bool = False
    ours: bool = False

    @property
    def heading_with_unit(self) -> str:
        """The Chinese heading as it stands in a workbook, `完成改造建筑面积（万㎡）`."""
        return f"{self.heading.zh}（{self.unit}）" if self.unit else self.heading.zh


@dataclass(frozen=True)
class Table:
    """One sheet of the workbook. `key` names the columns that no two rows may share.

    An `optional` sheet may stay empty without a word: most weeks set no goal anew.
    """

    name: str
    sheet: str
    title: Label
    meaning: Label
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    basis: str
    optional: bool = False

    def column(self, name: str) -> Column:
        """The column called `name`. Raises KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True)
class Measure:
    """One kind of number: what it is called, in what it is counted, and what it means.

    `quantity` groups what may be compared and, for a mismatch, be confused with one another; measures without
    one stand alone. `short` is the heading where room is scarce. `section` tells where 全区指标 lists it: district, benefit or text; None for what is
    computed or stands in a table of its own.
    """

    name: str
    heading: Label
    unit: str
    meaning: Label
    quantity: str | None = None
    section: str | None = None
    short: Label | None = None


@dataclass(frozen=True)
class WarningRule:
    """What is told to the leaders by exception.

    `threshold` is in `unit`, stands in `meaning` as `{limit}`, and may be set anew in the workbook.
    """

    label: Label
    meaning: Label
    unit: str
    threshold: float

    @property
    def usual(self) -> Label:
        """The meaning with the usual threshold."""
        unit = UNITS_OF_MEASUREMENT.get(self.unit, Label("", ""))
        zh, en = f"{self.threshold:g}{unit.zh}", f"{self.threshold:g} {unit.en}".strip()
        return Label(self.meaning.zh.format(limit=zh), self.meaning.en.format(limit=en))


def _measures(*measures: Measure) -> Mapping[str, Measure]:
    return {measure.name: measure for measure in measures}


# fmt: off
MEASURES: Final = _measures(
    Measure("projects_started", Label("开工项目数", "Projects started"), "个",
            Label("年初以来累计开工的项目数", "Projects started since the beginning of the year"), "started", "district", short=Label("开工", "Started")),
    Measure("projects_completed", Label("完工项目数", "Projects completed"), "个",
            Label("年初以来累计完工（竣工）的项目数", "Projects completed since the beginning of the year"), "completed", "district", short=Label("完工", "Done")),
    Measure("city_target_projects", Label("市下达项目数目标", "City's target of projects"), "个",
            Label("市下达全区的年度项目数目标", "The year's number of projects the city set for the district"), None, "district"),
    Measure("city_target_projects_rate", Label("完成市项目数目标", "Share of the city's project target"), "%",
            Label("完工项目数÷市下达项目数目标", "Projects completed ÷ the city's target of projects"), None, "district"),
    Measure("area_renovated", Label("完成改造建筑面积", "Floor area renovated"), "万㎡",
            Label("年初以来累计完成改造的建筑面积，区口径", "Floor area renovated since the beginning of the year, the district's own statistics"),
            "area", "district", short=Label("面积", "Area")),
    Measure("city_target_area", Label("市下达面积目标", "City's target of area"), "万㎡",
            Label("市下达全区的年度改造建筑面积目标", "The year's floor area the city set for the district"), "target_area", "district"),
    Measure("city_target_area_rate", Label("完成市面积目标", "Share of the city's area target"), "%",
            Label("完成改造建筑面积÷市下达面积目标", "Floor area renovated ÷ the city's target of area"), None, "district"),
    Measure("district_target_area", Label("区定面积目标", "District's target of area"), "万㎡",
            Label("区定的年度改造建筑面积目标", "The year's floor area the district set for itself"), "target_area", "district"),
    Measure("district_target_area_rate", Label("完成区面积目标", "Share of the district's area target"), "%",
            Label("完成改造建筑面积÷区定面积目标", "Floor area renovated ÷ the district's target of area"), None, "district"),
    Measure("projects_scheduled", Label("排定项目数", "Projects scheduled"), "个",
            Label("全年排定的企业项目数", "Enterprises' projects scheduled for the year"), None, "district"),
    Measure("goal_share_of_scheduled_started", Label("排定项目开工占比目标", "Goal: share of scheduled projects started"), "%",
            Label("年内至少开工的排定项目占比（一半以上，含一半）", "Share of the scheduled projects to be started within the year, the half itself included"),
            None, "district"),
    Measure("goal_city_rank_by_area", Label("全市排名目标", "Goal: rank in the city"), "名",
            Label("完成改造建筑面积在全市的目标名次", "The rank aimed at in the city by floor area renovated"), None, "district"),
    Measure("key_projects", Label("重点实施项目数", "Key projects"), "个",
            Label("挂牌督战的重点实施项目数", "Key projects under special supervision"), None, "district"),
    Measure("land_freed", Label("腾出用地面积", "Land freed"), "亩",
            Label("初步测算，无基期", "A first estimate without a baseline"), None, "benefit"),
    Measure("floor_area_reused", Label("盘活利用建筑面积", "Floor area reused"), "万㎡",
            Label("初步测算，无基期", "A first estimate without a baseline"), None, "benefit"),
    Measure("land_upgraded", Label("效益提升土地面积", "Land upgraded"), "亩",
            Label("初步测算，无基期", "A first estimate without a baseline"), None, "benefit"),
    Measure("energy_saved", Label("节能", "Energy saved"), "吨标煤",
            Label("初步测算，无基期", "A first estimate without a baseline"), None, "benefit"),
    Measure("cod_cut", Label("减排COD", "COD cut"), "吨",
            Label("初步测算，无基期", "A first estimate without a baseline"), None, "benefit"),
    Measure("so2_cut", Label("减排SO₂", "SO₂ cut"), "吨",
            Label("初步测算，无基期", "A first estimate without a baseline"), None, "benefit"),
    Measure("meeting_attendance", Label("推进会参会人数", "Attendance of the video conference"), "人",
            Label("推进工作电视视频会议的参会人数", "Attendance of the video conference on the campaign"), None, "text"),
    Measure("key_enterprises_on_g318", Label("318国道沿线重点企业", "Key enterprises along road 318"), "家",
            Label("318国道沿线需搬迁整治的重点企业", "Key enterprises along road 318 to be moved or put in order"), None, "text"),
    Measure("work_groups", Label("进驻工作小组", "Work groups on site"), "个",
            Label("已全部进驻的工作小组", "Work groups that have all taken up their posts"), None, "text"),
    Measure("households_demolished_xinan", Label("欣安村拆除户数", "Households demolished at Xin'an village"), "户",
            Label("欣安村低小散丝织厂房已拆除户数", "Households of small silk workshops demolished at Xin'an village"), None, "text"),
    Measure("area_demolished_xinan", Label("欣安村拆除面积", "Floor area demolished at Xin'an village"), "万㎡",
            Label("欣安村低小散丝织厂房已拆除建筑面积", "Floor area of small silk workshops demolished at Xin'an village"), None, "text"),
    Measure("park_planned", Label("工业园区规划面积", "Industrial park planned"), "公顷",
            Label("委托编制整治提升规划的园区用地（土地，不是建筑面积）", "Land of the park to be planned anew (land, not floor area)"), None, "text"),
    Measure("annual_target_area", Label("年度目标面积", "Annual target of area"), "万㎡",
            Label("区下达各责任单位的年度改造建筑面积目标", "The year's floor area the district set for each unit"), "target_area", short=Label("目标", "Target")),
    Measure("completion_rate", Label("完成率", "Completion rate"), "%",
            Label("完成改造建筑面积÷年度目标面积；合计为合计数之比", "Floor area renovated ÷ annual target; of a group, the ratio of the sums"), short=Label("完成率", "Rate")),
    Measure("area_reported", Label("上报市完成改造建筑面积", "Floor area reported to the city"), "万㎡",
            Label("各县区上报市的累计完成改造建筑面积，上报市口径", "Floor area renovated as each county reported it to the city"), "area",
            short=Label("上报面积", "Reported")),
    Measure("gap_area", Label("与目标之差", "Above or below target"), "万㎡",
            Label("完成改造建筑面积－年度目标面积", "Floor area renovated − annual target"), short=Label("与目标差额", "Vs target")),
    Measure("share_of_area", Label("完成面积占比", "Share of area"), "%",
            Label("占各责任单位完成面积合计的比重", "Share of all units' floor area renovated"), short=Label("面积占比", "Area share")),
    Measure("share_of_target", Label("目标占比", "Share of target"), "%",
            Label("占各责任单位年度目标合计的比重", "Share of all units' annual targets"), short=Label("目标占比", "Target share")),
    Measure("completed_to_started", Label("开工项目完工率", "Completed ÷ started"), "%",
            Label("完工项目数÷开工项目数", "Projects completed ÷ projects started"), short=Label("完工率", "Done ÷ started")),
    Measure("share_of_scheduled_started", Label("排定项目开工占比", "Scheduled projects started"), "%",
            Label("开工项目数÷排定项目数", "Projects started ÷ projects scheduled")),
    Measure("gap_to_first", Label("与第一名之差", "Gap to first"), "万㎡",
            Label("本县区上报面积－第一名上报面积", "The county's reported area − that of the first")),
    Measure("gap_to_next", Label("与前一名之差", "Gap to the next above"), "万㎡",
            Label("本县区上报面积－前一名上报面积", "The county's reported area − that of the one ranked just above")),
)

# fmt: on
RANKED: Final = ("area_renovated", "completion_rate", "projects_started", "projects_completed", "completed_to_started")
"""The measures by which units are ranked side by side, the usual one first."""
BENEFITS: Final = tuple(measure.name for measure in MEASURES.values() if measure.section == "benefit")
"""What the renovation brings, first estimates of the whole district."""
TARGETED: Final = ("projects_started", "projects_completed", "area_renovated", "area_reported", *BENEFITS)
"""The cumulative measures that a goal may be set for in the workbook."""
FOLLOWED: Final = (*RANKED, *BENEFITS)
"""The measures that are followed from date to date; only RANKED are known of each unit."""
WARNING_RULES: Final[Mapping[str, WarningRule]] = {
    "behind_schedule": WarningRule(Label("落后序时", "Behind schedule"), Label("完成比例低于序时进度超过{limit}", "the share of the target lags the schedule by more than {limit}"), "个百分点", 0),
    "fell_back": WarningRule(Label("累计数减少", "Fell back"), Label("累计数比上次减少超过{limit}", "a cumulative figure fell by more than {limit}"), "", 0),
    "stood_still": WarningRule(Label("进度停滞", "Stood still"), Label("累计数连续{limit}没有增长", "a cumulative figure has not grown for {limit}"), "周", 4),
    "mismatch": WarningRule(Label("数字不相符", "Does not add up"), Label("不相符且未说明的数字达到{limit}", "{limit} printed figures or more do not add up and nobody has answered"), "项", 1),
    "made_good": WarningRule(Label("转好观察", "Made good"), Label("由明显滞后转为进度正常后，{limit}内继续标注", "a goal that was off course and is on course again stays marked for {limit}"), "周", 4),
}  # fmt: skip
"""The rules of what wants a decision, most urgent first, with the usual thresholds."""

NATURES: Final = {
    "reported": Label("统计", "statistic"),
    "target": Label("目标", "target"),
    "plan": Label("排定", "plan"),
    "goal": Label("要求", "goal"),
    "estimate": Label("测算", "estimate"),
}
MODES: Final = {
    "upgrading": Label("技术改造", "technical upgrading"),
    "demolition": Label("集中拆除", "concentrated demolition"),
    "reuse": Label("腾笼盘活", "reuse of idle premises"),
    "beautification": Label("美化整治", "beautification"),
    "closure": Label("关停收回", "closure and taking back"),
}
STAGES: Final = {
    "preparing": Label("前期", "preparing"),
    "started": Label("开工", "started"),
    "completed": Label("完工", "completed"),
}
LEADERS: Final = {
    "government": Label("政府主体", "government"),
    "enterprise": Label("企业主体", "enterprise"),
}
DATUMS: Final = {
    "wgs84": Label("WGS84", "WGS84"),
    "cgcs2000": Label("CGCS2000", "CGCS2000"),
    "gcj02": Label("GCJ-02", "GCJ-02"),
    "bd09": Label("BD-09", "BD-09"),
    "from_gcj02": Label("WGS84（由GCJ-02换算）", "WGS84, converted from GCJ-02"),
    "from_bd09": Label("WGS84（由BD-09换算）", "WGS84, converted from BD-09"),
}
NOTE_KINDS: Final = {
    "progress": Label("进展", "progress"),
    "problem": Label("问题", "problem"),
    "next": Label("下一步", "next step"),
}


def _measured(name: str, rule: Rule, required: bool = True) -> Column:
    """A column that holds a measure of MEASURES, with its heading, unit and meaning."""
    measure = MEASURES[name]
    return Column(name, measure.heading, measure.meaning, rule, measure.unit, required)


_SUBJECTS: Final = (places.DISTRICT, *places.UNITS)
_REMARK: Final = Column(
    "remark", Label("备注", "Remark"), Label("说明，不参与计算", "A remark; not computed with"), Text(), ours=True
)

# fmt: off
UNIT_PROGRESS: Final = Table(
    "unit_progress", "乡镇进度", Label("乡镇进度", "Units' progress"),
    Label("各责任单位年初以来的累计进度", "Each unit's progress since the beginning of the year"),
    (
        Column("unit", Label("责任单位", "Unit"), Label("八个责任单位之一", "One of the eight reporting units"),
               Reporter(places.UNITS), required=True),
        _measured("projects_started", Count()),
        _measured("projects_completed", Count()),
        _measured("area_renovated", Quantity()),
        _measured("annual_target_area", Quantity(), required=False),
        Column("completion_rate_reported", Label("完成率原报值", "Completion rate as reported"),
               Label("来源材料中印出的完成率，用于核对；计算一律用复算值", "The rate printed in the source, kept for checking; never computed with"),
               Percent(), "%"),
    ),
    ("unit",), DISTRICT_BASIS,
)

COUNTY_PROGRESS: Final = Table(
    "county_progress", "县区进度", Label("县区进度", "Counties' progress"),
    Label("全市各县区上报市的累计完成面积", "What each county of the city reported to it"),
    (
        Column("county", Label("县区", "County"), Label("湖州市五个县区之一", "One of the five counties and districts of the city"),
               Reporter(places.COUNTIES), required=True),
        _measured("area_reported", Quantity()),
    ),
    ("county",), CITY_BASIS,
)

FIGURES: Final = Table(
    "figures", "全区指标", Label("全区指标", "District figures"),
    Label("材料中的全区数字、测算效益和文中提及的数字，逐项列出", "The source's figures for the whole district, its estimates, and figures mentioned in its text, one a row"),
    (
        Column("subject", Label("对象", "Subject"), Label("数字说的是谁", "Whom the figure is about"), Reporter(_SUBJECTS), required=True),
        Column("measure", Label("指标", "Measure"), Label("指标名称，见“填写说明”", "The measure's name"),
               Choice({m.name: m.heading for m in MEASURES.values() if m.section}), required=True),
        Column("value", Label("数值", "Value"), Label("按材料原样填写，不改位数", "As printed, with its digits"), Quantity(), required=True),
        Column("unit_of_measure", Label("计量单位", "Unit of measure"), Label("数值的计量单位", "What the value is counted in"), Text(), required=True),
        Column("period", Label("截至", "As of"), Label("统计截至日期；目标填年度", "The day the figure speaks of; a year for a target"),
               Period(), required=True),
        Column("nature", Label("性质", "Nature"), Label("统计、目标、排定、要求或测算", "Statistic, target, plan, goal or estimate"),
               Choice(NATURES), required=True),
        _REMARK,
    ),
    ("subject", "measure"), DISTRICT_BASIS,
)

SITES: Final = Table(
    "sites", "改造项目", Label("改造项目", "Sites"),
    Label("材料点名的改造点位；材料没有说的留空，不推测", "The sites the source names; what it does not say stays empty"),
    (
        Column("site", Label("点位", "Site"), Label("点位、企业或项目名称", "The place, enterprise or project"), Text(), required=True),
        Column("unit", Label("责任单位", "Unit"), Label("所在的责任单位", "The unit it lies in"), Reporter(places.UNITS), required=True),
        Column("work", Label("改造内容", "Work"), Label("做什么，照材料的说法", "What is done, in the source's words"), Text()),
        Column("mode", Label("改造方式", "Mode"), Label("五种改造方式之一，材料点明才填", "One of the five modes, only where the source names it"), Choice(MODES)),
        Column("led_by", Label("实施主体", "Led by"), Label("政府主体或企业主体", "Led by government or by the enterprise"), Choice(LEADERS)),
        Column("stage", Label("进度状态", "Stage"), Label("已发生的事，打算不算", "What has happened; intentions do not count"), Choice(STAGES)),
        Column("area", Label("建筑面积", "Floor area"), Label("建筑面积，土地面积不填在这里", "Floor area; never land"), Quantity(), "万㎡"),
        Column("households", Label("户数", "Households"), Label("涉及户数", "Households concerned"), Count(), "户"),
        Column("enterprises", Label("企业数", "Enterprises"), Label("涉及企业数", "Enterprises concerned"), Count(), "家"),
        Column("lon", Label("经度", "Longitude"), Label("WGS84经度", "Longitude, WGS84"), Degrees(73, 136), "度", ours=True),
        Column("lat", Label("纬度", "Latitude"), Label("WGS84纬度", "Latitude, WGS84"), Degrees(3, 54), "度", ours=True),
        Column("datum", Label("坐标系", "Datum"), Label("坐标所用的坐标系；不填按WGS84", "What the coordinates refer to; WGS84 where nothing is said"), Choice(DATUMS), ours=True),
        Column("error_km", Label("位置误差", "Error of position"), Label("坐标可能偏离的距离", "How far the point may be off"), Quantity(), "km", ours=True),
        _REMARK,
    ),
    ("site", "unit"), DISTRICT_BASIS,
)

NOTES: Final = Table(
    "notes", "工作动态", Label("工作动态", "Notes"),
    Label("数字之外的进展、问题和下一步", "Progress, problems and next steps beyond the figures"),
    (
        Column("kind", Label("类别", "Kind"), Label("进展、问题或下一步", "Progress, problem or next step"), Choice(NOTE_KINDS), required=True),
        Column("unit", Label("责任单位", "Unit"), Label("说的是谁；全区也可", "Whom it is about; the whole district too"), Reporter(_SUBJECTS), required=True),
        Column("text", Label("内容", "Text"), Label("一句话", "One sentence"), Text(), required=True),
    ),
    ("kind", "unit", "text"), DISTRICT_BASIS,
)

MILESTONES: Final = Table(
    "milestones", "目标节点", Label("目标节点", "Goals"),
    Label("要在某日前达到的目标，一行一个；汇报自有的两个目标已在全区指标中，不重复填写",
          "What is to be reached by a day, one a row; the report's own two goals stand among the district figures"),
    (
        Column("subject", Label("对象", "Subject"), Label("谁的目标：全区或责任单位", "Whose goal: the district's or a unit's"),
               Reporter(_SUBJECTS), required=True),
        Column("measure", Label("指标", "Measure"), Label("用哪个累计数衡量", "The cumulative figure it is measured by"), Choice({name: MEASURES[name].heading for name in TARGETED}), required=True),
        Column("target", Label("目标值", "Target"), Label("到期应达到的累计数；未定的留空", "The cumulative figure to be reached; empty while not set"), Quantity()),
        Column("base", Label("基数", "Base"), Label("目标占多少中的一部分，如排定项目数；没有的留空", "The whole that the target is a part of, where there is one"), Quantity()),
        Column("deadline", Label("完成期限", "Deadline"), Label("应完成的日期；只填年度的到当年12月31日", "The day it is due; a bare year ends on 31 December"), Period(), required=True),
        Column("source", Label("来源", "Source"), Label("目标出自哪份文件或会议", "The document or meeting that set it"), Text()),
        _REMARK,
    ),
    ("subject", "measure", "deadline"), DISTRICT_BASIS, optional=True,
)

THRESHOLDS: Final = Table(
    "thresholds", "预警规则", Label("预警规则", "Warning rules"),
    Label("总览“需要决策的事项”按哪些界限提示；不填的用系统默认值", "The limits by which the overview tells what wants a decision; what is not given is as usual"),
    (
        Column("rule", Label("规则", "Rule"), Label("规则名称，见“填写说明”", "The rule's name"), Choice({name: rule.label for name, rule in WARNING_RULES.items()}), required=True),
        Column("threshold", Label("界限", "Threshold"), Label("只填数字。默认：" + "；".join(f"{r.label.zh}——{r.usual.zh}" for r in WARNING_RULES.values()),
                                                                  "A bare number. As usual: " + "; ".join(f"{r.label.en}: {r.usual.en}" for r in WARNING_RULES.values())),
               Quantity(), required=True),
        _REMARK,
    ),
    ("rule",), DISTRICT_BASIS, optional=True,
)

# fmt: on
TABLES: Final = {
    table.name: table for table in (UNIT_PROGRESS, COUNTY_PROGRESS, FIGURES, SITES, NOTES, MILESTONES, THRESHOLDS)
}


def is_percentage(measure: str) -> bool:
    """Whether a measure is said in percent; False for what is no measure."""
    return measure in MEASURES and MEASURES[measure].unit == "%"


def heading(measure: str, language: str) -> str:
    """A measure's heading in a language, for axis titles and columns."""
    return MEASURES[measure].heading.text(language)


def short_heading(measure: str, language: str) -> str:
    """A measure's heading in few letters, for headings of narrow columns."""
    declared = MEASURES[measure]
    return (declared.short or declared.heading).text(language)


def unit_label(unit: str, language: str) -> str:
    """A unit of measurement in a language; an unknown one as written."""
    return UNITS_OF_MEASUREMENT[unit].text(language) if unit in UNITS_OF_MEASUREMENT else unit
