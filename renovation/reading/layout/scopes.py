"""Finds what a line or note says about the scope of all figures, such as 统计范围：规上企业 or 本表仅含国有厂区."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from renovation.domain import places
from renovation.reading.layout.doubts import reason_of_nature
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.lexicon import MADE
from renovation.reading.layout.meanings import Reason

LABEL: Final = re.compile(r"[^,;。:]{0,4}(?:范围|口径|对象):?")  # 统计范围, not 统计范围:全区
STATED: Final = re.compile(
    r"(?:范围|口径|对象)(?:均|都|统一|仅|只)?(?:[:为是指系按含限于以]|包[含括])+([^,;。]*)"
)  # 统计范围:规上企业, 口径为累计数; not 改造范围不变
_ONLY: Final = re.compile(
    r"(?:^|[,;。:(列述表据]|(?<!户)数)(?:[仅只](?!供|限?于?内部|[作用])|限于|(?<=[(])限)"
    r"(?:限于?|含|包[含括]|统计|计入?|列入?|反映|指|填报?|为|是)*([^,;。)]*)"
)  # 本表仅含国有企业, 仅规上企业; not 仅供参考, 完成率仅为20%
_BASIS: Final = re.compile("([^,;。:(]*)口径")  # 签约口径
_END: Final = re.compile(rf"截至|单位:|(?:{MADE}|统计)(?:时间|日期)")
_OTHER_BASIS: Final = ("other", "land", "negated", "unverified", "building", "plan", "forecast")
_ACHIEVED: Final = ("started", "completed", "done", "negated", "target")
_PLACES: Final = [folded(name) for place in (*places.UNITS, *places.COUNTIES) for name in (place.name, *place.aliases)]
_ALL_PLACES: Final = re.compile("全区|吴兴|乡镇|镇乡|街道|县区")
_HARMLESS: Final = re.compile(
    r"三改一拆|一拆|浙江省?|湖州|省|区县|县区|县|乡|镇|村|园区?|人民政府|领导小组|指挥部|委员会|管委会|办事处?|办公室|[局办科股站室]|中心|专班"
    r"|附[件表]?|[共页]|关于|印发?|通[报知]?|[简快专]报?|台[账帐]|清单|材料|报告|[小总]结|会议|表格|继|第|号|其他|类别|[两双][套种]?|[管理]*系统|图|另|张|csv|sheet"
    r"|统\d+|制?考核|预警|最新|最终|终|定|正式|修[改订]|副本|复制|新建|工作[表簿]|文[档件]|模板|打印|导出|下载|上传|稿|版|填|送|有效|发布?|更新"
    r"|截至|[上下]午|期间|时段|区间|周期|以来|为?止|[时点]+|[年月日期到自起迄]|较|[\W\da-z一二三四五六七八九十]+"
)
"""Matches what changes no figure in titles and names: places, offices, kinds of documents, versions, times, numbers."""


def unknown_words(line: str) -> list[str]:
    """Returns those words of a title or name that are neither in the lexicon nor names of places or offices."""
    for name in sorted(_PLACES, key=len, reverse=True):
        line = line.replace(name, "/")
    return [word for word in parse((line,)).unknown if _HARMLESS.sub("", word)]


def reason_of_scope(text: str, as_of: dt.date | None) -> Reason | None:
    """Returns why a text is a doubt: it says that the figures cover something else than the district's whole programme.

    An example is 统计范围：规上企业. A text that names another basis is a doubt too. `as_of` is the as-of date of the
    table (None: unknown). Returns None if the text says nothing of this kind.
    """
    if any(parse((said,)).says(*_OTHER_BASIS) for said in _BASIS.findall(text)):
        return "measure"
    only = (said for said in _ONLY.findall(text) if not parse((said,)).says(*_ACHIEVED))
    return next(filter(None, (_reason_of_words(said, as_of) for said in (*STATED.findall(text), *only))), None)


def _reason_of_words(said: str, as_of: dt.date | None) -> Reason | None:
    said = _END.split(said)[0].replace("三改一拆", "")
    heading = parse((said,))
    if heading.says(*_OTHER_BASIS):
        return "measure"
    if heading.period(as_of) in ("other", "gain"):
        return "other_time"
    unknown = unknown_words(said) if _ALL_PLACES.search(said) else heading.unknown
    return reason_of_nature(heading) or ("unknown" if unknown else None)
