"""Draws the sites of the map as a table, in which a site can be selected and which can be downloaded."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from renovation.comparisons.sites import UNKNOWN
from renovation.web.components import download_table, statement_list
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext
from renovation.web.selections import select_unit, selectable_key, selected_row, selections, selections_without_release
from renovation.web.tables import as_arrow
from renovation.wording.headlines import basis_line
from renovation.wording.sites import (
    attribute_heading,
    map_sites_table,
    site_counts_line,
    site_filters_line,
    sites_to_download,
)

SHOWN_ROWS: Final = 500
ATTRIBUTE_WIDTHS: Final = {
    "zh": {"mode": 96, "led_by": 96, "stage": 96},
    "en": {"mode": 180, "led_by": 104, "stage": 104},
}
"""The widths in pixels of the columns of attributes, by language. Without them, the front end would fit the columns to
the many dashes in them and cut the few long values."""


def site_list(page: PageContext, sites: pd.DataFrame) -> None:
    """Draws a table of the sites on the map; selecting a row shows the site on the map.

    `sites` is the result of `with_unknown_filled`.
    """
    words = page.words
    st.header(words.plural("{count} site", "{count} sites", count=len(sites)), anchor=False)
    if sites.empty:
        st.markdown(words("No site matches the filters."))
        return
    _counts(page, sites, selections().site_attribute)
    _rows(page, sites.head(SHOWN_ROWS))
    if len(sites) > SHOWN_ROWS:
        st.caption(
            words("Showing the first {shown} of {all}; the download has all of them.", shown=SHOWN_ROWS, all=len(sites))
        )
    page.source_line("sites")
    statement_list(page, "inferred")
    download_table(
        words("Download this table"),
        lambda: sites_to_download(sites, words),
        words("Renovation sites"),
        words("Renovation sites of Wuxing District"),
        _footer(page),
        page.results.dated_table("sites").as_of,
    )


def _counts(page: PageContext, sites: pd.DataFrame, attribute: str) -> None:
    """Draws a sentence that says how many sites have each value of `attribute`, such as `stage`.

    Draws nothing if the attribute is `stage` and no site has a stage, because the sentence at the top of the page says
    so.
    """
    if attribute == "stage" and (sites["stage"] == UNKNOWN).all():
        return
    counts = page.cached(
        "map-counts", lambda: site_counts_line(sites, attribute, page.words), selections_without_release()
    )
    st.markdown(escaped(counts))


def _footer(page: PageContext) -> str:
    """Returns the line below the downloaded table: date and basis, the release's number, the filters of sites."""
    words, selected = page.words, selections()
    units = (selected.unit,) if selected.unit else selected.units
    parts = (
        basis_line(page.results, "sites", words),
        words("Release {number}", number=page.release.release),
        site_filters_line(units, selected.site_filters, words),
    )
    return " · ".join(filter(None, parts))


def _rows(page: PageContext, sites: pd.DataFrame) -> None:
    key = selectable_key("sites")
    st.dataframe(
        page.cached("map-rows", lambda: as_arrow(map_sites_table(sites, page.words)), selections_without_release()),
        hide_index=True,
        column_config={
            attribute_heading(name, page.words): st.column_config.TextColumn(width=width)
            for name, width in ATTRIBUTE_WIDTHS[page.words.language].items()
        },
        key=key,
        on_select=lambda: _select_row(key, sites),
        selection_mode="single-row",
        alt=page.words("Renovation sites"),
    )


def _select_row(key: str, sites: pd.DataFrame) -> None:
    row = selected_row(key, len(sites))
    if row is not None:
        select_unit(sites["unit"].iloc[row], sites["site"].iloc[row])
