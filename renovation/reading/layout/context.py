"""Finds texts in a sheet's name, titles and notes that may change the meaning of all figures of a table.

Such a text names another year or place, an increase instead of a total, a plan, or a part of the whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

from renovation.domain import places
from renovation.domain.cells import is_numeric
from renovation.domain.column_types import PlaceName
from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.dates import stem
from renovation.reading.layout.days_in_words import dates_in
from renovation.reading.layout.doubts import (
    CORRECTS,
    REPORTER,
    THIS_ONE_COUNTS,
    Doubt,
    Figures,
    reason_of_nature,
    without_words_of_form,
)
from renovation.reading.layout.grammar import Heading, folded, parse
from renovation.reading.layout.heading_rows import ISSUE, LABELLED, heads_one_column, qualifies_columns
from renovation.reading.layout.meanings import PARTS_OF_ALL, REASONS, Reason, Sense
from renovation.reading.layout.notes import doubts_in_formats, doubts_in_notes, reason_in_explanation, reason_in_note
from renovation.reading.layout.place_names import is_place, places_named
from renovation.reading.layout.previous import FIGURES
from renovation.reading.layout.region import Region
from renovation.reading.layout.scopes import (
    JOINS,
    LABEL,
    PROGRAMME,
    STATED,
    may_be_scope,
    may_narrow,
    reason_of_scope,
    unknown_words,
)
from renovation.reading.layout.statements import takes_away

# 吴兴区住房和城乡建设局 before 旧厂区改造; not 经信局规上企业旧厂区改造, nor 童装园区指挥部, a part
_ISSUER: Final = re.compile("^[^厂村园片业,。:]*(?:[局委办]|领导小组|指挥部|政府|办公室|委员会)(?=旧|关于|[^一-鿿]|$)")
# 吴政办发(2013)12号, 11月14日报送市旧改办; not 上报市数
_DOCUMENT: Final = re.compile(
    r"[一-鿿]{0,8}[(]20\d\d[)]第?\d{1,4}号|报送[市省][^,。;:]{0,6}?(?:办公室|[局委办])(?![^,。;:)])"
)
# 市旧厂区改造工作领导小组办公室, 区四套班子, 各乡镇; not 童装园区指挥部, 市本级企业
_OFFICE: Final = (
    r"(?:(?:旧厂[区房]?|[工农]业|[“”]|[^\W\d厂村园片业类规])*?(?:办公室|领导小组|指挥部|政府|(?<!市)中心|四套班子|人大|政协"
    r"|[局委室科]|(?<![督交待未已催])办)|各[^\W\d厂村园片业类]{0,4}?(?:乡镇|街道|部门|单位)|区级(?=各))(?:成员|领导)*"
)
_MADE_BY: Final = (
    "(?:(?:联合|统一)?(?:编[印制发写]?|印[发制]?|制[发作]?)|[主抄呈]送|抄报|[报发]送|[主协承]办|签发"
    "|责任(?:科室|单位)|承办科室|[报送发](?=:))"
)
_ISSUE_AND_DAY: Final = r"截至|总?第\d+[期号]|[\d年月日号.:;,、()/-]"
# 2013年10月30日印发区委区政府督查室, 报:市旧改办送:区四套班子; not 市旧改办口径
_ISSUED: Final = re.compile(rf"(?=.*[办局委室科府组部心])(?>{_ISSUE_AND_DAY}|{_MADE_BY}|{_OFFICE})++")
_ISSUER_WORDS: Final = re.compile(rf"{_MADE_BY}|{_OFFICE}")
# 自2013年3月全面启动; not 自9月
_SINCE_START: Final = re.compile(
    r"自?(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:全面|正式)?(?:启动|开展|部署|实施)(?:以来)?"
)
_THIRD_OF_MONTH: Final = re.compile("(?<=月)份?[上中下]旬")  # 11月下旬, not 下旬, the next ten days
_BRACKETED: Final = re.compile(r"\((?!周|星期)([^()]*)\)")  # (作废), not (周二)
_PROGRAM: Final = re.compile(r"(?:excel|wps|office|xml)[\d.-]*|[a-z]")  # Excel97-2003, no year; target.xlsx, no plan
_SPAN: Final = r"(?:第?[一二三四1-4]季度|年[底末终]|[\d一二三四五六七八九十百双]+(?:天|日|个?月|周))"
# 攻坚, 大干一百天, 决战四季度, 年底冲刺, 重点工作; not 攻坚项目, 四季度, 冲刺目标
_SLOGAN: Final = re.compile(
    rf"(?<![\d年月]){_SPAN}?(?:(?:[大苦实]干|[奋鏖]战|决[战胜]|冲刺|攻坚(?:克难)?|大?会战|大战|作战|百日|打[好赢]|全力|比拼|擂台|赛马|督[查导办]|重点工作)战?"
    rf"{_SPAN}?)+战?(?!项目|企业|点|厂|目标|任务|计划)"
)
_SENTENCES: Final = re.compile("[^。;,]{4,}[,;。][^。;,]{4,}[,;。].*[。;]")  # a report in whole sentences, not a title
_TITLE: Final = re.compile("[^。,:]*|[^。,]*厂[^。,]*")  # 附件1:旧厂区改造进度表, not 填报人:张三
_LIST_END: Final = re.compile("(?:统计|汇总|一览|明细|分解)*表?$")  # 目标统计表, not 目标完成情况
_ACHIEVED: Final = re.compile("完成|执行|进展")  # 任务分解及完成情况; not 进度目标
_TARGETS: Final = [("target",), ("plan",), ("assigned",), ("stretch",)]
_OTHER_TIMES: Final = frozenset({"previous", "last_year"})
_SAMPLE: Final = 12
_LAST_ROWS: Final = 40
_NEUTRAL: Final = ("neutral", "")
_AREA_BEHIND: Final = "[区市](?!长)"  # 嘉兴市; not 李区长
_OWN_ZONE: Final = re.compile(
    "(?<=[乡镇街道)][、及和与])(?:经济)?开发区|开发区(?=[、及和与]各?(?:乡镇|街道))"
)  # beside 各乡镇
_ENDS_LIKE_A_PLACE: Final = re.compile(r"[一-鿿]{1,4}[县镇乡]|[一-鿿]{1,4}街道")  # 桐庐县, not 乡镇
_UMBRELLA: Final = re.compile("三改一拆(?!办|领导|指挥)")  # which has other programmes too; not 三改一拆办公室
_JOINED: Final = re.compile(
    rf"厂[区房]?(?:改造)?{JOINS}"
)  # 旧厂区、旧住宅区; not 旧住宅区、旧厂区、城中村, the campaign
_INCLUDES_PLACE: Final = re.compile(
    "(?<![不未仅只])[包已]?含[括有]?[^,;。]{1,8}[村区园]"
)  # 累计数含欣安村; not 不含欣安村
_NARROWS: Final = re.compile("[仅只限除未不非待拟含]|包括|口径|范围|对象|为准")
"""Matches what limits or unsays figures, so that figures that continue do not answer an unknown word beside it."""
_YEARS_END: Final = re.compile("年[底末](?!.{0,2}(?:目标|任务|计划|指标|前))")
_NOT_YET: Final = re.compile("储备|意向|备选|谋划|摸底|预排|拟(?:实施|建|改|开工|拆|列)")  # 储备项目, not 计划项目
_OWN: Final = re.compile("吴兴|全区|我区|本区|区级")


def doubts_of_context(
    region: Region, senses: Mapping[int, Sense], as_of: dt.date | None, grow: bool, file_name: str | None
) -> Iterator[Doubt]:
    """Yields a doubt for each text around a table that may change the meaning of all its figures.

    The texts are the names of the file and the sheet, the lines above the headings, the notes and the remarks. `senses`
    maps column numbers to the meanings of the columns. `as_of` is the as-of date of the table (None: unknown).
    `file_name` is the name of the file (None: unknown). `grow` says that no figure is lower than in the previous
    release. If `grow` is True, the figures are taken as cumulative, even if the dates of a single week are written
    above them.
    """
    yield from _of_units_alone(region, senses)
    yield from _of_invisible(region)
    yield from doubts_in_formats(region)
    if file_name and parse((stem(file_name),)).says("withdrawn"):
        yield Doubt("file", None, file_name, "withdrawn")
    is_of_district = region.table.name == "figures" and all(sense.column != "subject" for sense in senses.values())
    if region.table.name == "sites":
        yield from _of_list(region, as_of)
    if not is_of_district and (not isinstance(region.table.key_type, PlaceName) or len(region.table.key) > 1):
        return
    say_total = any(parse(region.paths[place]).says("total") for place, sense in senses.items()
                    if sense.column in FIGURES)  # fmt: skip
    figures = Figures(as_of, say_total, grow)
    reason = _reason_in_name(region, region.sheet.name, figures)
    if reason:
        yield Doubt("sheet", None, region.sheet.name, reason)
    reason = _reason_in_name(region, stem(file_name), figures)
    is_harmless = reason == "unknown" and not may_narrow(PROGRAMME.sub("/", _plain_name(stem(file_name))))
    if file_name and reason and reason != "withdrawn" and not is_harmless:
        yield Doubt("file", None, file_name, reason)
    yield from _in_lines(region, figures)
    yield from doubts_in_notes(region, figures)


def reason_not_to_ask(doubt: Doubt, region: Region, continues: bool) -> Label | None:
    """Returns why the clerk need not be asked about a doubtful title or name; None if the clerk must be asked.

    An unknown word is taken for the sender, the occasion or the kind of document if three conditions are met: it stands
    where these stand, a text around the table names the programme, and no word beside it limits the figures
    (旧厂区改造磨砺表). If the figures continue the previous release (`continues`), other unknown words and names of
    places are harmless too, such as （织里报区里）or 国土分局, but not 仅高新区, 规上企业 or 纺织行业旧厂区改造.
    """
    why, text = REASONS[doubt.reason], folded(doubt.found)
    is_borne_out = Label(f"{why.zh}，但各数都承接上一期", f"{why.en}, but all figures continue the previous release")
    if doubt.reason == "unknown" and continues and doubt.key.startswith(("note", "comment")):
        plain = _INCLUDES_PLACE.sub("", text)
        return None if _NARROWS.search(plain) or may_narrow(plain) else is_borne_out
    if doubt.reason not in ("unknown", "part") or not (doubt.cell is None or doubt.key.startswith("title")):
        return None
    plain = _plain_name(text) if doubt.cell is None else _ISSUER.sub("", _plain_title(text))
    heading = parse((text,))
    parts = {*PARTS_OF_ALL, "negated"} - ({"mode"} if heading.says("land") else set())
    if may_narrow(plain):
        return None
    if doubt.reason == "unknown" and not may_be_scope(plain, region.names_programme):
        return Label(f"{why.zh}，按发文单位、文种等理解", f"{why.en}, taken as the sender or kind of document")
    if heading.says(*parts) or not continues:
        return None
    return is_borne_out


def _of_units_alone(region: Region, senses: Mapping[int, Sense]) -> Iterator[Doubt]:
    """Yields a doubt if most rows of a table of the district's figures are about single units."""
    if region.table.name != "figures":
        return
    for position, sense in senses.items():
        cells = region.column_cells(position, range(region.bottom + 1, region.end)) if sense.column == "subject" else []
        names = [cell for cell in cells if isinstance(cell, str)]
        if 2 * sum(is_place(name, places.UNITS) for name in names) > len(names):
            yield Doubt("subjects", address(region.bottom, position), "/".join(region.paths[position]), "part")


