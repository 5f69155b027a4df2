"""Finds notes, remarks and comments that may change the meaning of all figures of a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from renovation.domain.cells import Cell, is_numeric, typed_text
from renovation.reading.files.addresses import address
from renovation.reading.layout.doubts import (
    CORRECTS,
    THIS_ONE_COUNTS,
    Doubt,
    Figures,
    reason_of_nature,
    without_words_of_form,
)
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.meanings import Reason
from renovation.reading.layout.measurement_units import measurement_units_in
from renovation.reading.layout.noted_signs import SIGN_MEANING, defines_one_unit
from renovation.reading.layout.region import Region
from renovation.reading.layout.scopes import reason_of_scope
from renovation.reading.layout.statements import reason_of_statement
from renovation.reading.layout.times import whole_day

_NOTE: Final = re.compile(
    r"(?:注|备注|说明|附注)(?!塑|释)[:、.]*(?:\d{1,2}[:、.](?!\d))?"
)  # 注:1.以上为, 注:2012年; not 注塑厂
_PLANNED_FIGURES: Final = re.compile(r"计划[表数]|按.{0,4}计划|预[计估测期]")  # 计划数, not 年度计划
_OF_FIGURES: Final = re.compile(r"中有?\d|[数据报核审计表含括]|口径|剔除|扣除|汇总")  # 2户数据未确认, not 5户未签
# *为合同面积, 带*的为上周数; not ★为重点项目
_FOOTNOTE: Final = re.compile(
    r"^[带标注打加]?[“(]?[*★☆▲△●※#]+[”)]?(?:[号的者处]|标[记注])*(?=[为是指系][^,;。]*(?:[数积值]|数据)[,;。]*$)"
)
_DAY_OF_ROW: Final = re.compile("(?:数据|统计|截至)(?:时间|日期|时点)")  # not 上报时间
_ESTIMATED: Final = re.compile("估|预|暂|计划|拟|[未待][核审定]")  # （估）, not 万㎡
_NO: Final = re.compile("否|未|没有|无|×|no?|x")
# 下周计划:拟开工6个, which are not in the table; not 下周计划数
_OF_NEXT_TIME: Final = re.compile(r"下(?:一?步|一?阶段|个?[周月旬]|一?季度?)[^:。;]{0,8}:.*|下一?步.*")
_FIGURES_HERE: Final = re.compile("以上|上述|[本此上]表|表[中内]")
_OTHERS: Final = (
    r"(?:(?:意向|在谈|洽谈|(?:[已仅只]|正在)?签约|储备|谋划|前期|尚?未(?:开工|动工|启动|实施)|20\d\d年度?及?(?:以前|之前|前)?"
    r"|往年|历年|老?旧(?!厂)[一-鿿]{1,6}?|城中村|住宅)"
    r"(?:[中性类等的数]|阶段|部分|用房|改造|完成|完工|结转|项目|企业|面积)*[、及和与或]*)+"
)
"""Matches things that no figure counts: what is not begun, other years, other programmes; not 规下企业, 在建项目."""
_OTHERS_LEFT_OUT: Final = re.compile(
    rf"(?:[不未]包?[含括]|不计|不统计|剔除|扣除){_OTHERS}(?=[,;。]|$)"  # 不含意向、在谈项目; not 不含技改项目
    # 旧仓储改造另表统计,不在本表; 2012年及以前完成的不计入; not 织里镇另行统计
    rf"|(?<![一-鿿])(?:[另还尚]?有?[\d一二两三四五六七八九十]+[家个户](?:企业|项目)?)?{_OTHERS}(?:,?[均都]?(?:另[表行册]?(?:统计|上报|[列计])|单[独列](?:统计)?"
    r"|(?:不再?|未)[计纳列]入|不统计|不在)(?:本表|其中|统计|内)?)+"
)
# 已扣除8月重复统计的0.3万㎡; not 剔除重复后开工数为100个
_OF_DUPLICATES: Final = r"(?:扣除|剔除|核减|去除)[^,;。]{0,6}重复(?!后[^;。]*\d)[^;。]*"
# 较上周净增项目已核对; not 预计数已核对, 部分已核实
_CHECKED: Final = (
    "(?<![^,;。])(?![^,;。]*(?:[未不待仅预拟含]|部分|其中|计划|意向|初|估|上[周月期次]数|增数))[^,;。]*"
    "(?<=已)经?[^,;。]{0,8}(?:核[对实定]|确认|审[核定])(?:一致|无误|完毕)?(?=[,;。]|$)"
)
_HARMLESS: Final = re.compile(
    f"{_OF_DUPLICATES}|{_CHECKED}|{SIGN_MEANING.pattern}|数字?按?四舍五入"
    # 项目数以经信局认定为准, which says who counts; not 数据以经信局核定为准, 项目数以市经信局认定为准
    "|(?:项目|企业|开工|完工|面积)[^,;。以由]{0,4}[以由][^,;。省市国上]{1,8}(?:局|办|委|部门|中心)的?"
    "(?:认定|审定|确认|验收)(?:的|数|结果)*为准"
    "|[^,;。]*以[^,;。]{0,10}(?<!预)测[绘量面][^,;。]{0,6}为准"  # 无产权的以实测面积为准; not 以预测面积为准
    "|(?:不含|不包[含括]|未含|不计)(?:土地|用地|占地)(?:面积)?(?=[,;。]|$)"  # 面积为建筑面积,不含土地
    # 合计数含区属企业项目6个, which concerns no unit; not 合计为计划数
    "|(?:全区)?(?:合计|总计)(?:数|行|栏|中)?(?:均|都|已|还|另)?(?:不?包?[含括]|大于|小于|多于|高于)[^。;]*"
)
# 本周补上, 本期数据中已补入, 已按要求更正; not 待下周补报
_IS_DONE: Final = re.compile(
    r"(?:已经?(?:按[^,;。]{1,10})?|本[周期月次])(?:作|一并|做)?"
    r"(?:[更订改修]正|补[上报入计录]|改为|调整|核[减增]|计入|纳入)"
)
_RIGHT_NUMBER: Final = re.compile(
    r"(?:应[为是]|实为|[更订]正[为:]|改为|调整为)[^,。;\d]{0,6}([\d.]+)"
)  # 更正:2.82, not 原报28.2
_STATED_BEFORE: Final = re.compile(
    r"(?:(?:[本上][周月旬期])?(?:新增|净增|增加)[^\d,;。]{0,8}?|上[周月旬期次]末?数?[原报为是:]*)(\d+(?:\.\d+)?)"
)
"""Matches a gain or an earlier figure with its number, as in 本周新增2.43 or 上周为91.3, which is not the number in
the cell; not 均为本周新增数 or 沿用上周数."""
_CLAUSES: Final = re.compile("[,;。]")
_SENTENCES: Final = re.compile("[;。!]")
# 每周五前报送, 以经信局核定为准, 未开工的填0; not 本表数据未经核实, 报送的数据
_INSTRUCTS: Final = re.compile(
    "前报送|报送[至到时日]|填(?![表充报])|逾期|[周旬月]报(?!数)|[请须]|应(?![扣核]|为)|不得|严禁|务必|每[周月旬]"
    "|为准|负责|如[有遇]"
)
# 完成面积:已完工项目的建筑面积, 1.开工项目指; not 统计范围:规上企业, 数据:未核实
_DEFINED: Final = re.compile(
    r"[\d.、()一二三四五六七八九十]*[^,:]{0,8}(?:项目|面积|率|目标)[数率]?(?::|是?指(?!标)|按|=)"
)
# 主要问题:5户未签, which the projects have; not 主要问题:数据未核实
_TROUBLES: Final = re.compile(
    "^(?:主要|存在|突出|当前|目前)*的?(?:问题|困难|难点|瓶颈|短板):(?!.*(?:数据|统计|口径|报|核)).*"
)
# 按各县区上报数排名,未经市级核查, which is the basis of the table of counties; not 未经核实的数另计
_AS_REPORTED: Final = re.compile("(?:[按以为]|来自)[各县区]*上报数?据?|未经市级?[^,;。]{0,3}(?:核|审)[查实定核]?")
_OF_RATES: Final = re.compile(r"[率比重](?:应?为|是|=|按)|占比|除以|之比")  # 完成率为…, not 比上周
# 上述面积为…, 此表为…, 数据已剔除…; not 完成率为…
_DEFINES: Final = re.compile(
    r"(?:数[据字]?|[面土]积|目标|状态|进度|[此本该]列|[此本上]表|表[中内]|以上|上述)(?:均|都|统一|全部|已)?(?::|为|是|系|指|按|反映的?|截至(?:时间|日期)?|包括|包含|含|以|剔除|扣除|未)+"
)
_SINCE_NEW_YEAR: Final = re.compile(r"(?:20\d\d年)?1月(?:1日|份)?(?:以来|起)")  # 1月1日以来累计数, not 9月以来
_CARRIED_OVER: Final = re.compile(r"(?:[去上]年)?结转(?:的?项目)?\d*")  # 去年结转3个, which the year counts too
_CONTINUED: Final = re.compile(r"含?续建(?:的?项目)?\d*[个家项户]?(?=[,;。、]|$)")  # 含续建1个, not 含续建未完工1个


def doubts_in_notes(region: Region, figures: Figures) -> Iterator[Doubt]:
    """Yields a doubt for each text below the headings that announces a correction or withdraws the figures.

    Notes, remarks, comments on cells, and texts in rows without numbers also give a doubt if they mention a gain, a
    plan, or that a figure covers only a part. `figures` says what is known about the figures of the table.
    """
    remarks = {position for position, path in region.paths.items() if parse(path).says("other")}
    ours = {region.names, *(at for at, sense in region.senses.items() if sense.column)}
    rows = range(region.bottom, _end_of_notes(region))
    words = {row for row in rows[1:] if not any(map(is_numeric, region.sheet.rows[row]))}
    for row, position, typed in region.texts(rows):
        text = folded(typed)
        begin, reason = _NOTE.match(text), _reason_in_cell(text)
        is_remark = position in remarks or position not in region.paths
        if is_remark or row in words:
            text = _without_earlier(_CONTINUED.sub("", text) if is_remark else text, region.sheet.rows[row])
        if reason is None and (begin or row in words or is_remark):
            text = _TROUBLES.sub("", text[begin.end() if begin else 0 :])
            text = _AS_REPORTED.sub("", text) if region.table.name == "county_progress" else text
            reason = reason_in_note(_FOOTNOTE.sub("表中", without_words_of_form(text)), figures)
        elif reason is None and row > region.bottom and position not in ours:
            reason = reason_of_statement(text, figures.as_of)
        heading = folded("".join(region.paths.get(position, ())))
        if reason is None and "是否" in heading and _NO.fullmatch(text):
            reason = reason_of_statement(heading.replace("是否", "未"), figures.as_of)
        if reason is None and _DAY_OF_ROW.search(heading) and _is_earlier(text, figures.as_of):
            reason = "other_time"
        if reason:
            yield Doubt(f"note{row - region.bottom}", address(row, position), typed.strip(), reason)
    yield from _in_comments(region, figures)


def doubts_in_formats(region: Region) -> Iterator[Doubt]:
    """Yields a doubt for the first number format that calls figures estimated or planned: 0.00（估）."""
    for (row, position), shown in sorted(region.sheet.shown_measurement_units.items()):
        if region.bottom < row < region.end and position in region.paths and _ESTIMATED.search(shown):
            yield Doubt("format", address(row, position), shown, "unverified")
            return


def _in_comments(region: Region, figures: Figures) -> Iterator[Doubt]:
    for row, position, text in region.comments:
        if row <= region.bottom:
            if reason := reason_in_explanation(folded(text), figures):
                yield Doubt(f"comment{row - region.bottom}.{position}", address(row, position), text, reason)
            continue
        plain, right = folded(text), set(_RIGHT_NUMBER.findall(folded(text)))
        cell = region.sheet.rows[row][position]
        is_done = right == {typed_text(cell)}
        plain = _without_earlier(plain, [cell])
        reason = (None if is_done else _reason_in_cell(plain)) or reason_in_note(plain, figures)
        if reason:
            yield Doubt(f"comment{row - region.bottom}.{position}", address(row, position), text, reason)


def _is_earlier(text: str, as_of: dt.date | None) -> bool:
    """Returns whether a text consists of a day before `as_of`; False if that is not known."""
    time = whole_day(text) if as_of else None
    day = time.to_date(as_of.year) if time and as_of else None
    return bool(day and as_of and day < as_of)


def _end_of_notes(region: Region) -> int:
    """Returns the row before which the notes end: the last blank row, below which the next table's title begins."""
    rows = range(region.next_title, region.end)
    return next((row for row in reversed(rows) if not any(region.sheet.rows[row])), region.end)


