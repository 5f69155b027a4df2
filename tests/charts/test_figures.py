"""Charts only draw: what is in the figure is what the results hold, in the right colours."""

from __future__ import annotations

import colorsys
import datetime as dt
import itertools
import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from renovation.charts.counties import county_bars
from renovation.charts.outlook import race_bars
from renovation.charts.style import DARK, LIGHT, Palette, axis_label, axis_labels, serialised
from renovation.charts.unit_ranks import rank_matrix
from renovation.charts.units import bullet_bars, contribution_dots, measure_bars, rate_dots
from renovation.comparisons.results import Results
from renovation.language import words_in
from renovation.wording.units import contribution_finding, small_target_warning, units_in_contribution_finding

ZH, EN = words_in("zh"), words_in("en")
DAY = dt.date(2013, 10, 15)


def texts(drawn: go.Figure) -> str:
    return " ".join(note.text for note in drawn.layout.annotations)


def test_bars_are_areas_and_ticks_are_targets(results: Results) -> None:
    drawn = bullet_bars(results.units, DAY, ZH, dark=False)
    bars, _outline, ticks = drawn.data
    assert list(bars.x) == results.units["area_renovated"].tolist()
    assert list(ticks.x) == results.units["annual_target_area"].tolist()
    assert "<b>91.3\u2007</b>  262.4%" in texts(drawn)


def test_english_charts_are_in_the_square_metres_of_the_sentences_beside_them(results: Results) -> None:
    bars, _outline, ticks = (drawn := bullet_bars(results.units, DAY, EN, dark=False)).data
    assert bars.x[0] == pytest.approx(10_000 * results.units["area_renovated"].iloc[0])
    assert ticks.x[0] == pytest.approx(10_000 * results.units["annual_target_area"].iloc[0])
    assert "<b>913,000</b>  262.4%" in texts(drawn)
    counties = county_bars(results.counties, EN, dark=False)
    assert max(counties.data[0].x) == pytest.approx(1_123_900)
    assert "<b>1,077,900</b>  −46,000" in texts(counties)
    ranks = [*rank_matrix(results.units, 8, DAY, EN, dark=False).data[-1].text]
    assert "<b>1</b><br>913,000" in ranks
    assert [one.layout.xaxis.title.text[-4:] for one in (drawn, counties)] == ["(m²)", "(m²)"]


def test_the_margin_has_room_for_the_longest_text_beside_a_bar() -> None:
    day = dt.date(2013, 12, 31)
    race = pd.DataFrame({"county": ["德清县", "吴兴区"], "area_reported": [112.39, 107.79], "at_day": [145.99, 140.01]})
    margins = [race_bars(race, 145.99, DAY, day, words, False).layout.margin.r for words in (ZH, EN)]
    assert margins[0] == 132
    assert margins[1] >= 8 * len("1,123,900 → 1,459,900")


def test_a_finished_figure_holds_the_same_data_in_larger_type_and_marks(results: Results) -> None:
    drawn = rank_matrix(results.units, 8, DAY, ZH, dark=False)
    once, twice = [json.loads(serialised(drawn, scale)) for scale in (1.0, 2.0)]
    assert once == json.loads(drawn.to_json())
    pixels = {"height", "size", "l", "r", "t", "b", "ticklabelstandoff"}
    for (path, before), (_same, after) in zip(_numbers(once), _numbers(twice), strict=True):
        assert after == (2 * before if path[-1] in pixels else before), path
    assert twice["layout"]["font"]["size"] == 30
    assert json.loads(serialised(drawn, 1.25))["layout"]["yaxis"]["ticklabelstandoff"] == 8, (
        "Plotly takes whole pixels alone"
    )


def _numbers(part: object, *path: object) -> list[tuple[tuple[object, ...], object]]:
    """Every number and word of a figure's dictionary with the way to it."""
    if isinstance(part, dict):
        return [found for key, value in part.items() for found in _numbers(value, *path, key)]
    if isinstance(part, list | tuple | np.ndarray):
        return [found for place, value in enumerate(part) for found in _numbers(value, *path, place)]
    return [(path, part)]


def test_the_spotlight_dims_every_other_unit(results: Results) -> None:
    bars = bullet_bars(results.units, DAY, ZH, False, "织里镇").data[0]
    assert [color == LIGHT.actual for color in bars.marker.color] == [u == "织里镇" for u in results.units["unit"]]


def test_what_the_title_speaks_of_is_strong_and_the_rest_quiet(results: Results) -> None:
    """织里镇 renovated the most, 八里店镇 has the highest rate; of starts the first and the last are named."""
    units = results.units

    def strong(marks: Any) -> set[str]:
        return set(units["unit"][np.array(marks.marker.color) == LIGHT.actual])

    assert strong(bullet_bars(units, DAY, ZH, False).data[0]) == {"织里镇", "八里店镇"}
    assert strong(measure_bars(units, "projects_started", DAY, ZH, False).data[0]) == {"埭溪镇", "妙西镇"}
    named = units_in_contribution_finding(units, results, ZH)
    assert all(unit in contribution_finding(results, ZH) for unit in named)
    *_line, hollow, solid = contribution_dots(units, DAY, ZH, False, named).data
    for dots in (hollow, solid, rate_dots(units, 334.8, DAY, ZH, False, named).data[-1]):
        assert strong(dots) == set(named)
    level = units.assign(projects_started=7)
    bars = measure_bars(level, "projects_started", DAY, ZH, dark=False).data[0]
    assert set(bars.marker.color) == {LIGHT.actual}, "where all are equal, none stands out"


