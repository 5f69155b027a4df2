"""A chart that compares the counties of the city, by the areas that they reported to the city.

The parameter `words` writes names, numbers and dates in the visitor's language; `dark` selects the dark theme.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    area_axis,
    axis_end,
    axis_labels,
    label_bar_ends,
    name_axis,
    new_drawing,
    palette,
    tooltip,
)
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.language import Words


def county_bars(counties: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Returns a bar chart of the area that each county reported to the city.

    A text beside each bar has the area and the gap to the first county. Our own county (吴兴区) has the strong colour.
    `counties` is the result of `comparisons.counties.compare_counties`, with `county`, `area_reported` and
    `gap_to_first` (both in 万㎡) and `as_of`; the bars are in the order of its rows.
    """
    colours = palette(dark)
    names = axis_labels(words.place(county) for county in counties["county"])
    areas = counties["area_reported"] * words.factor("万㎡")
    own = counties["county"] == places.OWN_COUNTY.name
    height = (ROW_HEIGHT + 14) * len(counties) + 64
    drawing = new_drawing(dark, height, margin={"l": 8, "r": LABEL_MARGIN, "t": 8, "b": 8}, showlegend=False)
    drawing.add_bar(
        orientation="h",
        x=areas,
        y=names,
        customdata=counties["county"],
        hovertext=[_tooltip(county, words) for county in records(counties)],
        hoverinfo="text",
        marker={"color": np.where(own, colours.actual, colours.other).tolist()},
    )
    label_bar_ends(drawing, areas, names, _end_texts(counties, words), dark, 6)
    drawing.update_layout(xaxis=area_axis("area_reported", axis_end(areas), words, dark))
    drawing.update_layout(yaxis=name_axis(dark, names))
    return drawing.figure()


def _end_texts(counties: pd.DataFrame, words: Words) -> list[str]:
    return [
        f"<b>{words.amount(area, '万㎡')}</b>" + (f"  {words.fixed_amount(gap, 2, '万㎡')}" if gap < 0 else "")
        for area, gap in zip(counties["area_reported"], counties["gap_to_first"], strict=True)
    ]


def _tooltip(county: dict[str, object], words: Words) -> str:
    area = words.measured("area_reported", float(str(county["area_reported"])))
    line = f"{words.heading('area_reported')} {area}"
    return tooltip(words.place(str(county["county"])), [line], dt.date.fromisoformat(str(county["as_of"])), words)
