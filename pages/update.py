"""数据更新: this week's spreadsheet, judged by cell, previewed as differences, published in one step."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from renovation.blocks.spreadsheet import file_name
from renovation.charts.units import bullet_bars
from renovation.comparisons.answers import Answers
from renovation.comparisons.units import select_and_sort
from renovation.domain.geography import MissingGeography, geography
from renovation.language import Words
from renovation.maps.drawn import district_figure
from renovation.publishing.publish import Checked, Publisher, RefusedWorkbook, publish, published_before, values_of
from renovation.publishing.worker import annotate_without_blocking
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.reading.template import write_template, write_workbook
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Source
from renovation.web import data
from renovation.web.components import alert_list, download, goal_heading, headline_cards
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import follow_newest
from renovation.web.sign_in import sign_in
from renovation.web.understanding import ask, forget_answer, forget_answers, given_answers, show_understood
from renovation.web.uploader import choose_workbook
from renovation.wording.alerts import alerts_finding
from renovation.wording.district import district_finding
from renovation.wording.goals import goal_basis_line, goal_gap_sentence
from renovation.wording.headlines import basis_line, district_headlines
from renovation.wording.releases import published_before_sentence
from renovation.wording.understanding import confirmed_in_words, remembered_in_words
from renovation.wording.updates import (
    carried_over_lines,
    change_lines,
    changes_table,
    destination_sentence,
    late_sentences,
    problems_table,
    unread_text_lines,
    upload_finding,
)

SHOWN_CHANGES = 1000
SHOWN_PROBLEMS = 100


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    words = shown.words
    st.title(words("Update the data"), anchor=False)
    st.markdown(
        words("Choose this week's spreadsheet. It is checked first, and nothing is published until you confirm.")
    )
    source, as_of = _choose(shown)
    if source is not None and _just_published(shown, source):
        return
    checked = _check(shown, source, as_of) if source is not None else None
    if checked is not None:
        _judge(shown, checked)
    if checked is not None and checked.plan is not None and not checked.reading.errors:
        renewed = _is_renewed(checked)
        if renewed:
            st.info(
                words(
                    "Somebody else published in the meantime. The preview has been updated; check it and publish again."
                )
            )
        _preview(shown, checked)
        publisher = _publish(shown, checked, renewed)
        _remembered(shown, publisher, ask_for_key=False)
    else:
        _remembered(shown, None, ask_for_key=True)


def _judge(shown: PageContext, checked: Checked) -> None:
    """What is asked, what was found, and how the sheets were understood."""
    ask(checked, shown.words)
    st.subheader(upload_finding(checked, shown.words), anchor=False)
    _problems(shown, checked)
    show_understood(checked, shown.words)
    _sentences(shown, checked)


def _is_renewed(checked: Checked) -> bool:
    """Whether this run is the first to preview the file on this head, after one on another: nobody has seen it yet."""
    now = (checked.source.sha256, checked.head)
    before = st.session_state.get("previewed", now)
    st.session_state["previewed"] = now
    return bool(before[0] == now[0] and before != now)


def _choose(shown: PageContext) -> tuple[Source | None, dt.date | None]:
    """The file, and the day for sheets that say none."""
    words = shown.words
    file, day = st.columns([2.4, 1], vertical_alignment="bottom")
    with file:
        source = choose_workbook(shown.words)
    with day:
        as_of = st.date_input(
            words("Date of the figures (if the sheet has none)"), None, key="upload_day", format="YYYY-MM-DD"
        )
        with st.container(horizontal=True, gap="small"):
            _templates(shown)
    return source, as_of if isinstance(as_of, dt.date) else None


def _templates(shown: PageContext) -> None:
    """The template with the figures on the screen, and blank.

    Neither name holds a date: a date in a file's name would date the sheets of whoever forgets to.
    """
    words, release, tables = shown.words, shown.release, shown.answers.tables
    filled = words("Form with the figures of release {number}", number=release.release)
    download(words("Form to fill, with the last figures"), lambda: write_template(tables), f"{filled}.xlsx")
    blank = words("Blank form")
    st.download_button(blank, lambda: write_workbook({}), f"{blank}.xlsx", type="tertiary", on_click="ignore")


def _just_published(shown: PageContext, source: Source) -> bool:
    """Whether this visitor has just published this file; if not, says with which release it was published before."""
    words = shown.words
    try:
        release = published_before(data.store(), source)
    except StoreError:
        data.LOG.exception("The releases cannot be read.")
        return False
    if release is None:
        return False
    if st.session_state.get("just_published") != release.release:
        st.info(escaped(published_before_sentence(release, words)), icon=":material/history:")
        return False
    told = words("Published: {file} is release {number}, as of {day}, on every screen.")
    if not release.head:
        told = words("Published: {file} is release {number}, a correction as of {day}; the screens stay as they are.")
    st.success(
        told.format(file=escaped(source.name), number=release.release, day=words.day(release.as_of)),
        icon=":material/check_circle:",
    )
    st.page_link(shown.pages["overview"], label=words("See the overview"), icon=":material/arrow_forward:")
    return True


def _check(shown: PageContext, source: Source, as_of: dt.date | None) -> Checked | None:
    """The workbook judged; None where it cannot be read, with the reason said."""
    words = shown.words
    try:
        answers = {**values_of(data.store().answers.in_force()), **given_answers()}
        with st.spinner(words("Checking {file} …", file=escaped(source.name)), show_time=True):
            return data.check_upload(source, as_of, tuple(sorted(answers.items())))
    except UnreadableWorkbook as error:
        data.LOG.warning("An upload cannot be read: %s", error)
        st.error(escaped(error.message(shown.words)), icon=":material/block:")
    except StoreError:
        data.LOG.exception("An upload could not be checked.")
        st.warning(words("The database does not respond, so the file was not checked. Try again later."))
    return None


def _problems(shown: PageContext, checked: Checked) -> None:
    words, problems = shown.words, checked.reading.problems
    if not problems:
        return
    st.table(problems_table(problems[:SHOWN_PROBLEMS], words).map(escaped), border="horizontal", hide_index=True)
    if len(problems) > SHOWN_PROBLEMS:
        st.caption(
            words(
                "Showing the first {shown} of {all} problems; the marked workbook has all of them.",
                shown=SHOWN_PROBLEMS,
                all=len(problems),
            )
        )
    title, as_of = words("Problems marked"), checked.reading.as_of
    st.download_button(
        words("Download the workbook with its problems marked"),
        lambda: annotate_without_blocking(checked.source, problems, words),
        file_name(title, as_of) if as_of else f"{title}.xlsx",
        icon=":material/format_paint:",
        on_click="ignore",
    )


def _sentences(shown: PageContext, checked: Checked) -> None:
    """Words that tell a figure and are no data: the clerk may want them in the table."""
    words, told = shown.words, checked.reading.sentences
    if not told:
        return
    with st.expander(words("Sentences with figures that were not read as data: {count}", count=len(told))):
        for line in unread_text_lines(told, words):
            st.markdown(f"- {escaped(line)}")


def _preview(shown: PageContext, checked: Checked) -> None:
    words = shown.words
    changes = checked.changes
    st.subheader(words("What changes"), anchor=False)
    for line in (
        *change_lines(changes, words),
        *carried_over_lines(checked, words),
        destination_sentence(checked, words),
    ):
        st.markdown(f"- {escaped(line)}")
    for line in late_sentences(checked.after, words):
        st.warning(escaped(line), icon=":material/schedule:")
    listed = changes_table(changes.changes.head(SHOWN_CHANGES), words)
    if not listed.empty:
        with st.expander(words("All changes as a table ({count})", count=len(changes.changes))):
            st.dataframe(listed, hide_index=True, alt=words("What changes"))
            if len(listed) < len(changes.changes):
                st.caption(words("Showing the first {shown}.", shown=len(listed)))
    answers = data.preview_answers(checked)
    st.subheader(words("How the overview will look"), anchor=False)
    with st.container(border=True):
        st.markdown(bold(district_finding(answers, words)))
        headline_cards(district_headlines(answers, words))
        units = select_and_sort(answers.units, (), "area_renovated", "highest")
        shown.chart(
            "preview-units",
            lambda: bullet_bars(units, answers.as_of, words, shown.dark),
            *checked.depends_on,
            alt=words("Area renovated by each unit with its annual target"),
        )
        st.caption(basis_line(answers, "unit_progress", words))
        alerts = data.preview_alerts(checked, answers)
        st.markdown(bold(alerts_finding(alerts, words)))
        alert_list(alerts, words)
        _goals(answers, words)
    _map(shown, checked, answers)


def _goals(answers: Answers, words: Words) -> None:
    """The goals with the lights that they will have."""
    for goal in answers.goals:
        goal_heading(goal, words)
        st.markdown(escaped(goal_gap_sentence(goal, words)))
        st.caption(goal_basis_line(goal, answers, words))


def _map(shown: PageContext, checked: Checked, answers: Answers) -> None:
    """Where the workbook's sites will stand on the map, drawn small."""
    if "sites" not in checked.reading.tables:
        return
    words = shown.words
    try:
        base = geography()
    except MissingGeography:
        data.LOG.exception("The map's base cannot be read.")
        return
    st.subheader(words("Where the sites will appear"), anchor=False)
    shown.chart(
        "preview-map",
        lambda: district_figure(answers.units, answers.table("sites"), base, words, shown.dark),
        *checked.depends_on,
        alt=words("Map of the units and the renovation sites"),
    )
    st.caption(words("Hollow points have no coordinates; they are placed in a ring around their unit."))
    st.caption(basis_line(answers, "sites", words))


