"""Lists the clerk's answers that are stored for later workbooks, and lets a publisher withdraw them."""

from __future__ import annotations

import streamlit as st

from renovation.language import Words
from renovation.publishing.publish import Publisher
from renovation.releases.answers import StoredAnswer
from renovation.releases.database import StoreError
from renovation.web import data
from renovation.web.markdown import escaped
from renovation.web.sign_in import sign_in
from renovation.web.understanding import forget_answer
from renovation.wording.understanding import confirmed_sentence, stored_answer_line


def stored_answers(words: Words, publisher: Publisher | None, asks_for_key: bool) -> None:
    """Draws an expander with the clerk's answers that are stored for later workbooks.

    Draws nothing if there are none or the database does not respond. A publisher sees a button to withdraw each answer.
    `publisher` is the publisher who has signed in on this page, or None. If `asks_for_key` is True, the expander itself
    asks for the publisher's key.
    """
    try:
        stored = data.store().answers.in_force()
    except StoreError:
        data.LOG.exception("The stored answers cannot be read.")
        return
    if not stored:
        return
    with st.expander(words("Stored answers, used again for later sheets ({count})", count=len(stored))):
        if asks_for_key:
            publisher = sign_in(words)
        if publisher is None:
            st.caption(
                words(
                    "Anyone who has the publisher's key can withdraw an answer. The question will then be asked again "
                    "when a sheet of the same layout is read."
                )
            )
        for one in stored.values():
            _stored_answer(one, publisher, words)


def _stored_answer(stored: StoredAnswer, publisher: Publisher | None, words: Words) -> None:
    st.markdown(escaped(stored_answer_line(stored, words)))
    st.caption(escaped(confirmed_sentence(stored, words)))
    if publisher is None:
        return
    if st.button(words("Withdraw"), key=f"withdraw {stored.answer.id}", disabled=not publisher.name):
        _withdraw(stored.answer.id, publisher, words)


def _withdraw(answer_id: str, publisher: Publisher, words: Words) -> None:
    try:
        data.store().answers.withdraw(answer_id, publisher.name)
    except StoreError:
        data.LOG.exception("An answer could not be withdrawn.")
        st.error(
            words(
                "The answer could not be withdrawn. Try again. If it fails again, ask the administrator to "
                "look at the server's log."
            )
        )
        return
    data.LOG.info("%s withdrew the answer %s.", publisher.name, answer_id)
    forget_answer(answer_id)
    st.rerun()
