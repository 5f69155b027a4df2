"""会议演示: an agenda composed, timed, kept and begun from, and a meeting started on the release that is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from renovation.meeting import session
from renovation.meeting.agenda import saved_agendas
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import Opener, words_on

LANGUAGES = ("zh", "en")


def button(test: AppTest, label: str) -> AppTest:
    [found] = [one for one in test.button if one.label == label]
    return found.click().run()


def listed(test: AppTest) -> list[str]:
    """The agenda's screens as the page lists them: `**1. 总体进展**`, not a sentence in bold."""
    return [one.value for one in test.markdown if re.match(r"\*\*\d+\. ", one.value)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_both_languages(open_page: Opener, language: str) -> None:
    test = open_page("meeting", lang=language)
    assert not test.exception
    assert not test.warning
    assert (
        test.title[0].value
        == {
            "zh": "编排议程后开始演示；全场固定显示第1期，数据截至2013年10月15日",
            "en": "Compose the agenda, then start; the whole meeting shows release 1, as of 15 Oct 2013",
        }[language]
    )
    assert len(listed(test)) == 10


def test_phones_and_keyboards_meet_the_screens_in_the_agendas_order(open_page: Opener) -> None:
    numbers = [int(one.strip("*").partition(".")[0]) for one in listed(open_page("meeting"))]
    assert numbers == list(range(1, 11))


def test_screens_are_taken_away_added_swapped_and_timed(open_page: Opener) -> None:
    test = open_page("meeting")
    test.button(key="drop-units").click().run()
    assert "乡镇对比" not in " ".join(listed(test))
    test.selectbox(key="added_screen").set_value("checks").run()
    assert "数据核对" in listed(test)[-1]
    test.button(key="move-overview-1").click().run()
    assert "完成率" in listed(test)[0]
    test.number_input(key="seconds-overview").set_value(180).run()
    assert "共12分钟" in words_on(test)
    assert not test.exception


def test_an_agenda_is_kept_and_begun_from(open_page: Opener, database: Path) -> None:
    test = open_page("meeting")
    test.button(key="drop-map").click().run()
    test.text_input(key="agenda_name").set_value("周例会").run()
    button(test, "保存议程")
    kept = saved_agendas(Store(f"sqlite:///{database}"))["周例会"]
    assert "map" not in kept.codes
    again = open_page("meeting")
    again.selectbox(key="saved_agenda").set_value("周例会").run()
    assert "改造地图" not in " ".join(listed(again))


def test_a_meeting_starts_on_the_release_that_is_shown(open_page: Opener, database: Path) -> None:
    test = button(open_page("meeting", release="1"), "开始演示")
    assert not test.exception
    begun, key = test.session_state["started_meeting"]
    found = session.find(Store(f"sqlite:///{database}"), begun)
    assert found is not None
    assert (found.release, found.screen) == (1, "overview")
    assert found.opens_to(key)
    assert begun in words_on(test)


def test_nobody_takes_over_without_the_publishers_key(open_page: Opener) -> None:
    test = open_page("meeting")
    assert "接管" not in [one.label for one in test.button]


def test_a_screen_without_figures_is_named_with_its_reason(open_page: Opener, empty_database: Path) -> None:
    units = {"unit_progress": first_dataset.tables()["unit_progress"]}
    Store(f"sqlite:///{empty_database}").publish(Draft(units, "clerk"), None)
    said = words_on(open_page("meeting"))
    assert "本期没有县区数据。" in said
    assert "本期缺数据、自动略过的画面" in said
