"""Computes the circles, points, labels and legend of a map, which pydeck (`deck`) or Plotly (`drawn`) then draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from renovation.comparisons.sites import count_sites_per_unit, with_positions
from renovation.domain.geography import Geography
from renovation.language import Words
from renovation.maps.circles import legend_circles, unit_circles, with_counts
from renovation.maps.labels import selected_site_label, with_label_positions
from renovation.maps.palette import LegendClass, rate_bounds, rate_classes, site_classes
from renovation.maps.points import MOST_DISTRICT_POINTS, MOST_POINTS, site_bins, site_points
from renovation.maps.views import View, district_view, unit_view


@dataclass(frozen=True)
class Encoding:
    """Which measures and attributes the sizes and colours on the map show, as the visitor has selected them.

    `size` is the measure that the area of a unit's circle shows, `colour` the measure that its colour shows.
    `site_attribute` is the column of the table of sites that the colour of a site's point shows, such as `stage`.
    """

    size: str = "area_renovated"
    colour: str = "completion_rate"
    site_attribute: str = "stage"


@dataclass(frozen=True)
class MapContent:
    """The data of a map, and its selected unit and site.

    `units` is the result of `comparisons.units.compare_units`. `sites` are all sites, the result of
    `comparisons.sites.with_unknown_filled`, and `filtered_sites` the sites that match the filters. Circles are drawn
    for `shown_units`, or for all units if `shown_units` is empty. `unit` and `site` are the names of the selected unit
    and site, or None. If there are too many sites to draw each of them on a map of the whole district, the sites are
    combined in bins if `every_site` is True, and left out if it is False; on the map of a selected unit they are always
    combined.
    """

    units: pd.DataFrame
    sites: pd.DataFrame
    filtered_sites: pd.DataFrame
    shown_units: Sequence[str] = ()
    unit: str | None = None
    site: str | None = None
    every_site: bool = False


@dataclass(frozen=True)
class MapLayout:
    """The circles, points, labels and legend of a map.

    `circles` has the columns of `unit_circles` and `with_label_positions`, `points` the columns of `site_points`, and
    `selected_site` the columns of `selected_site_label`, with one row, or no row if no site is selected. `circle_sizes`
    are the circles of the legend, as pairs (radius in pixels, text). `colour_classes` and `site_classes` are the
    entries of the colour legends of circles and points. `has_ring_points` says whether any site has no coordinates, so
    that it is shown on a ring around its unit. If there are too many sites, `sites_hidden` is True if they are left
    out, and `sites_binned` is True if they are combined in bins. `units_without_position` are the Chinese names of the
    units that report figures but have no point.
    """

    circles: pd.DataFrame
    points: pd.DataFrame
    selected_site: pd.DataFrame
    view: View
    circle_sizes: tuple[tuple[float, str], ...]
    colour_classes: tuple[LegendClass, ...]
    site_classes: tuple[LegendClass, ...]
    has_ring_points: bool
    sites_hidden: bool
    sites_binned: bool
    units_without_position: tuple[str, ...]


def map_layout(
    content: MapContent, encoding: Encoding, base: Geography, words: Words, dark: bool, width: int | None
) -> MapLayout:
    """Computes the circles, points, labels and legend of a map of the district, or of the selected unit.

    `content` has the data and the selected unit, if there is one; `encoding` says what sizes and colours show; `base`
    has the positions of the units; `width` is the width of the screen in pixels, None if unknown.
    """
    sites = with_positions(content.filtered_sites, base.points)
    view = unit_view(content.unit, base.points, sites, width) if content.unit else district_view(width)
    too_many = len(sites) > (MOST_POINTS if content.unit else MOST_DISTRICT_POINTS)
    binned = too_many and bool(content.unit or content.every_site)
    hidden = too_many and not binned
    classes = site_classes(content.sites, encoding.site_attribute, words, dark)
    selected = site_points(sites[_is_selected(sites, content)], encoding.site_attribute, classes, words)
    if too_many:
        points = pd.concat([site_bins(sites, view, words, dark) if binned else sites.head(0), selected])
    else:
        points = site_points(sites, encoding.site_attribute, classes, words)
    circles = _circles(content, encoding, base, words, dark)
    if hidden:
        circles = with_counts(circles, sites, words)
    labels = pd.concat([circles, selected_site_label(selected)], ignore_index=True)
    labelled = with_label_positions(labels, sites, view)
    legend_units = content.units.head(0 if circles.empty else len(content.units))
    return MapLayout(
        labelled.head(len(circles)),
        points,
        labelled.tail(len(selected)),
        view,
        legend_circles(legend_units, encoding.size, words, view.narrow),
        () if circles.empty else _rate_legend(content.units[encoding.colour], words, dark),
        () if content.sites.empty else classes,
        has_ring_points=not too_many and bool(sites["on_ring"].any()),
        sites_hidden=hidden,
        sites_binned=binned,
        units_without_position=units_without_position(_shown_units(content), base.points),
    )


def units_without_position(units: pd.DataFrame, points: pd.DataFrame) -> tuple[str, ...]:
    """Returns the Chinese names of the units in `units` that have no row in `points`; both have the column `unit`."""
    return tuple(units["unit"][~units["unit"].isin(points["unit"])])


def _rate_legend(rates: pd.Series, words: Words, dark: bool) -> tuple[LegendClass, ...]:
    """Returns the entries of the colour legend for the units' rates (%).

    The last entry stands for missing rates; it is left out if no rate is missing.
    """
    *classes, missing = rate_classes(rate_bounds(rates), words, dark)
    return (*classes, missing) if rates.isna().any() else tuple(classes)


def _shown_units(content: MapContent) -> pd.DataFrame:
    if not content.shown_units:
        return content.units
    return content.units[content.units["unit"].isin([*content.shown_units, content.unit])]


def _circles(content: MapContent, encoding: Encoding, base: Geography, words: Words, dark: bool) -> pd.DataFrame:
    """Returns the circles of the units that the map shows, with the columns of `unit_circles`.

    `content` has the data and the filters, `encoding` says what sizes and colours show, `base` has the positions of the
    units. The sizes are in proportion to those of all units, so that a filter does not change them.
    """
    counted = count_sites_per_unit(content.sites, content.units["unit"].tolist())
    units = content.units.merge(counted, on="unit", how="left")
    circles = unit_circles(units, base.points, (encoding.size, encoding.colour), words, dark)
    return circles[circles["unit"].isin(_shown_units(content)["unit"])].reset_index(drop=True)


def _is_selected(sites: pd.DataFrame, content: MapContent) -> pd.Series:
    """Returns a bool for each row of `sites`: whether it is the selected site of `content`.

    Both the unit and the name of the site are compared, because sites of different units can have the same name.
    """
    return (sites["site"] == content.site) & (sites["unit"] == content.unit)
