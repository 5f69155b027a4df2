"""会议演示: composes a meeting's agenda, starts the meeting, and gives the links and the file to show it with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from renovation.meeting import session
from renovation.meeting.agenda import NAME_LENGTH, Agenda, delete_agenda, save_agenda, saved_agendas
from renovation.meeting.contents import all_screens
from renovation.meeting.documents import offline_file
from renovation.meeting.screens import ScreenOptions, UnavailableScreen
from renovation.releases.database import StoreError
from renovation.web import data
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.sign_in import sign_in

PREVIEW: Final = '<iframe loading="lazy"></iframe>'
PREVIEW_STYLE: Final = """
iframe { width: 100%; aspect-ratio: 16 / 9; border: 0; border-radius: 6px; }
iframe { pointer-events: none; display: block; }
"""
PREVIEW_SCRIPT: Final = """
export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector("iframe")
  frame.title = data.name
  if (frame.getAttribute("src") !== data.address) frame.setAttribute("src", data.address)
}
"""
AGENDA: Final = "agenda"
STARTED: Final = "started_meeting"


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    _, words = shown.words.gettext, shown.words
    told = _("Compose the agenda, then start; the whole meeting shows release {number}, as of {day}")
    st.title(told.format(number=shown.release.release, day=words.day(shown.release.as_of)), anchor=False)
    _choose_kept(shown)
    agenda = _wishes(shown)
    _start(shown, agenda)
    _compose(shown, agenda)
    _keep(shown, agenda)
    _take_over(shown)


def _agenda() -> Agenda:
    agenda: Agenda = st.session_state.setdefault(AGENDA, Agenda())
    return agenda


def _set(agenda: Agenda) -> None:
    st.session_state[AGENDA] = agenda


def _choose_kept(shown: PageContext) -> None:
    """The agendas of earlier meetings, to begin from."""
    _ = shown.words.gettext
    kept = _kept()
    if not kept:
        return
    st.selectbox(
        _("Saved agendas"),
        ["", *kept],
        format_func=lambda name: name or _("the usual agenda"),
        key="kept_agenda",
        on_change=lambda: _begin_from(kept),
    )


def _kept() -> dict[str, Agenda]:
    try:
        return saved_agendas(data.store())
    except StoreError:
        data.LOG.exception("The agendas cannot be read.")
        return {}


def _begin_from(kept: dict[str, Agenda]) -> None:
    name = st.session_state["kept_agenda"]
    agenda = kept.get(name, Agenda())
    _set(agenda)
    st.session_state["agenda_name"] = name
    for wish in ("dark", "turns", "lights"):
        st.session_state[f"wish_{wish}"] = getattr(agenda, wish)
    for item in agenda.items:
        st.session_state[f"seconds-{item.code}"] = item.seconds


def _wishes(shown: PageContext) -> Agenda:
    """How the screens are shown; the language is the page's."""
    _, agenda = shown.words.gettext, _agenda()
    labels = {
        "dark": _("Dark"),
        "turns": _("Advance automatically"),
        "lights": _("Units in green and red by their target"),
    }
    wishes: dict[str, Any] = {}
    with st.container(horizontal=True):
        for wish, label in labels.items():
            st.session_state.setdefault(f"wish_{wish}", getattr(agenda, wish))
            wishes[wish] = st.toggle(label, key=f"wish_{wish}", persist_state="session", width="content")
    wanted = replace(agenda, language=shown.words.language, **wishes)
    _set(wanted)
    return wanted


def _start(shown: PageContext, agenda: Agenda) -> None:
    """Starts the meeting, and the file that needs no server."""
    _, alerts = shown.words.gettext, data.alerts(shown.release, shown.answers)
    with st.container(horizontal=True):
        if st.button(_("Start the meeting"), type="primary", icon=":material/play_arrow:"):
            _begin(shown, agenda)
        st.download_button(
            _("File for the conference computer"),
            lambda: offline_file(shown.release, shown.answers, alerts, shown.words, agenda),
            f"meeting-{shown.release.as_of}-{shown.release.release}.html",
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
        )
    if STARTED in st.session_state:
        _links(shown, *st.session_state[STARTED])
    st.caption(
        _(
            "Keys: arrows, Page Up and Page Down, digits, Home and End. Space starts and stops "
            "automatic advance, F is full screen, B blanks, Esc ends. Click a unit, or press "
            "Shift and its number, to highlight it."
        )
    )


def _begin(shown: PageContext, agenda: Agenda) -> None:
    _ = shown.words.gettext
    try:
        begun, key = session.start(data.store(), shown.release.release, agenda, agenda.codes[0] if agenda.codes else "")
    except StoreError:
        data.LOG.exception("The meeting cannot be started.")
        st.warning(_("The meeting could not be started: the database does not respond."))
        return
    st.session_state[STARTED] = (begun.id, key)


