"""Phrases about the places with the highest or the lowest value of a measure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from renovation.comparisons.extremes import Extreme
from renovation.domain import places
from renovation.language import Words

MOST_NAMES: Final = 4
"""The most units that a sentence names; if there are more, it states only their number."""


def unit_names(units: Iterable[str], words: Words) -> str:
    """Returns the names of units or counties, in the language of `words`, as one text: `高新区、织里镇`.

    `units` are their Chinese names.
    """
    return words.listed(words.place(unit) for unit in units)


def counted_places(names: Collection[str], words: Words) -> str:
    """Returns a text with the number of places in `names`: `8个单位`, or `5个县区` if all of them are counties."""
    if names and set(names) <= {county.name for county in places.COUNTIES}:
        return words.plural("{count} county", "{count} counties", count=len(names))
    return words.plural("{count} unit", "{count} units", count=len(names))


def few_unit_names(units: Iterable[str], words: Words) -> str:
    """Returns the names of units or counties as one text; if there are more than MOST_NAMES, only their number.

    `units` are their Chinese names.
    """
    names = tuple(units)
    return unit_names(names, words) if len(names) <= MOST_NAMES else counted_places(names, words)


def tied_names(extreme: Extreme, words: Words) -> str:
    """Returns the names of the places that share the highest or lowest value, as text.

    If there are several places, the text adds that they are tied.
    """
    names = few_unit_names(extreme.places, words)
    return words("{places} (tied)", places=names) if extreme.shared else names


def superlative(extreme: Extreme, measure: str, alone: str, shared: str, words: Words) -> str:
    """Returns a sentence about the places with the highest or the lowest value of `measure`, which `extreme` holds.

    `alone` and `shared` are templates with the placeholders `{places}` and `{value}`: `alone` is used for a single
    place, `shared` for several places with the same value. Call this function only if `extreme.distinguishes`, because
    no place is first if all values are equal.
    """
    template = shared if extreme.shared else alone
    return template.format(places=few_unit_names(extreme.places, words), value=words.measured(measure, extreme.value))
