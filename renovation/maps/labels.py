"""Computes where labels stand beside the circles, so that they cover neither one another nor the points of sites.

Positions are in pixels to the right and downwards from the centre of the view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from renovation.maps.base_geometry import PLACE_NAMES
from renovation.maps.circles import PHONE_SCALE, SMALLEST_PX
from renovation.maps.points import MANY_POINTS, MOST_POINTS, POINT_RADIUS_PX
from renovation.maps.views import FRAME_HALF_PX, KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View

TEXT_PX: Final = 15
SMALL_TEXT_PX: Final = 13
"""The font size of labels, and that of labels on a phone and of names on the base map."""
SELECTED_RADIUS_PX: Final = 9.0
"""The radius that the label of the selected site leaves free."""
_LONGEST_NAME: Final = 18
_LINE_PX: Final = 22.0
_EDGE_PX: Final = 2.0
_CIRCLE_GAP_PX: Final = 8.0
_WIDER: Final = 1.6
"""How many times as wide and high a screen may be as the frame that every screen shows."""
_FIRST_CJK_LETTER: Final = 0x2E80
_LEFT_OF_ANCHOR: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The share of a label's width that is left of its anchor."""

Box = tuple[float, float, float, float]
"""A rectangle on the screen: the positions of its left, upper, right and lower edge in pixels."""
Boxes = npt.NDArray[np.float64]
"""A row for each rectangle, with the columns of Box."""
Areas = npt.NDArray[np.float64]
"""Square pixels."""
Offset = tuple[str, float, float]
"""A label's anchor (start, middle or end), and the pixels right and down to it from its circle's centre."""


