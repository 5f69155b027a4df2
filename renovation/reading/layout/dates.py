"""The day that a sheet's figures speak of, wherever and however it is written."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from renovation.reading.layout.regions import Region
from renovation.rules import Cell, as_day, without_time

Origin = Literal["labelled", "title", "footer", "sheet", "given", "file"]
_ORIGINS: Final[tuple[Origin, ...]] = ("labelled", "title", "footer", "sheet", "given", "file")
"""Where a day may be written, the most telling first."""

_FULL: Final = re.compile(r"(20\d{2})[年.\-/_—](\d{1,2})[月.\-/_—](\d{1,2})(?!\d)[日号]?")
_COMPACT: Final = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_SHORT: Final = re.compile(r"(?<![\d.])(\d{2})(?:年(\d{1,2})月|\.(\d{1,2})\.)(\d{1,2})(?![\d.])[日号]?")
_MONTH_END: Final = re.compile(r"(?:(20\d{2})年)?(?<![\d])(\d{1,2})月份?[底末]")
_WITHOUT_YEAR: Final = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})[日号]")
_POINTED: Final = re.compile(r"(?<![\d.])(\d{1,2})[.\-](\d{1,2})(?![\d.])")
_YEARS: Final = re.compile(r"(?<!\d)20\d{2}年?度?(\d{1,2}月份?)?")
_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})(?=年|\D|$)")
_RANGE_START: Final = re.compile(
    r"(20\d{2}[年.\-/])?\d{1,2}([月.\-/]\d{1,2}[日号]?|月[底末]?)?(至|到|—+|--|~|－|-)(?=(20\d{2}[年.\-/])?\d{1,2}月)"
)
_FIRST_OF_WEEK: Final = re.compile(r"(?<=月)\d{1,2}[日号]?(?:至|到|—+|--|~|-)(?=\d{1,2}[日号])")
_POINTED_START: Final = re.compile(
    r"(20\d{2}[./])?\d{1,2}[./]\d{1,2}(?:至|到|—+|--|~|-)(20\d{2}[./])?(?=\d{1,2}[./]\d{1,2}(?!\d))"
)
_AS_OF: Final = re.compile(r"截至|截止|统计(时间|日期|时点)|数据(时间|日期)")
_ANOTHER_DAY: Final = re.compile(r"填[表报]|制表|报送|上报(时间|日期)|打印|发文|印发|会议|审[核批]|签")
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DAY: Final = re.compile(
    r"[二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]"
)


@dataclass(frozen=True)
class Mention:
    """A day as written somewhere; `day` is None where its year is nowhere to be found."""

    origin: Origin
    day: dt.date | None
    typed: str


@dataclass(frozen=True)
class AsOf:
    """The day chosen, None where there is none, and every other day that the sheet names."""

    day: dt.date | None
    typed: str | None
    others: tuple[Mention, ...]


def as_of_day(region: Region, footers: Sequence[int], file_name: str | None, given: dt.date | None) -> AsOf:
    """The day of a region: beside 截至, in the title, in footers, the sheet's name, as given, the file's name.

    `others` holds the days on the sheet itself that differ; neither `given` nor the file's name contradicts a sheet.
    """
    mentions = list(_mentions(region, footers, file_name))
    if given:
        mentions.append(Mention("given", given, given.isoformat()))
    mentions.sort(key=lambda mention: _ORIGINS.index(mention.origin))
    dated = [mention for mention in mentions if mention.day]
    if not dated:
        return AsOf(None, mentions[0].typed if mentions else None, ())
    chosen = dated[0]
    others = tuple(m for m in dated if m.day != chosen.day and m.origin not in ("given", "file"))
    return AsOf(chosen.day, chosen.typed, others)


def impossible_days(region: Region) -> Iterator[tuple[int, int, str]]:
    """Row, column and wording of what is written like a day above the headings and is none: 2013年2月30日."""
    for row in range(region.start, region.headings.top):
        for position, cell in enumerate(region.sheet.rows[row]):
            plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else ""
            for found in _FULL.finditer(plain):
                if _day(int(found[1]), int(found[2]), int(found[3])) is None:
                    yield row, position, found[0]


def day_of_file(file_name: str | None) -> dt.date | None:
    """The day in a file's name, None where it names none."""
    return next((day for day, _ in _days(_stem(file_name), _year([_stem(file_name)]), names=True) if day), None)


def speaks_of_a_day(label: str) -> bool:
    """Whether what stands beside a label is a day, whichever."""
    return bool(_AS_OF.search(label) or _ANOTHER_DAY.search(label) or re.search("日期|时间", label))


def without_days(text: str) -> str:
    """A text without the days and years that it names."""
    for pattern in (_FULL, _COMPACT, _SHORT, _MONTH_END, _WITHOUT_YEAR, _YEARS):
        text = pattern.sub("", text)
    return text


