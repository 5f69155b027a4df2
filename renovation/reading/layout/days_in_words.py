"""Finds the dates in a text that may be the as-of date, and the years to which a date without a year may belong."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from renovation.domain.cells import whole_number, without_time_of_day
from renovation.reading.layout.lexicon import MADE
from renovation.reading.layout.times import Time, times_in

# 进度表(10.15), not 进度表(10.15)续
_BEFORE_BRACKET: Final = re.compile(r"[表况度报]\($")

# 附件3, not 附件3月
_ATTACHMENT: Final = re.compile(
    r"(?:附件|附表|附图|第|(?<!\w)[表图])\s*\d{1,2}+(?:[.\-]\d{1,2}+(?!\d))*+(?![\d年月日号])"
    r"|(?<=\w[表图])\s*\d[.\-]\d(?![\d.\-年月日号])"
)

_CLAUSE: Final = re.compile(r"[,，。;；()、]")
_PARTS: Final = re.compile(r"[,，。;；()]")  # 截至10月8日、10月15日 has two days
# 截至10月15日, not 至10月15日
_BEHIND_AS_OF: Final = re.compile("截至")
_LABEL: Final = re.compile(r"(?:日期|时间|时点|日|目前|到|今年|本年)?[:为是]?")
# 前完成, not 后续
_LIMITS: Final = re.compile(
    r"(?:[上下]班|[上下中]午|当[天日晚])?(?:之|以)?前|以来|至今|开始|起(?![草步])|[之以]后|后(?!续)"
)
# 力争, not 力争今年年底以前全部完成
_BEFORE_OTHER: Final = re.compile(
    r"(?:确保|力争|争取|预计|务必|下[次期周]).{0,8}$|(?:较|(?<![对占同环])比).{0,3}$"
    "|(?:请|须|限)[^:]{0,12}[于在]$"  # 请各单位于11月8日报送
    rf"|有效期[至到]?:?$|(?:{MADE}|上报|印发|会议|审[核批])(?:时间|日期|日):?$"
)
# 上报, not 上报市完成
_FILED: Final = re.compile(rf".{{0,8}}?(?:上报(?!市(?:完成|总|累计|情况|数|\d))|{MADE})")
# 召开, not 会计
_EARLIER: Final = re.compile(r"以来|起(?![草步])|.{0,8}?(?:(?<![社员协商])会(?![计展所馆])|召开|部署|要求|出台)")
# 印发, not 发展
_ISSUED: Final = re.compile(r".{0,8}?(?:[印下]发|发文|通知|文件|批复|审[核批]|签[订发])")
# 根据, not 根本
_ON_GROUNDS: Final = re.compile(r"根据|按照?|依据|[自从]|贯彻|落实")
# 28日报, 28日旧厂区改造进度表; not 28日起
_REPORTED: Final = re.compile(rf"$|.{{0,12}}?(?:[报表编]|进[度展]|情况|{MADE}|统计)")
# 填报日期:10月28日
_MADE_ON: Final = re.compile(rf"(?:{MADE}|上报)(?:时间|日期|日):?$")
# 较上期(10月8日), not 较上期增加,10月8日
_COMPARED: Final = re.compile(r"(?:[较比与]|上[期次周月旬])[^,;。]{0,4}$")
# 25日, 上月25日, 1-25日, 25号, 上月末; not 第12号, 30日内, 前一日, 年底
_BARE: Final = re.compile(
    r"(?<![\d每逢下次第近前后上同年.较比与])(?P<of>[上本当这]个?月份?)?(?:(?P<start>\d{1,2}[日号]?[-—~至到])?"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?:(?<=月)|月)[末底])(?!以?内|[之以]?[前后]|[之以]?间|常|均|相[比较])"
)
_OF_FIGURES: Final = re.compile(r"(?:(?:统计|数据)(?:时间|日期|时点):?|[为系])$")  # 统计时间:10月28日
_DURATIONS: Final = "一二三四五六七八九十"  # 五日行动
_TOLD_BEFORE: Final = re.compile(
    r"(?:反[映应]|体现|[为系是]|截至|统计|数据|数字|时间|日期|时点)(?:时间|日期|期间)?[至到为]?:?$"
)
_TOLD_BEHIND: Final = re.compile(
    r"(?:\d{1,2}[时点:]\d*分?|[早晚]|凌晨|[上下]午)*的?(?:数|情况|进[度展]|完成|口径|为?止)"
)
# 截至日期:10.15, not 截至上报10.15
_AT_ONCE: Final = re.compile(r"(?:日期|时间)?:?")

# 〔2013〕12号, not 2013年12号
_NO_YEAR: Final = re.compile(r"[〔\[(【]20\d{2}[〕\])】]第?\d{1,4}号|[较比]20\d{2}年?|20\d{2}年?同期")
"""Matches years that are not the year of the figures: in the number of a document, or of the year with which this one
is compared."""
# 2013年, not 2013年以来
_SINCE: Final = re.compile(r"以来|以[前后]|起|[底末]")
_HALF_A_YEAR: Final = dt.timedelta(days=183)


@dataclass(frozen=True)
class _Found:
    """A date in a text, and the parts of its clause before and behind it."""

    written: Time
    before: str
    behind: str

    @property
    def is_another(self) -> bool:
        """Whether the text says that this is the date of a meeting, a report or a deadline, not that of the figures."""
        if _OF_FIGURES.search(self.before):
            return "至今" in self.behind
        told = (_LIMITS, _FILED, _EARLIER, _ISSUED)
        return bool(_BEFORE_OTHER.search(self.before)) or any(words.match(self.behind) for words in told)

    @property
    def is_aimed_at(self) -> bool:
        """Whether this is a deadline, or a date with which figures are compared."""
        return bool(_BEFORE_OTHER.search(self.before) or _LIMITS.match(self.behind))

    @property
    def is_of_report(self) -> bool:
        """Whether this is the date on which a report was made or sent."""
        if _MADE_ON.search(self.before):
            return True
        is_earlier = any(words.match(self.behind) for words in (_EARLIER, _ISSUED)) or _ON_GROUNDS.search(self.before)
        return not (is_earlier or self.is_aimed_at) and bool(_REPORTED.match(self.behind))

    def can_supply_year(self, day: dt.date) -> bool:
        """Returns whether `day` can be in this date's year: it is close, and not after a report or before a meeting."""
        this = self.written.to_date(None)
        if not this:
            return False
        if _EARLIER.match(self.behind) or _ON_GROUNDS.search(self.before):
            return day >= this
        return abs(day - this) <= _HALF_A_YEAR and (day <= this or not _FILED.match(self.behind))