def _of_invisible(region: Region) -> Iterator[Doubt]:
    """Yields a doubt for each invisible text around a table with words that may change what the figures mean."""
    for row, position in sorted(region.sheet.invisible):
        cell, is_line = region.sheet.rows[row][position], region.start <= row < region.top
        is_note = region.bottom < row < region.end and not any(map(is_numeric, region.sheet.rows[row]))
        heading = parse((cell,)) if isinstance(cell, str) and (is_line or is_note) else None
        if heading and (heading.times or heading.measurement_units or {*heading.features} - {_NEUTRAL}):
            yield Doubt(
                f"invisible{row - region.top}.{position}", address(row, position), str(cell).strip(), "invisible"
            )


def _of_list(region: Region, as_of: dt.date | None) -> Iterator[Doubt]:
    """Yields a doubt for each text that says that the sites listed are others, planned, corrected or withdrawn."""
    lines = ((address(row, position), text) for row, position, text in region.texts(range(region.start, region.top)))
    for number, (where, text) in enumerate([(None, region.sheet.name), *lines]):
        if reason := _reason_of_list(_plain_title(folded(text)), as_of):
            yield Doubt(f"list{number}", where, text.strip(), reason)
    for row, position, text in region.texts(_rows_of_words(region)):
        removed: Reason | None = "corrected" if takes_away(_without_sites(region, folded(text))) else None
        if reason := removed or reason_in_explanation(folded(text), Figures(as_of, say_total=True, grow=True)):
            yield Doubt(f"listed{row - region.bottom}", address(row, position), text.strip(), reason)


