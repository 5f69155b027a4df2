"""会议演示: composes the agenda of a meeting, starts the meeting, and offers its links and the offline file."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from renovation.blocks.screen import Screen
from renovation.blocks.spreadsheet import file_name
from renovation.language import Words
from renovation.meeting import session
from renovation.meeting.agenda import (
    NAME_LENGTH,
    Agenda,
    Author,
    RefusedChange,
    TooManyAgendas,
    delete_agenda,
    save_agenda,
    saved_agendas,
)
from renovation.meeting.contents import all_screens
from renovation.meeting.documents import offline_file
from renovation.meeting.qr_code import qr_code
from renovation.meeting.screens import ScreenOptions, UnavailableScreen
from renovation.meeting.starting import TooManyMeetings, start_meeting
from renovation.releases.database import StoreError
from renovation.web import data
from renovation.web.agenda_editor import edit_items, edit_options, open_agenda
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.sign_in import is_publisher, sign_in
from renovation.web.visitor import visitor_code

STARTED: Final = "started_meeting"
_THIS_COMPUTER: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def draw(page: PageContext) -> None:
    """Draws the page 会议演示, on which a visitor composes an agenda and starts a meeting."""
    words, day = page.words, page.words.day(page.release.as_of)
    st.title(
        words(
            "Compose the agenda, then start; the whole meeting shows release {number}, as of {day}",
            number=page.release.release,
            day=day,
        ),
        anchor=False,
    )
    _choose_saved(words)
    agenda = edit_options(words)
    _start(page, agenda)
    _compose(page, agenda)
    _save(words, agenda)
    _take_over(words)


def _choose_saved(words: Words) -> None:
    saved = _saved_agendas()
    if saved:
        st.selectbox(
            words("Saved agendas"),
            ["", *saved],
            format_func=lambda name: name or words("default agenda"),
            key="saved_agenda",
            on_change=lambda: _open(saved),
        )


def _saved_agendas() -> dict[str, Agenda]:
    """Returns the saved agendas; the keys are their names. It is empty if the database does not respond."""
    try:
        return saved_agendas(data.store())
    except StoreError:
        data.LOG.exception("The agendas cannot be read.")
        return {}


def _open(saved: dict[str, Agenda]) -> None:
    name = st.session_state["saved_agenda"]
    open_agenda(saved.get(name, Agenda()))
    st.session_state["agenda_name"] = name


def _file_name(page: PageContext) -> str:
    """Returns the name of the offline file, such as `会议演示-第1期-2013-10-15.html`."""
    number = page.words("Release {number}", number=page.release.release)
    return file_name(f"{page.words('Meeting')}-{number}", page.release.as_of, "html")


def _start(page: PageContext, agenda: Agenda) -> None:
    """Draws the buttons that start the meeting and download the offline file, and the meeting's links."""
    words, content = page.words, data.screen_data(page.release, page.results)
    with st.container(horizontal=True):
        if st.button(words("Start the meeting"), type="primary", icon=":material/play_arrow:"):
            _begin(page, agenda)
        st.download_button(
            words("Download the offline file (for the conference computer)"),
            lambda: offline_file(page.release, content, words, agenda),
            _file_name(page),
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
        )
    if STARTED in st.session_state:
        _links(words, *st.session_state[STARTED])
    st.caption(
        words(
            "The arrow keys, Page Up, Page Down, digits, Home and End change the screen. Space starts and "
            "stops automatic advance. F: full screen; B: black screen; L: pointer; P: pen; E: erase; Esc: end. "
            "Click a unit, or press Shift and its number, to highlight it."
        )
    )


def _begin(page: PageContext, agenda: Agenda) -> None:
    try:
        first, name = agenda.codes[0] if agenda.codes else "", st.session_state.get("agenda_name", "").strip()
        begun, key = start_meeting(data.store(), page.release.release, agenda, first, name, _author())
    except TooManyMeetings:
        st.warning(
            page.words(
                "Visitors have started too many meetings today. Enter the publisher's key under “Take over a "
                "running meeting”, then start again."
            )
        )
        return
    except StoreError:
        data.LOG.exception("The meeting cannot be started.")
        st.warning(page.words("The meeting could not be started: the database does not respond."))
        return
    st.session_state[STARTED] = (begun.id, key)


