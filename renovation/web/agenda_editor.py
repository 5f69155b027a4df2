"""The agenda that a visitor composes, in their session: its options, and its screens with their times and previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from renovation.blocks.screen import Screen
from renovation.language import Words
from renovation.meeting.agenda import LONGEST_SECONDS, SHORTEST_SECONDS, Agenda
from renovation.meeting.screens import UnavailableScreen
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext

_AGENDA: Final = "agenda"
_OPTIONS: Final = ("dark", "turns", "lights")
_COLUMNS: Final = 2
_PREVIEW: Final = '<iframe loading="lazy"></iframe>'
_PREVIEW_STYLE: Final = """
iframe { width: 100%; aspect-ratio: 16 / 9; border: 0; border-radius: 6px; }
iframe { pointer-events: none; display: block; }
"""
_PREVIEW_SCRIPT: Final = """
export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector("iframe")
  frame.title = data.name
  if (frame.getAttribute("src") !== data.address) frame.setAttribute("src", data.address)
}
"""


def current_agenda() -> Agenda:
    """Returns the agenda of this session; the default one at first."""
    agenda: Agenda = st.session_state.setdefault(_AGENDA, Agenda())
    return agenda


def open_agenda(agenda: Agenda) -> None:
    """Makes an agenda the session's, and shows its options and times in the widgets."""
    st.session_state[_AGENDA] = agenda
    for option in _OPTIONS:
        st.session_state[f"option_{option}"] = getattr(agenda, option)
    for item in agenda.items:
        st.session_state[_seconds_key(item.code)] = item.seconds


def edit_options(words: Words) -> Agenda:
    """Draws how the screens are shown, and returns the agenda with it; its language is the page's."""
    labels = {
        "dark": words("Dark"),
        "turns": words("Advance automatically"),
        "lights": words("Units in green and red by their target"),
    }
    options: dict[str, Any] = {}
    with st.container(horizontal=True):
        for option, label in labels.items():
            key = f"option_{option}"
            st.session_state.setdefault(key, getattr(current_agenda(), option))
            options[option] = st.toggle(label, key=key, persist_state="session", width="content")
    st.session_state[_AGENDA] = replace(current_agenda(), language=words.language, **options)
    return current_agenda()


def edit_items(page: PageContext, screens: Mapping[str, Screen | UnavailableScreen]) -> None:
    """Draws the agenda's screens in their order, two a row, so that phones and keyboards meet them in that order."""
    listed = [code for code in current_agenda().codes if isinstance(screens.get(code), Screen)]
    columns: list[DeltaGenerator] = []
    for place, code in enumerate(listed):
        columns = columns or [*st.columns(_COLUMNS, gap="medium")]
        with columns.pop(0), st.container(border=True, key=f"item-{place}"):
            _item(page.words, place, screens[code], listed)
            _preview(page, code, screens[code].name, f"preview-{place}")


def add_screen(words: Words, screens: Mapping[str, Screen | UnavailableScreen]) -> None:
    """Draws the list of the screens that the agenda does not have yet."""
    codes = current_agenda().codes
    st.selectbox(
        words("Add a screen"),
        [code for code, screen in screens.items() if code not in codes and isinstance(screen, Screen)],
        index=None,
        format_func=lambda code: screens[code].name,
        key="added_screen",
        on_change=_add,
    )


def _item(words: Words, place: int, screen: Screen | UnavailableScreen, listed: list[str]) -> None:
    """One screen's name, seconds, and the buttons that move and remove it."""
    code = screen.code
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"**{place + 1}. {escaped(screen.name)}**", width="stretch")
        _edit_seconds(words, code)
        for step, icon, label in ((-1, "arrow_upward", words("Up")), (1, "arrow_downward", words("Down"))):
            st.button(
                "",
                icon=f":material/{icon}:",
                key=f"move-{code}-{step}",
                help=label,
                disabled=not 0 <= place + step < len(listed),
                on_click=_swap,
                args=(code, listed[(place + step) % len(listed)]),
            )
        remove = words("Remove")
        st.button("", icon=":material/close:", key=f"drop-{code}", help=remove, on_click=_remove, args=(code,))


def _edit_seconds(words: Words, code: str) -> None:
    key = _seconds_key(code)
    st.session_state.setdefault(key, current_agenda().seconds[code])
    st.number_input(
        words("Seconds"),
        SHORTEST_SECONDS,
        LONGEST_SECONDS,
        step=5,
        key=key,
        width=130,
        on_change=lambda: _change(current_agenda().codes, {code: int(st.session_state[key])}),
    )


def _preview(page: PageContext, code: str, name: str, key: str) -> None:
    """The very screen, small; `st.iframe` would fill the browser's console with warnings of its own permissions."""
    agenda = current_agenda()
    query = {
        "release": page.release.release,
        "code": code,
        "lang": agenda.language,
        "dark": int(agenda.dark),
        "lights": int(agenda.lights),
    }
    draw = st.components.v2.component("screen_preview", html=_PREVIEW, css=_PREVIEW_STYLE, js=_PREVIEW_SCRIPT)
    draw(data={"address": f"meeting/screen?{urlencode(query)}", "name": name}, key=key)


def _seconds_key(code: str) -> str:
    return f"seconds-{code}"


def _change(codes: tuple[str, ...], seconds: Mapping[str, int] | None = None) -> None:
    st.session_state[_AGENDA] = current_agenda().with_screens(codes, seconds)


def _swap(code: str, other: str) -> None:
    swapped = {code: other, other: code}
    _change(tuple(swapped.get(one, one) for one in current_agenda().codes))


def _remove(code: str) -> None:
    _change(tuple(one for one in current_agenda().codes if one != code))


def _add() -> None:
    code = st.session_state["added_screen"]
    if code:
        _change((*current_agenda().codes, code))
    st.session_state["added_screen"] = None
