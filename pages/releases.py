"""数据版本: all releases, the changes that each one made, and restoring an old one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from renovation.language import Words
from renovation.publishing.publish import Publisher, restore
from renovation.publishing.shown_releases import listed_releases, may_show
from renovation.releases.database import Conflict, DamagedRelease, StoreError
from renovation.releases.differences import Differences, differences
from renovation.releases.store import Release
from renovation.settings import sign_off_needed
from renovation.web import data
from renovation.web.components import bullet_list, download
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.release_picker import choose_release
from renovation.web.selections import follow_newest, selectable_key, selected_row, selections, show_release
from renovation.web.sign_in import sign_in
from renovation.web.sign_off import confirm_release
from renovation.wording.releases import audit_lines, releases_table, waiting_sentence
from renovation.wording.understanding import confirmed_lines
from renovation.wording.updates import change_lines, changes_table

LOOKED_AT = "release_looked_at"
RESTORED = "restored"  # which release this visitor brought back last, and as which


def draw(page: PageContext) -> None:
    """Draws the page 数据版本: all releases, and the changes that each one made; a publisher can restore an old one."""
    words = page.words
    st.title(words("All releases of the data"), anchor=False)
    try:
        releases = listed_releases(data.store())
    except StoreError:
        data.LOG.exception("The releases cannot be read.")
        st.warning(words("The releases cannot be shown, because the database is not responding. Try again later."))
        return
    _say_restored(page, releases)
    _list(page, releases)
    _selected_release(page, releases)


def _selected_release(page: PageContext, releases: tuple[Release, ...]) -> None:
    """Draws a list to select a release, the changes that this release made, and the means to restore it."""
    release, compared_with = _choose(page, releases)
    try:
        _changes(page, release, compared_with)
    except DamagedRelease:
        data.LOG.exception("Release %s is damaged.", release.release)
        st.warning(page.words("This release is damaged and cannot be opened. Select another release."))
        return
    if release.awaits_sign_off:
        confirm_release(page.words, release, releases)
    elif not release.head:
        _restore(page, release, releases)


def _last_published(releases: tuple[Release, ...]) -> Release:
    """Returns the newest release that is neither a correction nor withdrawn; a restored one is published after it."""
    return next(release for release in releases if release.action != "correct" and release.withdrawn_by is None)


def _list(page: PageContext, releases: tuple[Release, ...]) -> None:
    """Draws the releases as a table; selecting a row opens that release on every page."""
    words, key = page.words, selectable_key("releases")
    newest = next((release.release for release in releases if release.head), None)
    st.dataframe(
        releases_table(releases, words),
        hide_index=True,
        key=key,
        on_select=lambda: _open_row(key, releases, newest),
        selection_mode="single-row",
        alt=words("All releases of the data"),
    )
    page.table_on_paper("releases", lambda: releases_table(releases, words), releases)
    with st.container(key="row-hint-on-screen"):
        st.caption(words("● is the newest. Select a row to open that release: every page then shows it."))


def _open_row(key: str, releases: tuple[Release, ...], newest: int | None) -> None:
    row = selected_row(key, len(releases))
    if row is not None:
        st.session_state[LOOKED_AT] = releases[row].release
    if row is not None and may_show(releases[row]):
        show_release(releases[row].release, newest)


def _choose(page: PageContext, releases: tuple[Release, ...]) -> tuple[Release, int | None]:
    """Draws the lists in which the visitor selects a release and another one to compare it with.

    Returns the selected release and the number of the other one. At first this is the release from which the selected
    one was made.
    """
    words, by_number = page.words, {release.release: release for release in releases}
    number = st.session_state.setdefault(LOOKED_AT, _first_choice(releases))
    look, compare = st.columns(2)
    with look:
        choose_release(
            words("Select a release to view"), releases, number, partial(_remember, LOOKED_AT), "look", words
        )
    base, others = _base(by_number[number], releases), [other for other in releases if other.release != number]
    if not others:
        return by_number[number], base
    key = f"compared-with-{number}"
    compared_with = st.session_state.setdefault(key, base)
    with compare:
        choose_release(words("Compare with"), others, compared_with, partial(_remember, key), key, words)
    return by_number[number], compared_with


def _remember(key: str, number: int) -> None:
    st.session_state[key] = number


def _first_choice(releases: tuple[Release, ...]) -> int:
    """Returns the number of the release that the page shows at first: the one in the address, or else the newest.

    If the newest release waits for a sign-off, it comes before the head, even if the address contains the head.
    """
    opened = selections().release
    is_shown = any(release.head and release.release == opened for release in releases)
    newest = next(release for release in releases if release.withdrawn_by is None)
    return newest.release if opened is None or (is_shown and newest.awaits_sign_off) else opened


def _base(release: Release, releases: tuple[Release, ...]) -> int | None:
    """Returns the number of the release from which `release` was made; None if there is none.

    For a correction, it is the nearest release of an earlier date; for a release that waits for a sign-off, the head.
    """
    if release.awaits_sign_off and release.action != "correct":
        return next((other.release for other in releases if other.head), None)
    return data.store().audit(release.release).base if release.action == "correct" else release.parent


def _changes(page: PageContext, release: Release, compared_with: int | None) -> None:
    words, store = page.words, data.store()
    tables, audit = store.load(release.release), store.audit(release.release)
    changes = differences(store.load(compared_with) if compared_with else {}, tables)
    span = words("Changes from release {base} to release {number}", base=compared_with, number=release.release)
    st.header(span if compared_with else words("Changes made by this release"), anchor=False)
    _list_changes(page, changes, words("Changes made by this release"))
    confirmed = confirmed_lines(store.answers.confirmed_with(release.release), words)
    for line in (*audit_lines(release, audit, words), *confirmed):
        st.caption(escaped(line))
    if release.file:
        download(words("Download the original file"), lambda: store.file(release.release) or b"", release.file)


def _say_restored(page: PageContext, releases: tuple[Release, ...]) -> None:
    """Draws a message that this visitor has restored a release, while pages show it or it waits for a sign-off."""
    number, restored = st.session_state.get(RESTORED, (None, None))
    if any(release.release == restored and release.awaits_sign_off for release in releases):
        st.info(waiting_sentence(restored, page.words), icon=":material/hourglass_top:")
    elif restored == page.release.release:
        done = page.words(
            "Release {number} has been restored as release {restored}. All pages show its figures as of {day}.",
            number=number,
            restored=restored,
            day=page.words.day(page.release.as_of),
        )
        st.success(done, icon=":material/check_circle:")


def _restore(page: PageContext, release: Release, releases: tuple[Release, ...]) -> None:
    shown = next(other for other in releases if other.head)
    _explain_restoring(page, release, shown)
    _changes_of_restoring(page, release, shown)
    publisher = sign_in(page.words, needs_own_key=sign_off_needed())
    if publisher is None:
        return
    bring_back = page.words("Make release {number} the newest again", number=release.release)
    last = _last_published(releases)
    # it is in the key: a click on a preview that somebody overtook is lost, and the new preview is shown
    if st.button(bring_back, key=f"restore {release.release} {last.release}", disabled=not publisher.name):
        _write(page, release, last, publisher)


def _explain_restoring(page: PageContext, release: Release, shown: Release) -> None:
    words = page.words
    st.header(words("Make this release the newest again"), anchor=False)
    st.markdown(_restoring_sentence(words))
    st.markdown(
        words(
            "All pages will then show the figures as of {day} instead of {today}. Changes compared with release "
            "{head}, which they show now:",
            day=words.day(release.as_of),
            today=words.day(shown.as_of),
            head=shown.release,
        )
    )


def _restoring_sentence(words: Words) -> str:
    if sign_off_needed():
        return words(
            "The tables of this release will be published again as a new release, which all pages show after another "
            "publisher has confirmed it. No release is deleted."
        )
    return words(
        "The tables of this release will be published again as a new release, which all pages then show. "
        "No release is deleted."
    )


def _changes_of_restoring(page: PageContext, release: Release, shown: Release) -> None:
    store = data.store()
    try:
        tables = store.load(shown.release)
    except DamagedRelease:
        data.LOG.exception("Release %s is damaged.", shown.release)
        st.warning(page.words("The newest release is damaged, so the changes cannot be listed."))
        return
    changes = differences(tables, store.load(release.release))
    _list_changes(page, changes, page.words("Make this release the newest again"))


def _list_changes(page: PageContext, changes: Differences, title: str) -> None:
    """Draws the changes between two releases as sentences and as a table; `title` describes it for screen readers."""
    bullet_list(change_lines(changes, page.words))
    listed = changes_table(changes.changes, page.words)
    if not listed.empty:
        with st.expander(page.words("Table of all changes ({count})", count=len(listed))):
            st.dataframe(listed, hide_index=True, alt=title)


def _write(page: PageContext, release: Release, last: Release, publisher: Publisher) -> None:
    words = page.words
    note = publisher.note or words("Restored from release {number}", number=release.release)
    try:
        restored = restore(data.store(), release.release, replace(publisher, note=note), last.release)
    except (Conflict, StoreError):
        data.LOG.exception("Release %s could not be brought back.", release.release)
        st.error(
            words(
                "The release could not be restored. No data was changed. Try again. If it fails again, ask the "
                "administrator to look at the server's log."
            )
        )
    else:
        data.LOG.info("Release %s brought back as %s by %s.", release.release, restored.release, publisher.name)
        st.session_state[RESTORED] = (release.release, restored.release)
        follow_newest()
        st.rerun()


draw(page_context())
