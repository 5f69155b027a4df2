"""The sentences, labels, numbers and dates of one language."""

from __future__ import annotations

import datetime as dt
import gettext
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from renovation.domain import places
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES, measure_heading, short_measure_heading
from renovation.domain.numbers import half_up, plain_number, signed_number, with_minus_sign
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS, SIMULATED
from renovation.domain.units_of_measurement import unit_label

LANGUAGES: Final = ("zh", "en")
CATALOGUE: Final = Path(__file__).parent / "zh_CN" / "LC_MESSAGES" / "messages.po"
_SIMULATED_SUFFIX: Final = f"（{SIMULATED}）"


@dataclass(frozen=True)
class Words:
    """Writes sentences, labels, numbers and dates in one language; `language` is "zh" or "en".

    A method that takes a number returns the word for a missing figure when the number is missing.
    """

    language: str
    catalogue: gettext.NullTranslations

    @property
    def missing(self) -> str:
        """Returns what replaces a figure that the data does not hold: `无数据`."""
        return self.gettext("no data")

    def __call__(self, sentence: str, /, **blanks: object) -> str:
        """Returns a sentence of the code in this language, its blanks filled: `words("Release {number}", number=3)`."""
        translated = self.catalogue.gettext(sentence)
        return translated.format(**blanks) if blanks else translated

    def plural(self, one: str, many: str, /, *, count: int, **blanks: object) -> str:
        """Returns the sentence for one thing or for several, `count` and other blanks filled.

        `words.plural("{count} site", "{count} sites", count=1)` is `1 site`; Chinese has one form for both.
        """
        return self.catalogue.ngettext(one, many, count).format(count=self.number(count), **blanks)

    def gettext(self, sentence: str) -> str:
        """Returns a sentence of the code in this language; `words("…")` says the same shorter."""
        return self.catalogue.gettext(sentence)

    def label(self, label: Label) -> str:
        """Returns a label of the schema in this language."""
        return label.text(self.language)

    def heading(self, measure: str) -> str:
        """Returns the heading of a measure."""
        return measure_heading(measure, self.language)

    def short(self, measure: str) -> str:
        """Returns the short heading of a measure, for narrow columns and cards."""
        return short_measure_heading(measure, self.language)

    def place(self, name: str) -> str:
        """Returns the name of a place."""
        return places.display_name(name, self.language)

    def basis(self, basis: str) -> str:
        """Returns a basis: whose statistic a figure comes from. A basis of the office's own stays as it is."""
        if basis.endswith(_SIMULATED_SUFFIX):
            real_basis = self.basis(basis.removesuffix(_SIMULATED_SUFFIX))
            return self.gettext("{basis}, simulated").format(basis=real_basis)
        labels = {
            DISTRICT_BASIS: self.gettext("district's statistics"),
            CITY_BASIS: self.gettext("as reported to the city"),
        }
        return labels.get(basis, basis)

    def number(self, value: float | None, unit: str = "") -> str:
        """Returns a number with the digits that it holds, and its unit: `242.01万㎡`."""
        if pd.isna(value):
            return self.missing
        return self._with_unit(with_minus_sign(plain_number(value, self.language)), unit)

    def difference(self, value: float | None, unit: str = "") -> str:
        """Returns a number with its sign and unit: `−4.6万㎡`."""
        if pd.isna(value):
            return self.missing
        return self._with_unit(signed_number(value, self.language), unit)

    def fixed(self, value: float, decimals: int, unit: str = "") -> str:
        """Returns a number to so many decimals, halves rounded up, with its unit: `4.60万㎡`."""
        separator = "," if self.language == "en" else ""
        return self._with_unit(with_minus_sign(format(half_up(value, decimals), f"{separator}.{decimals}f")), unit)

    def fixed_difference(self, value: float, decimals: int, unit: str = "") -> str:
        """Returns a number to so many decimals with its sign and unit: `−4.60万㎡`."""
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return sign + self.fixed(abs(value), decimals, unit)

    def measured(self, measure: str, value: float | None) -> str:
        """Returns the value of a measure with its unit; a percentage to one decimal."""
        unit = MEASURES[measure].unit
        return self.percent(value) if unit == "%" else self.number(value, unit)

    def percent(self, value: float | None, decimals: int = 1) -> str:
        """Returns a percentage, `334.3%` for 334.3."""
        if pd.isna(value):
            return self.missing
        return f"{half_up(value, decimals):.{decimals}f}%"

    def percent_short_of(self, value: float, limit: float = 100.0) -> str:
        """Returns a percentage that is never rounded up to a limit that it does not reach: 99.97 stays `99.97%`.

        A ratio of two equal numbers is 99.99999999999999 in binary, so the value is rounded to nine decimals first.
        """
        exact = half_up(value, 9)
        reaches_by_rounding = exact < limit <= half_up(exact, 1)
        return f"{math.floor(100 * exact) / 100:.2f}%" if reaches_by_rounding else self.percent(exact)

    def unit(self, unit: str) -> str:
        """Returns a unit of measurement: `万㎡` is `×10⁴ m²` in English."""
        return unit_label(unit, self.language)

    def axis(self, measure: str) -> str:
        """Returns a measure's heading with its unit, for an axis or a column."""
        return self.with_unit_of(self.heading(measure), measure)

    def with_unit_of(self, heading: str, measure: str) -> str:
        """Returns a heading followed by the unit of a measure: `面积（万㎡）`."""
        return self.with_unit(heading, MEASURES[measure].unit)

    def with_unit(self, heading: str, unit: str) -> str:
        """Returns a heading followed by a unit of measurement, alone when there is no unit."""
        return self.bracketed(heading, self.unit(unit)) if unit and self.unit(unit) else heading

    def bracketed(self, text: str, addition: str) -> str:
        """Returns a text followed by an addition in this language's brackets."""
        return f"{text}（{addition}）" if self.language == "zh" else f"{text} ({addition})"

    def day(self, day: dt.date) -> str:
        """Returns a day: `2013年10月15日`, `15 Oct 2013`."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%b %Y}"

    def short_day(self, day: dt.date) -> str:
        """Returns a day without its year: `10月15日`, `15 Oct`."""
        return f"{day.month}月{day.day}日" if self.language == "zh" else f"{day.day} {day:%b}"

    def period(self, period: str) -> str:
        """Returns a period as the tables hold it, an ISO day (`2013-10-15`) or a year (`2013`)."""
        return self.day(dt.date.fromisoformat(period)) if "-" in period else self.gettext("year {}").format(period)

    def listed(self, items: Iterable[str]) -> str:
        """Returns items as a list within a sentence: `高新区、织里镇`."""
        return ("、" if self.language == "zh" else ", ").join(items)

    def in_sentence(self, heading: str) -> str:
        """Returns a heading with a small first letter, for use within a sentence; an abbreviation stays."""
        return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]

    def joined(self, sentences: Iterable[str]) -> str:
        """Returns sentences as one paragraph."""
        return ("" if self.language == "zh" else " ").join(sentences)

    def _with_unit(self, digits: str, unit: str) -> str:
        label = self.unit(unit)
        without_space = not label or label == "%" or self.language == "zh"
        return f"{digits}{label}" if without_space else f"{digits}\N{NO-BREAK SPACE}{label}"


@cache
def words_in(language: str) -> Words:
    """Returns the words of "zh" or "en"; each language is loaded once.

    Raises KeyError for another language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return _chinese() if language == "zh" else Words("en", gettext.NullTranslations())


def _chinese() -> Words:
    """Compiles the catalogue in memory, so that no compiled copy can be out of date."""
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale="zh_CN"))
    compiled.seek(0)
    return Words("zh", gettext.GNUTranslations(compiled))
