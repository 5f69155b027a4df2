"""Splits a heading into known words, units and times, and derives its meaning from them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from renovation.reading.layout.days_in_words import TO
from renovation.reading.layout.lexicon import LEXICON, Kind
from renovation.reading.layout.scales import dimension, is_unit, looks_like_a_unit, split_unit

HeadingPath = tuple[str, ...]
"""The heading cells above a column from the top down, as typed: `("项目数", "开工")`."""
Period = Literal["total", "plain", "unclear", "gain", "other"]
"""The time that a figure covers: from January to the as-of date (`total`), not stated (`plain`), `unclear`, an increase
in a part of the year (`gain`), or another time (`other`)."""

REMEMBERED: Final = 4096
"""The number of headings whose parsing is cached. It is limited, because names in long lists do not repeat."""
_BRACKETS: Final = str.maketrans("〔〕[]【】{}", "()()()()")
_PIECES: Final = re.compile(r"[()、,;:/|\\]+")
_JOINTS: Final = re.compile(r"[\-_—~.+*\"'“”。!?·…]+")
_TIMES: Final = re.compile(
    rf"(?P<years>20\d\d年?{TO}20\d\d年?)"  # 2012-2014年, not 2013年1-10月
    rf"|(?:20\d\d[年.])?(?P<from_month>\d{{1,2}})[月.](?P<from_day>\d{{1,2}})日?{TO}"
    r"(?:20\d\d[年.])?(?:(?P<to_month>\d{1,2})[月.])?(?P<to_day>\d{1,2})日?"  # 10.9-10.15, not 10月9日
    rf"|(?P<year_of_months>20\d\d年)?(?P<first>\d{{1,2}})月?份?{TO}(?P<last>\d{{1,2}})月份?[底末]?"  # 1-10月, not 10月
    r"|(?:截?至)?(?P<year_of_day>20\d\d)?[年.]?"
    r"(?<!\d)(?P<month>\d{1,2})[月.](?P<day>\d{1,2})日?(?!\d)"  # 10月15日, not 10月
    r"|截至(?P<year_until>20\d\d年)?(?P<until>\d{1,2})月份?[底末]?"  # 截至9月底, not 9月
    r"|(?P<year_end>20\d\d年)?(?P<end>\d{1,2})月份?[底末]"  # 10月底, not 10月
    r"|(?P<year_of_month>20\d\d年)?(?P<one_month>\d{1,2})月份?"  # 10月, not 10个月
    r"|(?P<week>第[\d一二三四五六七八九十]+[周期])"  # 第42周, not 周报
    r"|(?P<year>20\d\d)年?度?"  # 2013年, not 2013.10
)
_LONGEST: Final = max(map(len, LEXICON))
_ENDING_LIKE_UNITS: Final = tuple(word for word in LEXICON if split_unit(word)[1])
"""Words whose end looks like a unit of measurement: 单位 ends with the unit 位."""


@dataclass(frozen=True)
class Time:
    """A time that a heading names, such as 1-10月; `kind` is the form in which it is written.

    The time lasts from the first day of the month `first` to the day `day` of the month `month`; 0 stands for a number
    that is missing.
    """

    kind: Literal["years", "span", "months", "day", "end", "month", "week", "year"]
    year: int | None = None
    first: int = 0
    month: int = 0
    day: int = 0

    def period(self, as_of: dt.date | None) -> Period:
        """Returns which time the figures below this heading cover, such as the year so far.

        `as_of` is the as-of date of the table.
        """
        if self.kind in ("years", "week"):
            return "other" if self.kind == "years" else "gain"
        if as_of and self.year and self.year != as_of.year:
            return "other"
        if self.kind == "year":
            return "plain"
        if self.kind == "span" and self.first != 1:
            return "gain"
        if self.kind == "month":
            return "unclear" if as_of is None or self.month == as_of.month else "other"
        if self.kind == "months" and self.first != 1:
            return "gain"
        return "total" if as_of is None or self._reaches(as_of) else "other"

    def _reaches(self, as_of: dt.date) -> bool:
        if self.month != as_of.month:
            return False
        last = monthrange(as_of.year, as_of.month)[1]
        return self.kind == "months" or as_of.day == (self.day or last)


@dataclass(frozen=True)
class Heading:
    """A heading that was split into its parts.

    `words` is the text without units and blanks. `features` are the meanings of the known words, `order` the same
    meanings in the order of the words. `units` are the units of measurement from the lowest heading cell up, `unknown`
    the words that are not in the lexicon.
    """

    words: str
    features: frozenset[tuple[Kind, str]]
    units: tuple[str, ...]
    times: tuple[Time, ...]
    unknown: tuple[str, ...]
    order: tuple[str, ...]

    def says(self, *values: str) -> bool:
        """Returns whether a word of the heading has one of these meanings."""
        return any(value in values for _, value in self.features)

    def all_of(self, kind: Kind) -> frozenset[str]:
        """Returns the meanings of all words of one kind."""
        return frozenset(value for own, value in self.features if own == kind)

    @property
    def measured(self) -> frozenset[str]:
        """The kinds of quantity that the heading names, such as area, by a word or by a unit of measurement."""
        return self.all_of("quantity") | {dimension(unit) for unit in self.units}

    @property
    def is_neutral(self) -> bool:
        """Whether the heading leaves the meaning of the columns below it unchanged, such as 完成情况."""
        return not self.unknown and not self.times and {kind for kind, _ in self.features} <= {"neutral"}

    @property
    def is_name(self) -> bool:
        """Whether the heading may be a name, such as 开发区: it contains no word for a time, a measure or a part."""
        return not self.times and {kind for kind, _ in self.features - {("scope", "district")}} <= {"neutral"}

    @property
    def is_time_alone(self) -> bool:
        """Whether the heading is a time and nothing else, such as 第42周."""
        return not self.unknown and {kind for kind, _ in self.features} <= {"period"}

    def period(self, as_of: dt.date | None) -> Period:
        """Returns which time the figures below this heading cover, such as the year so far.

        `as_of` is the as-of date of the table.
        """
        said = self.all_of("period")
        times = {time.period(as_of) for time in self.times}
        if said & {"previous", "next", "last_year", "part", "past"} or "other" in times:
            return "other"
        if "new" in said:
            return "gain"
        if "total" in said or "total" in times:
            return "unclear" if "month" in said else "total"  # 本月累计 may begin with the month
        if said & {"gain", "month", "interval"} or "gain" in times:
            return "gain"
        return "unclear" if "unclear" in times or "present" in said else "plain"


@lru_cache(REMEMBERED)
def folded(text: str) -> str:
    """Normalises a text for comparison.

    Half width, small letters, round brackets, no blanks; 完工 for 竣工, 截至 for 截止.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().translate(_BRACKETS)
    return plain.replace("竣工", "完工").replace("截止", "截至").replace("m²", "m2")


