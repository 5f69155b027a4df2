"""Finds the as-of date of a table's figures, wherever it can be written: on the sheet or in the file's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from renovation.domain import places
from renovation.domain.cells import Cell, is_numeric, parse_date, typed_text, without_time_of_day
from renovation.reading.files.addresses import address, cell_position
from renovation.reading.layout.dates_around import Around
from renovation.reading.layout.days_in_words import (
    bare_days_in,
    dates_in,
    days_of_sending,
    short_day_in,
    without_dates,
)
from renovation.reading.layout.doubts import REPORTER
from renovation.reading.layout.grammar import folded
from renovation.reading.layout.heading_rows import MONTH, visible_cells
from renovation.reading.layout.lexicon import MADE
from renovation.reading.layout.place_names import places_named
from renovation.reading.layout.region import Region
from renovation.reading.layout.times import Time, times_in

Origin = Literal["labelled", "title", "footer", "sheet", "heading", "given", "file", "brackets", "sent"]
_ORIGINS: Final[tuple[Origin, ...]] = ("labelled", "footer", "title", "sheet", "heading", "given", "file", "brackets")
"""The places where the date may be written, the most reliable first. `brackets` is a short date in brackets, such as
10.15 in 进度表（10.15）. A date of sending (`sent`) is never the as-of date, but no as-of date can be later."""

_AS_OF: Final = re.compile(
    r"(?<!有效期)(截至|(?<!上报)(?<!报送)(?<!填报)截止)"  # 截至10月15日, not 上报截止10月16日
    r"|(统计|数据|监测)(时间|日期|时点|期间|时段|区间|周期|截?[至到]|更新[至到])"  # 统计时间：, 数据至
    r"|(?<![\d.])\d{1,2}[./]\d{1,2}数据|[为是系][\d年月]+[日号](上报|统计|填报)?的?数"  # 10.15数据, 为15日上报数
    r"|本期(?=\s*[:：（(\d])|((?<!填)报[告表]期|(?<![报送])期间)(?=\s*[:：])"  # 本期：, 报告期：; not 填报期间：
    r"|日统计$|[\d日号底末]为?止(?!\d)"  # 10月15日统计, 10月15日止; not 统计表
)
_ANOTHER_DAY: Final = re.compile(
    rf"{MADE}|有效期|上报(时间|日期|截止)|发[文布]|印(发|$)|会议|导出|下载|生成|审[核批]|签|更新(?!改造)|(上|下一?)[期次]|上[周月旬]\s*[:：]"
)
_SENDING: Final = re.compile(rf"{MADE}|上报|导出|下载|生成")
_OF_ANOTHER_PERIOD: Final = re.compile(r"\s*[上下]一?[期次周月旬]的?\s*[:：(（]?\s*(截[至止]|统计|数据|报告)")
"""Matches the beginning of the date of another table, such as 上期：截至10月8日, but not 截至上期."""
_OF_A_PART: Final = re.compile("排[名位序]|全[市省国]")
_UNREAD: Final = re.compile(r"(?:[:：]|截[至止])[^:：]{0,8}?(\d|周|星期|礼拜)[^:：]{0,8}$")  # 统计时间：每周二17时
_SEGMENTS: Final = re.compile(
    r"[\s\u3000]{2,}|[;；\u3000]"  # two blanks part a line
    r"|[,，、(（](?=\s*[上本][期次周月旬]\s*[:：]?\s*截[至止])"  # 本期截至10月29日，上期截至10月22日
    rf"|(?<=\S)(?<![上下一][期次])\s?(?=(?:{MADE}|上报|导出|下载|生成|发布|更新|统计|数据|报表|本期|上期)"
    r"[^\d:：\s]{0,6}[:：])"  # 统计日期：… 打印日期：
)
_RELATIVE: Final = re.compile(
    r"(截[至止]|(统计|数据|数字|更新|汇总)[^\d，,。;；]{0,3}?[至到])[^\d一二三四五六七八九十]{0,3}(上[周月期旬季][一二三四五六日天末底]?|[今当][天日晚])"
    r"|(?<![较比与同每逢上本这个一])(上个?|[本这])?(周|星期|礼拜)([一二三四五六日天末](?![之以]?前|报|调度|例会|会商|[通小])|(?<=上周)$)"
    r"|(?<![较比与同每逢])([昨前隔次翌上][一两二三]?个?(天|日|晚|工作日)|[一两二三四五]天前|上[旬季]个?度?[末底]|t-\d)(?!目)",
    re.IGNORECASE,
)
"""Matches a day that is told only by its distance from another one: 截至上周, 昨天数据, 周五; not 较昨日."""
_WEEKDAY_OF_DATE: Final = re.compile(
    r"(?<=[日号\d])(\s*[(（](上|本|这)?(周|星期|礼拜).[)）]|(周|星期|礼拜)[一二三四五六日天]"
    r"|[\s,，]+(周|星期|礼拜)[一二三四五六日天](?!的?(数|情况|进[度展])))"
)
"""Matches the day of the week behind a date, such as （周二）."""
_LONGEST_LABEL: Final = 12
_SAMPLE: Final = 40


@dataclass(frozen=True)
class Mention:
    """A date that is written somewhere in a workbook; `day` is None if its year is unknown.

    `origin` says what kind of text contains the date, such as `labelled` (a text with 截至) or `title`. `typed` is the
    date as typed. `written` are the parts of the date (year, month and day) if it is part of a text, otherwise None.
    `where` is the reference of the cell with the date, such as `B2`; it is None if no cell contains the date.
    """

    origin: Origin
    day: dt.date | None
    typed: str
    written: Time | None = None
    where: str | None = None

    def agrees(self, day: dt.date) -> bool:
        """Returns whether the written date can be `day`, because both have the same month and day of the month."""
        return self.written is not None and self.written.to_date(day.year) == day


@dataclass(frozen=True)
class AsOf:
    """The as-of date that was chosen for a table; `day` is None if no date was found.

    `typed` is the chosen date as written. If no date was found, `typed` is a date without a year, or None if there is
    none. `mention` says where the chosen date is written; it is None if no date was found. `mentions` are all complete
    dates in the workbook and in the name of its file, beginning with the chosen date. `others` are the dates on the
    sheet that contradict the chosen date.
    """

    day: dt.date | None
    typed: str | None
    others: tuple[Mention, ...]
    mention: Mention | None = None
    mentions: tuple[Mention, ...] = ()


def as_of_day(region: Region, footers: Sequence[int], file_name: str | None, given: dt.date | None) -> AsOf:
    """Chooses the as-of date of a table: the date in the most reliable text that contains one.

    `footers` are the row numbers of notes. `file_name` is the name of the file, and `given` the date that the clerk
    entered; both may be None.

    The texts, from the most to the least reliable: a text with 截至 or 统计时间, a note below the table, the title, the
    sheet's name, a heading, the date `given`, `file_name`, a short date in brackets such as （10.15）. If the year of
    the most reliable date is unknown and this date is in one of the first three texts, a date of the same day and month
    with a known year is chosen; if there is none, no date is chosen.

    Every other date on the sheet that differs from the chosen date contradicts it and is returned in `others`, with
    these exceptions. The date `given`, the date in `file_name` and a short date in brackets never contradict the chosen
    date. A date in a heading contradicts only a date in another heading. A date in the title or in the sheet's name
    does not contradict a date beside 截至 or in a note, because it is the date of the report, unless it is earlier: no
    report can be sent before the date of its figures.
    """
    mentions = list(_mentions(region, footers, file_name, given))
    if given:
        mentions.append(Mention("given", given, given.isoformat()))
    sent = [mention for mention in mentions if mention.origin == "sent"]
    mentions = [mention for origin in _ORIGINS for mention in mentions if mention.origin == origin]
    dated = [mention for mention in mentions if mention.day]
    chosen = _chosen(mentions)
    if not chosen:
        return AsOf(None, mentions[0].typed if mentions else None, ())
    silent = {"given", "file", "brackets"} | ({"heading"} if chosen.origin != "heading" else set())
    silent |= {"title", "sheet"} if chosen.origin in ("labelled", "footer") else set()
    others = [m for m in dated if m.day != chosen.day and m.origin not in silent]
    reports = (m for m in (*dated, *sent) if m.origin in ("title", "sent"))
    earlier = [m for m in reports if m.day and chosen.day and m.day < chosen.day]
    every = dict.fromkeys((chosen, *dated, *earlier))
    return AsOf(chosen.day, chosen.typed, tuple(dict.fromkeys((*others, *earlier))), chosen, tuple(every))


def _chosen(mentions: Sequence[Mention]) -> Mention | None:
    """Returns the most reliable mention of a date; if its year is missing, a mention of the same day with a year."""
    dated = [(mention, mention.day) for mention in mentions if mention.day]
    if mentions and not mentions[0].day and mentions[0].origin in ("labelled", "title", "footer"):
        return next((mention for mention, day in dated if mentions[0].agrees(day)), None)
    return dated[0][0] if dated else None


def impossible_days(region: Region) -> Iterator[tuple[int, int, str]]:
    """Yields (row, column, text) of each date above the headings that does not exist, such as 2013年2月30日."""
    for row in range(region.start, region.top):
        for position, cell in enumerate(region.sheet.rows[row]):
            for time in times_in(folded(cell)) if isinstance(cell, str) else ():
                if time.is_day and time.year and time.to_date(None) is None:
                    yield row, position, time.typed


def day_of_file(file_name: str | None) -> dt.date | None:
    """Returns the date in the name of a file, such as `进度20131015.xlsx`; None if it contains no date."""
    name = stem(file_name)
    around = Around((), (), ())
    return next(filter(None, (around.dated(day, name) for day in dates_in(name, names=True))), None)


def joined_day(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Joins a date that is spread over several cells of a line, and puts it into the first filled cell.

    2013 | 年 | 10 | 月 becomes 2013年10月 and three empty cells. Other lines are returned unchanged.
    """
    filled = [position for position, cell in enumerate(cells) if cell is not None]
    if not {"年", "月"} <= {cell.strip() for cell in cells if isinstance(cell, str)}:
        return cells
    text = "".join(typed_text(cells[position]) for position in filled)
    return [text if position == filled[0] else None for position in range(len(cells))]


