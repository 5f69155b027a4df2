"""数据版本: every release, what it changed, and a way back."""

from __future__ import annotations

import streamlit as st

from renovation.publishing.publish import Publisher
from renovation.releases.database import Conflict, DamagedRelease, StoreError
from renovation.releases.differences import differences
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.components import bullet_list, download
from renovation.web.markdown import escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import follow_newest
from renovation.web.sign_in import sign_in
from renovation.wording.releases import audit_lines, releases_table
from renovation.wording.understanding import confirmed_lines
from renovation.wording.updates import change_lines, changes_table

RESTORED = "restored"  # which release this visitor brought back last, and as which


def draw(page: PageContext) -> None:
    """Draws the page from top to bottom."""
    words = page.words
    st.title(words("All releases of the data"), anchor=False)
    try:
        releases = data.store().releases()
    except StoreError:
        data.LOG.exception("The releases cannot be read.")
        st.warning(words("The releases cannot be shown, because the database is not responding. Try again later."))
        return
    _say_restored(page)
    st.table(releases_table(releases, words).map(escaped), border="horizontal", hide_index=True)
    st.caption(words("● is shown on the screens"))
    release = _choose(page, releases)
    try:
        _changes(page, release)
    except DamagedRelease:
        data.LOG.exception("Release %s is damaged.", release.release)
        st.warning(words("This release is damaged and cannot be opened. Select another release."))
        return
    head = next((release for release in releases if release.head), None)
    if head is not None and not release.head:
        _restore(page, release, head)


def _choose(page: PageContext, releases: tuple[Release, ...]) -> Release:
    by_number = {release.release: release for release in releases}
    number = st.selectbox(
        page.words("Select a release to view"),
        list(by_number),
        format_func=lambda number: page.words("Release {number}", number=number),
        key="release_looked_at",
    )
    return by_number[number]


def _changes(page: PageContext, release: Release) -> None:
    words, store = page.words, data.store()
    tables, audit = store.load(release.release), store.audit(release.release)
    compared_with = audit.base if release.action == "correct" else release.parent
    changes = differences(store.load(compared_with) if compared_with else {}, tables)
    st.subheader(words("Changes made by this release"), anchor=False)
    bullet_list(change_lines(changes, words))
    listed = changes_table(changes.changes, words)
    if not listed.empty:
        with st.expander(words("Table of all changes ({count})", count=len(listed))):
            st.dataframe(listed, hide_index=True, alt=words("Changes made by this release"))
    confirmed = confirmed_lines(store.answers.confirmed_with(release.release), words)
    for line in (*audit_lines(release, audit, words), *confirmed):
        st.caption(escaped(line))
    if release.file:
        download(words("Download the original file"), lambda: store.file(release.release) or b"", release.file)


def _say_restored(page: PageContext) -> None:
    """Says that this visitor brought a release back, while the screens show it."""
    number, restored = st.session_state.get(RESTORED, (None, None))
    if restored == page.release.release:
        done = page.words(
            "Release {number} has been restored: every screen shows it as release {restored}, as of {day}.",
            number=number,
            restored=restored,
            day=page.words.day(page.release.as_of),
        )
        st.success(done, icon=":material/check_circle:")


def _restore(page: PageContext, release: Release, head: Release) -> None:
    """Shows what bringing a release back changes on the screens, and does it for a publisher."""
    words = page.words
    st.subheader(words("Make this release the newest again"), anchor=False)
    st.markdown(
        words(
            "The tables of this release will be published again as a new release, which all pages then show. "
            "No other release is deleted."
        )
    )
    st.markdown(
        words(
            "The screens then show the figures as of {day} instead of {today}. What changes from release {head}:",
            day=words.day(release.as_of),
            today=words.day(head.as_of),
            head=head.release,
        )
    )
    _changes_of_restoring(page, release, head)
    publisher = sign_in(words)
    if publisher is None:
        return
    bring_back = words("Make release {number} the newest again", number=release.release)
    # the head is in the key: a click on a preview that somebody overtook is lost, and the new preview is shown
    if st.button(bring_back, key=f"restore {release.release} {head.release}", disabled=not publisher.name):
        _write(page, release, head, publisher)


def _changes_of_restoring(page: PageContext, release: Release, head: Release) -> None:
    store = data.store()
    try:
        shown = store.load(head.release)
    except DamagedRelease:
        data.LOG.exception("Release %s is damaged.", head.release)
        st.warning(page.words("The newest release is damaged, so the changes cannot be listed."))
        return
    changes = differences(shown, store.load(release.release))
    bullet_list(change_lines(changes, page.words))
    listed = changes_table(changes.changes, page.words)
    if not listed.empty:
        with st.expander(page.words("Table of all changes ({count})", count=len(listed))):
            st.dataframe(listed, hide_index=True, alt=page.words("Make this release the newest again"))


def _write(page: PageContext, release: Release, head: Release, publisher: Publisher) -> None:
    words = page.words
    note = publisher.note or words("Restored from release {number}", number=release.release)
    try:
        restored = data.store().restore(release.release, publisher.name, note, head.release, publisher.origin)
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
