"""数据版本: every release, what it changed, and a way back."""

from __future__ import annotations

import streamlit as st

from renovation.releases.database import Conflict, DamagedRelease, StoreError
from renovation.releases.differences import differences
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.frame import PageContext, page_context
from renovation.web.markdown import escaped
from renovation.web.sign_in import sign_in
from renovation.wording.releases import audit_lines, releases_table
from renovation.wording.updates import change_lines, changes_table


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    words, _ = shown.words, shown.words.gettext
    st.title(_("Releases of the data"), anchor=False)
    try:
        history = data.store().releases()
    except StoreError:
        data.LOG.exception("The history cannot be read.")
        st.warning(_("The database does not answer; the history cannot be shown now."))
        return
    st.table(releases_table(history, words).map(escaped), border="horizontal", hide_index=True)
    st.caption(_("● is shown on the screens"))
    numbers = [release.release for release in history]
    number = st.selectbox(
        _("Look at a release"), numbers, format_func=lambda n: _("Release {number}").format(number=n), key="looked_at"
    )
    chosen = next(release for release in history if release.release == number)
    try:
        _release(shown, chosen)
    except DamagedRelease:
        data.LOG.exception("Release %s is damaged.", number)
        st.warning(_("This release is damaged and cannot be opened; the others can."))


def _release(shown: PageContext, chosen: Release) -> None:
    words, _ = shown.words, shown.words.gettext
    store = data.store()
    tables = store.load(chosen.release)
    audit = store.audit(chosen.release)
    since = audit.base if chosen.action == "correct" else chosen.parent
    before = store.load(since) if since else {}
    changes = differences(before, tables)
    st.subheader(_("What it changed"), anchor=False)
    for line in change_lines(changes, words):
        st.markdown(f"- {escaped(line)}")
    listed = changes_table(changes.changes, words)
    if not listed.empty:
        with st.expander(_("All changes as a table ({count})").format(count=len(listed))):
            st.dataframe(listed, hide_index=True, alt=_("What it changed"))
    for line in audit_lines(chosen, audit, words):
        st.caption(escaped(line))
    if chosen.file:
        st.download_button(
            _("The file as received"),
            lambda: store.file(chosen.release) or b"",
            chosen.file,
            icon=":material/download:",
            on_click="ignore",
        )
    if not chosen.head:
        _restore(shown, chosen)


def _restore(shown: PageContext, chosen: Release) -> None:
    _ = shown.words.gettext
    st.subheader(_("Bring it back"), anchor=False)
    st.markdown(_("Its tables are published anew as the newest release; nothing is lost."))
    publisher = sign_in(shown.words)
    if publisher is None:
        return
    if not st.button(_("Bring back release {number}").format(number=chosen.release), disabled=not publisher.name):
        return
    try:
        store = data.store()
        note = publisher.note or _("Release {number} brought back").format(number=chosen.release)
        restored = store.restore(chosen.release, publisher.name, note, store.head(), publisher.origin)
    except (Conflict, StoreError):
        data.LOG.exception("Release %s could not be brought back.", chosen.release)
        st.error(
            _("It could not be brought back and nothing was changed. Try again; the reason is in the server's log.")
        )
    else:
        st.session_state["pinned"] = None
        st.success(_("Published as release {number}.").format(number=restored.release), icon=":material/check:")


draw(page_context())
