"""The screens about the units: all units by area, all units by another measure, and a single unit."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from renovation.blocks.model import (
    Mark,
    RankedRow,
    Ranking,
    Tone,
    figure,
)
from renovation.blocks.screen import LikelyQuestion, PresenterNotes, Screen
from renovation.comparisons.extremes import distinguished
from renovation.comparisons.results import Results
from renovation.comparisons.units import WHOLE, select_and_sort
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES, RANKED_MEASURES
from renovation.language import Words
from renovation.meeting.provenance import table_provenance
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen, measure_code
from renovation.wording.district import district_total_sentence, units_total_sentence
from renovation.wording.headlines import basis_line
from renovation.wording.units import (
    contribution_finding,
    measure_finding,
    small_target_warning,
    units_finding,
)

SCREEN_MEASURES: Final = tuple(measure for measure in RANKED_MEASURES if measure != "area_renovated")
"""The measures that have a screen of their own; the renovated area is on the screen of the units."""
_TOOLTIP_MEASURES: Final = ("area_renovated", "annual_target_area", "completion_rate")


def units_screen(results: Results, words: Words, options: ScreenOptions) -> Screen | UnavailableScreen:
    """Returns the screen on which the units are ranked by area, each with its target and its completion rate.

    If no unit reports its area, returns an UnavailableScreen.
    """
    name, units = words("Units"), results.units
    if units["area_renovated"].isna().all():
        return UnavailableScreen("units", name, words("No unit has reported its area renovated."))
    ranking = area_ranking(units, distinguished(units, ["area_renovated", "completion_rate"]), words, options)
    finding = units_finding(results, words)
    sentences = (finding, contribution_finding(results, words), units_total_sentence(results, words))
    return Screen(
        "units",
        name,
        finding,
        (ranking,),
        (table_provenance(results, "unit_progress", words),),
        PresenterNotes(tuple(line for line in sentences if line), _questions_about_units(results, words)),
    )


def area_ranking(units: pd.DataFrame, strong: frozenset[str], words: Words, options: ScreenOptions) -> Ranking:
    """Returns the ranking of all units by `area_renovated`, with their targets and rates.

    `units` are the rows of `Results.units`. The units named in `strong` are emphasised, because the title mentions
    them.
    """
    order = select_and_sort(units, (), "area_renovated", "highest")
    has_targets, call_numbers = units["annual_target_area"].notna().any(), _call_numbers(units)
    return Ranking(
        words.amount_axis("area_renovated"),
        tuple(_area_row(unit, call_numbers, strong, words, options) for unit in records(order)),
        target_heading=words.heading("annual_target_area") if has_targets else "",
        detail_heading=words.in_sentence(words.heading("completion_rate")) if has_targets else "",
    )


def _questions_about_units(results: Results, words: Words) -> tuple[LikelyQuestion, ...]:
    source = basis_line(results, "unit_progress", words)
    answered = {
        words("Does a high completion rate mean that a large area was completed?"): _target_warning(results, words),
        words("Why do the units not add up to the district's figures?"): district_total_sentence(results, words),
    }
    return tuple(LikelyQuestion(question, answer, source) for question, answer in answered.items() if answer)


def _target_warning(results: Results, words: Words) -> str:
    return small_target_warning(results.units, words).removeprefix("* ")


def measure_screen(measure: str) -> ScreenBuilder:
    """Returns the function that builds the screen on which the units are ranked by `measure`.

    `measure` is one of SCREEN_MEASURES, such as `completion_rate`. If fewer than two units have a value, or all have
    the same, the function returns an UnavailableScreen.
    """

    def build(results: Results, words: Words, options: ScreenOptions) -> Screen | UnavailableScreen:
        code, name, units = measure_code(measure), words.heading(measure), results.units
        finding = measure_finding(units, measure, words)
        if not finding:
            reason = words("Fewer than two units have reported this measure, or all have reported the same value.")
            return UnavailableScreen(code, name, reason)
        order, strong = (
            select_and_sort(units, (), measure, "highest"),
            distinguished(units, [measure], [measure]),
        )
        call_numbers = _call_numbers(units)
        ranking = Ranking(
            words.amount_axis(measure),
            tuple(_measure_row(unit, measure, call_numbers, strong, words, options) for unit in records(order)),
            _mark(measure),
            words("the annual target is reached (100%)") if measure == "completion_rate" else "",
            remarks=_formulas(measure, words),
        )
        warning = _target_warning(results, words) if measure == "completion_rate" else ""
        return Screen(
            code,
            name,
            finding,
            (ranking,),
            (table_provenance(results, "unit_progress", words),),
            PresenterNotes((finding, warning) if warning else (finding,), _questions_about_units(results, words)),
        )

    return build


def _mark(measure: str) -> Mark:
    """Returns how a ranking draws the values of `measure`: "dot" for a rate, "bar" for any other measure.

    The length of a bar would suggest that a rate is an amount.
    """
    return "dot" if MEASURES[measure].measurement_unit == "%" else "bar"


def _formulas(measure: str, words: Words) -> tuple[str, ...]:
    formulas = {
        "completion_rate": words("area renovated ÷ annual target"),
        "completed_to_started": words("projects completed ÷ projects started"),
    }
    return (formulas[measure],) if measure in formulas else ()


def _area_row(
    unit: dict[str, Any], numbers: dict[str, int], strong: frozenset[str], words: Words, options: ScreenOptions
) -> RankedRow:
    """Returns the row of a unit in the ranking by area, with its area, target and completion rate.

    `unit` is a row of `Results.units`; `numbers` maps the names of units to their call numbers; `strong` are the names
    of the units that are emphasised. The texts of areas have no unit of measurement, because the heading names it.
    """
    area, target, rate = (unit[measure] for measure in _TOOLTIP_MEASURES)
    square = MEASURES["area_renovated"].measurement_unit
    return RankedRow(
        places.code_of(unit["unit"]),
        words.place(unit["unit"]),
        figure(area, words.amount(area, square), square),
        _rank(unit, "area_renovated"),
        numbers[unit["unit"]],
        figure(target, words.amount(target, square), square),
        figure(rate, words.percent(rate), "%") if pd.notna(rate) else None,
        _tone(unit, strong, options),
        _tooltip(unit, words),
    )


def _measure_row(
    unit: dict[str, Any],
    measure: str,
    numbers: dict[str, int],
    strong: frozenset[str],
    words: Words,
    options: ScreenOptions,
) -> RankedRow:
    return RankedRow(
        places.code_of(unit["unit"]),
        words.place(unit["unit"]),
        figure(unit[measure], words.measured(measure, unit[measure]), MEASURES[measure].measurement_unit),
        _rank(unit, measure),
        numbers[unit["unit"]],
        figure(WHOLE, words.number(WHOLE, "%"), "%") if measure == "completion_rate" else None,
        tone=_tone(unit, strong, options),
        tooltip=_tooltip(unit, words),
    )


def _rank(unit: dict[str, Any], measure: str) -> int | None:
    rank = unit[f"rank_{measure}"]
    return None if pd.isna(rank) else int(rank)


def _tooltip(unit: dict[str, Any], words: Words) -> str:
    figures = (f"{words.heading(m)} {words.measured(m, unit[m])}" for m in _TOOLTIP_MEASURES)
    return "　".join((words.place(unit["unit"]), *figures))


def _tone(unit: dict[str, Any], strong: frozenset[str], options: ScreenOptions) -> Tone:
    """Returns the tone of a unit's row (see `RankedRow`).

    If `options.lights` is True, the tone is "good" or "bad", depending on whether the unit has reached its target, and
    "" if its completion rate is missing. If `options.lights` is False, the tone is "other" for a unit that is not in
    `strong`, the units that the title mentions, and "" for a unit in `strong`; if `strong` is empty, it is "" for all
    units.
    """
    rate = unit["completion_rate"]
    if not options.lights:
        return "other" if strong and unit["unit"] not in strong else ""
    if pd.isna(rate):
        return ""
    return "good" if rate >= WHOLE else "bad"


def _call_numbers(units: pd.DataFrame) -> dict[str, int]:
    """Returns the call number of each unit, by its name: its row in the table of units, counted from 1.

    The numbers are the same on every screen.
    """
    return {str(name): place for place, name in enumerate(units["unit"], start=1)}
