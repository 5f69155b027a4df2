"""The fingerprint of a layout, by which next week's sheet with the same layout is recognised."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_LENGTH: Final = 12
_WHOLE_DATE: Final = re.compile(
    r"20\d\d[-/._年]?\d{1,2}[-/._月]?\d{1,2}[日号]?"  # 2013-10-15, 20131015; not 2013年
    r"|\d{1,2}[-/.月]\d{1,2}[日号]?(?!\d)"  # 10.15, 10月15日; not 10月
    r"|第?[\d一二三四五六七八九十]+[周期号](?!文)"  # 第42周, 第3期; not 周
)
_YEAR: Final = re.compile(r"20\d\d(?=年|$)")  # 2013年; not 2013亩
_MONTH: Final = re.compile(r"(?<!\d)(\d{1,2})(?=月)")  # 10月, 1-10月; not 10个月


def fingerprint(parts: Iterable[str], day: dt.date | None = None) -> str:
    """Returns a text of 12 hexadecimal digits that identifies a layout, so that it is recognised next week.

    `parts` are the texts of the layout, such as the headings, in their order. `day` is the as-of date (None: unknown).
    Two layouts have the same fingerprint if they differ only in days (2013-10-15 or 10月15日), or in the number of a
    week or of an issue (第3期). If `day` is known, a year in a text counts only by its distance from the year of `day`;
    the month of `day` and the month before it count in the same way.
    """
    folded = "\n".join(_without_dates(part, day) for part in parts)
    return hashlib.sha256(folded.encode()).hexdigest()[:_LENGTH]


def _without_dates(text: str, day: dt.date | None) -> str:
    plain = _WHOLE_DATE.sub("#", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower())
    if day is None:
        return plain
    by_year = _YEAR.sub(lambda year: f"Y{int(year[0]) - day.year:+d}", plain)
    return _MONTH.sub(lambda month: f"M{_distance(int(month[1]), day.month)}", by_year)


def _distance(month: int, present: int) -> str:
    """Returns a text for a month: this month and the last one by their distance, any other as it is."""
    return f"{month - present:+d}" if month - present in (0, -1) else f"={month}"
