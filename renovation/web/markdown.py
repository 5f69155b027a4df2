"""Escapes texts from data, so that Streamlit, which interprets Markdown, shows them as typed."""

from __future__ import annotations

import re
from typing import Final

from renovation.blocks.text import printable

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
    """Returns Markdown that shows `markdown` in bold. Text from data must be escaped (`escaped`) first."""
    return f"**{markdown}**"


def escaped(text: str) -> str:
    """Returns Markdown that shows `text` as typed: Markdown, HTML, formulas and links in it have no effect.

    Streamlit's own commands in Markdown, such as `:red[…]`, have no effect either. Control characters and characters
    that reverse the direction of writing are dropped, line breaks become spaces.
    """
    return _SPECIAL.sub(r"\\\1", _LINKED.sub(lambda found: f"{found[0]}{_WORD_JOINER}", printable(text)))
