"""The units side by side: bullet bars, rate and contribution, ranks under five measures."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    TEXT_SIZE,
    axis_end,
    axis_label,
    label_bar_ends,
    name_axis,
    new_figure,
    palette,
    plain_axis,
)
from renovation.domain.dated_tables import records
from renovation.domain.measures import RANKED_MEASURES, is_rate
from renovation.language import Words

DOT_SIZE: Final = 17
RANK_ROW_HEIGHT: Final = 54
BAR_SHIFT: Final = 6
DOT_SHIFT: Final = 13
_HOVERED: Final = ("area_renovated", "annual_target_area", "completion_rate")


def bullet_bars(units: pd.DataFrame, words: Words, dark: bool, spotlight: str | None = None) -> go.Figure:
    """Area renovated in 万㎡ as a bar, the annual target as a tick, value and rate as text; units in the order given.

    `spotlight` dims every other unit. Each point carries the unit's name as custom data.
    """
    look, names = palette(dark), _names(units, words)
    drawn = new_figure(dark, ROW_HEIGHT * len(units) + 84)
    drawn.add_bar(
        name=words.heading("area_renovated"),
        orientation="h",
        x=units["area_renovated"],
        marker={"color": _shades(units, spotlight, dark)},
        **_points(units, names, words),
    )
    drawn.add_scatter(
        mode="markers",
        x=units["annual_target_area"],
        y=names,
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": 28, "line": {"width": 8, "color": look.ground}},
    )
    drawn.add_scatter(
        name=words.heading("annual_target_area"),
        mode="markers",
        x=units["annual_target_area"],
        y=names,
        customdata=units["unit"],
        hoverinfo="skip",
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": 26, "line": {"width": 3.5, "color": look.target}},
    )
    ends = units[["area_renovated", "annual_target_area"]].max(axis=1)
    texts = [
        f"<b>{words.number(area)}</b>  {words.percent(rate)}"
        for area, rate in zip(units["area_renovated"], units["completion_rate"], strict=True)
    ]
    label_bar_ends(drawn, ends, names, texts, dark, BAR_SHIFT)
    drawn.update_xaxes(plain_axis(dark, title_text=words.axis("area_renovated"), range=[0, axis_end(ends)]))
    drawn.update_yaxes(name_axis(dark, names))
    return drawn


def measure_bars(
    units: pd.DataFrame, measure: str, words: Words, dark: bool, spotlight: str | None = None
) -> go.Figure:
    """One measure other than area: bars for counts, dots for percentages.

    Lengths of percents of unlike targets mislead (IBCS CH 4.4).
    """
    names, values = _names(units, words), units[measure].astype("float64")
    percent = is_rate(measure)
    margin = {"l": 8, "r": LABEL_MARGIN, "t": 12, "b": 8}
    drawn = new_figure(dark, ROW_HEIGHT * len(units) + 84, margin=margin, showlegend=False)
    shades, points = _shades(units, spotlight, dark), _points(units, names, words)
    if percent:
        drawn.add_scatter(
            mode="markers", x=values, marker={"size": DOT_SIZE, "color": shades}, cliponaxis=False, **points
        )
    else:
        drawn.add_bar(orientation="h", x=values, marker={"color": shades}, **points)
    texts = [f"<b>{words.percent(value) if percent else words.number(value)}</b>" for value in values]
    label_bar_ends(drawn, values, names, texts, dark, DOT_SHIFT if percent else BAR_SHIFT)
    low = -0.04 * axis_end(values) if percent else 0
    drawn.update_xaxes(plain_axis(dark, title_text=words.axis(measure), range=[low, axis_end(values)]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=percent))
    return drawn


def rate_dots(units: pd.DataFrame, total_rate: float, words: Words, dark: bool) -> go.Figure:
    """Each unit's completion rate as a dot, beside the target's 100 % and the rate of all units together."""
    look, names, rates = palette(dark), _names(units, words), units["completion_rate"]
    _ = words.gettext
    drawn = new_figure(dark, ROW_HEIGHT * len(units) + 84, showlegend=False)
    _mark(drawn, 100.0, _("target 100%"), "right", dark)
    _mark(drawn, total_rate, _("all units {rate}").format(rate=words.percent(total_rate)), "left", dark)
    drawn.add_scatter(
        mode="markers",
        x=rates,
        marker={"size": DOT_SIZE, "color": look.actual},
        cliponaxis=False,
        **_points(units, names, words),
    )
    label_bar_ends(drawn, rates, names, [f"<b>{words.percent(rate)}</b>" for rate in rates], dark, DOT_SHIFT)
    far = max(axis_end(rates), 150.0)
    drawn.update_xaxes(plain_axis(dark, title_text=words.axis("completion_rate"), range=[-0.15 * far, far]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=True))
    return drawn


def contribution_dots(units: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Each unit's share of the summed targets (hollow) and of the summed area (solid), joined by a line."""
    look, names = palette(dark), _names(units, words)
    drawn = new_figure(dark, ROW_HEIGHT * len(units) + 84)
    gap = np.full(len(units), np.nan)
    drawn.add_scatter(
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        line={"color": look.other, "width": 3},
        x=np.column_stack([units["share_of_target"], units["share_of_area"], gap]).ravel(),
        y=np.repeat(names, 3),
    )
    for measure, symbol in (("share_of_target", "circle-open"), ("share_of_area", "circle")):
        marker = {"symbol": symbol, "size": DOT_SIZE, "color": look.actual, "line": {"width": 3, "color": look.actual}}
        drawn.add_scatter(
            name=words.heading(measure),
            mode="markers",
            x=units[measure],
            marker=marker,
            cliponaxis=False,
            **_points(units, names, words),
        )
    furthest = units[["share_of_target", "share_of_area"]].max(axis=1)
    texts = [
        f"{words.percent(target)} → <b>{words.percent(area)}</b>"
        for target, area in zip(units["share_of_target"], units["share_of_area"], strict=True)
    ]
    label_bar_ends(drawn, furthest, names, texts, dark, DOT_SHIFT)
    title = words.gettext("share of all units (%)")
    drawn.update_xaxes(plain_axis(dark, title_text=title, range=[-0.06 * axis_end(furthest), axis_end(furthest)]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=True))
    return drawn


