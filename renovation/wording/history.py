"""What moved from date to date, who moved and who stood still."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.history import History, added_and_dropped_units
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up
from renovation.language import Words


def history_finding(periods: pd.DataFrame, gained: pd.DataFrame, days: int, measure: str, words: Words) -> str:
    """Who gained most in the last period, and how many stood still; or why there is no trend.

    `days` is the number of dates that the history holds of the measure, whatever the period and year chosen.
    """
    _ = words.gettext
    shown = periods.dropna(subset=["value"])["as_of"].nunique()
    if shown == 0:
        return _("No figures of {measure} in this choice").format(measure=words.in_sentence(words.heading(measure)))
    told = gained.dropna(subset=["gain"])
    if days == 1:
        return _("There is one point only; a trend needs a second one")
    if shown == 1:
        return _("All figures of this choice fall into one period; choose a shorter one")
    if told.empty:
        return _("No figure of the last period has one before it on the same basis")
    best = told.iloc[0]
    if best["gain"] <= 0:
        return _("{measure}: nobody gained in the last period").format(measure=words.heading(measure))
    if len(told) == 1:
        return _("{measure}: {gain} in the last period").format(
            measure=words.heading(measure), gain=gain_label(best["gain"], measure, words)
        )
    still = int((told["gain"] <= 0).sum())
    said = (
        _("{measure}: {unit} gained most ({gain}), {still} of {count} did not grow")
        if still
        else _("{measure}: {unit} gained most ({gain}), all {count} grew")
    )
    return said.format(
        measure=words.heading(measure),
        unit=words.place(best["unit"]),
        gain=gain_label(best["gain"], measure, words),
        still=still,
        count=len(told),
    )


def gain_label(value: float, measure: str, words: Words) -> str:
    """A gain with its sign and unit; of rates, in percentage points to one decimal."""
    unit = MEASURES[measure].unit
    if unit == "%":
        return words.difference(half_up(value, 1), "个百分点")
    if unit == "万㎡":
        return words.fixed_difference(half_up(value, 2), 2, unit)
    return words.difference(half_up(value, 2), unit)


def gain_label_without_unit(value: float, measure: str, words: Words) -> str:
    """A gain with its sign, its unit standing elsewhere; of rates with it, as percentage points are no percent."""
    unit = MEASURES[measure].unit
    if unit == "%":
        return gain_label(value, measure, words)
    return words.fixed_difference(half_up(value, 2), 2) if unit == "万㎡" else words.difference(half_up(value, 2))


def history_notes(periods: pd.DataFrame, told: History, words: Words) -> tuple[str, ...]:
    """What a reader of the lines must know: corrections, gaps, units that came or went, several bases, damage."""
    _ = words.gettext
    lines = []
    corrected = sorted(set(periods[periods["corrected"]]["as_of"]))
    if corrected:
        days = words.listed(words.day(day.date()) for day in corrected)
        lines.append(_("◇ Corrected after publication: {days}.").format(days=days))
    if periods["value"].isna().any() and len(set(periods["as_of"])) > 1:
        lines.append(_("Where a figure is missing the line is broken; nothing is filled in."))
    come, gone = added_and_dropped_units(periods)
    for rows, told_so in ((come, _("{unit} reports since {day}.")), (gone, _("{unit} has not reported since {day}."))):
        lines += [told_so.format(unit=words.place(r["unit"]), day=words.day(r["as_of"].date())) for r in records(rows)]
    several = dict.fromkeys(periods["basis"])
    if len(several) > 1:
        bases = words.listed(words.basis(basis) for basis in several)
        lines.append(_("Several bases, each a line of its own: {bases}.").format(bases=bases))
    if told.damaged:
        numbers = words.listed(str(number) for number in told.damaged)
        lines.append(_("Damaged and left out: release {numbers}.").format(numbers=numbers))
    if told.store_unavailable:
        lines.append(_("The database does not answer; only the release on the screen is told."))
    return tuple(lines)


def date_range_line(periods: pd.DataFrame, words: Words) -> str:
    """From when to when the points reach, and on which basis."""
    told = periods.dropna(subset=["value"])
    if told.empty:
        return ""
    first, last = (words.day(day.date()) for day in (told["as_of"].min(), told["as_of"].max()))
    basis = words.listed(words.basis(basis) for basis in dict.fromkeys(told["basis"]))
    if first == last:
        return words.gettext("As of {day} · {basis}").format(day=last, basis=basis)
    return words.gettext("{first} to {last} · {basis}").format(first=first, last=last, basis=basis)
