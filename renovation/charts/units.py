"""The units side by side: bullet bars, rate and contribution, ranks under five measures."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation import places
from renovation.charts.style import ROW_HEIGHT, TEXT_SIZE, colours, figure, name_axis, quiet_axis
from renovation.comparisons.units import RANKED
from renovation.language import Words

_ROOM_FOR_TEXT: Final = 1.42
_PERCENT_MEASURES: Final = frozenset({"completion_rate", "completed_to_started", "share_of_area", "share_of_target"})


def bullet_bars(units: pd.DataFrame, words: Words, dark: bool, spotlight: str | None = None) -> go.Figure:
    """Area renovated in 万㎡ as a bar, the annual target as a tick, value and rate as text; units in the order given.

    `spotlight` dims every other unit. Each point carries the unit's name as custom data.
    """
    look, names = colours(dark), [words.place(unit) for unit in units["unit"]]
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
        name=words.heading("annual_target_area"), mode="markers", x=units["annual_target_area"], y=names,
        customdata=units["unit"], hoverinfo="skip",
        marker={"symbol": "line-ns", "size": 26, "line": {"width": 3.5, "color": look.target}},
    )  # fmt: skip
    drawn.add_scatter(
        mode="text", x=end, y=names, textposition="middle right", showlegend=False, hoverinfo="skip", cliponaxis=False,
        customdata=units["unit"],
        text=[
            f"  <b>{words.number(area)}</b>  {words.percent(rate)}"
            for area, rate in zip(units["area_renovated"], units["completion_rate"], strict=True)
        ],
    )  # fmt: skip
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis("area_renovated"), range=[0, _far(end)]))
    drawn.update_yaxes(name_axis(dark, names))
    return drawn


def measure_bars(
    units: pd.DataFrame, measure: str, words: Words, dark: bool, spotlight: str | None = None
) -> go.Figure:
    """One measure other than area: bars for counts; for percentages dots, as lengths of percents of unlike targets
    mislead (IBCS CH 4.4)."""
    look, names = colours(dark), [words.place(unit) for unit in units["unit"]]
    values = units[measure].astype("float64")
    lit = (units["unit"] == spotlight) | (spotlight is None)
    percent = measure in _PERCENT_MEASURES
    drawn = figure(dark, ROW_HEIGHT * len(units) + 84, margin={"l": 8, "r": 8, "t": 12, "b": 8}, showlegend=False)
    shades = np.where(lit, look.actual, look.actual_faded).tolist()
    common = {"x": values, "y": names, "customdata": units["unit"], "hovertext": _hover(units, words), "hoverinfo": "text"}
    if percent:
        drawn.add_scatter(mode="markers", marker={"size": 17, "color": shades}, **common)
    else:
        drawn.add_bar(orientation="h", marker={"color": shades}, **common)
    drawn.update_traces(selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    drawn.add_scatter(
        mode="text", x=values, y=names, textposition="middle right", hoverinfo="skip", cliponaxis=False,
        customdata=units["unit"],
        text=[f"   <b>{words.percent(v) if percent else words.number(v)}</b>" for v in values],
    )  # fmt: skip
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis(measure), range=[0, _far(values)]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=percent))
    return drawn


def rate_dots(units: pd.DataFrame, total_rate: float, words: Words, dark: bool) -> go.Figure:
    """Each unit's completion rate as a dot, beside the target's 100 % and the rate of all units together."""
    look, names = colours(dark), [words.place(unit) for unit in units["unit"]]
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
        mode="markers", x=units["completion_rate"], y=names, customdata=units["unit"], marker={"size": 17, "color": look.actual},
        hovertext=_hover(units, words), hoverinfo="text", selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    _label(drawn, units["completion_rate"], names, [f"<b>{words.percent(rate)}</b>" for rate in units["completion_rate"]], dark)
    far = max(_far(units["completion_rate"]), 150.0)
    drawn.update_xaxes(quiet_axis(dark, title_text=words.axis("completion_rate"), range=[-0.12 * far, far]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=True))
    return drawn


def contribution(units: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Each unit's share of the summed targets (hollow) and of the summed area (solid), joined by a line."""
    look, names = colours(dark), [words.place(unit) for unit in units["unit"]]
    drawn = figure(dark, ROW_HEIGHT * len(units) + 84)
    gap = np.full(len(units), np.nan)
    drawn.add_scatter(
        mode="lines", showlegend=False, hoverinfo="skip", line={"color": look.other, "width": 3},
        x=np.column_stack([units["share_of_target"], units["share_of_area"], gap]).ravel(),
        y=[name for name in names for _ in range(3)],
    )  # fmt: skip
    for measure, symbol in (("share_of_target", "circle-open"), ("share_of_area", "circle")):
        drawn.add_scatter(
            name=words.heading(measure), mode="markers", x=units[measure], y=names, customdata=units["unit"],
            marker={"symbol": symbol, "size": 16, "color": look.actual, "line": {"width": 3, "color": look.actual}},
            hovertext=_hover(units, words), hoverinfo="text",
        )  # fmt: skip
    furthest = units[["share_of_target", "share_of_area"]].max(axis=1)
    texts = [
        f"{words.percent(target)} → <b>{words.percent(area)}</b>"
        for target, area in zip(units["share_of_target"], units["share_of_area"], strict=True)
    ]
    _label(drawn, furthest, names, texts, dark)
    drawn.update_xaxes(quiet_axis(dark, title_text=words.gettext("share of all units (%)"), range=[-0.05 * _far(furthest), _far(furthest) * 1.12]))
    drawn.update_yaxes(name_axis(dark, names, showgrid=True))
    return drawn


