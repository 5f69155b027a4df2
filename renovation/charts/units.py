"""Charts that compare the units: areas with targets, rates, contributions, ranks by five measures.

The parameter `units` comes from `comparisons.units.compare_units`: one row for each unit, with `unit`, a column for
each measure (areas in 万㎡, rates and shares in percent, counts), `rank_<measure>` and `small_target`; the bars and
dots are in its order. `as_of` is the date of the figures, which the tooltips show. `words` writes names, numbers and
dates in the visitor's language; `dark` selects the dark theme.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.drawing import Drawing
from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    TEXT_SIZE,
    area_axis,
    axis_end,
    axis_labels,
    emphasis,
    label_bar_ends,
    name_axis,
    new_drawing,
    palette,
    plain_axis,
    tooltip,
)
from renovation.comparisons.extremes import distinguished
from renovation.comparisons.goals import year_end
from renovation.comparisons.outlook import behind_schedule, schedule_share
from renovation.comparisons.units import WHOLE
from renovation.domain.dated_tables import records
from renovation.domain.measures import is_rate
from renovation.domain.numbers import aligned_at_point
from renovation.language import Words

DOT_SIZE: Final = 17
BAR_SHIFT: Final = 6
DOT_SHIFT: Final = 13
TICK_SHIFT: Final = 14
LAG_SIGN: Final = "▼"
_AREA_TOOLTIP: Final = ("area_renovated", "annual_target_area", "completion_rate")


def bullet_bars(
    units: pd.DataFrame, as_of: dt.date, words: Words, dark: bool, spotlight: str | None = None
) -> go.Figure:
    """Returns a bar chart of each unit's renovated area, with a tick at the unit's annual target.

    A text beside each bar has the area and the completion rate, followed by the sign ▼ if the rate is below 100 % and
    below the schedule (the share of the year that has passed on `as_of`). `units` has the columns `unit`,
    `area_renovated` and `annual_target_area` (both in 万㎡) and `completion_rate` (%). The units with the largest area
    and the highest rate have the strong colour, the others the quiet colour; if `spotlight` names a unit, only this
    unit has the strong colour. Plotly's custom data of each point is the name of its unit.
    """
    names = _names(units, words)
    areas = units[["area_renovated", "annual_target_area"]] * words.factor("万㎡")
    named = {spotlight} if spotlight else distinguished(units, ["area_renovated", "completion_rate"])
    lags = (behind_schedule(units["completion_rate"], as_of) > 0) & (units["completion_rate"] < WHOLE)
    height = ROW_HEIGHT * len(units) + (108 if lags.any() else 84)  # a line more of the legend
    margin = {"l": 8, "r": LABEL_MARGIN + (20 if lags.any() else 0), "t": 36, "b": 8}
    drawing = new_drawing(dark, height, margin=margin)
    drawing.add_bar(
        name=words.heading("area_renovated"),
        orientation="h",
        x=areas["area_renovated"],
        marker={"color": emphasis(units["unit"], named, dark)},
        **_points(units, names, _AREA_TOOLTIP, as_of, words),
    )
    _add_target_ticks(drawing, units, areas["annual_target_area"], names, as_of, words, dark)
    ends = areas.max(axis=1)
    _add_schedule_sign(drawing, lags, as_of, words, dark)
    # in one column: behind a tick that is beyond its bar, an area would be read as the target
    longest = pd.Series(ends.max(), index=ends.index)
    label_bar_ends(drawing, longest, names, _area_texts(units, lags, words, dark), dark, TICK_SHIFT)
    drawing.update_layout(xaxis=area_axis("area_renovated", axis_end(ends), words, dark))
    drawing.update_layout(yaxis=name_axis(dark, names))
    return drawing.figure()


def _area_texts(units: pd.DataFrame, lags: pd.Series, words: Words, dark: bool) -> list[str]:
    """Returns the label of each unit's bar: its area, and its completion rate if any unit has a target.

    `lags` has a row for each unit; if it is True, the sign ▼ follows.
    """
    sign = f" <span style='color:{palette(dark).alarm}'>{LAG_SIGN}</span>"
    texts = [
        f"<b>{area}</b>" for area in aligned_at_point([words.amount(area, "万㎡") for area in units["area_renovated"]])
    ]
    if units["annual_target_area"].notna().any():
        rates = aligned_at_point([words.percent(rate) for rate in units["completion_rate"]])
        is_reported = units["area_renovated"].notna()  # without an area, the lack of a rate is no news
        texts = [
            f"{text}  {rate}" if known else text for text, rate, known in zip(texts, rates, is_reported, strict=True)
        ]
    return [text + sign if late else text for text, late in zip(texts, lags, strict=True)]


def _add_schedule_sign(drawing: Drawing, lags: pd.Series, as_of: dt.date, words: Words, dark: bool) -> None:
    """Adds the sign ▼ (a completion rate below the schedule) to the legend, if `lags` is True for any unit."""
    if lags.any():
        name = words("below the schedule ({share})", share=words.percent(schedule_share(as_of, year_end(as_of))))
        marker = {"symbol": "triangle-down", "size": 12, "color": palette(dark).alarm}
        drawing.add_scatter(name=name, mode="markers", x=[None], y=[None], marker=marker, hoverinfo="skip")


def _add_target_ticks(
    drawing: Drawing,
    units: pd.DataFrame,
    targets: pd.Series,
    names: list[str],
    as_of: dt.date,
    words: Words,
    dark: bool,
) -> None:
    """Adds a tick at each unit's annual target.

    The tick has an edge in the background's colour, so that it is visible on a bar too. `targets` are the positions on
    the x axis; `names` are the units' labels on the y axis. If no unit has a target, the legend says so.
    """
    colours = palette(dark)
    heading = words.heading("annual_target_area")
    tick = {"mode": "markers", "x": targets, "y": names, "cliponaxis": False}
    edge = {"symbol": "line-ns", "size": 28, "line": {"width": 8, "color": colours.ground}}
    drawing.add_scatter(marker=edge, hoverinfo="skip", showlegend=False, **tick)
    drawing.add_scatter(
        name=heading if targets.notna().any() else words.bracketed(heading, words.missing),
        customdata=units["unit"],
        hovertext=_tooltips(units, _AREA_TOOLTIP, as_of, words),
        hoverinfo="text",
        marker={"symbol": "line-ns", "size": 26, "line": {"width": 3.5, "color": colours.target}},
        **tick,
    )


def measure_bars(
    units: pd.DataFrame, measure: str, as_of: dt.date, words: Words, dark: bool, spotlight: str | None = None
) -> go.Figure:
    """Returns a chart of the measure `measure` of each unit: bars for counts, dots for percentages.

    The measure may be any but the renovated area, which `bullet_bars` draws. Bars of percentages would mislead, because
    the largest target of a unit is fifty times the smallest (International Business Communication Standards, rule CH
    4.4).

    `units` has the column `unit` and a column with the name of the measure. The units with the highest and the lowest
    value have the strong colour, the others the quiet colour. If `spotlight` names a unit, only this unit has the
    strong colour.
    """
    names, values, percent = _names(units, words), units[measure].astype("float64"), is_rate(measure)
    margin = {"l": 8, "r": LABEL_MARGIN, "t": 12, "b": 8}
    drawing = new_drawing(dark, ROW_HEIGHT * len(units) + 84, margin=margin, showlegend=False)
    named = {spotlight} if spotlight else distinguished(units, [measure], [measure])
    shades, points = emphasis(units["unit"], named, dark), _points(units, names, [measure], as_of, words)
    if percent:
        marker = {"size": DOT_SIZE, "color": shades}
        drawing.add_scatter(mode="markers", x=values, marker=marker, cliponaxis=False, **points)
    else:
        drawing.add_bar(orientation="h", x=values, marker={"color": shades}, **points)
    texts = [f"<b>{words.percent(value) if percent else words.number(value)}</b>" for value in values]
    label_bar_ends(drawing, values, names, texts, dark, DOT_SHIFT if percent else BAR_SHIFT)
    start = -0.04 * axis_end(values) if percent else 0
    drawing.update_layout(
        xaxis=plain_axis(dark, title_text=words.amount_axis(measure), range=[start, axis_end(values)])
    )
    drawing.update_layout(yaxis=name_axis(dark, names, showgrid=percent))
    return drawing.figure()


def rate_dots(
    units: pd.DataFrame, total_rate: float, as_of: dt.date, words: Words, dark: bool, emphasised: Collection[str] = ()
) -> go.Figure:
    """Returns a dot chart of each unit's completion rate, with lines at 100 % and at the rate of all units together.

    `units` has the columns `unit` and `completion_rate` (%). `total_rate` is the rate of all units together, in
    percent; if it is missing, there is no line for it. The units named in `emphasised` have the strong colour, the
    others the quiet colour; if `emphasised` is empty, all units have the strong colour.
    """
    names, rates = _names(units, words), units["completion_rate"]
    drawing = new_drawing(dark, ROW_HEIGHT * len(units) + 84, showlegend=False)
    total = words("all units {rate}", rate=words.percent(total_rate))
    outwards = ("right", "left") if total_rate < 100 else ("left", "right")  # the two names point away from each other
    _add_reference_line(drawing, total_rate, total, outwards[0], dark)
    _add_reference_line(drawing, 100.0, words("target 100%"), outwards[1], dark)
    drawing.add_scatter(
        mode="markers",
        x=rates,
        marker={"size": DOT_SIZE, "color": emphasis(units["unit"], emphasised, dark)},
        cliponaxis=False,
        **_points(units, names, _AREA_TOOLTIP, as_of, words),
    )
    label_bar_ends(drawing, rates, names, [f"<b>{words.percent(rate)}</b>" for rate in rates], dark, DOT_SHIFT)
    end = max(axis_end(rates), 150.0)
    axis = {"range": [-0.15 * end, end], "tickvals": _round_values(end)}
    drawing.update_layout(xaxis=plain_axis(dark, title_text=words.amount_axis("completion_rate"), **axis))
    drawing.update_layout(yaxis=name_axis(dark, names, showgrid=True))
    return drawing.figure()


def _round_values(end: float) -> list[float]:
    """Returns the values of an axis's ticks: round numbers in equal steps from 0 to at most `end`.

    The result is, for instance, 0, 50, 100 and 150 if `end` is 150.
    """
    power = 10.0 ** math.floor(math.log10(end / 3))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= end / 3)
    return [step * number for number in range(int(end / step) + 1)]


def contribution_dots(
    units: pd.DataFrame, as_of: dt.date, words: Words, dark: bool, emphasised: Collection[str] = ()
) -> go.Figure:
    """Returns a dot chart of what each unit contributes to the totals of all units.

    A hollow dot shows the unit's share of the sum of all targets; a line joins it to a solid dot, which shows the
    unit's share of the total renovated area. `units` has the columns `unit`, `share_of_target` and `share_of_area`
    (both in %). The units named in `emphasised` have the strong colour, the others the quiet colour; if `emphasised` is
    empty, all units have the strong colour.
    """
    names, shares = _names(units, words), units[["share_of_target", "share_of_area"]]
    margin = {"l": 8, "r": LABEL_MARGIN + 24, "t": 36, "b": 8}
    drawing = new_drawing(dark, ROW_HEIGHT * len(units) + 84, margin=margin)
    drawing.add_scatter(
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        line={"color": palette(dark).other, "width": 3},
        x=np.column_stack([shares, np.full(len(units), np.nan)]).ravel(),
        y=np.repeat(names, 3),
    )
    shades = emphasis(units["unit"], emphasised, dark)
    for measure, symbol in (("share_of_target", "circle-open"), ("share_of_area", "circle")):
        _add_share_dots(drawing, units, measure, symbol, as_of, words, shades)
    furthest = shares.max(axis=1)
    texts = [
        f"{words.percent(target)} → <b>{words.percent(area)}</b>"
        for target, area in zip(shares["share_of_target"], shares["share_of_area"], strict=True)
    ]
    label_bar_ends(drawing, furthest, names, texts, dark, DOT_SHIFT)
    title, end = words("share of the total of all units (%)"), axis_end(furthest)
    drawing.update_layout(xaxis=plain_axis(dark, title_text=title, range=[-0.06 * end, end]))
    drawing.update_layout(yaxis=name_axis(dark, names, showgrid=True))
    return drawing.figure()


def _add_share_dots(
    drawing: Drawing, units: pd.DataFrame, measure: str, symbol: str, as_of: dt.date, words: Words, shades: list[str]
) -> None:
    drawing.add_scatter(
        name=words.heading(measure),
        mode="markers",
        x=units[measure],
        marker={"symbol": symbol, "size": DOT_SIZE, "color": shades, "line": {"width": 3, "color": shades}},
        cliponaxis=False,
        **_points(units, _names(units, words), ("share_of_target", "share_of_area"), as_of, words),
    )


def _names(units: pd.DataFrame, words: Words) -> list[str]:
    return axis_labels(map(words.place, units["unit"]))


def _points(
    units: pd.DataFrame, names: list[str], measures: Sequence[str], as_of: dt.date, words: Words
) -> dict[str, Any]:
    """Returns the settings that Plotly's bars and dots of the units share: labels on the y axis, custom data, tooltips.

    `names` are the units' labels on the y axis. The custom data of a bar or dot is the Chinese name of its unit. The
    tooltips show the values of `measures`.
    """
    undimmed = {"marker": {"opacity": 1}}
    return {
        "y": names,
        "customdata": units["unit"],
        "hovertext": _tooltips(units, measures, as_of, words),
        "hoverinfo": "text",
        "selected": undimmed,
        "unselected": undimmed,
    }


def _tooltips(units: pd.DataFrame, measures: Sequence[str], as_of: dt.date, words: Words) -> list[str]:
    return [
        tooltip(words.place(unit["unit"]), [value_line(unit, measure, words) for measure in measures], as_of, words)
        for unit in records(units)
    ]


def value_line(unit: dict[Any, Any], measure: str, words: Words) -> str:
    """Returns a line of a tooltip: the name of the measure `measure` and its value for a unit.

    `unit` is a row of `units` as a dict. The line is, for instance, `完成改造建筑面积 91.3万㎡`.
    """
    return f"{words.heading(measure)} {words.measured(measure, unit[measure])}"


def _add_reference_line(drawing: Drawing, value: float, text: str, side: str, dark: bool) -> None:
    """Adds a vertical dotted line at `value` on the x axis, with `text` above it; does nothing if `value` is missing.

    `side` is Plotly's `xanchor` of the text: for "left", the text begins at the line; for "right", it ends there.
    """
    if pd.isna(value):
        return
    quiet = palette(dark).quiet
    drawing.add_vline(x=value, line={"color": quiet, "width": 1.5, "dash": "dot"}, layer="below")
    drawing.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor=side,
        text=text,
        showarrow=False,
        font={"color": quiet, "size": TEXT_SIZE - 2},
    )
