"""The drawn map: water looks like water, what is schematic is dashed, areas are in proportion."""

from __future__ import annotations

import pytest

from renovation.blocks.html import blocks_html
from renovation.blocks.map_drawing import HEIGHT, WIDTH, map_drawing
from renovation.blocks.model import CircleMap, MapCircle, MapClass, figure
from renovation.domain.geography import geography
from renovation.language import words_in
from renovation.maps.palette import map_palette


def drawn_map(*values: float) -> CircleMap:
    circles = [MapCircle(f"u{n}", f"{n}镇", 120.1 + n / 20, 30.8, figure(v, str(v)), n) for n, v in enumerate(values)]
    return CircleMap(
        tuple(circles), (figure(10, "10万㎡"),), "面积", "完成率", (MapClass(0, "低"), MapClass(None, "缺")), (), ""
    )


@pytest.mark.parametrize("dark", [False, True])
def test_only_roads_have_the_colour_of_roads(dark: bool) -> None:
    palette, kinds = map_palette(dark), [line["properties"]["kind"] for line in geography().lines]
    colours = [line.colour for line in map_drawing(drawn_map(1), dark).lines]
    assert colours.count(palette.road) == kinds.count("road") == 2
    assert colours.count(palette.canal) == kinds.count("canal") + kinds.count("corridor") == 4


def test_what_is_only_schematic_is_dashed() -> None:
    dashed = [line.is_schematic for line in map_drawing(drawn_map(1), dark=False).lines]
    assert dashed.count(True) == 5
    assert dashed.count(False) == 1, "the canal along the district's border was surveyed"


def test_circles_have_areas_in_proportion_and_stand_within_the_drawing() -> None:
    large, small = map_drawing(drawn_map(40, 10), dark=False).circles
    assert large.radius == 2 * small.radius
    assert all(0 < circle.x < WIDTH and 0 < circle.y < HEIGHT for circle in (large, small))


def test_classes_have_the_colours_of_their_circles() -> None:
    drawing = map_drawing(drawn_map(40), dark=False)
    assert drawing.swatches == (drawing.circles[0].colour, map_palette(dark=False).unknown)


def test_the_key_of_sizes_has_the_scale_of_the_circles() -> None:
    drawing = map_drawing(drawn_map(40, 10), dark=False)
    [size] = drawing.sizes
    assert (size.words, size.radius) == ("10万㎡", drawing.circles[1].radius)
    assert size.x + size.radius < WIDTH
    assert size.y + size.radius < HEIGHT


def test_the_page_draws_the_dashes_and_the_key_of_sizes() -> None:
    page = blocks_html([drawn_map(40, 10)], words_in("zh"), dark=False)
    assert page.count("<polyline") == 6
    assert page.count("stroke-dasharray") == 5
    assert page.count('<circle class="size"') == 1
    assert page.count(">10万㎡</text>") == 1
