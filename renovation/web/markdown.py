"""Escapes texts from data, so that Streamlit, which interprets Markdown, shows them as typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD_JOINER: Final = "\u2060"
_LINKED: Final = re.compile(
    r"""
    :(?=//)       # http://a.cn; not 12:30
    | www(?=\.)   # www.a.cn; not wwwa
    | (?<=\w)(?=@)  # me@a.cn; not @me
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Matches the places where GitHub's Markdown turns an address into a link, even an escaped one; an invisible word
joiner is inserted there."""
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&\"'/@=^])")


def bold(markdown: str) -> str:
    """Returns Markdown in bold. Texts from data must be escaped (`escaped`) before they are passed."""
    return f"**{markdown}**"


def escaped(text: str) -> str:
    """Returns Markdown that shows `text` as typed: Markdown, HTML, directives, formulas and links have no effect.

    Characters are dropped as `printable` does it.
    """
    return _SPECIAL.sub(r"\\\1", _LINKED.sub(lambda found: f"{found[0]}{_WORD_JOINER}", printable(text)))


def printable(text: str) -> str:
    """Returns a text without control and direction characters; line breaks become spaces."""
    return "".join(c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf"))
