"""Charts of figures over time: lines on a common scale, increases in the latest period, ranks.

The parameter `periods` comes from `comparisons.history.by_period`: one row for each place, basis and period. Its
columns are `unit` (the place), `basis`, `period` and `as_of` (timestamps), `value` (in the measure's unit of
measurement, missing in a gap), `corrected` (bool) and `rank`. The parameter `words` writes names, numbers and dates in
the visitor's language; `dark` selects the dark theme.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from renovation.charts.drawing import Drawing
from renovation.charts.style import (
    LABEL_MARGIN,
    LONGEST_LABEL,
    ROW_HEIGHT,
    TEXT_SIZE,
    axis_label,
    axis_labels,
    emphasis,
    label_bar_ends,
    name_axis,
    new_drawing,
    palette,
    plain_axis,
    tooltip,
)
from renovation.comparisons.extremes import highest
from renovation.comparisons.history import spans_differ
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES, is_rate
from renovation.domain.numbers import DIGIT_SPACE, half_up
from renovation.language import Words

SMALL_HEIGHT: Final = 170
LARGE_HEIGHT: Final = 360
RANK_ROW_HEIGHT: Final = 40
RANK_MARGIN: Final = 122
"""The pixels to the left and to the right of the ranks, in which a rank and a name stand on two lines; on a phone, each
of the two margins takes a third of the width."""
MANY_POINTS: Final = 20
"""If a line has more points than this, its marks are small."""
_DASHES: Final = ("solid", "dash", "dot", "dashdot")
_MONTHS_FROM_DAYS: Final = 60
_QUARTERS_FROM_DAYS: Final = 120


def history_line(
    periods: pd.DataFrame, measure: str, end: float, words: Words, dark: bool, large: bool = False
) -> go.Figure:
    """Returns a line chart of one measure of one place over time.

    `periods` has the rows of one place, with `as_of`, `unit` (the place), `basis`, `value` (in the measure's unit of
    measurement) and `corrected`. `end` is the upper end of the y axis, in the same unit of measurement; the lower end
    is zero. In English, areas are drawn in m².

    Each basis has a line of its own, with gaps where values are missing; the last value is printed at its end. A
    diamond marks a corrected value. If there is only one value, it is a mark without a line. If `large` is True, the
    chart is higher.
    """
    factor = words.factor(MEASURES[measure].measurement_unit)
    height, margin = LARGE_HEIGHT if large else SMALL_HEIGHT, {"l": 4, "r": 92, "t": 14, "b": 4}
    drawing = new_drawing(dark, height, margin=margin, showlegend=False)
    for number, (_basis, line) in enumerate(periods.groupby("basis", sort=False)):
        drawing.add_scatter(
            x=line["as_of"],
            y=line["value"] * factor,
            mode="lines+markers" if line["value"].notna().sum() > 1 else "markers",
            line={"color": palette(dark).actual, "width": 2.5, "dash": _DASHES[number % len(_DASHES)]},
            marker=day_markers(line, dark),
            connectgaps=False,
            hovertext=[_value_tooltip(row, measure, words) for row in records(line)],
            hoverinfo="text",
        )
    reported = periods.dropna(subset=["value"])
    if len(reported):
        last = reported.iloc[-1]
        text = f"<b>{_amount(last['value'], measure, words)}</b>"
        _add_note(drawing, last["as_of"], last["value"] * factor, text, dark)
    drawing.update_layout(xaxis=_day_axis(periods, words, dark))
    drawing.update_layout(yaxis=plain_axis(dark, range=[0, end * factor], nticks=6 if large else 4))
    return drawing.figure()


def shared_axis_end(periods: pd.DataFrame) -> float:
    """Returns the upper end of the y axis that the charts of several places share, so that they can be compared.

    It is 1.15 times the largest value, or 1 if no value is positive. `periods` holds the rows of all these places; its
    column `value`, in the measure's unit of measurement, is read.
    """
    largest = periods["value"].max()
    return 1.15 * float(largest) if pd.notna(largest) and largest > 0 else 1.0


def gain_bars(gained: pd.DataFrame, measure: str, words: Words, dark: bool) -> go.Figure:
    """Returns a bar chart of each place's increase in the latest period.

    A text beside each bar has the increase and the total so far.

    `gained` is the result of `comparisons.history.gains`, with `unit` (the place), `gain` (the increase), `per_week`
    (the increase per week), `before` (the total on the date `since`) and `now` (the total on the date `as_of`); the
    bars are in the order of its rows. The four numbers are in the measure's unit of measurement; in English, areas are
    drawn in m². If the increases cover different numbers of weeks, a bar shows the increase per week. The bar of the
    largest increase has the strong colour.
    """
    increases = gained["per_week" if spans_differ(gained) else "gain"]
    lengths = increases * words.factor(MEASURES[measure].measurement_unit)
    largest = highest(gained["unit"], increases, measure)
    increased = largest.places if largest and largest.value > 0 else ()
    names = axis_labels(words.place(unit) for unit in gained["unit"])
    template = words("{gain} a week") if spans_differ(gained) else "{gain}"
    height, margin = ROW_HEIGHT * len(gained) + 60, {"l": 8, "r": LABEL_MARGIN + 20, "t": 8, "b": 8}
    drawing = new_drawing(dark, height, margin=margin, showlegend=False)
    drawing.add_bar(
        orientation="h",
        x=lengths,
        y=names,
        marker={"color": emphasis(gained["unit"], increased, dark)},
        hovertext=[_gain_tooltip(row, measure, words) for row in records(gained)],
        hoverinfo="text",
    )
    texts = [
        words.missing
        if pd.isna(gain)
        else f"<b>{template.format(gain=_gain(gain, measure, words))}</b> → {_amount(now, measure, words)}"
        for gain, now in zip(increases, gained["now"], strict=True)
    ]
    label_bar_ends(drawing, lengths.clip(lower=0), names, texts, dark, 6)
    drawing.update_layout(xaxis=_gain_axis(lengths, dark))
    drawing.update_layout(yaxis=name_axis(dark, names))
    return drawing.figure()


_MOST_GAIN_TICKS = 3
"""As many numbers as stand beside one another on a phone, where areas in m² have six digits."""


def _gain_axis(gains: pd.Series, dark: bool) -> dict[str, Any]:
    """Returns Plotly's settings for an x axis that begins at the largest decrease and ends at the largest increase.

    The axis begins at zero if no value has decreased. `gains` are the lengths of the bars, negative for a decrease.
    """
    most = float(gains.max()) if gains.max() > 0 else 1.0
    least = float(gains.min()) if gains.min() < 0 else 0.0
    grid = {"zeroline": least < 0, "zerolinecolor": palette(dark).quiet}
    return plain_axis(dark, range=[1.05 * least, most], nticks=_MOST_GAIN_TICKS, **grid)


def rank_lines(
    periods: pd.DataFrame,
    measure: str,
    places: int,
    selected: tuple[str, ...],
    words: Words,
    dark: bool,
    named: Collection[str] = (),
) -> go.Figure:
    """Returns a line chart of each place's rank over time, rank 1 on top, with the names at both ends of the lines.

    `periods` has the columns `as_of`, `unit` (the place), `period`, `basis`, `value` (of the measure `measure`, by
    which the places are ranked) and `rank`. `places` is the number of all places that could have a rank; the y axis has
    room for as many ranks, even if some places have no rows. `named` holds the names of the places that the title above
    the chart mentions.

    The lines of the places in `selected` are thick and have the strong colour. If `selected` is empty, the lines of the
    places whose rank has changed are thick, and the lines of the places in `named` have the strong colour. If `named`
    is empty too, the thick lines have the strong colour.
    """
    ranked = periods.dropna(subset=["rank"])
    extremes = ranked.groupby("unit", sort=False)["rank"].agg(["min", "max"])
    changed = extremes["min"] != extremes["max"]
    thick = set(selected) or set(changed.index[changed])
    rows = max(int(ranked["rank"].max()) if len(ranked) else 0, places)
    height, margin = RANK_ROW_HEIGHT * rows + 70, {"l": RANK_MARGIN, "r": RANK_MARGIN, "t": 12, "b": 8}
    drawing = new_drawing(dark, height, margin=margin, showlegend=False)
    strong = thick if selected or not named else set(named)
    for unit in sorted(changed.index, key=lambda name: (name in strong, name in thick)):
        colour = palette(dark).actual if unit in strong else palette(dark).other
        for _basis, line in periods[periods["unit"] == unit].groupby("basis", sort=False):
            drawing.add_scatter(**_rank_line(line, measure, unit in thick, colour, words))
    for end in dict.fromkeys((ranked["period"].min(), ranked["period"].max())):
        _add_rank_names(drawing, ranked[ranked["period"] == end], end == ranked["period"].max(), thick, words, dark)
    drawing.update_layout(xaxis=_day_axis(periods, words, dark))
    drawing.update_layout(yaxis=plain_axis(dark, range=[rows + 0.5, 0.5], showticklabels=False, showgrid=False))
    return drawing.figure()


def _rank_line(line: pd.DataFrame, measure: str, thick: bool, colour: str, words: Words) -> dict[str, Any]:
    return {
        "x": line["as_of"],
        "y": line["rank"].astype("float64"),
        "mode": "lines+markers",
        "line": {"color": colour, "width": 3 if thick else 2},
        "marker": {"size": 3 if len(line) > MANY_POINTS else 6},
        "connectgaps": False,
        "hovertext": [_rank_tooltip(row, measure, words) for row in records(line)],
        "hoverinfo": "text",
    }


def _add_rank_names(
    drawing: Drawing, period: pd.DataFrame, is_last: bool, thick: set[str], words: Words, dark: bool
) -> None:
    """Adds the rank and the name of each place at one end of its line.

    `period` has the rows of the last period if `is_last` is True, otherwise those of the first period; the texts stand
    right or left of it. Places with the same rank are written below each other. The names in `thick`, whose lines are
    thick, are bold.
    """
    ordered, colours = period.sort_values("rank", kind="stable"), palette(dark)
    below = ordered.groupby("rank").cumcount()
    for unit, rank, row in zip(ordered["unit"], ordered["rank"], below, strict=True):
        name = _beside_rank(axis_label(words.place(unit), LONGEST_LABEL), str(rank), is_last)
        text, colour = (f"<b>{name}</b>", colours.text) if unit in thick else (name, colours.quiet)
        _add_note(drawing, period["as_of"].max(), float(rank + row), text, dark, colour, left=not is_last)


def _beside_rank(name: str, rank: str, before: bool) -> str:
    """Returns a label that consists of a place's name and its rank, such as `2　织里镇`.

    The rank stands before the name if `before` is True, otherwise after it. If the name has two lines, separated by
    `<br>`, spaces of the rank's width align them.
    """
    *lines, last = name.split("<br>")
    if not before:
        return "<br>".join([*(f"{line}　{DIGIT_SPACE * len(rank)}" for line in lines), f"{last}　{rank}"])
    first, *others = [*lines, last]
    return "<br>".join([f"{rank}　{first}", *(f"{DIGIT_SPACE * len(rank)}　{line}" for line in others)])


def _add_note(
    drawing: Drawing,
    day: pd.Timestamp,
    value: float,
    text: str,
    dark: bool,
    colour: str | None = None,
    left: bool = False,
) -> None:
    drawing.add_annotation(
        x=day,
        y=value,
        text=text,
        showarrow=False,
        xanchor="right" if left else "left",
        align="right" if left else "left",
        xshift=-10 if left else 10,
        font={"size": TEXT_SIZE - 1, "color": colour or palette(dark).text},
    )


def day_markers(line: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """Returns Plotly's `marker` settings for a line: a dot for each value, or an open diamond for a corrected value.

    The dots are smaller if there are many values. `line` has one row for each as-of date; its column `corrected` (bool)
    is read.
    """
    colours = palette(dark)
    size = 5 if len(line) > MANY_POINTS else 8
    if not line["corrected"].any():
        return {"symbol": "circle", "size": size, "color": colours.actual}
    return {
        "symbol": ["diamond" if corrected else "circle" for corrected in line["corrected"]],
        "size": [13 if corrected else size for corrected in line["corrected"]],
        "color": [colours.ground if corrected else colours.actual for corrected in line["corrected"]],
        "line": {"color": colours.actual, "width": [2 if corrected else 0 for corrected in line["corrected"]]},
    }


def _day_axis(periods: pd.DataFrame, words: Words, dark: bool) -> dict[str, Any]:
    """Returns Plotly's settings for an x axis that covers the as-of dates in `periods`.

    The ticks are months, or every third month if the dates span more than 120 days. If they span 60 days or less, the
    ticks are the first and the last date.
    """
    first, last = periods["as_of"].min(), periods["as_of"].max()
    margin, days = 0.03 * (last - first), (last - first).days
    month, day = ("%-m月", "%-m月%-d日") if words.language == "zh" else ("%b", "%-d %b")
    by_month = days > _MONTHS_FROM_DAYS
    every = "M3" if days > _QUARTERS_FROM_DAYS else "M1"
    ticks = {"dtick": every} if by_month else {"tickvals": [first, last][: days + 1]}
    return plain_axis(
        dark,
        range=[first - margin, last + margin] if days else None,
        tickformat=month if by_month else day,
        tickangle=0,
        ticklabelstandoff=8,
        ticklabeloverflow="allow",
        showgrid=False,
        **ticks,
    )


def _value_tooltip(row: dict[str, Any], measure: str, words: Words) -> str:
    lines = [_value_line(row, measure, words), words.basis(row["basis"])]
    return tooltip(words.place(row["unit"]), lines, row["as_of"].date(), words)


def _value_line(row: dict[str, Any], measure: str, words: Words) -> str:
    value = words.measured(measure, half_up(row["value"], 4)) if pd.notna(row["value"]) else words.missing
    return f"{words.heading(measure)} {value}"


def _gain_tooltip(row: dict[str, Any], measure: str, words: Words) -> str:
    if pd.isna(row["gain"]):
        return f"<b>{words.place(row['unit'])}</b><br>{words.missing}"
    measurement_unit = MEASURES[measure].measurement_unit
    gain = words.difference(half_up(row["gain"], 4), "个百分点" if measurement_unit == "%" else measurement_unit)
    before, now = (words.measured(measure, half_up(row[name], 4)) for name in ("before", "now"))
    lines = [f"{words.heading(measure)} {gain}", f"{words.day(row['since'].date())} {before} → {now}"]
    return tooltip(words.place(row["unit"]), lines, row["as_of"].date(), words)


def _rank_tooltip(row: dict[str, Any], measure: str, words: Words) -> str:
    title = words("Rank by {measure}", measure=words.in_sentence(words.heading(measure)))
    lines = [f"{title} {words.number(row['rank'])}", _value_line(row, measure, words), words.basis(row["basis"])]
    return tooltip(words.place(row["unit"]), lines, row["as_of"].date(), words)


def _amount(value: float, measure: str, words: Words) -> str:
    if is_rate(measure):
        return words.percent(value)
    return words.amount(half_up(value, 4), MEASURES[measure].measurement_unit)


def _gain(value: float, measure: str, words: Words) -> str:
    if MEASURES[measure].measurement_unit == "万㎡":
        return words.fixed_amount_difference(half_up(value, 2), 2, "万㎡")
    return words.difference(half_up(value, 1))
