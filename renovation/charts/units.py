"""The units side by side: bullet bars, rate and contribution, ranks under five measures."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation import places
from renovation.charts.style import (
    LABEL_ROOM, ROW_HEIGHT, TEXT_SIZE, colours, figure, label_ends, name_axis, on_axis, quiet_axis, reach,
)
from renovation.comparisons.units import RANKED
from renovation.language import Words

RANK_ROW: Final = 54
_PERCENT_MEASURES: Final = frozenset({"completion_rate", "completed_to_started", "share_of_area", "share_of_target"})


def bullet_bars(units: pd.DataFrame, words: Words, dark: bool, spotlight: str | None = None) -> go.Figure:
    """Area renovated in 万㎡ as a bar, the annual target as a tick, value and rate as text; units in the order given.

    `spotlight` dims every other unit. Each point carries the unit's name as custom data.
    """
    look, names = colours(dark), [on_axis(words.place(unit)) for unit in units["unit"]]
    lit = (units["unit"] == spotlight) | (spotlight is None)
    end = units[["area_renovated", "annual_target_area"]].max(axis=1)
    drawn = figure(dark, ROW_HEIGHT * len(units) + 84)
    drawn.add_bar(
        name=words.heading("area_renovated"), orientation="h", x=units["area_renovated"], y=names,
        customdata=units["unit"], marker={"color": np.where(lit, look.actual, look.actual_faded).tolist()},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        hovertext=_hover(units, words), hoverinfo="text",
    )  # fmt: skip
    drawn.add_scatter(
        name=words.heading("annual_target_area"), mode="markers", x=units["annual_target_area"], y=names, cliponaxis=False,
        customdata=units["unit"], hoverinfo="skip",
        marker={"symbol": "line-ns", "size": 26, "line": {"width": 3.5, "color": look.target}},
    )  # fmt: skip
    texts = [
        f"<b>{words.number(area)}</b>  {words.percent(rate)}"
        for area, rate in zip(units["area_renovated"], units["completion_rate"], strict=True)
    ]
    label_ends(drawn, end, names, texts, dark, 6)
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis("area_renovated"), range=[0, reach(end)]))
    drawn.update_yaxes(name_axis(dark, names))
    return drawn


def measure_bars(
    units: pd.DataFrame, measure: str, words: Words, dark: bool, spotlight: str | None = None
) -> go.Figure:
    """One measure other than area: bars for counts; for percentages dots, as lengths of percents of unlike targets
    mislead (IBCS CH 4.4)."""
    look, names = colours(dark), [on_axis(words.place(unit)) for unit in units["unit"]]
    values = units[measure].astype("float64")
    lit = (units["unit"] == spotlight) | (spotlight is None)
    percent = measure in _PERCENT_MEASURES
    drawn = figure(dark, ROW_HEIGHT * len(units) + 84, margin={"l": 8, "r": LABEL_ROOM, "t": 12, "b": 8}, showlegend=False)
    shades = np.where(lit, look.actual, look.actual_faded).tolist()
    common = {"x": values, "y": names, "customdata": units["unit"], "hovertext": _hover(units, words), "hoverinfo": "text"}
    if percent:
        drawn.add_scatter(mode="markers", marker={"size": 17, "color": shades}, cliponaxis=False, **common)
    else:
        drawn.add_bar(orientation="h", marker={"color": shades}, **common)
    drawn.update_traces(selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    texts = [f"<b>{words.percent(value) if percent else words.number(value)}</b>" for value in values]
    label_ends(drawn, values, names, texts, dark, 13 if percent else 6)
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis(measure), range=[-0.04 * reach(values) if percent else 0, reach(values)]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=percent))
    return drawn


def rate_dots(units: pd.DataFrame, total_rate: float, words: Words, dark: bool) -> go.Figure:
    """Each unit's completion rate as a dot, beside the target's 100 % and the rate of all units together."""
    look, names = colours(dark), [on_axis(words.place(unit)) for unit in units["unit"]]
    _ = words.gettext
    drawn = figure(dark, ROW_HEIGHT * len(units) + 84, showlegend=False)
    marks = [(100.0, _("target 100%"), "right"), (total_rate, _("all units {rate}").format(rate=words.percent(total_rate)), "left")]
    for value, text, side in marks:
        if pd.notna(value):
            drawn.add_vline(x=value, line={"color": look.quiet, "width": 1.5, "dash": "dot"}, layer="below")
            drawn.add_annotation(
                x=value, y=1, yref="paper", yanchor="bottom", xanchor=side, text=text, showarrow=False,
                font={"color": look.quiet, "size": TEXT_SIZE - 2},
            )  # fmt: skip
    drawn.add_scatter(
        mode="markers", x=units["completion_rate"], y=names, customdata=units["unit"], cliponaxis=False, marker={"size": 17, "color": look.actual},
        hovertext=_hover(units, words), hoverinfo="text", selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    texts = [f"<b>{words.percent(rate)}</b>" for rate in units["completion_rate"]]
    label_ends(drawn, units["completion_rate"], names, texts, dark, 13)
    far = max(reach(units["completion_rate"]), 150.0)
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis("completion_rate"), range=[-0.15 * far, far]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=True))
    return drawn


def contribution(units: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Each unit's share of the summed targets (hollow) and of the summed area (solid), joined by a line."""
    look, names = colours(dark), [on_axis(words.place(unit)) for unit in units["unit"]]
    drawn = figure(dark, ROW_HEIGHT * len(units) + 84)
    gap = np.full(len(units), np.nan)
    drawn.add_scatter(
        mode="lines", showlegend=False, hoverinfo="skip", line={"color": look.other, "width": 3},
        x=np.column_stack([units["share_of_target"], units["share_of_area"], gap]).ravel(),
        y=[name for name in names for _ in range(3)],
    )  # fmt: skip
    for measure, symbol in (("share_of_target", "circle-open"), ("share_of_area", "circle")):
        drawn.add_scatter(
            name=words.heading(measure), mode="markers", x=units[measure], y=names, customdata=units["unit"], cliponaxis=False,
            marker={"symbol": symbol, "size": 16, "color": look.actual, "line": {"width": 3, "color": look.actual}},
            hovertext=_hover(units, words), hoverinfo="text",
        )  # fmt: skip
    furthest = units[["share_of_target", "share_of_area"]].max(axis=1)
    texts = [
        f"{words.percent(target)} → <b>{words.percent(area)}</b>"
        for target, area in zip(units["share_of_target"], units["share_of_area"], strict=True)
    ]
    label_ends(drawn, furthest, names, texts, dark, 13)
    drawn.update_xaxes(quiet_axis(dark, title_text=words.gettext("share of all units (%)"), range=[-0.06 * reach(furthest), reach(furthest)]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=True))
    return drawn


