"""Recognises number formats by which a cell shows something else than the number stored in it."""

from __future__ import annotations

import re
from typing import Final

from renovation.reading.files.cell_marks import CellStyle, Remark

BUILT_IN_PERCENT: Final = frozenset({9, 10})
_TOKENS: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?'  # "万㎡", also where the closing mark is missing
    r"|[\\!](?P<escaped>.)"  # !. or \.
    r"|[_*]."  # _) is a gap as wide as the bracket
    r"|\[[^\]]*\]"  # [Red], [DBNum1], [>=10000]
    r"|(?P<number>(?i:general)|G/通用格式|[0#?]+)"
    r"|(?P<date>[ymdhsegYMDHSEG]+)"  # the letters of a date, not those of a word in quotes
    r"|(?P<plain>.)",
    re.DOTALL,
)
_CONDITION: Final = re.compile(r"\[[<>=]")  # [>=10000], not [Red]
_SCALED: Final = re.compile(r"0L0|0C+(?![0C])")  # 0!.0 and "0,", not 0.0 and "#,##0"
_SHOWS_NUMBER: Final = re.compile("[0D@]")
_LONGEST: Final = 255
_TEXT_SECTION: Final = 3
"""Sections are for positive numbers, negative ones, 0, and texts."""


def style_of(code: str, is_struck_out: bool = False) -> CellStyle:
    """Returns how a number format changes the display of a cell; the cell itself is not changed.

    `code` is the number format, such as `0.0%`. `is_struck_out`, which says whether the cell's font has a line through
    it, is copied to the result.

    The `remark` of the result is the first of these three that applies; it is None if none applies:

    - `percent_format`: the format shows the number as a percentage.
    - `scaled_format`: the format shows the number divided by a power of ten. `0,` shows 12345 as 12 (thousands).
      `0!.0000"万"` shows 12345 as 1.2345万, because `!.` inserts a point as text between the digits.
    - `hidden_format`: the format does not show the number. `;;;` shows nothing, and `"完成"` shows this word.

    A format can have several sections, separated by `;`. The first section is for positive numbers, and only this
    section is examined. If a section has a condition, such as `[>=10000]`, all sections are examined, and a remark
    applies if it applies to any of them.
    """
    sections = _sections(code[:_LONGEST])
    counting = sections if _CONDITION.search(code) else sections[:1]
    shape = " ".join(shape for shape, _ in counting)
    hides_text = len(sections) > _TEXT_SECTION and not sections[_TEXT_SECTION][0]
    measurement_unit = counting[0][1] if "0" in shape and "D" not in shape else ""
    remark: Remark | None = None
    if "P" in shape:
        remark = "percent_format"
    elif _SCALED.search(shape):
        remark = "scaled_format"
    elif code and not _SHOWS_NUMBER.search(shape):
        remark = "hidden_format"
    return CellStyle(remark, "" if remark else measurement_unit, hides_text, is_struck_out)


def _sections(code: str) -> list[tuple[str, str]]:
    """Returns the shape and the literal text of each section of a number format.

    In a shape, 0 stands for digits, D for a part of a date, C for a comma, L for a literal point, P for a percent sign,
    @ for a text, x for anything else.
    """
    sections = [("", "")]
    for token in _TOKENS.finditer(code):
        shape, words = sections[-1]
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        plain = token["plain"]
        if plain == ";":
            sections.append(("", ""))
        elif literal is not None:
            sections[-1] = (shape + ("L" if literal == "." else "x" * bool(literal)), words + literal.strip())
        elif token["number"] or token["date"]:
            sections[-1] = (shape + ("0" if token["number"] else "D"), words)
        elif plain:
            own = "" if plain.isascii() else plain.strip()
            sections[-1] = (shape + {",": "C", "%": "P", "@": "@"}.get(plain, "x"), words + own)
    return sections