def _without_sites(region: Region, text: str) -> str:
    """Returns a note with 该项目 in place of the sites' names, whose words must not be interpreted."""
    rows = range(region.bottom + 1, region.end)
    cells = region.column_cells(region.columns["site"], rows) if "site" in region.columns else []
    named = {folded(cell) for cell in cells if isinstance(cell, str)}
    for name in sorted((name for name in named if name in text), key=len, reverse=True):
        text = text.replace(name, "该项目") if name != text else text
    return text


def _reason_of_list(text: str, as_of: dt.date | None) -> Reason | None:
    heading = parse((text,))
    if heading.says("withdrawn"):
        return "withdrawn"
    if (heading.says("other_programme") or "低效" in text) and "厂" not in text:
        return "other_programme"
    if places_named(text, places.COUNTIES) and not _OWN.search(text):
        return "other_place"
    if _NOT_YET.search(text) or (heading.is_of_another_year(as_of) and heading.says("plan")):
        return "plan"
    return "other_time" if heading.names_another_year(as_of) else "part" if heading.says("negated") else None


def _rows_of_words(region: Region) -> list[int]:
    """Returns the rows with a single text, among the rows above the headings and the last rows of the region."""
    near = (*range(region.start, region.top), *range(max(region.bottom + 1, region.end - _LAST_ROWS), region.end))
    return [row for row in near if sum(cell is not None for cell in region.sheet.rows[row]) == 1]