def announces_date(label: str) -> bool:
    """Returns whether a label, such as 填报日期, announces that the next cell contains a date."""
    return bool(_AS_OF.search(label) or _ANOTHER_DAY.search(label) or re.search("日期|时间", label))


def _mentions(
    region: Region, footers: Sequence[int], file_name: str | None, given: dt.date | None
) -> Iterator[Mention]:
    lines = region.sheet.rows
    above, head = region.above, [visible_cells(region.sheet, row) for row in range(region.first_heading_row)]
    first = region.own.start or 0
    notes = _texts(lines[row] for row in footers)
    headings = ["/".join(path) for path in region.paths.values()]
    around = Around(_texts(above), _texts(head), (region.sheet.name, stem(file_name)), headings, notes, given)
    hidden = region.sheet.hidden_rows
    found = list(_in_rows(above, around, region.start, first)) or _in_rows(head, around, 0, 0)
    for mention in found:  # a line that is hidden or struck out may be last week's
        place = cell_position(mention.where or "A1")
        is_hidden = place[0] in hidden or place in region.sheet.struck_out
        yield replace(mention, origin="title") if is_hidden else mention
    yield from _in_columns(region)
    yield from _in_headings(region, around)
    for row in footers:
        stated: Origin = "sent" if _is_of_a_part(lines[row]) else "footer"
        below = list(_in_rows([lines[row]], around, row, 0))
        yield from (replace(mention, origin=stated) for mention in below if mention.origin == "labelled")
        yield from (mention for mention in below if mention.origin == "sent")
    origin: Origin = "labelled" if _AS_OF.search(region.sheet.name) else "sheet"
    yield from _in_text(origin, region.sheet.name, around, names=True)
    yield from _in_text("file", stem(file_name), around, names=True)
    shorts = ((short_day_in(text), text) for text in around.above)
    yield from (Mention("brackets", around.dated(day, text), day.typed, day) for day, text in shorts if day)


