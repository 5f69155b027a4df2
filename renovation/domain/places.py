"""The places that report figures: the eight responsible units of the district and the five counties of the city.

Chinese names follow the report of 2013-10-22; English names and aliases follow official usage. A place that is not
declared here is shown under the name that the clerk typed.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """A place that reports figures.

    `code` identifies the place in URLs; it is the same in every language. `name` is its Chinese name, which the tables
    contain, `english` its English name; `aliases` are other ways in which clerks write the name.
    """

    code: str
    name: str
    english: str
    aliases: tuple[str, ...] = ()


DISTRICT: Final = Place("district", "全区", "Whole district", ("吴兴区全区", "合计"))
OWN_COUNTY: Final = Place("wuxing", "吴兴区", "Wuxing District", ("吴兴",))

UNITS: Final = (
    Place(
        "gaoxin",
        "高新区",
        "High-tech Zone",
        ("湖州南太湖高新区", "南太湖高新区", "高新技术产业园区", "南太湖高新技术产业园区"),
    ),
    Place("zhili", "织里镇", "Zhili Town", ("织里",)),
    Place("balidian", "八里店镇", "Balidian Town", ("八里店",)),
    Place("daochang", "道场乡", "Daochang Township", ("道场",)),
    Place("miaoxi", "妙西镇", "Miaoxi Town", ("妙西",)),
    Place("daixi", "埭溪镇", "Daixi Town", ("埭溪",)),
    Place("donglin", "东林镇", "Donglin Town", ("东林",)),
    Place("huanzhu", "环渚街道", "Huanzhu Subdistrict", ("环渚", "环渚乡")),
)

COUNTIES: Final = (
    OWN_COUNTY,
    Place("deqing", "德清县", "Deqing County", ("德清",)),
    Place("changxing", "长兴县", "Changxing County", ("长兴",)),
    Place("nanxun", "南浔区", "Nanxun District", ("南浔",)),
    Place("anji", "安吉县", "Anji County", ("安吉",)),
)

_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]")
_REGION_BEFORE: Final = re.compile(r"^(浙江省)?(湖州市?)?(吴兴区?)?(?=.)")
"""Removes 吴兴区 from 吴兴区织里镇, but not from 吴兴区 alone."""
_OFFICE_BEHIND: Final = re.compile(r"(人民政府|管理委员会|管委会|办事处|政府|(?<=街道)办)$")
"""Removes 人民政府 from 织里镇人民政府 and 办 from 环渚街道办, but not 办 from 织里镇办."""
_NUMBERED: Final = re.compile(
    r"^([(（]?(\d{1,2}|[一二三四五六七八九十]{1,2})[)）、.．]|\d{1,2}|[①-⑳㈠-㈩⑴-⒇⒈-⒛]|[*＊※▲△★☆●◆■]+)|[*＊※▲△★☆①-⑳.…·]+$"
)
"""Removes 1. from 1.织里镇, ★ from ★织里镇, * from 织里镇* and dots from 织里镇……, but not 甲. from 甲.织里镇."""
_BRACKETS_BEHIND: Final = re.compile(r"[(（\[［【〔].*[)）\]］】〕]$")
_ALL: Final = (DISTRICT, *UNITS, *COUNTIES)
_BY_NAME: Final = {place.name: place for place in _ALL}
_BY_CODE: Final = {place.code: place for place in _ALL}
_BY_WRITTEN: Final = {written: place for place in _ALL for written in (place.name, *place.aliases)} | {
    "高新": UNITS[0]  # no alias: 高新技术企业 in a title does not name the zone
}


def code_of(name: str) -> str:
    """Returns the code that stands for a place in URLs, given its Chinese name: `zhili` for `织里镇`.

    A name that is not declared in this module is returned unchanged.
    """
    return _BY_NAME[name].code if name in _BY_NAME else name


def name_of(code: str) -> str:
    """Returns the Chinese name of the place that `code` stands for in URLs: `织里镇` for `zhili`.

    A code that is not declared in this module is returned unchanged.
    """
    return _BY_CODE[code].name if code in _BY_CODE else code


def display_name(name: str, language: str) -> str:
    """Returns the name of a place in `language` ("zh" or "en"), given its Chinese name.

    A name that is not declared in this module is returned unchanged.
    """
    return _BY_NAME[name].english if language == "en" and name in _BY_NAME else name


def parse_place_name(written: str, places: tuple[Place, ...]) -> str | None:
    """Returns the official name of the place in `places` whose name or alias is `written`; None if none matches.

    Ignores spaces (八里店 镇), a region before the name (吴兴区织里镇), the word for an office after the name
    (织里镇人民政府), a number or a mark before the name (1.织里镇, ★织里镇) and a footnote mark after it (织里镇*).
    """
    bare = _NUMBERED.sub("", _without_blanks(written))
    place = _BY_WRITTEN.get(bare) or _BY_WRITTEN.get(_REGION_BEFORE.sub("", _OFFICE_BEHIND.sub("", bare)))
    return place.name if place in places and place is not None else None


def current_name(written: str) -> str:
    """Returns the Chinese name that a place has today, given this name, a former name or an alias.

    A name that is not declared in this module is returned unchanged.
    """
    return _BY_WRITTEN[written].name if written in _BY_WRITTEN else written


def closest_match(written: str, places: tuple[Place, ...]) -> Place | None:
    """Returns the place in `places` whose name or alias is most similar to `written`, to suggest it to the clerk.

    Returns None if no place is similar: the ratio of two texts in difflib must be at least 0.6. Blanks in `written`,
    and brackets with text at its end, are ignored.
    """
    names = {name: place for place in places for name in (place.name, *place.aliases)}
    similar = difflib.get_close_matches(_BRACKETS_BEHIND.sub("", _without_blanks(written)), names, n=1, cutoff=0.6)
    return names[similar[0]] if similar else None


def _without_blanks(written: str) -> str:
    return _BLANKS.sub("", written)