def _in_lines(region: Region, figures: Figures) -> Iterator[Doubt]:
    """Yields a doubt for each text above the headings that may change the meaning of the figures below it."""
    label = ""
    for row, position, text in region.texts(range(region.start, region.top)):
        is_beside = LABEL.fullmatch(label) or (label.endswith(":") and REPORTER.match(label))
        line = f"{label.rstrip(':')}:{folded(text)}" if is_beside else folded(text)
        label = folded(text)
        key, reason = f"title{row - region.start}", _reason_in_title(region, line, figures)
        if reason == "unknown" and any(map(is_numeric, region.sheet.rows[row][position + 1 : position + 2])):
            continue  # 记录数, with a number beside it
        if scope := reason_of_scope(line, figures.as_of):
            key, reason = f"scope{row - region.start}", scope
        elif row == region.top - 1 and position in region.positions[1:] and _is_parent(text):
            key, reason = f"above{position}", "part"
        if reason:
            yield Doubt(key, address(row, position), text.strip(), reason)


def _is_parent(text: str) -> bool:
    """Returns whether a text directly above a heading limits only this column, such as 上报数, and is no title."""
    is_line = LABELLED.search(text) or ISSUE.search(text) or dates_in(text) or heads_one_column(text)
    return qualifies_columns(text) and not is_line


