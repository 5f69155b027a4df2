"""What a text needs before it is set: clean characters, its width, its bold parts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
"""Matches `**334.3%** of`; not `2 ** 3`, which has no second pair of asterisks."""


class TextRun(NamedTuple):
    """A part of a line that is bold or not."""

    words: str
    bold: bool


def printable(words: str) -> str:
    """Returns words on one line, without the control and direction characters that a name from data may carry."""
    return "".join(c for c in re.sub(r"\s+", " ", words) if unicodedata.category(c) not in ("Cc", "Cf"))


def runs(line: str) -> tuple[TextRun, ...]:
    """Splits a line at its pairs of asterisks, as `**334.3%** of the target`, into bold and other parts."""
    parts = _BOLD.split(line)
    return tuple(TextRun(words, bold=place % 2 == 1) for place, words in enumerate(parts) if words)


def width_of(words: str) -> float:
    """Returns how wide words run, in the width of one Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.55 for c in words)


def shortened(words: str, room: float) -> str:
    """Returns words cut in the middle to the width of `room` Chinese characters, since names differ at both ends."""
    if width_of(words) <= room:
        return words
    head = _prefix_within(words, 0.6 * (room - 1))
    tail = _prefix_within(words[::-1], 0.4 * (room - 1))[::-1]
    return f"{head.rstrip()}…{tail.lstrip()}"


def _prefix_within(words: str, room: float) -> str:
    """Returns the longest beginning of words that `room` holds."""
    return next(words[:end] for end in range(len(words), -1, -1) if width_of(words[:end]) <= room)