def _mentions(region: Region, footers: Sequence[int], file_name: str | None) -> Iterator[Mention]:
    lines = region.sheet.rows
    above, head = region.above, lines[: region.head]
    year = _year([*_texts(above), *_texts(head), region.sheet.name, _stem(file_name)])
    yield from list(_in_rows(above, year)) or _in_rows(head, year)
    for text in _texts([lines[row] for row in footers]):
        if _AS_OF.search(text):
            yield from _in_text("footer", text, year)
    yield from _in_text("sheet", region.sheet.name, year, names=True)
    yield from _in_text("file", _stem(file_name), year, names=True)


def _in_rows(rows: Iterable[Sequence[Cell]], year: int | None) -> Iterator[Mention]:
    """The days in the lines above the headings, those beside or behind 截至 apart from the others."""
    for cells in rows:
        filled = [cell for cell in cells if cell is not None]
        for place, cell in enumerate(filled):
            label = filled[place - 1] if place else ""
            labelled = isinstance(label, str) and bool(_AS_OF.search(label)) and len(label) < 12
            day = as_day(cell) if labelled or isinstance(cell, dt.date) else None
            if day or not isinstance(cell, str):
                if day and not (isinstance(label, str) and _ANOTHER_DAY.search(label)):
                    yield Mention("labelled" if labelled else "title", day, day.isoformat())
            elif labelled or _AS_OF.search(cell):
                yield from _in_text("labelled", cell, year)
            elif not _ANOTHER_DAY.search(cell) and not (isinstance(label, str) and _ANOTHER_DAY.search(label)):
                yield from _in_text("title", cell, year)


def _in_text(origin: Origin, text: str, year: int | None, names: bool = False) -> Iterator[Mention]:
    for day, typed in _days(text, year, names):
        yield Mention(origin, day, typed)


def _days(text: str, year: int | None, names: bool) -> Iterator[tuple[dt.date | None, str]]:
    """The days in a text as worded; of a span (1月1日至10月15日) the last. `names` takes 10.15 for a day too."""
    plain = _CHINESE_DAY.sub(lambda found: _in_digits(found[0]), re.sub(r"\s", "", without_time(text)))
    plain = _without_starts(plain)
    complete = list(_complete(plain, year))
    yield from ((day, typed) for day, typed in complete if day)
    if complete:
        return
    for found in [*_WITHOUT_YEAR.finditer(plain), *(_POINTED.finditer(plain) if names else ())]:
        if _day(2000, int(found[1]), int(found[2])):
            yield (_day(year, int(found[1]), int(found[2])) if year else None), found[0]


def _without_starts(plain: str) -> str:
    """Of every span its end alone: 10月9日—15日 is 10月15日, 2013.10.9-10.15 is 2013.10.15."""
    ends = _FIRST_OF_WEEK.sub("", _RANGE_START.sub("", plain))
    return _POINTED_START.sub(lambda span: span[2] or span[1] or "", ends)


def _complete(plain: str, year: int | None) -> Iterator[tuple[dt.date | None, str]]:
    """What is written as a whole day, 13年10月15日 and 10月底 among them; None for one that no calendar has."""
    for found in [*_FULL.finditer(plain), *_COMPACT.finditer(plain)]:
        yield _day(int(found[1]), int(found[2]), int(found[3])), found[0]
    for found in _SHORT.finditer(plain):
        yield _day(2000 + int(found[1]), int(found[2] or found[3]), int(found[4])), found[0]
    for found in _MONTH_END.finditer(plain):
        named = int(found[1]) if found[1] else year
        if named:
            yield _last_day(named, int(found[2])), found[0]


def _last_day(year: int, month: int) -> dt.date | None:
    return _day(year, month, monthrange(year, month)[1]) if month in range(1, 13) else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _in_digits(chinese: str) -> str:
    """二〇一三年十月十五日 as 2013年10月15日."""
    year, rest = chinese.split("年")
    month, day = rest[:-1].split("月")
    return f"{year.translate(_CHINESE_DIGITS)}年{_number(month)}月{_number(day)}日"


def _number(chinese: str) -> int:
    tens, ten, ones = chinese.rpartition("十")
    last = int(ones.translate(_CHINESE_DIGITS)) if ones else 0
    return (10 * int(tens.translate(_CHINESE_DIGITS) or 1) if tens else 10 if ten else 0) + last


def _year(texts: Iterable[str]) -> int | None:
    """The first year that the texts name."""
    found = (_YEAR.search(unicodedata.normalize("NFKC", text)) for text in texts)
    return next((int(year[1]) for year in found if year), None)


def _texts(rows: Iterable[Sequence[Cell]]) -> list[str]:
    return [cell for cells in rows for cell in cells if isinstance(cell, str)]


def _stem(file_name: str | None) -> str:
    return re.sub(r"\.\w{2,4}$", "", file_name or "")
