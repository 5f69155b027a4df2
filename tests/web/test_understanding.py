"""The panel of questions: a likely answer waits for a confirmation, any other choice is an answer."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from renovation.web.understanding import UNDERSTOOD
from tests.web.understanding_case import checked


def panel() -> None:
    import streamlit as st

    from renovation.language import words_in
    from renovation.web.understanding import ask, forget_answer, given_answers, show_understood
    from tests.web.understanding_case import checked

    ask(checked(), words_in("en"))
    show_understood(checked(), words_in("en"))
    st.json(given_answers())
    if st.session_state.pop("forget", False):
        forget_answer("f:names")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(panel, default_timeout=120).run()


@pytest.fixture
def opened(page: AppTest) -> AppTest:
    """The panel with its list of decisions open."""
    page.session_state[f"{UNDERSTOOD}{checked().source.sha256}"] = True
    return page.run()


def answers(page: AppTest) -> dict[str, str]:
    """The answers that the panel itself prints."""
    given: dict[str, str] = json.loads(page.json[0].value)
    return given


def test_a_likely_answer_is_marked_and_nothing_is_where_none_is_likely(page: AppTest) -> None:
    assert [radio.value for radio in page.radio] == ["m2", None]
    assert answers(page) == {}
    assert page.header[0].value == "Questions about the sheet to answer before publishing: 2"


def test_confirming_answers_the_likely_ones_alone(page: AppTest) -> None:
    page.button[0].click().run()
    assert answers(page) == {"f:unit": "m2"}
    assert [radio.value for radio in page.radio] == ["m2", None]
    assert not page.button
    page.radio[1].set_value("target").run()
    assert answers(page) == {"f:unit": "m2", "f:column": "target"}
    assert page.header[0].value == "All questions about the sheet are answered"


def test_another_choice_than_the_likely_one_is_an_answer_at_once(page: AppTest) -> None:
    page.radio[0].set_value("ha").run()
    assert answers(page) == {"f:unit": "ha"}
    assert [radio.value for radio in page.radio] == ["ha", None]


def test_lines_are_built_only_when_their_list_is_open(page: AppTest) -> None:
    assert [panel.label for panel in page.expander] == ["How the sheet was read: 1 columns read, 0 parts not read"]
    assert not page.selectbox


def test_a_line_that_was_certain_can_be_corrected_in_its_place(opened: AppTest) -> None:
    assert opened.selectbox[0].value == "area"
    opened.selectbox[0].set_value("target").run()
    assert answers(opened) == {"f:names": "target"}
    assert [box.value for box in opened.selectbox] == ["target"]
    assert "as answered just now" in [caption.value for caption in opened.caption]


def test_a_dropped_answer_stays_dropped_when_the_browser_sends_its_widget_once_more(opened: AppTest) -> None:
    opened.selectbox[0].set_value("target").run()
    opened.session_state["forget"] = True
    opened.run()
    opened.run()
    assert not opened.exception
    assert answers(opened) == {}
    assert [box.value for box in opened.selectbox] == ["area"]
    opened.selectbox[0].set_value("target").run()
    assert answers(opened) == {"f:names": "target"}
