"""The part of the page 数据版本 that lets a second publisher confirm a release (审签), or any publisher withdraw it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from renovation.domain.persons import same_person
from renovation.language import Words
from renovation.publishing.publish import Publisher
from renovation.publishing.sign_off import sign_off, withdraw
from renovation.releases.database import Conflict, StoreError
from renovation.releases.sign_offs import OwnRelease
from renovation.releases.store import Release, Store
from renovation.web import data
from renovation.web.markdown import escaped
from renovation.web.selections import follow_newest
from renovation.web.sign_in import sign_in


def confirm_release(words: Words, release: Release, releases: tuple[Release, ...]) -> None:
    """Draws a message that `release` waits for a sign-off, with buttons to confirm it or to withdraw it.

    A second publisher can confirm the release; every publisher with a key of their own can withdraw it. `releases` are
    all releases, newest first.
    """
    st.header(words("Sign-off"), anchor=False)
    waiting = [one for one in releases if one.awaits_sign_off]
    newest = waiting[0]
    if release.release != newest.release:
        st.markdown(
            words(
                "Release {newest} was published after release {number} and replaces it, so only release {newest} "
                "can be confirmed. To confirm release {number} instead, withdraw release {newest} first.",
                number=release.release,
                newest=newest.release,
            )
        )
        return
    st.markdown(escaped(_explanation(words, waiting)))
    publisher = sign_in(words, asks_for_note=False, needs_own_key=True)
    if publisher is None:
        return
    is_own = any(same_person(publisher.name, one.by) for one in waiting)
    if is_own:
        st.warning(words("You published a release that is waiting for sign-off. Another publisher has to confirm it."))
    _buttons(words, release, publisher, is_own)


def _buttons(words: Words, release: Release, publisher: Publisher, is_own: bool) -> None:
    """Draws the buttons that confirm and withdraw `release`, the newest release.

    If `is_own` is True, `publisher` has published it and cannot confirm it.
    """
    with st.container(horizontal=True):
        label = words("Confirm release {number}", number=release.release)
        # a click on a preview that somebody overtook is lost, because its number is in the key
        key = f"confirm {release.release}"
        if st.button(label, type="primary", icon=":material/verified:", key=key, disabled=is_own):
            _write(words, release, publisher, sign_off)
        label = words("Withdraw release {number}", number=release.release)
        if st.button(label, icon=":material/undo:", key=f"withdraw {release.release}"):
            _write(words, release, publisher, withdraw)
    st.caption(
        words(
            "Withdraw a release if its figures are wrong, or if nobody is left who could confirm it. No page will "
            "show it, and the release before it is the newest again."
        )
    )


def _explanation(words: Words, waiting: list[Release]) -> str:
    """Returns a text that says which releases wait for a sign-off, who published them, and who can confirm the newest.

    `waiting` are these releases, newest first.
    """
    listed = words.listed(
        words("release {number} by {name}", number=one.release, name=one.by) for one in reversed(waiting)
    )
    return words(
        "Waiting for sign-off: {releases}. Another publisher must confirm release {number} with a key of their "
        "own; all pages then show it. Check the changes above first.",
        releases=listed,
        number=waiting[0].release,
    )


def _write(
    words: Words, release: Release, publisher: Publisher, decide: Callable[[Store, int, Publisher], Release]
) -> None:
    try:
        decide(data.store(), release.release, publisher)
    except OwnRelease:
        data.LOG.warning("%s tried to confirm a release of their own.", publisher.name)
        st.warning(words("You published a release that is waiting for sign-off. Another publisher has to confirm it."))
    except Conflict:
        data.LOG.warning("Somebody else decided on release %s while %s did.", release.release, publisher.name)
        st.rerun()
    except StoreError:
        data.LOG.exception("Release %s could not be confirmed or withdrawn.", release.release)
        st.error(
            words(
                "The release could not be confirmed or withdrawn. Try again. If it fails again, ask the administrator "
                "to look at the server's log."
            )
        )
    else:
        data.LOG.info("%s: release %s by %s.", decide.__name__, release.release, publisher.name)
        follow_newest()
        st.rerun()
