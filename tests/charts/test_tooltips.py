"""A tooltip is legible in both themes and names whose figure it is, its value with the unit, and its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from renovation.charts.counties import county_bars
from renovation.charts.history import gain_bars, history_line, rank_lines
from renovation.charts.outlook import goal_line, race_bars
from renovation.charts.style import plain_text
from renovation.charts.unit_ranks import rank_matrix
from renovation.charts.units import bullet_bars, contribution_dots, measure_bars, rate_dots
from renovation.comparisons.history import gains, history_of
from renovation.comparisons.race import projected_totals
from renovation.comparisons.results import Results
from renovation.domain.geography import geography
from renovation.language import words_in
from renovation.maps.drawn import district_figure
from renovation.wording.goal_outlook import goal_path_of
from tests.charts.test_figures import contrast
from tests.comparisons.test_history import release_points, started_by_period

ZH = words_in("zh")
DAY, COUNTY_DAY, END = dt.date(2013, 10, 15), dt.date(2013, 10, 8), dt.date(2013, 12, 31)
PERIODS = started_by_period(
    history_of([release_points(1, "10-01", 织里镇=5, 东林镇=1), release_points(2, "10-08", 织里镇=7, 东林镇=9)])
)

CHARTS: dict[str, tuple[Callable[[Results, bool], go.Figure], tuple[str, ...]]] = {
    "bullet bars": (
        lambda results, dark: bullet_bars(results.units, DAY, ZH, dark),
        ("织里镇", "完成改造建筑面积 91.3万㎡", "262.4%", "截至2013年10月15日"),
    ),
    "measure bars": (
        lambda results, dark: measure_bars(results.units, "projects_started", DAY, ZH, dark),
        ("织里镇", "开工项目数 ", "个", "截至2013年10月15日"),
    ),
    "rate dots": (
        lambda results, dark: rate_dots(results.units, 334.8, DAY, ZH, dark),
        ("织里镇", "完成率 262.4%", "截至2013年10月15日"),
    ),
    "contribution": (
        lambda results, dark: contribution_dots(results.units, DAY, ZH, dark),
        ("织里镇", "占比", "%", "截至2013年10月15日"),
    ),
    "rank matrix": (
        lambda results, dark: rank_matrix(results.units, 8, DAY, ZH, dark),
        ("织里镇", "91.3万㎡", "8个单位中列第1位", "截至2013年10月15日"),
    ),
    "counties": (
        lambda results, dark: county_bars(results.counties, ZH, dark),
        ("吴兴区", "107.79万㎡", "截至2013年10月8日"),
    ),
    "goal line": (
        lambda results, dark: goal_line(goal_path_of(results.outlooks[0]), PERIODS.iloc[0:0], ZH, dark),
        ("全区：开工项目数", "实际 202个", "截至2013年10月15日", "按目前进度推算 256个<br>到2013年12月31日"),
    ),
    "race": (
        lambda results, dark: race_bars(
            projected_totals(results.counties, COUNTY_DAY, END), 145.99, COUNTY_DAY, END, ZH, dark
        ),
        ("吴兴区", "107.79万㎡", "按目前进度推算至2013年12月31日 140.01万㎡", "截至2013年10月8日", "145.99万㎡<br>到2013年12月31日"),
    ),
    "history line": (
        lambda _results, dark: history_line(PERIODS[PERIODS["unit"] == "织里镇"], "projects_started", 10, ZH, dark),
        ("织里镇", "开工项目数 7个", "截至2013年10月8日"),
    ),
    "gains": (
        lambda _results, dark: gain_bars(gains(PERIODS), "projects_started", ZH, dark),
        ("东林镇", "开工项目数 +8个", "2013年10月1日 1个 → 9个", "截至2013年10月8日"),
    ),
    "ranks": (
        lambda _results, dark: rank_lines(PERIODS, "projects_started", PERIODS["unit"].nunique(), (), ZH, dark),
        ("织里镇", "开工项目数位次 2", "开工项目数 7个", "区口径", "截至2013年10月8日"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_tooltip_names_place_series_value_unit_and_day(results: Results, name: str, dark: bool) -> None:
    draw, parts = CHARTS[name]
    figure = draw(results, dark)
    shown = [trace for trace in figure.to_dict()["data"] if trace["hoverinfo"] != "skip"]
    assert shown
    assert all(trace["hoverinfo"] == "text" and len(trace["hovertext"]) for trace in shown)
    written = " ".join(str(trace["hovertext"]) for trace in shown)
    assert [part for part in parts if part not in written] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_tooltip_is_legible(results: Results, dark: bool) -> None:
    figures = [draw(results, dark) for draw, _parts in CHARTS.values()]
    figures.append(district_figure(results.units, results.table("sites"), geography(), ZH, dark))
    for figure in figures:
        label = figure.to_dict()["layout"]["hoverlabel"]
        assert contrast(label["font"]["color"], label["bgcolor"]) >= 4.5


def test_a_cell_of_the_rank_matrix_has_the_tooltip_of_its_unit_and_measure(results: Results) -> None:
    figure = rank_matrix(results.units, 8, DAY, ZH, dark=False)
    *columns, texts = figure.data
    for column in columns:
        end = column.base + column.x[0]
        shown = [text for text, x in zip(texts.text, texts.x, strict=True) if column.base < x < end]
        for name, rank, text, tooltip in zip(column.y, column.marker.color, shown, column.hovertext, strict=True):
            assert tooltip.startswith(f"<b>{name.removesuffix(' *')}</b>")
            assert f"第{rank:.0f}位" in tooltip
            assert text.startswith(f"<b>{rank:.0f}</b>")


@pytest.mark.parametrize("name", CHARTS)
def test_every_trace_is_in_the_plotly_bundle_that_browsers_load(name: str, results: Results) -> None:
    draw, _parts = CHARTS[name]
    assert {trace.type for trace in draw(results, False).data} <= {"bar", "scatter"}, "see web/assets/plotly/README.md"


def test_markup_in_a_name_stays_letters() -> None:
    assert plain_text("<img src=x>") == "‹img src=x>"
