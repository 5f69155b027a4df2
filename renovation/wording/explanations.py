"""Writes sentences about one check: the calculation, and why the reported figure differs from the recomputed one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from renovation.comparisons.causes import Cause
from renovation.comparisons.check_states import PREVIOUS_DIFFERENCE, REASON, STATE
from renovation.comparisons.counties import BasisComparison
from renovation.comparisons.district import RATES
from renovation.comparisons.reconciliation import Explanation
from renovation.domain.columns import AREA_RENOVATED, COMPLETION_RATE
from renovation.domain.measurement_units import COUNTS
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up
from renovation.language import Words

Check = Mapping[str, Any]
"""A row of the table that `reconcile` returns, by column name."""
_PART_UNITS: Final = {
    COMPLETION_RATE: MEASURES[AREA_RENOVATED].measurement_unit,
    **{rate.measure: MEASURES[rate.numerator].measurement_unit for rate in RATES},
}
"""The unit of measurement of the numerator and the denominator of each rate."""


def verdict_label(verdict: str, words: Words) -> str:
    """Returns the text with a sign for a verdict, as pages show it: `✕ 不相符`, `✕ inconsistent` for "mismatch".

    Raises KeyError for an unknown verdict.
    """
    names = {
        "mismatch": words("✕ inconsistent"),
        "basis": words("⇄ different bases"),
        "incomplete": words("… not all units reported"),
        "rounding": words("≈ rounding difference"),
        "consistent": words("✓ consistent"),
    }
    return names[verdict]


def verdict_name(verdict: str, words: Words) -> str:
    """Returns `verdict_label` without its sign: `inconsistent` for "mismatch"."""
    return verdict_label(verdict, words)[2:]


def compared_values(check: Check, words: Words) -> tuple[tuple[str, str], tuple[str, str]]:
    """Returns the two values that a check compares, each as a pair of texts (heading, value with unit of measurement).

    They are the reported and the recomputed value: (("Reported", "404%"), ("Recomputed", "403.7%")). For our county's
    area they are the reported values on two bases.
    """
    headings = (words("Reported"), words("Recomputed"))
    if check["form"] == "bases":
        bases = check["explanation"].bases
        headings = (words.basis(bases.city_basis), words.basis(bases.district_basis))
    return (headings[0], reported_value(check, words)), (headings[1], recomputed_value(check, words))


def reported_value(check: Check, words: Words) -> str:
    """Returns the reported value of a check as text, with its unit of measurement and its own decimals: `404%`."""
    return words.number(check["reported"], MEASURES[check["measure"]].measurement_unit)


def recomputed_value(check: Check, words: Words) -> str:
    """Returns the recomputed value of a check as text, with its unit of measurement.

    A rate has one decimal, any other value at most four.
    """
    if check["form"] == "ratio":
        return words.percent(half_up(check["recomputed"], 1))
    return words.measured(check["measure"], half_up(check["recomputed"], 4))


def formula(check: Check, words: Words) -> str:
    """Returns the calculation of a check's recomputed value as text, such as `33.61 ÷ 4.2 = 800.2%`.

    If the check compares two bases, the text says that neither value is converted to the other basis.
    """
    if check["form"] == "ratio":
        n, d = _parts(check, words)
        return f"{n} ÷ {d} = {recomputed_value(check, words)}"
    if check["verdict"] == "incomplete":
        return words("total of the units that have reported = {total}", total=recomputed_value(check, words))
    if check["form"] == "sum":
        return words("total of the units = {total}", total=recomputed_value(check, words))
    return words("not recomputed: the figures of the two statistics are only shown side by side")


def _parts(check: Check, words: Words) -> tuple[str, str]:
    """Returns the numerator and the denominator of a rate as texts, without their unit of measurement.

    Areas are in 万㎡, in English in m².
    """
    unit = _PART_UNITS.get(check["measure"], "")
    return words.amount(check["numerator"], unit), words.amount(check["denominator"], unit)


def explanation_sentence(check: Check, words: Words) -> str | None:
    """Returns one or two sentences that say why the reported figure of a check differs from the recomputed one.

    Returns None if the two figures agree.
    """
    explanation = check["explanation"]
    if not isinstance(explanation, Explanation):
        return None
    if explanation.cause:
        return _cause(check, explanation.cause, words)
    if explanation.bases:
        return bases_sentence(explanation.bases, words)
    if explanation.missing:
        return _units_missing(explanation, words)
    return _rounding(check, explanation, words)


def state_sentence(check: Check, words: Words) -> str:
    """Returns a sentence about how the difference of a check has changed since the previous release.

    Returns an empty text if it has not changed or there is no previous release.
    """
    state, unchanged = check.get(STATE), check["verdict"] == "mismatch"
    sentences = {
        "new": words("This difference is new since the previous release."),
        "uncompared": words(
            "The difference cannot be compared with that in the previous release, whose total did not include all "
            "units."
        ),
        "larger": words("The difference is larger than in the previous release: {before} → {now}."),
        "smaller": words("The difference is smaller than in the previous release: {before} → {now}."),
        "mended": words(
            "This figure was inconsistent in the previous release (difference {before}) and is now consistent."
        ),
        "unchanged": words("The difference is the same as in the previous release.") if unchanged else "",
    }
    recomputed = half_up(check["recomputed"], 1 if check["form"] == "ratio" else 4)
    unit = "个百分点" if check["form"] == "ratio" else MEASURES[check["measure"]].measurement_unit
    return sentences.get(str(state), "").format(
        before=words.difference(half_up(check.get(PREVIOUS_DIFFERENCE, float("nan")), 4), unit),
        now=words.difference(half_up(check["reported"] - recomputed, 4), unit),
    )


def reason_sentence(check: Check, words: Words) -> str:
    """Returns the explanation that a publisher has entered for a mismatch, with the publisher's name and the date.

    Returns an empty text if nobody has explained the mismatch.
    """
    if not check.get(REASON):
        return ""
    return words(
        "Explained by {by} on {day}: {reason}",
        by=check["explained_by"],
        day=words.day(dt.date.fromisoformat(check["explained_at"][:10])),
        reason=check[REASON],
    )


def _units_missing(explanation: Explanation, words: Words) -> str:
    return words(
        "Only {reported} of {all} units have this figure, so their total is not compared with the "
        "district's figure. Missing: {missing}.",
        reported=explanation.units - len(explanation.missing),
        all=explanation.units,
        missing=words.listed(words.place(name) for name in explanation.missing),
    )


def _rounding(check: Check, explanation: Explanation, words: Words) -> str:
    same = explanation.low == explanation.high
    sentences = {
        "truncated": words(
            "The recomputed rate is {recomputed}. The source reports {reported}, because it cut "
            "off the decimals instead of rounding."
        ),
        "denominator_fits": words(
            "If the target was about {low} {unit} before it was rounded to {denominator}, the rate of "
            "{reported} is correct."
        )
        if same
        else words(
            "If the target was {low} to {high} {unit} before it was rounded to {denominator}, the rate of "
            "{reported} is correct."
        ),
        "parts_fit": words("The difference comes from rounding: both numbers in the division are rounded."),
        "summands_fit": words(
            "The difference comes from rounding: the units' rounded figures can add up to anything from "
            "{low} to {high} {unit}."
        ),
        "no_likely_cause": _no_likely_cause(check, words),
    }
    return sentences[explanation.kind].format(
        recomputed=recomputed_value(check, words),
        reported=reported_value(check, words),
        denominator=_parts(check, words)[1],
        low=words.amount(explanation.low, "万㎡"),
        high=words.amount(explanation.high, "万㎡"),
        unit=words.amount_measurement_unit("万㎡"),
    )


def _no_likely_cause(check: Check, words: Words) -> str:
    measurement_unit = MEASURES[check["measure"]].measurement_unit
    off = words.number(abs(half_up(check["reported"] - check["recomputed"], 4)), measurement_unit)
    if check["form"] == "sum" and measurement_unit in COUNTS:
        return words(
            "The reported total and the total of the units differ by {off}. All these figures are "
            "whole numbers, so rounding does not explain the difference, and no likely cause was "
            "found. Check the figures against the source.",
            off=off,
        )
    return words(
        "Rounding does not explain the difference, and no likely cause was found. Check the figures against the source."
    )


def cause_formula(check: Check, cause: Cause, words: Words) -> str:
    """Returns the calculation that gives the reported value of a check by the wrongly used figure in `cause`.

    For a rate it is a formula such as `134.22 ÷ 72.4`; for a sum, a text such as `leaving 4.2 out of the total`.
    """
    n, d = _parts(check, words)
    x = _wrongly_used(cause, words)
    return {
        "less": f"({n} − {x}) ÷ {d}",
        "plus": f"({n} + {x}) ÷ {d}",
        "instead": f"{x} ÷ {d}",
        "target_less": f"{n} ÷ ({d} − {x})",
        "target_plus": f"{n} ÷ ({d} + {x})",
        "target_instead": f"{n} ÷ {x}",
        "left_out": words("leaving {x} out of the total", x=x),
        "twice": words("counting {x} twice in the total", x=x),
        "swapped": words("counting {x} in the total by mistake, in place of another figure", x=x),
    }[cause.form]


def _wrongly_used(cause: Cause, words: Words) -> str:
    return words.amount(cause.other, MEASURES[cause.other_measure].measurement_unit)


def _cause(check: Check, cause: Cause, words: Words) -> str:
    what = words(
        "{place}: {measure} ({basis})",
        place=words.place(cause.other_subject),
        measure=words.heading(cause.other_measure),
        basis=words.basis(cause.other_basis),
    )
    return words(
        "Rounding does not explain the difference. The reported value {reported} is exactly the result of "
        "{formula}, where {x} is {what}; this is the likely cause. Check the source.",
        formula=cause_formula(check, cause, words),
        reported=reported_value(check, words),
        x=_wrongly_used(cause, words),
        what=what,
    )


def bases_sentence(bases: BasisComparison, words: Words) -> str:
    """Returns sentences with our county's area on the district's and on the city's basis, and their difference."""
    sentence = (
        words(
            "{own} ({own_basis}) as of {own_day}; {city} ({city_basis}) as of {city_day}. They differ by "
            "{difference}, and the source does not say why."
        )
        if bases.difference
        else words("{own} ({own_basis}) as of {own_day}; {city} ({city_basis}) as of {city_day}. They agree.")
    )
    return sentence.format(
        own=words.number(bases.district_area, "万㎡"),
        own_basis=words.basis(bases.district_basis),
        own_day=words.period(bases.district_as_of),
        city=words.number(bases.city_area, "万㎡"),
        city_basis=words.basis(bases.city_basis),
        city_day=words.period(bases.city_as_of),
        difference=words.number(half_up(abs(bases.difference), 4), "万㎡"),
    )
