"""The matrix of the units' ranks by five measures. The parameters have the same meanings as in `charts.units`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.style import TEXT_SIZE, axis_labels, name_axis, new_drawing, palette, plain_axis, tooltip
from renovation.charts.units import value_line
from renovation.comparisons.units import exceeds_small_target, reported_measures
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES, is_rate
from renovation.language import Words

RANK_ROW_HEIGHT: Final = 54
RANK_LABEL: Final = 12  # letters of a line of a name beside the ranks, of which a phone must show five columns
CELL_GAP: Final = 0.1  # between two columns of ranks, in digits
HEADING_LETTER: Final = 0.9  # the width of a letter of a heading, in digits


def rank_matrix(units: pd.DataFrame, count: int, as_of: dt.date, words: Words, dark: bool) -> go.Figure:
    """Returns a matrix of the units' ranks: a row for each unit, a column for each of five measures.

    A measure for which no unit has a value has no column. Each cell shows the unit's rank and value; the first rank has
    the strongest colour.

    `count` is the number of units that are ranked. `units` has the columns `unit`, the five RANKED_MEASURES with their
    ranks (`rank_area_renovated` and so on), and `small_target` (bool). A star follows the name of a unit whose
    completion rate is over 100 % because its target is small; `wording.units.small_target_warning` explains the star.
    """
    stars = exceeds_small_target(units).map({True: " *", False: ""})
    names = [
        name + star for name, star in zip(axis_labels(map(words.place, units["unit"]), RANK_LABEL), stars, strict=True)
    ]
    measures = reported_measures(units)
    headings = [words.short_heading(measure).replace("÷", "÷<br>") for measure in measures]
    columns = [[_rank_text(unit, measure, words) for unit in records(units)] for measure in measures]
    widths = [_cell_width(heading, column) for heading, column in zip(headings, columns, strict=True)]
    starts = np.cumsum([0.0, *widths])
    centres = ((starts[1:] + starts[:-1]) / 2).tolist()
    drawing = new_drawing(dark, RANK_ROW_HEIGHT * len(units) + 72, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    drawing.update_layout(barmode="overlay", bargap=4 / RANK_ROW_HEIGHT, showlegend=False)
    for start, width, measure in zip(starts[:-1].tolist(), widths, measures, strict=True):
        drawing.add_bar(
            base=start + CELL_GAP / 2,
            x=[None if pd.isna(rank) else width - CELL_GAP for rank in units[f"rank_{measure}"]],
            **_rank_cells(units, names, measure, count, as_of, words, dark),
        )
    drawing.add_scatter(
        x=centres * len(units), y=np.repeat(names, len(centres)), **_rank_texts(units, measures, count, words, dark)
    )
    ticks = {"tickvals": centres, "ticktext": headings, "range": [0, float(starts[-1])], "ticks": ""}
    font = {"color": palette(dark).text, "size": TEXT_SIZE - 2}
    drawing.update_layout(xaxis=plain_axis(dark, side="top", showgrid=False, tickangle=0, tickfont=font, **ticks))
    drawing.update_layout(yaxis=name_axis(dark, names, ticks=""))
    return drawing.figure()


def _cell_width(heading: str, texts: Iterable[str]) -> float:
    """Returns the width of a column of cells, in widths of a digit: the width of its longest text, but at least 4.

    `heading` is the text above the column, `texts` are the texts in its cells; `<br>` separates their lines.
    """
    return max(4.0, HEADING_LETTER * _digits(heading), *map(_digits, texts))


def _digits(text: str) -> int:
    lines = re.sub("</?b>", "", text).split("<br>")
    return max(sum(1 if letter.isascii() else 2 for letter in line) for line in lines)


def _rank_cells(
    units: pd.DataFrame, names: list[str], measure: str, count: int, as_of: dt.date, words: Words, dark: bool
) -> dict[str, Any]:
    """Returns Plotly's settings for the cells in the column of one measure. A unit without a rank has no cell.

    A cell is a bar, because our Plotly bundle has no heatmap. `names` are the units' labels on the y axis; `count` is
    the number of units that are ranked. The setting `meta` tells the script chart.js not to animate the cells, because
    the texts on them are not animated either.
    """
    ranks = units[f"rank_{measure}"]
    return {
        "orientation": "h",
        "y": names,
        "meta": "still",
        "marker": {
            "color": ranks.astype("float64"),
            "colorscale": list(zip((0, 0.5, 1), palette(dark).rank_scale, strict=True)),
            "cmin": 1,
            "cmax": max(2, count),
        },
        "hovertext": [_rank_tooltip(unit, measure, count, as_of, words) for unit in records(units)],
        "hoverinfo": "text",
    }


def _rank_texts(units: pd.DataFrame, measures: Sequence[str], count: int, words: Words, dark: bool) -> dict[str, Any]:
    """Returns Plotly's settings for the texts in the cells: rank and value, in a colour that is legible on the cell.

    `measures` are the measures of the columns; `count` is the number of units that are ranked.
    """
    colours = palette(dark)
    ranks = units[[f"rank_{measure}" for measure in measures]].astype("float64").to_numpy()
    near_first = (ranks - 1) / max(1, count - 1) < colours.rank_turn
    return {
        "mode": "text",
        "hoverinfo": "skip",
        "text": [_rank_text(unit, measure, words) for unit in records(units) for measure in measures],
        "textfont": {"size": TEXT_SIZE - 1, "color": np.where(near_first, *colours.rank_text).ravel().tolist()},
    }


def _rank_text(unit: dict[Any, Any], measure: str, words: Words) -> str:
    rank, value = unit[f"rank_{measure}"], unit[measure]
    if pd.isna(rank):
        return words.missing.replace(" ", "<br>")  # on a phone, a cell is too narrow for two words
    measurement_unit = MEASURES[measure].measurement_unit
    return f"<b>{rank}</b><br>{words.percent(value) if is_rate(measure) else words.amount(value, measurement_unit)}"


def _rank_tooltip(unit: dict[Any, Any], measure: str, count: int, as_of: dt.date, words: Words) -> str:
    rank, lines = unit[f"rank_{measure}"], [value_line(unit, measure, words)]
    if pd.notna(rank):
        lines.append(words("No. {rank} of {count} units", rank=rank, count=count))
    return tooltip(words.place(unit["unit"]), lines, as_of, words)