def _is_of_a_part(cells: Sequence[Cell]) -> bool:
    """Returns whether a note names a unit or a ranking, because its date may be only that of this unit or ranking."""
    text = REPORTER.sub("", folded("".join(cell for cell in cells if isinstance(cell, str))))
    return bool(_OF_A_PART.search(text) or places_named(text, places.UNITS))


def _in_columns(region: Region) -> Iterator[Mention]:
    """Yields the dates in a column 截至日期 that is not read."""
    for position, path in region.paths.items():
        sense = region.senses.get(position)
        if (sense and sense.column) or not _AS_OF.search("".join(path)):
            continue
        rows = range(region.bottom + 1, min(region.end, region.bottom + 1 + _SAMPLE))
        days = {day for cell in region.column_cells(position, rows) if (day := parse_date(cell))}
        for day in days:
            yield Mention("labelled", day, day.isoformat(), where=address(region.bottom, position))


def _in_headings(region: Region, around: Around) -> Iterator[Mention]:
    """Yields the latest as-of dates in headings of the table's columns, such as 开工数（截至10月29日）.

    Without 截至, dates count only if several headings differ in nothing but the day, at most a month apart, such as
    11月5日 and 11月12日 below 开工数.
    """
    rows = range(region.bottom + 1, min(region.end, region.bottom + 1 + _SAMPLE))
    below: dict[tuple[bool, str], dict[dt.date, Mention]] = {}
    for position, path in region.paths.items():
        text, column = "/".join(path), region.senses[position].column
        is_stated = bool(_AS_OF.search(text))
        has_numbers = any(map(is_numeric, region.column_cells(position, rows)))
        if not column or (column == "annual_target_area" if is_stated else not has_numbers):
            continue
        for mention in _in_text("heading", text, around, where=address(region.bottom, position)):
            is_day = is_stated or (mention.written and mention.written.kind != "span")
            if mention.day and is_day:
                below.setdefault((is_stated, without_dates(folded(text))), {})[mention.day] = mention
    for (is_stated, _), days in below.items():
        if is_stated or (len(days) > 1 and max(days) - min(days) <= MONTH):
            yield days[max(days)]