@dataclass(frozen=True)
class BareDay:
    """A day that is written without its month: 25日 in 反映25日情况, or the last day of a month in 上月末.

    `day` is 0 at the end of a month. `months_back` is 1 for 上月, 0 for 本月, and None if no month is mentioned.
    `is_told` says that the text calls it the day of the figures. `is_span` says that it ends a range such as 1-25日,
    whose figures may be those of these days only.
    """

    typed: str
    day: int
    months_back: int | None
    is_told: bool
    is_span: bool = False

    def seen_from(self, year: int, month: int, day: int) -> dt.date | None:
        """Returns the date that is meant, if the text was written on a given date: the last such day up to it.

        `day` is 0 if only the month of writing is known. Returns None for a range, and if the month has no such day.
        """
        back = self.months_back if self.months_back is not None else int(0 < day < self.day)
        year, before = divmod(12 * year + month - 1 - back, 12)
        last = monthrange(year, before + 1)[1]
        return dt.date(year, before + 1, self.day or last) if self.day <= last and not self.is_span else None


def bare_days_in(text: str) -> list[BareDay]:
    """Returns the days in a text that are written without a month, except deadlines and days of comparison."""
    plain = _folded(text)
    for time in reversed(times_in(plain)):
        if not time.sign:
            plain = f"{plain[: time.place.start]};{plain[time.place.stop :]}"
    found = []
    for match in _BARE.finditer(plain):
        of, day = match["of"], whole_number(match["day"] or "0")
        time = Time("day", match[0], range(*match.span()), day=day)
        clause = _in_clause(plain, 0, time)
        is_told = bool(match["start"] or _TOLD_BEFORE.search(clause.before) or _TOLD_BEHIND.match(clause.behind))
        back = None if not (of or match["day"] is None) else int((of or match[0]).startswith("上"))
        is_vague = match[0].endswith("号") or (not back if match["day"] is None else match["day"] in _DURATIONS)
        is_other = clause.is_aimed_at if is_told else clause.is_another or is_vague
        if not is_other and day <= 31:
            found.append(BareDay(match[0], day, back, is_told, is_span=bool(match["start"])))
    return found