@lru_cache(REMEMBERED)
def parse(path: HeadingPath) -> Heading:
    """Splits a heading into words, units of measurement and times; `path` lists its cells from the top down."""
    features: set[tuple[Kind, str]] = set()
    units: list[str] = []
    times: list[Time] = []
    unknown: list[str] = []
    order: list[str] = []
    words = ""
    for part in path:
        text, own = _without_units(folded(part))
        units[:0] = own
        words += text.replace(" ", "")
        for token in _tokens(text):
            if isinstance(token, Time):
                times.append(token)
            elif token in LEXICON:
                features.add(LEXICON[token])
                order.append(LEXICON[token].value)
            else:
                unknown.append(token)
    return Heading(words, frozenset(features), tuple(units), tuple(times), tuple(unknown), tuple(order))


def _without_units(text: str) -> tuple[str, list[str]]:
    """Returns a folded text without its units, with blanks between the pieces, and its units."""
    words, units = [], []
    for piece in _PIECES.split(text):
        bare = piece.removeprefix("单位").removeprefix("为") if len(piece) > len("单位") else piece
        if is_unit(bare) or (bare != piece and looks_like_a_unit(bare)):
            units.append(bare)
            continue
        kept, unit = split_unit(piece)
        if unit and any(word.endswith(unit) and piece.endswith(word) for word in _ENDING_LIKE_UNITS):
            unit = None
        if looks_like_a_unit(piece) and not any(token in LEXICON for token in _tokens(kept)):
            units.append(piece)  # 百㎡, 平方尺
            continue
        if unit and kept:
            units.append(unit)
            piece = kept
        words.append(piece)
    return " ".join(words), units


def _tokens(text: str) -> Iterator[str | Time]:
    """Yields the times, known words (the longest that fits) and unknown remainders of a text, from left to right."""
    place, rest = 0, ""
    while place < len(text):
        found: str | Time | None
        found, width = _next(text, place)
        if found is None and width == 0:
            rest += text[place]
            place += 1
            continue
        if rest:
            yield rest
            rest = ""
        if found is not None:
            yield found
        place += width
    if rest:
        yield rest


def _next(text: str, place: int) -> tuple[str | Time | None, int]:
    """Returns the time or word at `place` and its length; (None, length) for a separator, (None, 0) for neither."""
    joint = _JOINTS.match(text, place)
    if joint or text[place] == " ":
        return None, len(joint[0]) if joint else 1
    time = _TIMES.match(text, place)
    if time and time[0]:
        return _time(time), len(time[0])
    for width in range(min(_LONGEST, len(text) - place), 0, -1):
        if text[place : place + width] in LEXICON:
            return text[place : place + width], width
    return None, 0


def _time(found: re.Match[str]) -> Time:
    part = found.groupdict()
    if part["years"] or part["week"]:
        return Time("years" if part["years"] else "week")
    if part["from_month"]:
        return Time(
            "span", None, int(part["from_month"]), int(part["to_month"] or part["from_month"]), int(part["to_day"])
        )
    if part["first"]:
        return Time("months", _year(part["year_of_months"]), int(part["first"]), int(part["last"]))
    if part["month"]:
        return Time("day", _year(part["year_of_day"]), 1, int(part["month"]), int(part["day"]))
    if part["until"] or part["end"]:
        return Time("end", _year(part["year_until"] or part["year_end"]), 1, int(part["until"] or part["end"]))
    if part["one_month"]:
        return Time("month", _year(part["year_of_month"]), 0, int(part["one_month"]))
    return Time("year", int(part["year"]))


def _year(written: str | None) -> int | None:
    return int(written[:4]) if written else None