def _links(words: Words, meeting: str, key: str) -> None:
    """Draws the links of a meeting: two for the presenter (screens, presenter's view) and one for everybody else.

    `meeting` is the meeting's id, `key` the key by which the presenter's browser controls it.
    """
    here = f"{_root()}/meeting/{meeting}"
    presenter = f"{here}/presenter?key={key}"
    with st.container(border=True, key="started"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.link_button(
                words("Open the meeting's screens"), f"{here}?key={key}", type="primary", icon=":material/slideshow:"
            )
            st.link_button(words("Presenter's view"), presenter, icon=":material/co_present:")
            with st.popover(
                words("Control the presentation from a phone"), icon=":material/smartphone:", width="content"
            ):
                st.text(words("Scan this code with your phone, or open the link on the phone."))
                _link_with_code(words, presenter)
            with st.popover(words("Audience link"), icon=":material/qr_code_2:", width="content"):
                st.text(words("Anyone who has this link can follow the presenter's screen on their own phone."))
                _link_with_code(words, here)
            st.markdown(":gray[" + words("Number of the meeting") + f" {meeting}]", width="content")
        st.caption(
            words(
                "Anyone who has a link to the screens, the presenter's view or the phone remote control can "
                "control the meeting. Do not show these links on the screens."
            )
        )


def _link_with_code(words: Words, link: str) -> None:
    """Draws a link as a QR code and as text, with a warning if other devices cannot open it."""
    st.image(qr_code(link), width=240)
    st.code(link, language=None, wrap_lines=True)
    if urlsplit(link).hostname in _THIS_COMPUTER:
        st.caption(
            words(
                "This link works only on this computer. Open the dashboard at its network address, then start the "
                "meeting again."
            )
        )


def _root() -> str:
    """Returns the dashboard's own URL, as the visitor's browser knows it."""
    return (st.context.url or "").partition("?")[0].rstrip("/").removesuffix("/meeting")


def _compose(page: PageContext, agenda: Agenda) -> None:
    """Draws the list of the agenda's screens, with their times, and a list of those without data in this release."""
    words, content = page.words, data.screen_data(page.release, page.results)
    screens = page.cached(
        "meeting-screens",
        lambda: all_screens(content, words, ScreenOptions(agenda.lights)),
        agenda.lights,
        len(content.history),
    )
    shown = [code for code in agenda.codes if isinstance(screens.get(code), Screen)]
    minutes = words.number(round(sum(agenda.seconds[code] for code in shown) / 60))
    st.header(words("Agenda ({minutes} minutes in all)", minutes=minutes), anchor=False)
    edit_items(page, screens)
    unavailable = [one for one in map(screens.get, agenda.codes) if isinstance(one, UnavailableScreen)]
    if unavailable:
        st.header(words("Screens without data in this release"), anchor=False)
        st.markdown("\n".join(f"- **{escaped(one.name)}**　{escaped(one.reason)}" for one in unavailable))


def _save(words: Words, agenda: Agenda) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            words("Name of the agenda"), key="agenda_name", max_chars=NAME_LENGTH, persist_state="session"
        )
        name = typed.strip()
        save = st.button(words("Save this agenda"), icon=":material/save:", disabled=not name)
        delete = st.button(words("Delete this agenda"), icon=":material/delete:", disabled=name not in _saved_agendas())
    if not (save or delete):
        return
    try:
        if save:
            save_agenda(data.store(), name, agenda, _author())
        else:
            delete_agenda(data.store(), name, _author())
    except RefusedChange as refused:
        st.warning(_refusal(refused, words))
        return
    except StoreError:
        data.LOG.exception("The agenda cannot be saved.")
        st.warning(words("The agenda could not be saved: the database does not respond."))
        return
    st.rerun()


def _author() -> Author:
    return Author(visitor_code(), is_publisher())


def _refusal(refused: RefusedChange, words: Words) -> str:
    if isinstance(refused, TooManyAgendas):
        return words(
            "Too many agendas are saved. Replace one of yours, or enter the publisher's key under “Take over a "
            "running meeting” and save again."
        )
    return words(
        "Somebody else saved the agenda with this name. Choose another name, or enter the publisher's key under "
        "“Take over a running meeting” and try again."
    )


def _take_over(words: Words) -> None:
    """Lets a publisher take control of a meeting that somebody else started."""
    with st.expander(words("Take over a running meeting")):
        if sign_in(words) is None:
            return
        number = st.text_input(words("Number of the meeting"), key="taken_meeting", max_chars=session.ID_LENGTH).strip()
        if not st.button(words("Take over"), disabled=not number):
            return
        key = _another_key(number)
        if key is None:
            st.warning(words("No meeting has this number."))
            return
        st.session_state[STARTED] = (number, key)
        st.rerun()


def _another_key(meeting: str) -> str | None:
    """Creates another key to the meeting with the id `meeting`, and returns it.

    Returns None if there is no such meeting or the database does not respond.
    """
    try:
        return session.add_key(data.store(), meeting)
    except StoreError:
        data.LOG.exception("The meeting cannot be taken over.")
        return None


draw(page_context())
