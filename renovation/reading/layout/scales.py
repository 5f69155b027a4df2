"""Units of measurement as clerks write them, with the exact factors between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from renovation.domain.numbers import as_decimal

_ONE: Final = Fraction(1)
_PIECES: Final = dict.fromkeys(("个", "家", "项", "处", "宗", "只", "座", "件", "户"), _ONE)

KNOWN: Final[Mapping[str, Mapping[str, Fraction]]] = {
    "万㎡": {
        **dict.fromkeys(("万m2", "万平方米", "万平米", "万平方", "万平", "万方"), _ONE),
        **dict.fromkeys(("m2", "平方米", "平米", "平方"), Fraction(1, 10_000)),
        **dict.fromkeys(("千m2", "千平方米", "千平米", "千平方", "千平"), Fraction(1, 10)),
    },
    "亩": {"亩": _ONE, "万亩": Fraction(10_000), "公顷": Fraction(15), "ha": Fraction(15)},
    "公顷": {"公顷": _ONE, "ha": _ONE, "亩": Fraction(1, 15)},
    "%": {**dict.fromkeys(("%", "百分比", "百分数"), _ONE), "倍": Fraction(100)},
    "个": _PIECES,
    "家": _PIECES,
    "户": _PIECES,
    "名": dict.fromkeys(("名", "位"), _ONE),
    "人": {"人": _ONE, "人次": _ONE, "万人": Fraction(10_000)},
    "吨": {"吨": _ONE, "t": _ONE, "万吨": Fraction(10_000)},
    "吨标煤": {
        "吨标煤": _ONE,
        "吨标准煤": _ONE,
        "tce": _ONE,
        "万吨标煤": Fraction(10_000),
        "万吨标准煤": Fraction(10_000),
    },
    "度": dict.fromkeys(("度", "°"), _ONE),
    "km": {"km": _ONE, "公里": _ONE, "千米": _ONE, "m": Fraction(1, 1000), "米": Fraction(1, 1000)},
}
"""Maps each unit of measurement of a column to those in which its values may be typed, with the factors that convert
them. Land (亩, 公顷) and floor area (万㎡) are never converted into one another."""

_WORDS: Final = frozenset(word for words in KNOWN.values() for word in words)
RECOGNISED: Final = tuple(sorted(_WORDS, key=len, reverse=True))
"""All units of measurement in which a column may be typed, the longest first."""
_LIKE_A_MEASUREMENT_UNIT: Final = re.compile(r"平方|平米|m2|㎡|亩|公顷|[尺里米方元]$")


def folded_measurement_unit(written: str) -> str:
    """Returns a unit of measurement in the spelling used in KNOWN: half width, no blanks, `m2` for `㎡`."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", written)).lower().replace("平方公尺", "平方米")


def conversion_factor(written: str, declared: str) -> Fraction | None:
    """Returns the factor that converts numbers from the unit of measurement `written` to `declared`.

    The factor from ㎡ to 万㎡ is 1/10000. Returns None if the two units do not measure the same thing.
    """
    folded = folded_measurement_unit(written)
    if folded == folded_measurement_unit(declared):
        return _ONE
    return KNOWN.get(declared, {}).get(folded)


def is_measurement_unit(written: str) -> bool:
    """Returns whether a word is a unit of measurement that this module knows, such as 万平方米."""
    return folded_measurement_unit(written) in _WORDS


def looks_like_measurement_unit(written: str) -> bool:
    """Returns whether a word looks like a unit of measurement for areas or lengths, even if unknown: 百㎡."""
    return bool(_LIKE_A_MEASUREMENT_UNIT.search(folded_measurement_unit(written)))


def split_measurement_unit(text: str) -> tuple[str, str | None]:
    """Splits a text into the part before a unit of measurement and that unit of measurement.

    `完成面积万m2` gives (`完成面积`, `万m2`). `text` must be normalised by `folded`. The second part is None if the
    text does not end with a unit of measurement.
    """
    written = next((word for word in RECOGNISED if text.endswith(word) and text != word), None)
    return (text, None) if written is None else (text[: -len(written)].rstrip(":/,、_-"), written)


def converted(value: float, by: Fraction) -> float:
    """Returns `value` × `by` without binary rounding errors: 33.6 for 336000 × 1/10000.

    Raises ValueError if the result is too large for a float.
    """
    if by == 1:
        return value
    try:
        return float(Fraction(as_decimal(value)) * by)
    except OverflowError as error:
        raise ValueError(value) from error


def dimension(written: str) -> str:
    """Returns what a unit of measurement measures: `area` (of floors), `land`, `rate`, `count`, `strange` or `other`.

    `strange` is a unit of area that is not among the known ones, such as 平方尺.
    """
    folded = folded_measurement_unit(written)
    for declared, name in (("万㎡", "area"), ("亩", "land"), ("%", "rate"), ("个", "count")):
        if folded in KNOWN[declared]:
            return name
    return "strange" if re.search(r"平方|平米|m2|尺", folded) else "other"
