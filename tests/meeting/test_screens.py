"""The screens of a meeting: their findings, and that every release gives screens that fit or leave themselves out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from renovation.blocks.html import blocks_html
from renovation.blocks.model import (
    BulletList,
    CircleMap,
    DataTable,
    Day,
    Figure,
    GoalList,
    Paragraph,
    Ranking,
)
from renovation.blocks.screen import LikelyQuestion, Screen
from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.results import results_of
from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.geography import geography
from renovation.language import words_in
from renovation.maps.palette import map_palette
from renovation.meeting import map_screen
from renovation.meeting.screens import ScreenOptions
from renovation.meeting.task_screens import alerts_screen
from renovation.publishing.release_history import alerts_of
from tests import first_dataset
from tests.meeting.releases import KINDS, closed_goals, deck_of, deck_of_kind, first, many_goals, without

LANGUAGES = ("zh", "en")


def test_the_usual_screens_tell_the_first_dataset() -> None:
    made = deck_of_kind("first")
    told = {screen.code: screen.finding for screen in made.screens}
    assert [one.code for one in made.unavailable] == ["changes", "trend"], "one release is compared with none"
    assert told["units"] == "织里镇完成面积最多（91.3万㎡）；八里店镇完成率最高（869.3%），但目标仅3.75万㎡"
    assert told["measure:completion_rate"] == "完成率：八里店镇居首（869.3%），东林镇居末（125.9%）"
    assert told["counties"] == "吴兴区居全市第2位，与首位德清县相差4.60万㎡"
    assert told["map"] == "织里镇、埭溪镇：合计占完成面积的53.7%"
    assert told["goals"] == "争取排定项目一半以上开工：明显滞后；力争“上报市完成改造建筑面积”居全市第一：存在风险"
    assert told["actions"] == "开工项目数到2013年12月31日还需增加298个，每周需27.1个；埭溪镇任务最多，为71个"
    assert told["exceptions"] == "需要决策的事项2项：落后序时2项；待核对数据1项"
    assert told["source"] == "全部数据取自第1期；各表截至日期为2013年10月8日至2013年10月22日"


def test_the_shares_of_the_units_add_up_to_what_lacks() -> None:
    [ranking] = next(screen for screen in deck_of_kind("first").screens if screen.code == "actions").blocks
    assert isinstance(ranking, Ranking)
    assert (len(ranking.rows), sum(row.figure.value or 0 for row in ranking.rows)) == (8, 298)
    assert [row.figure.value for row in ranking.rows] == [71, 65, 53, 35, 26, 26, 14, 8], "the largest first"
    assert (ranking.rows[0].name, ranking.rows[0].call_number) == ("埭溪镇", 6), "its number is that of every screen"
    assert ranking.rows[0].figure == Figure(71, "71个", "个")
    assert ranking.rows[0].detail == Figure(7, "首周7个", "个")
    assert "尚未下达" in ranking.remarks[0]
    assert [row.name for row in ranking.rows if row.tone != "other"] == ["埭溪镇"], "the one that the title names"


def test_a_unit_without_a_task_in_the_first_week_is_told_when_its_first_one_is_due() -> None:
    """Four projects over 11 weeks are one in 2.75 weeks: none by the end of the first week, one by the second's."""
    [ranking] = next(screen for screen in deck_of_kind("thirty units").screens if screen.code == "actions").blocks
    assert isinstance(ranking, Ranking)
    details = [row.detail.words for row in ranking.rows if row.detail]
    assert ranking.rows[-1].figure.value == 4
    assert details[-1] == "第2周开始"
    assert not [detail for detail in details if detail == "首周0个"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_release_gives_whole_screens_or_a_reason(kind: str, language: str) -> None:
    made = deck_of_kind(kind, language)
    assert {screen.code for screen in made.screens} >= {"source"}
    for screen in made.screens:
        assert screen.finding
        assert all(("截至" if language == "zh" else "s of ") in line for line in screen.provenance_lines)
        drawn = blocks_html(screen.blocks, words_in(language), dark=False)
        for said in (screen.finding, *screen.provenance_lines, drawn, *screen.notes.sentences):
            assert not re.search(r"{\w*}|\bNone\b|\bnan\b|\binf\b", said), screen.code
    for one in made.unavailable:
        assert one.reason


def test_what_a_release_does_not_hold_leaves_itself_out() -> None:
    absent = {one.code: one.reason for one in deck_of_kind("units alone").unavailable}
    assert absent["counties"] == "本期没有县区数据。"
    assert {"overview", "goals", "actions"} <= set(absent)
    assert "measure:completion_rate" in {one.code for one in deck_of_kind("one unit").unavailable}


def test_titles_tell_what_a_thin_release_holds() -> None:
    bare = {screen.code: screen.finding for screen in deck_of_kind("no targets").screens}
    assert "overview" not in bare, "the rank in the city, all that is known of the district, is on a screen of its own"
    assert bare["counties"] == "吴兴区居全市第2位，与首位德清县相差4.60万㎡"
    assert bare["units"] == "织里镇完成面积最多（91.3万㎡）"
    alone = {screen.code: screen.finding for screen in deck_of_kind("one unit").screens}
    assert alone["units"] == "高新区：完成33.6万㎡，完成率800.0%"
    assert "map" not in alone, "a single circle compares nothing"
    assert alone["checks"] == "可复算的1项数字相符"


def test_likely_questions_come_with_an_answer_and_its_source() -> None:
    screens = {screen.code: screen.notes.questions for screen in deck_of_kind("first").screens}
    assert {"overview", "units", "counties", "map", "goals", "actions", "exceptions"} <= {
        code for code, questions in screens.items() if questions
    }
    assert all(one.answer and one.source for questions in screens.values() for one in questions)
    [rule, other] = screens["exceptions"]
    assert (rule.question, other.question) == ("“落后序时”的判定规则是什么？", "“数字不相符”的判定规则是什么？")


def test_a_screen_that_nobody_knows_is_absent() -> None:
    made = deck_of(first(), codes=("units", "beauty"))
    assert [one.code for one in made.unavailable] == ["beauty"]
    assert made.codes == ("units", "source")


def test_units_of_which_the_title_speaks_are_strong_and_the_others_quiet() -> None:
    """The titles name the first by area and the first by rate, and the first and the last by starts."""
    made = deck_of(first(), codes=("units", "measure:projects_started", "map"))
    rankings = [block for screen in made.screens for block in screen.blocks if isinstance(block, Ranking)]
    strong = [[row.name for row in ranking.rows if row.tone != "other"] for ranking in rankings]
    assert strong == [["织里镇", "八里店镇"], ["埭溪镇", "妙西镇"]]
    (drawn,) = (block for screen in made.screens for block in screen.blocks if isinstance(block, CircleMap))
    assert [circle.name for circle in drawn.circles if circle.strong] == ["织里镇", "埭溪镇"]


def test_all_goals_are_shown_worst_first_on_as_many_pages_as_they_need() -> None:
    made = deck_of_kind("many goals")
    pages = [screen for screen in made.screens if screen.name.startswith("年度目标")]
    assert [(page.code, page.name) for page in pages] == [("goals", "年度目标 1/2"), ("goals:2", "年度目标 2/2")]
    goals = [goal for page in pages for block in page.blocks if isinstance(block, GoalList) for goal in block.goals]
    assert [goal.light for goal in goals] == ["red", "red", "amber", "green", "green"]
    assert [goal.name for goal in goals][:2] == [
        "东林镇开工项目数到2013年12月31日应达到400个",
        "争取排定项目一半以上开工",
    ]
    counted = "共6项目标：2项明显滞后、1项存在风险、2项进度正常、1项进度无法判定"
    assert pages[0].finding == f"{counted}；{goals[0].name}：明显滞后"
    assert pages[1].finding == f"{goals[3].name}：进度正常；{goals[4].name}：进度正常"
    [unknown] = [block for block in pages[1].blocks if isinstance(block, Paragraph)]
    assert unknown.words.startswith("妙西镇")


def test_whatever_does_not_fit_beside_the_first_follows_on_a_page_of_its_own() -> None:
    notes = first_dataset.table(
        "notes", [("problem", "高新区", f"问题{n}") for n in range(9)], first_dataset.SITES_AS_OF
    )
    pages = [
        one
        for one in deck_of({**first(), "notes": notes}, codes=("unit:gaoxin",)).screens
        if one.code.startswith("unit:gaoxin")
    ]
    shown = [
        bullet.sentence
        for page in pages
        for block in page.blocks
        if isinstance(block, BulletList)
        for bullet in block.bullets
    ]
    assert shown == [f"问题{n}" for n in range(9)]
    assert [len(page.blocks) for page in pages] == [3, 1, 1]
    assert [page.provenance_lines for page in pages] == [
        ("截至2013年10月15日 · 区口径",),
        *[("截至2013年10月22日 · 区口径",)] * 2,
    ], "the date of the figures, then that of the notes"
    assert [page.finding for page in pages[1:]] == ["高新区：工作动态第3–6条", "高新区：工作动态第7–9条"]


def test_no_alert_is_only_counted() -> None:
    results = results_of(1, first())
    [alert, *_others] = alerts_of(results, history_of([points_of(1, first())]))
    screen = alerts_screen([replace(alert, threshold=float(n)) for n in range(12)])(
        results, words_in("zh"), ScreenOptions()
    )
    assert isinstance(screen, Screen)
    pages = screen.pages()
    assert [len(block.bullets) for page in pages for block in page.blocks if isinstance(block, BulletList)] == [4, 4, 4]
    assert [page.finding for page in pages] == [
        "需要决策的事项12项：落后序时12项",
        "第5–8项：落后序时4项",
        "第9–12项：落后序时4项",
    ]


def test_a_page_has_the_dates_and_bases_of_its_own_figures() -> None:
    first_page, second = (one for one in deck_of_kind("many goals").screens if one.code.startswith("goals"))
    assert first_page.provenance_lines == ("截至2013年10月15日 · 区口径", "截至2013年10月8日 · 上报市口径")
    assert second.provenance_lines == ("截至2013年10月15日 · 区口径",)


def test_the_map_names_units_without_an_area() -> None:
    units = first()["unit_progress"]
    silent = units.frame["area_renovated"].where(units.frame["unit"] != "道场乡")
    tables = {**first(), "unit_progress": replace(units, frame=units.frame.assign(area_renovated=silent))}
    [drawn] = deck_of(tables, codes=("map",)).screens[0].blocks
    assert isinstance(drawn, CircleMap)
    assert drawn.note.endswith("未上报完成面积、图上未标的单位：道场乡。")


def test_a_units_title_says_where_it_stands_best_and_worst() -> None:
    titles = {one.name: one.finding for one in deck_of(first(), codes=("unit:balidian", "unit:gaoxin")).screens}
    assert titles["八里店镇"] == "八里店镇：完成率列第1位（869.3%）、开工项目完工率列第8位（20.0%）"
    assert titles["高新区"] == "高新区：完成率列第2位（800.0%）、开工项目数并列第5位（17个）"


def test_nobody_is_asked_why_two_bases_differ_that_agree() -> None:
    """Two bases are two statistics, not a figure and its recomputed value: 242.01 and 107.79, or 242.01 twice."""
    asked = {one.question for one in questions_of("checks", first())}
    assert "我区两种口径数据为何不一致？" in asked
    assert not any("吴兴区" in question for question in asked)
    counties = [(name, 242.01 if name == "吴兴区" else area) for name, area in first_dataset.COUNTY_PROGRESS]
    agreed = first_dataset.table("county_progress", counties, first_dataset.COUNTIES_AS_OF)
    equal = {one.question for one in questions_of("checks", {**first(), "county_progress": agreed})}
    assert equal == asked - {"我区两种口径数据为何不一致？"}


def questions_of(code: str, tables: Tables) -> tuple[LikelyQuestion, ...]:
    return deck_of(tables, codes=(code,)).screens[0].notes.questions


def test_what_is_only_watched_needs_no_decision() -> None:
    results = results_of(1, first())
    [alert, *others] = alerts_of(results, history_of([points_of(1, first())]))
    screen = alerts_screen([*others, replace(alert, rule="made_good")])(results, words_in("zh"), ScreenOptions())
    assert isinstance(screen, Screen)
    assert screen.finding == "需要决策的事项1项：落后序时1项；待核对数据1项；另有1项继续观察"


def test_the_number_before_a_name_is_its_rank() -> None:
    screens = {screen.code: screen.blocks[0] for screen in deck_of_kind("first").screens}
    starts, areas, shares = (screens[code] for code in ("measure:projects_started", "units", "actions"))
    assert isinstance(starts, Ranking)
    assert isinstance(areas, Ranking)
    assert isinstance(shares, Ranking)
    assert [row.rank for row in starts.rows] == [1, 2, 3, 4, 5, 5, 7, 8], "高新区 and 环渚街道 both started 17"
    assert [row.rank for row in areas.rows] == list(range(1, 9))
    assert {row.rank for row in shares.rows} == {None}, "a task is no merit"


def test_goals_whose_deadline_has_passed_follow_the_open_ones_with_their_result() -> None:
    """In July 高新区 had reached its 15 of August, 织里镇 had less than its 190."""
    july, goals = dt.date(2013, 7, 30), closed_goals()["goals"]
    summer = {"unit_progress": replace(first()["unit_progress"], as_of=july), "goals": replace(goals, as_of=july)}
    made = deck_of(closed_goals(), codes=("goals",), earlier=(summer,))
    pages = [screen for screen in made.screens if screen.code.startswith("goals")]
    assert pages[0].finding.endswith("存在风险；另有2项目标期限已过")
    assert pages[1].finding == "期限已过的目标（已达到目标1项、未达到目标1项）"
    [closed] = [block for block in pages[1].blocks if isinstance(block, BulletList)]
    assert [(bullet.sign, bullet.sentence) for bullet in closed.bullets] == [
        ("✓", "高新区开工项目数到2013年8月31日应达到15个：截至2013年7月30日为17个，目标为15个，已达到。"),
        ("✕", "织里镇完成改造建筑面积到2013年9月30日应达到190万㎡：截至2013年7月30日为91.3万㎡，目标为190万㎡，未达到，差98.7万㎡。"),
    ]  # fmt: skip


def test_a_release_with_closed_goals_alone_shows_these() -> None:
    made = deck_of({**without("figures"), "goals": closed_goals()["goals"]}, codes=("goals",))
    assert made.screens[0].finding == "目标期限均已过（共2项）"
    assert [type(block) for block in made.screens[0].blocks] == [BulletList]


@pytest.mark.parametrize("tables", [first, lambda: many_goals()])
def test_the_meeting_takes_as_long_as_its_agenda(tables: Callable[[], Tables]) -> None:
    made = deck_of(tables(), codes=("goals", "units", "map"))
    assert sum(made.seconds[code] for code in made.codes) == sum(made.agenda.seconds.values()) == 180
    assert made.seconds["source"] == 0


def test_the_last_screen_gives_each_table_its_own_day() -> None:
    screen = deck_of_kind("first").screens[-1]
    table = screen.blocks[0]
    assert isinstance(table, DataTable)
    days = [cell.value for row in table.rows for cell in row.cells if isinstance(cell, Day)]
    assert days == [table.as_of for table in first().values()]
    assert screen.provenance_lines == (
        "截至2013年10月15日 · 区口径",
        "截至2013年10月8日 · 上报市口径",
        "截至2013年10月22日 · 区口径",
    )
    alone = deck_of_kind("units alone").screens[-1]
    assert alone.finding == "全部数据取自第1期，截至2013年10月15日"


def test_a_unit_without_a_position_is_named_beside_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    known = geography()
    points = known.points[known.points["unit"] != "织里镇"]
    monkeypatch.setattr(map_screen, "geography", lambda: replace(known, points=points))
    [drawn] = deck_of(first(), codes=("map",)).screens[0].blocks
    assert isinstance(drawn, CircleMap)
    assert len(drawn.circles) == 7
    assert drawn.note.endswith("位置不明、未在图上标出的单位：织里镇 91.3万㎡。")
    monkeypatch.undo()
    [whole] = deck_of(first(), codes=("map",)).screens[0].blocks
    assert isinstance(whole, CircleMap)
    assert "位置不明" not in whole.note


def test_without_rates_the_map_has_no_legend_of_colours() -> None:
    [drawn] = deck_of(KINDS["no targets"](), codes=("map",)).screens[0].blocks
    assert isinstance(drawn, CircleMap)
    assert (drawn.colour_heading, drawn.classes) == ("", ())
    page = blocks_html([drawn], words_in("zh"), dark=False)
    assert "颜色深浅" not in page
    assert map_palette(False).unknown not in page


def test_alerts_have_a_colour_by_severity_and_name_each_rule_once() -> None:
    bullets, *rules = deck_of(first(), codes=("exceptions",)).screens[0].blocks
    assert isinstance(bullets, BulletList)
    assert [bullet.light for bullet in bullets.bullets] == ["red", "amber", "amber"]
    assert [bullet.subject for bullet in bullets.bullets] == [
        "争取排定项目一半以上开工",
        "力争“上报市完成改造建筑面积”居全市第一",
        "全区",
    ]
    assert all(bullet.sentence.startswith(f"{bullet.subject}：") for bullet in bullets.bullets)
    assert [rule.words.split("：")[0] for rule in rules if isinstance(rule, Paragraph)] == [
        "规则“落后序时”",
        "规则“数字不相符”",
    ]
    assert [bullet.detail for bullet in bullets.bullets] == [
        "截至2013年10月15日 · 区口径",
        "截至2013年10月8日 · 上报市口径",
        "截至2013年10月15日 · 区口径",
    ]


def test_few_alerts_say_what_must_be_decided_about_each() -> None:
    results = results_of(1, first())
    alerts = alerts_of(results, history_of([points_of(1, first())]))
    actions = [
        "需确定：周均须再提高22.2个，由哪些单位承担。",
        "需确定：周均须再提高0.49万㎡，由哪些单位承担。",
        "请数据员核对不相符的数字并说明原因。",
    ]
    for shown, told in ((alerts[:1], actions[:1]), (alerts, actions), ((*alerts, alerts[0]), [""] * 4)):
        screen = alerts_screen(shown)(results, words_in("zh"), ScreenOptions())
        assert isinstance(screen, Screen)
        [bullets] = [block for block in screen.blocks if isinstance(block, BulletList)]
        assert [bullet.action for bullet in bullets.bullets] == told
    shown_blocks = deck_of(first(), codes=("exceptions",)).screens[0].blocks
    assert f'<p class="action">{actions[2]}</p>' in blocks_html(shown_blocks, words_in("zh"), dark=False)


def test_a_unit_with_neither_notes_nor_dates_is_shown_among_the_others() -> None:
    screens = {screen.code: screen for screen in deck_of_kind("first").screens}
    _cards, ranking = screens["unit:zhili"].blocks
    assert isinstance(ranking, Ranking)
    assert [row.name for row in ranking.rows if row.tone != "other"] == ["织里镇"]
    assert isinstance(screens["unit:gaoxin"].blocks[1], BulletList)
    thirty = {screen.code: screen for screen in deck_of_kind("thirty units").screens}
    own = next(screen for code, screen in thirty.items() if code.startswith("unit:"))
    assert len(own.blocks) == 1, "thirty do not fit below the cards"


def test_few_checks_are_all_shown_with_the_different_ones_first() -> None:
    """The fifteen of the first release do not fit on a page, so only the different ones are shown."""
    [many] = deck_of(first(), codes=("checks",)).screens[0].blocks
    [few] = deck_of({**first(), "unit_progress": without_rates()}, codes=("checks",)).screens[0].blocks
    assert isinstance(many, DataTable)
    assert isinstance(few, DataTable)
    assert [row.cells[-1] for row in many.rows] == ["✕ 不相符", "✕ 不相符", "⇄ 口径不同"]
    assert [row.cells[-1] for row in few.rows][:3] == ["✕ 不相符", "✕ 不相符", "⇄ 口径不同"]
    assert len(few.rows) > 3


def test_each_page_of_checks_says_in_its_title_which_it_holds() -> None:
    """The eight rates of the units are reported twice as high as they are."""
    units = first()["unit_progress"]
    doubled = units.frame.assign(completion_rate_reported=2 * units.frame["completion_rate_reported"])
    tables = {**first(), "unit_progress": replace(units, frame=doubled)}
    pages = deck_of(tables, codes=("checks",)).screens[:-1]
    assert [len(block.rows) for page in pages for block in page.blocks if isinstance(block, DataTable)] == [6, 5]
    assert [page.finding for page in pages] == [
        "可复算的15项数字中10项不相符；另有1项口径不同，不作比较",
        "第7–11项数字：不相符4项、口径不同1项",
    ]


def without_rates() -> DatedTable:
    units = first()["unit_progress"]
    return replace(units, frame=units.frame.assign(completion_rate_reported=float("nan")))