def _reason_in_title(region: Region, text: str, figures: Figures) -> Reason | None:
    text = THIS_ONE_COUNTS.sub("", text)
    if CORRECTS.search(text):
        return "corrected"
    if (sender := REPORTER.search(text)) and not _OWN.search(text) and places_named(sender[0], places.COUNTIES):
        return "other_place"
    if _SENTENCES.search(text) and figures.grow:
        return reason_in_note(text, figures, is_report=True)
    line = _plain_title(_SINCE_START.sub("", text) if figures.are_cumulative else text)
    heading = parse((line,))
    return (
        _reason_of_subject(region, line, heading)
        or (None if _compares(region, heading, figures.as_of) else _reason_of_time(heading, figures))
        or reason_of_nature(heading)
        or ("plan" if _lists_targets(line, heading) else None)
        or ("unknown" if _TITLE.fullmatch(line) and unknown_words(_ISSUER.sub("", line)) else None)
    )


def _compares(region: Region, heading: Heading, as_of: dt.date | None) -> bool:
    """Returns whether a title names another time only because rows or columns compare with it, such as 同期对比表."""
    others = heading.all_of("period") & _OTHER_TIMES
    if not others or not heading.says("growth"):
        return False
    rows = region.sheet.rows[region.bottom + 1 : region.bottom + 1 + _SAMPLE]
    paths = {*region.paths.values(), *((str(cell),) for row in rows for cell in row if isinstance(cell, str | int))}
    return any(parse(path).says(*others) or parse(path).is_of_another_year(as_of) for path in paths)


def _plain_name(name: str) -> str:
    """Returns the name of a sheet or file, folded, without slogans, names of programs and Latin letters."""
    return _SLOGAN.sub("/", _PROGRAM.sub("", folded(name)))


def _plain_title(text: str) -> str:
    """Returns a title without slogans, numbers of documents, and remarks on the form itself, such as its pages."""
    text = without_words_of_form(THIS_ONE_COUNTS.sub("", text))
    if _ISSUED.fullmatch(text) and not _names_others(text):
        text = _ISSUER_WORDS.sub("", text)
    return _OWN_ZONE.sub("", _THIRD_OF_MONTH.sub("", _SLOGAN.sub("/", _DOCUMENT.sub("", text))))


def _names_others(text: str) -> bool:
    """Returns whether an office's name contains a unit or another county, so that it may limit the figures."""
    counties = places_named(text, places.COUNTIES)
    return bool(places_named(text, places.UNITS) or (counties and not _OWN.search(text)))


def _reason_in_name(region: Region, name: str, figures: Figures) -> Reason | None:
    """Returns why the name of a sheet or file may change the meaning of the figures; None if it does not."""
    text = _plain_name(name)
    heading = parse((text,))
    if heading.says("new") and not figures.say_total:
        return "gain"
    if heading.says("withdrawn"):
        return "withdrawn"
    if heading.says("unverified"):
        return "unverified"
    if _is_of_years_end(heading, figures):
        return "plan"
    if heading.all_of("period") == {"previous"} and not (heading.times or heading.says("growth")):
        return "other_time"
    if heading.names_another_year(figures.as_of):
        return "other_time"
    lines = "".join(line for *_, line in region.texts(range(region.start, region.top)))
    is_plan = heading.says("forecast") or (_lists_targets(text, heading) and not _ACHIEVED.search(lines))
    is_part = heading.says("key")
    reason = _reason_of_subject(region, text, heading) or ("plan" if is_plan else "part" if is_part else None)
    return reason or ("unknown" if unknown_words(text) else None)


