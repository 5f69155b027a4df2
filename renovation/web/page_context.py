"""Holds what one run of a page needs: release, language, theme, and functions that draw blocks and cache results."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from renovation.comparisons.results import Results
from renovation.language import Words
from renovation.releases.cache import Value
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.address import Address
from renovation.web.charts import Chart, ChartSection, SectionChoice, draw_charts, serialised_section, with_choices
from renovation.web.selections import open_page, select_unit, selections
from renovation.web.tables import html_for_paper, table_html
from renovation.wording.headlines import basis_line


@dataclass(frozen=True)
class PageContext:
    """What functions that draw a page need: the release, its results, the language (`words`) and the theme (`dark`).

    On a wide screen, `scale` is 1.25 and multiplies all sizes; elsewhere it is 1. `pages` contains the pages that can
    be linked to; the keys are their names, such as "units".
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
    ) -> None:
        """Draws the chart that the function `draw` returns, without a heading and without a line for the source.

        `name` is the Streamlit key of the chart. `alt` says for screen readers what the chart is, `finding` what it
        shows. If `selects_unit` is True, a click on a point selects the unit in the point's custom data. The chart is
        cached for `name`, release, language, theme, screen size and `depends_on`, so `depends_on` must contain all
        other values that the chart depends on.
        """
        described = self.described(alt, finding)
        section = lambda: ChartSection((Chart(draw(), described),))  # noqa: E731 mypy infers its type
        self.charts(name, section, described, *depends_on, selects_unit=selects_unit)

    def charts(
        self,
        name: str,
        section: Callable[[], ChartSection],
        *depends_on: Hashable,
        selects_unit: bool = False,
        opens: str | None = None,
    ) -> None:
        """Draws the section of charts that the function `section` returns.

        `name` is the Streamlit key of the section. If `selects_unit` is True, a click on a point selects the unit in
        the point's custom data. If `opens` is the name of a page, the click selects the unit and opens this page. The
        section is cached for `name`, release, language, theme, screen size and `depends_on`, so `depends_on` must
        contain all other values that the charts depend on.
        """
        selects = selects_unit or opens is not None
        content = self._serialised(name, section, depends_on, selects)
        draw_charts(name, content, (lambda point: _select(point, opens)) if selects else None)

    def charts_with_choices(
        self,
        name: str,
        section: Callable[[Address], ChartSection],
        depends_on: Callable[[Address], tuple[Hashable, ...]],
        options: Mapping[str, Sequence[str]],
    ) -> None:
        """Draws a section of charts that depends on controls beside it; a click on a point selects a unit.

        `name` is the Streamlit key of the section. `options` maps the fields of Address that the controls set, such as
        `measure`, to the values that can be selected. `section` returns the section for the selections in an Address.
        It is called for the visitor's selections and for every other option, because the browser receives all these
        sections and shows another option without waiting for the server. The sections are cached under `name` and under
        the selections that `depends_on` returns for an Address, so `depends_on` must return all selections that a
        section depends on.
        """
        selected = selections()

        def serialised(address: Address) -> bytes:
            return self._serialised(name, lambda: section(address), depends_on(address), selects=True)

        def choice(control: str) -> SectionChoice:
            changes: list[dict[str, Any]] = [{control: option} for option in options[control]]
            addresses = [replace(selected, **change) for change in changes]
            return SectionChoice(addresses.index(selected), tuple(map(serialised, addresses)))

        content = self.cached(
            f"{name}-choices",
            lambda: with_choices(serialised(selected), {control: choice(control) for control in options}),
            *(self.dark, self.scale, *depends_on(selected)),
        )
        draw_charts(name, content, lambda point: _select(point, None))

    def _serialised(
        self, name: str, section: Callable[[], ChartSection], depends_on: tuple[Hashable, ...], selects: bool
    ) -> bytes:
        key = (self.dark, self.scale, *depends_on)
        return self.cached(name, lambda: serialised_section(section(), self.scale, selects), *key)

    def described(self, alt: str, finding: str) -> str:
        """Returns the description of a chart for screen readers: what it is (`alt`) and what it shows (`finding`)."""
        return self.words("{chart}: {finding}", chart=alt, finding=finding) if finding else alt

    def cached(self, name: str, compute: Callable[[], Value], *depends_on: Hashable) -> Value:
        """Returns the result of `compute`, cached for `name`, release and history, language, and `depends_on`.

        `depends_on` must contain all other values that the result depends on. All visitors get the same object; callers
        must not change it.
        """
        return data.cached((*data.history_key(self.release), self.words.language, name, *depends_on), compute)

    def text_table(self, name: str, table: Callable[[], pd.DataFrame], *depends_on: Hashable) -> None:
        """Draws the table of texts that the function `table` returns.

        The table is cached under `name`, the release with its history, the language and `depends_on`, which must
        contain all other values that the table depends on.
        """
        st.html(self.cached(name, lambda: table_html(table(), self.words), *depends_on))

    def table_on_paper(self, name: str, table: Callable[[], pd.DataFrame], *depends_on: Hashable) -> None:
        """Draws a table of texts only for paper, on which the scrolling table above it would lack rows or columns.

        Nothing is drawn if the scrolling table itself can be printed, because it shows all its rows and columns. The
        parameters are those of `text_table`.
        """
        html = self.cached(f"{name}-on-paper", lambda: html_for_paper(table(), self.words), *depends_on)
        if html:
            with st.container(key=f"{name}-on-paper"):
                st.html(html)

    def source(self, table: str, *remarks: str) -> str:
        """Returns the line that is printed below a chart or table: the as-of date and the basis of its figures.

        `table` is the name of the release's table with these figures, such as `unit_progress`; `remarks` are texts to
        add.
        """
        basis = self.cached("basis-line", lambda: basis_line(self.results, table, self.words), table)
        return " · ".join((basis, *remarks))

    def source_line(self, table: str, *remarks: str) -> None:
        """Draws the line below a chart or table: the as-of date and the basis of its figures.

        `table` is the name of the release's table with these figures, such as `unit_progress`; `remarks` are texts to
        add.
        """
        st.caption(self.source(table, *remarks))


_CONTEXT: Final[ContextVar[PageContext]] = ContextVar("page_context")


def page_context() -> PageContext:
    """Returns the PageContext (release, language, theme) of the page that is running in this thread."""
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
