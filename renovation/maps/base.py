"""The base under the circles: a MapLibre style that holds its own geography, so that the browser asks nobody.

It is a style and no deck layer because Streamlit dims every deck layer when something is selected.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from renovation.geography import DISTRICT_CODE, Feature, Geography
from renovation.maps.look import MapLook, look

TILES: Final = "https://t{server}.tianditu.gov.cn"
_LAYERS: Final = ("vec", "cva")
"""天地图's map and its Chinese labels, in web mercator; CGCS2000 is WGS84 for this purpose."""


def map_style(base: Geography, dark: bool, tianditu_key: str = "", shades: Mapping[str, str] | None = None) -> str:
    """The style as a data URL.

    With `tianditu_key` 天地图's tiles lie over the base, which stays to be seen where they do not come. `shades`
    colours the counties by name.
    """
    return _style(_Frozen(base), dark, tianditu_key, tuple(sorted((shades or {}).items())))


class _Frozen:
    """The base, hashable: there is one of it for each folder."""

    def __init__(self, base: Geography) -> None:
        self.base = base

    def __hash__(self) -> int:
        return id(self.base)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and self.base is other.base


@cache
def _style(frozen: _Frozen, dark: bool, tianditu_key: str, shades: tuple[tuple[str, str], ...]) -> str:
    base, colours = frozen.base, look(dark)
    sources: dict[str, Any] = {
        "counties": _source(*base.outlines),
        "lake": _source(base.lake),
        "lines": _source(*base.lines),
    }
    layers = [
        {"id": "ground", "type": "background", "paint": {"background-color": colours.ground}},
        {"id": "lake", "type": "fill", "source": "lake", "paint": {"fill-color": colours.water}},
        {"id": "land", "type": "fill", "source": "counties", "paint": {"fill-color": _land(colours, dict(shades))}},
        *_lines(colours),
    ]
    if tianditu_key:
        sources |= {name: _tiles(name, tianditu_key) for name in _LAYERS}
        opacity = 0.55 if dark else 0.9
        layers += [
            {"id": name, "type": "raster", "source": name, "paint": {"raster-opacity": opacity}} for name in _LAYERS
        ]
    layers.append(_borders(colours))
    style = {"version": 8, "sources": sources, "layers": layers}
    written = json.dumps(style, ensure_ascii=False, separators=(",", ":")).encode()
    return "data:application/json;base64," + base64.b64encode(written).decode()


def _source(*features: Feature) -> dict[str, Any]:
    return {"type": "geojson", "data": {"type": "FeatureCollection", "features": list(features)}}


def _land(colours: MapLook, shades: Mapping[str, str]) -> Any:
    if not shades:
        return ["case", ["==", ["get", "adcode"], DISTRICT_CODE], colours.district, colours.land]
    pairs = [part for pair in shades.items() for part in pair]
    return ["match", ["get", "name"], *pairs, colours.land]


def _lines(colours: MapLook) -> list[dict[str, Any]]:
    """Canals and roads; what is schematic is dashed."""
    schematic = ["in", "schematic", ["get", "precision"]]
    return [
        _line("canals", ["!", schematic], ["canal", "corridor"], colours.water, 2.5, None),
        _line("canals-schematic", schematic, ["canal", "corridor"], colours.water, 2.5, [3, 2]),
        _line("roads-schematic", schematic, ["road"], colours.road, 2, [4, 2]),
    ]


def _line(
    name: str, exactness: Any, kinds: list[str], colour: str, width: float, dashes: list[int] | None
) -> dict[str, Any]:
    paint: dict[str, Any] = {"line-color": colour, "line-width": width}
    if dashes:
        paint["line-dasharray"] = dashes
    shown = ["all", ["in", ["get", "kind"], ["literal", kinds]], exactness]
    return {"id": name, "type": "line", "source": "lines", "filter": shown, "paint": paint}


def _borders(colours: MapLook) -> dict[str, Any]:
    width = ["case", ["==", ["get", "adcode"], DISTRICT_CODE], 2, 1]
    paint = {"line-color": colours.border, "line-width": width}
    return {"id": "borders", "type": "line", "source": "counties", "paint": paint}


def _tiles(name: str, key: str) -> dict[str, Any]:
    query = (
        f"{name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={name}&STYLE=default&TILEMATRIXSET=w"
        f"&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
    )
    servers = [f"{TILES.format(server=server)}/{query}" for server in range(8)]
    return {"type": "raster", "tiles": servers, "tileSize": 256, "minzoom": 1, "maxzoom": 18, "attribution": "© 天地图"}