def _reason_of_subject(region: Region, text: str, heading: Heading) -> Reason | None:
    """Returns why a text limits the figures to another programme, another county or one unit; None if it does not."""
    is_other = heading.says("other_programme") or (_UMBRELLA.search(text) and not region.names_programme)
    others = heading.order
    if is_other and ("厂" not in text or (others.count("other_programme") == 1 and _JOINED.search(text))):
        return "other_programme"
    of_units, text = region.table.name in ("unit_progress", "figures"), STATED.sub("", text)
    units = places_named(text, places.UNITS) if of_units else set()
    if units:
        return "part" if len(units) == 1 and units != places_of_rows(region) else None
    if _OWN.search(text) or not of_units:
        return None
    if heading.says("city") or ("口径" in text and heading.says("reported")):
        has_column = any(parse(path).says("city", "reported") for path in region.paths.values())
        return None if has_column and heading.says("district") else "reported"
    return "other_place" if places_named(text, places.COUNTIES) or _names_a_place(text) else None


def places_of_rows(region: Region) -> set[str]:
    """Returns the names of the units that the rows of a region name, even in rows that are not read."""
    if region.place:
        return {region.place}
    rows = range(region.bottom + 1, region.end)
    cells = region.column_cells(region.names, rows) if region.names is not None else []
    found = (places.parse_place_name(cell, places.UNITS) for cell in cells if isinstance(cell, str))
    return {name for name in found if name}


def _names_a_place(text: str) -> bool:
    """Returns whether an unknown word in a text looks like the name of an area, such as 嘉兴 in 嘉兴市, or 桐庐县."""
    return any(
        _ENDS_LIKE_A_PLACE.fullmatch(word) or (len(word) > 1 and re.search(re.escape(word) + _AREA_BEHIND, text))
        for word in parse((text,)).unknown
    )


def _reason_of_time(heading: Heading, figures: Figures) -> Reason | None:
    said = heading.all_of("period")
    if "new" in said and not figures.say_total:
        return "gain"
    is_all = not heading.unknown and {kind for kind, _ in heading.features} <= {"period", "statistic", "neutral"}
    if "last_year" in said and (heading.says("including") or (is_all and "结转" not in heading.words)):
        return "other_time"
    if _is_of_years_end(heading, figures) and heading.says("done", "progress"):
        return "plan"
    is_dated = any(time.kind == "day" for time in heading.times)  # 上期：10月8日 本期：10月15日
    if said & {"previous", "last_year", "next", "part", "past"} and not (figures.say_total or is_dated):
        return "other_time"
    for time in heading.times:
        covered = time.covered_time(figures.as_of)
        if time.kind in ("year", "month", "months") and covered == "other":
            return "other_time"
        if time.kind in ("span", "months") and covered == "gain" and not figures.are_cumulative:
            return "gain"
    return "gain" if said & {"gain", "month"} and not figures.are_cumulative else None


def _is_of_years_end(heading: Heading, figures: Figures) -> bool:
    """Returns whether a text names the end of the year, which the figures cannot cover yet: 年底数, not 年底目标."""
    is_early = figures.as_of is not None and figures.as_of.month < 12
    return is_early and bool(_YEARS_END.search(heading.words)) and not heading.is_aim


def _lists_targets(text: str, heading: Heading) -> bool:
    """Returns whether a title announces only targets or plans: 进度目标表, but not 目标完成情况 or 进度与目标表."""
    order = parse((_LIST_END.sub("", _BRACKETED.sub("", text)),)).order
    return order[-1:] in _TARGETS and not heading.says("done", "actual") and not re.search(JOINS, text)
