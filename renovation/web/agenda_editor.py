"""Lets a visitor edit the agenda of a meeting: options, screens with times and notes, and a preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from renovation.blocks.screen import Screen
from renovation.language import Words
from renovation.meeting.agenda import LONGEST_SECONDS, NOTES_LENGTH, SHORTEST_SECONDS, Agenda
from renovation.meeting.screens import UnavailableScreen
from renovation.web.page_context import PageContext

_AGENDA: Final = "agenda"
_LIST: Final = "agenda_list"
_SELECTED: Final = "agenda_screen"
_ANSWERED: Final = "agenda_changes_answered"
"""The session state's key for the number of the last change that the browser reported and that was applied."""
_OPTIONS: Final = ("dark", "turns", "lights")
_ASSETS: Final = Path(__file__).parent / "assets"
_LIST_HTML: Final = '<ol></ol><p role="status"></p>'
_LIST_STYLE: Final = (_ASSETS / "agenda_list.css").read_text(encoding="utf-8")
_LIST_SCRIPT: Final = (_ASSETS / "agenda_list.js").read_text(encoding="utf-8")
_PREVIEW: Final = '<iframe loading="lazy" tabindex="-1"></iframe>'
_PREVIEW_STYLE: Final = """
iframe { width: 100%; aspect-ratio: 16 / 9; border: 1px solid var(--st-border-color); border-radius: 6px; }
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
    """Returns the agenda that the visitor is editing on the page 会议演示; at first it is the default agenda."""
    agenda: Agenda = st.session_state.setdefault(_AGENDA, Agenda())
    return agenda


def open_agenda(agenda: Agenda) -> None:
    """Replaces the agenda that the visitor is editing by `agenda`, and sets the widgets to its options and notes."""
    st.session_state[_AGENDA] = agenda
    for option in _OPTIONS:
        st.session_state[f"option_{option}"] = getattr(agenda, option)
    for item in agenda.items:
        st.session_state[_notes_key(item.code)] = item.notes


def edit_options(words: Words) -> Agenda:
    """Draws a switch for each option of the agenda, and returns an agenda with the options that the visitor selected.

    Its language is the language of the page.
    """
    labels = {
        "dark": words("Dark screens"),
        "turns": words("Advance automatically"),
        "lights": words("Mark units green or red by whether they meet their target"),
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
    """Draws the list of screens on the agenda, and beside it the selected screen with its notes.

    The visitor can sort the list by dragging. `screens` has all screens of the release; the keys are the codes of the
    screens.
    """
    listed = [code for code in current_agenda().codes if isinstance(screens.get(code), Screen)]
    listing, selected = st.columns([1, 1.6], gap="large")
    shown = _selected(listed)
    with listing:
        _list(page.words, screens, listed, shown)
        _add_screen(page.words, screens)
    if shown:
        with selected:
            _preview(page, shown, screens[shown].name)
            _edit_notes(page.words, shown)


def _selected(listed: Sequence[str]) -> str | None:
    """Returns the code of the screen in the preview; None if there is none.

    It is the screen that the visitor has selected, or else the first of `listed`, the codes of the screens on the
    agenda.
    """
    selected = st.session_state.get(_SELECTED)
    return selected if selected in listed else next(iter(listed), None)


def _list(
    words: Words, screens: Mapping[str, Screen | UnavailableScreen], listed: Sequence[str], shown: str | None
) -> None:
    seconds = current_agenda().seconds
    content = {
        "items": [{"code": code, "name": screens[code].name, "seconds": seconds[code]} for code in listed],
        "selected": shown,
        "answered": st.session_state.get(_ANSWERED, 0),
        "shortest": SHORTEST_SECONDS,
        "longest": LONGEST_SECONDS,
        "words": {
            "move": words("Move {name}: drag it, or press the up and down arrow keys", name="{name}"),
            "moved": words("{name} is now number {place} on the agenda", name="{name}", place="{place}"),
            "seconds": words("Seconds for {name}", name="{name}"),
            "remove": words("Remove {name}", name="{name}"),
        },
    }
    draw = st.components.v2.component(_LIST, html=_LIST_HTML, css=_LIST_STYLE, js=_LIST_SCRIPT)
    draw(data=content, key=_LIST, on_changed_change=lambda: _change_items(listed, st.session_state[_LIST].changed))
    st.caption(words("The number beside a screen is its time in seconds."))


def _change_items(listed: Sequence[str], changed: Mapping[str, Any]) -> None:
    """Applies a change that the visitor made to the list of screens in the browser.

    `listed` are the codes of the screens in the list before the change. `changed` has `items` (the new list; each item
    has `code` and `seconds`), `selected` (the code of the selected screen) and `told` (the number of the change, which
    is sent back, so that the browser ignores the responses to earlier changes).
    """
    seconds = {str(item["code"]): int(item["seconds"] or SHORTEST_SECONDS) for item in changed["items"]}
    st.session_state[_AGENDA] = current_agenda().with_edited_list(listed, seconds)
    st.session_state[_ANSWERED] = changed["told"]
    if changed.get("selected"):
        st.session_state[_SELECTED] = changed["selected"]


def _add_screen(words: Words, screens: Mapping[str, Screen | UnavailableScreen]) -> None:
    codes = current_agenda().codes
    st.selectbox(
        words("Add a screen"),
        [code for code, screen in screens.items() if code not in codes and isinstance(screen, Screen)],
        index=None,
        format_func=lambda code: screens[code].name,
        placeholder=words("Choose a screen"),
        key="added_screen",
        on_change=_add,
    )


def _add() -> None:
    code = st.session_state["added_screen"]
    if code:
        st.session_state[_AGENDA] = current_agenda().with_screens((*current_agenda().codes, code))
        st.session_state[_SELECTED] = code
    st.session_state["added_screen"] = None


def _preview(page: PageContext, code: str, name: str) -> None:
    """Draws a small version of a screen as the meeting will show it.

    `code` and `name` are those of the screen. `st.iframe` is not used, because it writes warnings about permissions to
    the browser's console.
    """
    agenda = current_agenda()
    query = {
        "release": page.release.release,
        "code": code,
        "lang": agenda.language,
        "dark": int(agenda.dark),
        "lights": int(agenda.lights),
    }
    draw = st.components.v2.component("screen_preview", html=_PREVIEW, css=_PREVIEW_STYLE, js=_PREVIEW_SCRIPT)
    draw(data={"address": f"meeting/screen?{urlencode(query)}", "name": name}, key="preview")


def _edit_notes(words: Words, code: str) -> None:
    key = _notes_key(code)
    st.session_state.setdefault(key, current_agenda().notes[code])
    st.text_area(
        words("My notes for this screen, shown only in the presenter's view"),
        key=key,
        max_chars=NOTES_LENGTH,
        height=100,
        on_change=lambda: _write_notes(code, st.session_state[key]),
    )


def _write_notes(code: str, notes: str) -> None:
    st.session_state[_AGENDA] = current_agenda().with_notes({code: notes})


def _notes_key(code: str) -> str:
    return f"notes-{code}"
