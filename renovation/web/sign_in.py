"""Finds out who wants to publish.

Either a trusted proxy names the visitor, or the visitor enters a key. A publisher's own key names the visitor; the
shared publisher's key does not, so that a name is asked for.
"""

from __future__ import annotations

import math
from contextlib import nullcontext
from typing import Final

import streamlit as st

from renovation.domain.persons import same_person
from renovation.language import Words
from renovation.publishing.access import KeyAttempts, named_by_proxy
from renovation.publishing.publish import Publisher
from renovation.publishing.publishers import (
    LONGEST_NAME,
    LONGEST_NOTE,
    KeyHolder,
    key_holder,
    named_publishers,
    still_holds_key,
)
from renovation.releases.database import StoreError
from renovation.web import data
from renovation.web.markdown import escaped
from renovation.web.metrics import REFUSALS

_HOLDER: Final = "key_holder"
_UNKNOWN_ORIGIN: Final = "localhost"


def sign_in(words: Words, asks_for_note: bool = True, needs_own_key: bool = False) -> Publisher | None:
    """Draws a field for the key to publish, and returns the publisher, or None until a right key was entered.

    If a trusted proxy names the visitor, no key is needed. The shared publisher's key names nobody, so a visitor who
    has entered it is also asked for a name; until this name is valid, the returned publisher has an empty name. If
    `needs_own_key` is True, the shared key is refused, and the result is None. If `asks_for_note` is True, the visitor
    can also write a note.
    """
    origin = st.context.ip_address or _UNKNOWN_ORIGIN
    by_proxy = named_by_proxy(st.context.headers)
    holder = _holder()
    if by_proxy is None and holder is None:
        _ask_for_key(words, origin, needs_own_key)
        return None
    named = by_proxy or (holder.name if holder else None)
    if named is None and needs_own_key:
        _refuse_shared_key(words)
        return None
    place, beside = st.columns(2) if asks_for_note else (st.container(), None)
    with place:
        name = _ask_for_name(words) if named is None else named
        if by_proxy is None and named is not None:
            _signed_in(named, words)
    with beside or nullcontext():
        note = _ask_for_note(words) if asks_for_note else ""
    return Publisher(name, note, origin, is_named=named is not None)


def is_publisher() -> bool:
    """Returns whether this visitor may publish: they have entered a right key, or a trusted proxy names them."""
    return named_by_proxy(st.context.headers) is not None or _holder() is not None


def _holder() -> KeyHolder | None:
    """Returns the owner of the key that this visitor has entered.

    Returns None if the visitor has entered no key, or if the key is no longer valid.
    """
    holder: KeyHolder | None = st.session_state.get(_HOLDER)
    if holder is None:
        return None
    try:
        is_valid = still_holds_key(data.store(), holder)
    except StoreError:
        data.LOG.exception("It cannot be checked whether a key is still valid; nothing can be published meanwhile.")
        return holder
    if not is_valid:
        _sign_out()
    return holder if is_valid else None


def _sign_out() -> None:
    st.session_state.pop(_HOLDER, None)


def _refuse_shared_key(words: Words) -> None:
    st.warning(_own_key_needed(words))
    st.button(words("Use another key"), on_click=_sign_out)


def _own_key_needed(words: Words) -> str:
    return words(
        "Sign-off is on: a second person confirms each release, so every publisher needs a key of their own. Ask "
        "the server administrator to run `renovation publisher add`, which creates one."
    )


def _signed_in(name: str, words: Words) -> None:
    """Draws a text that says whose key was entered (`name`), and a button to enter another key."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escaped(words("Signed in as {name}", name=name)), width="content")
        st.button(words("Use another key"), type="tertiary", on_click=_sign_out)


def _ask_for_name(words: Words) -> str:
    label = words("Your name")
    typed = st.text_input(label, key="publisher_name", persist_state="session", max_chars=LONGEST_NAME)
    name = typed.strip()
    if not any(same_person(name, publisher.name) for publisher in named_publishers(data.store())):
        return name
    st.warning(
        escaped(
            words(
                "{name} has a key of their own. Sign in with that key; if you are not {name}, enter your own name.",
                name=name,
            )
        )
    )
    st.button(words("Use another key"), on_click=_sign_out)
    return ""


def _ask_for_note(words: Words) -> str:
    label = words("Remark (optional)")
    note = st.text_input(label, key="publisher_note", persist_state="session", max_chars=LONGEST_NOTE)
    return note.strip()


def _ask_for_key(words: Words, origin: str, needs_own_key: bool) -> None:
    with st.form("key", border=False):
        key = st.text_input(words("Publisher's key"), type="password", key="given_key")
        submitted = st.form_submit_button(words("Continue"))
    if submitted:
        _judge(key, words, origin)
    elif needs_own_key:
        st.caption(_own_key_needed(words))
    else:
        st.caption(
            words(
                "Anyone can check a file. To publish, you need the publisher's key, which the server's "
                "terminal showed at the first start. Ask the administrator for it."
            )
        )
        st.caption(
            words(
                "If you have lost the key, ask the server administrator to run `renovation key`, which creates a "
                "new key and makes the old one invalid."
            )
        )


def _judge(key: str, words: Words, origin: str) -> None:
    """Checks `key`, which the visitor has entered, and lets the visitor publish if it is right.

    If it is wrong, draws a message that says so, or how many seconds the visitor must wait after too many wrong keys.
    `origin` is the visitor's IP address, for which the wrong keys are counted.
    """
    attempts = KeyAttempts(data.store())
    wait = attempts.begin(origin)
    if wait > 0:
        REFUSALS.labels("key_too_early").inc()
        data.LOG.warning("Too many wrong publisher's keys; an attempt must wait.")
        st.warning(_too_many(math.ceil(wait), words))
        return
    holder = key_holder(data.store(), key)
    attempts.end(origin, holder is not None)
    if holder is not None:
        data.LOG.info("A right key was given.")
        st.session_state[_HOLDER] = holder
        st.rerun()
    REFUSALS.labels("wrong_key").inc()
    data.LOG.warning("A wrong publisher's key was given.")
    st.warning(
        words(
            "This is not the publisher's key. If you have lost the key, ask the server administrator to run "
            "`renovation key`, which creates a new key and makes the old one invalid."
        )
    )


def _too_many(seconds: int, words: Words) -> str:
    return words.plural(
        "Too many wrong keys. Try again in {count} second.",
        "Too many wrong keys. Try again in {count} seconds.",
        count=seconds,
    )