def dates_in(text: str, names: bool = False) -> list[Time]:
    """Returns the dates in a text that may be the as-of date: the dates after 截至, or all dates if 截至 is missing.

    Of a range, only the end counts. Dates of meetings, reports and deadlines are left out. If `names` is True, the text
    is the name of a sheet or a file, in which `10.15` is a date too.
    """
    plain = _folded(text)
    days = [time for time in times_in(plain) if time.is_day]
    ends = [found.end() for found in _BEHIND_AS_OF.finditer(plain)]
    behind: list[Time] = []
    for start, stop in pairwise([*ends, len(plain)]):
        behind += _first_behind(plain, start, [day for day in days if start <= day.place.start < stop])
    return behind or _whole_first([found.written for day in days if not day.sign or (names and day.sign != "/")
                                   if not (found := _in_clause(plain, 0, day)).is_another])  # fmt: skip


def days_of_sending(text: str) -> list[Time]:
    """Returns the dates of a report in a text: not those of its figures, nor of meetings, documents or deadlines."""
    plain, own = _folded(text), dates_in(text)
    days = [_in_clause(plain, 0, time) for time in times_in(plain) if time.is_day and not time.sign]
    days = [day for day in days if not _COMPARED.search(plain, 0, day.written.place.start)]
    return [day.written for day in days if day.written not in own and day.is_of_report]


def short_day_in(title: str) -> Time | None:
    """Returns the date in brackets at the end of a title, such as 进度表（10.15）; None if there is no such date."""
    plain = _folded(title)
    shorts = [day for day in times_in(plain) if day.sign == "." and plain[day.place.stop :] == ")"]
    return next((day for day in shorts if _BEFORE_BRACKET.search(plain[: day.place.start]) and day.to_date(2000)), None)


def years_in(text: str, *, named: bool = True) -> set[int]:
    """Returns the years written with 年 in a text, except years that are part of a full date.

    If `named` is False, returns the numbers that may be years although 年 is missing: 2013, but not the 2000 of
    2000万元.
    """
    years, plain = set(), _NO_YEAR.sub(";", _folded(text))
    for time in times_in(plain):
        is_named = "年" in plain[time.place.start : time.place.stop]
        is_since = is_named and _SINCE.match(plain, time.place.stop)
        if time.year and time.kind != "years" and not time.is_day and not is_since and is_named == named:
            years.add(time.year)
    return years


def years_of_other_dates(text: str, day: Time) -> set[int]:
    """Returns the years to which `day`, a date that is written without a year, may belong.

    The years are those of the complete dates in `text`. For each complete date, `day` is given the same year and
    compared with the complete date:

    - Usually the year counts if the two dates are at most half a year (183 days) apart.
    - If the complete date is the date of a report, `day` must also not be later than it.
    - If it is the date of a meeting or of a document on which the work is based (根据), the year counts if `day` is not
      earlier than it, however far apart the two dates are.
    """
    plain = _folded(text)
    whole = [_in_clause(plain, 0, time) for time in times_in(plain) if time.is_day and time.year]
    pairs = ((found, day.to_date(found.written.year)) for found in whole)
    return {that.year for found, that in pairs if that and found.can_supply_year(that)}


def without_dates(text: str) -> str:
    """Returns a text without the dates and years in it."""
    for time in reversed(times_in(text)):
        if not time.sign:
            text = text[: time.place.start] + text[time.place.stop :]
    return text


def _first_behind(plain: str, start: int, days: list[Time]) -> list[Time]:
    """Returns the dates in the first clause after 截至 that has one; `start` is the position in the text after 截至.

    A date directly after 截至 counts even if 上报 or another word for a report follows. `days` are all dates there.
    """
    for place, clause in groupby(days, lambda day: len(_PARTS.findall(plain, start, day.place.start))):
        found = [_in_clause(plain, start, day) for day in clause]
        if not place and found[0].written.sign and _AT_ONCE.fullmatch(found[0].before):
            return _whole_first([found[0].written])
        kept = [one.written for one in found if not one.written.sign
                if not (one.is_aimed_at if not place and _LABEL.fullmatch(one.before) else one.is_another)]  # fmt: skip
        if kept:
            return _whole_first(kept)
    return []


def _whole_first(days: list[Time]) -> list[Time]:
    """Returns the dates with a year if there are any, otherwise all; dates that no calendar has are left out."""
    whole = [day for day in days if day.year]
    return [day for day in whole or days if day.to_date(2000)]


def _in_clause(plain: str, start: int, day: Time) -> _Found:
    before, behind = plain[start : day.place.start], plain[day.place.stop :]
    return _Found(day, _CLAUSE.split(before)[-1], _CLAUSE.split(behind)[0])


def _folded(text: str) -> str:
    """Returns a text with half-width characters, and without blanks, times of day and the numbers of attachments.

    The number of an attachment is removed first, so that 附件2 2013年 does not become the number 22013.
    """
    return re.sub(r"\s", "", _ATTACHMENT.sub(";", without_time_of_day(text))).replace("截止", "截至")
