"""Blocks as HTML: every kind is drawn, lengths are shares of the longest, and names stay text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import get_args

import pytest
from jinja2 import UndefinedError

from renovation.blocks.html import blocks_html, environment
from renovation.blocks.model import (
    Block,
    Bullet,
    BulletList,
    DataRow,
    DataTable,
    GoalList,
    GoalProgress,
    HeadlineCard,
    HeadlineCards,
    Provenance,
    RankedRow,
    Ranking,
    figure,
)
from renovation.language import words_in
from tests.blocks.samples import blocks, ranking

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>\u202e"
ZH = words_in("zh")


class Elements(HTMLParser):
    """The names of a page's elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}


def test_there_is_a_sample_of_every_kind_of_block() -> None:
    assert {type(block) for block in blocks("x")} == set(get_args(Block))


@pytest.mark.parametrize("block", blocks(HOSTILE), ids=lambda block: type(block).__name__)
def test_a_name_from_data_never_becomes_an_element(block: Block) -> None:
    page = str(blocks_html([block], ZH, dark=False))
    found = Elements(page)
    assert not found.names & {"img", "script"}
    assert not [name for name in found.attributes if name.startswith("on")]
    assert "&lt;img src=x onerror=alert(1)&gt;&#34;&#39;&gt;" in page
    assert "\u202e" not in page


@pytest.mark.parametrize("block", blocks("甲"), ids=lambda block: type(block).__name__)
def test_a_block_shows_its_words(block: Block) -> None:
    assert "甲" in blocks_html([block], ZH, dark=True)


def test_bars_are_shares_of_the_longest_and_missing_figures_have_none() -> None:
    page = blocks_html([ranking(8, 2, None, -1)], ZH, dark=False)
    assert re.findall(r'class="actual" x="0" y="12%" width="([\d.]+)%"', page) == ["100.0", "25.0", "0.0"]
    assert page.count("<svg") == 4


def test_a_goal_stands_where_its_figures_are() -> None:
    goals = next(block for block in blocks("甲") if isinstance(block, GoalList))
    page = blocks_html([goals], ZH, dark=False)
    assert 'class="actual" x="0" y="20%" width="24.51%"' in page, "50 of 200, and 2 % of room behind"
    assert 'class="tick" x1="49.02%"' in page
    assert 'class="forecast" x="49.02%" y="20%" width="49.02%"' in page


@pytest.mark.parametrize(
    ("actual", "target", "forecast", "labels"),
    [
        (50, 100, 200, ((0.0, "start"), (49.02, "start"))),
        (50, 100, None, ((0.0, "start"), (98.04, "end"))),
        (242, 31.8, None, ((98.04, "end"), (12.88, "start"))),
        (242, 200, None, ((0.0, "start"), (81.02, "end"))),
        (1, 10, 100, ((0.0, "start"), (9.8, "start"))),
        (1, 3, 100, ((0.0, "start"), (4.8, "start"))),
    ],
)
def test_a_goals_labels_stand_where_its_figures_do(
    actual: float, target: float, forecast: float | None, labels: tuple[tuple[float, str], ...]
) -> None:
    source = Provenance(dt.date(2013, 10, 15), "", "")
    grown = figure(forecast, "") if forecast else None
    goal = GoalProgress("目标", "red", "滞后", figure(actual, "目前"), figure(target, "目标"), grown, "", source)
    page = blocks_html([GoalList((goal,), "")], ZH, dark=False)
    found = re.findall(r'<text x="([\d.]+)%" y="1.1em" text-anchor="(\w+)"', page)
    assert [(float(x), anchor) for x, anchor in found] == list(labels)


def test_a_target_that_all_rows_share_is_one_line_with_its_figure() -> None:
    rows = [RankedRow(f"unit{n}", "镇", figure(n, ""), target=figure(100, "100%")) for n in (50, 200)]
    page = blocks_html([Ranking("完成率", tuple(rows), "dot")], ZH, dark=False)
    assert page.count('<line class="shared" x1="50.0%" x2="50.0%"') == 2
    assert page.count(">100%</text>") == 1
    own = [replace(rows[0], target=figure(40, "40%")), rows[1]]
    assert "shared" not in blocks_html([Ranking("完成率", tuple(own), "dot")], ZH, dark=False)


def test_numbers_of_one_unit_stand_on_the_right_and_formulas_on_the_left() -> None:
    def row(name: str, area: str, count: str, unit: str, formula: str) -> DataRow:
        return DataRow((name, figure(1, area, "万㎡"), figure(1, count, unit), figure(1, formula, "个")))

    for formula in ("38+43=81", "33.6 ÷ 4.2 = 800.0%"):
        rows = (row("织里镇", "+1.30", "+2（2周）", "个", formula), row("东林镇", "−0.25", "12", "%", formula))
        drawn = blocks_html((DataTable(("单位", "面积", "开工", "复算值"), rows),), ZH, dark=False)
        assert re.findall(r'<t[dh] class="number">([^<]*)<', drawn) == ["面积", "+1.30", "−0.25"]
    alike = (row("织里镇", "+1.30", "+2（2周）", "个", "38+43=81"), row("东林镇", "+0.20", "−1", "个", "9"))
    drawn = blocks_html((DataTable(("单位", "面积", "开工", "复算值"), alike),), ZH, dark=False)
    assert re.findall(r'<td class="number">([^<]*)<', drawn) == ["+1.30", "+2（2周）", "+0.20", "−1"]


