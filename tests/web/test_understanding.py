"""The panel of questions: a likely answer waits for a confirmation, any other choice is an answer."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest


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


def test_a_line_that_was_certain_can_be_corrected_in_its_place(page: AppTest) -> None:
    assert page.selectbox[0].value == "area"
    page.selectbox[0].set_value("target").run()
    assert answers(page) == {"f:names": "target"}
    assert [box.value for box in page.selectbox] == ["target"]
    assert "as answered just now" in [caption.value for caption in page.caption]


def test_a_dropped_answer_stays_dropped_when_the_browser_sends_its_widget_once_more(page: AppTest) -> None:
    page.selectbox[0].set_value("target").run()
    page.session_state["forget"] = True
    page.run()
    page.run()
    assert not page.exception
    assert answers(page) == {}
    assert [box.value for box in page.selectbox] == ["area"]
    page.selectbox[0].set_value("target").run()
    assert answers(page) == {"f:names": "target"}
