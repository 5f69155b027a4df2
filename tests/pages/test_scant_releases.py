"""Releases that lack tables, units or figures: a page says so once, and draws no heading, chart or control over nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from renovation.comparisons.results import results_of
from renovation.domain.dated_tables import Tables
from renovation.language import words_in
from renovation.releases.store import Draft, Store
from renovation.web.tables import table_html
from renovation.wording.sites import map_finding
from tests.meeting.releases import KINDS, LONG, a_week_earlier, one_unit
from tests.pages.conftest import PAGES, Opener, charts_on, words_on

SHARES = "占目标合计的比重 → 占完成面积合计的比重"
Publish = Callable[..., None]


@pytest.fixture
def publish(empty_database: Path) -> Publish:
    """Publishes some tables one after the other into an empty store."""
    store = Store(f"sqlite:///{empty_database}")

    def publish_each(*reports: Tables) -> None:
        for tables in reports:
            store.publish(Draft(tables, "clerk"), store.head())

    return publish_each


def an_area_missing() -> Tables:
    units = KINDS["units alone"]()["unit_progress"]
    areas = units.frame["area_renovated"].mask(units.frame["unit"] == "织里镇")
    return {"unit_progress": replace(units, frame=units.frame.assign(area_renovated=areas))}


def test_a_map_without_sites_says_so_once_and_offers_nothing_about_sites(publish: Publish, open_page: Opener) -> None:
    publish(KINDS["units alone"]())
    test = open_page("map")
    shown = words_on(test)
    assert shown.count("点位") == shown.count("材料未列出改造点位") == 1
    assert not test.header
    assert {box.key for box in test.multiselect} == {"units"}
    assert "site_attribute" not in {box.key for box in test.selectbox}


def test_a_missing_area_leaves_no_rate_and_no_ratio_of_the_sums(publish: Publish, open_page: Opener) -> None:
    publish(an_area_missing())
    shown = words_on(open_page("units"))
    assert "（8个单位中7个已报），目标72.25万㎡，数据不全，不计算完成率；" in shown
    assert "完成率：八里店镇居首（869.3%），东林镇居末（125.9%）" in shown, "the finding is the heading"
    assert "部分单位未上报完成面积或目标，不比较占比。" in shown


def test_benefits_that_are_not_reported_have_no_heading(publish: Publish, open_page: Opener) -> None:
    publish(KINDS["units alone"]())
    shown = words_on(open_page())
    assert "各项指标首末位单位" in shown
    assert "效益（初步测算）" not in shown
    assert "无数据" not in shown


def test_a_release_without_counties_says_nothing_of_what_they_did(publish: Publish, open_page: Opener) -> None:
    publish(KINDS["units alone"]())
    assert open_page("counties").title[0].value == "本期没有县区数据"
    on_map = open_page("map", view="counties", map="drawn")
    assert on_map.title[0].value == "本期没有县区数据"
    assert "上报市完成改造建筑面积" not in words_on(on_map), "no legend"
    assert not [one for one in on_map.get("html") if "<table>" in one.proto.body]


@pytest.mark.parametrize("tables", [one_unit, an_area_missing])
def test_shares_that_are_not_compared_are_not_drawn(
    publish: Publish, open_page: Opener, tables: Callable[[], Tables]
) -> None:
    publish(tables())
    page = open_page("units")
    drawn = [chart["title"] for chart in charts_on(page)]
    assert "完成率" in words_on(page)
    assert SHARES not in drawn


@pytest.mark.parametrize("kind", ["one unit", "units alone", "no targets"])
def test_no_page_fails_for_what_a_release_lacks(publish: Publish, open_page: Opener, kind: str) -> None:
    publish(KINDS[kind]())
    for page in (*PAGES, "history"):
        test = open_page(page)
        assert not test.exception, page
        assert "无法显示" not in words_on(test), page


def test_without_a_figure_to_recompute_the_checks_say_so_once(publish: Publish, open_page: Opener) -> None:
    publish(KINDS["no targets"]())
    test = open_page("checks")
    shown = words_on(test)
    assert test.title[0].value == "本期没有可复算的原报值"
    assert "没有符合所选核对结果的数字" not in shown
    assert "核对结果（不选即全部）" not in shown
    assert "“原报值”" not in shown


def test_without_goals_the_targets_of_the_year_are_compared_with_the_schedule(
    publish: Publish, open_page: Opener
) -> None:
    publish({"unit_progress": an_area_missing()["unit_progress"]})
    test = open_page("outlook")
    assert test.title[0].value == "年度目标7项：7项已达到目标"
    assert "高新区：年度目标面积" in words_on(test)
    assert "截至2013年10月15日 · 区口径" in words_on(test)


def test_a_rank_without_figures_of_the_district_is_the_title(publish: Publish, open_page: Opener) -> None:
    publish(KINDS["no targets"]())
    assert open_page().title[0].value == "吴兴区居全市第2位，与首位德清县相差4.60万㎡"


def test_a_measure_without_any_figure_is_not_offered(publish: Publish, open_page: Opener) -> None:
    publish(KINDS["no targets"]())
    units = open_page("units", measure="rate")
    assert not units.exception
    (offered,) = (one for one in units.get("button_group") if one.key == "measure")
    assert [option.content for option in offered.proto.options] == ["面积", "开工", "完工", "完工率"]
    assert "各责任单位各项指标位次" in words_on(units)
    assert "**各责任单位合计**：完成241.91万㎡；开工项目196个" in words_on(units)


def test_one_unit_alone_is_not_ranked(publish: Publish, open_page: Opener) -> None:
    publish(a_week_earlier(one_unit()), one_unit())
    units = open_page("units")
    assert "各项指标位次" not in words_on(units)
    assert "不比较占比" not in words_on(units), "its rate stands beside its bar already"
    assert not [heading for table in units.dataframe for heading in table.value.columns if "位次" in heading]
    history = words_on(open_page("history"))
    assert "最近一个周期增量" in history
    assert "位次" not in history
    assert "units" not in [group.key for group in open_page("history").get("button_group")]
    assert open_page("map").title[0].value == "高新区改造点位"


def test_the_title_of_the_map_counts_units_that_are_too_many_to_name() -> None:
    results = results_of(1, KINDS["thirty units"]())
    assert map_finding(results, None, words_in("zh")) == "9个单位：合计占完成面积的50.3%"


def test_a_long_name_in_a_table_is_broken_and_a_short_one_is_not() -> None:
    table = pd.DataFrame({"单位": [LONG, "八里店镇"], "面积": ["1.5", "2.5"]})
    html = table_html(table, words_in("zh"))
    assert html.count('class="long"') == 1
    assert '<td class="word">八里店镇</td>' in html, "a short word is not broken on a phone"
    assert f'<td class="long">{LONG}</td>' in html