def _in_rows(rows: Iterable[Sequence[Cell]], around: Around, top: int, left: int) -> Iterator[Mention]:
    """Yields the dates in the lines above the headings that may be the as-of date.

    The first cell of `rows` is in row `top` and column `left` of the sheet.
    """
    for row, cells in enumerate(rows, top):
        label = ""
        for position, cell in enumerate(joined_day(cells), left):
            if cell is None:
                continue
            where = address(row, position)
            for segment in _segments(cell):
                yield from _in_segment(segment, label, around, where)
                label = segment if isinstance(segment, str) else ""


def _segments(cell: Cell) -> Sequence[Cell]:
    """Splits a cell before each further label, so that each part has one: `统计日期：…` and `打印日期：…`."""
    if not isinstance(cell, str) or parse_date(cell):
        return [cell]
    return [part for part in _SEGMENTS.split(cell.strip()) if part]


def _in_segment(segment: Cell, label: str, around: Around, where: str) -> Iterator[Mention]:
    """Yields the dates in one part of a line.

    `label` is the text before this part, `where` the reference of its cell.
    """
    beside = bool(_AS_OF.search(label)) and len(label) < _LONGEST_LABEL
    of_another = bool(_ANOTHER_DAY.search(label)) and not beside
    if beside and isinstance(segment, int | float) and parse_date(segment) is None:
        segment = typed_text(segment)  # 20131015
    day = parse_date(segment) if beside or isinstance(segment, dt.date) or of_another else None
    if day or not isinstance(segment, str):
        if day and (not of_another or _SENDING.search(label)):
            origin: Origin = "sent" if of_another else "labelled" if beside else "title"
            yield Mention(origin, day, day.isoformat(), where=where)
        return
    yield from _of_sending(segment, around, where)
    text = _WEEKDAY_OF_DATE.sub("", without_time_of_day(segment))
    is_labelled = beside or bool(_AS_OF.search(text))
    is_of_another_period = bool(_OF_ANOTHER_PERIOD.match(text))
    is_other = of_another or bool(_ANOTHER_DAY.search(text))
    bare = [one for one in bare_days_in(text) if beside or one.is_told or not is_other]
    for one in bare:
        told: Origin = "labelled" if beside or one.is_told else "title"
        yield Mention(told, around.seen_from_dates(one, text), one.typed, where=where)
    vague = None if any(one.is_told for one in bare) else _RELATIVE.search(text)
    if vague and not (text[vague.end() :].startswith(("(", "（")) and dates_in(text[vague.end() :])):
        yield Mention("labelled", None, vague[0], where=where)
        return
    if is_labelled and not is_of_another_period:
        found = list(_in_text("labelled", segment, around, names=True, where=where))
        yield from found
        if not (found or bare or ("旬" not in text and times_in(folded(text)))) and _UNREAD.search(
            f"{label if beside else ''}:{text}"
        ):
            yield Mention("labelled", None, text.strip(), where=where)
    elif not is_other:
        yield from _in_text("title", segment, around, where=where)


def _of_sending(text: str, around: Around, where: str) -> Iterator[Mention]:
    for written in days_of_sending(text):
        yield Mention("sent", around.dated(written, text), written.typed, written, where)


def _in_text(
    origin: Origin, text: str, around: Around, names: bool = False, where: str | None = None
) -> Iterator[Mention]:
    for written in dates_in(text, names):
        yield Mention(origin, around.dated(written, text), written.typed, written, where)


def _texts(rows: Iterable[Sequence[Cell]]) -> list[str]:
    parts = (part for cells in rows for cell in cells for part in _segments(cell))
    return [part for part in parts if isinstance(part, str)]


def stem(file_name: str | None) -> str:
    """Returns the name of a file without its extension; an empty text if `file_name` is None."""
    return re.sub(r"\.\w{2,4}$", "", file_name or "")
