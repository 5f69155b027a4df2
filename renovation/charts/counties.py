"""The city's counties side by side, on the city's basis alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    axis_end,
    axis_label,
    label_bar_ends,
    name_axis,
    new_figure,
    palette,
    plain_axis,
)
from renovation.domain import places
from renovation.language import Words


def county_bars(counties: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Area reported to the city, the highest first, the own county in the accent; the gap to first as text."""
    look = palette(dark)
    names = [axis_label(words.place(county)) for county in counties["county"]]
    own = counties["county"] == places.OWN_COUNTY.name
    drawn = new_figure(
        dark,
        (ROW_HEIGHT + 14) * len(counties) + 64,
        margin={"l": 8, "r": LABEL_MARGIN, "t": 8, "b": 8},
        showlegend=False,
    )
    drawn.add_bar(
        orientation="h",
        x=counties["area_reported"],
        y=names,
        customdata=counties["county"],
        hoverinfo="skip",
        marker={"color": np.where(own, look.actual, look.other).tolist()},
    )
    texts = [
        f"<b>{words.number(area)}</b>" + (f"  {words.fixed_difference(gap, 2)}" if gap < 0 else "")
        for area, gap in zip(counties["area_reported"], counties["gap_to_first"], strict=True)
    ]
    label_bar_ends(drawn, counties["area_reported"], names, texts, dark, 6)
    drawn.update_xaxes(
        plain_axis(dark, title_text=words.axis("area_reported"), range=[0, axis_end(counties["area_reported"])])
    )
    drawn.update_yaxes(name_axis(dark, names))
    return drawn
