"""The base map below the circles: counties, lake, canals and roads, from files of this repository.

Two JavaScript libraries draw a pydeck map: deck.gl draws the layers with data, MapLibre a map below them. We pass our
base map to deck.gl, which draws it at the same moment as the circles; MapLibre draws later, so that the circles would
first stand on an empty background. If the operator has set a key for the online map 天地图, MapLibre draws its tiles,
and our base map below them for places where a tile is missing. The parameter `base` has the shapes of our base map.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import pydeck as pdk

from renovation.domain.geography import DISTRICT_CODE, Feature, Geography
from renovation.maps.base_geometry import counties_for_view, dashes, is_schematic
from renovation.maps.palette import MapPalette, hex_to_rgb, map_palette
from renovation.maps.views import View

TILES: Final = "https://t{server}.tianditu.gov.cn"
TILE_SERVERS: Final = TILES.replace("t{server}", "*")
TILE_LAYERS: Final = ("vec", "cva")
"""The layers of 天地图 that are loaded: its map and its Chinese labels, in web mercator. Its datum CGCS2000 is the same
as WGS84 at the accuracy of this map."""
_EVERYWHERE: Final = [[112.0, 24.0], [128.0, 24.0], [128.0, 38.0], [112.0, 38.0]]
"""Corners beyond every view that a visitor can move to."""
_LINE_WIDTHS: Final = {"road": 2.0, "canal": 2.5, "corridor": 2.5}
_BORDER_PX: Final = {False: 1.2, True: 2.2}
"""The width of a county's border, and of the district's (True)."""
_DASH_PX: Final = (9.0, 5.0)
"""The length of a dash and of the gap behind it."""
_SHORTEST_DASH_KM: Final = 0.4
_PIXELS: Final = pdk.types.String("pixels")


def base_layers(
    base: Geography, view: View, dark: bool, scale: float, shades: Mapping[str, str] | None = None
) -> list[pdk.Layer]:
    """Returns the base map as deck.gl layers; the layers do not react to the pointer.

    `base` has the shapes of counties, lake and lines; `view` is the part of the world to show. `scale` multiplies the
    widths of lines. `shades` maps names of counties to CSS colours; None if the counties are not coloured.
    """
    return [_area_layer(base, view, dark, scale, shades), _line_layer(base, view, dark, scale)]


def _area_layer(base: Geography, view: View, dark: bool, scale: float, shades: Mapping[str, str] | None) -> pdk.Layer:
    rows = [
        {
            "ring": area["ring"],
            "fill": hex_to_rgb(area["fill"]),
            "border": hex_to_rgb(area["border"]),
            "width": scale * area["width"],
        }
        for area in _areas(base, view, dark, shades)
    ]
    return pdk.Layer(
        "PolygonLayer",
        rows,
        id="areas",
        get_polygon="ring",
        get_fill_color="fill",
        get_line_color="border",
        get_line_width="width",
        line_width_units=_PIXELS,
        pickable=False,
    )


def _line_layer(base: Geography, view: View, dark: bool, scale: float) -> pdk.Layer:
    rows = [
        {"path": line["path"], "colour": hex_to_rgb(line["colour"]), "width": scale * line["width"]}
        for line in _lines(base, view, dark)
    ]
    return pdk.Layer(
        "PathLayer",
        rows,
        id="lines",
        get_path="path",
        get_color="colour",
        get_width="width",
        width_units=_PIXELS,
        joint_rounded=True,
        pickable=False,
    )


@cache
def plain_style(dark: bool) -> str:
    """Returns a MapLibre style that draws nothing but a background, as a data URL.

    Without a style, pydeck would load map tiles from another server.
    """
    return _data_url({"version": 8, "sources": {}, "layers": [_background(dark)]})


def tiles_style(base: Geography, view: View, dark: bool, key: str) -> str:
    """Returns a MapLibre style with the map tiles of 天地图 (an online map), as a data URL.

    Where a tile is missing, the style shows the base map `base`. `key` is the operator's key for 天地图.
    """
    areas = [_feature("Polygon", [area.pop("ring")], area) for area in _areas(base, view, dark, None)]
    lines = [_feature("LineString", line.pop("path"), line) for line in _lines(base, view, dark)]
    sources = {"areas": _source(areas), "lines": _source(lines), **{name: _tiles(name, key) for name in TILE_LAYERS}}
    borders = {"line-color": ["get", "border"], "line-width": ["get", "width"]}
    strokes = {"line-color": ["get", "colour"], "line-width": ["get", "width"]}
    raster = {"raster-opacity": 0.55 if dark else 0.9}
    layers = [
        _background(dark),
        {"id": "areas", "type": "fill", "source": "areas", "paint": {"fill-color": ["get", "fill"]}},
        {"id": "borders", "type": "line", "source": "areas", "paint": borders},
        {"id": "lines", "type": "line", "source": "lines", "paint": strokes},
        *({"id": name, "type": "raster", "source": name, "paint": raster} for name in TILE_LAYERS),
    ]
    return _data_url({"version": 8, "sources": sources, "layers": layers})


def _areas(base: Geography, view: View, dark: bool, shades: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Returns a dict for each area of the base map, in the order of painting.

    The order is: background, lake, the other counties, our own county. Each dict has `ring` (the corners as
    `[longitude, latitude]`), `fill` and `border` (CSS colours) and `width` (of the border in pixels). `shades` maps
    names of counties to colours. If it is given, the map shows the whole city, which is wider than our outline of the
    lake; the lake is then left out, because its cut edges would show.
    """
    colours = map_palette(dark)
    counties = [
        {
            "ring": _ring(county),
            "fill": _fill(county, colours, shades or {}),
            "border": colours.border,
            "width": _BORDER_PX[_is_own(county)],
        }
        for county in sorted(counties_for_view(base, view), key=_is_own)
    ]
    lake = {"ring": _ring(base.lake), "fill": colours.water, "border": colours.water, "width": 0}
    outside = {"ring": _EVERYWHERE, "fill": colours.outside, "border": colours.outside, "width": 0}
    return [outside, *([] if shades else [lake]), *counties]


