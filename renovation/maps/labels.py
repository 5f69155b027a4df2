"""Labels beside the circles, placed so that they cover neither one another nor the points of sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from renovation.maps.base_geometry import PLACE_NAMES
from renovation.maps.circles import PHONE_SCALE, SMALLEST_PX
from renovation.maps.points import MANY_POINTS, MOST_POINTS, POINT_RADIUS_PX
from renovation.maps.views import FRAME_HALF_PX, KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH, View

TEXT_PX: Final = 15
SMALL_TEXT_PX: Final = 13
"""The type of labels, and of labels on a phone and of the base's names."""
SELECTED_RADIUS_PX: Final = 9.0
"""The radius of the site that is looked at."""
_LONGEST_NAME: Final = 18
_LINE_PX: Final = 22.0
_EDGE_PX: Final = 2.0
_BEFORE_ANCHOR: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
Box = tuple[float, float, float, float]
Move = tuple[str, float, float]
"""A label's anchor (start, middle or end), and the pixels right and down to it from its circle's middle."""


def with_label_positions(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> pd.DataFrame:
    """The circles with their labels placed, clear of one another and of the placed sites.

    Adds `anchor` (start, middle or end), `dx` and `dy` (pixels from the circle's middle to the label's anchor). On a
    phone circles are smaller and labels are short.
    """
    shown = circles
    if view.narrow:
        radius = (PHONE_SCALE * circles["radius_px"]).clip(lower=SMALLEST_PX - 1)
        shown = circles.assign(radius_px=radius, label=circles["short"])
    return shown.assign(**_label_places(shown, sites, view))


def selected_site_label(marks: pd.DataFrame) -> pd.DataFrame:
    """The site looked at as one more circle to label: its name, cut where it is long."""
    names = marks["name"].where(marks["name"].str.len() <= _LONGEST_NAME, marks["name"].str[:_LONGEST_NAME] + "…")
    return marks[["lon", "lat"]].assign(unit="", radius_px=SELECTED_RADIUS_PX, label=names, short=names)


def _label_places(circles: pd.DataFrame, sites: pd.DataFrame, view: View) -> dict[str, list[float] | list[str]]:
    """Each label beside, above or below its circle, where it covers least of what stands already.

    That of a site (of no `unit`) stays close to its point: it may lie on its unit's circle.
    """
    height = SMALL_TEXT_PX if view.narrow else TEXT_PX
    radii, widths = circles["radius_px"].tolist(), [_width(label, height) for label in circles["label"]]
    x, y = _pixels(circles, view)
    discs = [(cx - r, cy - r, cx + r, cy + r) for cx, cy, r in zip(x, y, radii, strict=True)]
    taken = _place_names(view)
    if len(sites) <= MOST_POINTS:
        reach = POINT_RADIUS_PX[len(sites) > MANY_POINTS] + _EDGE_PX
        taken += [
            (sx - reach, sy - reach, sx + reach, sy + reach) for sx, sy in zip(*_pixels(sites, view), strict=True)
        ]
    moves: list[Move] = []
    for cx, cy, r, width, unit in zip(x, y, radii, widths, circles["unit"], strict=True):
        offers, covered = list(_offers(r)), [*taken, *(discs if unit else discs[-1:])]
        boxes = [_box(cx, cy, width, offer) for offer in offers]
        costs = [
            sum(_overlap(box, other) for other in covered) + _outside(box, view) + place
            for place, box in enumerate(boxes)
        ]
        best = costs.index(min(costs))
        taken.append(boxes[best])
        moves.append(offers[best])
    anchors, dx, dy = zip(*moves, strict=True) if moves else ((), (), ())
    return {"anchor": list(anchors), "dx": list(dx), "dy": list(dy)}


def _offers(radius: float) -> Iterator[Move]:
    """Where a label may stand about a circle, the best first: beside it, above, below, aslant, then farther off."""
    for off in (0.0, 7.0, 14.0, 22.0, 30.0, 44.0):
        beside, above = radius + 8 + off, radius + _LINE_PX / 2 + 4 + off
        aslant = 0.7 * beside
        yield from (("start", beside, 0.0), ("end", -beside, 0.0), ("middle", 0.0, -above), ("middle", 0.0, above))
        for anchor, east in (("start", aslant), ("end", -aslant)):
            yield from ((anchor, east, -aslant - 6), (anchor, east, aslant + 6))


def _box(cx: float, cy: float, width: float, move: Move) -> Box:
    anchor, dx, dy = move
    left = cx + dx - width * _BEFORE_ANCHOR[anchor]
    return (left, cy + dy - _LINE_PX / 2, left + width, cy + dy + _LINE_PX / 2)


def _place_names(view: View) -> list[Box]:
    names = pd.DataFrame(PLACE_NAMES, columns=["zh", "en", "lon", "lat"])
    return [(x - 30, y - 9, x + 30, y + 9) for x, y in zip(*_pixels(names, view), strict=True)]


def _pixels(points: pd.DataFrame, view: View) -> tuple[list[float], list[float]]:
    """Where points stand on the screen, in pixels right and down from its middle."""
    east, north = (points["lon"] - view.lon) * KM_PER_DEGREE_EAST, (points["lat"] - view.lat) * KM_PER_DEGREE_NORTH
    return (east * view.px_per_km).tolist(), (-north * view.px_per_km).tolist()


def _width(label: str, height: float) -> float:
    """A label's width in pixels: a Chinese character is as wide as the type is high, others half as wide."""
    return sum(height if ord(letter) > 0x2E80 else 0.56 * height for letter in label) + 8


def _outside(box: Box, view: View) -> float:
    """How much of a label the frame's edge would cut, in square pixels; a circle outside takes its label along."""
    wide, high = FRAME_HALF_PX[view.narrow]
    return (box[2] - box[0]) * (box[3] - box[1]) - _overlap(box, (-wide, -high, wide, high))


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
