"""总览: what it says on its first screen, and on releases that lack tables."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.meeting.releases import no_targets
from tests.pages.conftest import Opener, values_on, words_on


@pytest.mark.parametrize(("language", "missing"), [("zh", "无数据"), ("en", "No data")])
def test_figures_that_a_release_lacks_are_named_once(
    open_page: Opener, empty_database: Path, language: str, missing: str
) -> None:
    """Without the table of district figures, the rank alone is there; the benefits say for themselves that none is."""
    store = Store(f"sqlite:///{empty_database}")
    store.publish(Draft(no_targets(), "clerk"), store.head())
    test = open_page(lang=language)
    assert not test.exception
    (figures,) = (element.proto.body for element in test.get("html") if 'class="figures' in element.proto.body)
    assert len(values_on(test)) == 1
    assert figures.count(missing) == 1


def test_the_overview_answers_in_its_first_lines(open_page: Opener) -> None:
    test = open_page()
    assert test.title[0].value == ("落后序时：开工目标（38.5个百分点）、争全市第一（3.2）；已完成：区定面积目标")
    assert values_on(test) == ["242.01", "202", "66", "第2位"]
    said = words_on(test).replace("\\", "")
    for told in (
        "334.3%",
        "761.0%",
        "194.1%",
        "27.1个",
        "4.9个",
        "3.18万㎡",
        "2.69万㎡",
        "明显滞后",
        "存在风险",
    ):
        assert told in said
    assert "可复算的15项数字中2项不相符；另有1项口径不同" in said


def test_an_alert_names_the_decision_before_its_evidence(open_page: Opener) -> None:
    (line, *_others) = (one.proto.label for one in open_page().get("page_link") if "个百分点" in one.proto.label)
    line = line.replace("\\", "")
    assert line.index("需确定：周均须再提高22.2个，由哪些单位承担") < line.index("争取排定项目一半以上开工")


def test_no_heading_stands_over_nothing(database: Path, open_page: Opener) -> None:
    tables = first_dataset.tables()
    notes = tables["notes"]
    progress = dataclasses.replace(notes, frame=notes.frame[notes.frame["kind"] == "progress"])
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({**tables, "notes": progress}, "test"), store.head())
    shown = words_on(open_page())
    assert "工作进展" in shown
    assert "存在问题" not in shown
    assert "\n下一步工作" not in shown


def test_a_release_of_units_alone_says_once_that_the_district_has_no_figures(
    open_page: Opener, empty_database: Path
) -> None:
    tables = {"unit_progress": first_dataset.tables()["unit_progress"]}
    Store(f"sqlite:///{empty_database}").publish(Draft(tables, "clerk"), None)
    test = open_page()
    assert test.title[0].value == "本期无可比较的全区数据"
    assert values_on(test) == []
