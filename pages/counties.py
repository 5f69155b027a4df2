"""县区对比: the five counties on the city's basis, and the two statistics of our own area."""

from __future__ import annotations

import streamlit as st

from renovation.charts.counties import county_bars
from renovation.web.frame import PageContext, cards, page_context
from renovation.wording.counties import (
    bases_finding,
    bases_headlines,
    counties_table,
    county_finding,
    ranking_basis_sentence,
)
from renovation.wording.headlines import basis_line


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    words, _ = shown.words, shown.words.gettext
    counties = shown.answers.counties
    st.title(
        county_finding(shown.answers, words)
        or (_("Our county has not reported") if len(counties) else _("The counties have not reported")),
        anchor=False,
    )
    if counties.empty:
        return
    st.markdown(basis_line(shown.answers, "county_progress", words))
    chart, table = st.columns([1.4, 1], gap="large")
    with chart:
        st.subheader(words.heading("area_reported"), anchor=False)
        shown.chart("counties", lambda: county_bars(counties, words, shown.dark), alt=words.heading("area_reported"))
        shown.foot("county_progress")
    with table:
        st.subheader(_("Gaps"), anchor=False)
        st.table(counties_table(counties, words), border="horizontal", hide_index=True)
        shown.foot("county_progress", _("Areas in {unit}.").format(unit=words.unit("万㎡")))
    _two_bases(shown)


def _two_bases(shown: PageContext) -> None:
    words, bases = shown.words, shown.answers.bases
    if bases is None:
        return
    st.subheader(bases_finding(bases, words), anchor=False)
    cards(bases_headlines(bases, words))
    st.markdown(ranking_basis_sentence(shown.answers, words))


draw(page_context())
