"""Draws the legend of the map: sizes of circles, colours of circles, colours of points."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from renovation.maps.layout import MapLayout
from renovation.maps.palette import LegendClass
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.web.selections import selections
from renovation.wording.sites import attribute_heading


def map_legends(page: PageContext, layout: MapLayout, places: Sequence[DeltaGenerator]) -> None:
    """Draws the three legends of the map, each into one of the three Streamlit containers `places`.

    They explain the sizes of circles, the colours of circles, and the colours of points.
    """
    words, selected = page.words, selections()
    size, colour, points = places
    with size:
        if layout.circle_sizes:
            st.markdown(bold(escaped(words("Circle area: {measure}", measure=words.heading(selected.circle_size)))))
            st.html(_sizes_html(layout.circle_sizes, page.scale))
    with colour:
        if layout.colour_classes:
            heading = words("Circle colour: {measure}", measure=words.heading(selected.circle_colour))
            class_legend(layout.colour_classes, heading)
    with points:
        if layout.sites_hidden:
            st.caption(
                words(
                    "There are too many sites to show at once, so the map shows only the number of sites of "
                    "each unit. Select a unit to see its sites."
                )
            )
        elif layout.sites_binned:
            st.caption(words("Each grey circle stands for several sites close together; its area shows how many."))
        elif layout.site_classes:
            heading = words("Colour of the points: {trait}", trait=attribute_heading(selected.site_attribute, words))
            class_legend(layout.site_classes, heading)
        if layout.has_ring_points:
            st.caption(
                words(
                    "Hollow points are sites without coordinates; they are placed near their unit, not at "
                    "their true position."
                )
            )


def class_legend(classes: Sequence[LegendClass], heading: str) -> None:
    """Draws a colour legend: `heading`, and a line for each of `classes`, with a disc in its colour and its text."""
    st.markdown(bold(escaped(heading)))
    st.html("".join(_class_html(one) for one in classes))


def _class_html(legend_class: LegendClass) -> str:
    disc = "display:inline-block;width:0.88rem;height:0.88rem;border-radius:50%;margin-right:0.5rem"
    return (
        f'<div style="font-size:0.94rem;line-height:1.7"><span style="{disc};vertical-align:-0.12rem;'
        f'background:{legend_class.colour}"></span>{html.escape(legend_class.text)}</div>'
    )


def _sizes_html(samples: Sequence[tuple[float, str]], scale: float) -> str:
    """Returns the HTML of the circles in the legend of circle sizes, side by side, each with its text.

    `samples` are pairs (radius in pixels, text such as `50万㎡`); the radius is multiplied by `scale`.
    """
    row = "display:flex;align-items:center;gap:0.9rem;font-size:0.94rem"
    circle = "display:inline-block;flex:none;border:1.5px solid currentColor;border-radius:50%;opacity:0.7"
    samples_html = (
        f'<span style="{circle};width:{2 * scale * radius:.0f}px;height:{2 * scale * radius:.0f}px"></span>'
        f"<span>{html.escape(text)}</span>"
        for radius, text in samples
    )
    return f'<div style="{row}">{"".join(samples_html)}</div>'