def _without_earlier(text: str, cells: Sequence[Cell]) -> str:
    """Returns a remark without increases and earlier figures; unchanged if one of these figures is in `cells`."""
    is_here = {typed_text(cell) for cell in cells}.intersection(_STATED_BEFORE.findall(text))
    return text if is_here else _STATED_BEFORE.sub("", text)


def _reason_in_cell(text: str) -> Reason | None:
    text = THIS_ONE_COUNTS.sub("", re.sub(_OF_DUPLICATES, "", text))
    if CORRECTS.search(text) and not _IS_DONE.search(text):
        return "corrected"
    return "withdrawn" if parse((text,)).says("withdrawn") else None


def reason_in_note(text: str, figures: Figures, is_report: bool = False) -> Reason | None:
    """Returns why a note may change the meaning of all figures of a table; None if it does not.

    `figures` says what is known about these figures. If `is_report` is True, the note is part of a report in sentences,
    which also mentions figures that are not in the table; sentences about those are harmless.
    """
    if defines_one_unit(text):
        return None
    text = _without_others(THIS_ONE_COUNTS.sub("", _HARMLESS.sub("", text)), figures)
    if reason := reason_of_scope(text, figures.as_of):
        return reason
    reasons = [_reason_in_clause(clause, figures) for clause in _CLAUSES.split(text)]
    reasons += [] if is_report else [_reason_of_whole_note(text, figures)]
    # an unknown word may be answered by the figures, and must not hide what the rest of the note says
    return min(filter(None, reasons), key="unknown".__eq__, default=None)


