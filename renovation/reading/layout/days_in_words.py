"""Finds dates and years in texts, in all the ways in which offices write them."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from renovation.domain.cells import without_time_of_day

TO: Final = r"(?:至|到|[-—–~]+)"
"""The sign between the two ends of a range of days, months or years."""
_PART: Final = r"[年.\-/]"
# 2013年10月15日, not 2013年10月
FULL: Final = re.compile(r"(20\d{2})[年.\-/_—](\d{1,2})[月.\-/_—](\d{1,2})(?!\d)[日号]?")
# 20131015, not 20131315
_COMPACT: Final = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_LISTED_DAY: Final = re.compile(r"(20\d{2})、(\d{1,2})、(\d{1,2})(?![\d、])")  # 2013、10、15, not 2013、2014
_COMPACT_SHORT: Final = re.compile(r"(?<=截[至止])(0[1-9]|1[0-2])([0-3]\d)(?!\d)")  # 截至1015, not 截至20131015
# 13.10.15, not 2013.10.15
_SHORT: Final = re.compile(r"(?<![\d.])(\d{2})(?:年(\d{1,2})月|\.(\d{1,2})\.)(\d{1,2})(?![\d.])[日号]?")
# 2013年10月底, not 10月15日
_MONTH_END: Final = re.compile(r"(?:(20\d{2})年)?(?<!\d)(\d{1,2})月份?[底末]")
# 10月15日, not 13年10月15日
_WITHOUT_YEAR: Final = re.compile(r"(?<!\d)(?<!\d年)(\d{1,2})月(\d{1,2})[日号]")
# 10.15, not 2013.10.15
_POINTED: Final = re.compile(r"(?<![\d.])(\d{1,2})[.\-](\d{1,2})(?![\d.])")
# 10.15止, not 10.15万㎡
_POINTED_AT_ONCE: Final = re.compile(r"(?<=^)(?:日期|时间)?:?(\d{1,2})[./\-](\d{1,2})(?![\d./\-万亿亩个家%m])")
# 进度表(10.15), not 进度表(10.15)续
_IN_BRACKETS: Final = re.compile(r"[表况度报]\((\d{1,2})\.(\d{1,2})\)$")
# 2013年度, not 32013
_YEARS: Final = re.compile(r"(?<!\d)20\d{2}年?度?(\d{1,2}月份?)?")

# 1月至10月, not 1月10日
_RANGE_START: Final = re.compile(
    rf"(?<!\d)(?:(20\d{{2}}){_PART})?(\d{{1,2}})(?:[月.\-/]\d{{1,2}}[日号]?|月份?[底末]?)?{TO}"
    rf"(?=(20\d{{2}}{_PART})?(\d{{1,2}})月|20\d{{2}}[.\-/]\d{{1,2}}[.\-/]\d)"
)
# 10.9-10.15, not 10.9
_POINTED_START: Final = re.compile(
    rf"(?<![\d.\-/])(?:(20\d{{2}})[./\-])?(\d{{1,2}})[./\-]\d{{1,2}}{TO}"
    rf"(?=(20\d{{2}}[./\-])?(\d{{1,2}})[./\-]\d{{1,2}}(?!\d))"
)
# 13.10.9-13.10.15, not 13.10.9
_SHORT_START: Final = re.compile(
    rf"(?<![\d.])(\d{{2}}\.)\d{{1,2}}\.\d{{1,2}}{TO}(?=(\d{{2}}\.)?\d{{1,2}}\.\d{{1,2}}(?![\d.]))"
)
# 20131009-20131015, not 20131009
_COMPACT_START: Final = re.compile(rf"(?<!\d)(20\d{{2}})\d{{4}}{TO}(?=(20\d{{2}})?\d{{4}}(?![\d年]))")
# 10月9日至15日, not 10月9日
_FIRST_OF_WEEK: Final = re.compile(rf"(?<=月)\d{{1,2}}[日号]?{TO}(?=\d{{1,2}}[日号])")
# 2013.10.9-15, not 2013.10.9-10.15
_POINTED_WEEK: Final = re.compile(rf"(20\d{{2}}[./]\d{{1,2}}[./])(\d{{1,2}}){TO}(\d{{1,2}})(?![\d./\-年月])")
# 15日(周二), not 周二
_BESIDE_DAYS: Final = re.compile(
    r"(?<=[日号\d])\((?:周|星期)[一二三四五六日天]\)|(?<=[日号])(?:周|星期)[一二三四五六日天]"
    rf"|(?<=[\d日号月底])起,?(?={TO})|(?<=[日号])\d{{1,2}}[时点](?={TO})"
)
"""Matches words that may follow the dates of a range: a day of the week, 起, or an hour."""

# 附件3, not 附件3月
_ATTACHMENT: Final = re.compile(
    r"(?:附件|附表|附图|第|(?<!\w)[表图])\s*\d{1,2}+(?:[.\-]\d{1,2}+(?!\d))*+(?![\d年月日号])"
    r"|(?<=\w[表图])\s*\d[.\-]\d(?![\d.\-年月日号])"
)
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# 二〇一三年, not 二〇一三
_CHINESE_YEAR: Final = re.compile(r"二[〇○零0一二三四五六七八九]{3}(?=年)")
# 十月十五日, not 十月十五
_CHINESE_DAY: Final = re.compile(
    r"([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})(?=[日号])|(?=份?[底末]))"
)

_CLAUSE: Final = re.compile(r"[,，。;；()、]")
# 截至10月15日, not 至10月15日
_BEHIND_AS_OF: Final = re.compile(r"截至|截止")
_LABEL: Final = re.compile(r"(?:日期|时间|时点|日|目前|到|今年|本年)?[:为是]?")
# 前完成, not 后续
_LIMITS: Final = re.compile(r"(?:之|以)?前|以来|起(?![草步])|[之以]后|后(?!续)")
# 力争, not 力争今年年底以前全部完成
_BEFORE_OTHER: Final = re.compile(
    r"(?:确保|力争|争取|预计|务必|下[次期周]).{0,8}$|(?:较|(?<![对占同环])比).{0,3}$"
    r"|(?:[上填]报|报送|[填制]表|印发|会议|打印|审[核批])(?:时间|日期|日):?$"
)
# 上报, not 上报市完成
_FILED: Final = re.compile(r".{0,8}?(?:上报(?!市(?:完成|总|累计|情况|数|\d))|报送|填[报表]|制表|打印)")
# 召开, not 会计
_EARLIER: Final = re.compile(r"以来|起(?![草步])|.{0,8}?(?:(?<![社员协商])会(?![计展所馆])|召开|部署|要求|出台)")
# 印发, not 发展
_ISSUED: Final = re.compile(r".{0,8}?(?:[印下]发|发文|通知|文件|批复|审[核批]|签[订发])")
# 根据, not 根本
_ON_GROUNDS: Final = re.compile(r"根据|按照?|依据|[自从]|贯彻|落实")

# 〔2013〕12号, not 2013年12号
_NO_YEAR: Final = re.compile(
    rf"[〔\[(【]20\d{{2}}[〕\])】]第?\d{{1,4}}号|20\d{{2}}年?度?{TO}20\d{{2}}年?|[较比]20\d{{2}}年?|20\d{{2}}年?同期"
)
"""Matches years that are not the year of the figures: in the number of a document, of a plan for several years, or of
the year with which this one is compared."""

# 2013年, not 2013年10月15日
_NAMED_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})年(?!\d{1,2}月\d{1,2}[日号]|以来|以[前后]|起|[底末])")
# 2013, not 2013万元
_BARE_YEAR: Final = re.compile(r"(?<![\d.,])(20\d{2})(?![\d年余多几万亿元个家亩户人项宗吨号平米m]|[.\-/_—]\d)")
_HALF_A_YEAR: Final = dt.timedelta(days=183)


@dataclass(frozen=True)
class WrittenDate:
    """A date as written; `year` is None if it is not written, `day` is None for the end of the month (10月底)."""

    year: int | None
    month: int
    day: int | None
    typed: str

    def to_date(self, default_year: int | None) -> dt.date | None:
        """Returns the date; if its year is not written, in the year `default_year`.

        Returns None if both years are missing or the date does not exist.
        """
        named = self.year or default_year
        if not named or self.month not in range(1, 13):
            return None
        return day_or_none(named, self.month, self.day or monthrange(named, self.month)[1])


@dataclass(frozen=True)
class _Found:
    written: WrittenDate
    before: str
    behind: str

    @property
    def is_another(self) -> bool:
        """Whether this is the date of a meeting, a report or a deadline, not that of the figures."""
        told = (_LIMITS, _FILED, _EARLIER, _ISSUED)
        return bool(_BEFORE_OTHER.search(self.before)) or any(words.match(self.behind) for words in told)

    @property
    def is_aimed_at(self) -> bool:
        """Whether this is a deadline, or a date with which figures are compared."""
        return bool(_BEFORE_OTHER.search(self.before) or _LIMITS.match(self.behind))

    def can_supply_year(self, day: dt.date) -> bool:
        """Returns whether `day` can be in the same year: it is close, and not after a report or before a meeting."""
        this = self.written.to_date(None)
        if not this:
            return False
        if _EARLIER.match(self.behind) or _ON_GROUNDS.search(self.before):
            return day >= this
        return abs(day - this) <= _HALF_A_YEAR and (day <= this or not _FILED.match(self.behind))


def day_or_none(year: int, month: int, day: int) -> dt.date | None:
    """Returns the date, or None if it does not exist (30 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def days_in(text: str, names: bool = False) -> list[WrittenDate]:
    """Returns the dates in a text that may be the as-of date: those after 截至, or all if 截至 is missing.

    Of a range, only the end counts. Dates of meetings, reports and deadlines are left out. `names` says that the text
    is the name of a sheet or a file, in which `10.15` is a date too.
    """
    plain = _plain(text)
    behind = [day for tail in _BEHIND_AS_OF.split(plain)[1:] for day in _first_behind(tail)]
    return behind or _whole_first([found.written for found in _found(plain, names) if not found.is_another])


def short_day_in(title: str) -> WrittenDate | None:
    """Returns the date at the end of a title in brackets, such as 进度表（10.15）; None if there is none."""
    found = _IN_BRACKETS.search(_plain(title))
    short = WrittenDate(None, int(found[1]), int(found[2]), found[0][1:]) if found else None
    return short if short and short.to_date(2000) else None


def years_named(text: str) -> set[int]:
    """Returns the years written with 年 in a text, apart from those of full dates."""
    return {int(year[1]) for year in _NAMED_YEAR.finditer(_NO_YEAR.sub(";", _folded(text)))}


def years_bare(text: str) -> set[int]:
    """Returns the numbers in a text that may be years although 年 is missing: 2013, but not 2000万元."""
    return {int(year[1]) for year in _BARE_YEAR.finditer(_NO_YEAR.sub(";", _folded(text)))}


def years_of_other_dates(text: str, day: WrittenDate) -> set[int]:
    """Returns the years that `day` may have, if its own year is not written.

    They are the years of the full dates in the text that are close enough to `day`.
    """
    whole = [found for found in _found(_plain(text), names=False) if found.written.year]
    pairs = ((found, day.to_date(found.written.year)) for found in whole)
    return {that.year for found, that in pairs if that and found.can_supply_year(that)}


def without_days(text: str) -> str:
    """Removes the dates and years from a text."""
    for pattern in (FULL, _COMPACT, _SHORT, _MONTH_END, _WITHOUT_YEAR, _YEARS):
        text = pattern.sub("", text)
    return text


def _first_behind(tail: str) -> list[WrittenDate]:
    """Returns the dates in the first clause after 截至 that has one.

    A date directly after 截至 counts even if 上报 or another word for a report follows.
    """
    at_once = _POINTED_AT_ONCE.match(tail)
    if at_once and day_or_none(2000, int(at_once[1]), int(at_once[2])):
        return [WrittenDate(None, int(at_once[1]), int(at_once[2]), at_once[0])]
    clauses = _CLAUSE.split(tail)
    for place, clause in enumerate(clauses):
        days = [
            found.written
            for found in _found(clause, names=False)
            if not (found.is_aimed_at if not place and _LABEL.fullmatch(found.before) else found.is_another)
        ]
        if days:
            return _whole_first(days)
    return []


def _whole_first(days: list[WrittenDate]) -> list[WrittenDate]:
    """Returns the dates with a year if there are any, otherwise all; dates that no calendar has are left out."""
    whole = [day for day in days if day.year]
    return [day for day in whole or days if day.to_date(2000)]


def _found(plain: str, names: bool) -> Iterator[_Found]:
    for at, written in _matches(plain, names):
        before, behind = plain[: at.start()], plain[at.end() :]
        yield _Found(written, _CLAUSE.split(before)[-1], _CLAUSE.split(behind)[0])


def _matches(plain: str, names: bool) -> Iterator[tuple[re.Match[str], WrittenDate]]:
    for at in [*FULL.finditer(plain), *_COMPACT.finditer(plain)]:
        yield at, WrittenDate(int(at[1]), int(at[2]), int(at[3]), at[0])
    for at in _SHORT.finditer(plain):
        yield at, WrittenDate(2000 + int(at[1]), int(at[2] or at[3]), int(at[4]), at[0])
    for at in _MONTH_END.finditer(plain):
        yield at, WrittenDate(int(at[1]) if at[1] else None, int(at[2]), None, at[0])
    for at in [*_WITHOUT_YEAR.finditer(plain), *(_POINTED.finditer(plain) if names else ())]:
        yield at, WrittenDate(None, int(at[1]), int(at[2]), at[0])


def _folded(text: str) -> str:
    """Returns a text in half width, without blanks and numbers of attachments: 附件2 2013年 must not be one number."""
    return re.sub(r"\s", "", _ATTACHMENT.sub(";", without_time_of_day(text)))


def _plain(text: str) -> str:
    """Returns a text with its dates in digits, and with only the end of each range."""
    text = _LISTED_DAY.sub(r"\1.\2.\3", _COMPACT_SHORT.sub(r"\1月\2日", text))
    plain = _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), _folded(text))
    return _without_starts(_BESIDE_DAYS.sub("", _CHINESE_DAY.sub(_in_digits, plain)))


