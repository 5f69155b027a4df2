"""The context of one run of a page: release, language, theme, and functions that draw and cache with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from renovation.charts.style import SerialisedFigure
from renovation.comparisons.answers import Answers
from renovation.language import Words
from renovation.releases.cache import Value
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.selections import open_page, select_unit, selectable_key, selection_in
from renovation.wording.headlines import basis_line

CHART_CONFIG: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


@dataclass(frozen=True)
class PageContext:
    """The context of one run of a page: a release with its comparisons, a language (`words`) and a theme.

    `scale` multiplies all sizes on a wide screen. `pages` are the pages that can be linked to, by name.
    """

    release: Release
    answers: Answers
    words: Words
    dark: bool
    scale: float
    pages: Mapping[str, StreamlitPage]

    def chart(
        self,
        name: str,
        draw: Callable[[], go.Figure],
        *depends_on: Hashable,
        alt: str,
        selects_unit: bool = False,
        opens: str | None = None,
    ) -> None:
        """Draws the figure of `draw`, cached for each `name`, release, language, theme, size and `depends_on`.

        `alt` describes the figure for screen readers. With `selects_unit`, clicking a point selects the unit in its
        custom data; with `opens`, it also opens the page of that name.
        """
        figure = self.cached(name, lambda: SerialisedFigure(draw(), self.scale), self.dark, self.scale, *depends_on)
        key = selectable_key(name)
        selecting: dict[str, Any] = {"on_select": lambda: _select_from_chart(key, opens), "selection_mode": "points"}
        st.plotly_chart(
            figure, key=key, theme=None, config=CHART_CONFIG, alt=alt, **(selecting if selects_unit or opens else {})
        )

    def cached(self, name: str, compute: Callable[[], Value], *depends_on: Hashable) -> Value:
        """Returns the result of `compute`, cached for each `name`, release with its history, language and `depends_on`.

        All visitors get the same object; callers must not change it.
        """
        return data.cached((*data.history_key(self.release), self.words.language, name, *depends_on), compute)

    def source_line(self, table: str, *remarks: str) -> None:
        """Draws the line below a figure: the date and the basis of the table named `table`, followed by `remarks`."""
        st.caption(" · ".join((basis_line(self.answers, table, self.words), *remarks)))


_CONTEXT: Final[ContextVar[PageContext]] = ContextVar("page_context")


def page_context() -> PageContext:
    """Returns the context of the page that runs now."""
    return _CONTEXT.get()


@contextmanager
def in_context(context: PageContext) -> Iterator[None]:
    """Sets what `page_context` returns during the block."""
    token = _CONTEXT.set(context)
    try:
        yield
    finally:
        _CONTEXT.reset(token)


def _select_from_chart(key: str, opens: str | None) -> None:
    selection = selection_in(key)
    points = selection.points if selection else []
    named = [names for point in points if (names := _names_in(point.get("customdata")))]
    if named:
        unit, *site = named[0]
        select_unit(unit, *site[:1])
        if opens:
            open_page(opens)


def _names_in(custom: Any) -> list[str]:
    """Returns a unit, and a site of it if the point is one.

    Plotly hands custom data over as a bare value, a list, or a mapping by position.
    """
    parts = list(custom.values()) if isinstance(custom, dict) else custom
    parts = list(parts) if isinstance(parts, list | tuple) else [parts]
    return [part for part in parts if isinstance(part, str)] if parts and parts[0] else []
