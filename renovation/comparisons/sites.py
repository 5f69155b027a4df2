"""Where are the sites, how many are of which kind, and how exact is each point?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

UNKNOWN: Final = "unknown"
"""The class of what the source does not say: a class of its own, never guessed."""
SITE_ATTRIBUTES: Final = ("work", "mode", "stage", "led_by")
"""What sites are told apart by."""
RING_KM: Final = 1.6
"""Radius of the ring on which a unit's sites without a coordinate stand: schematic, and said to be so."""
KM_A_DEGREE: Final = 111.32


def with_unknown_filled(sites: pd.DataFrame) -> pd.DataFrame:
    """The sites with UNKNOWN in each of TRAITS where the source says nothing."""
    return sites.assign(
        **{trait: sites[trait].astype("object").fillna(UNKNOWN).astype("str") for trait in SITE_ATTRIBUTES}
    )


def filter_sites(sites: pd.DataFrame, units: Sequence[str], traits: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows that filters leave: those of any of the units, and of any of each trait's values.

    No unit means all, no value of a trait means all of it.
    """
    keep = [sites[column].isin(values) for column, values in {"unit": units, **traits}.items() if values]
    return sites[np.logical_and.reduce(keep)] if keep else sites


def distinct_values(sites: pd.DataFrame, trait: str) -> tuple[str, ...]:
    """The values of a trait that any of the `with_unknown_filled` sites has."""
    return tuple(sites[trait].unique())


def count_sites_by(sites: pd.DataFrame, trait: str) -> pd.DataFrame:
    """How many sites are of each value of a trait: `value`, `sites`, the most first and UNKNOWN last."""
    counted = sites[trait].value_counts().rename_axis("value").reset_index(name="sites")
    last = counted["value"] == UNKNOWN
    return pd.concat([counted[~last], counted[last]], ignore_index=True)


def count_sites_per_unit(sites: pd.DataFrame, units: Sequence[str]) -> pd.DataFrame:
    """`unit` and `sites`, how many are named there; 0 for a unit of which none is named."""
    counted = sites["unit"].value_counts()
    return pd.DataFrame({"unit": units, "sites": counted.reindex(list(units), fill_value=0).to_numpy()})


def with_positions(sites: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The sites with a point each.

    `points` holds `unit`, `lon`, `lat` and `error_km`. Adds `on_ring`: whether the site has no coordinate of its own
    and stands on a ring round its unit, in the order of the rows; its `error_km` is then the unit's and the ring's
    radius together. A site of a unit without a point is left out.
    """
    centres = points.set_index("unit")
    on_ring = sites["lon"].isna() | sites["lat"].isna()
    place = on_ring.groupby(sites["unit"]).cumsum() - 1
    total = on_ring.groupby(sites["unit"]).transform("sum")
    angle = 2 * np.pi * place / total.where(total > 0, 1) + np.pi / 2
    lat0, lon0, error0 = (sites["unit"].map(centres[name]).astype("float64") for name in ("lat", "lon", "error_km"))
    north = RING_KM / KM_A_DEGREE * np.sin(angle)
    east = RING_KM / KM_A_DEGREE * np.cos(angle) / np.cos(np.radians(lat0))
    located = sites.assign(
        on_ring=on_ring,
        lon=sites["lon"].where(~on_ring, (lon0 + east).round(5)),
        lat=sites["lat"].where(~on_ring, (lat0 + north).round(5)),
        error_km=sites["error_km"].where(~on_ring, error0 + RING_KM),
    )
    return located[located["lon"].notna() & located["lat"].notna()]


def bin_sites(sites: pd.DataFrame, step: float) -> pd.DataFrame:
    """Placed sites gathered on a grid of `step` degrees.

    Columns: `lon`, `lat` (the mean), `sites` (how many), `unit` where they are all of one, else an empty word.

    For so many points that one by one they would neither be told apart nor travel quickly.
    """
    column = ((sites["lon"] - sites["lon"].min()) / step).round().astype("int64")
    row = ((sites["lat"] - sites["lat"].min()) / step).round().astype("int64")
    gathered = sites.groupby([column.rename("column"), row.rename("row")])
    bins = gathered.agg(
        lon=("lon", "mean"),
        lat=("lat", "mean"),
        sites=("lon", "size"),
        unit=("unit", "first"),
        units=("unit", "nunique"),
    )
    return bins.assign(unit=bins["unit"].where(bins["units"] == 1, "")).drop(columns="units").reset_index(drop=True)


def smallest_majority(counted: pd.DataFrame, column: str, share: float = 0.5) -> tuple[list[str], float]:
    """The fewest units that together hold at least `share` of a column, and the share they hold; none of nothing."""
    ordered = counted[["unit", column]].dropna().sort_values(column, ascending=False, kind="stable")
    total = ordered[column].sum()
    if not total > 0:
        return [], 0.0
    held = ordered[column].cumsum() / total
    needed = int((held < share - 1e-12).sum()) + 1
    return ordered["unit"].head(needed).tolist(), float(held.iloc[needed - 1])
