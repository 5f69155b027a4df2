"""Finds notes that say which sign stands for zero, such as 表中“—”表示零."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from renovation.domain.cells import Cell, half_width, typed_text
from renovation.reading.layout.grammar import folded

_QUOTED: Final = "[“”\"'‘’「」()]?"
SIGN_MEANING: Final = re.compile(
    rf"(?:凡|其中|表[中内])?(?:打|填|标)?{_QUOTED}(?P<sign>[—\-–―−_/]+|无|空(?:白|格|项|着)?)"  # “—”表示零, not 东-林
    rf"{_QUOTED}(?:处|的|者)?(?:均|都|一律)?(?:表示|代表|即|为|是|视为|视同|按|指|计)+(?P<meaning>[^,;。]{{1,8}})"
)
_ZERO: Final = re.compile("(?:数值?)?(?:零|0)(?:计|值|处理|个)?|无发生额?")  # 零, not 0.01以下
_DASHES: Final = re.compile(r"[—\-–―−_]+")


def zero_signs(texts: Iterable[str]) -> frozenset[str]:
    """Returns the signs that stand for zero according to notes: `—` for any dash, `/`, `无`, and `` for a blank."""
    found = (match for text in texts for match in SIGN_MEANING.finditer(folded(text)))
    signs = (match["sign"] for match in found if _ZERO.fullmatch(match["meaning"]))
    return frozenset("" if sign.startswith("空") else sign_of(sign) for sign in signs)


def sign_of(cell: Cell) -> str:
    """Returns the text of a cell in the form of `zero_signs`: `—` for `--`, and `` for a blank cell."""
    return _DASHES.sub("—", half_width(typed_text(cell))) if cell is not None else ""