def reason_in_explanation(text: str, figures: Figures) -> Reason | None:
    """Returns why a text outside of a table, or below a list of sites, may change the meaning of the figures.

    Such texts also instruct and define: sentences that say what to do, and what a measure is, are harmless. So are
    words that are not known. `text` must be normalised by `folded`, `figures` says what is known about the figures.
    """
    words = parse((text,))
    if not words.unknown and (reason := reason_of_nature(words)) in ("withdrawn", "unverified", "plan"):
        return reason
    for sentence in _SENTENCES.split(text):
        told = ",".join(clause for clause in sentence.split(",") if not _INSTRUCTS.search(clause))
        definition = _DEFINED.match(told)
        reason = _reason_of_definition(definition) if definition else _reason_of_explained(told, figures)
        if reason := reason or reason_of_statement(told, figures.as_of):
            return reason
    return None


def _reason_of_definition(definition: re.Match[str]) -> Reason | None:
    """Returns "measure" if a sentence says that an area is the area of land: 完成面积按占地面积填报."""
    told = parse((definition.string[definition.end() :],))
    is_by_land = told.says("land") and not told.says("excluding", "area")
    return "measure" if is_by_land and not parse((definition[0],)).says("land") else None


def _reason_of_explained(text: str, figures: Figures) -> Reason | None:
    reason = _reason_in_cell(text) or reason_of_scope(text, figures.as_of)
    in_note = None if reason else reason_in_note(text, figures, is_report=True)
    return reason or (None if in_note == "unknown" else in_note)