def with_label_positions(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> pd.DataFrame:
    """Returns `circles` with three more columns that say where the label of each circle stands.

    These columns are `anchor`, the SVG text-anchor (start, middle or end), and `dx` and `dy`, the pixels from the
    centre of the circle to the label, to the right and downwards. `circles` has `unit`, `lon`, `lat`, `radius_px`,
    `label` and `short`; `sites` has `lon` and `lat`. On a phone, circles become smaller and `label` is replaced by
    `short`.
    """
    sized = circles
    if view.narrow:
        radius = (PHONE_SCALE * circles["radius_px"]).clip(lower=SMALLEST_PX - 1)
        sized = circles.assign(radius_px=radius, label=circles["short"])
    offsets = _label_offsets(sized, sites, view)
    anchors, dx, dy = zip(*offsets, strict=True) if offsets else ((), (), ())
    return sized.assign(anchor=list(anchors), dx=list(dx), dy=list(dy))


def selected_site_label(points: pd.DataFrame) -> pd.DataFrame:
    """Returns the label of the selected site as a DataFrame with one row, or no row if no site is selected.

    `points` has the selected site's row of `site_points`, or no rows. The returned columns are `lon`, `lat`, `unit`
    (always empty), `radius_px` (the space that the label leaves free around the point), `label` and `short` (both the
    site's name, cut after 18 characters). They are the columns that `with_label_positions` expects in `circles`.
    """
    is_short = points["name"].str.len() <= _LONGEST_NAME
    names = points["name"].where(is_short, points["name"].str[:_LONGEST_NAME] + "…")
    return points[["lon", "lat"]].assign(unit="", radius_px=SELECTED_RADIUS_PX, label=names, short=names)


def _label_offsets(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> list[Offset]:
    """Returns the position of each circle's label, in the order of `circles`.

    Each label stands where it covers least of the points of sites, the circles and the labels of earlier rows. The
    label of a selected site (a row without a `unit`) stays close to its point: it may cover its unit's circle.
    """
    text_px = SMALL_TEXT_PX if view.narrow else TEXT_PX
    widths = [_width(label, text_px) for label in circles["label"]]
    x, y = _pixels(circles, view)
    radii = circles["radius_px"].tolist()
    discs = [_square(cx, cy, r) for cx, cy, r in zip(x, y, radii, strict=True)]
    covered = np.array([*_place_name_boxes(view), *_point_boxes(sites, view)])
    offsets: list[Offset] = []
    for cx, cy, r, width, unit in zip(x, y, radii, widths, circles["unit"], strict=True):
        possible = list(_possible_offsets(r))
        boxes = np.array([_box(cx, cy, width, offset) for offset in possible])
        obstacles = np.concatenate([covered, discs if unit else discs[-1:]])
        costs = _overlaps(boxes, obstacles).sum(axis=1) + _cut((cx, cy), boxes, view) + np.arange(len(boxes))
        best = int(costs.argmin())
        covered = np.vstack([covered, boxes[best]])
        offsets.append(possible[best])
    return offsets


def _point_boxes(sites: pd.DataFrame, view: View) -> list[Box]:
    """Returns the square that each site's point covers; an empty list if there are too many sites to draw each one."""
    if len(sites) > MOST_POINTS:
        return []
    half = POINT_RADIUS_PX[len(sites) > MANY_POINTS] + _EDGE_PX
    return [_square(x, y, half) for x, y in zip(*_pixels(sites, view), strict=True)]


def _place_name_boxes(view: View) -> list[Box]:
    names = pd.DataFrame(PLACE_NAMES, columns=["zh", "en", "lon", "lat"])
    return [(x - 30, y - 9, x + 30, y + 9) for x, y in zip(*_pixels(names, view), strict=True)]


def _possible_offsets(radius: float) -> Iterator[Offset]:
    """Yields the positions at which a circle's label can stand, the best first.

    The label stands beside, above, below or diagonally from the circle, and finally farther away. `radius` is the
    radius of the circle in pixels.
    """
    for distance in (0.0, 7.0, 14.0, 22.0, 30.0, 44.0):
        beside, above = radius + _CIRCLE_GAP_PX + distance, radius + _LINE_PX / 2 + _CIRCLE_GAP_PX / 2 + distance
        diagonal = 0.7 * beside
        yield from (("start", beside, 0.0), ("end", -beside, 0.0), ("middle", 0.0, -above), ("middle", 0.0, above))
        for anchor, east in (("start", diagonal), ("end", -diagonal)):
            yield from ((anchor, east, -diagonal - 6), (anchor, east, diagonal + 6))


def _box(cx: float, cy: float, width: float, offset: Offset) -> Box:
    anchor, dx, dy = offset
    left = cx + dx - width * _LEFT_OF_ANCHOR[anchor]
    return (left, cy + dy - _LINE_PX / 2, left + width, cy + dy + _LINE_PX / 2)


def _square(x: float, y: float, half: float) -> Box:
    return (x - half, y - half, x + half, y + half)


def _pixels(points: pd.DataFrame, view: View) -> tuple[list[float], list[float]]:
    """Returns the positions of points on the screen as two lists.

    The first list has the pixels to the right of the centre of the view, the second the pixels below it. `points` has
    `lon` and `lat` in degrees.
    """
    east, north = (points["lon"] - view.lon) * KM_PER_DEGREE_EAST, (points["lat"] - view.lat) * KM_PER_DEGREE_NORTH
    return (east * view.px_per_km).tolist(), (-north * view.px_per_km).tolist()


def _width(label: str, text_px: float) -> float:
    """Returns the width of a label in pixels, for the font size `text_px`.

    A Chinese character is as wide as the font size, any other letter 0.56 times as wide.
    """
    return sum(text_px if ord(letter) > _FIRST_CJK_LETTER else 0.56 * text_px for letter in label) + 8


def _cut(centre: tuple[float, float], boxes: Boxes, view: View) -> Areas:
    """Returns how much each of the boxes would be cut by the edge of the screen, in square pixels.

    The label of a circle on the screen has to be on it too. If the `centre` of the circle is outside, the label should
    be whole on the screen, or else as far outside as possible, because a wider screen would show a part of it.
    """
    wide, high = FRAME_HALF_PX[view.narrow]
    frame, wider = (np.array([(-k * wide, -k * high, k * wide, k * high)]) for k in (1.0, _WIDER))
    areas: Areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    outside: Areas = areas - _overlaps(boxes, frame)[:, 0]
    if abs(centre[0]) <= wide and abs(centre[1]) <= high:
        return outside
    return np.where(outside > 0, _overlaps(boxes, wider)[:, 0], 0.0)


def _overlaps(boxes: Boxes, others: Boxes) -> Areas:
    """Returns the areas that each of `boxes` (rows) shares with each of `others` (columns), in square pixels."""
    upper_left = np.maximum(boxes[:, np.newaxis, :2], others[:, :2])
    lower_right = np.minimum(boxes[:, np.newaxis, 2:], others[:, 2:])
    shared: Areas = (lower_right - upper_left).clip(min=0).prod(axis=2)
    return shared