def rank_matrix(units: pd.DataFrame, count: int, words: Words, dark: bool) -> go.Figure:
    """Ranks among all `count` units under five measures: the stronger, the nearer to first; small targets starred."""
    look = palette(dark)
    stars = units["small_target"].map({True: " *", False: ""})
    names = [name + star for name, star in zip(_names(units, words), stars, strict=True)]
    headings = [words.short(measure).replace("÷", "÷<br>") for measure in RANKED_MEASURES]
    ranks = units[[f"rank_{measure}" for measure in RANKED_MEASURES]].astype("float64").to_numpy()
    drawn = new_figure(dark, RANK_ROW_HEIGHT * len(units) + 72, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    drawn.add_heatmap(
        z=ranks,
        x=headings,
        y=names,
        colorscale=list(zip((0, 0.5, 1), look.rank_scale, strict=True)),
        zmin=1,
        zmax=max(2, count),
        showscale=False,
        hoverinfo="skip",
        xgap=4,
        ygap=4,
    )
    near_first = (ranks - 1) / max(1, count - 1) < look.rank_turn
    drawn.add_scatter(
        mode="text",
        x=headings * len(units),
        y=np.repeat(names, len(RANKED_MEASURES)),
        hoverinfo="skip",
        text=[_rank_text(unit, measure, words) for unit in records(units) for measure in RANKED_MEASURES],
        textfont={"size": TEXT_SIZE - 1, "color": np.where(near_first, *look.rank_text).ravel().tolist()},
    )
    font = {"color": look.text, "size": TEXT_SIZE - 2}
    drawn.update_xaxes(plain_axis(dark, side="top", showgrid=False, tickangle=0, tickfont=font))
    drawn.update_yaxes(name_axis(dark, names, ticks=""))
    return drawn


def _names(units: pd.DataFrame, words: Words) -> list[str]:
    return [axis_label(words.place(unit)) for unit in units["unit"]]


def _shades(units: pd.DataFrame, spotlight: str | None, dark: bool) -> list[str]:
    look = palette(dark)
    lit = (units["unit"] == spotlight) | (spotlight is None)
    return [look.actual if one else look.actual_faded for one in lit]


def _points(units: pd.DataFrame, names: list[str], words: Words) -> dict[str, Any]:
    """What every mark of a unit shares: its row, its name as custom data, its hover text, no dimming when chosen."""
    still = {"marker": {"opacity": 1}}
    return {
        "y": names,
        "customdata": units["unit"],
        "hovertext": [_hover(unit, words) for unit in records(units)],
        "hoverinfo": "text",
        "selected": still,
        "unselected": still,
    }


def _hover(unit: dict[Any, Any], words: Words) -> str:
    """Four lines: name, area, target, rate."""
    lines = [f"{words.heading(measure)} {words.measured(measure, unit[measure])}" for measure in _HOVERED]
    return "<br>".join((f"<b>{words.place(unit['unit'])}</b>", *lines))


def _rank_text(unit: dict[Any, Any], measure: str, words: Words) -> str:
    rank, value = unit[f"rank_{measure}"], unit[measure]
    if pd.isna(rank):
        return words.missing
    return f"<b>{rank}</b><br>{words.percent(value) if is_rate(measure) else words.number(value)}"


def _mark(drawn: go.Figure, value: float, text: str, side: str, dark: bool) -> None:
    """A dotted line at a value, named above the plot; none where the value is missing."""
    if pd.isna(value):
        return
    quiet = palette(dark).quiet
    drawn.add_vline(x=value, line={"color": quiet, "width": 1.5, "dash": "dot"}, layer="below")
    drawn.add_annotation(
        x=value,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor=side,
        text=text,
        showarrow=False,
        font={"color": quiet, "size": TEXT_SIZE - 2},
    )
