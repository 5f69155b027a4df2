"""The units of measurement in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from renovation.domain.labels import Label
from renovation.domain.numbers import half_up

MEASUREMENT_UNITS: Final[Mapping[str, Label]] = {
    "万㎡": Label("万㎡", "10,000 m²"),
    "%": Label("%", "%"),
    "个百分点": Label("个百分点", "percentage points"),
    "个": Label("个", ""),
    "家": Label("家", "enterprises"),
    "户": Label("户", "households"),
    "名": Label("名", "place"),
    "亩": Label("亩", "mu"),
    "公顷": Label("公顷", "ha"),
    "吨": Label("吨", "t"),
    "吨标煤": Label("吨标煤", "t coal eq."),
    "人": Label("人", "people"),
    "度": Label("度", "°"),
    "km": Label("km", "km"),
    "周": Label("周", "weeks"),
    "项": Label("项", ""),
}

COUNTS: Final = frozenset({"个", "家", "户"})
"""The units of measurement of whole things, such as projects, of which there is no half."""

"""In English, a heading over numbers in 万㎡ says `10,000 m²`; a number beside its unit of measurement is in m² (see
`in_full`)."""


def in_full(value: float, measurement_unit: str, language: str) -> tuple[float, str]:
    """Converts an area in 万㎡ to m² for English: 4.6 万㎡ gives (46000, "m²").

    `measurement_unit` is the Chinese name of the unit of measurement of `value`, `language` is "zh" or "en". Returns
    the converted number and its unit of measurement. In Chinese, and for every other unit of measurement, `value` and
    `measurement_unit` are returned unchanged.
    """
    if measurement_unit == "万㎡" and language == "en":
        return half_up(value * 10_000, 4), "m²"
    return value, measurement_unit


_SINGULAR: Final[Mapping[str, str]] = {
    "enterprises": "enterprise",
    "households": "household",
    "people": "person",
    "percentage points": "percentage point",
    "weeks": "week",
}
"""The English of the units of measurement that have a plural, for exactly one."""


def measurement_unit_label(measurement_unit: str, language: str, one: bool = False) -> str:
    """Returns the name of a unit of measurement in `language` ("zh" or "en"): `10,000 m²` in English for `万㎡`.

    `measurement_unit` is the Chinese name of the unit of measurement. If `one` is True, the English name is in the
    singular, such as `week` for 周. An unknown unit of measurement is returned unchanged.
    """
    label = MEASUREMENT_UNITS.get(measurement_unit, Label(measurement_unit, measurement_unit)).text(language)
    return _SINGULAR.get(label, label) if one else label
