"""What has changed since earlier releases: headline figures, increases, targets, trends."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from renovation.blocks.model import (
    BulletList,
    DataTable,
    Figure,
    HeadlineCards,
    Paragraph,
    Ranking,
    Trends,
)
from renovation.blocks.screen import Screen
from renovation.domain.dated_tables import Tables
from tests import first_dataset
from tests.meeting.releases import KINDS, a_week_earlier, deck_of, first
from tests.simulated_year import weekly_reports


def test_the_first_screen_says_what_changed_since_the_release_before() -> None:
    """A week earlier the district had 10万㎡ less; of the other figures nothing earlier is known."""
    [cards] = deck_of(first(), codes=("overview",), earlier=(a_week_earlier(first()),)).screens[0].blocks
    assert isinstance(cards, HeadlineCards)
    assert [(card.change, card.change_tone) for card in cards.cards] == [
        ("较10月8日+10万㎡", "up"),
        *[("", "level")] * 3,
    ]
    [alone] = deck_of(first(), codes=("overview",)).screens[0].blocks
    assert isinstance(alone, HeadlineCards)
    assert {card.change for card in alone.cards} == {""}


def test_a_changed_target_is_told_beside_the_changes() -> None:
    screen = deck_of(target_raised(), codes=("changes",), earlier=(first(),)).screens[0]
    told = "织里镇目标由34.8万㎡（截至2013年10月15日）调整为37.8万㎡（截至2013年10月22日），完成率随之变动。"
    assert Paragraph(told) in screen.blocks
    assert told in screen.notes.sentences


def target_raised() -> Tables:
    """The first dataset a week later, with another target of 织里镇."""
    units = first_dataset.with_unit_value("织里镇", "annual_target_area", 37.8, dt.date(2013, 10, 22))
    return {**first(), "unit_progress": units}


def test_what_changed_since_the_previous_release_is_told_by_unit_and_measure() -> None:
    screen = deck_of(first(), codes=("changes",), earlier=(a_week_earlier(first()),)).screens[0]
    table, since = screen.blocks
    assert isinstance(table, DataTable)
    assert since == Paragraph("较2013年10月8日的变动")
    assert screen.finding == "完成改造建筑面积：织里镇增加最多（+1.30万㎡），8个单位中7个没有增加"
    cells = {row.code: row.cells[1:] for row in table.rows}
    assert len(cells) == 8
    assert [cell.words for cell in cells["zhili"] if isinstance(cell, Figure)] == ["+1.30", "0", "0"]
    assert [cell.words for cell in cells["donglin"] if isinstance(cell, Figure)] == ["0.00", "−3", "0"]
    assert [cell.value for cell in cells["donglin"] if isinstance(cell, Figure)] == [0, -3, 0]
    assert [row.code for row in table.rows if row.strong] == ["zhili"], "the unit in the title, and no other"


def test_the_trend_tells_the_district_and_names_every_unit_by_its_area() -> None:
    screen = deck_of(first(), codes=("trend",), earlier=(a_week_earlier(first()),)).screens[0]
    assert screen.finding == "全区完成改造建筑面积增至242.01万㎡；2013年10月8日为232.01万㎡"
    [block] = screen.blocks
    assert isinstance(block, Trends)
    district, units = block.trends
    assert [point.figure.value for point in district.lines[0].points] == [232.01, 242.01]
    assert [line.name for trend in block.trends for line in trend.lines if line.strong] == ["全区"], "as in the title"
    assert [line.name for line in units.lines] == [
        "织里镇", "埭溪镇", "高新区", "环渚街道", "八里店镇", "东林镇", "妙西镇", "道场乡",
    ]  # fmt: skip
    assert [point.figure.words for point in units.lines[0].points] == ["90", "91.3"]


def test_a_trend_that_cannot_be_drawn_says_why() -> None:
    """A week earlier there were figures too, so that it would be false to speak of a single date."""
    units = KINDS["units alone"]()["unit_progress"]
    earlier = replace(units, as_of=dt.date(2013, 10, 8), basis="上报市口径")
    empty = replace(earlier, basis=units.basis, frame=units.frame.assign(area_renovated=float("nan")))
    reasons = [
        deck_of({"unit_progress": now}, codes=("trend",), earlier=(before,)).unavailable[0].reason
        for now, before in (
            (units, {"unit_progress": earlier}),
            (replace(empty, as_of=units.as_of), {"unit_progress": empty}),
        )
    ]
    assert reasons == ["最近一个周期没有同口径的往期数据，无法比较", "所选范围没有完成改造建筑面积数据"]


def test_the_trend_speaks_of_a_line_with_two_dates() -> None:
    """高新区 has the largest area and reports it for the first time."""
    units = KINDS["units alone"]()["unit_progress"]
    is_new = units.frame["unit"] == "高新区"
    now = replace(units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"].mask(is_new, 500.0)))
    before = a_week_earlier({"unit_progress": units})["unit_progress"]
    before = replace(before, frame=before.frame[~is_new])
    screen = deck_of({"unit_progress": now}, codes=("trend",), earlier=({"unit_progress": before},)).screens[0]
    assert screen.finding == "织里镇完成改造建筑面积增至91.3万㎡；2013年10月8日为90万㎡"


def test_thirty_units_have_their_lines_on_as_many_pages_as_can_be_told_apart() -> None:
    tables = KINDS["thirty units"]()
    made = deck_of(tables, codes=("trend",), earlier=(with_area_factor(a_week_earlier(tables), 0.5),))
    *pages, _source = made.screens
    trends = [[trend for block in page.blocks if isinstance(block, Trends) for trend in block.trends] for page in pages]
    assert [[len(trend.lines) for trend in page] for page in trends] == [[1, 10], [10], [10]]
    assert [page.finding[:2] for page in pages] == ["全区", "20", "10"], "each page has a title of its own"
    strong = [[line.name[:2] for line in page[-1].lines if line.strong] for page in trends]
    assert strong == [[], ["20"], ["10"]]


def test_each_page_of_changes_says_in_its_title_which_units_it_holds() -> None:
    tables = KINDS["thirty units"]()
    changes = deck_of(tables, codes=("changes",), earlier=(with_area_factor(a_week_earlier(tables), 0.9),)).screens[:-1]
    assert [page.finding for page in changes[1:]] == ["按完成改造建筑面积增量排列的第16–30个单位"]
    assert [str(row.cells[0])[:2] for row in table_of(changes[1]).rows] == [f"{place:02}" for place in range(15, 0, -1)]


def test_a_last_figure_that_is_older_than_the_chart_is_dated() -> None:
    """道场乡 is silent in the twelfth week: its label at the end of the line would look like a figure of that day."""
    *earlier, twelfth = (week.tables for week in weekly_reports(12))
    for weeks, dated in (
        ([*earlier, twelfth], ["最近一次上报早于2014年3月25日的单位：道场乡（2014年3月18日）。"]),
        (earlier, []),
    ):
        screen = deck_of(weeks[-1], codes=("trend",), earlier=tuple(weeks[:-1])).screens[0]
        assert [block.words for block in screen.blocks if isinstance(block, Paragraph)] == dated


def test_units_without_a_change_are_counted_if_not_all_units_fit() -> None:
    tables = KINDS["thirty units"]()
    grown = a_week_earlier(tables)
    units = grown["unit_progress"]
    first_less = units.frame["area_renovated"] - (units.frame.index == 0)
    earlier = {**grown, "unit_progress": replace(units, frame=units.frame.assign(area_renovated=first_less))}
    changes, trend, _source = deck_of(tables, codes=("changes", "trend"), earlier=(earlier,)).screens
    table = table_of(changes)
    assert [str(row.cells[0])[:3] for row in table.rows] == ["01吴", "无变动"]
    assert table.rows[-1].cells[0] == "无变动的29个单位"
    assert [getattr(cell, "words", "") for cell in table.rows[-1].cells[1:]] == ["0.00", "0", "0"]
    assert Paragraph("29个单位完成改造建筑面积与2013年10月8日持平，图中未画。") in trend.blocks


def table_of(screen: Screen) -> DataTable:
    table = screen.blocks[0]
    assert isinstance(table, DataTable)
    return table


def with_area_factor(tables: Tables, factor: float) -> Tables:
    units = tables["unit_progress"]
    return {
        **tables,
        "unit_progress": replace(
            units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"] * factor)
        ),
    }


def test_the_only_unit_has_its_changes_on_the_units_screen_and_no_empty_charts() -> None:
    tables = KINDS["one unit"]()
    made = deck_of(tables, codes=("changes", "trend", "units"), earlier=(a_week_earlier(tables),))
    assert {one.code: one.reason for one in made.unavailable} == {
        "changes": "完成改造建筑面积：最近一个周期变动：持平",
        "trend": "完成改造建筑面积：最近一个周期变动：持平",
    }
    units, _source = made.screens
    [cards] = units.blocks
    assert (units.code, units.name) == ("units", "乡镇对比")
    assert isinstance(cards, HeadlineCards)
    assert {card.change for card in cards.cards} == {"较10月8日持平"}


def test_a_units_own_screen_shows_its_notes_beside_a_chart() -> None:
    """Two dates make a line that says little; long notes need the room of the chart."""
    week, codes = a_week_earlier(first()), ("unit:gaoxin", "unit:zhili")
    before = replace(week["unit_progress"], as_of=week["unit_progress"].as_of - dt.timedelta(days=7))
    two, three = (week,), ({**week, "unit_progress": before}, week)
    long = first_dataset.table("notes", [("problem", "高新区", "问题" * 60)], first_dataset.SITES_AS_OF)
    shown = [
        [[type(block) for block in one.blocks] for one in deck_of(tables, codes=codes, earlier=earlier).screens[:2]]
        for tables, earlier in ((first(), two), (first(), three), ({**first(), "notes": long}, three))
    ]
    assert shown == [
        [[HeadlineCards, BulletList, Ranking], [HeadlineCards, Ranking]],
        [[HeadlineCards, BulletList, Trends], [HeadlineCards, Trends]],
        [[HeadlineCards, BulletList], [HeadlineCards, Trends]],
    ]
