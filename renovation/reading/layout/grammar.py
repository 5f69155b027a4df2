"""Splits a heading into known words, units of measurement and times, and derives its meaning from them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from renovation.domain.cells import half_width, without_time_of_day
from renovation.reading.layout.lexicon import LEXICON, Kind
from renovation.reading.layout.scales import (
    dimension,
    is_measurement_unit,
    looks_like_measurement_unit,
    split_measurement_unit,
)
from renovation.reading.layout.times import CoveredTime, Time, times_in

HeadingPath = tuple[str, ...]
"""The heading cells above a column from the top down, as typed: `("项目数", "开工")`."""

REMEMBERED: Final = 4096
"""The number of headings whose parsing is cached. There is a limit, because the names in long lists do not repeat."""
_BRACKETS: Final = str.maketrans("〔〕[]【】{}", "()()()()")
_PIECES: Final = re.compile(r"[()、,;:/|\\]+")
_JOINTS: Final = re.compile(r"[\-_—~.+*\"'“”。!?·…]+| |截?至到?|到(?=年)|(?<=[\d日底末])[之以]?前")
_TEN_THOUSAND: Final = re.compile(r"10,?000(?=m2)")  # (10,000m2), which is 万m2
_LONGEST: Final = max(map(len, LEXICON))
_ENDING_LIKE_MEASUREMENT_UNITS: Final = tuple(word for word in LEXICON if split_measurement_unit(word)[1])
"""Words whose end looks like a unit of measurement: 单位 ends with the unit 位."""


@dataclass(frozen=True)
class Heading:
    """A heading that was split into its parts.

    `words` is the text without units of measurement and blanks. `features` are the meanings of the known words as pairs
    (kind, value), such as (`quantity`, `area`); `order` are the same meanings in the order of the words.
    `measurement_units` are the units of measurement from the lowest heading cell up, `unknown` the words that are not
    in the lexicon.
    """

    words: str
    features: frozenset[tuple[Kind, str]]
    measurement_units: tuple[str, ...]
    times: tuple[Time, ...]
    unknown: tuple[str, ...]
    order: tuple[str, ...]

    def says(self, *values: str) -> bool:
        """Returns whether a known word of the heading has one of `values` as its meaning: `says("area")` for 改造面积.

        Only the value of each pair (kind, value) in `features` is compared.
        """
        return any(value in values for _, value in self.features)

    def all_of(self, kind: Kind) -> frozenset[str]:
        """Returns everything of the kind `kind` that the words of the heading mean, possibly nothing.

        For the kind "quantity" and the heading 改造面积, this is {"area"}.
        """
        return frozenset(value for own, value in self.features if own == kind)

    @property
    def measured(self) -> frozenset[str]:
        """The kinds of quantity, such as area, that the heading names by a word or by a unit of measurement."""
        return self.all_of("quantity") | {dimension(written) for written in self.measurement_units}

    @property
    def is_neutral(self) -> bool:
        """Whether the heading does not change the meaning of the columns below it, such as 完成情况."""
        return not self.unknown and not self.times and {kind for kind, _ in self.features} <= {"neutral"}

    @property
    def is_name(self) -> bool:
        """Whether the heading may be the name of a place, such as 开发区.

        It must not contain a time, or a known word with a meaning of its own, such as a measure or 其中.
        """
        return not self.times and {kind for kind, _ in self.features - {("scope", "district")}} <= {"neutral"}

    @property
    def is_aim(self) -> bool:
        """Whether the heading names what is to be reached, not what has been reached, such as 目标面积 or 计划开工."""
        return self.says("target", "plan", "due", "stretch", "assigned")

    def covered_time(self, as_of: dt.date | None) -> CoveredTime:
        """Returns which time the figures below the heading cover (see CoveredTime).

        `as_of` is the as-of date of the table; None if it is not known.
        """
        said = self.all_of("period")
        times = {time.covered_time(as_of) for time in self.times if not self._is_due(time, as_of)}
        if said & {"previous", "next", "last_year", "part", "past"} or "other" in times:
            return "other"
        if "new" in said:
            return "gain"
        if "year_end" in said and not self.is_aim:
            return "unclear"
        if "total" in said or "total" in times:
            return "unclear" if "month" in said else "total"  # 本月累计 may begin with the month
        if said & {"gain", "month", "interval"} or "gain" in times:
            return "gain"
        is_begin = "year_begin" in said and not self.is_aim  # 年初完成, not 年初下达的目标
        return "unclear" if "unclear" in times or "present" in said or is_begin else "plain"

    def is_of_another_year(self, as_of: dt.date | None) -> bool:
        """Returns whether the heading names a year, or a date with its year, that is not in the year of `as_of`."""
        return any(as_of and time.year and time.year != as_of.year for time in self.times)

    def names_another_year(self, as_of: dt.date | None) -> bool:
        """Returns whether the heading names another year than that of `as_of` as a whole: 2012年, not 2012年10月."""
        return any(time.kind == "year" and time.covered_time(as_of) == "other" for time in self.times)

    def _is_due(self, time: Time, as_of: dt.date | None) -> bool:
        """Returns whether `time` ends on 31 December and the heading is that of a target, which is due on this day."""
        year = as_of.year if as_of else 2000
        is_last = time.is_day and time.first == 1 and time.to_date(year) == dt.date(time.year or year, 12, 31)
        return is_last and self.is_aim and (not as_of or time.year in (None, year))


@lru_cache(REMEMBERED)
def folded(text: str) -> str:
    """Returns a text in the uniform spelling in which texts are compared.

    The spelling has half-width characters, small letters, round brackets, no blanks, no time of day after a date, 完工
    for 竣工 and 截至 for 截止.
    """
    plain = re.sub(r"\s", "", without_time_of_day(half_width(text))).lower().translate(_BRACKETS)
    return plain.replace("竣工", "完工").replace("截止", "截至").replace("m²", "m2").replace("sqm", "m2")


@lru_cache(REMEMBERED)
def parse(path: HeadingPath) -> Heading:
    """Splits a heading into words, units of measurement and times; `path` lists its cells from the top down."""
    features: set[tuple[Kind, str]] = set()
    measurement_units: list[str] = []
    times: list[Time] = []
    unknown: list[str] = []
    order: list[str] = []
    words = ""
    for part in path:
        text, own = _without_measurement_units(_TEN_THOUSAND.sub("万", folded(part)))
        measurement_units[:0] = own
        words += text.replace(" ", "")
        for token in _tokens(text):
            if isinstance(token, Time):
                times.append(token)
            elif token in LEXICON:
                features.add(LEXICON[token])
                order.append(LEXICON[token].value)
            else:
                unknown.append(token)
    return Heading(words, frozenset(features), tuple(measurement_units), tuple(times), tuple(unknown), tuple(order))


def _without_measurement_units(text: str) -> tuple[str, list[str]]:
    """Returns a folded text without its units of measurement, with blanks between the pieces, and these units."""
    words, measurement_units = [], []
    for piece in _PIECES.split(text):
        bare = piece.removeprefix("单位").removeprefix("为") if len(piece) > len("单位") else piece
        if is_measurement_unit(bare) or (bare != piece and looks_like_measurement_unit(bare)):
            measurement_units.append(bare)
            continue
        kept, written = split_measurement_unit(piece)
        if written and any(word.endswith(written) and piece.endswith(word) for word in _ENDING_LIKE_MEASUREMENT_UNITS):
            written = None
        if looks_like_measurement_unit(piece) and not any(token in LEXICON for token in _tokens(kept)):
            measurement_units.append(piece)  # 百㎡, 平方尺
            continue
        if written and kept:
            measurement_units.append(written)
            piece = kept
        words.append(piece)
    return " ".join(words), measurement_units


def _tokens(text: str) -> Iterator[str | Time]:
    """Yields the times, known words (the longest that fits) and unknown remainders of a text, from left to right."""
    place, rest = 0, ""
    times = {time.place.start: time for time in times_in(text) if time.sign in ("", ".")}
    while place < len(text):
        found = times.get(place) or _word(text, place)
        joint = None if found else _JOINTS.match(text, place)
        stop = joint.end() if joint else found.place.stop if isinstance(found, Time) else place + len(found or text[0])
        if not joint and found is None:
            rest += text[place]
        elif rest:
            yield rest
            rest = ""
        if found is not None:
            yield found
        place = stop
    if rest:
        yield rest


def _word(text: str, place: int) -> str | None:
    """Returns the longest known word that begins at `place`; None if there is none."""
    widths = range(min(_LONGEST, len(text) - place), 0, -1)
    return next((text[place : place + width] for width in widths if text[place : place + width] in LEXICON), None)
