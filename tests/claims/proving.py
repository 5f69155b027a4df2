"""What all proofs share: their register, and comparisons of what a sentence says with what is true.

A proof returns nothing and raises AssertionError where a claim is false.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Generic, TypeVar

from tests.claims.reading import Claim, number
from tests.claims.spoken import EN_NAMES
from tests.claims.truth import rounded

Subject = TypeVar("Subject")

MOST_NAMES = 4


class Proofs(dict[str, Callable[[Claim, Subject], None]], Generic[Subject]):
    """The proof of each kind of claim about a subject: a release, a history, the course of a measure."""

    def of(self, *kinds: str) -> Callable[[Callable[[Claim, Subject], None]], Callable[[Claim, Subject], None]]:
        """Registers a function as the proof of some kinds."""

        def register(proof: Callable[[Claim, Subject], None]) -> Callable[[Claim, Subject], None]:
            self.update(dict.fromkeys(kinds, proof))
            return proof

        return register


def same(claim: Claim, blank: str, expected: Fraction | None) -> None:
    """The number in a blank is the expected one to the decimals that it is written with."""
    written = claim.number(blank)
    if expected is None or written is None:
        assert written == expected, (claim, blank, expected)
        return
    assert written == rounded(expected, claim.decimals(blank)), (claim, blank, float(expected))


def exactly(claim: Claim, blank: str, expected: Fraction | int | None) -> None:
    assert claim.number(blank) == expected, (claim, blank, expected)


def short_of(claim: Claim, blank: str, value: Fraction, limit: int) -> None:
    """A percentage to one decimal, which never shows a limit that is not reached."""
    written = claim.number(blank)
    assert written is not None
    assert (written >= limit) == (value >= limit), (claim, float(value))
    assert abs(written - value) <= Fraction(1, 20), (claim, float(value))


def names_are(claim: Claim, blank: str, expected: list[str]) -> None:
    named = claim.names(blank)
    if isinstance(named, int):
        assert named == len(expected) > MOST_NAMES, (claim, blank, expected)
    else:
        assert named == set(expected), (claim, blank, expected)


def ends(printed: dict[str, Fraction]) -> tuple[list[str], list[str], Fraction, Fraction]:
    top, bottom = max(printed.values()), min(printed.values())
    assert top != bottom, "nobody is first where all are equal"
    return [u for u, v in printed.items() if v == top], [u for u, v in printed.items() if v == bottom], top, bottom


def tie_is_told(claim: Claim, blank: str, places: list[str]) -> None:
    assert claim.has(blank) == (len(places) > 1), (claim, places)


def pairs(written: str, between: str) -> dict[str, Fraction | None]:
    """Named values, `织里镇5处、高新区4处`; `between` stands between a name and its number."""
    found = re.findall(rf"([^、,，]+?){between}([\d.,]*\d(?:\u00a0m²)?)", written.replace(" and ", ", "))
    back = {english: name for name, english in EN_NAMES.items()}
    return {back.get(name.strip(), name.strip()): number(value) for name, value in found}
