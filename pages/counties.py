"""县区对比: compares the five counties by the floor area that they reported to the city.

For our own county, the page also compares this area with the area in the district's own statistic.
"""

from __future__ import annotations

import streamlit as st

from renovation.charts.counties import county_bars
from renovation.web.charts import Chart, ChartSection
from renovation.web.components import headline_cards
from renovation.web.page_context import PageContext, page_context
from renovation.wording.counties import (
    bases_finding,
    bases_headlines,
    counties_table,
    county_finding,
    no_rank_sentence,
    ranking_basis_sentence,
)


def draw(page: PageContext) -> None:
    """Draws the page 县区对比: the areas that the five counties reported to the city."""
    words, counties = page.words, page.results.counties
    st.title(county_finding(page.results, words) or no_rank_sentence(counties, words), anchor=False)
    if counties.empty:
        return
    chart, table = st.columns([1.4, 1], gap="large")
    with chart:
        page.charts("counties", lambda: _areas(page))
    with table:
        st.header(words("Gaps between the counties"), anchor=False)
        page.text_table("counties-table", lambda: counties_table(counties, words))
        page.source_line("county_progress")
    _two_bases(page)


def _areas(page: PageContext) -> ChartSection:
    words, counties = page.words, page.results.counties
    heading = words.heading("area_reported")
    alt = page.described(heading, county_finding(page.results, words) or "")
    chart = Chart(county_bars(counties, words, page.dark), alt)
    return ChartSection((chart,), heading, source=page.source("county_progress"))


def _two_bases(page: PageContext) -> None:
    words, bases = page.words, page.results.bases
    if bases is None:
        return
    st.header(bases_finding(bases, words), anchor=False)
    headline_cards(bases_headlines(bases, words), words, page.dark)
    st.markdown(ranking_basis_sentence(page.results, words))


draw(page_context())
