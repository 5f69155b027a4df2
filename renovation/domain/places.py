"""The places that report: eight units of the district, five counties of the city.

Names follow the report of 2013-10-22; English names and aliases follow common official usage.
A name that is not listed here is still shown as written: nothing depends on the list being complete.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """One reporting place.

    `code` stands in addresses and never changes with the language; `name` is the value in every table.
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
_WITHIN: Final = re.compile(r"^(浙江省)?(湖州市)?(吴兴区)?(?=.)")
_OFFICE: Final = re.compile(r"(人民政府|管理委员会|管委会|办事处|政府|(?<=街道)办)$")
_NUMBERED: Final = re.compile(
    r"^([(（]?(\d{1,2}|[一二三四五六七八九十]{1,2})[)）、.．]|\d{1,2}|[①-⑳㈠-㈩⑴-⒇⒈-⒛])|[*＊※▲△★☆①-⑳.…·]+$"
)
"""A number before a name, the mark of a footnote or a row of dots behind it."""
_REMARK: Final = re.compile(r"[(（\[［【〔].*[)）\]］】〕]$")
_ALL: Final = (DISTRICT, *UNITS, *COUNTIES)
_BY_NAME: Final = {place.name: place for place in _ALL}
_BY_CODE: Final = {place.code: place for place in _ALL}
_BY_WRITTEN: Final = {written: place for place in _ALL for written in (place.name, *place.aliases)}


def code_of(name: str) -> str:
    """The stable code of a place for addresses; an unlisted name stands for itself."""
    return _BY_NAME[name].code if name in _BY_NAME else name


def name_of(code: str) -> str:
    """The name behind a code from an address; an unlisted code stands for itself."""
    return _BY_CODE[code].name if code in _BY_CODE else code


def display_name(name: str, language: str) -> str:
    """The name as a reader of `language` sees it."""
    return _BY_NAME[name].english if language == "en" and name in _BY_NAME else name


def parse_place_name(written: str, places: tuple[Place, ...]) -> str | None:
    """The table name for a name or alias as written, None where it belongs to none of `places`.

    Blanks inside (八里店 镇), the district before it (吴兴区织里镇), the office behind (织里镇人民政府), a number
    before and a footnote's mark behind (1.织里镇*) are understood.
    """
    bare = _NUMBERED.sub("", _without_blanks(written))
    place = _BY_WRITTEN.get(bare) or _BY_WRITTEN.get(_WITHIN.sub("", _OFFICE.sub("", bare)))
    return place.name if place in places and place is not None else None


def current_name(written: str) -> str:
    """The present name of a place written under a former or other name; an unlisted one as written."""
    return _BY_WRITTEN[written].name if written in _BY_WRITTEN else written


def closest_match(written: str, places: tuple[Place, ...]) -> Place | None:
    """The one of `places` whose name or alias is most like what was written but for brackets; None where none is."""
    names = {name: place for place in places for name in (place.name, *place.aliases)}
    like = difflib.get_close_matches(_REMARK.sub("", _without_blanks(written)), names, n=1, cutoff=0.6)
    return names[like[0]] if like else None


def _without_blanks(written: str) -> str:
    return _BLANKS.sub("", written)
