"""Borders are as fine as the view needs, and lines are cut to dashes."""

from __future__ import annotations

import json

from renovation.maps.base_geometry import counties_for_view, dashes
from renovation.maps.views import View, district_view
from tests.maps.samples import BASE


def test_borders_are_fine_where_the_map_is_close_and_stay_closed() -> None:
    far, near = district_view(None), View(120.2567, 30.8736, 11.6, False)
    own = {
        view: next(c for c in counties_for_view(BASE, view) if c["properties"]["name"] == "吴兴区")
        for view in (far, near)
    }
    corners = {view: one["geometry"]["coordinates"][0] for view, one in own.items()}
    close = [c for c in corners[near] if abs(c[0] - near.lon) < 0.05 and abs(c[1] - near.lat) < 0.08]
    coarse = [c for c in corners[far] if abs(c[0] - near.lon) < 0.05 and abs(c[1] - near.lat) < 0.08]
    assert len(close) > 3 * len(coarse)
    assert corners[near][0] == corners[near][-1]
    assert len(json.dumps(counties_for_view(BASE, near))) < 25_000


def test_a_line_is_cut_to_dashes_of_one_length() -> None:
    degree = 1 / 110.9
    cut = dashes([[120.0, 30.0], [120.0, 30.0 + 10 * degree], [120.0, 30.0 + 12 * degree]], 3.0, 2.0)
    ends = [[round((lat - 30.0) * 110.9, 2) for _, lat in (dash[0], dash[-1])] for dash in cut]
    assert ends == [[0, 3], [5, 8], [10, 12]]
