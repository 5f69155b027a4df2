"""Finds notes that explain signs in cells, or that say what the figures of one unit include or leave out.

Examples are 表中“—”表示零, ①含跨镇项目2个, and 妙西镇不含风景区.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from renovation.domain import places
from renovation.domain.cells import Cell, half_width, typed_text
from renovation.reading.files.workbook import Sheet
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.place_names import places_named

_QUOTED: Final = "[“”\"'‘’「」()]?"
SIGN_MEANING: Final = re.compile(
    rf"(?:凡|其中|表[中内])?(?:打|填|标)?{_QUOTED}(?P<sign>[—\-–―−_/]+|无|空(?:白|格|项|着)?)"  # “—”表示零, not 东-林
    rf"{_QUOTED}(?:处|的|者)?(?:均|都|一律)?(?:表示|代表|即|为|是|视为|视同|按|指|计)+(?P<meaning>[^,;。]{{1,8}})"
)
_ZERO: Final = re.compile("(?:数值?)?(?:零|0)(?:计|值|处理|个)?|无发生额?")  # 零, not 0.01以下
_DASHES: Final = re.compile(r"[—\-–―−_]+")
# 妙西镇不含风景区, not 织里镇仅含在建项目
_SCOPE: Final = re.compile(r"[^含括仅只]*包?[含括][^\d,;。]{1,12}(?:区|片|村|园|街|社|指挥部)[。;]?")
_FOOTNOTE: Final = re.compile(r"(?:^|[\s:;,.。：；，、])([①-⒇])(?!\d)")  # ①含跨镇项目, not 共①
# 括号内为本周新增数, （）中为较上周增加数, “↑”表示比上周增加; not 括号内为重点项目数
_NOTES_GAINS: Final = re.compile(
    r"[(（]?[“]?(?:括[号弧]|\(\)|（）|[↑↓]+[”]?(?:为|表示|代表))[^,，;；。)）]{0,12}(?:新增|净增|增加|增量|增减)[^,，;；。)）]{0,3}[)）]?"
)
_WITH_GAIN: Final = re.compile(
    r"\s*([\d,.]+\D{0,3}?)\s*[(（]\s*[+\-＋－↑↓±]\s*[\d,.]+\D{0,3}?\s*[)）]\s*"
)  # 20（+1）, not 20（1）
_LINES: Final = 40


def without_gains(sheet: Sheet) -> Sheet:
    """Returns the sheet without the increases that are written in brackets after figures: 20 for 20（+1）.

    They are removed only if a text on the sheet explains them; that text is removed too.
    """
    lines = [*sheet.rows[:_LINES], *sheet.rows[-_LINES:]]
    if not any(isinstance(cell, str) and _NOTES_GAINS.search(cell) for line in lines for cell in line):
        return sheet
    return replace(sheet, rows=tuple(tuple(map(_without_gain, cells)) for cells in sheet.rows))


def _without_gain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    match = _WITH_GAIN.fullmatch(cell)
    return match[1] if match else _NOTES_GAINS.sub("", cell) or None


class Signs(NamedTuple):
    """The signs in cells that the notes of a table explain.

    `zeros` are the signs that mean zero, such as `—`, `/` or `无`. If `zeros` contains `—`, every kind of dash means
    zero. If it contains an empty text, blank cells mean zero. `footnotes` are the signs, such as ①, that are written
    after a number and refer to a note.
    """

    zeros: frozenset[str]
    footnotes: frozenset[str]

    def applied(self, cell: Cell) -> Cell:
        """Returns what a cell means according to the notes: 0 for a dash, `37` for `37①`.

        Any other content is returned unchanged.
        """
        text = half_width(typed_text(cell)) if cell is not None else ""
        if self.zeros and _DASHES.sub("—", text) in self.zeros:
            return 0
        bare = cell.strip() if isinstance(cell, str) else ""
        return bare[:-1] if bare[-1:] in self.footnotes else cell


def signs_in(texts: Iterable[str]) -> Signs:
    """Returns the signs in cells that the texts around a table explain."""
    texts = list(texts)
    meanings = (match for text in texts for match in SIGN_MEANING.finditer(folded(text)))
    signs = (match["sign"] for match in meanings if _ZERO.fullmatch(match["meaning"]))
    zeros = ("" if sign.startswith("空") else _DASHES.sub("—", sign) for sign in signs)
    return Signs(frozenset(zeros), frozenset(sign for text in texts for sign in _FOOTNOTE.findall(text)))


def defines_one_unit(text: str) -> bool:
    """Returns whether a note only says what the figures of one unit include or leave out: 妙西镇不含风景区."""
    plain = folded(text)
    kinds = parse((plain,)).features - {("nature", "including"), ("nature", "excluding"), ("scope", "district")}
    is_scope = bool(_SCOPE.fullmatch(plain)) and {kind for kind, _ in kinds} <= {"neutral"}
    return is_scope and len(places_named(plain, places.UNITS)) == 1
