"""A visit's address fills its selections, and its selections fill the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

RELEASE = 7
"""The release that the page below shows."""


def page() -> None:
    """A page with one widget, two buttons and nothing else."""
    import streamlit as st

    from renovation.web.selections import (
        drop_unknown,
        read_selections,
        select_unit,
        selectable_key,
        unknown_in_address,
        write_selections,
    )
    from renovation.web.widgets import segmented_control, select_box

    read_selections()
    drop_unknown(["高新区", "织里镇"], ["first_in_city"])
    segmented_control("order", "Order", str)
    segmented_control("measure", "Measure", str, ("area_renovated", "completion_rate"))
    select_box("year", "Year", str, (0, 2013))
    st.button("one unit", on_click=select_unit, args=("织里镇", "金牛"))
    st.button("all units", on_click=select_unit, args=(None,))
    st.text(selectable_key("chart"))
    for unknown in unknown_in_address():
        st.caption(f"{unknown.parameter}={unknown.value}")
    write_selections(7)


def opened(**parameters: str) -> AppTest:
    test = AppTest.from_function(page)
    for name, value in parameters.items():
        test.query_params[name] = value
    return test.run()


def address(test: AppTest) -> dict[str, str]:
    return dict(test.query_params)


def moved(test: AppTest, **parameters: str) -> AppTest:
    """The browser's way back or forward, to another address of the same page."""
    test.query_params.clear()
    for name, value in parameters.items():
        test.query_params[name] = value
    return test.run()


def test_the_first_address_fills_the_selections_and_gets_the_release_shown() -> None:
    test = opened(lang="en", units="zhili", order="lowest", among="district")
    assert not test.exception
    assert test.session_state["units"] == ["织里镇"]
    assert test.segmented_control(key="order").value == "lowest"
    assert address(test) == {
        "release": "7", "lang": "en", "units": "zhili", "order": "lowest", "among": "district"
    }  # fmt: skip


def test_a_widget_changes_the_address() -> None:
    test = opened()
    test.segmented_control(key="order").set_value("lowest").run()
    assert address(test) == {"release": "7", "lang": "zh", "order": "lowest"}
    test.segmented_control(key="order").set_value("highest").run()
    assert address(test) == {"release": "7", "lang": "zh"}


def test_the_way_back_fills_the_selections_again_and_goes_on_following_the_newest() -> None:
    test = opened()
    test.segmented_control(key="order").set_value("lowest").run()
    moved(test, release="7", lang="zh")
    assert test.segmented_control(key="order").value == "highest"
    assert test.session_state["release"] is None, "the address says 7 only because 7 was shown"
    moved(test, release="3", lang="zh", order="lowest")
    assert test.session_state["release"] == 3
    assert test.segmented_control(key="order").value == "lowest"


def test_a_selection_wins_over_an_address_that_is_behind_it() -> None:
    test = opened(order="lowest")
    test.query_params["order"] = "reported"
    test.segmented_control(key="order").set_value("highest").run()
    assert test.segmented_control(key="order").value == "highest"
    assert "order" not in address(test)


def test_a_selected_unit_and_site_are_forgotten_together_and_so_is_what_they_were_selected_in() -> None:
    test = opened()
    key = test.text[0].value
    test.button[0].click().run()
    assert (address(test)["unit"], address(test)["site"]) == ("zhili", "金牛")
    assert test.text[0].value != key
    test.button[1].click().run()
    assert address(test) == {"release": "7", "lang": "zh"}


def test_what_is_unknown_is_said_until_the_visitor_selects_something() -> None:
    test = opened(units="zhili,atlantis", unit="atlantis", goal="moon", view="sky")
    assert [caption.value for caption in test.caption] == ["view=sky", "units=atlantis", "unit=atlantis", "goal=moon"]
    assert address(test) == {"release": "7", "lang": "zh", "units": "zhili"}
    test.run()
    assert len(test.caption) == 4
    test.segmented_control(key="order").set_value("lowest").run()
    assert not test.caption


@pytest.mark.parametrize("measure", ["projects_started", "land_freed"])
def test_a_value_that_a_page_does_not_offer_gives_way_to_its_first(measure: str) -> None:
    test = opened(measure=measure)
    assert test.segmented_control(key="measure").value == "area_renovated"
    assert "measure" not in address(test)


def test_the_latest_year_is_none_in_the_address() -> None:
    test = opened()
    assert address(test) == {"release": "7", "lang": "zh"}
    test.selectbox(key="year").set_value(2013).run()
    assert address(test)["year"] == "2013"
    test.selectbox(key="year").set_value(0).run()
    assert "year" not in address(test)