def _is_own(county: Feature) -> bool:
    return bool(county["properties"]["adcode"] == DISTRICT_CODE)


def _fill(county: Feature, colours: MapPalette, shades: Mapping[str, str]) -> str:
    is_highlighted = _is_own(county) and not shades
    return shades.get(county["properties"]["name"], colours.district if is_highlighted else colours.land)


def _ring(feature: Feature) -> list[list[float]]:
    ring: list[list[float]] = feature["geometry"]["coordinates"][0]
    return ring


def _lines(base: Geography, view: View, dark: bool) -> Iterator[dict[str, Any]]:
    """Yields a dict for each line to paint: a road, a canal, or one dash of a road or canal with an approximate course.

    Each dict has `path` (the corners as `[longitude, latitude]`), `colour` (a CSS colour) and `width` (in pixels).
    """
    colours = map_palette(dark)
    dash, gap = (max(px / view.px_per_km, _SHORTEST_DASH_KM) for px in _DASH_PX)
    for line in base.lines:
        kind, path = line["properties"]["kind"], line["geometry"]["coordinates"]
        if kind not in _LINE_WIDTHS:
            continue
        colour = colours.road if kind == "road" else colours.canal
        for part in dashes(path, dash, gap) if is_schematic(line) else [path]:
            yield {"path": part, "colour": colour, "width": _LINE_WIDTHS[kind]}


def _data_url(style: Mapping[str, Any]) -> str:
    document = json.dumps(style, ensure_ascii=False, separators=(",", ":")).encode()
    return "data:application/json;base64," + base64.b64encode(document).decode()


def _background(dark: bool) -> dict[str, Any]:
    return {"id": "background", "type": "background", "paint": {"background-color": map_palette(dark).outside}}


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _source(features: list[Feature]) -> dict[str, Any]:
    return {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}


def _tiles(name: str, key: str) -> dict[str, Any]:
    query = (
        f"{name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={name}&STYLE=default&TILEMATRIXSET=w"
        f"&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
    )
    servers = [f"{TILES.format(server=server)}/{query}" for server in range(8)]
    return {"type": "raster", "tiles": servers, "tileSize": 256, "minzoom": 1, "maxzoom": 18, "attribution": "© 天地图"}
