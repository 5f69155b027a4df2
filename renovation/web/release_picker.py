"""The element in the sidebar that shows the current release and lets the visitor select another one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from renovation.language import Words
from renovation.releases.store import Release
from renovation.web.selections import show_release
from renovation.wording.releases import release_label


def release_picker(shown: Release, releases: Sequence[Release], newest: int | None, words: Words) -> None:
    """Draws the number and the as-of date of the release `shown`, and a list to select another release from.

    `releases` are all releases, newest first; if there is only one release, no list is drawn. `newest` is the number of
    the newest release, None if it is unknown.
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
    by_number = {release.release: release for release in releases}
    numbers = list(by_number)
    st.selectbox(
        words("Select another release"),
        numbers,
        index=numbers.index(shown.release) if shown.release in by_number else None,
        format_func=lambda number: release_label(by_number[number], words),
        key=key,
        placeholder=words("choose a release"),
        on_change=lambda: show_release(st.session_state[key], newest),
    )
    if newest is not None and shown.release != newest:
        st.button(words("Show the newest release"), key=f"{key}-newest", on_click=show_release, args=(newest, newest))
