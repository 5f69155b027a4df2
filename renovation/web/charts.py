"""A component that draws Plotly charts without flicker when their figure changes.

`st.plotly_chart` lets the browser remove a changed chart and draw a new one, so that the page flickers. This component
keeps the chart and lets Plotly change only what differs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from renovation.charts.style import SerialisedFigure
from renovation.web.base_path import configured_base_path, under
from renovation.web.selections import mark_changed, selectable_key, selection_in

FOLDER: Final = "/charts"
_ASSETS: Final = Path(__file__).parent / "assets"
PLOTLY: Final = _ASSETS / "plotly" / "plotly-basic.min.js"
"""Plotly's bundle of scatter, bar and pie alone: a quarter of the whole one's bytes, and less still of its start."""
_SCRIPT: Final = _ASSETS / "chart.js"


def _named(name: str, content: bytes) -> str:
    """Returns a file name that changes with the content, so that browsers can cache the file for ever."""
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
"""Gets the custom data of the point that a visitor has picked."""


def script_element(base_path: str = "") -> str:
    """Returns HTML that lets a browser fetch early the files with which it draws charts.

    It fetches them while Streamlit's front end is still starting.
    """
    return f'<script type="module" async src="{_script_address(base_path)}"></script>'


def file_routes(base_path: str = "") -> list[Route]:
    """Returns the routes of the files that draw charts in the browser: our own script and Plotly."""
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


def draw_chart(name: str, figure: SerialisedFigure, alt: str, pick: Pick | None) -> None:
    """Draws a Plotly figure; `alt` describes it for screen readers. A click on a point calls `pick` with this point.

    `name` identifies the chart on its page.
    """
    if st.session_state.get(_UNAVAILABLE):
        _draw_by_streamlit(name, figure, alt, pick)
        return
    head = json.dumps({"alt": alt, "selects": pick is not None}, ensure_ascii=False)[:-1].encode()
    _component()(
        key=name,
        data=b'%s,"figure":%s}' % (head, figure.json),
        height=figure.height,
        on_picked_change=lambda: _report_picked(name, pick),
        on_unavailable_change=_use_streamlit,
    )


@cache
def _component() -> Any:
    """Returns the component. Its script only loads ours, because Streamlit sends it with every chart."""
    load = _LOADER.replace("SCRIPT", _script_address(configured_base_path()))
    return st.components.v2.component("changing_chart", js=load, isolate_styles=False)


def _report_picked(name: str, pick: Pick | None) -> None:
    picked = st.session_state[name].get("picked")
    if pick is not None and picked:
        pick(picked)


def _use_streamlit() -> None:
    mark_changed()
    st.session_state[_UNAVAILABLE] = True


def _draw_by_streamlit(name: str, figure: SerialisedFigure, alt: str, pick: Pick | None) -> None:
    key = selectable_key(name)
    selecting: dict[str, Any] = {"on_select": lambda: _report_selected(key, pick), "selection_mode": "points"}
    parts = json.loads(figure.json)
    st.plotly_chart(parts, key=key, theme=None, config=_CONFIG, alt=alt, **(selecting if pick else {}))


def _report_selected(key: str, pick: Pick | None) -> None:
    selection = selection_in(key)
    points = selection.points if selection else []
    named = [names for point in points if (names := _names_in(point.get("customdata")))]
    if named and pick is not None:
        pick(named[0])


def _names_in(custom: Any) -> list[str]:
    """Returns the unit of a point, followed by its site if it is the point of a site.

    Plotly returns custom data as a single value, a list, or a mapping by position.
    """
    parts = list(custom.values()) if isinstance(custom, dict) else custom
    parts = list(parts) if isinstance(parts, list | tuple) else [parts]
    return [part for part in parts if isinstance(part, str)] if parts and parts[0] else []
