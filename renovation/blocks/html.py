"""HTML written by functions: whatever is not HTML already is escaped, so that no name from data becomes markup."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_EMPTY: Final = frozenset({"rect", "line", "meta", "link", "circle", "path", "polyline"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def text(words: str) -> Html:
    """Words as they will read: markup stays letters, control and direction characters are dropped."""
    if isinstance(words, Html):
        return words
    shown = "".join(c for c in re.sub(r"\s+", " ", words) if unicodedata.category(c) not in ("Cc", "Cf"))
    return Html(html.escape(shown))


def emphasised(words: str) -> Html:
    """As `text`, with what stands between two pairs of asterisks in bold."""
    return Html(_BOLD.sub(r"<b>\1</b>", text(words)))


def tag(name: str, /, *children: str, **attributes: str | float | None) -> Html:
    """An element; an attribute that is None is left out, `class_` is `class`, `data_x` is `data-x`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _EMPTY:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{''.join(text(child) for child in children)}</{name}>")


def joined(parts: list[Html]) -> Html:
    """Pieces of markup one after another."""
    return Html("".join(parts))


def width_of(words: str) -> float:
    """How wide words run, in the width of one Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.55 for c in words)


def shortened(words: str, room: float) -> str:
    """Words cut in the middle to `room` Chinese characters, since names differ at both ends; whole where they fit."""
    if width_of(words) <= room:
        return words
    head = _fitting(words, 0.6 * (room - 1))
    tail = _fitting(words[::-1], 0.4 * (room - 1))[::-1]
    return f"{head.rstrip()}…{tail.lstrip()}"


def _fitting(words: str, room: float) -> str:
    """The beginning of words that `room` holds."""
    kept = ""
    for character in words:
        if width_of(kept + character) > room:
            break
        kept += character
    return kept
