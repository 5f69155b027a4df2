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
    Trends,
)
from renovation.domain.dated_tables import Tables
from tests import first_dataset
from tests.meeting.releases import KINDS, a_week_earlier, deck_of, first


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
    screen = next(one for one in deck_of(target_raised(), earlier=(first(),)).screens if one.code == "changes")
    told = "织里镇目标由34.8万㎡（截至2013年10月15日）调整为37.8万㎡（截至2013年10月22日），完成率随之变动。"
    assert Paragraph(told) in screen.blocks
    assert told in screen.notes.sentences


def target_raised() -> Tables:
    """The first dataset a week later, with another target of 织里镇."""
    units = first_dataset.with_unit_value("织里镇", "annual_target_area", 37.8, dt.date(2013, 10, 22))
    return {**first(), "unit_progress": units}


def test_what_changed_since_the_previous_release_is_told_by_unit_and_measure() -> None:
    screen = next(one for one in deck_of(first(), earlier=(a_week_earlier(first()),)).screens if one.code == "changes")
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
    screen = next(one for one in deck_of(first(), earlier=(a_week_earlier(first()),)).screens if one.code == "trend")
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
        next(
            one.reason for one in deck_of({"unit_progress": now}, earlier=(before,)).unavailable if one.code == "trend"
        )
        for now, before in (
            (units, {"unit_progress": earlier}),
            (replace(empty, as_of=units.as_of), {"unit_progress": empty}),
        )
    ]
    assert reasons == ["最近一期没有同口径的往期数据，无法比较", "所选范围没有完成改造建筑面积数据"]


def test_the_trend_speaks_of_a_line_with_two_dates() -> None:
    """高新区 has the largest area and reports it for the first time."""
    units = KINDS["units alone"]()["unit_progress"]
    is_new = units.frame["unit"] == "高新区"
    now = replace(units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"].mask(is_new, 500.0)))
    before = a_week_earlier({"unit_progress": units})["unit_progress"]
    before = replace(before, frame=before.frame[~is_new])
    made = deck_of({"unit_progress": now}, earlier=({"unit_progress": before},))
    screen = next(one for one in made.screens if one.code == "trend")
    assert screen.finding == "织里镇完成改造建筑面积增至91.3万㎡；2013年10月8日为90万㎡"


def test_thirty_units_have_their_lines_on_as_many_pages_as_can_be_told_apart() -> None:
    tables = KINDS["thirty units"]()
    pages = [one for one in deck_of(tables, earlier=(a_week_earlier(tables),)).screens if one.name.startswith("趋势")]
    assert [[len(trend.lines) for block in page.blocks for trend in block.trends] for page in pages] == [  # type: ignore[union-attr]
        [1, 10],
        [10],
        [10],
    ]


def test_a_units_own_screen_shows_its_notes_or_else_its_trend() -> None:
    made = deck_of(first(), codes=("unit:gaoxin", "unit:zhili"), earlier=(a_week_earlier(first()),))
    assert [[type(block) for block in one.blocks] for one in made.screens[:2]] == [
        [HeadlineCards, BulletList],
        [HeadlineCards, Trends],
    ]