def _publish(shown: PageContext, checked: Checked, renewed: bool) -> Publisher | None:
    """Asks who publishes and publishes; returns who is signed in."""
    words = shown.words
    st.subheader(words("Publish"), anchor=False)
    publisher = sign_in(shown.words)
    if publisher is None:
        return None
    warnings, is_open = len(checked.reading.warnings), bool(checked.reading.questions)
    if is_open:
        st.caption(words("The questions above are open. Answer or confirm them first."))
    accepted = warnings == 0 or st.checkbox(
        words("I have read the warnings ({count}) and want to publish.", count=warnings),
        key=f"accept {checked.depends_on}",
    )
    may_publish = accepted and publisher.name and not is_open
    if st.button(words("Publish"), type="primary", icon=":material/publish:", disabled=not may_publish) and not renewed:
        _write(shown, checked, publisher, accepted)
    return publisher


def _write(shown: PageContext, checked: Checked, publisher: Publisher, accepted: bool) -> None:
    words = shown.words
    try:
        published = publish(data.store(), checked, publisher, accept_warnings=accepted)
    except Conflict:
        data.LOG.warning("Somebody published while %s did; the preview is made anew.", publisher.name)
        st.rerun()
    except (RefusedWorkbook, StoreError):
        data.LOG.exception("Publishing failed; nothing was changed.")
        st.error(words("Publishing failed and nothing was changed. Try again; the reason is in the server's log."))
    else:
        data.LOG.info("Release %s published by %s.", published.release.release, publisher.name)
        forget_answers()
        st.session_state["just_published"] = published.release.release
        follow_newest()
        st.rerun()


