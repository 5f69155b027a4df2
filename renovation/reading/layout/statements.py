"""Finds words in a statement about figures that say the figures are old, unchecked, not final, or not all ours.

A statement is a note or a remark in any column. What is recognised is a grammar of morphemes, not a list of phrases:
未, 待 or 请 before a verb of checking (核, 审, 录), a verb of keeping before an earlier time (同上周, 仍为原目标),
应 before a change (应扣减).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from renovation.reading.layout.grammar import parse
from renovation.reading.layout.meanings import Reason

# 如有误请核对, 逾期未报的; not 如实, 如期
_CONDITION: Final = re.compile("(?:如(?![实期下上])|若|逾期|凡)[^。;]*")
_CHECKED: Final = (
    "(?:核(?![准发])|审(?!批|图)|确认|校[对核]|更新|录[入报]|入库|导入|统计|汇总|[上填补]?报(?![批废名建审告装]))"
)
_UNCHECKED: Final = re.compile(
    rf"(?:未|没有?|缺|待|需(?:再|进一步|重新))(?:经|予|再|能|及时|按时|完全|进一步|[省市区县上][里级有关]?(?:部门)?)*{_CHECKED}"
    "|^退回$|退回(?:修改|重报)|驳回"  # 未录入, 尚待市里审定; not 待审批, 退回土地
    "|请[^,;。]{0,8}(?:核[对实查]|确认|校[对核])"  # 请各乡镇核对; not 请于周二前报送
    "|按[^,;。]{0,8}(?:进度|比例|%)[^,;。]{0,4}折[算半合]"  # 在建项目按进度折算计入; not 节能折算标准煤
    "|存疑|疑问|有出入|[不未](?:相符|符(?!合)|一致|吻合)|偏[大小高低]|不准(?!予)|异常"  # 不符
)
_BEFORE: Final = "(?:上一?[周月旬期次季]|前[一几]?[期次周]|往期|原(?:目标|数|值|来?的?数据|口径))"
_STALE: Final = re.compile(
    f"(?:[同按沿为是]|沿用|仍[为是按用]?|维持){_BEFORE}(?![^,;。]{{0,6}}比)"  # 同上周, 仍为原目标; not 较上周
    f"|{_BEFORE}[^,;。\\d口径]{{0,3}}(?:相同|一致)|沿用|暂[用缺按]|按上|同上(?![述表级])|以.{{1,12}}为准"
)
_TO_CHANGE: Final = re.compile(
    "[应需须待拟将请](?:予以?|再|相应)*(?:扣[减除]|剔除|删除|核?[调核][增减高低]|[补加](?:上|计|录|入|列))"  # 应扣减
    "|[漏错重]复?(?:统|计|登|录|算)"  # 漏统2个, 重复统计
)
_IN_FIGURES: Final = "(?:(?<![不未仅只])(?:含|包[含括]|计入|列入)|[积数](?:中?有|=)|其中[^,;。]{0,10}[为是属系])"
# 含意向项目, 完成面积中有3.2万㎡待拆; not 不含意向项目, 5户待拆
_NOT_YET: Final = re.compile("待|拟|意向|在谈|洽谈|签约|储备|谋划|预计|封顶|结顶|基本完|主要完|合同")
_NOT_DONE: Final = ("negated", "plan", "forecast", "unverified", "building", "last_year", "previous")
_CONTINUED: Final = re.compile("结转|续建")  # 含去年结转3个, which the year counts too
_INCLUDED: Final = re.compile(f"{_IN_FIGURES}([^,;。]*)")
# 统计范围扩大到村级工业点, 镇级项目另报, 企业自改项目不在内, 高新区数据并入八里店镇; not 改造范围不变
_OTHER_SCOPE: Final = re.compile(
    "(?:范围|口径|对象)[^,;。]{0,6}(?:扩|缩|调整|变更|有变|变化|增加|不同|不一)"
    "|另(?:行|外|表|册)?(?:统计|上报|报|列|计(?!划))(?!送)|不在(?:本表|其|此|列|统计)*[之范围]*内"
    "|(?:数据?|面积|项目)[^,;。含]{0,4}[并归]入.{1,8}[镇乡道区]"
)
_OLD_OTHERS: Final = re.compile("旧(?![厂工改])[一-鿿]{1,4}改造")  # 旧市场改造, not 旧厂区改造

# 项目已取消, 因规划调整退出, 与序号2重复, 并入东林机械厂, 不再实施; not 企业已退出, 不重复统计, 已撤销原租赁合同
_TAKES_AWAY: Final = re.compile(
    r"(?:[该本此]?(?:项目|点位|地块)|(?:序号|第)\d+[项个]?|因[^,;。]{1,12}|经[^,;。]{1,8}|[已拟现]|建议|[自主][动行]|申请)*"
    "(?:(?:(?:取消|撤[销消]|退出|停建|缓建|终止|中止|剔除|[移调]出|删除|作废)(?!原)|重复(?:登记|统计|上报|计算|列入)?$)"
    "(?:改造|实施|建设|项目|计划|名单|清单|台账|本?年度|任务)*|不再(?:实施|改造|列入|纳入|统计|计入).*"
    "|不属于?.*改造|与.{1,12}重复|(?:并入|合并[到至入])(?!本).{2,})"
)
_PARTS: Final = re.compile("[,;。:()]")


def takes_away(text: str) -> bool:
    """Returns whether a remark says that its site does not count any more: 已取消, 与序号2重复, 不再实施.

    `text` must be normalised by `folded`.
    """
    return any(map(_TAKES_AWAY.fullmatch, _PARTS.split(text)))


def reason_of_statement(text: str, as_of: dt.date | None) -> Reason | None:
    """Returns why a statement raises a doubt about figures; None if it raises none.

    `text` must be normalised by `folded`. `as_of` is the as-of date of the figures (None: unknown).
    """
    text = _CONDITION.sub("", text)
    if _TO_CHANGE.search(text):
        return "corrected"
    for said in _INCLUDED.findall(text):
        heading = parse((said,))
        if heading.says("other_programme") or _OLD_OTHERS.search(said):
            return "other_programme"
        if heading.is_of_another_year(as_of) and "结转" not in said:
            return "other_time"
        if not _CONTINUED.search(said) and (heading.says(*_NOT_DONE) or _NOT_YET.search(said)):
            return "unverified"
    if _STALE.search(text):
        return "other_time"
    if _UNCHECKED.search(text):
        return "unverified"
    return "part" if _OTHER_SCOPE.search(text) else None
