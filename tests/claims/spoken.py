"""What the sentences say, as expressions in both languages: the Chinese one, then the English one."""

from __future__ import annotations

EN_NAMES = {
    "高新区": "High-tech Zone", "织里镇": "Zhili Town", "八里店镇": "Balidian Town", "道场乡": "Daochang Township",
    "妙西镇": "Miaoxi Town", "埭溪镇": "Daixi Town", "东林镇": "Donglin Town", "环渚街道": "Huanzhu Subdistrict",
    "吴兴区": "Wuxing District", "德清县": "Deqing County", "长兴县": "Changxing County", "南浔区": "Nanxun District",
    "安吉县": "Anji County", "全区": "Whole district",
}  # fmt: skip
EN_IN_SENTENCES = {"全区": "the whole district"}
MEASURES = {
    "area_renovated": ("完成改造建筑面积", "Floor area renovated"),
    "completion_rate": ("完成率", "Completion rate"),
    "projects_started": ("开工项目数", "Projects started"),
    "projects_completed": ("完工项目数", "Projects completed"),
    "completed_to_started": ("开工项目完工率", "Completed ÷ started"),
}

ALL_MEASURES = {
    **MEASURES,
    "annual_target_area": ("年度目标面积", "Annual target of area"),
    "area_reported": ("上报市完成改造建筑面积", "Floor area reported to the city"),
    "land_freed": ("腾出用地面积", "Land freed"),
}

