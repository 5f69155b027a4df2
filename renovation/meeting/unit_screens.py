"""The screens of the units: all of them by area, by one measure, and one unit by itself."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from renovation.blocks.drawings import Card, Mark, Row, cards_figure, legend, points_figure, rows_figure
from renovation.blocks.html import Html, joined
from renovation.comparisons.answers import Answers
from renovation.comparisons.profile import profile
from renovation.comparisons.units import select_and_sort
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES, RANKED_MEASURES
from renovation.language import Words
from renovation.meeting.questions import questions_about
from renovation.meeting.screens import Absent, Draw, LikelyQuestion, Notes, Screen, Wishes, measure_code, unit_code
from renovation.wording.district import district_total_sentence, units_total_sentence
from renovation.wording.headlines import basis_line
from renovation.wording.profile import unit_headlines
from renovation.wording.units import (
    contribution_finding,
    extremes,
    selected_unit_finding,
    small_target_warning,
    unit_names,
    units_finding,
)

SCREEN_MEASURES: Final = tuple(measure for measure in RANKED_MEASURES if measure != "area_renovated")
"""The measures with a screen of their own; the area is on the units' screen."""
SHOWN_NOTES: Final = 2
_HOVERED: Final = ("area_renovated", "annual_target_area", "completion_rate")


def units_screen(answers: Answers, words: Words, wishes: Wishes) -> Screen | Absent:
    """Every unit's area as a bar with its target as a tick, the rate in words."""
    _ = words.gettext
    name, units = _("Units"), answers.units
    if units["area_renovated"].isna().all():
        return Absent("units", name, _("No unit reports its area."))
    order = select_and_sort(units, (), "area_renovated", "highest")
    rows = [
        _row(unit, "area_renovated", _numbers(units), words, wishes, tick=unit["annual_target_area"])
        for unit in records(order)
    ]
    signs = [("bar", words.axis("area_renovated"))]
    if units["annual_target_area"].notna().any():
        signs += [("tick", words.heading("annual_target_area")), ("none", _("small: completion rate"))]
    return Screen(
        "units",
        name,
        units_finding(answers, words),
        rows_figure(rows, "bar", legend(*signs)),
        basis_line(answers, "unit_progress", words),
        Notes(_said_of_units(answers, words), _asked_of_units(answers, words)),
    )


def _said_of_units(answers: Answers, words: Words) -> tuple[str, ...]:
    told = (units_finding(answers, words), contribution_finding(answers, words), units_total_sentence(answers, words))
    return tuple(line for line in told if line)


def _asked_of_units(answers: Answers, words: Words) -> tuple[LikelyQuestion, ...]:
    _ = words.gettext
    warning, printed = (
        small_target_warning(answers.units, words).removeprefix("* "),
        district_total_sentence(answers, words),
    )
    asked = []
    if warning:
        asked.append((_("Does a high completion rate mean that most was done?"), warning))
    if printed:
        asked.append((_("Why do the units not add up to the district's figures?"), printed))
    source = basis_line(answers, "unit_progress", words)
    return tuple(LikelyQuestion(question, answer, source) for question, answer in asked)


def measure_screen(measure: str) -> Draw:
    """What makes the screen of one measure."""

    def draw(answers: Answers, words: Words, wishes: Wishes) -> Screen | Absent:
        _, units = words.gettext, answers.units
        code, name = measure_code(measure), words.heading(measure)
        found = extremes(units, measure)
        if found is None:
            return Absent(code, name, _("Fewer than two units report it, or all report the same."))
        order = select_and_sort(units, (), measure, "highest")
        rows = [_row(unit, measure, _numbers(units), words, wishes) for unit in records(order)]
        finding = _("{measure}: {first} is first ({most}), {last} is last ({least})").format(
            measure=words.heading(measure),
            first=unit_names(found.first, words),
            last=unit_names(found.last, words),
            most=words.measured(measure, found.first_value),
            least=words.measured(measure, found.last_value),
        )
        small = small_target_warning(units, words).removeprefix("* ") if measure == "completion_rate" else ""
        return Screen(
            code,
            name,
            finding,
            rows_figure(rows, _mark(measure), _legend_of(measure, words)),
            basis_line(answers, "unit_progress", words),
            Notes(tuple(line for line in (finding, small) if line), _asked_of_units(answers, words)),
        )

    return draw


def _mark(measure: str) -> Mark:
    """A rate is no amount that a bar could stand for."""
    return "dot" if MEASURES[measure].unit == "%" else "bar"


def _legend_of(measure: str, words: Words) -> Html:
    _ = words.gettext
    formulas = {
        "completion_rate": _("area renovated ÷ annual target"),
        "completed_to_started": _("completed ÷ started, in projects"),
    }
    how = [("none", formulas[measure])] if measure in formulas else []
    return legend((_mark(measure), words.axis(measure)), *how)


def _row(
    unit: dict[str, Any],
    measure: str,
    numbers: dict[str, int],
    words: Words,
    wishes: Wishes,
    tick: float = float("nan"),
) -> Row:
    name, rate = words.place(unit["unit"]), unit["completion_rate"]
    hover = (f"{words.heading(m)} {words.measured(m, unit[m])}" for m in _HOVERED)
    area = measure == "area_renovated"
    return Row(
        places.code_of(unit["unit"]),
        numbers[unit["unit"]],
        name,
        float(unit[measure]) if pd.notna(unit[measure]) else float("nan"),
        words.number(unit[measure]) if area else words.measured(measure, unit[measure]),
        words.percent(rate) if area and pd.notna(rate) else "",
        "　".join((name, *hover)),
        tick,
        _tone(rate) if wishes.lights else "",
    )


def _tone(rate: float) -> str:
    return "" if pd.isna(rate) else "good" if rate >= 100 else "bad"


def _numbers(units: pd.DataFrame) -> dict[str, int]:
    """The number by which a unit is called: its place in the table as reported, the same on every screen."""
    return {str(name): place for place, name in enumerate(units["unit"], start=1)}


def own_screen(unit: str) -> Draw:
    """What makes one unit's own screen."""

    def draw(answers: Answers, words: Words, _wishes: Wishes) -> Screen | Absent:
        _ = words.gettext
        code, name = unit_code(unit), words.place(unit)
        sites, notes_of_all = answers.table("sites"), answers.table("notes")
        one = profile(unit, answers.units, sites, notes_of_all, answers.checks, answers.table("figures"))
        told = [card for card in unit_headlines(one, answers, words) if card.value != words.missing]
        if not told:
            return Absent(code, name, _("It reports no figures."))
        notes = tuple(str(note["text"]) for note in records(one.notes))
        source = basis_line(answers, "notes", words)
        figure = cards_figure([Card(card.label, card.value, card.lines) for card in told])
        said = points_figure([("•", note, source) for note in notes[:SHOWN_NOTES]])
        return Screen(
            code,
            name,
            selected_unit_finding(unit, answers, words),
            joined([figure, said]) if notes else figure,
            basis_line(answers, "unit_progress", words),
            Notes(
                (selected_unit_finding(unit, answers, words), *notes),
                questions_about(one.checks, basis_line(answers, "unit_progress", words), words),
            ),
        )

    return draw
