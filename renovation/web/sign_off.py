"""The part of the page 数据版本 on which a second publisher confirms a release (审签)."""

from __future__ import annotations

import streamlit as st

from renovation.domain.persons import same_person
from renovation.language import Words
from renovation.publishing.publish import Publisher
from renovation.publishing.sign_off import sign_off
from renovation.releases.database import Conflict, StoreError
from renovation.releases.sign_offs import OwnRelease
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.markdown import escaped
from renovation.web.selections import follow_newest
from renovation.web.sign_in import sign_in


def confirm_release(words: Words, release: Release, releases: tuple[Release, ...]) -> None:
    """Draws that a release waits for a sign-off, and a button with which a second publisher confirms it.

    `releases` are all releases, newest first.
    """
    st.header(words("Sign-off"), anchor=False)
    newest = releases[0]
    if release.release != newest.release:
        st.markdown(
            words(
                "Release {newest}, which was published later, replaces release {number}. Only release {newest} can be "
                "confirmed.",
                number=release.release,
                newest=newest.release,
            )
        )
        return
    waiting = [one for one in releases if one.awaits_sign_off]
    st.markdown(escaped(_explanation(words, waiting)))
    publisher = sign_in(words, asks_for_note=False, needs_own_key=True)
    if publisher is None:
        return
    is_own = any(same_person(publisher.name, one.by) for one in waiting)
    if is_own:
        st.warning(words("You have published a release that waits. Another publisher has to confirm it."))
    label = words("Confirm release {number}", number=release.release)
    # a click on a preview that somebody overtook is lost, because the newest release's number is in the key
    if st.button(label, type="primary", icon=":material/verified:", key=f"confirm {newest.release}", disabled=is_own):
        _write(words, release, publisher)


def _explanation(words: Words, waiting: list[Release]) -> str:
    """Says which releases wait, by whom, and who can confirm the newest; `waiting` are newest first."""
    listed = words.listed(
        words("release {number} by {name}", number=one.release, name=one.by) for one in reversed(waiting)
    )
    return words(
        "Waiting for sign-off: {releases}. Somebody else with a key of their own can confirm the newest of them; all "
        "pages then show it. Check the changes above first.",
        releases=listed,
    )


def _write(words: Words, release: Release, publisher: Publisher) -> None:
    try:
        sign_off(data.store(), release.release, publisher)
    except OwnRelease:
        data.LOG.warning("%s tried to confirm a release of their own.", publisher.name)
        st.warning(words("You have published a release that waits. Another publisher has to confirm it."))
    except Conflict:
        data.LOG.warning("Release %s was confirmed or replaced while %s confirmed it.", release.release, publisher.name)
        st.rerun()
    except StoreError:
        data.LOG.exception("Release %s could not be confirmed.", release.release)
        st.error(
            words(
                "The release could not be confirmed. Try again. If it fails again, ask the administrator to look at "
                "the server's log."
            )
        )
    else:
        data.LOG.info("Release %s confirmed by %s.", release.release, publisher.name)
        follow_newest()
        st.rerun()
