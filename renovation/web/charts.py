"""A component that draws Plotly charts with their heading and source, without flicker when they change.

`st.plotly_chart` lets the browser remove a changed chart and draw a new one, so that the page flickers. This component
keeps the chart and lets Plotly change only what differs. Heading, charts and source are one message: as elements of
Streamlit, each would cost every visitor a message, and a new heading could stand above an old chart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from renovation.blocks.text import printable
from renovation.charts.style import serialised
from renovation.web.base_path import configured_base_path, under
from renovation.web.markdown import bold, escaped
from renovation.web.selections import mark_changed, selectable_key, selection_in

FOLDER: Final = "/charts"
_ASSETS: Final = Path(__file__).parent / "assets"
PLOTLY: Final = _ASSETS / "plotly" / "plotly-basic.min.js"
"""Plotly's bundle with nothing but scatter, bar and pie charts; it has a quarter of the bytes of the full bundle."""
_SCRIPT: Final = _ASSETS / "chart.js"


def _named(name: str, content: bytes) -> str:
    """Returns the name of a script file: `name` and a hash of `content`, such as `plotly-0123456789ab.js`.

    The name changes with the content, so that browsers can cache the file for ever.
    """
    return f"{name}-{hashlib.sha256(content).hexdigest()[:12]}.js"


PLOTLY_NAME: Final = _named("plotly", PLOTLY.read_bytes())
_SCRIPT_CONTENT: Final = _SCRIPT.read_text(encoding="utf-8").replace("plotly.js", PLOTLY_NAME)
SCRIPT_NAME: Final = _named("chart", _SCRIPT_CONTENT.encode())
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_UNAVAILABLE: Final = "charts-by-streamlit"
"""Set in the session's state of a visitor whose browser cannot load the files."""
_LOADER: Final = """export default async (component) => {
  try {
    const { draw } = await import(location.origin + "SCRIPT")
    return await draw(component)
  } catch (error) {
    component.setTriggerValue("unavailable", String(error))
  }
}"""
_CONFIG: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
Pick = Callable[[Sequence[str]], None]
"""A function that is called with the custom data of the point on which a visitor has clicked."""


@dataclass(frozen=True)
class Chart:
    """A Plotly figure; `alt` describes it for screen readers, and `title` is printed above it."""

    figure: go.Figure
    alt: str
    title: str = ""


@dataclass(frozen=True)
class ChartSection:
    """A section: charts below a heading and a remark, and above a line that states their source.

    The heading, the remark and the source are plain text, without Markdown; an empty text is left out. `hint` says what
    a click does; it follows the source on the screen, but not on paper. The charts are side by side, at most `columns`
    in a row. A narrow page has fewer in a row, so that no chart is narrower than `narrowest` pixels.
    """

    charts: tuple[Chart, ...]
    heading: str = ""
    remark: str = ""
    source: str = ""
    hint: str = ""
    columns: int = 1
    narrowest: int = 300


def script_element(base_path: str = "") -> str:
    """Returns an HTML element that makes a browser fetch our script for charts early, before Streamlit asks for it.

    `base_path` is the path under which the dashboard is served, such as `kanban`; empty if it is the root.
    """
    return f'<script type="module" async src="{_script_address(base_path)}"></script>'


def file_routes(base_path: str = "") -> list[Route]:
    """Returns the routes of the two files that draw charts in the browser: our own script and Plotly.

    `base_path` is the path under which the dashboard is served, such as `kanban`; empty if it is the root.
    """
    settings: dict[str, Any] = {"media_type": "text/javascript", "headers": {"Cache-Control": _FOR_EVER}}

    async def script(_request: Request) -> Response:
        return Response(_SCRIPT_CONTENT, **settings)

    async def library(_request: Request) -> Response:
        return FileResponse(PLOTLY, **settings)

    return [
        Route(_script_address(base_path), script),
        Route(under(base_path, f"{FOLDER}/{PLOTLY_NAME}"), library),
    ]


def _script_address(base_path: str) -> str:
    return under(base_path, f"{FOLDER}/{SCRIPT_NAME}")


def serialised_section(section: ChartSection, scale: float, selects: bool) -> bytes:
    """Converts a section of charts to the JSON from which the browser draws it, as UTF-8 bytes.

    The sizes of the charts are multiplied by `scale`. If `selects` is True, the browser tells the server on which point
    of a chart the visitor clicks.
    """
    texts = {name: printable(getattr(section, name)) for name in ("heading", "remark", "source", "hint")}
    head = texts | {"columns": section.columns, "narrowest": section.narrowest, "selects": selects}
    charts = b",".join(_serialised_chart(chart, scale) for chart in section.charts)
    return b'%s,"charts":[%s]}' % (_opened(head), charts)


