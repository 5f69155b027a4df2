"""Prepares texts for a screen: removes control characters, measures widths, finds bold parts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
"""Matches `**334.3%** of`; not `2 ** 3`, which has no second pair of asterisks."""


UNBROKEN: Final = (
    r"(?:\d+年)?\d+月\d+日"
    r"|\d+ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4})?"
    r"|第?[+−]?\d[\d,.]*(?:(?:个百分点|万?[㎡%\u4e00-\u9fff])的?|\u00a0m²| (?:percentage points?|projects?|weeks?)\b)"
)
"""A regular expression, for Python and JavaScript, of the texts in which browsers would break a line and must not.

Matches `10月15日`, `15 Oct 2013`, `75.49万㎡`, `150个的`, `第2位`, `33.4%`, `24,200 m²` with its no-break space, and `3
projects`; not `2.5`, `100 key projects` or `12 Octagons`."""
_UNBROKEN: Final = re.compile(f"({UNBROKEN})")


class TextRun(NamedTuple):
    """A part of a line of text, either bold or not; if `whole` is True, no line break is allowed within it."""

    words: str
    bold: bool
    whole: bool = False


def printable(text: str) -> str:
    """Returns `text` in one line, without invisible characters that names in data may contain.

    Line breaks and tabs become spaces; the no-break space of amounts such as `24,200 m²` is kept. Control characters,
    zero-width spaces and the characters of Unicode that reverse the direction of writing are removed, because they
    would disturb the text around the name.
    """
    return "".join(c for c in re.sub(r"[^\S\u00a0]+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf"))


def runs(line: str) -> tuple[TextRun, ...]:
    """Splits a line of text into bold parts, which are between `**` as in `**334.3%** of the target`, and other parts.

    In the other parts, an amount with its unit of measurement, or a date, is a part of its own, within which no line
    break is allowed.
    """
    found: list[TextRun] = []
    for place, words in enumerate(_BOLD.split(line)):
        if place % 2:
            found.append(TextRun(words, bold=True))
        else:
            found += unbroken_parts(words)
    return tuple(run for run in found if run.words)


def unbroken_parts(text: str) -> tuple[TextRun, ...]:
    """Splits a text at its amounts and dates; returns all parts in their order.

    No line break is allowed within an amount with its unit of measurement or within a date; these parts have `whole`
    set.
    """
    parts = (TextRun(part, bold=False, whole=at % 2 == 1) for at, part in enumerate(_UNBROKEN.split(text)))
    return tuple(part for part in parts if part.words)


def width_of(text: str) -> float:
    """Returns the printed width of a text, in widths of one Chinese character; a Latin letter counts 0.55."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.55 for c in text)


def shortened(text: str, room: float) -> str:
    """Replaces the middle of a text by `…` if the text is wider than `room`, in widths of one Chinese character."""
    if width_of(text) <= room:
        return text
    head = _prefix_within(text, 0.6 * (room - 1))
    tail = _prefix_within(text[::-1], 0.4 * (room - 1))[::-1]
    return f"{head.rstrip()}…{tail.lstrip()}"


def _prefix_within(text: str, room: float) -> str:
    """Returns the longest beginning of a text that is not wider than `room`, in widths of one Chinese character."""
    return next(text[:end] for end in range(len(text), -1, -1) if width_of(text[:end]) <= room)
