"""The element in the header that shows the current release, and the lists in which a visitor selects a release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from renovation.language import Words
from renovation.releases.store import Release
from renovation.web.selections import show_release
from renovation.wording.releases import release_label

MOST_LISTED: Final = 60
"""The most releases in one list: about those of a year, one a week with some corrections."""
YEAR_WIDTH: Final = 88


def release_picker(shown: Release, releases: Sequence[Release], newest: int | None, words: Words) -> None:
    """Draws the number and the as-of date of the displayed release `shown`, which open a list of all releases.

    The visitor can select another release in the list. `releases` are all releases, newest first; if there is only one,
    no list is drawn. `newest` is the number of the newest release, None if it is unknown.
    """
    label = words("Release {number} · data as of {day}", number=shown.release, day=words.day(shown.as_of))
    if len(releases) < 2:
        st.markdown(f":gray[:material/event: {label}]", width="content")
        return
    key = f"release-picker-{shown.release}"
    with st.popover(label, icon=":material/event:", type="tertiary", on_change="rerun", key=f"{key}-open") as picker:
        if picker.open:
            _offer(shown, releases, newest, key, words)


def _offer(shown: Release, releases: Sequence[Release], newest: int | None, key: str, words: Words) -> None:
    choose_release(
        words("Select another release"),
        releases,
        shown.release,
        lambda number: show_release(number, newest),
        key,
        words,
        stacked=True,
    )
    if newest is not None and shown.release != newest:
        st.button(words("Show the newest release"), key=f"{key}-newest", on_click=show_release, args=(newest, newest))


def choose_release(
    label: str,
    releases: Sequence[Release],
    selected: int | None,
    choose: Callable[[int], None],
    key: str,
    words: Words,
    stacked: bool = False,
) -> None:
    """Draws a list from which the visitor selects one of `releases`; if they are many, also a list of years.

    With a list of years, the list of releases has only those of the selected year. The years stand beside the releases,
    or above them if `stacked` is True. `label` is the text above the list of releases, `selected` the number of the
    selected release (None if no release is selected), `key` the beginning of the Streamlit keys. `choose` is called
    with the number of the release that the visitor selects.
    """
    years = sorted({release.as_of.year for release in releases}, reverse=True)
    numbers = {release.release: release for release in releases}
    with st.container(horizontal=not stacked):
        if len(releases) > MOST_LISTED and len(years) > 1:
            of_selected = years.index(numbers[selected].as_of.year) if selected in numbers else 0
            year = st.selectbox(words("Year"), years, index=of_selected, key=f"{key}-{selected}-year", width=YEAR_WIDTH)
            numbers = {number: release for number, release in numbers.items() if release.as_of.year == year}
            key = f"{key}-{year}"
        options, list_key = list(numbers), f"{key}-{selected}"
        st.selectbox(
            label,
            options,
            index=options.index(selected) if selected in numbers else None,
            format_func=lambda number: release_label(numbers[number], words),
            key=list_key,
            placeholder=words("choose a release"),
            on_change=lambda: choose(st.session_state[list_key]),
        )
