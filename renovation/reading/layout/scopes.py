"""Finds what a line, title or note says about the scope of all figures, such as 统计范围：规上企业 or 规上企业表."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from renovation.domain import places
from renovation.reading.layout.doubts import reason_of_nature
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.lexicon import LEXICON, MADE
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
    r"三改一拆|一拆|各?地|开|联系|转型|升级|提质|增效|加快|全面|深入|强力|大力|扎实|(?:经信|住建|发改|国土)(?=系统|局)|统计|督[查办]|系统|模块|平台|在|会上?|汇|浙江省?|湖州|省|区县|县区|县|乡|镇|村|园区?|人民政府|领导小组|指挥部|委员会|管委会|办事处?|办公室|[局办科股站室]|中心|专班"
    r"|附[件表]?|[共页]|关于|印发?|通[报知]?|[简快专]报?|台[账帐]|清单|材料|报告|[小总]结|会议|表格|继|第|号|其他|类别|[两双][套种]?|[管理]+|图|另|张|csv|sheet"
    r"|统\d+|制?考核|预警|最新|最终|终|定|正式|修[改订]|副本|复制|新建|工作[表簿]|文[档件]|模板|打印|导出|下载|上传|稿|版|填|送|有效|发布?|更新"
    r"|截至|[上下]午|期间|时段|区间|周期|以来|为?止|[时点]+|[年月日期到自起迄]|较|[\W\da-z一二三四五六七八九十]+"
)
"""Matches what changes no figure in titles and names: places, offices, kinds of documents, versions, times, numbers."""

PROGRAMME: Final = re.compile("[旧老]+厂[区房]?")
"""Matches what names the renovation of old factories: 旧厂区改造; not 改造进度."""
JOINS: Final = "[及和与、兼含暨加]"
_PAUSE: Final = re.compile(r"[\W_]+")
_JOINED: Final = re.compile(f"{JOINS}$")  # 暨低效用地再开发
# 国有, 纺织类, 二期, 龙溪; before them in 沿湖片区, 化工园; not 磨砺
_OF_A_PART: Final = re.compile(
    "[类型级批块段线片园城业厂村镇乡县市]|[一二三四五六七八九十]+期|国有|国企|集体|[民私]营|[外合]资|[区镇乡村]属|规[模上下]|[亿万]元"
    "|国道|省道|工程|实事|样板|标杆|精品|龙头|骨干|[十百]强|前十|落后|滞后|遗留|以[上下内外]|之外|口径|部分|除|不含|[仅只限非]|沿|[东西南北中]部|路|[湖溪港浜塘漾浦河滨]"
    "|纺织|印染|砂洗|童装|丝绸|化工|建材|砖瓦|水泥|矿|电镀|铅"
)
# 五水共治, 低效用地再开发, 摸底, 签约; not 攻坚
_OF_ANOTHER_MATTER: Final = re.compile(
    "共治|开发|用地|低效|亩均|招商|征[收迁]|拆迁|污染|减排|环保|消防|安全|摸[底排]|排[摸查]|储备|谋划|意向|签约|申报|设想|构想|蓝图"
    "|安排|方案(?!完成|执行|落实)|推演|讨论|错误|样例|初[核审]"
)
_MEASURES: Final = ("projects", "area", "land", "started", "completed", "done", "target", "count")
_MEASURED: Final = re.compile("|".join(word for word, meaning in LEXICON.items() if meaning.value in _MEASURES))
_PROGRESS: Final = re.compile(
    "|".join(word for word, meaning in LEXICON.items() if meaning.value == "progress") + "|情况"
)
# 磨砺表, 红黑榜, 报区委; not 沿太湖
_DOCUMENT: Final = re.compile("[表榜报单册簿稿版图刊]$|台[账帐]$|^[报呈送致供发]|[阅审签核示]$")


def names_programme_alone(text: str, other: str) -> bool:
    """Returns whether only the first of two texts names the programme: 其中旧厂区 beside 项目总数."""
    return bool(PROGRAMME.search(text) and not PROGRAMME.search(other))


def may_narrow(line: str) -> bool:
    """Returns whether a title or name has an unknown word that may limit the figures or add others.

    Such a word stands before the programme or a measure, or behind 及 or 暨, or it names a part or another matter:
    沿太湖旧厂区, 规上企业, 暨五水共治. `line` must be normalised by `folded`.
    """
    return any(_may_narrow(*line.partition(word)) for word in unknown_words(line))


def _may_narrow(before: str, word: str, behind: str) -> bool:
    said = _OF_A_PART.search(word) or _OF_A_PART.match(behind) or _OF_ANOTHER_MATTER.search(word + behind[:2])
    left, right = _PAUSE.split(before)[-1], _PAUSE.split(behind)[0]
    is_before = PROGRAMME.search(right) and not PROGRAMME.search(left)
    return bool(said or is_before or _JOINED.search(before) or re.match(JOINS, behind) or _MEASURED.match(behind))


def may_be_scope(line: str, is_named: bool) -> bool:
    """Returns whether an unknown word of a title or name stands where it may limit the figures: 进度表（沿太湖）.

    A word before the programme is taken for a slogan, a word directly behind it for the kind of document
    (旧厂区改造磨砺表), unless 进度 or the like follows at once (旧厂区改造龙溪进度表).

    If `is_named` is True, another text names the programme, so that the line may be only the name of a document:
    红黑榜. `line` must be normalised by `folded`.
    """
    return any(_stands_apart(*line.partition(word), is_named) for word in unknown_words(line))


def _stands_apart(before: str, word: str, behind: str, is_named: bool) -> bool:
    left, right = _PAUSE.split(before)[-1], _PAUSE.split(behind)[0]
    if PROGRAMME.search(left + behind):
        return _PROGRESS.match(behind) is not None
    is_document = _DOCUMENT.search(left + word + right)
    return not (is_document and (is_named or PROGRAMME.search(before)))


def unknown_words(line: str) -> list[str]:
    """Returns those words of a title or name that are neither in the lexicon nor names of places or offices."""
    for name in sorted(_PLACES, key=len, reverse=True):
        line = line.replace(name, "/")
    return [word for word in parse((line,)).unknown if _HARMLESS.sub("", word)]


def reason_of_scope(text: str, as_of: dt.date | None) -> Reason | None:
    """Returns why figures may not be those of the district's whole programme, as a text says; None if it does not.

    An example is 统计范围：规上企业. Another basis is such a reason too. `as_of` is the as-of date of the table (None:
    unknown).
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
    if heading.covered_time(as_of) in ("other", "gain"):
        return "other_time"
    unknown = unknown_words(said) if _ALL_PLACES.search(said) else heading.unknown
    return reason_of_nature(heading) or ("unknown" if unknown else None)
