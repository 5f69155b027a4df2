"""Words from data, made harmless where a screen reads Markdown."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD_JOINER: Final = "\u2060"
_LINKED: Final = re.compile(r":(?=//)|www(?=\.)|(?<=\w)(?=@)", re.IGNORECASE)
"""Where GitHub's Markdown would make a link of a bare address, even of an escaped one: an invisible joiner stops it."""
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&\"'/@=^])")


def escaped(text: str) -> str:
    """The text as it will read: Markdown, HTML, directives, formulas and links in it stay letters.

    Control and direction characters are dropped, line breaks become spaces.
    """
    shown = "".join(c for c in re.sub(r"\s+", " ", text) if unicodedata.category(c) not in ("Cc", "Cf"))
    return _SPECIAL.sub(r"\\\1", _LINKED.sub(lambda found: f"{found[0]}{_WORD_JOINER}", shown))