def test_a_sign_says_which_units_are_below_the_schedule(results: Results) -> None:
    """288 of 365 days are 78.9 %; a unit with 78.8 % is behind, one with 78.9 % or without a rate is not."""
    rates = [78.8, 78.9, float("nan"), 120.0, 50.0, 99.0, 100.0, 800.0]
    drawn = bullet_bars(results.units.assign(completion_rate=rates), DAY, ZH, dark=False)
    signs = ["▼" in one.text for one in drawn.layout.annotations]
    assert signs == [rate in (78.8, 50.0) for rate in rates]
    assert "低于序时进度（78.9%）" in [one.name for one in drawn.data if one.showlegend is not False]
    assert not any("▼" in one.text for one in bullet_bars(results.units, DAY, ZH, False).layout.annotations)


def test_the_total_rate_is_the_ratio_of_sums(results: Results) -> None:
    drawn = rate_dots(results.units, float(results.total["completion_rate"]), DAY, ZH, dark=False)
    assert "全部单位334.8%" in texts(drawn)


@pytest.mark.parametrize(("total", "anchors"), [(334.8, ["left", "right"]), (64.7, ["right", "left"])])
def test_the_names_of_the_two_lines_point_away_from_each_other(
    results: Results, total: float, anchors: list[str]
) -> None:
    names = rate_dots(results.units, total, DAY, ZH, dark=False).layout.annotations
    assert [one.xanchor for one in names if one.yref == "paper"] == anchors


@pytest.mark.parametrize(("highest", "ticks"), [(32.3, [0, 50, 100, 150]), (869.3, [0, 500]), (480.0, [0, 200, 400])])
def test_no_rate_on_an_axis_is_negative(results: Results, highest: float, ticks: list[float]) -> None:
    drawn = rate_dots(results.units.assign(completion_rate=highest), 24.0, DAY, ZH, dark=False)
    assert list(drawn.layout.xaxis.tickvals) == ticks


def test_the_own_county_alone_has_the_accent(results: Results) -> None:
    bars = county_bars(results.counties, ZH, dark=True).data[0]
    assert [color == DARK.actual for color in bars.marker.color] == [False, True, False, False, False]
    assert "−4.60" in texts(county_bars(results.counties, ZH, dark=True))


def test_ranks_are_those_of_all_units_even_when_few_are_shown(results: Results) -> None:
    few = results.units[results.units["unit"].isin(["东林镇", "妙西镇"])]
    shown = rank_matrix(few, len(results.units), DAY, ZH, dark=False).data[-1].text
    assert shown[:2] == ("<b>7</b><br>2.75", "<b>7</b><br>137.5%")
    assert shown[-1] == "<b>1</b><br>73.9%"


def test_a_missing_figure_is_no_data_and_no_mark(results: Results) -> None:
    units = results.units.assign(
        completion_rate=float("nan"), rank_completion_rate=pd.array([pd.NA] * 8, dtype="Int64")
    )
    assert "无数据" in texts(bullet_bars(units, DAY, ZH, dark=False))
    assert rank_matrix(units, 8, DAY, ZH, dark=False).data[-1].text[1] == "<b>5</b><br>17", "no column without figures"
    assert texts(measure_bars(units, "completion_rate", DAY, ZH, dark=False)) == " ".join(["<b>无数据</b>"] * 8)


def test_what_is_lacking_is_said_once_beside_a_bar(results: Results) -> None:
    units = results.units.assign(area_renovated=float("nan"), completion_rate=float("nan"))
    assert texts(bullet_bars(units, DAY, ZH, dark=False)) == " ".join(["<b>无数据</b>"] * 8)


def test_two_words_in_a_narrow_cell_stand_one_below_the_other(results: Results) -> None:
    units = results.units.assign(rank_projects_started=pd.array([pd.NA] * 8, dtype="Int64"))
    assert rank_matrix(units, 8, DAY, words_in("en"), dark=False).data[-1].text[2] == "no<br>data"


def test_a_column_of_ranks_is_as_wide_as_its_longest_text(results: Results) -> None:
    """On a phone, 1050.0% ran into its neighbours: 38.66 has five digits, 1050.0% seven, the heading 完工率 5.4."""
    columns = rank_matrix(results.units.assign(completion_rate=1050.0), 8, DAY, ZH, dark=False).data[:-1]
    assert [round(column.x[0] + 0.1, 9) for column in columns] == [5, 7, 4, 4, 5.4]
    assert columns[2].base == pytest.approx(12.05), "after five and seven, and half of the gap"


