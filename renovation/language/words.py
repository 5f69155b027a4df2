"""Translates sentences and formats numbers, dates and units of measurement in one language."""

from __future__ import annotations

import datetime as dt
import gettext
import io
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
from renovation.domain.measurement_units import in_full, measurement_unit_label
from renovation.domain.measures import MEASURES, measure_heading, short_measure_heading
from renovation.domain.numbers import (
    decimal_places,
    half_up,
    plain_number,
    rounded_below,
    signed_number,
    with_minus_sign,
)
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS, SIMULATED

LANGUAGES: Final = ("zh", "en")
CATALOGUE: Final = Path(__file__).parent / "zh_CN" / "LC_MESSAGES" / "messages.po"
_SIMULATED_SUFFIX: Final = f"（{SIMULATED}）"


@dataclass(frozen=True)
class Words:
    """Translates sentences and formats numbers, dates and units of measurement in one language.

    `language` is "zh" or "en". Units of measurement are passed by their Chinese names, such as `万㎡`. Methods that
    accept None return `missing` ("no data") for None and NaN.
    """

    language: str
    catalogue: gettext.NullTranslations

    @property
    def missing(self) -> str:
        """The text that is shown instead of a missing figure: `无数据` or `no data`."""
        return self.gettext("no data")

    def __call__(self, sentence: str, /, **blanks: object) -> str:
        """Translates an English sentence and fills its placeholders: `words("Release {number}", number=3)`."""
        translated = self.catalogue.gettext(sentence)
        return translated.format(**blanks) if blanks else translated

    def plural(self, one: str, many: str, /, *, count: int, **blanks: object) -> str:
        """Translates a sentence in the singular or plural, depending on `count`, and fills its placeholders.

        `one` and `many` are the English sentences; Chinese has one form for both. The placeholder `{count}` is filled
        with `count`, every other placeholder with the value of the same name in `blanks`: `words.plural("{count} site",
        "{count} sites", count=1)` is `1 site`.
        """
        return self.catalogue.ngettext(one, many, count).format(count=self.number(count), **blanks)

    def gettext(self, sentence: str) -> str:
        """Translates an English sentence; placeholders such as `{count}` are not filled."""
        return self.catalogue.gettext(sentence)

    def label(self, label: Label) -> str:
        """Returns the Chinese or the English text of `label`, depending on the language of this object."""
        return label.text(self.language)

    def heading(self, measure: str) -> str:
        """Returns the displayed name of `measure` in the language of this object: `完成率`, `Completion rate`.

        Raises KeyError for an unknown measure.
        """
        return measure_heading(measure, self.language)

    def short_heading(self, measure: str) -> str:
        """Returns the short name of `measure` in the language of this object, for narrow columns: `面积`, `Area`.

        If the measure has no short name, its full name is returned. Raises KeyError for an unknown measure.
        """
        return short_measure_heading(measure, self.language)

    def place(self, name: str) -> str:
        """Translates the Chinese name of a place: `Zhili Town` for `织里镇`.

        A name that is not declared in `domain.places` is returned unchanged.
        """
        return places.display_name(name, self.language)

    def place_in_sentence(self, name: str) -> str:
        """Translates the Chinese name of a place for use within a sentence: `the whole district` for `全区`."""
        return self.gettext("the whole district") if name == places.DISTRICT.name else self.place(name)

    def basis(self, basis: str) -> str:
        """Translates a basis: `as reported to the city` for `上报市口径`.

        An unknown basis is returned unchanged.
        """
        if basis.endswith(_SIMULATED_SUFFIX):
            real_basis = self.basis(basis.removesuffix(_SIMULATED_SUFFIX))
            return self.gettext("{basis}, simulated").format(basis=real_basis)
        labels = {
            DISTRICT_BASIS: self.gettext("district's statistics"),
            CITY_BASIS: self.gettext("as reported to the city"),
        }
        return labels.get(basis, basis)

    def short_basis(self, basis: str) -> str:
        """Translates a basis as `basis` does, but returns an empty text for an unknown basis, whose name can be long.

        A note in `basis` that the data is simulated (模拟) is ignored.
        """
        real_basis = basis.removesuffix(_SIMULATED_SUFFIX)
        return self.basis(real_basis) if real_basis in (DISTRICT_BASIS, CITY_BASIS) else ""

    def on_basis(self, heading: str, basis: str, measurement_unit: str = "") -> str:
        """Returns `heading`, followed in brackets by the basis and the unit of measurement of the figures below it.

        An example is `完成改造建筑面积（区口径，万㎡）`. `measurement_unit` is the Chinese name of the unit of
        measurement. The basis is left out if it is neither the district's own nor that of the city, because its name
        can be long.
        """
        parts = [part for part in (self.short_basis(basis), self.amount_measurement_unit(measurement_unit)) if part]
        return self.bracketed(heading, self.gettext(", ").join(parts)) if parts else heading

    def number(self, value: float | None, measurement_unit: str = "") -> str:
        """Formats a number with all its decimals and its unit of measurement: `242.01万㎡`, `2,420,100 m²`.

        `measurement_unit` is the Chinese name of the unit of measurement; if it is an empty text, the number is
        formatted without a unit of measurement. Returns `missing` for None and NaN.
        """
        if value is None or pd.isna(value):
            return self.missing
        number, shown_measurement_unit = in_full(value, measurement_unit, self.language)
        return self._with_measurement_unit(with_minus_sign(plain_number(number, self.language)), shown_measurement_unit)

    def amount(self, value: float | None, measurement_unit: str) -> str:
        """Formats a number without its unit of measurement, which a heading states: `242.01`, in English `2,420,100`.

        `measurement_unit` is the Chinese name of this unit of measurement; areas in 万㎡ are converted to m² in
        English.
        """
        if value is None or pd.isna(value):
            return self.number(None)
        return self.number(in_full(value, measurement_unit, self.language)[0])

    def amount_measurement_unit(self, measurement_unit: str) -> str:
        """Returns the unit of measurement in which `amount` prints its numbers: `万㎡` for `万㎡`, but `m²` in English.

        `measurement_unit` is the Chinese name of the unit of measurement that is passed to `amount`.
        """
        return self.measurement_unit(in_full(0.0, measurement_unit, self.language)[1])

    def factor(self, measurement_unit: str) -> float:
        """Returns the factor between the data and what `amount` prints: 10,000 for `万㎡` in English, otherwise 1.

        Charts and tables multiply their numbers by it, so that they agree with the amounts in the sentences beside
        them. `measurement_unit` is the Chinese name of the unit of measurement.
        """
        return in_full(1, measurement_unit, self.language)[0]

    def difference(self, value: float | None, measurement_unit: str = "") -> str:
        """Formats a difference with its sign and its unit of measurement: `−4.6万㎡`, in English `−46,000 m²`.

        `measurement_unit` is the Chinese name of the unit of measurement.
        """
        if value is None or pd.isna(value):
            return self.missing
        number, shown_measurement_unit = in_full(value, measurement_unit, self.language)
        return self._with_measurement_unit(signed_number(number, self.language), shown_measurement_unit)

    def fixed(self, value: float, decimals: int, measurement_unit: str = "") -> str:
        """Formats a number, rounded half up to `decimals` decimals, with its unit of measurement: `4.60万㎡`.

        `measurement_unit` is the Chinese name of the unit of measurement. In English, areas in 万㎡ become m²:
        `46,000 m²`.
        """
        digits = self.fixed_amount(value, decimals, measurement_unit)
        return self._with_measurement_unit(digits, in_full(0.0, measurement_unit, self.language)[1])

    def fixed_amount(self, value: float, decimals: int, measurement_unit: str) -> str:
        """Formats a number as `fixed` does, but without its unit of measurement, which a heading states: `4.60`.

        `measurement_unit` is the Chinese name of the unit of measurement of `value`. In English, 4.6 万㎡ becomes
        `46,000`.
        """
        separator = "," if self.language == "en" else ""
        number, shown_measurement_unit = in_full(half_up(value, decimals), measurement_unit, self.language)
        shown_decimals = decimals if shown_measurement_unit == measurement_unit else max(0, decimals - 4)
        return with_minus_sign(format(number, f"{separator}.{shown_decimals}f"))

    def fixed_difference(self, value: float, decimals: int, measurement_unit: str = "") -> str:
        """Formats a difference with its sign, rounded half up to `decimals` decimals: `−4.60万㎡`.

        `measurement_unit` is the Chinese name of the unit of measurement. In English, areas in 万㎡ become m².
        """
        digits = self.fixed_amount_difference(value, decimals, measurement_unit)
        return self._with_measurement_unit(digits, in_full(0.0, measurement_unit, self.language)[1])

    def fixed_amount_difference(self, value: float, decimals: int, measurement_unit: str) -> str:
        """Formats a difference as `fixed_difference` does, but without its unit of measurement: `−4.60`.

        `measurement_unit` is the Chinese name of the unit of measurement of `value`, which a heading states.
        """
        sign = "+" if value > 0 else "−" if value < 0 else ""
        return sign + self.fixed_amount(abs(value), decimals, measurement_unit)

    def measured(self, measure: str, value: float | None) -> str:
        """Formats a value of a measure with the measure's unit of measurement: `33.6万㎡`, in English `336,000 m²`.

        A percentage is rounded to one decimal: `334.3%`.
        """
        measurement_unit = MEASURES[measure].measurement_unit
        return self.percent(value) if measurement_unit == "%" else self.number(value, measurement_unit)

    def percent(self, value: float | None, decimals: int = 1) -> str:
        """Formats a percentage rounded half up to `decimals` decimals: `334.3%` for 334.3."""
        if pd.isna(value):
            return self.missing
        return f"{half_up(value, decimals):.{decimals}f}%"

    def percent_below(self, value: float, limit: float = 100.0) -> str:
        """Formats a percentage with one decimal, except that a value below `limit` is never shown as `limit`.

        A value below `limit` that rounding would turn into `limit` is cut off after two decimals instead: 99.975 gives
        `99.97%`, while 93.26 gives `93.3%`. A ratio of two equal numbers can be 99.99999999999999 in binary; therefore
        `value` is first rounded to nine decimals.
        """
        if pd.isna(value):
            return self.missing
        printed = rounded_below(value, limit)
        return f"{printed:.{max(1, decimal_places(printed))}f}%"

    def measurement_unit(self, measurement_unit: str) -> str:
        """Translates a unit of measurement for a heading: `10,000 m²` for `万㎡`.

        An unknown unit of measurement is returned unchanged.
        """
        return measurement_unit_label(measurement_unit, self.language)

    def amount_axis(self, measure: str) -> str:
        """Returns the title of an axis or a column with values of `measure`: `完成率（%）`, `Completion rate (%)`.

        The unit of measurement in the title is that of the numbers that `amount` prints: m² for areas in English.
        """
        return self.with_amount_measurement_unit_of(self.heading(measure), measure)

    def with_amount_measurement_unit_of(self, heading: str, measure: str) -> str:
        """Returns `heading`, followed in brackets by the unit of measurement in which `amount` prints a measure.

        For the heading `与目标差额` and a measure in 万㎡, this is `与目标差额（万㎡）`. A measure that has no unit of
        measurement in the language of this object adds nothing.
        """
        named = self.amount_measurement_unit(MEASURES[measure].measurement_unit)
        return self.bracketed(heading, named) if named else heading

    def bracketed(self, text: str, addition: str) -> str:
        """Returns `text` followed by `addition` in brackets (full-width in Chinese): `面积（万㎡）`, `Area (m²)`."""
        return f"{text}（{addition}）" if self.language == "zh" else f"{text} ({addition})"

    def day(self, day: dt.date) -> str:
        """Formats a date: `2013年10月15日`, `15 Oct 2013`."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%b %Y}"

    def short_day(self, day: dt.date) -> str:
        """Formats a date without its year: `10月15日`, `15 Oct`."""
        return f"{day.month}月{day.day}日" if self.language == "zh" else f"{day.day} {day:%b}"

    def period(self, period: str) -> str:
        """Formats a text that is an ISO date or a year: `2013-10-15` as `2013年10月15日`, `2013` as `2013年度`."""
        return self.day(dt.date.fromisoformat(period)) if "-" in period else self.gettext("year {}").format(period)

    def listed(self, items: Iterable[str]) -> str:
        """Joins `items` into a list for a sentence: `高新区、织里镇、东林镇`, `Zone A, Zhili Town and Daixi Town`."""
        if self.language == "zh":
            return "、".join(items)
        *others, last = tuple(items) or ("",)
        return " and ".join((", ".join(others), last)) if others else last

    def in_sentence(self, heading: str) -> str:
        """Returns `heading` with a small first letter, for use within a sentence.

        A heading whose second letter is a capital, such as `COD cut`, begins with an abbreviation and is returned
        unchanged.
        """
        return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]

    def figure_name(self, place: str, heading: str) -> str:
        """Returns the name of a place's figure: `全区：开工项目数`, in English `Whole district: projects started`.

        `place` is the Chinese name of the place, `heading` the name of its measure in the language of this object.
        """
        return self("{heading}: {listed}", heading=self.place(place), listed=self.in_sentence(heading))

    def joined(self, sentences: Iterable[str]) -> str:
        """Joins `sentences` to one paragraph: in English with spaces between them, in Chinese without."""
        return ("" if self.language == "zh" else " ").join(sentences)

    def _with_measurement_unit(self, digits: str, measurement_unit: str) -> str:
        label = measurement_unit_label(measurement_unit, self.language, one=digits.lstrip("+−") == "1")
        without_space = not label or label == "%" or self.language == "zh"
        return f"{digits}{label}" if without_space else f"{digits}\N{NO-BREAK SPACE}{label}"


@cache
def words_in(language: str) -> Words:
    """Returns the `Words` object for `language` ("zh" or "en"), which is created once and cached.

    Raises KeyError for another language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return _chinese() if language == "zh" else Words("en", gettext.NullTranslations())


def _chinese() -> Words:
    """Returns the Chinese `Words` object.

    Its catalogue is compiled in memory, so that no compiled file can be out of date.
    """
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale="zh_CN"))
    compiled.seek(0)
    return Words("zh", gettext.GNUTranslations(compiled))