def rank_matrix(units: pd.DataFrame, count: int, words: Words, dark: bool) -> go.Figure:
    """Ranks among all `count` units under five measures: the stronger, the nearer to first; small targets are starred."""
    look = colours(dark)
    names = [words.place(unit) + (" *" if small else "") for unit, small in zip(units["unit"], units["small_target"], strict=True)]
    ranks = units[[f"rank_{measure}" for measure in RANKED]].astype("float64")
    texts = [[_rank_text(unit, measure, words) for measure in RANKED] for unit in units.to_dict("records")]
    drawn = figure(dark, ROW_HEIGHT * len(units) + 72, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    strong, middle, faint = look.rank_scale
    headings = [words.short(measure) for measure in RANKED]
    drawn.add_heatmap(
        z=ranks, x=headings, y=names, colorscale=[[0, strong], [0.5, middle], [1, faint]], zmin=1, zmax=max(2, count),
        showscale=False, hoverinfo="skip", xgap=4, ygap=4,
    )  # fmt: skip
    near_first = (ranks - 1) / max(1, count - 1) < look.rank_turn
    drawn.add_scatter(
        mode="text", x=headings * len(units), y=[name for name in names for _ in RANKED], hoverinfo="skip",
        text=[text for row in texts for text in row],
        textfont={"size": TEXT_SIZE, "color": np.where(near_first, *look.rank_text).ravel().tolist()},
    )  # fmt: skip
    drawn.update_xaxes(quiet_axis(dark, side="top", showgrid=False, tickangle=0, tickfont={"color": look.text, "size": TEXT_SIZE - 1}))
    drawn.update_yaxes(name_axis(dark, names, ticks=""))
    return drawn


def _rank_text(unit: dict[str, object], measure: str, words: Words) -> str:
    rank, value = unit[f"rank_{measure}"], unit[measure]
    if pd.isna(rank):  # type: ignore[call-overload]
        return words.missing
    shown = words.percent(float(str(value))) if measure in _PERCENT_MEASURES else words.number(float(str(value)))
    return f"<b>{rank}</b>  {shown}"


def _label(drawn: go.Figure, values: pd.Series, names: list[str], texts: list[str], dark: bool) -> None:
    """Texts right of marks, on a ground of their own so that lines behind them stay readable."""
    for value, name, text in zip(values, names, texts, strict=True):
        if pd.notna(value):
            drawn.add_annotation(
                x=value, y=name, text=text, showarrow=False, xanchor="left", xshift=13, bgcolor=colours(dark).ground, borderpad=1
            )


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


def _far(ends: pd.Series) -> float:
    """Where an axis ends so that text right of the longest bar has room."""
    longest = ends.max()
    return float(longest) * _ROOM_FOR_TEXT if pd.notna(longest) and longest > 0 else 1.0
