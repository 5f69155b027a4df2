"""Words of one language."""

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
from renovation.domain.measures import MEASURES, measure_heading, short_measure_heading
from renovation.domain.numbers import half_up, plain_number, signed_number
from renovation.domain.tables.declaration import CITY_BASIS, DISTRICT_BASIS, SIMULATED
from renovation.domain.units_of_measurement import unit_label

LANGUAGES: Final = ("zh", "en")
CATALOGUE: Final = Path(__file__).parent / "zh_CN" / "LC_MESSAGES" / "messages.po"


@dataclass(frozen=True)
class Words:
    """Everything a screen or document writes in one language; `language` is "zh" or "en"."""

    language: str
    catalogue: gettext.NullTranslations

    @property
    def missing(self) -> str:
        """What stands for a figure that the data does not hold."""
        return self.gettext("no data")

    def __call__(self, sentence: str, /, **blanks: object) -> str:
        """Returns a sentence of the code in this language, its blanks filled: `words("Release {number}", number=3)`."""
        translated = self.catalogue.gettext(sentence)
        return translated.format(**blanks) if blanks else translated

    def gettext(self, sentence: str) -> str:
        """Returns a sentence of the code in this language; `words("…")` says the same shorter."""
        return self.catalogue.gettext(sentence)

    def label(self, label: Label) -> str:
        """A label of the schema."""
        return label.text(self.language)

    def heading(self, measure: str) -> str:
        """The heading of a measure."""
        return measure_heading(measure, self.language)

    def short(self, measure: str) -> str:
        """The heading of a measure where room is scarce."""
        return short_measure_heading(measure, self.language)

    def place(self, name: str) -> str:
        """A place's name."""
        return places.display_name(name, self.language)

    def basis(self, basis: str) -> str:
        """A basis: whose statistic a figure comes from."""
        known = {
            DISTRICT_BASIS: self.gettext("district's statistics"),
            CITY_BASIS: self.gettext("as reported to the city"),
        }
        made_up = f"（{SIMULATED}）"
        if basis.endswith(made_up):
            return self.gettext("{basis} (simulated)").format(basis=self.basis(basis.removesuffix(made_up)))
        return known.get(basis, basis)

    def number(self, value: float | None, unit: str = "") -> str:
        """A number with the digits it holds and its unit, `242.01万㎡`; the word for missing where there is none."""
        if pd.isna(value):
            return self.missing
        return self._with_unit(plain_number(value, self.language), unit)

    def difference(self, value: float | None, unit: str = "") -> str:
        """A number with its sign, `−4.6 万㎡`."""
        if pd.isna(value):
            return self.missing
        return self._with_unit(signed_number(value, self.language), unit)

    def fixed(self, value: float, decimals: int, unit: str = "") -> str:
        """A number to a fixed number of decimals, halves upwards, with its unit: `4.60 万㎡`."""
        return self._with_unit(
            format(half_up(value, decimals), f"{',' if self.language == 'en' else ''}.{decimals}f"), unit
        )

    def fixed_difference(self, value: float, decimals: int, unit: str = "") -> str:
        """A number to a fixed number of decimals with its sign and unit: `−4.60 万㎡`."""
        return ("+" if value > 0 else "−" if value < 0 else "") + self.fixed(abs(value), decimals, unit)

    def measured(self, measure: str, value: float | None) -> str:
        """A measure's value with its unit; a percentage to one decimal."""
        unit = MEASURES[measure].unit
        return self.percent(value) if unit == "%" else self.number(value, unit)

    def percent(self, value: float | None, decimals: int = 1) -> str:
        """A percentage to `decimals` places, `334.3%`."""
        if pd.isna(value):
            return self.missing
        return f"{half_up(value, decimals):.{decimals}f}%"

    def unit(self, unit: str) -> str:
        """A unit of measurement."""
        return unit_label(unit, self.language)

    def axis(self, measure: str) -> str:
        """A measure's heading with its unit, for an axis or a column."""
        return self.with_unit_of(self.heading(measure), measure)

    def with_unit_of(self, heading: str, measure: str) -> str:
        """A heading with a measure's unit behind it."""
        unit = self.unit(MEASURES[measure].unit)
        if not unit:
            return heading
        return f"{heading}（{unit}）" if self.language == "zh" else f"{heading} ({unit})"

    def day(self, day: dt.date) -> str:
        """A day: `2013年10月15日`, `15 Oct 2013`."""
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%b %Y}"

    def short_day(self, day: dt.date) -> str:
        """A day without its year: `10月15日`, `15 Oct`."""
        return f"{day.month}月{day.day}日" if self.language == "zh" else f"{day.day} {day:%b}"

    def period(self, period: str) -> str:
        """A day or a year as `schema` holds it."""
        return self.day(dt.date.fromisoformat(period)) if "-" in period else self.gettext("year {}").format(period)

    def listed(self, words: Iterable[str]) -> str:
        """Words as a list in a sentence."""
        return ("、" if self.language == "zh" else ", ").join(words)

    def in_sentence(self, heading: str) -> str:
        """A heading as it stands within a sentence: its first letter small, save in an abbreviation."""
        return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences one after another."""
        return ("" if self.language == "zh" else " ").join(sentences)

    def _with_unit(self, digits: str, unit: str) -> str:
        written = self.unit(unit)
        tight = not written or written == "%" or self.language == "zh"
        return f"{digits}{written}" if tight else f"{digits}\N{NO-BREAK SPACE}{written}"


@cache
def words_in(language: str) -> Words:
    """The words of "zh" or "en", each loaded once.

    Raises KeyError for another language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return _chinese() if language == "zh" else Words("en", gettext.NullTranslations())


def _chinese() -> Words:
    """The catalogue is compiled in memory, so that only the file that people edit is kept."""
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale="zh_CN"))
    compiled.seek(0)
    return Words("zh", gettext.GNUTranslations(compiled))
