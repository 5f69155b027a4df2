"""数据更新: uploads a spreadsheet, shows its problems by cell and its changes, and publishes it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from renovation.blocks.spreadsheet import file_name
from renovation.publishing.publish import Publisher, RefusedWorkbook, publish, published_before
from renovation.publishing.shown_releases import listed_releases
from renovation.publishing.uploads import CheckedUpload, annotate_upload, check_upload
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.reading.template import write_template, write_workbook
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Release, Source
from renovation.settings import sign_off_needed
from renovation.web import data
from renovation.web.components import bullet_list, download, link_to
from renovation.web.markdown import escaped
from renovation.web.metrics import REFUSALS
from renovation.web.page_context import PageContext, page_context
from renovation.web.preview import preview
from renovation.web.run_queue import RUNS
from renovation.web.selections import follow_newest
from renovation.web.sign_in import sign_in
from renovation.web.stored_answers import stored_answers
from renovation.web.tables import text_table
from renovation.web.understanding import ask, forget_answers, given_answers, show_understood
from renovation.web.uploader import choose_day, choose_workbook
from renovation.wording.releases import published_before_sentence, waiting_sentence
from renovation.wording.updates import (
    problems_table,
    unread_text_lines,
    upload_finding,
)

MOST_PROBLEMS = 100


def draw(page: PageContext) -> None:
    """Draws the page 数据更新, on which the clerk uploads a workbook, checks how it was read, and publishes it."""
    words = page.words
    st.title(words("Update the data"), anchor=False)
    st.markdown(
        words(
            "Choose the spreadsheet with the new figures. It is checked first, and nothing is "
            "published until you confirm."
        )
    )
    source, as_of = _choose(page)
    if source is not None and _just_published(page, source):
        return
    checked = _check(page, source, as_of) if source is not None else None
    if checked is not None:
        _findings(page, checked)
    if checked is not None and checked.plan is not None and not checked.reading.errors:
        stored_answers(words, _preview_and_publish(page, checked), asks_for_key=False)
    else:
        stored_answers(words, None, asks_for_key=True)


def _preview_and_publish(page: PageContext, checked: CheckedUpload) -> Publisher | None:
    """Draws the preview and the fields to publish; returns the publisher who is signed in, or None."""
    renewed = _is_renewed(checked)
    if renewed:
        st.info(
            page.words(
                "Somebody else has just published new data, so your data was not published. The preview "
                "now shows the differences between your data and theirs. Check it, then publish again."
            )
        )
    preview(page, checked)
    return _publish(page, checked, renewed)


def _findings(page: PageContext, checked: CheckedUpload) -> None:
    ask(checked, page.words)
    finding = upload_finding(checked, page.words)
    if finding:
        st.header(finding, anchor=False)
    _problems(page, checked)
    show_understood(checked, page.words)
    _unread_texts(page, checked)


def _is_renewed(checked: CheckedUpload) -> bool:
    """Returns whether the newest release has changed since the last run; the clerk has then not seen this preview."""
    now = (checked.source.sha256, checked.head)
    before = st.session_state.get("previewed", now)
    st.session_state["previewed"] = now
    return bool(before[0] == now[0] and before != now)


def _choose(page: PageContext) -> tuple[Source | None, dt.date | None]:
    """Draws the fields for the file and for the as-of date of sheets without a date; returns both, None where empty."""
    words = page.words
    file, day = st.columns([2.4, 1])
    with file:
        source = choose_workbook(page.words)
    with day:
        as_of = choose_day(words)
        with st.container(horizontal=True, gap="small"):
            _templates(page)
    return source, as_of


def _templates(page: PageContext) -> None:
    """Draws two buttons that download the template: one with the figures of the displayed release, one blank.

    The names of the files contain no date, because the reader would take it for the date of a sheet without one.
    """
    words, release, tables = page.words, page.release, page.results.tables
    filled = words("Renovation template with the figures of release {number}", number=release.release)
    download(words("Template with the last figures"), lambda: write_template(tables), f"{filled}.xlsx")
    blank = words("Blank template")
    st.download_button(blank, lambda: write_workbook({}), f"{blank}.xlsx", type="tertiary", on_click="ignore")


def _just_published(page: PageContext, source: Source) -> bool:
    """Returns whether this visitor has just published this file.

    If so, draws a message with the number of its release. If the file was published earlier, draws a message that says
    so.
    """
    try:
        release = published_before(listed_releases(data.store()), source)
    except StoreError:
        data.LOG.exception("The releases cannot be read.")
        return False
    if release is None:
        return False
    if st.session_state.get("just_published") != release.release:
        st.info(escaped(published_before_sentence(release, page.words)), icon=":material/history:")
        return False
    _say_published(page, source, release)
    return True


def _say_published(page: PageContext, source: Source, release: Release) -> None:
    words = page.words
    if release.awaits_sign_off:
        st.success(waiting_sentence(release.release, words), icon=":material/hourglass_top:")
        link_to(page, "releases", words("Go to the releases"))
        return
    sentence = words("Published: {file} is now release {number}, with figures as of {day}. All pages show it.")
    if not release.head:
        sentence = words(
            "Published: {file} is release {number}, a correction of the figures for {day}. All pages "
            "continue to show the newest release."
        )
    st.success(
        sentence.format(file=escaped(source.name), number=release.release, day=words.day(release.as_of)),
        icon=":material/check_circle:",
    )
    link_to(page, "overview", words("Go to the overview"))


def _check(page: PageContext, source: Source, as_of: dt.date | None) -> CheckedUpload | None:
    """Checks the uploaded workbook and returns the result; if it cannot be read, draws the reason and returns None."""
    words = page.words
    try:
        with st.spinner(words("Checking {file} …", file=escaped(source.name)), show_time=True), RUNS.paused():
            return check_upload(data.store(), source, as_of, given_answers(), data.CACHE)
    except UnreadableWorkbook as error:
        REFUSALS.labels("unreadable_workbook").inc()
        data.LOG.warning("An upload cannot be read: %s", error)
        st.error(escaped(error.message(page.words)), icon=":material/block:")
    except StoreError:
        data.LOG.exception("An upload could not be checked.")
        st.warning(words("The file was not checked, because the database is not responding. Try again later."))
    return None


def _problems(page: PageContext, checked: CheckedUpload) -> None:
    words, problems = page.words, checked.reading.problems
    if not problems:
        return
    text_table(problems_table(problems[:MOST_PROBLEMS], words), words)
    if len(problems) > MOST_PROBLEMS:
        st.caption(
            words(
                "The first {shown} of {all} problems are shown here. Download the marked workbook to see all of them.",
                shown=MOST_PROBLEMS,
                all=len(problems),
            )
        )
    title, as_of = words("Renovation workbook with problems marked"), checked.reading.as_of
    st.download_button(
        words("Download the workbook with its problems marked"),
        lambda: annotate_upload(checked.source, problems, words),
        file_name(title, as_of) if as_of else f"{title}.xlsx",
        icon=":material/format_paint:",
        on_click="ignore",
    )


def _unread_texts(page: PageContext, checked: CheckedUpload) -> None:
    """Draws a list of the texts that mention a figure and are not read as data.

    The clerk may want to add these figures to a table.
    """
    words, texts = page.words, checked.reading.sentences
    if not texts:
        return
    with st.expander(words("Sentences with figures that were not read as data: {count}", count=len(texts))):
        bullet_list(unread_text_lines(texts, words))


def _publish(page: PageContext, checked: CheckedUpload, renewed: bool) -> Publisher | None:
    """Draws the fields to publish, and publishes when the button is pressed; returns the signed-in publisher, or None.

    `renewed` says that the newest release has changed since the last run; the button then does nothing.
    """
    words = page.words
    st.header(words("Publish"), anchor=False)
    publisher = sign_in(page.words, needs_own_key=sign_off_needed())
    if publisher is None:
        return None
    warnings, is_open = len(checked.reading.warnings), bool(checked.reading.questions)
    if is_open:
        st.caption(words("Some questions above are not answered yet. Answer or confirm them first."))
    accepted = warnings == 0 or st.checkbox(
        words("I have read all warnings ({count}) and want to publish.", count=warnings),
        key=f"accept {checked.depends_on}",
    )
    may_publish = accepted and publisher.name and not is_open
    if st.button(words("Publish"), type="primary", icon=":material/publish:", disabled=not may_publish) and not renewed:
        _write(page, checked, publisher, accepted)
    return publisher


def _write(page: PageContext, checked: CheckedUpload, publisher: Publisher, accepted: bool) -> None:
    words = page.words
    try:
        published = publish(data.store(), checked, publisher, accept_warnings=accepted)
    except Conflict:
        data.LOG.warning("Somebody published while %s did; the preview is made anew.", publisher.name)
        st.rerun()
    except (RefusedWorkbook, StoreError):
        data.LOG.exception("Publishing failed; nothing was changed.")
        st.error(
            words(
                "The data could not be published. No data was changed. Try again. If it fails again, ask the "
                "administrator to look at the server's log."
            )
        )
    else:
        data.LOG.info("Release %s published by %s.", published.release.release, publisher.name)
        forget_answers()
        st.session_state["just_published"] = published.release.release
        follow_newest()
        st.rerun()


draw(page_context())
