"""会议演示: an agenda composed, timed, kept and begun from, and a meeting started on the release that is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Author, save_agenda, saved_agendas
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import Opener, words_on

LANGUAGES = ("zh", "en")


@pytest.fixture(autouse=True)
def without_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "cookies", {})  # a mock otherwise


def button(test: AppTest, label: str) -> AppTest:
    [found] = [one for one in test.button if one.label == label]
    return found.click().run()


def listed(test: AppTest) -> list[str]:
    """The names in the agenda's list, which the browser draws from the component's data."""
    return [item["name"] for item in data_of(test, "agenda_list")["items"]]


def data_of(test: AppTest, component: str) -> dict[str, Any]:
    [found] = [one.proto for one in test.get("bidi_component") if one.proto.component_name == component]
    data: dict[str, Any] = json.loads(found.json)
    return data


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


def test_the_list_follows_the_agenda_and_a_screen_is_added_at_its_end(open_page: Opener) -> None:
    test = open_page("meeting")
    codes = [code for code in Agenda().codes if code != "units"]
    test.session_state["agenda"] = Agenda().with_screens(["counties", *codes], {"counties": 180})
    test.run()
    assert listed(test)[0] == "县区排名"
    assert "乡镇对比" not in listed(test)
    assert "共11分钟" in words_on(test)
    test.selectbox(key="added_screen").set_value("checks").run()
    assert listed(test)[-1] == "数据核对"
    assert data_of(test, "agenda_list")["selected"] == "checks"
    assert "code=checks" in data_of(test, "screen_preview")["address"]
    assert not test.exception


def test_an_agenda_is_saved_with_its_notes_and_opened_again(open_page: Opener, database: Path) -> None:
    test = open_page("meeting")
    test.text_area(key="notes-overview").set_value("先讲进度").run()
    test.text_input(key="agenda_name").set_value("周例会").run()
    button(test, "保存议程")
    assert saved_agendas(Store(f"sqlite:///{database}"))["周例会"].notes["overview"] == "先讲进度"
    again = open_page("meeting")
    again.selectbox(key="saved_agenda").set_value("周例会").run()
    assert again.text_area(key="notes-overview").value == "先讲进度"
    button(again, "开始演示")
    begun = session.find(Store(f"sqlite:///{database}"), again.session_state["started_meeting"][0])
    assert begun is not None
    assert (begun.agenda_name, begun.agenda.notes["overview"]) == ("周例会", "先讲进度")


def test_an_agenda_of_another_visitor_stays_as_it_is(open_page: Opener, database: Path) -> None:
    save_agenda(Store(f"sqlite:///{database}"), "周例会", Agenda(dark=True), Author("another"))
    test = open_page("meeting")
    test.text_input(key="agenda_name").set_value("周例会").run()
    for label in ("保存议程", "删除此议程"):
        assert "由他人保存" in words_on(button(test, label))
    assert saved_agendas(Store(f"sqlite:///{database}")) == {"周例会": Agenda(dark=True)}


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
    assert "本期没有数据的画面" in said
