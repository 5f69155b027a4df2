"""Finds times in a text: days, months, years and ranges of them, in all the ways in which offices write them."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Final, Literal

from renovation.domain.cells import whole_number

Kind = Literal["day", "span", "end", "month", "months", "year", "years", "week", "number"]
CoveredTime = Literal["total", "plain", "unclear", "gain", "other"]
"""The time that the figures below a heading cover, as far as the heading says it: `total` from January to the as-of
date, `gain` a part of the year (the figures are increases), `other` another time, `plain` no time or only the year is
named, `unclear` none of these is certain."""

_Y: Final = r"20\d\d|二[〇○零0一二三四五六七八九]{3}"
_M: Final = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
_D: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_NO_DAY: Final = r"\d万亿亩个家户项%m"
_POINT: Final = re.compile(
    rf"(?P<y1>{_Y})[年.\-/_—、](?P<m1>{_M})[月.\-/_—、](?P<d1>{_D})(?![月{_NO_DAY}])[日号]?"  # 2013年10月15日
    r"|(?<!\d)(?P<y2>20\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-3]\d)(?!\d)"  # 20131015, not 20131315
    rf"|(?<![\d.])(?P<y3>\d\d)[年.](?P<m3>\d{{1,2}})[月.](?P<d3>\d{{1,2}})(?![.{_NO_DAY}])[日号]?"  # 13.10.15
    rf"|(?<!\d)(?P<m4>{_M})月(?P<d4>\d{{1,2}}(?![{_NO_DAY}])|{_D}(?=[日号]))[日号]?"  # 十月十五日, not 10月15个
    rf"|(?:(?P<y5>{_Y})年)?(?<!\d)(?P<m5>{_M})月份?(?P<e5>[底末])"  # 2013年10月底, not 10月
    rf"|(?:(?P<y6>{_Y})年)?(?<!\d)(?P<m6>{_M})月份?(?!\d+[日号])"  # 10月, not 10个月
    rf"|(?<![\d.])(?P<m7>\d{{1,2}})(?P<p7>[.\-/])(?P<d7>\d{{1,2}})(?!(?P=p7)\d|[年月{_NO_DAY}])"  # 10.15, not 10.15万㎡
    r"|(?P<w8>第[\d一二三四五六七八九十]+[周期])"  # 第42周, not 周报
    rf"|(?<!\d)(?P<c9>(?:0[1-9]|1[0-2])[0-3]\d)(?!\d)"  # 1015, not 20131015
    rf"|(?:(?P<y0>20\d\d)年)?(?<!\d)(?P<n0>\d{{1,2}})[日号]?(?![\d.])"  # the first number of 1-10月, not 10.9
    rf"|(?<!\d)(?P<ya>{_Y})年度?"  # 2013年, not 13年
    rf"|(?<![\d.,])(?P<yb>{_Y})(?:度|(?![{_NO_DAY}余多几元人宗吨号平米]|[.\-/_—](?!20\d\d)\d))"  # 2013, not 2013万元
)
"""Matches one end of a range, or a time alone. The first letter of a group is its meaning: year, month, day, end of the
month, sign between month and day, week, compact day, number."""
_TO: Final = re.compile(r"(?:\((?:周|星期).\)|(?:周|星期)[一二三四五六日天]|起,?|\d{1,2}[时点])*(?:至|到|[-—–~]+)")
"""Matches the text between the two ends of a range, with the day of the week, 起 or an hour of the first."""


_THIRD: Final = re.compile("[上中下]旬")


@dataclass(frozen=True)
class Time:
    """A time that is written in a text, or a range of times.

    `kind` is what is written: a day, a range that ends with a day (`span`), the end of a month, a month, a range of
    months, a year, a range of years, a week. The time lasts from the first day of the month `first` to the day `day` of
    the month `month` in the year `year`. If a month or day is not written, it is 0; if the year is not written, it is
    None. `sign` is the separator of a day that is written without 月: `.` for 10.15. `typed` is the text of the day or
    month with which the time ends. `place` is the range of the characters of the text that state the time.
    """

    kind: Kind
    typed: str
    place: range
    year: int | None = None
    first: int = 0
    month: int = 0
    day: int = 0
    sign: str = ""

    @property
    def is_day(self) -> bool:
        """Whether this is a day, a range that ends with a day, or the end of a month."""
        return self.kind in ("day", "span", "end")

    def to_date(self, default_year: int | None) -> dt.date | None:
        """Returns the last day of the time; if its year is not written, its year is `default_year`.

        Returns None if both years are missing or the date does not exist.
        """
        year = self.year or default_year
        if not year or self.month not in range(1, 13):
            return None
        last = monthrange(year, self.month)[1]
        return dt.date(year, self.month, self.day or last) if self.day <= last else None

    def covered_time(self, as_of: dt.date | None) -> CoveredTime:
        """Returns which time the figures below a heading cover if the heading names this time (see CoveredTime).

        `as_of` is the as-of date of the table; None if it is not known. For 2013-10-15, the heading 1-10月 gives
        `total`, 8-10月 gives `gain`, and 2012年 gives `other`.
        """
        if self.kind in ("years", "week"):
            return "other" if self.kind == "years" else "gain"
        if as_of and self.year and self.year != as_of.year:
            return "other"
        if self.kind == "year":
            return "plain"
        if self.kind == "month":
            return "unclear" if as_of is None or self.month == as_of.month else "other"
        if self.first != 1:
            return "gain"
        return "total" if as_of is None or self._reaches(as_of) else "other"

    def _reaches(self, as_of: dt.date) -> bool:
        if self.month != as_of.month:
            return False
        return self.kind == "months" or self.to_date(as_of.year) == as_of


def times_in(text: str) -> list[Time]:
    """Returns the times in a text from left to right. The text must be normalised by `grammar.folded`."""
    found: list[Time] = []
    for match in _POINT.finditer(text):
        point = _point(match)
        start = found[-1].place.stop if found else 0
        span = _span(found[-1], point) if found and _TO.fullmatch(text, start, match.start()) else None
        found[-1:] = [span] if span else [*found[-1:], point]
    return [time for time in found if time.kind != "number"]


def whole_day(text: str) -> Time | None:
    """Returns the day that a text consists of, such as 10.22 or 10月22日; None for a range and for any other text."""
    return next((time for time in times_in(text) if time.kind in ("day", "end") and len(time.place) == len(text)), None)


def _point(match: re.Match[str]) -> Time:
    part = {name[0]: text for name, text in match.groupdict().items() if text}
    before = match.string[: match.start()]
    if "c" in part and before.endswith("截至"):
        part |= {"m": part["c"][:2], "d": part["c"][2:]}
    year = whole_number(part["y"]) if "y" in part else None
    month, day = whole_number(part.get("m", "0")), whole_number(part.get("d", part.get("n", "0")))
    kind: Kind = "month"
    if "w" in part:
        kind = "week"
    elif "m" not in part:
        kind = "number" if "n" in part or "c" in part else "year"
        month = int(part.get("c", "0"))
    elif "d" in part or "e" in part or (before.endswith("截至") and not _THIRD.match(match.string, match.end())):
        kind = "day" if "d" in part else "end"
    place = range(match.start(), match.end())
    year = year + 2000 if year and year < 100 else year
    return Time(kind, match[0], place, year, int(kind in ("day", "end")), month, day, part.get("p", ""))


def _span(first: Time, last: Time) -> Time | None:
    """Returns the range from one time to another, which takes its missing year and month from the first; or None."""
    place = range(first.place.start, last.place.stop)
    if first.kind == last.kind == "year":
        return replace(last, kind="years", place=place)
    if last.kind == "number" and first.kind in ("day", "span"):  # 10月9日-15日, 20131009-1015
        month, day = divmod(last.month, 100) if last.month else (first.month, last.day)
        is_later = last.month or last.day > first.day
        return replace(first, kind="span", place=place, first=first.month, month=month, day=day) if is_later else None
    if last.kind not in ("day", "end", "month") or first.kind not in ("day", "end", "month", "number"):
        return None
    begin = first.month or first.day
    year = last.year or (first.year + (last.month < begin) if first.year else None)
    kind: Kind = "span" if last.kind == "day" else "months" if last.kind == "month" else "end"
    sign = last.sign if first.sign or first.kind == "number" else ""
    return replace(last, kind=kind, place=place, year=year, first=begin, sign=sign)
