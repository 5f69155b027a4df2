"""Reads sentences back into claims with expressions of its own, in both languages.

A claim is a kind and what fills its blanks: who, which value. A sentence is read from left to right; what no expression
reads is an error, so that a new sentence needs a new proof.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from tests.claims.spoken import ALL_MEASURES, EN_IN_SENTENCES, EN_NAMES


@dataclass(frozen=True)
class Claim:
    kind: str
    blanks: dict[str, str]
    text: str

    def __getitem__(self, blank: str) -> str:
        return self.blanks[blank]

    def has(self, blank: str) -> bool:
        return bool(self.blanks.get(blank))

    def number(self, blank: str) -> Fraction | None:
        """A number as written, None for `无数据`."""
        return number(self.blanks[blank])

    def decimals(self, blank: str) -> int:
        written = self.blanks[blank].replace(",", "")
        digits = re.findall(r"[\d.]+", written)[0]
        if written.endswith("m²"):
            return max(2, 4 - len(digits) + len(digits.rstrip("0")))
        return len(digits.partition(".")[2])

    def measure(self, blank: str = "measure") -> str:
        """The measure that a heading names, in either language and case."""
        written = self.blanks[blank].lower()
        return next(measure for measure, both in ALL_MEASURES.items() if written in (both[0], both[1].lower()))

    def day(self, blank: str) -> dt.date:
        return day_of(self.blanks[blank])

    def names(self, blank: str = "who") -> set[str] | int:
        """The places named, in Chinese, or how many they are."""
        written = self.blanks[blank]
        counted = re.fullmatch(r"(\d+)(?:个单位|个县区| units| counties)", written)
        if counted:
            return int(counted[1])
        back = {english: name for names in (EN_NAMES, EN_IN_SENTENCES) for name, english in names.items()}
        return {back.get(name, name) for name in re.split("、|, | and ", written)}


def number(written: str) -> Fraction | None:
    """A number as written; square metres in 万㎡, as the tables hold them."""
    if written in ("无数据", "no data"):
        return None
    digits = re.findall(r"-?[\d.]+", written.replace(",", "").replace("−", "-").replace("+", ""))[0]
    return Fraction(digits) / (10_000 if "m²" in written else 1)


def area(written: str, language: str) -> Fraction | None:
    """An area below a heading with its unit of measurement, in 万㎡; in English it is written in square metres."""
    return number(f"{written} m²" if language == "en" and any(map(str.isdigit, written)) else written)


def day_of(written: str) -> dt.date:
    digits = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", written)
    if digits:
        return dt.date(*map(int, digits.groups()))
    return dt.datetime.strptime(written, "%d %b %Y").date()  # noqa: DTZ007


class Unread(AssertionError):
    """A part of a sentence that no expression reads."""


# A: area, P: percentage, N: count, C: count of places, X: figure with any unit or none, G: gain, K: weeks, M: measure,
# W: places or their number, D: day, B: basis
_BLANKS = {
    "zh": {"A": r"[\d.]+万㎡", "P": r"[\d.]+%", "N": r"\d+", "X": r"(?:[+−]?[\d.]+(?:万㎡|个|%|亩)?|无数据)",
           "W": r"(?:{name}(?:、{name})*|\d+个(?:单位|县区))", "C": r"\d+个(?:单位|县区)", "D": r"\d+年\d+月\d+日", "B": r"(?:区口径|上报市口径)(?:·模拟)?",
           "G": r"[+−]?[\d.]+(?:个百分点|万㎡|个|亩)?", "K": r"[\d.]+周"},
    "en": {"A": r"[\d.,]*\d\u00a0m²", "P": r"[\d.]+%", "N": r"[\d,]*\d", "X": r"(?:[+−]?[\d.,]*\d(?:\u00a0m²|%|\u00a0mu)?|no data)",
           "W": r"(?:{name}(?:(?:, | and ){name})*|\d+ (?:units|counties))", "C": r"\d+ (?:units?|county|counties)", "D": r"\d+ [A-Z][a-z]{2} \d{4}", "B": r"(?:district's statistics|as reported to the city)(?:, simulated)?",
           "G": r"[+−]?[\d.,]*\d(?:\u00a0(?:m²|percentage points?|mu))?", "K": r"[\d.]+\u00a0weeks?"},
}  # fmt: skip
_BETWEEN = re.compile(r"[；;。.，,　 ]*")


def compiled(kinds: dict[str, tuple[str, str]], names: list[str], language: str) -> list[tuple[str, re.Pattern[str]]]:
    """The expressions of one language: in `kinds`, `<who:W>` stands for a named blank of a class above."""
    shown = [EN_NAMES.get(name, name) if language == "en" else name for name in names]
    if language == "en":
        shown += [EN_IN_SENTENCES[name] for name in names if name in EN_IN_SENTENCES]
    alternatives = "(?:" + "|".join(sorted(map(re.escape, shown), key=len, reverse=True)) + ")"
    blanks = {key: value.replace("{name}", alternatives) for key, value in _BLANKS[language].items()}
    place = 0 if language == "zh" else 1
    blanks["M"] = f"(?i:{'|'.join(sorted((both[place] for both in ALL_MEASURES.values()), key=len, reverse=True))})"

    def fill(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{blanks[found[2]]})"

    return [
        (kind, re.compile(re.sub(r"<(\w+):([A-Z])>", fill, both[place]))) for kind, both in kinds.items() if both[place]
    ]


def read(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> list[Claim]:
    """Returns the claims of a sentence in their order; raises Unread where it says something unknown."""
    claims, position = [], _BETWEEN.match(text).end()  # type: ignore[union-attr]
    while position < len(text):
        found = [(kind, match) for kind, pattern in patterns if (match := pattern.match(text, position))]
        if not found:
            raise Unread(f"{text[position:]!r} in {text!r}")
        kind, match = max(found, key=lambda pair: pair[1].end())
        claims.append(Claim(kind, {key: value or "" for key, value in match.groupdict().items()}, text))
        position = _BETWEEN.match(text, match.end()).end()  # type: ignore[union-attr]
    return claims
