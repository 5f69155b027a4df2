"""What one run of a page works with: release, language, theme, and functions that draw and cache with them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from renovation.charts.style import serialised
from renovation.comparisons.results import Results
from renovation.language import Words
from renovation.releases.cache import Value
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.charts import draw_chart
from renovation.web.selections import open_page, select_unit
from renovation.web.tables import table_html
from renovation.wording.headlines import basis_line


@dataclass(frozen=True)
class PageContext:
    """What one run of a page works with: a release, its results, a language (`words`) and a theme (`dark`).

    `scale` multiplies all sizes on a wide screen. `pages` contains the pages that can be linked to; the keys are their
    names.
    """

    release: Release
    results: Results
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
        finding: str,
        selects_unit: bool = False,
        opens: str | None = None,
    ) -> None:
        """Draws the Plotly figure that `draw` returns.

        The figure is cached for each `name`, release, language, theme, size and `depends_on`. `alt` describes it for
        screen readers, `finding` says what it shows. If `selects_unit` is True, clicking a point selects the unit in
        its custom data; if `opens` is the name of a page, the click also opens this page.
        """
        figure = self.cached(name, lambda: serialised(draw(), self.scale), self.dark, self.scale, *depends_on)
        draw_chart(
            name,
            figure,
            self.described(alt, finding),
            (lambda point: _select(point, opens)) if selects_unit or opens else None,
        )

    def described(self, alt: str, finding: str) -> str:
        """Returns the description of a chart for screen readers: what it is (`alt`) and what it shows (`finding`)."""
        return self.words("{chart}: {finding}", chart=alt, finding=finding) if finding else alt

    def cached(self, name: str, compute: Callable[[], Value], *depends_on: Hashable) -> Value:
        """Returns the result of `compute`, cached for each `name`, release with its history, language and `depends_on`.

        All visitors get the same object; callers must not change it.
        """
        return data.cached((*data.history_key(self.release), self.words.language, name, *depends_on), compute)

    def text_table(self, name: str, table: Callable[[], pd.DataFrame], *depends_on: Hashable) -> None:
        """Draws the table of texts that the function `table` returns.

        The table is cached for each `name`, release, language and `depends_on`.
        """
        st.html(self.cached(name, lambda: table_html(table(), self.words), *depends_on))

    def source_line(self, table: str, *remarks: str) -> None:
        """Draws the line below a figure: the as-of date and the basis of the table named `table`, then `remarks`."""
        basis = self.cached("basis-line", lambda: basis_line(self.results, table, self.words), table)
        st.caption(" · ".join((basis, *remarks)))


_CONTEXT: Final[ContextVar[PageContext]] = ContextVar("page_context")


def page_context() -> PageContext:
    """Returns the context (release, language, theme) of the page that is running."""
    return _CONTEXT.get()


@contextmanager
def in_context(context: PageContext) -> Iterator[None]:
    """Makes `page_context` return `context` during the `with` block."""
    token = _CONTEXT.set(context)
    try:
        yield
    finally:
        _CONTEXT.reset(token)


def _select(point: Sequence[str], opens: str | None) -> None:
    unit, *site = point
    select_unit(unit, *site[:1])
    if opens:
        open_page(opens)