def _remembered(shown: PageContext, publisher: Publisher | None, ask_for_key: bool) -> None:
    """The stored answers, each with who confirmed it; a publisher may withdraw them."""
    words = shown.words
    try:
        stored = data.store().answers.in_force()
    except StoreError:
        data.LOG.exception("The stored answers cannot be read.")
        return
    if not stored:
        return
    with st.expander(words("Answers remembered for later sheets ({count})", count=len(stored))):
        if ask_for_key:
            publisher = sign_in(words)
        if publisher is None:
            st.caption(words("Whoever has the publisher's key may withdraw them; then the question is asked again."))
        for one in stored.values():
            st.markdown(escaped(remembered_in_words(one, words)))
            st.caption(escaped(confirmed_in_words(one, words)))
            if publisher is not None and st.button(
                words("Withdraw"), key=f"withdraw {one.answer.id}", disabled=not publisher.name
            ):
                _withdraw(one.answer.id, publisher, words)


def _withdraw(answer_id: str, publisher: Publisher, words: Words) -> None:
    try:
        data.store().answers.withdraw(answer_id, publisher.name)
    except StoreError:
        data.LOG.exception("An answer could not be withdrawn.")
        st.error(words("The answer could not be withdrawn. Try again; the reason is in the server's log."))
        return
    data.LOG.info("%s withdrew the answer %s.", publisher.name, answer_id)
    forget_answer(answer_id)
    st.rerun()


draw(page_context())
