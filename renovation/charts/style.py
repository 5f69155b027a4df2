"""The style that all charts share: colours by meaning, font sizes, margins, axes, tooltips.

People with the common kinds of colour blindness can tell the colours apart (after Okabe and Ito, "Color Universal
Design", 2008), and a word or a shape accompanies every colour.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

from renovation.charts.drawing import Drawing
from renovation.domain.measures import MEASURES
from renovation.language import Words

FONT: Final = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', sans-serif"
TEXT_SIZE: Final = 15
ROW_HEIGHT: Final = 44
LONGEST_LABEL: Final = 11
"""The most letters of a name on one line of an axis; a longer name is broken. The longest word in a broken name,
Subdistrict, has as many."""
LONGEST_LINE: Final = 18
"""The most letters in a line of a broken name; longer lines would leave no room for bars on a phone."""
LABEL_MARGIN: Final = 132
"""The pixels to the right of the plot for the label of the longest bar."""
LETTER_WIDTH: Final = 8
"""The width of a digit in a label in pixels, which is assumed for every letter. Chinese characters are wider, but
labels made of them, such as `无数据`, are short."""


_IN_PIXELS: Final[dict[str, frozenset[str]]] = {
    "layout": frozenset({"height"}),
    "margin": frozenset({"l", "r", "t", "b"}),
    "line": frozenset({"width"}),
    "data": frozenset({"xgap", "ygap"}),
    "": frozenset({"size", "xshift", "yshift", "standoff", "ticklabelstandoff", "borderpad"}),
}
"""The keys whose numbers are pixels, by the part of the figure that holds them; "" is any other part."""


@dataclass(frozen=True)
class Palette:
    """The colours of the light or the dark theme as CSS colours, named by what they show.

    `actual` is the strong colour of bars, lines and marks; `other` is their quiet colour, for those that are not
    emphasised. `text` is the colour of texts, `quiet` that of less important texts. `target` is the colour of targets,
    `alarm` and `warning` are those of alerts; `ground` is the background. `button` is the background of a primary
    button, whose text is white.

    The last three fields colour the matrix of ranks. Each rank has a position on a scale from 0 (first rank) to 1 (last
    rank). The cell has the colour of `rank_scale` at this position. Its text has the first colour of `rank_text` if the
    position is at most `rank_turn`, otherwise the second, so that the contrast is at least 4.5:1.
    """

    actual: str
    other: str
    target: str
    text: str
    quiet: str
    grid: str
    ground: str
    alarm: str
    warning: str
    button: str
    rank_scale: tuple[str, str, str]
    rank_text: tuple[str, str]
    rank_turn: float


LIGHT: Final = Palette(
    actual="#1f5fa8",
    other="#9aa8b8",
    target="#0f1720",
    text="#0f1720",
    quiet="#5b6877",
    grid="#e3e8ee",
    ground="#ffffff",
    alarm="#b93a1e",
    warning="#8a5a00",
    button="#1f5fa8",
    rank_scale=("#1f5fa8", "#9fbfe0", "#eef3f8"),
    rank_text=("#ffffff", "#000000"),
    rank_turn=0.132,
)
DARK: Final = Palette(
    actual="#6aa9ea",
    other="#76869a",
    target="#f2f5f8",
    text="#e8edf2",
    quiet="#a9b5c2",
    grid="#2b3541",
    ground="#10161e",
    alarm="#ff8d6b",
    warning="#f2b84b",
    button="#2b74c2",
    rank_scale=("#7db5ee", "#2f5a8a", "#1d2733"),
    rank_text=("#000000", "#ffffff"),
    rank_turn=0.332,
)


def serialised(figure: go.Figure, scale: float = 1.0) -> bytes:
    """Converts a Plotly figure to JSON, as UTF-8 bytes.

    All lengths in pixels, such as fonts, marks and rows, are multiplied by `scale`, so that they are larger on a large
    screen.
    """
    parts = {name: _scaled(part, name, scale) for name, part in figure.to_dict().items()}
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()


def _scaled(part: Any, name: str, scale: float) -> Any:
    """Returns a part of a figure's dictionary in which all lengths in pixels are multiplied by `scale`.

    `name` is the key of the part in the figure, such as "margin"; it decides which numbers in the part are pixels. All
    other numbers stay as they are.
    """
    if isinstance(part, list):
        return [_scaled(one, name, scale) if isinstance(one, dict) else one for one in part]
    if not isinstance(part, dict):
        return part
    in_pixels = _IN_PIXELS.get(name, _IN_PIXELS[""])
    return {
        key: _length(value, scale) if key in in_pixels else _scaled(value, key, scale) for key, value in part.items()
    }


def _length(value: Any, scale: float) -> Any:
    """Returns a length in pixels multiplied by `scale`, as an int if `value` is an int.

    A list with a length for each point is returned unchanged.
    """
    if isinstance(value, int):
        return round(scale * value)
    return scale * value if isinstance(value, float) else value


def palette(dark: bool) -> Palette:
    """Returns the colours of the dark theme if `dark` is True, otherwise those of the light theme."""
    return DARK if dark else LIGHT


def new_drawing(dark: bool, height: int, **layout: Any) -> Drawing:
    """Returns an empty drawing in the style of all charts, with a transparent background and without zoom.

    `height` is in pixels. `layout` are properties of Plotly's layout, such as `margin`, which replace those of the
    style.
    """
    colours = palette(dark)
    drawing = Drawing(
        template="none",  # Plotly's own style would be sent with every figure and overruled by ours
        height=height,
        font={"family": FONT, "size": TEXT_SIZE, "color": colours.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": LABEL_MARGIN, "t": 36, "b": 8},
        # a plot of a single row, or on a phone, is smaller than those for which Plotly makes room for labels
        minreducedheight=ROW_HEIGHT // 2,
        minreducedwidth=ROW_HEIGHT // 2,
        dragmode=False,
        # without a colour of its own, the text takes the colour of the mark's border, which is the ground's
        hoverlabel={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.text},
            "bgcolor": colours.ground,
            "bordercolor": colours.quiet,
            "align": "left",
        },
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"color": colours.quiet}},
        bargap=0.42,
        uirevision="kept",
    )
    drawing.update_layout(**layout)
    return drawing


def emphasis(names: pd.Series, emphasised: Collection[str], dark: bool) -> list[str]:
    """Returns a CSS colour for each place in `names`, in their order.

    The places in `emphasised` have the strong colour (`Palette.actual`), the others the quiet one (`Palette.other`). If
    `emphasised` is empty, all places have the strong colour.
    """
    colours = palette(dark)
    strong = names.isin(list(emphasised)) if emphasised else names.notna()
    return [colours.actual if one else colours.other for one in strong]


def tooltip(title: str, lines: Sequence[str], as_of: dt.date, words: Words) -> str:
    """Returns the HTML of a tooltip: the title in bold, then `lines`, then the as-of date `as_of`."""
    return _tooltip(title, [*lines, words("As of {day}", day=words.day(as_of))])


def projected_tooltip(title: str, lines: Sequence[str], day: dt.date, words: Words) -> str:
    """Returns the HTML of a tooltip for figures that are projected to, or needed by, the later date `day`.

    The tooltip has the title in bold, then `lines`, then this date.
    """
    return _tooltip(title, [*lines, words("By {day}", day=words.day(day))])


def _tooltip(title: str, lines: Sequence[str]) -> str:
    return "<br>".join((f"<b>{plain_text(title)}</b>", *map(plain_text, lines)))


def plain_text(text: object) -> str:
    """Returns `text` as a string in which the character `‹` (U+2039) replaces each `<`.

    Plotly would read `<b>` in a text as markup; it shows `‹b>` as text.
    """
    return str(text).replace("<", "‹")


def plain_axis(dark: bool, **settings: Any) -> dict[str, Any]:
    """Returns Plotly's settings for an axis with a faint grid and without zoom.

    `settings` are properties of Plotly's axes, such as `range`; they are added to the result or replace parts of it.
    """
    colours = palette(dark)
    return {
        "gridcolor": colours.grid,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": colours.quiet},
        "title": {"font": {"color": colours.quiet, "size": TEXT_SIZE - 1}},
    } | settings


def area_axis(measure: str, end: float, words: Words, dark: bool) -> dict[str, Any]:
    """Returns Plotly's settings for the x axis of a bar chart of areas.

    The axis has the name of the measure `measure`, such as `area_reported`, as its title; it ends at `end`, which is in
    万㎡ in Chinese and in m² in English. There are few ticks in m², because Plotly would rotate such long numbers on a
    phone.
    """
    few = {"nticks": 3} if words.factor(MEASURES[measure].measurement_unit) > 1 else {}
    return plain_axis(dark, title_text=words.amount_axis(measure), range=[0, end], **few)


def name_axis(dark: bool, names: list[str], **settings: Any) -> dict[str, Any]:
    """Returns Plotly's settings for a y axis with the names of places, the first of `names` at the top.

    `settings` are properties of Plotly's axes, such as `showgrid`; they are added to the result or replace parts of it.
    """
    common = plain_axis(
        dark,
        categoryorder="array",
        categoryarray=names[::-1],
        showgrid=False,
        tickfont={"color": palette(dark).text},
        ticklabelstandoff=6,
    )
    return common | settings


def axis_labels(names: Iterable[str], longest_line: int = LONGEST_LINE) -> list[str]:
    """Returns a label for each of the places' `names`; long names are broken into two lines or shortened.

    `longest_line` is the largest number of Latin letters in a line, as for `axis_label`.

    Plotly draws all places with the same label in one row. Therefore a name is not shortened, only broken into two
    lines, if shortening would give it the same label as another name.
    """
    whole = list(names)
    labels = [axis_label(name, longest_line) for name in whole]
    return [
        _in_two_lines(name) if labels.count(label) > 1 else label for name, label in zip(whole, labels, strict=True)
    ]


def axis_label(name: str, longest_line: int = LONGEST_LINE) -> str:
    """Returns the label of a place on an axis: its name, broken into two lines if it is long.

    In a very long name, `…` replaces the middle. `longest_line` is the largest number of Latin letters in a line; a
    line has room for half as many Chinese characters. The result has `<br>` between two lines.
    """
    most = longest_line if name.isascii() else longest_line // 2
    if len(name) <= min(most, LONGEST_LABEL):
        return name
    return _in_two_lines(name) if len(name) <= 2 * most else f"{name[:most]}<br>…{name[1 - most :]}"


def _in_two_lines(name: str) -> str:
    """Returns a name with the line break `<br>` instead of its last space, or in its middle if it has no space."""
    middle = -(-len(name) // 2)
    return "<br>".join(name.rsplit(" ", 1) if " " in name else (name[:middle], name[middle:]))


def label_bar_ends(
    drawing: Drawing, ends: pd.Series, names: list[str], texts: list[str], dark: bool, shift: int
) -> None:
    """Adds a text to `drawing` on the right of each bar or mark, `shift` pixels from its end.

    `ends` are the positions on the x axis at which the bars end; if one is missing, its text stands at zero. `names`
    are the positions on the y axis. `ends`, `names` and `texts` have the same length; an empty text is skipped. The
    right margin becomes as wide as the longest text, because the longest bar ends there.
    """
    drawing.widen_right(shift + max((LETTER_WIDTH * len(re.sub("<[^>]+>", "", text)) for text in texts), default=0))
    common = {"showarrow": False, "xanchor": "left", "xshift": shift, "bgcolor": palette(dark).ground, "borderpad": 1}
    for end, name, text in zip(ends, names, texts, strict=True):
        if text:
            drawing.add_annotation(x=end if pd.notna(end) else 0, y=name, text=text, **common)


def axis_end(ends: pd.Series) -> float:
    """Returns where the x axis of a bar chart ends: at the end of the longest bar, or at 1 if no bar is longer than 0.

    `ends` are the positions at which the bars end.
    """
    longest = ends.max()
    return float(longest) if pd.notna(longest) and longest > 0 else 1.0
