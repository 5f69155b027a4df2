"""Phrases for the places at one end of a measure: alone or tied, with their value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from renovation.comparisons.extremes import Extreme
from renovation.language import Words

MOST_NAMES: Final = 4
"""A sentence names up to so many units and counts more of them."""


def unit_names(units: Iterable[str], words: Words) -> str:
    """Returns the units' names as a list in a sentence."""
    return words.listed(words.place(unit) for unit in units)


def few_unit_names(units: Iterable[str], words: Words) -> str:
    """Returns the units' names, or how many they are when a sentence cannot hold them: `12个单位`."""
    names = tuple(units)
    return (
        unit_names(names, words)
        if len(names) <= MOST_NAMES
        else words.plural("{count} unit", "{count} units", count=len(names))
    )


def tied_names(extreme: Extreme, words: Words) -> str:
    """Returns the names at one end, marked when they tie: `高新区、织里镇并列`."""
    names = few_unit_names(extreme.places, words)
    return words("{places} (tied)", places=names) if extreme.shared else names


def superlative(extreme: Extreme, measure: str, alone: str, shared: str, words: Words) -> str:
    """Returns `alone` or, for a tie, `shared` with its blanks `{places}` and `{value}` filled.

    Only for an extreme that distinguishes: where all are equal, nobody is first.
    """
    template = shared if extreme.shared else alone
    return template.format(places=few_unit_names(extreme.places, words), value=words.measured(measure, extreme.value))