def _without_starts(plain: str) -> str:
    """Replaces ranges by their end, with the year of the start: 10月9日—15日 becomes 10月15日."""
    ends = _FIRST_OF_WEEK.sub("", _RANGE_START.sub(lambda span: _lent(span, "年"), plain))
    ends = _POINTED_START.sub(lambda span: _lent(span, "."), ends)
    ends = _POINTED_WEEK.sub(lambda week: week[1] + week[3] if int(week[3]) > int(week[2]) else week[0], ends)
    for pattern in (_SHORT_START, _COMPACT_START):
        ends = pattern.sub(lambda span: "" if span[2] else span[1], ends)
    return ends


def _lent(span: re.Match[str], sign: str) -> str:
    """Returns the year that the end of a range takes from its start: `2014年` in 2013年12月30日—1月5日; else empty."""
    year, month, end_year, end_month = span.groups()
    if not year or end_year or not end_month:
        return ""
    return f"{int(year) + (int(end_month) < int(month))}{sign}"


def _in_digits(chinese: re.Match[str]) -> str:
    """Returns a Chinese date in digits: 10月15 for 十月十五."""
    return f"{_number(chinese[1])}月{_number(chinese[2]) if chinese[2] else ''}"


def _number(chinese: str) -> int:
    tens, ten, ones = chinese.rpartition("十")
    last = int(ones.translate(_CHINESE_DIGITS)) if ones else 0
    return (10 * int(tens.translate(_CHINESE_DIGITS) or 1) if tens else 10 if ten else 0) + last