def _without_others(text: str, figures: Figures) -> str:
    """Returns a note without clauses on next week, or on the leaving out of things that no figure counts."""
    if not _FIGURES_HERE.search(text):
        text = _OF_NEXT_TIME.sub("", text)
    year = str(figures.as_of.year) if figures.as_of else "20"
    return _OTHERS_LEFT_OUT.sub(lambda said: said[0] if year in said[0] else "", text)


def _reason_in_clause(clause: str, figures: Figures) -> Reason | None:
    """Returns why a clause of a note may change the meaning of the figures; None if it does not.

    A clause on rates never does, because rates are checked against area and target.
    """
    if _OF_RATES.search(clause):
        return None
    clause = _SINCE_NEW_YEAR.sub("", clause)
    definition = _DEFINES.search(clause)
    heading = parse((clause[definition.end() if definition else 0 :],))
    if definition and parse((clause[: definition.end()],)).says("target"):
        is_other = heading.names_another_year(figures.as_of)
        return "other_time" if is_other else "plan" if heading.says("stretch", "forecast") else None  # 目标按年初任务
    if definition and heading.order[:1] == ("plan",):
        return "plan"  # 此列为计划完成数, not 开工项目为列入计划的项目
    if definition and heading.says("land"):
        return "measure"
    if definition and heading.says("city", "reported"):
        return "reported"
    if definition and heading.covered_time(figures.as_of) in ("other", "gain"):
        return "other_time"
    if definition and not measurement_units_in(clause):
        return reason_of_nature(heading) or ("unknown" if heading.unknown else None)
    said = {kind for kind, _ in heading.features}
    names_year = "数" in clause and not heading.unknown and said <= {"neutral"}
    if not heading.unknown and said == {"period", "statistic"} and heading.covered_time(figures.as_of) == "other":
        return "other_time"  # 上周数
    kinds = ("month", "months", "year") if names_year else ("month", "months")  # 2012年数据, not 2012年项目3个
    if any(time.kind in kinds and time.covered_time(figures.as_of) == "other" for time in heading.times):
        return "other_time"
    if heading.says("including") and heading.names_another_year(figures.as_of):
        return "other_time"
    is_of_target = heading.says("target", "assigned") and not heading.says("started", "completed", "done")
    is_of_figures = heading.says("self_reported") or (heading.says("negated") and _OF_FIGURES.search(clause))
    return "unverified" if is_of_figures and not is_of_target else None


def _reason_of_whole_note(text: str, figures: Figures) -> Reason | None:
    heading = parse((_CARRIED_OVER.sub("", text),))
    if not figures.say_total and heading.says("new"):
        return "gain"
    if _PLANNED_FIGURES.search(text):
        return "plan"
    if heading.says("unverified", "building"):
        return "unverified"
    if heading.says("excluding", "key"):
        return "part"
    return reason_of_statement(text, figures.as_of)
