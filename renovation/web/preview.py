"""Draws the preview of a checked workbook: the changes, and what the overview and the map would show."""

from __future__ import annotations

from typing import Final

import streamlit as st

from renovation.charts.units import bullet_bars
from renovation.comparisons.results import Results
from renovation.comparisons.units import select_and_sort
from renovation.domain.geography import MissingGeography, geography
from renovation.language import Words
from renovation.maps.drawn import district_figure
from renovation.publishing.uploads import CheckedUpload
from renovation.settings import sign_off_needed
from renovation.web import data
from renovation.web.alerts import alert_details
from renovation.web.charts import Chart, ChartSection
from renovation.web.components import bullet_list, goal_heading, headline_cards
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.wording.alerts import alerts_finding
from renovation.wording.district import district_finding
from renovation.wording.goals import goal_basis_line, goal_gap_sentence
from renovation.wording.headlines import basis_line, district_headlines
from renovation.wording.sites import map_finding
from renovation.wording.units import units_finding
from renovation.wording.updates import (
    carried_over_lines,
    change_lines,
    changes_table,
    destination_sentence,
    late_sentences,
)

_MOST_CHANGES: Final = 1000


def preview(page: PageContext, checked: CheckedUpload) -> None:
    """Draws what publishing the checked workbook `checked` would change: the changed figures, the overview and the map.

    It also names the tables that would be copied from the previous release.
    """
    _changes(page, checked)
    results = data.preview_results(checked)
    _overview(page, checked, results)
    _map(page, checked, results)


def _changes(page: PageContext, checked: CheckedUpload) -> None:
    words, changes = page.words, checked.changes
    st.header(words("Changes after publishing"), anchor=False)
    bullet_list(
        (
            *change_lines(changes, words),
            *carried_over_lines(checked, words),
            destination_sentence(checked, sign_off_needed(), words),
        )
    )
    shown = data.head()
    if sign_off_needed() and shown is not None and checked.head not in (None, shown):
        st.caption(
            words(
                "The changes above are relative to release {number}, which is waiting for sign-off; the pages still "
                "show release {shown}.",
                number=checked.head,
                shown=shown,
            )
        )
    for line in late_sentences(checked.after, words):
        st.warning(escaped(line), icon=":material/schedule:")
    listed = changes_table(changes.changes.head(_MOST_CHANGES), words)
    if not listed.empty:
        with st.expander(words("Table of all changes ({count})", count=len(changes.changes))):
            st.dataframe(listed, hide_index=True, alt=words("Changes after publishing"))
            if len(listed) < len(changes.changes):
                st.caption(words("Only the first {shown} are shown.", shown=len(listed)))


def _overview(page: PageContext, checked: CheckedUpload, results: Results) -> None:
    words = page.words
    st.header(words("Overview page after publishing"), anchor=False)
    with st.container(border=True):
        st.markdown(bold(district_finding(results, words)))
        headline_cards(district_headlines(results, words), words, page.dark)
        page.charts("preview-units", lambda: _units(page, results), *checked.depends_on)
        alerts = data.preview_alerts(checked, results)
        st.markdown(bold(alerts_finding(alerts, words)))
        if alerts:
            st.markdown(alert_details(alerts, words))
        _goals(results, words)


def _units(page: PageContext, results: Results) -> ChartSection:
    words, units = page.words, select_and_sort(results.units, (), "area_renovated", "highest")
    alt = page.described(words("Area renovated by each unit with its annual target"), units_finding(results, words))
    chart = Chart(bullet_bars(units, results.as_of, words, page.dark), alt)
    return ChartSection((chart,), source=basis_line(results, "unit_progress", words))


def _goals(results: Results, words: Words) -> None:
    for goal in results.goals:
        goal_heading(goal, words)
        st.markdown(escaped(goal_gap_sentence(goal, words)))
        st.caption(goal_basis_line(goal, results, words))


def _map(page: PageContext, checked: CheckedUpload, results: Results) -> None:
    if "sites" not in checked.reading.tables:
        return
    words = page.words
    try:
        base = geography()
    except MissingGeography:
        data.LOG.exception("The map's base cannot be read.")
        return
    st.header(words("Where the sites will appear"), anchor=False)
    page.chart(
        "preview-map",
        lambda: district_figure(results.units, results.table("sites"), base, words, page.dark),
        *checked.depends_on,
        alt=words("Map of the units and the renovation sites"),
        finding=map_finding(results, None, words),
    )
    st.caption(
        words(
            "Hollow points are sites without coordinates; they are placed near their unit, not at their true position."
        )
    )
    st.caption(basis_line(results, "sites", words))
