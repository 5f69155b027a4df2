"""Filters and counts the renovation sites, and places them on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from renovation.domain.columns import ERROR_KM, LAT, LON, UNIT, VALUE

UNKNOWN: Final = "unknown"
"""The value of an attribute that is missing in the source."""

SITE_ATTRIBUTES: Final = ("work", "mode", "stage", "led_by")
"""The columns by which sites are filtered, counted and coloured."""

RING_KM: Final = 1.6
"""Radius of the ring round the point of a unit on which its sites without a coordinate are drawn."""

KM_A_DEGREE: Final = 111.32
"""Kilometres in a degree of latitude."""


def with_unknown_filled(sites: pd.DataFrame) -> pd.DataFrame:
    """Returns a copy of `sites` with UNKNOWN instead of missing values in `work`, `mode`, `stage` and `led_by`.

    `sites` and the copy have the columns of the table `sites`.
    """
    return sites.assign(
        **{name: sites[name].astype("object").fillna(UNKNOWN).astype("str") for name in SITE_ATTRIBUTES}
    )


def filter_sites(sites: pd.DataFrame, units: Sequence[str], attributes: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Returns the sites that lie in one of the `units` and have one of the selected values of each attribute.

    `attributes` maps the name of a column to the selected values. An empty selection of units or values does not
    filter. `sites` is the result of `with_unknown_filled`.
    """
    keep = [sites[column].isin(values) for column, values in {UNIT: units, **attributes}.items() if values]
    return sites[np.logical_and.reduce(keep)] if keep else sites


def distinct_values(sites: pd.DataFrame, attribute: str) -> tuple[str, ...]:
    """Returns the different values of the column `attribute`, such as `stage`, from which a visitor can select.

    They are in the order of their first appearance. `sites` is the result of `with_unknown_filled`.
    """
    return tuple(sites[attribute].unique())


def count_sites_by(sites: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """Counts the sites with each value of the column `attribute`, such as `stage`.

    `sites` is the result of `with_unknown_filled`. Columns of the result: `value`, `sites` (number of sites); the
    largest number first, UNKNOWN last.
    """
    counted = sites[attribute].value_counts().rename_axis(VALUE).reset_index(name="sites")
    last = counted[VALUE] == UNKNOWN
    return pd.concat([counted[~last], counted[last]], ignore_index=True)


def count_sites_per_unit(sites: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    """Counts the sites of each of the `units`. Columns: `unit`, `sites` (number, 0 for a unit without sites)."""
    counted = sites[UNIT].value_counts()
    return pd.DataFrame({UNIT: units, "sites": counted.reindex(list(units), fill_value=0).to_numpy()})


def with_positions(sites: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Returns the sites with coordinates; a site without coordinates is put on a ring around the point of its unit.

    `sites` has the columns of the table `sites`; `points` has the columns `unit`, `lon`, `lat` (degrees, WGS84) and
    `error_km` (how far the point may be from the true position). The result has the columns of `sites` and `on_ring`,
    which is True for sites on a ring. The `error_km` of a site on a ring is that of the unit's point plus RING_KM. A
    site without coordinates is left out if its unit has no point.
    """
    centres = points.set_index(UNIT)
    on_ring = sites[LON].isna() | sites[LAT].isna()
    place = on_ring.groupby(sites[UNIT]).cumsum() - 1
    total = on_ring.groupby(sites[UNIT]).transform("sum")
    angle = 2 * np.pi * place / total.where(total > 0, 1) + np.pi / 2
    lat0, lon0, error0 = (sites[UNIT].map(centres[name]).astype("float64") for name in (LAT, LON, ERROR_KM))
    north = RING_KM / KM_A_DEGREE * np.sin(angle)
    east = RING_KM / KM_A_DEGREE * np.cos(angle) / np.cos(np.radians(lat0))
    located = sites.assign(
        on_ring=on_ring,
        lon=sites[LON].where(~on_ring, (lon0 + east).round(5)),
        lat=sites[LAT].where(~on_ring, (lat0 + north).round(5)),
        error_km=sites[ERROR_KM].where(~on_ring, error0 + RING_KM),
    )
    return located[located[LON].notna() & located[LAT].notna()]


def bin_sites(sites: pd.DataFrame, step: float) -> pd.DataFrame:
    """Combines the sites in each cell of a square grid into one row, for maps with too many sites to draw them singly.

    `step` is the size of a cell in degrees. `sites` is the result of `with_positions`. Columns of the result: `lon`,
    `lat` (mean of the sites, degrees), `sites` (number of sites), `unit` (empty if the sites of a cell lie in several
    units).
    """
    column = ((sites[LON] - sites[LON].min()) / step).round().astype("int64")
    row = ((sites[LAT] - sites[LAT].min()) / step).round().astype("int64")
    gathered = sites.groupby([column.rename("column"), row.rename("row")])
    bins = gathered.agg(
        lon=(LON, "mean"),
        lat=(LAT, "mean"),
        sites=(LON, "size"),
        unit=(UNIT, "first"),
        units=(UNIT, "nunique"),
    )
    return bins.assign(unit=bins[UNIT].where(bins["units"] == 1, "")).drop(columns="units").reset_index(drop=True)


def smallest_majority(counted: pd.DataFrame, column: str, share: float = 0.5) -> tuple[list[str], float]:
    """Returns the fewest units that together have at least `share` (0 to 1) of the sum of a column.

    The result is (names of these units, their exact share). `counted` has the column `unit` and the column `column`.
    The result is ([], 0.0) if the sum is zero. It is also ([], 0.0) if the choice would be arbitrary, because a unit
    outside the result has the same value as the smallest value of the units in it.
    """
    ordered = counted[[UNIT, column]].dropna().sort_values(column, ascending=False, kind="stable")
    total = ordered[column].sum()
    if not total > 0:
        return [], 0.0
    cumulative_share = ordered[column].cumsum() / total
    needed = int((cumulative_share < share - 1e-12).sum()) + 1
    if ordered[column].iloc[needed - 1] in set(ordered[column].iloc[needed:]):
        return [], 0.0
    return ordered[UNIT].head(needed).tolist(), float(cumulative_share.iloc[needed - 1])