@dataclass(frozen=True)
class SectionChoice:
    """A section of charts for each option of a control, such as the buttons that select a measure.

    The browser receives all these sections together with the page, so that it can show another option without waiting
    for the server. `options` has the result of `serialised_section` for each option, in the order of the options. `at`
    is the position of the selected option, counted from zero.
    """

    at: int
    options: tuple[bytes, ...]


def with_choices(section: bytes, choices: Mapping[str, SectionChoice]) -> bytes:
    """Adds to a section of charts the sections that the browser shows if the visitor selects another option.

    `section` is the result of `serialised_section` for the present selections. `choices` maps the name of each control,
    such as `measure`, to the sections for its options. Returns the JSON for `draw_charts`, as UTF-8 bytes.
    """
    parts = (b"%s:%s" % (json.dumps(name).encode(), _serialised_choice(choice)) for name, choice in choices.items())
    return b'%s,"choices":{%s}}' % (section[:-1], b",".join(parts))


def _serialised_choice(choice: SectionChoice) -> bytes:
    options = (b"null" if place == choice.at else option for place, option in enumerate(choice.options))
    return b'{"at":%d,"sections":[%s]}' % (choice.at, b",".join(options))


def _serialised_chart(chart: Chart, scale: float) -> bytes:
    return b'%s,"figure":%s}' % (
        _opened({"title": printable(chart.title), "alt": chart.alt}),
        serialised(chart.figure, scale),
    )


def _opened(fields: dict[str, Any]) -> bytes:
    """Returns `fields` as a JSON object without its last brace, as UTF-8 bytes, so that more fields can follow."""
    return json.dumps(fields, ensure_ascii=False)[:-1].encode()


def draw_charts(name: str, section: bytes, pick: Pick | None) -> None:
    """Draws a section of charts.

    `name` is the Streamlit key of the section, which no other element of the page may have. `section` is the result of
    `serialised_section` or `with_choices`. A click on a point of a chart calls `pick` with the custom data of the
    point, such as the name of a unit; if `pick` is None, clicks have no effect.
    """
    if st.session_state.get(_UNAVAILABLE):
        _draw_by_streamlit(name, section, pick)
        return
    _component()(
        key=name,
        data=section,
        on_picked_change=lambda: _report_picked(name, pick),
        on_unavailable_change=_use_streamlit,
    )


@cache
def _component() -> Any:
    """Registers our chart component with Streamlit and returns it, as a function that draws charts on the page.

    Its script only loads our own script, because Streamlit sends it with every chart.
    """
    load = _LOADER.replace("SCRIPT", _script_address(configured_base_path()))
    return st.components.v2.component("changing_chart", js=load, isolate_styles=False)


def _report_picked(name: str, pick: Pick | None) -> None:
    picked = st.session_state[name].get("picked")
    if pick is not None and picked:
        pick(picked)


def _use_streamlit() -> None:
    mark_changed()
    st.session_state[_UNAVAILABLE] = True


def _draw_by_streamlit(name: str, section: bytes, pick: Pick | None) -> None:
    drawn = json.loads(section)
    if drawn["heading"]:
        st.header(escaped(drawn["heading"]), anchor=False)
    if drawn["remark"]:
        st.markdown(escaped(drawn["remark"]))
    columns = st.columns(drawn["columns"], gap="large")
    for position, chart in enumerate(drawn["charts"]):
        with columns[position % len(columns)]:
            _draw_chart_by_streamlit(selectable_key(f"{name}-{position}"), chart, pick)
    if drawn["source"] or drawn["hint"]:
        st.caption(escaped(" · ".join(filter(None, (drawn["source"], drawn["hint"])))))


def _draw_chart_by_streamlit(key: str, chart: dict[str, Any], pick: Pick | None) -> None:
    selecting: dict[str, Any] = {"on_select": lambda: _report_selected(key, pick), "selection_mode": "points"}
    if chart["title"]:
        st.markdown(bold(escaped(chart["title"])))
    settings = selecting if pick else {}
    st.plotly_chart(chart["figure"], key=key, theme=None, config=_CONFIG, alt=chart["alt"], **settings)


def _report_selected(key: str, pick: Pick | None) -> None:
    selection = selection_in(key)
    points = selection.points if selection else []
    named = [names for point in points if (names := _names_in(point.get("customdata")))]
    if named and pick is not None:
        pick(named[0])


def _names_in(custom: Any) -> list[str]:
    """Returns the names in the custom data of a point: its unit, followed by its site if it is the point of a site.

    `custom` is what Plotly returns: a single value, a list, or a mapping by position. The list is empty if there is no
    unit.
    """
    parts = list(custom.values()) if isinstance(custom, dict) else custom
    parts = list(parts) if isinstance(parts, list | tuple) else [parts]
    return [part for part in parts if isinstance(part, str)] if parts and parts[0] else []
