"""Who may publish: the key that is asked for, or the name that a trusted proxy gives."""

from __future__ import annotations

import math
from typing import Final

import streamlit as st

from renovation.language import Words
from renovation.publishing.access import Attempts, holds_key, named_by_proxy
from renovation.publishing.publish import Publisher
from renovation.web import data

_ATTEMPTS: Final = Attempts()


def sign_in(words: Words) -> Publisher | None:
    """Asks who publishes; None until the publisher's key was given, or a trusted proxy names the visitor."""
    _, state = words.gettext, st.session_state
    place = st.context.ip_address or "localhost"
    named = named_by_proxy(st.context.headers)
    if named:
        remark = st.text_input(_("Note (optional)"), key="publisher_note", persist_state="session")
        return Publisher(named, remark.strip(), place)
    if not state.get("may_publish"):
        _ask_for_key(words, place)
        return None
    name, note = st.columns(2)
    by = name.text_input(_("Your name"), key="publisher_name", persist_state="session", max_chars=60)
    told = note.text_input(_("Note (optional)"), key="publisher_note", persist_state="session", max_chars=200)
    return Publisher(by.strip(), told.strip(), place)


def _ask_for_key(words: Words, place: str) -> None:
    _ = words.gettext
    with st.form("key", border=False):
        given = st.text_input(_("Publisher's key"), type="password", key="given_key")
        asked = st.form_submit_button(_("Continue"))
    wait = _ATTEMPTS.seconds_to_wait(place)
    if not asked:
        st.caption(_("Everyone may check a file; publishing needs the key, said in the terminal at the first start."))
        st.caption(
            _(
                "If the key is lost, ask whoever runs this server: the command `renovation key` there makes a new one "
                "and ends the old one."
            )
        )
    elif wait > 0:
        data.LOG.warning("Too many wrong keys from %s.", place)
        st.warning(_("Too many wrong keys. Try again in {minutes} minutes.").format(minutes=math.ceil(wait / 60)))
    elif holds_key(data.store(), given):
        data.LOG.info("The publisher's key was given from %s.", place)
        st.session_state["may_publish"] = True
        st.rerun()
    else:
        _ATTEMPTS.failed(place)
        data.LOG.warning("A wrong publisher's key from %s.", place)
        st.warning(
            _(
                "This is not the publisher's key. If it is lost, ask whoever runs this server: the command "
                "`renovation key` there makes a new one."
            )
        )