def rank_matrix(units: pd.DataFrame, count: int, words: Words, dark: bool) -> go.Figure:
    """Ranks among all `count` units under five measures: the stronger, the nearer to first; small targets are starred."""
    look = colours(dark)
    names = [on_axis(words.place(unit)) + (" *" if small else "") for unit, small in zip(units["unit"], units["small_target"], strict=True)]
    ranks = units[[f"rank_{measure}" for measure in RANKED]].astype("float64")
    texts = [[_rank_text(unit, measure, words) for measure in RANKED] for unit in units.to_dict("records")]
    drawn = figure(dark, RANK_ROW * len(units) + 72, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    strong, middle, faint = look.rank_scale
    headings = [words.short(measure).replace("÷", "÷<br>") for measure in RANKED]
    drawn.add_heatmap(
        z=ranks, x=headings, y=names, colorscale=[[0, strong], [0.5, middle], [1, faint]], zmin=1, zmax=max(2, count),
        showscale=False, hoverinfo="skip", xgap=4, ygap=4,
    )  # fmt: skip
    near_first = (ranks - 1) / max(1, count - 1) < look.rank_turn
    drawn.add_scatter(
        mode="text", x=headings * len(units), y=[name for name in names for _ in RANKED], hoverinfo="skip",
        text=[text for row in texts for text in row],
        textfont={"size": TEXT_SIZE - 1, "color": np.where(near_first, *look.rank_text).ravel().tolist()},
    )  # fmt: skip
    drawn.update_xaxes(quiet_axis(dark, side="top", showgrid=False, tickangle=0, tickfont={"color": look.text, "size": TEXT_SIZE - 2}))
    drawn.update_yaxes(name_axis(dark, names, ticks=""))
    return drawn


def _rank_text(unit: dict[str, object], measure: str, words: Words) -> str:
    rank, value = unit[f"rank_{measure}"], unit[measure]
    if pd.isna(rank):  # type: ignore[call-overload]
        return words.missing
    shown = words.percent(float(str(value))) if measure in _PERCENT_MEASURES else words.number(float(str(value)))
    return f"<b>{rank}</b><br>{shown}"


def _hover(units: pd.DataFrame, words: Words) -> list[str]:
    """Four lines for each unit: name, area and target, rate, projects."""
    return [
        "<br>".join(
            (
                f"<b>{places.shown(unit['unit'], words.language)}</b>",
                f"{words.heading('area_renovated')} {words.measured('area_renovated', unit['area_renovated'])}",
                f"{words.heading('annual_target_area')} {words.measured('annual_target_area', unit['annual_target_area'])}",
                f"{words.heading('completion_rate')} {words.percent(unit['completion_rate'])}",
            )
        )
        for unit in units.to_dict("records")
    ]
