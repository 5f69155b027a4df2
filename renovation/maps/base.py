"""The base under the circles: ground, counties, lake, canals and roads of our own, so that the browser asks nobody.

They are deck.gl's layers, drawn in the same frame as the circles: MapLibre would first hand them to a worker and show
circles on an empty ground meanwhile. Only under 天地图's tiles, which are MapLibre's, the base is MapLibre's too.
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
TILE_LAYERS: Final = ("vec", "cva")
"""天地图's map and its Chinese labels, in web mercator; CGCS2000 is WGS84 for this purpose."""
_EVERYWHERE: Final = [[112.0, 24.0], [128.0, 24.0], [128.0, 38.0], [112.0, 38.0]]
"""Beyond every frame that the map can be moved to."""
_WIDTHS: Final = {"road": 2.0, "canal": 2.5, "corridor": 2.5}
_BORDER_PX: Final = {False: 1.2, True: 2.2}
"""Of a county, and of the district itself."""
_DASH_PX: Final = (9.0, 5.0)
_SHORTEST_DASH_KM: Final = 0.4


def base_layers(
    base: Geography, view: View, dark: bool, scale: float, shades: Mapping[str, str] | None = None
) -> list[pdk.Layer]:
    """The base as layers that no pointer meets; `shades` colours the counties by name, `scale` makes lines stronger."""
    areas = [
        {
            "ring": area["ring"],
            "fill": hex_to_rgb(area["fill"]),
            "border": hex_to_rgb(area["border"]),
            "width": scale * area["width"],
        }
        for area in _areas(base, view, dark, shades)
    ]
    ways = [
        {"path": way["path"], "colour": hex_to_rgb(way["colour"]), "width": scale * way["width"]}
        for way in _ways(base, view, dark)
    ]
    pixels = pdk.types.String("pixels")
    return [
        pdk.Layer(
            "PolygonLayer",
            areas,
            id="areas",
            get_polygon="ring",
            get_fill_color="fill",
            get_line_color="border",
            get_line_width="width",
            line_width_units=pixels,
            pickable=False,
        ),
        pdk.Layer(
            "PathLayer",
            ways,
            id="ways",
            get_path="path",
            get_color="colour",
            get_width="width",
            width_units=pixels,
            joint_rounded=True,
            pickable=False,
        ),
    ]


@cache
def plain_style(dark: bool) -> str:
    """A MapLibre style of nothing but the ground's colour, as a data URL: without any, a tile server is asked."""
    return _data_url({"version": 8, "sources": {}, "layers": [_background(dark)]})


def tiles_style(base: Geography, view: View, dark: bool, key: str) -> str:
    """天地图's tiles over our own base, which is seen where they do not come, as a data URL."""
    areas = [_feature("Polygon", [one.pop("ring")], one) for one in _areas(base, view, dark, None)]
    ways = [_feature("LineString", one.pop("path"), one) for one in _ways(base, view, dark)]
    sources = {"areas": _source(areas), "ways": _source(ways), **{name: _tiles(name, key) for name in TILE_LAYERS}}
    borders = {"line-color": ["get", "border"], "line-width": ["get", "width"]}
    strokes = {"line-color": ["get", "colour"], "line-width": ["get", "width"]}
    raster = {"raster-opacity": 0.55 if dark else 0.9}
    layers = [
        _background(dark),
        {"id": "areas", "type": "fill", "source": "areas", "paint": {"fill-color": ["get", "fill"]}},
        {"id": "borders", "type": "line", "source": "areas", "paint": borders},
        {"id": "ways", "type": "line", "source": "ways", "paint": strokes},
        *({"id": name, "type": "raster", "source": name, "paint": raster} for name in TILE_LAYERS),
    ]
    return _data_url({"version": 8, "sources": sources, "layers": layers})


def _areas(base: Geography, view: View, dark: bool, shades: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Ground, lake and counties, from below: `ring`, `fill`, `border` and its `width`; the district last."""
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
    return [
        {"ring": _EVERYWHERE, "fill": colours.ground, "border": colours.ground, "width": 0},
        {"ring": _ring(base.lake), "fill": colours.water, "border": colours.water, "width": 0},
        *counties,
    ]


def _is_own(county: Feature) -> bool:
    return bool(county["properties"]["adcode"] == DISTRICT_CODE)


def _fill(county: Feature, colours: MapPalette, shades: Mapping[str, str]) -> str:
    own = _is_own(county) and not shades
    return shades.get(county["properties"]["name"], colours.district if own else colours.land)


def _ring(feature: Feature) -> list[list[float]]:
    ring: list[list[float]] = feature["geometry"]["coordinates"][0]
    return ring


def _ways(base: Geography, view: View, dark: bool) -> Iterator[dict[str, Any]]:
    """Canals and roads: `path`, `colour` and `width`; what is schematic in dashes, about as long on every screen."""
    colours = map_palette(dark)
    dash, gap = (max(px / view.px_per_km, _SHORTEST_DASH_KM) for px in _DASH_PX)
    for line in base.lines:
        kind, way = line["properties"]["kind"], line["geometry"]["coordinates"]
        if kind not in _WIDTHS:
            continue
        colour = colours.road if kind == "road" else colours.canal
        for part in dashes(way, dash, gap) if is_schematic(line) else [way]:
            yield {"path": part, "colour": colour, "width": _WIDTHS[kind]}


def _data_url(style: Mapping[str, Any]) -> str:
    written = json.dumps(style, ensure_ascii=False, separators=(",", ":")).encode()
    return "data:application/json;base64," + base64.b64encode(written).decode()


def _background(dark: bool) -> dict[str, Any]:
    return {"id": "ground", "type": "background", "paint": {"background-color": map_palette(dark).ground}}


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
