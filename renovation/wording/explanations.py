"""A check in words: its formula, and why the printed figure differs from its twin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from renovation.comparisons.causes import Cause
from renovation.comparisons.check_states import PREVIOUS_DIFFERENCE, REASON, STATE
from renovation.comparisons.counties import BasisComparison
from renovation.comparisons.reconciliation import Explanation
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up
from renovation.language import Words

Check = Mapping[str, Any]
"""One row of `reconcile`'s table."""


def verdict_label(verdict: str, words: Words) -> str:
    """A verdict as a label with its own sign."""
    _ = words.gettext
    names = {
        "mismatch": _("✕ does not add up"),
        "basis": _("⇄ two bases"),
        "incomplete": _("… not all units reported"),
        "rounding": _("≈ explained by rounding"),
        "consistent": _("✓ agrees"),
    }
    return names[verdict]


def compared_values(check: Check, words: Words) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two values that are compared, each with its heading: reported and recomputed, or the two bases."""
    _ = words.gettext
    headings = (_("Reported"), _("Recomputed"))
    if check["form"] == "bases":
        bases = check["explanation"].bases
        headings = (words.basis(bases.city_basis), words.basis(bases.district_basis))
    if check["form"] == "ratio":
        return (headings[0], reported_value(check, words)), (headings[1], recomputed_value(check, words))
    values = (check["reported"], half_up(check["recomputed"], 4))
    return (headings[0], words.number(values[0])), (headings[1], words.number(values[1]))


def reported_value(check: Check, words: Words) -> str:
    """The printed value with its unit and the digits that it was printed with: `404%`."""
    return words.number(check["reported"], MEASURES[check["measure"]].unit)


def recomputed_value(check: Check, words: Words) -> str:
    """The recomputed value with its unit; a rate to one decimal."""
    if check["form"] == "ratio":
        return words.percent(half_up(check["recomputed"], 1))
    return words.measured(check["measure"], half_up(check["recomputed"], 4))


def formula(check: Check, words: Words) -> str:
    """How the recomputed value is calculated."""
    _ = words.gettext
    if check["form"] == "ratio":
        parts = f"{words.number(check['numerator'])} ÷ {words.number(check['denominator'])}"
        return f"{parts} = {recomputed_value(check, words)}"
    if check["verdict"] == "incomplete":
        return _("sum of the units that reported = {total}").format(total=recomputed_value(check, words))
    if check["form"] == "sum":
        return _("sum of the units = {total}").format(total=recomputed_value(check, words))
    return _("the district's statistics and what was reported to the city, side by side")


def explanation_sentence(check: Check, words: Words) -> str | None:
    """Why the printed figure differs, in one or two sentences; None when it does not differ."""
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
    """How a verdict compares with the previous release; empty where there is nothing to say."""
    state, unchanged = check.get(STATE), check["verdict"] == "mismatch"
    sentences = {
        "new": words("New since the previous release."),
        "larger": words("Larger than in the previous release: {before} → {now}."),
        "smaller": words("Smaller than in the previous release: {before} → {now}."),
        "mended": words("It did not add up in the previous release ({before})."),
        "unchanged": words("The same difference as in the previous release.") if unchanged else "",
    }
    recomputed = half_up(check["recomputed"], 1 if check["form"] == "ratio" else 4)
    return sentences.get(str(state), "").format(
        before=words.difference(half_up(check.get(PREVIOUS_DIFFERENCE, float("nan")), 4)),
        now=words.difference(half_up(check["reported"] - recomputed, 4)),
    )


def reason_sentence(check: Check, words: Words) -> str:
    """The reason that a publisher gave for a mismatch, with name and day; empty where nobody has."""
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
        "{reported} of {all} units have this figure; missing: {missing}. "
        "Their sum is not compared with the district's.",
        reported=explanation.units - len(explanation.missing),
        all=explanation.units,
        missing=words.listed(words.place(name) for name in explanation.missing),
    )


def _rounding(check: Check, explanation: Explanation, words: Words) -> str:
    _ = words.gettext
    same = explanation.low == explanation.high
    sentences = {
        "truncated": _("{recomputed} was cut off to {reported} instead of rounded."),
        "denominator_fits": _("A target of {low} {unit}, printed as {denominator}, gives {reported}.")
        if same
        else _("A target from {low} to {high} {unit}, printed as {denominator}, gives {reported}."),
        "parts_fit": _("The rounding of the printed parts explains the difference."),
        "summands_fit": _("Given rounding, the units' figures add up to between {low} and {high} {unit}."),
        "no_likely_cause": _no_likely_cause(check, words),
    }
    return sentences[explanation.kind].format(
        recomputed=recomputed_value(check, words),
        reported=reported_value(check, words),
        denominator=words.number(check["denominator"]),
        low=words.number(explanation.low),
        high=words.number(explanation.high),
        unit=words.unit("万㎡"),
    )


def _no_likely_cause(check: Check, words: Words) -> str:
    _ = words.gettext
    unit = MEASURES[check["measure"]].unit
    off = words.number(abs(half_up(check["reported"] - check["recomputed"], 4)), unit)
    if check["form"] == "sum" and unit == "个":
        return _(
            "The difference is {off}. These are whole numbers, so rounding cannot explain it. No "
            "likely cause was found."
        ).format(off=off)
    return _("Rounding cannot explain it. No likely cause was found.")


def _cause(check: Check, cause: Cause, words: Words) -> str:
    _ = words.gettext
    n, d, x = (words.number(value) for value in (check["numerator"], check["denominator"], cause.other))
    formulas = {
        "less": f"({n} − {x}) ÷ {d}",
        "plus": f"({n} + {x}) ÷ {d}",
        "instead": f"{x} ÷ {d}",
        "target_less": f"{n} ÷ ({d} − {x})",
        "target_plus": f"{n} ÷ ({d} + {x})",
        "target_instead": f"{n} ÷ {x}",
        "left_out": _("the sum without {x}").format(x=x),
        "twice": _("the sum with {x} counted twice").format(x=x),
        "swapped": _("the sum with {x} in another's place").format(x=x),
    }
    what = _("{place}: {measure} ({basis})").format(
        place=words.place(cause.other_subject),
        measure=words.heading(cause.other_measure),
        basis=words.basis(cause.other_basis),
    )
    return _("Likely cause: {formula} = {reported}, where {x} is {what}. Rounding cannot explain it.").format(
        formula=formulas[cause.form], reported=reported_value(check, words), x=x, what=what
    )


def bases_sentence(bases: BasisComparison, words: Words) -> str:
    """The area in the two statistics, and that the source does not explain the difference."""
    return words.gettext(
        "{own} ({own_basis}) as of {own_day}; {city} ({city_basis}) as of {city_day}. "
        "The source does not explain the {difference} between them."
    ).format(
        own=words.number(bases.district_area, "万㎡"),
        own_basis=words.basis(bases.district_basis),
        own_day=words.period(bases.district_as_of),
        city=words.number(bases.city_area, "万㎡"),
        city_basis=words.basis(bases.city_basis),
        city_day=words.period(bases.city_as_of),
        difference=words.number(half_up(abs(bases.difference), 4), "万㎡"),
    )
