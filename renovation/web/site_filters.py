"""The settings of the map: what its circles and points show, and by which filters sites are selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from renovation.comparisons.sites import UNKNOWN, distinct_values, filter_sites
from renovation.domain.tables.unit_progress import UNIT_PROGRESS
from renovation.web.address import SITE_FILTERS, Address
from renovation.web.page_context import PageContext
from renovation.web.selections import selections
from renovation.web.widgets import multi_select, select_box
from renovation.wording.sites import attribute_heading, attribute_label


def filtered_sites(sites: pd.DataFrame) -> pd.DataFrame:
    """Returns the sites that match the filters that the visitor has selected.

    If a unit is selected, only its sites are returned. `sites` is the result of `with_unknown_filled`; the result has
    the same columns.
    """
    selected = selections()
    left = filter_sites(sites, selected.units, selected.site_filters)
    return left[left["unit"] == selected.unit] if selected.unit else left


def is_filtered() -> bool:
    """Returns whether the visitor has set any filter of units or sites."""
    selected = selections()
    return bool(selected.units) or any(selected.site_filters.values())


def map_settings(page: PageContext, sites: pd.DataFrame) -> None:
    """Draws the settings of the map (measures and colours to show, filters of sites) in an expander.

    The expander is open if a setting differs from its default. `sites` has the columns `work`, `mode`, `stage` and
    `led_by`, with UNKNOWN for missing values.
    """
    with st.expander(page.words("Display and site filters"), expanded=is_filtered() or _is_encoded_otherwise()):
        _encodings(page, has_sites=not sites.empty)
        _filters(page, sites)


def _is_encoded_otherwise() -> bool:
    selected, default = selections(), Address()
    return any(
        getattr(selected, name) != getattr(default, name) for name in ("circle_size", "circle_colour", "site_attribute")
    )


def _encodings(page: PageContext, has_sites: bool) -> None:
    words = page.words
    size, colour, attribute = st.columns(3)
    with size:
        select_box("circle_size", words("Circle area"), words.heading)
    with colour:
        select_box("circle_colour", words("Circle colour"), words.heading)
    if not has_sites:
        return
    with attribute:
        select_box("site_attribute", words("Colour of the points"), partial(attribute_heading, words=words))


def _filters(page: PageContext, sites: pd.DataFrame) -> None:
    words, none = page.words, page.words("all")
    units, *columns = st.columns([1.4, 1, 1, 1, 1])
    with units:
        heading = words.label(UNIT_PROGRESS.column("unit").heading)
        multi_select("units", heading, words.place, page.results.units["unit"].tolist(), none)
    if sites.empty:
        return
    for column, (name, attribute) in zip(columns, SITE_FILTERS.items(), strict=True):
        values = page.cached("map-values", partial(distinct_values, sites, attribute), attribute)
        options = _options(values, st.session_state[name])
        if len(options) > 1 or st.session_state[name]:
            in_words = partial(attribute_label, attribute, words=words)
            with column:
                multi_select(name, attribute_heading(attribute, words), in_words, options, none)


def _options(values: Iterable[str], selected: Sequence[str]) -> list[str]:
    """Returns the values that the visitor can select in a filter of sites, sorted, with UNKNOWN as the last.

    They are `values`, which the sites have, and `selected`, which the visitor has selected, even if no site has them.
    """
    offered = {*values, *selected}
    return [*sorted(offered - {UNKNOWN}), *({UNKNOWN} & offered)]