def test_a_star_stands_only_where_a_warning_explains_it(results: Results) -> None:
    for units in (results.units, results.units.assign(completion_rate=60.0)):
        names = rank_matrix(units, 8, DAY, ZH, dark=False).layout.yaxis.categoryarray
        assert any("*" in name for name in names) == bool(small_target_warning(units, ZH))


def test_no_units_make_an_empty_figure_and_no_error(results: Results) -> None:
    none = results.units.iloc[0:0]
    for drawn in (
        bullet_bars(none, DAY, ZH, False),
        contribution_dots(none, DAY, ZH, False),
        rank_matrix(none, 0, DAY, ZH, False),
    ):
        assert isinstance(drawn, go.Figure)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def between(scale: tuple[str, str, str], place: float) -> str:
    """The colour at a place from 0 to 1 of a scale of three, as Plotly interpolates."""
    start, end = (scale[0], scale[1]) if place <= 0.5 else (scale[1], scale[2])
    share = (place if place <= 0.5 else place - 0.5) * 2
    mixed = [int(start[i : i + 2], 16) * (1 - share) + int(end[i : i + 2], 16) * share for i in (1, 3, 5)]
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_read_at_4_5_to_1(look: Palette) -> None:
    assert contrast(look.text, look.ground) >= 4.5
    assert contrast(look.quiet, look.ground) >= 4.5
    assert contrast("#ffffff", look.button) >= 4.5
    assert contrast(look.warning, look.ground) >= 4.5
    assert contrast(look.warning, look.grid) >= 3, "a bar in its track"
    for step in range(501):
        place = step / 500
        text = look.rank_text[0] if place < look.rank_turn else look.rank_text[1]
        assert contrast(text, between(look.rank_scale, place)) >= 4.5, place


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_different_meaning_differ_in_lightness_too(look: Palette) -> None:
    meanings = (look.actual, look.other, look.target)
    for one, other in itertools.combinations(meanings, 2):
        light = [colorsys.rgb_to_hls(*(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)))[1] for c in (one, other)]
        assert abs(light[0] - light[1]) > 0.1


def test_a_long_english_name_takes_two_lines_and_a_short_one_one() -> None:
    assert [axis_label(name) for name in ("Zhili Town", "Huanzhu Subdistrict", "织里镇")] == [
        "Zhili Town",
        "Huanzhu<br>Subdistrict",
        "织里镇",
    ]
    assert axis_label("吴兴区旧厂区改造提升领导小组办公室") == "吴兴区旧厂区改造提<br>升领导小组办公室"


def test_a_very_long_name_loses_its_middle_unless_two_would_then_be_one() -> None:
    east, west = (f"吴兴区旧厂区改造提升与产业转型{side}片升级综合示范先导片区联合办公室" for side in "东西")
    assert axis_label(east) == "吴兴区旧厂区改造提<br>…导片区联合办公室"
    labels = axis_labels([east, west, "织里镇"])
    assert len(set(labels)) == 3
    assert "东片" in labels[0].replace("<br>", "")
    assert labels[2] == "织里镇"
    assert axis_label("Office for the Renovation of Old Factories") == "Office for the Ren<br>… of Old Factories"


def test_targets_that_no_unit_has_are_missing_once_and_not_beside_each_bar(results: Results) -> None:
    bare = results.units.assign(annual_target_area=float("nan"), completion_rate=float("nan"))
    drawn = bullet_bars(bare, DAY, ZH, dark=False)
    assert "无数据" not in texts(drawn)
    assert [one.name for one in drawn.data if one.showlegend is not False][-1] == "年度目标面积（无数据）"


def test_no_area_stands_behind_a_target_that_is_beyond_its_bar(results: Results) -> None:
    """There it would be read as the target: all areas stand in one column, at the end of the longest bar or target."""
    units = results.units.assign(annual_target_area=2 * results.units["area_renovated"])
    assert {note.x for note in bullet_bars(units, DAY, ZH, dark=False).layout.annotations} == {2 * 91.3}


@pytest.mark.parametrize(
    ("at_day", "label"), [(95.2, (95.2, "21.91 →<br><b>95.20</b>")), (140.0, (174.65, "21.91 → <b>140.00</b>"))]
)
def test_our_label_in_the_race_stands_at_our_bar_unless_the_mark_is_near(
    at_day: float, label: tuple[float, str]
) -> None:
    """Beside the far mark of what first place needs, our total was read as that of the mark."""
    race = pd.DataFrame({"county": ["德清县", "吴兴区"], "area_reported": [40.19, 21.91], "at_day": [174.64, at_day]})
    layout = race_bars(race, 174.65, DAY, DAY, ZH, False).layout
    _first, own = layout.annotations
    assert (own.x, own.text) == label
    assert layout.xaxis.range[1] == 174.65, "Plotly leaves out a mark beyond the end of the axis"


def test_a_race_in_which_nobody_has_any_area_still_has_an_axis() -> None:
    race = pd.DataFrame({"county": ["德清县", "吴兴区"], "area_reported": [0.0, 0.0], "at_day": [0.0, 0.0]})
    assert race_bars(race, 0.0, DAY, DAY, ZH, False).layout.xaxis.range == (0, 1)
