"""The first screen: what changed for the better or the worse, the most urgent alert first, in a line each."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from renovation.comparisons.alerts import Alert, UnitLag
from renovation.comparisons.answers import Answers, answer
from renovation.comparisons.history import history_of, points_of
from renovation.language import words_in
from renovation.web.page_html import figure_block
from renovation.wording.headline_changes import district_headlines_with_changes
from renovation.wording.overview import alert_line, goal_state, most_severe_first, severity
from tests import first_dataset

ZH, EN = words_in("zh"), words_in("en")
DAY = dt.date(2014, 8, 5)


def lagging(*rates: float) -> Alert:
    lags = tuple(UnitLag(f"{number}号镇", rate, 60.0 - rate) for number, rate in enumerate(rates, 1))
    return Alert("behind_schedule", 0, lags[0].unit, "completion_rate", DAY, "区口径", 1, lags=lags, schedule=60.0)


def alert(rule: str) -> Alert:
    return Alert(rule, 1, "织里镇", "projects_started", DAY, "区口径", 2, DAY, 3.0, 5.0)


def test_what_fell_or_is_far_behind_is_an_alarm_and_comes_first() -> None:
    near, far, fell, still = lagging(48.0), lagging(47.9), alert("fell_back"), alert("stood_still")
    assert [severity(one) for one in (near, far, fell, still)] == ["warning", "alarm", "alarm", "warning"]
    assert most_severe_first((near, far, fell, still)) == (far, fell, near, still)


def test_a_line_names_the_units_furthest_behind_and_counts_all() -> None:
    assert alert_line(lagging(1.0, 2.0, 3.0), ZH) == (
        "3个单位年度面积目标完成率低于序时进度60.0%：1号镇1.0%、2号镇2.0%、3号镇3.0%。"
    )
    assert alert_line(lagging(1.0, 2.0, 3.0, 4.0, 5.0), ZH) == (
        "5个单位年度面积目标完成率低于序时进度60.0%：1号镇1.0%、2号镇2.0%、3号镇3.0%，另有2个。"
    )


def test_a_goal_in_a_line_says_where_it_is_and_where_it_should_be(answers: Answers) -> None:
    started, race = (goal_state(outlook, ZH) for outlook in answers.outlooks)
    assert (started.light_words, started.amounts) == ("明显滞后", "目前 202个；目标 500个")
    assert started.shares == "已完成目标的40.4%；竖线为序时进度78.9%"
    assert race.amounts == "目前 107.79万㎡；德清县 112.39万㎡"
    unknown = dataclasses.replace(answers.outlooks[0].goal, light=None, actual=float("nan"), gap=float("nan"))
    state = goal_state(dataclasses.replace(answers.outlooks[0], goal=unknown), ZH)
    assert (state.reached, state.amounts) == (None, "")
    assert state.shares


@pytest.fixture
def week_later() -> tuple[Answers, object]:
    """The first release, and one a week later: 3.5 of area more, a start fewer, rank 3 instead of 2."""
    first = first_dataset.tables()
    figures, counties = first["figures"], first["county_progress"]
    later = dt.date(2013, 10, 22)
    now = {"area_renovated": 245.51, "projects_started": 201}
    value = figures.frame["measure"].map(now).fillna(figures.frame["value"])
    period = figures.frame["period"].replace("2013-10-15", later.isoformat())
    area = counties.frame["area_reported"].mask(counties.frame["county"] == "长兴县", 108.0)
    tables = {
        **first,
        "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=value, period=period), as_of=later),
        "county_progress": dataclasses.replace(
            counties, frame=counties.frame.assign(area_reported=area), as_of=dt.date(2013, 10, 15)
        ),
    }
    return answer(2, tables), history_of([points_of(1, first), points_of(2, tables)])


def test_headlines_say_what_got_better_or_worse(week_later: tuple[Answers, object]) -> None:
    headlines = district_headlines_with_changes(*week_later, ZH)
    changes = [(one.change.words, one.change.direction) for one in headlines if one.change]
    assert changes == [
        ("+3.5万㎡", "up"),
        ("−1个", "down"),
        ("与上期持平", "level"),
        ("下降1位", "down"),
    ]
    assert [amount for _day, amount in headlines[0].course] == [242.01, 245.51]


def test_a_block_says_its_day_and_basis_once(week_later: tuple[Answers, object]) -> None:
    block = figure_block(district_headlines_with_changes(*week_later, ZH), ZH)
    assert block.basis == "截至2013年10月22日 · 区口径 · 较2013年10月15日变化"
    assert [one.basis for one in block.cards] == ["", "", "", "截至2013年10月15日 · 上报市口径 · 较2013年10月8日变化"]


def test_without_a_release_before_there_is_no_change(answers: Answers) -> None:
    points = history_of([points_of(1, answers.tables)])
    assert [one.change for one in district_headlines_with_changes(answers, points, EN)] == [None] * 4
