"""Number formats under which a cell shows another number than it holds."""

from __future__ import annotations

import re
from typing import Final

from renovation.reading.files.cell_marks import Remark

BUILT_IN_PERCENT: Final = frozenset({9, 10})
_TOKENS: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<digits>[0#?]+)|(?P<plain>.)', re.DOTALL
)
_CONDITION: Final = re.compile(r"\[[<>=]")
_SCALED: Final = re.compile(r"0L0|0C+(?![0C])")


def remark_on(code: str) -> Remark | None:
    r"""Percent, or scaled: `0,` shows thousands, and `0!.0000"万"` a decimal point that is mere decoration.

    The first section speaks, being the one for positive numbers; all do where conditions choose between them.
    """
    shapes = _shapes(code[:255])
    shape = " ".join(shapes) if _CONDITION.search(code) else shapes[0]
    if "P" in shape:
        return "percent_format"
    return "scaled_format" if _SCALED.search(shape) else None


def _shapes(code: str) -> list[str]:
    """Each section with 0 for digits, C for a comma, L for a literal point, P for a percent sign, x for others."""
    shapes = [""]
    for token in _TOKENS.finditer(code):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if literal is not None:
            shapes[-1] += "L" if literal == "." else "x" * bool(literal)
        elif token["plain"] == ";":
            shapes.append("")
        elif token["digits"]:
            shapes[-1] += "0"
        elif token["plain"]:
            shapes[-1] += {",": "C", "%": "P"}.get(token["plain"], "x")
    return shapes