def test_many_rows_stand_in_two_columns() -> None:
    assert blocks_html([ranking(*range(15))], ZH, dark=False).count('<div class="rows">') == 1
    assert blocks_html([ranking(*range(16))], ZH, dark=False).count('<div class="rows">') == 2


def test_a_template_that_names_something_unknown_fails() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ beauty }}").render()


def test_the_decimal_points_of_a_ranking_stand_in_line() -> None:
    """A figure with one decimal less has a space as wide as a digit behind it; a percentage needs none."""
    rows = [RankedRow("a", "甲", figure(38.66, "38.66")), RankedRow("b", "乙", figure(91.3, "91.3"))]
    rows += [RankedRow("c", "丙", figure(7, "7")), RankedRow("d", "丁", figure(None, "无数据"))]
    html = blocks_html((Ranking("面积", tuple(rows)),), words_in("zh"), dark=False)
    assert re.findall("<b.*?>(.*?)</b>", html) == ["38.66", "91.3\u2007", "7\u2008\u2007\u2007", "无数据"]


@pytest.mark.parametrize(("letters", "count", "size"), [(39, 6, "big"), (39, 7, "usual"), (100, 7, "small")])
def test_a_list_is_written_as_large_as_it_fits(letters: int, count: int, size: str) -> None:
    """At twice the size 39 Chinese letters are a line; 6 of them with their rules are 33 of the 36 lines, 7 are 38."""
    bullets = BulletList(tuple(Bullet("▼", "字" * letters, "规则") for _ in range(count)))
    assert f'class="points {size}"' in blocks_html((bullets,), words_in("zh"), dark=False)


def test_a_table_with_long_texts_has_smaller_type() -> None:
    """Two columns of 21 letters and their padding are 44.4 of 46 letters wide, with 23 letters 48.4."""
    for letters, size in ((21, "few"), (23, "few wide")):
        table = DataTable(("甲", "乙"), (DataRow(("字" * letters, "字" * letters)),))
        assert f'class="listed {size}"' in blocks_html((table,), words_in("zh"), dark=False)


def test_a_missing_figure_is_quiet_in_rankings_and_tables() -> None:
    missing = figure(None, "无数据", "万㎡")
    rows = (RankedRow("a", "甲", figure(1, "1.5", "万㎡")), RankedRow("b", "乙", missing))
    ranked = blocks_html([Ranking("面积", rows)], ZH, dark=False)
    assert re.findall(r'<b class="none">(.*?)</b>', ranked) == ["无数据"]
    table = DataTable(("单位", "面积"), tuple(DataRow((row.name, row.figure)) for row in rows))
    assert re.findall(r'<td class="number none">(.*?)</td>', blocks_html([table], ZH, dark=False)) == ["无数据"]


def test_date_and_basis_stand_beside_figures_only_where_these_differ() -> None:
    ours, citys = (Provenance(dt.date(2013, 10, 15), basis, basis) for basis in ("区口径", "上报市口径"))

    def drawn(*sources: Provenance) -> list[str]:
        one = figure(1, "1")
        cards = HeadlineCards(tuple(HeadlineCard("面积", one, (), source) for source in sources))
        goals = GoalList(tuple(GoalProgress("目标", "red", "", one, one, None, "", source) for source in sources), "")
        html = blocks_html([cards, goals], ZH, dark=False)
        return [re.sub("<[^>]*>", "", line) for line in re.findall('<p class="basis">(.*?)</p>', html)]

    assert drawn(ours, ours) == []
    assert drawn(ours, citys) == ["区口径", "上报市口径"] * 2


def test_lines_of_a_card_may_end_before_amounts_but_not_after_brackets() -> None:
    card = HeadlineCard("面积", figure(1, "1"), ("区定面积目标72.4万㎡的**334.3%**（31.8万㎡）",))
    drawn = blocks_html([HeadlineCards((card,))], ZH, dark=False)
    assert '目标<wbr/><span class="whole">72.4万㎡的</span><wbr/><b>334.3%</b>（<span class="whole">31.8' in drawn


def test_a_card_draws_the_course_of_its_figure_from_the_third_date_on() -> None:
    course = tuple((dt.date(2013, 1, day), float(day)) for day in (1, 8, 15))
    card = HeadlineCard("面积", figure(15, "15"), course=course, course_ends="1月1日为1，1月15日为15")
    drawn = blocks_html([HeadlineCards((card,))], ZH, dark=False)
    assert 'aria-label="1月1日为1，1月15日为15"><polyline points="0.0,100.0 50.0,50.0 100.0,0.0 "' in drawn
    assert "course" not in blocks_html([HeadlineCards((replace(card, course=course[:2]),))], ZH, dark=False)
