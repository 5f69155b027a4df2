"""One look for every figure: colours by meaning, type, margins.

The colours keep apart for the common kinds of colour blindness (after Okabe and Ito, "Color Universal Design",
2008), and no meaning is carried by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

FONT: Final = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"
TEXT_SIZE: Final = 15
ROW_HEIGHT: Final = 44
LABEL_MARGIN: Final = 132
"""Pixels right of the plot for the label of the longest bar, so that it fits on a phone as on a wall."""


_IN_PIXELS: Final[dict[str, frozenset[str]]] = {
    "layout": frozenset({"height"}),
    "margin": frozenset({"l", "r", "t", "b"}),
    "line": frozenset({"width"}),
    "data": frozenset({"xgap", "ygap"}),
    "": frozenset({"size", "xshift", "yshift", "standoff", "ticklabelstandoff", "borderpad"}),
}
"""The numbers that Plotly takes for pixels, by the part of the figure in which they stand; "" is any other part."""


@dataclass(frozen=True)
class Palette:
    """One name for each meaning, in one theme.

    `rank_text` is written on the strong and on the faint end of `rank_scale`, turning at `rank_turn` (0 to 1), where
    both are read at a contrast of 4.5:1 and more.
    """

    actual: str
    actual_faded: str
    other: str
    other_faded: str
    target: str
    text: str
    quiet: str
    grid: str
    ground: str
    rank_scale: tuple[str, str, str]
    rank_text: tuple[str, str]
    rank_turn: float


LIGHT: Final = Palette(
    actual="#1f5fa8",
    actual_faded="#bdd0e6",
    other="#9aa8b8",
    other_faded="#dde3ea",
    target="#0f1720",
    text="#0f1720",
    quiet="#5b6877",
    grid="#e3e8ee",
    ground="#ffffff",
    rank_scale=("#1f5fa8", "#9fbfe0", "#eef3f8"),
    rank_text=("#ffffff", "#000000"),
    rank_turn=0.132,
)
DARK: Final = Palette(
    actual="#6aa9ea",
    actual_faded="#2c4663",
    other="#76869a",
    other_faded="#333f4d",
    target="#f2f5f8",
    text="#e8edf2",
    quiet="#a9b5c2",
    grid="#2b3541",
    ground="#10161e",
    rank_scale=("#7db5ee", "#2f5a8a", "#1d2733"),
    rank_text=("#000000", "#ffffff"),
    rank_turn=0.332,
)


class SerialisedFigure(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A drawn figure as it is shown again and again: its dictionary alone, which Streamlit asks for at every run.

    A figure copies it each time, which is half of a run, and holds thousands of objects that Python's collector visits.
    Nothing can be drawn into it any more. `scale` enlarges type, marks and rows alike, for a wall seen from afar.
    """

    def __init__(self, drawn: go.Figure, scale: float = 1.0) -> None:
        super().__init__()
        self._dictionary: dict[str, Any] = {name: _scaled(part, name, scale) for name, part in drawn.to_dict().items()}

    def to_dict(self) -> dict[str, Any]:
        """What Plotly draws from; never changed."""
        return self._dictionary


def _scaled(part: Any, name: str, scale: float) -> Any:
    """A part of a figure's dictionary with its pixels multiplied, whole ones kept whole; data and shares stay."""
    if isinstance(part, list):
        return [_scaled(one, name, scale) if isinstance(one, dict) else one for one in part]
    if not isinstance(part, dict):
        return part
    in_pixels = _IN_PIXELS.get(name, _IN_PIXELS[""])
    return {
        key: _length(value, scale) if key in in_pixels else _scaled(value, key, scale) for key, value in part.items()
    }


def _length(value: Any, scale: float) -> Any:
    """One length, multiplied; one for each point of the data stays."""
    if isinstance(value, int):
        return round(scale * value)
    return scale * value if isinstance(value, float) else value


def palette(dark: bool) -> Palette:
    """The colours of a theme."""
    return DARK if dark else LIGHT


def new_figure(dark: bool, height: int, **layout: Any) -> go.Figure:
    """An empty figure in the common look: transparent, no zoom by accident, room for labels."""
    look = palette(dark)
    drawn = go.Figure()
    drawn.update_layout(
        template="none",  # Plotly's own look would be sent with every figure and overruled by ours
        height=height,
        font={"family": FONT, "size": TEXT_SIZE, "color": look.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": LABEL_MARGIN, "t": 36, "b": 8},
        dragmode=False,
        hoverlabel={
            "font": {"family": FONT, "size": TEXT_SIZE},
            "bgcolor": look.ground,
            "bordercolor": look.grid,
            "align": "left",
        },
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"color": look.quiet}},
        bargap=0.42,
        uirevision="kept",
    )
    drawn.update_layout(layout)
    return drawn


def plain_axis(dark: bool, **settings: Any) -> dict[str, Any]:
    """An axis that recedes: faint grid, no line, fixed, labels that make their own room."""
    look = palette(dark)
    return {
        "gridcolor": look.grid,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": look.quiet},
        "title": {"font": {"color": look.quiet, "size": TEXT_SIZE - 1}},
    } | settings


def axis_label(name: str) -> str:
    """A place's name on two lines where it has a blank, so that long names leave room for the bars on a phone."""
    return "<br>".join(name.rsplit(" ", 1))


def label_bar_ends(
    drawn: go.Figure, ends: pd.Series, names: list[str], texts: list[str], dark: bool, shift: int
) -> None:
    """Texts right of bars' ends or marks, `shift` pixels off, on a ground of their own; at zero for a missing end."""
    common = {"showarrow": False, "xanchor": "left", "xshift": shift, "bgcolor": palette(dark).ground, "borderpad": 1}
    labels = [
        {"x": end if pd.notna(end) else 0, "y": name, "text": text, **common}
        for end, name, text in zip(ends, names, texts, strict=True)
        if text
    ]
    # one by one they would be checked over and over again, which takes longer than all the rest of the drawing
    drawn.update_layout(annotations=[*drawn.layout.annotations, *labels])


def axis_end(ends: pd.Series) -> float:
    """Where an axis of bars ends: at the longest."""
    longest = ends.max()
    return float(longest) if pd.notna(longest) and longest > 0 else 1.0


def name_axis(dark: bool, names: list[str], **settings: Any) -> dict[str, Any]:
    """An axis of names, the first on top."""
    look = palette(dark)
    return (
        plain_axis(
            dark,
            categoryorder="array",
            categoryarray=names[::-1],
            showgrid=False,
            tickfont={"color": look.text},
            ticklabelstandoff=6,
        )
        | settings
    )
