"""Finds out who wants to publish: by the publisher's key and a name, or by the name that a trusted proxy gives."""

from __future__ import annotations

import math
from typing import Final

import streamlit as st

from renovation.language import Words
from renovation.publishing.access import KeyAttempts, holds_key, named_by_proxy
from renovation.publishing.publish import Publisher
from renovation.web import data
from renovation.web.metrics import REFUSALS

_MAY_PUBLISH: Final = "may_publish"
_UNKNOWN_ORIGIN: Final = "localhost"
_LONGEST_NAME: Final = 60
_LONGEST_NOTE: Final = 200


def sign_in(words: Words, asks_for_note: bool = True) -> Publisher | None:
    """Asks for the publisher's key and name, and with `asks_for_note` for a note; returns the publisher.

    Returns None until the key is right. If a trusted proxy names the visitor, no key is needed.
    """
    origin = st.context.ip_address or _UNKNOWN_ORIGIN
    named = named_by_proxy(st.context.headers)
    if named:
        return Publisher(named, _ask_for_note(words) if asks_for_note else "", origin)
    if not st.session_state.get(_MAY_PUBLISH):
        _ask_for_key(words, origin)
        return None
    if not asks_for_note:
        return Publisher(_ask_for_name(words), "", origin)
    name, note = st.columns(2)
    with name:
        by = _ask_for_name(words)
    with note:
        return Publisher(by, _ask_for_note(words), origin)


def is_publisher() -> bool:
    """Returns whether this visitor has given the publisher's key or is named by a trusted proxy."""
    return bool(st.session_state.get(_MAY_PUBLISH)) or named_by_proxy(st.context.headers) is not None


def _ask_for_name(words: Words) -> str:
    label = words("Your name")
    name = st.text_input(label, key="publisher_name", persist_state="session", max_chars=_LONGEST_NAME)
    return name.strip()


def _ask_for_note(words: Words) -> str:
    label = words("Remark (optional)")
    note = st.text_input(label, key="publisher_note", persist_state="session", max_chars=_LONGEST_NOTE)
    return note.strip()


def _ask_for_key(words: Words, origin: str) -> None:
    with st.form("key", border=False):
        key = st.text_input(words("Publisher's key"), type="password", key="given_key")
        submitted = st.form_submit_button(words("Continue"))
    if not submitted:
        st.caption(
            words("Anyone can check a file. Publishing needs the key, which the terminal shows at the first start.")
        )
        st.caption(
            words(
                "If the key is lost, ask whoever runs this server: the command `renovation key` there makes a new one "
                "and ends the old one."
            )
        )
    else:
        _judge(key, words, origin)


def _judge(key: str, words: Words, origin: str) -> None:
    """Lets the visitor publish if the key is right; otherwise says that it is wrong, or how long to wait."""
    attempts = KeyAttempts(data.store())
    wait = attempts.begin(origin)
    if wait > 0:
        REFUSALS.labels("key_too_early").inc()
        data.LOG.warning("Too many wrong publisher's keys; an attempt must wait.")
        st.warning(_too_many(math.ceil(wait), words))
        return
    is_right = holds_key(data.store(), key)
    attempts.end(origin, is_right)
    if is_right:
        data.LOG.info("The publisher's key was given.")
        st.session_state[_MAY_PUBLISH] = True
        st.rerun()
    REFUSALS.labels("wrong_key").inc()
    data.LOG.warning("A wrong publisher's key was given.")
    st.warning(
        words(
            "This is not the publisher's key. If it is lost, ask whoever runs this server: the command "
            "`renovation key` there makes a new one."
        )
    )


def _too_many(seconds: int, words: Words) -> str:
    return words.plural(
        "Too many wrong keys. Try again in {count} second.",
        "Too many wrong keys. Try again in {count} seconds.",
        count=seconds,
    )
