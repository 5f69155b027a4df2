"""Charts of a goal's progress, and of the counties' competition for the first place in the city.

Reported figures are drawn solid, projections hatched or dashed. The parameter `path` has the goal with its figures;
`words` writes names, numbers and dates in the visitor's language; `dark` selects the dark theme.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from renovation.charts.drawing import Drawing
from renovation.charts.history import day_markers
from renovation.charts.style import (
    LABEL_MARGIN,
    ROW_HEIGHT,
    TEXT_SIZE,
    area_axis,
    axis_end,
    axis_labels,
    label_bar_ends,
    name_axis,
    new_drawing,
    palette,
    plain_axis,
    projected_tooltip,
    tooltip,
)
from renovation.comparisons.outlook import schedule_share
from renovation.domain import places
from renovation.domain.dated_tables import records
from renovation.domain.measurement_units import COUNTS
from renovation.domain.numbers import half_up
from renovation.language import Words

GOAL_LINE_HEIGHT: Final = 330
LONGEST_TITLE: Final = 25
"""The most letters of an axis title on one line; on a phone, they are as long as the plot is high."""
LABEL_DISTANCE: Final = 0.35
"""The smallest distance of two labels, as a share of the plot's height; a smaller one would not be enough on a phone,
where the legend takes up room."""

ROOM_FOR_LABEL: Final = 0.4
"""The least distance of a bar to the mark beyond it, as a share of the axis, with room for a label of two lines between
them on a phone. Our county's label stands there; beside the mark, it would be read as the mark's."""


@dataclass(frozen=True)
class GoalPath:
    """A goal (a total to reach by a deadline) with the figures that its chart needs.

    `actual` is the total on the date `as_of`, `target_at_deadline` the number to reach at the `deadline`, and
    `at_deadline` the projected total at the deadline (NaN in the first weeks of a year). All three are in
    `measurement_unit`, the unit of measurement of `measure`. `subject` is the place that must reach the goal. `rivals`
    are the counties to overtake if the goal is to be first in the city; the chart then shows their projected area
    instead of the schedule. For other goals `rivals` is empty.
    """

    measure: str
    measurement_unit: str
    as_of: dt.date
    actual: float
    deadline: dt.date
    target_at_deadline: float
    at_deadline: float
    rivals: tuple[str, ...]
    subject: str = places.DISTRICT.name

    @property
    def first_day(self) -> dt.date:
        """The first date of the chart: 1 January of the year of `as_of`."""
        return dt.date(self.as_of.year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        """The last date of the chart: the deadline, or `as_of` if it is later."""
        return max(self.deadline, self.as_of)

    @property
    def has_projection(self) -> bool:
        """Whether the chart shows a projection.

        This needs a projected total (`at_deadline`), and a deadline at least seven days after `as_of`.
        """
        return not math.isnan(self.at_deadline) and (self.deadline - self.as_of).days >= 7


def goal_line(path: GoalPath, points: pd.DataFrame, words: Words, dark: bool) -> go.Figure:
    """Returns a line chart of the goal `path` from 1 January to its deadline.

    The chart has a line of the reported figures and a line of the schedule. If the goal is to be first in the city
    (`path.rivals` is not empty), a line of the rivals' projected area replaces the schedule. If `path.has_projection`,
    the chart also has a line of the projection at the current pace and, if the target is not reached yet, a line from
    the last figure to the target.

    `points` has one row for each week, with `as_of` (timestamps), `value` (in the goal's unit of measurement, missing
    in a week without a figure) and `corrected` (bool). If `points` has fewer than two values, a single mark at
    `path.actual` replaces the line of reported figures.
    """
    drawing = new_drawing(dark, GOAL_LINE_HEIGHT, margin={"l": 8, "r": LABEL_MARGIN + 8, "t": 52, "b": 8})
    rivals = words.listed(words.place(rival) for rival in path.rivals)
    schedule = words("{rival} at its current pace", rival=rivals) if rivals else words("schedule")
    ends = [(path.first_day, 0.0), (path.deadline, path.target_at_deadline)]
    drawing.add_scatter(**_projection(schedule, ends, path, words, palette(dark).quiet, "dot"))
    if path.has_projection:
        _add_projections(drawing, path, words, dark)
    drawing.add_scatter(**_reported(path, points, words, dark))
    totals = (path.target_at_deadline, path.actual, path.at_deadline if path.has_projection else 0, 1e-9)
    top = max(totals) * words.factor(path.measurement_unit)
    _add_end_labels(drawing, path, top, words, dark)
    drawing.update_layout(xaxis=_day_axis(words, dark, path.first_day, path.last_day))
    title = _in_two_lines(words.with_amount_measurement_unit_of(words.short_heading(path.measure), path.measure))
    drawing.update_layout(yaxis=plain_axis(dark, range=[0, top * 1.12], title_text=title, nticks=5))
    return drawing.figure()


def _reported(path: GoalPath, points: pd.DataFrame, words: Words, dark: bool) -> dict[str, Any]:
    """Returns Plotly's settings for the line of reported figures.

    If `points` has fewer than two values, they are the settings for a single mark at the total `path.actual`.
    """
    colours = palette(dark)
    is_line = points["value"].notna().sum() > 1
    days, values = ([*points["as_of"]], [*points["value"]]) if is_line else ([path.as_of], [path.actual])
    return {
        "name": words("actual"),
        "x": days,
        "y": [value * words.factor(path.measurement_unit) for value in values],
        "mode": "lines+markers" if is_line else "markers",
        "line": {"color": colours.actual, "width": 3.5},
        "marker": day_markers(points, dark) if is_line else {"size": 13, "color": colours.actual},
        "connectgaps": False,
        "hovertext": [
            _tooltip(words("actual"), value, pd.Timestamp(day).date(), path, words)
            for day, value in zip(days, values, strict=True)
        ],
        "hoverinfo": "text",
    }


def _add_projections(drawing: Drawing, path: GoalPath, words: Words, dark: bool) -> None:
    """Adds the line of the projection at the current pace, with a hatched area below it.

    If the target is not reached yet, a second line from the present total to the target shows the needed pace.
    """
    colours, now = palette(dark), (path.as_of, path.actual)
    at_pace = _projection(
        words("at current pace"), [now, (path.last_day, path.at_deadline)], path, words, colours.actual, "dash"
    )
    hatch = {"shape": "/", "fgcolor": colours.actual, "bgcolor": colours.ground, "size": 9, "solidity": 0.12}
    drawing.add_scatter(fill="tozeroy", fillpattern=hatch, **at_pace)
    if path.actual < path.target_at_deadline:
        ends = [now, (path.last_day, path.target_at_deadline)]
        drawing.add_scatter(
            **_projection(words("pace needed to reach the target"), ends, path, words, colours.target, "dash")
        )


def _projection(
    name: str, ends: list[tuple[dt.date, float]], path: GoalPath, words: Words, colour: str, dash: str
) -> dict[str, Any]:
    """Returns Plotly's settings for a straight line, which the legend calls `name`.

    `ends` are the two ends of the line, as pairs of a date and a total in the goal's unit of measurement. `colour` is a
    CSS colour, `dash` Plotly's name of a line style, such as "dot".
    """
    return {
        "name": name,
        "x": [day for day, _value in ends],
        "y": [value * words.factor(path.measurement_unit) for _day, value in ends],
        "mode": "lines",
        "line": {"color": colour, "dash": dash, "width": 2},
        "hovertext": [_tooltip(name, value, day, path, words) for day, value in ends],
        "hoverinfo": "text",
    }


def _tooltip(series: str, value: float, day: dt.date, path: GoalPath, words: Words) -> str:
    title = words.figure_name(path.subject, words.heading(path.measure))
    amount = _rounded(value, path.measurement_unit, words) if pd.notna(value) else words.missing
    write = projected_tooltip if day > path.as_of else tooltip
    return write(title, [f"{series} {amount}"], day, words)


def _add_end_labels(drawing: Drawing, path: GoalPath, top: float, words: Words, dark: bool) -> None:
    """Adds labels with the target and the projected total at the right ends of their lines, and the present total.

    The projected total has no label if the chart has no projection. `top` is the largest total on the chart, in the
    unit of measurement of the y axis.
    """
    factor = words.factor(path.measurement_unit)
    ends = [(path.target_at_deadline, _end_label(path, words))]
    if path.has_projection:
        ends.append((path.at_deadline, words("at current pace")))
    for (value, name), anchor in zip(ends, _anchors([value * factor / top for value, _name in ends]), strict=True):
        amount = _rounded(value, path.measurement_unit, words)
        _add_note(drawing, path.last_day, value * factor, f"{name}<br><b>{amount}</b>", anchor, dark)
    passed = schedule_share(path.as_of, path.last_day)
    drawing.add_annotation(
        x=path.as_of,
        y=path.actual * factor,
        text=f"<b>{words.number(path.actual, path.measurement_unit)}</b>",
        showarrow=False,
        # on a phone, a label may lie neither upon the numbers of the axis nor upon those right of the plot
        xanchor="left" if passed < 30 else "center" if passed < 70 else "right",
        yanchor="bottom",
        yshift=4,
        bgcolor=palette(dark).ground,
        font={"size": TEXT_SIZE, "color": palette(dark).text},
    )


def _end_label(path: GoalPath, words: Words) -> str:
    """Returns the first line of the target's label: what must be reached.

    If the goal is to overtake one county, this is the county's name; if it is to overtake several, their number, such
    as “2 counties”. For all other goals it is the word “goal”.
    """
    if len(path.rivals) > 1:
        return words.plural("{count} county", "{count} counties", count=len(path.rivals))
    return words.place(path.rivals[0]) if path.rivals else words("goal")


def _anchors(heights: list[float]) -> list[str]:
    """Returns Plotly's `yanchor` for each of one or two labels, chosen so that the labels do not touch.

    `heights` are the positions of the labels, from 0 (foot of the plot) to 1 (top). Two labels at similar heights are
    moved apart: the upper one stands above its position ("bottom"), the lower one below its position ("top").
    """
    if len(heights) < 2 or abs(heights[0] - heights[1]) > LABEL_DISTANCE:
        return ["middle"] * len(heights)
    return ["bottom", "top"] if heights[0] >= heights[1] else ["top", "bottom"]


def _add_note(drawing: Drawing, day: dt.date, value: float, text: str, anchor: str, dark: bool) -> None:
    drawing.add_annotation(
        x=day,
        y=value,
        text=text,
        showarrow=False,
        xanchor="left",
        yanchor=anchor,
        align="left",
        xshift=6,
        font={"size": TEXT_SIZE - 1, "color": palette(dark).text},
    )


def _rounded(value: float, measurement_unit: str, words: Words) -> str:
    return words.number(half_up(value, 0 if measurement_unit in COUNTS else 2), measurement_unit)


def _in_two_lines(title: str) -> str:
    """Returns the title of a vertical axis; a long one has a line break before its unit of measurement."""
    return title.replace(" (", "<br>(") if len(title) > LONGEST_TITLE else title


def _day_axis(words: Words, dark: bool, first: dt.date, last: dt.date) -> dict[str, Any]:
    return plain_axis(
        dark,
        range=[first, last],
        dtick="M3",
        tick0=first,
        tickformat="%-m月" if words.language == "zh" else "%b",
        showgrid=False,
        ticklabelstandoff=10,
    )


def race_bars(race: pd.DataFrame, needed: float, as_of: dt.date, day: dt.date, words: Words, dark: bool) -> go.Figure:
    """Returns a bar chart of the area that each county reported, with a hatched extension to its projected area.

    `race` is the result of `comparisons.race.projected_totals`, with `county`, `area_reported` (the area on the date
    `as_of`) and `at_day` (the area projected to the date `day`), both in 万㎡. `needed` (万㎡) is the largest projected
    area of another county; a tick on the bar of our own county marks it.
    """
    ordered = race.sort_values("at_day", ascending=False, kind="stable")
    names = axis_labels(words.place(county) for county in ordered["county"])
    own = ordered["county"] == places.OWN_COUNTY.name
    shades = np.where(own, palette(dark).actual, palette(dark).other).tolist()
    drawing = new_drawing(dark, (ROW_HEIGHT + 12) * len(ordered) + 96, barmode="stack")
    tooltips = [_race_tooltip(row, as_of, day, words) for row in records(ordered)]
    common = {"orientation": "h", "y": names, "hovertext": tooltips, "hoverinfo": "text"}
    factor = words.factor("万㎡")
    drawing.add_bar(name=words("actual"), x=ordered["area_reported"] * factor, marker={"color": shades}, **common)
    hatch = {"shape": "/", "fgcolor": shades, "bgcolor": palette(dark).ground, "size": 7, "solidity": 0.35}
    drawing.add_bar(
        name=words("at the current pace, by {day}", day=words.day(day)),
        x=(ordered["at_day"] - ordered["area_reported"]) * factor,
        marker={"color": palette(dark).ground, "pattern": hatch, "line": {"color": shades, "width": 1}},
        **common,
    )
    _add_first_place(drawing, [name for name, mine in zip(names, own, strict=True) if mine], needed, day, words, dark)
    end = axis_end(pd.Series([needed, *ordered["at_day"]]) * factor)
    has_room = (needed - ordered["at_day"]) * factor > ROOM_FOR_LABEL * end
    furthest = ordered["at_day"].where(~own | has_room, ordered["at_day"].clip(lower=needed)) * factor
    texts = _race_texts(ordered, words, in_two_lines=own & has_room)
    label_bar_ends(drawing, furthest, names, texts, dark, 8)
    drawing.update_layout(xaxis=area_axis("area_reported", end, words, dark))
    drawing.update_layout(yaxis=name_axis(dark, names))
    return drawing.figure()


def _add_first_place(drawing: Drawing, own: list[str], needed: float, day: dt.date, words: Words, dark: bool) -> None:
    name = words("total needed for first place in the city")
    drawing.add_scatter(
        name=name,
        mode="markers",
        x=[needed * words.factor("万㎡")] * len(own),
        y=own,
        hovertext=projected_tooltip(name, [words.fixed(needed, 2, "万㎡")], day, words),
        hoverinfo="text",
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": 30, "line": {"width": 4, "color": palette(dark).target}},
    )


def _race_texts(race: pd.DataFrame, words: Words, in_two_lines: pd.Series) -> list[str]:
    return [
        f"{words.amount(now, '万㎡')} →{'<br>' if narrow else ' '}<b>{words.fixed_amount(then, 2, '万㎡')}</b>"
        for now, then, narrow in zip(race["area_reported"], race["at_day"], in_two_lines, strict=True)
    ]


def _race_tooltip(row: dict[str, Any], as_of: dt.date, day: dt.date, words: Words) -> str:
    now, then = words.number(row["area_reported"], "万㎡"), words.fixed(row["at_day"], 2, "万㎡")
    lines = [
        f"{words.heading('area_reported')} {now}",
        words("at the current pace, by {day}", day=words.day(day)) + f" {then}",
    ]
    return tooltip(words.place(row["county"]), lines, as_of, words)