def _links(shown: PageContext, meeting: str, key: str) -> None:
    """The screens and the presenter's view for the one who started it, and the link for everybody else."""
    _, here = shown.words.gettext, f"{_root()}/meeting/{meeting}"
    with st.container(border=True, key="started"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.link_button(_("Open the screens"), f"{here}?key={key}", type="primary", icon=":material/slideshow:")
            st.link_button(_("Presenter's view"), f"{here}/presenter?key={key}", icon=":material/co_present:")
            with st.popover(_("Control from a phone"), icon=":material/smartphone:", width="content"):
                st.text(_("To control the meeting from a phone or another computer, open this link there."))
                st.code(f"{here}/presenter?key={key}", language=None, wrap_lines=True)
            st.markdown(":gray[" + _("Number of the meeting") + f" {meeting}]", width="content")
        st.caption(_("Anyone with these links can control the meeting. Do not show them on the screen."))
        st.text(_("Audience's link"))
        st.code(here, language=None)


def _root() -> str:
    """The dashboard's own address, as the visitor's browser knows it."""
    return (st.context.url or "").partition("?")[0].rstrip("/").removesuffix("/meeting")


def _compose(shown: PageContext, agenda: Agenda) -> None:
    """The screens in their order with their times, and those that may be added."""
    _, words = shown.words.gettext, shown.words
    alerts = data.alerts(shown.release, shown.answers)
    made = all_screens(shown.answers, alerts, words, ScreenOptions(agenda.lights))
    minutes = words.number(round(sum(item.seconds for item in agenda.items) / 60))
    st.subheader(_("The screens, {minutes} minutes in all").format(minutes=minutes), anchor=False)
    absent = [made[code] for code in agenda.codes if isinstance(made.get(code), UnavailableScreen)]
    listed = [code for code in agenda.codes if code in made and not isinstance(made[code], UnavailableScreen)]
    for column, codes in zip(st.columns(2, gap="medium"), (listed[::2], listed[1::2]), strict=True):
        with column:
            for code in codes:
                _item(shown, agenda, code, made[code].name, listed)
    if absent:
        st.subheader(_("Screens without data in this release"), anchor=False)
        for one in absent:
            st.markdown(
                f"- **{escaped(one.name)}**　{escaped(one.reason) if isinstance(one, UnavailableScreen) else ''}"
            )
    rest = [code for code in made if code not in agenda.codes and not isinstance(made[code], UnavailableScreen)]
    st.selectbox(
        _("Add a screen"),
        rest,
        index=None,
        format_func=lambda code: made[code].name,
        key="added_screen",
        on_change=_add,
    )


def _item(shown: PageContext, agenda: Agenda, code: str, name: str, listed: list[str]) -> None:
    _ = shown.words.gettext
    place = listed.index(code)
    with st.container(border=True, key=f"item-{place}"):
        told = {"release": shown.release.release, "code": code, "lang": shown.words.language}
        wishes = {"dark": int(agenda.dark), "lights": int(agenda.lights)}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.markdown(f"**{place + 1}. {escaped(name)}**", width="stretch")
            st.session_state.setdefault(f"seconds-{code}", agenda.seconds[code])
            st.number_input(
                _("Seconds"), 5, 3600, step=5, key=f"seconds-{code}", width=130, on_change=_time, args=(code,)
            )
            swaps = ((-1, "arrow_upward", _("Up")), (1, "arrow_downward", _("Down")))
            for step, icon, label in swaps:
                st.button(
                    "",
                    icon=f":material/{icon}:",
                    key=f"move-{code}-{step}",
                    help=label,
                    disabled=not 0 <= place + step < len(listed),
                    on_click=_swap,
                    args=(code, listed[(place + step) % len(listed)]),
                )
            st.button(
                "",
                icon=":material/close:",
                key=f"drop-{code}",
                help=_("Remove"),
                on_click=_drop,
                args=(code,),
            )
        _preview(f"meeting/screen?{urlencode(told | wishes)}", name, f"preview-{place}")


def _preview(address: str, name: str, key: str) -> None:
    """The very screen, small; `st.iframe` would fill the browser's console with warnings of its own permissions."""
    shown = st.components.v2.component("screen_preview", html=PREVIEW, css=PREVIEW_STYLE, js=PREVIEW_SCRIPT)
    shown(data={"address": address, "name": name}, key=key)


def _time(code: str) -> None:
    agenda = _agenda()
    _set(agenda.with_screens(agenda.codes, {code: int(st.session_state[f"seconds-{code}"])}))


def _swap(code: str, other: str) -> None:
    agenda, places = _agenda(), {code: other, other: code}
    _set(agenda.with_screens([places.get(one, one) for one in agenda.codes]))


def _drop(code: str) -> None:
    agenda = _agenda()
    _set(agenda.with_screens([one for one in agenda.codes if one != code]))


def _add() -> None:
    agenda, code = _agenda(), st.session_state["added_screen"]
    if code:
        _set(agenda.with_screens((*agenda.codes, code)))
    st.session_state["added_screen"] = None


def _keep(shown: PageContext, agenda: Agenda) -> None:
    """Keeps the agenda for next time."""
    _ = shown.words.gettext
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name of the agenda"), key="agenda_name", max_chars=NAME_LENGTH, persist_state="session")
        kept = st.button(_("Save this agenda"), icon=":material/save:", disabled=not name.strip())
        gone = st.button(_("Delete this agenda"), icon=":material/delete:", disabled=name.strip() not in _kept())
    if not (kept or gone):
        return
    try:
        save_agenda(data.store(), name, agenda) if kept else delete_agenda(data.store(), name.strip())
    except StoreError:
        data.LOG.exception("The agenda cannot be kept.")
        st.warning(_("The agenda could not be saved: the database does not respond."))
        return
    st.rerun()


def _take_over(shown: PageContext) -> None:
    """A publisher may steer a meeting that somebody else started."""
    _ = shown.words.gettext
    with st.expander(_("Take over a running meeting")):
        publisher = sign_in(shown.words)
        if publisher is None:
            return
        number = st.text_input(_("Number of the meeting"), key="taken_meeting", max_chars=session.ID_LENGTH)
        if not st.button(_("Take over"), disabled=not number):
            return
        try:
            key = session.share(data.store(), number.strip())
        except StoreError:
            data.LOG.exception("The meeting cannot be taken over.")
            key = None
        if key is None:
            st.warning(_("No meeting has this number."))
            return
        st.session_state[STARTED] = (number.strip(), key)
        st.rerun()


draw(page_context())