KINDS: dict[str, tuple[str, str]] = {
    # units_finding
    "most area": (r"<who:W>完成面积(?P<tied>并列)?最多（(?:均为)?<value:A>）", r"<who:W> renovated the largest area \(<value:A>(?P<tied> each)?\)"),
    "highest rate": (r"<who:W>完成率(?P<tied>并列)?最高（(?:均为)?<value:P>）", r"<who:W> (?:has|have) the highest completion rate \(<value:P>(?P<tied> each)?\)"),
    "target of the first by rate": (r"但目标仅<value:A>", r"but the target is only <value:A>"),
    "targets of the first by rate": (r"（(?P<pairs><one:W>目标仅<value:A>.*?)）", r"\((?P<pairs><one:W>'s target is only <value:A>.*?)\)"),
    "only area": (r"仅<who:W>上报完成面积（<value:A>）", r"Only <who:W> has reported its area renovated \(<value:A>\)"),
    "equal areas": (r"<count:N>个单位完成面积均为<value:A>", r"<count:N> units each renovated <value:A>"),
    "equal rates": (r"<count:N>个单位完成率均为<value:P>", r"All <count:N> units have the same completion rate \(<value:P>\)"),
    "no area at all": (r"各单位均未上报完成面积", r"No unit has reported its area renovated"),
    "absent units": (r"<who:W>未上报", r"not reported: <who:W>"),
    "without area": (r"<who:W>未上报完成面积", r"area renovated not reported: <who:W>"),
    "without rate": (r"<who:W>无完成率", r"no completion rate: <who:W>"),
    "unit's area and rate": (r"<who:W>：完成<area:A>，完成率<rate:P>", r"<who:W>: <area:A> renovated, <rate:P> of its target"),
    "unit's area": (r"<who:W>：完成<area:A>", r"<who:W>: <area:A> renovated"),
    "unit without area": (r"<who:W>：完成面积未上报", r"<who:W>: area renovated not reported"),
    # contribution_finding
    "contribution": (r"<who:W>(?:合计)?占全部目标的<target:P>、全部完成面积的<area:P>", r"<who:W> accounts? for <target:P> of all targets and <area:P> of the total area renovated"),
    "no contribution": (r"各单位面积占比均未超过目标占比的<factor:X>倍", r"No unit's share of the area is over <factor:X> times its share of the targets"),
    "contribution of one": (r"仅有一个单位，不比较占比", r"Shares are not compared, because there is only one unit"),
    "contribution without targets": (r"各单位均无目标，不比较占比", r"Shares are not compared, because no unit has a target"),
    "contribution without figures": (r"部分单位未上报完成面积或目标，不比较占比", r"Shares are not compared, because some units have not reported the area renovated or the target"),
    "contribution of nothing": (r"完成面积或目标合计为0，不比较占比", r"Shares are not compared, because the areas or the targets add up to 0"),
    # small_target_warning
    "small targets": (
        r"\* 目标基数小的单位，完成率容易超过100%：(?P<pairs>.*)。目标不足各单位平均值一半的，算作基数小",
        r"\* Units with a small target can easily reach a completion rate above 100%: (?P<pairs>.*)\. A target is small if it is less than half of the units' average target",
    ),
    # missing_units_sentence, units_total_sentence
    "coverage": (r"<count:N>个单位中<reported:N>个已上报，缺<who:W>", r"<reported:N> of <count:N> units reported; missing: <who:W>"),
    "sums of the reporting": (r"合计与占比仅含已上报单位", r"Sums and shares cover only the units that reported"),
    "sums": (
        r"\*\*各责任单位合计\*\*：完成<area:X>(?:（<area_of:N>个单位中<area_by:N>个已报）)?(?:，目标<target:X>(?:（<target_of:N>个单位中<target_by:N>个已报）)?，"
        r"(?:完成率\*\*<rate:X>\*\*|数据不全，不计算完成率))?；开工项目<started:X>(?:（<started_of:N>个单位中<started_by:N>个已报）)?，完工项目<completed:X>(?:（<completed_of:N>个单位中<completed_by:N>个已报）)?",
        r"\*\*Total of all units\*\*: <area:X>(?: \(reported by <area_by:N> of <area_of:N> units\))?(?: renovated(?=;)| (?:of|renovated, annual targets) <target:X>(?: \(reported by <target_by:N> of <target_of:N> units\))?"
        r"(?:, \*\*<rate:X>\*\*|; no completion rate, because figures are missing)); projects started <started:X>(?: \(reported by <started_by:N> of <started_of:N> units\))?, completed <completed:X>(?: \(reported by <completed_by:N> of <completed_of:N> units\))?",
    ),
    # ranking_paragraph and the meeting's screens
    "not ranked": (r"<who:W>缺少数据，未参与排名", r"not ranked because figures are missing: <who:W>"),
    **{
        f"not ranked by {measure}": (
            rf"<who:W>缺少数据，未参与{MEASURES[measure][0]}排名",
            rf"not ranked by {en} because figures are missing: <who:W>",
        )
        for measure, en in (("completion_rate", "completion rate"), ("completed_to_started", "completed ÷ started"))
    },
    **{
        f"ends by {measure} with values": (
            rf"{zh}：<who:W>(?P<tied>并列)?居首（<value:X>），<last:W>(?P<last_tied>并列)?居末（<last_value:X>）",
            rf"{en}: highest <who:W>(?P<tied> \(tied\))? \(<value:X>\), lowest <last:W>(?P<last_tied> \(tied\))? \(<last_value:X>\)",
        )
        for measure, (zh, en) in MEASURES.items()
    },
    "all rates reached": (r"各单位均已完成年度目标", r"every unit has reached its annual target"),
    # county_finding
    "first county": (r"<who:W>居全市首位", r"<who:W> is first in the city"),
    "first counties": (r"<who:W>与<others:W>并列全市首位", r"<who:W> shares first place in the city with <others:W>"),
    "rank": (r"<who:W>居全市第<rank:N>位，与首位<first:W>相差<gap:A>", r"<who:W> ranks no\. <rank:N> in the city, <gap:A> behind first-placed <first:W>"),
    "shared rank": (
        r"<who:W>与<others:W>并列全市第<rank:N>位，与首位<first:W>相差<gap:A>",
        r"<who:W> shares rank <rank:N> in the city with <others:W>, <gap:A> behind first-placed <first:W>",
    ),
    "equal counties": (r"<count:N>个县区上报面积相同，均为<value:A>", r"All <count:N> counties report the same area, <value:A>"),
    "only county": (r"仅<who:W>已上报，暂无全市排名", r"Only <who:W> has reported to the city so far, so there is no city ranking yet"),
    "own county silent": (r"<who:W>未上报市口径数据", r"<who:W> has not reported figures on the city's basis"),
    "absent counties": ("", r"not reported: <who:W>"),
    "day and basis": (r"（?截至<day:D> · <basis:B>）?", r"\(?As of <day:D> · <basis:B>\)?"),
    # bases_finding, bases_remark, ranking_basis_sentence
    "bases differ": (
        r"(?:我区两种口径数据|完成面积与上报市口径)相差<gap:A>，材料未说明原因",
        r"(?:The two statistics for our district differ by|[Tt]he area renovated differs from that reported to the city by) "
        r"<gap:A>(?:, and|;) the source does not say why",
    ),
    "bases agree": (r"我区两种口径数据一致，均为<value:A>", r"The two statistics for our district agree: both give <value:A>"),
    "own basis does not rank": (
        r"全市排名以各县区上报市数据为准。区口径的<value:A>不参与全市排名，因为其他县区没有公布同口径数据",
        r"The city ranks the counties by the figures they report to the city\. The district's own statistics \(<value:A>\) do not "
        r"count in that ranking, because the other counties have no published figures on the same basis",
    ),
    # district_finding
    "standings": (
        r"(?:未完成|落后序时|与序时持平|快于序时|进度待判定|已完成)：.*",
        r"(?:Not met|Behind schedule|Level with the schedule|Ahead of schedule|Not assessed yet|Met): .*",
    ),
    "no district figures": (r"本期无可比较的全区数据", r"This release has no figures for the whole district to compare"),
    # district_total_sentence
    "printed totals": (r"全区原报值与各单位合计不一致：(?P<pairs>.*)（见数据核对）", r"The source's own totals for the whole district differ from the units' sums: (?P<pairs>.*) \(see Checks\)"),
    # map_finding, named_sites_sentence
    "majority": (r"<who:W>(?:：合计)?占(?P<reported>已上报单位)?完成面积的<share:P>", r"<who:W> accounts? for <share:P> of the area renovated(?P<reported> by the units that reported)?"),
    "map without claim": (r"各乡镇改造点位|<who:W>改造点位", r"Renovation sites by township|Renovation sites of <who:W>"),
    "no sites": (r"材料未列出改造点位", r"The source lists no sites"),
    "sites": (
        r"(?:排定项目<scheduled:N>个，)?材料列出点位<count:N>处（(?P<pairs>.*)），(?:其中<staged:N>处|(?P<all>均)|(?P<none>均未))写明进度状态",
        r"Sites listed in the source: <count:N> \((?P<pairs>.*?)\); (?:the stage of the work is stated for (?:<staged:N> of the sites|(?P<all>all sites))|(?P<none>no site states the stage of its work))(?:; scheduled projects: <scheduled:N>)?",
    ),
    # district_headlines
    "rate of a target": (
        r"(?P<target>区定面积目标|市下达面积目标|排定项目数|市下达项目数目标|开工目标)<value:X>的\*\*<rate:P>\*\*",
        r"\*\*<rate:P>\*\* of the (?P<target>district's target of area|city's target of area|projects scheduled|city's target of projects|goal for starts) \(<value:X>\)",
    ),
    "printed rate": (
        r"原报<rate:X>(?:（可能按(?P<formula>[\d.()+− ÷]+)计算）)?，见数据核对",
        r"reported as <rate:X>(?:, probably from (?P<formula>[\d.,()+− ÷]+))? \(see Checks\)",
    ),
    "rank of": (r"(?P<tied>并列)?第<rank:N>位", r"No\. <rank:N>(?P<tied> \(tied\))?"),
    "own area": (r"上报市<value:A>(?P<other>，全市排名以此为准)?", r"<value:A> reported to the city(?P<other>, used for the city's ranking)?"),
    "pace of the race": (
        r"(?P<side>争|保)第一每周需\*\*<needed:A>\*\*，目前周均<pace:A>(?P<less>（略低于所需）)?",
        r"\*\*<needed:A>\*\* a week to (?P<side>be|stay) first; average so far <pace:A>(?P<less> \(slightly less than needed\))?",
    ),
    "behind the first": (r"与首位<first:W>相差\*\*<gap:A>\*\*", r"\*\*<gap:A>\*\* behind first-placed <first:W>"),
    "ahead of the second": (r"领先第二位<second:W>\*\*<lead:A>\*\*", r"\*\*<lead:A>\*\* ahead of <second:W>, which is second"),
}  # fmt: skip
