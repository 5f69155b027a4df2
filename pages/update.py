"""数据更新: this week's spreadsheet, judged by cell, previewed as differences, published in one step."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from renovation.charts.units import bullet_bars
from renovation.comparisons.answers import Answers
from renovation.comparisons.units import select_and_sort
from renovation.domain.geography import MissingGeography, geography
from renovation.language import Words
from renovation.maps.drawn import district_figure
from renovation.publishing.publish import Checked, RefusedWorkbook, publish
from renovation.publishing.worker import annotate_without_blocking
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.reading.template import write_workbook
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Source
from renovation.web import data
from renovation.web.components import alert_list, goal_heading, headline_cards, translate_uploader
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import follow_newest
from renovation.web.sign_in import sign_in
from renovation.wording.alerts import alerts_finding
from renovation.wording.district import district_finding
from renovation.wording.goals import goal_basis_line, goal_gap_sentence
from renovation.wording.headlines import basis_line, district_headlines
from renovation.wording.updates import (
    carried_over_lines,
    change_lines,
    changes_table,
    destination_sentence,
    problems_table,
    unread_text_lines,
    upload_finding,
)

KINDS = ["xlsx", "xlsm", "xls", "et", "ods", "csv"]
SHOWN_CHANGES = 1000
SHOWN_PROBLEMS = 100


def draw(shown: PageContext) -> None:
    """The page from top to bottom."""
    _ = shown.words.gettext
    st.title(_("Update the data"), anchor=False)
    st.markdown(_("Choose this week's spreadsheet. It is checked first; nothing is published before you say so."))
    source, as_of = _choose(shown)
    if source is None or _published_already(shown, source):
        return
    checked = _check(shown, source, as_of)
    if checked is None:
        return
    _ask(shown, checked)
    st.subheader(upload_finding(checked, shown.words), anchor=False)
    _problems(shown, checked)
    _sentences(shown, checked)
    if checked.plan is not None and not checked.reading.errors and not checked.reading.questions:
        renewed = _is_renewed(checked)
        if renewed:
            st.info(_("Somebody published in between. The preview has been made anew; look at it and publish again."))
        _preview(shown, checked)
        _publish(shown, checked, renewed)


def _is_renewed(checked: Checked) -> bool:
    """Whether this run is the first to preview the file on this head, after one on another: nobody has seen it yet."""
    now = (checked.source.sha256, checked.head)
    before = st.session_state.get("previewed", now)
    st.session_state["previewed"] = now
    return bool(before[0] == now[0] and before != now)


def _choose(shown: PageContext) -> tuple[Source | None, dt.date | None]:
    """The file, and the day for sheets that say none."""
    _ = shown.words.gettext
    file, day = st.columns([2.4, 1], vertical_alignment="bottom")
    translate_uploader(shown.words)
    uploaded = file.file_uploader(_("Spreadsheet (xlsx, xlsm, xls, et, ods or csv)"), KINDS, key="upload")
    with day:
        as_of = st.date_input(
            _("Date of the figures, if the sheet says none"), None, key="upload_day", format="YYYY-MM-DD"
        )
        st.download_button(
            _("Blank template"),
            lambda: write_workbook({}),
            "template.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )
    chosen = as_of if isinstance(as_of, dt.date) else None
    return (Source(uploaded.name, uploaded.getvalue()), chosen) if uploaded else (None, chosen)


def _published_already(shown: PageContext, source: Source) -> bool:
    """Whether the release on the screen came from this very file: what a clerk sees right after publishing."""
    _, release = shown.words.gettext, shown.release
    if not release.head or release.file_sha256 != source.sha256:
        return False
    told = _("Published: {file} is release {number}, as of {day}, on every screen.")
    st.success(
        told.format(file=escaped(source.name), number=release.release, day=shown.words.day(release.as_of)),
        icon=":material/check_circle:",
    )
    st.page_link(shown.pages["overview"], label=_("See the overview"), icon=":material/arrow_forward:")
    return True


def _check(shown: PageContext, source: Source, as_of: dt.date | None) -> Checked | None:
    """The workbook judged; None where it cannot be read, with the reason said."""
    _ = shown.words.gettext
    try:
        with st.spinner(_("Checking {file} …").format(file=escaped(source.name)), show_time=True):
            return data.check_upload(source, as_of, _answers())
    except UnreadableWorkbook as error:
        data.LOG.warning("An upload cannot be read: %s", error)
        st.error(escaped(error.message(shown.words)), icon=":material/block:")
    except StoreError:
        data.LOG.exception("An upload could not be checked.")
        st.warning(_("The database does not answer; the file was not checked. Try again in a while."))
    return None


def _answers() -> tuple[tuple[str, str], ...]:
    """The answers of this session: ids of questions and values."""
    stored = st.session_state.get("answers", {})
    return tuple(sorted(stored.items()))


def _ask(shown: PageContext, checked: Checked) -> None:
    """A choice for each open question."""
    _ = shown.words.gettext
    for question in checked.reading.questions:
        labels = {choice.value: shown.words.label(choice.label) for choice in question.choices}
        chosen = st.selectbox(
            shown.words.label(question.text),
            list(labels),
            index=list(labels).index(question.likely) if question.likely in labels else None,
            format_func=labels.__getitem__,
            key=f"question {question.id}",
            placeholder=_("Not chosen yet"),
        )
        if chosen is not None and st.button(_("Confirm"), key=f"confirm {question.id}"):
            st.session_state["answers"] = {**st.session_state.get("answers", {}), question.id: chosen}
            st.rerun()


def _problems(shown: PageContext, checked: Checked) -> None:
    words, _, problems = shown.words, shown.words.gettext, checked.reading.problems
    if not problems:
        return
    st.table(problems_table(problems[:SHOWN_PROBLEMS], words).map(escaped), border="horizontal", hide_index=True)
    if len(problems) > SHOWN_PROBLEMS:
        st.caption(
            _("The first {shown} of {all} problems; the marked workbook holds all.").format(
                shown=SHOWN_PROBLEMS, all=len(problems)
            )
        )
    st.download_button(
        _("Download the workbook with its problems marked"),
        lambda: annotate_without_blocking(checked.source, problems, words),
        "problems.xlsx",
        icon=":material/format_paint:",
        on_click="ignore",
    )


def _sentences(shown: PageContext, checked: Checked) -> None:
    """Words that tell a figure and are no data: the clerk may want them in the table."""
    words, _, told = shown.words, shown.words.gettext, checked.reading.sentences
    if not told:
        return
    with st.expander(_("Sentences on the sheets whose figures are not read as data: {count}").format(count=len(told))):
        for line in unread_text_lines(told, words):
            st.markdown(f"- {escaped(line)}")


def _preview(shown: PageContext, checked: Checked) -> None:
    words, _ = shown.words, shown.words.gettext
    changes = checked.changes
    st.subheader(_("What changes"), anchor=False)
    for line in (
        *change_lines(changes, words),
        *carried_over_lines(checked, words),
        destination_sentence(checked, words),
    ):
        st.markdown(f"- {escaped(line)}")
    listed = changes_table(changes.changes.head(SHOWN_CHANGES), words)
    if not listed.empty:
        with st.expander(_("All changes as a table ({count})").format(count=len(changes.changes))):
            st.dataframe(listed, hide_index=True, alt=_("What changes"))
            if len(listed) < len(changes.changes):
                st.caption(_("The first {shown} of them.").format(shown=len(listed)))
    answers = data.preview_answers(checked)
    st.subheader(_("How the overview will look"), anchor=False)
    with st.container(border=True):
        st.markdown(bold(district_finding(answers, words)))
        headline_cards(district_headlines(answers, words))
        units = select_and_sort(answers.units, (), "area_renovated", "highest")
        shown.chart(
            "preview-units",
            lambda: bullet_bars(units, answers.as_of, words, shown.dark),
            checked.source.sha256,
            checked.head,
            alt=_("Area renovated by each unit with its annual target"),
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
    words, _ = shown.words, shown.words.gettext
    try:
        base = geography()
    except MissingGeography:
        data.LOG.exception("The map's base cannot be read.")
        return
    st.subheader(_("Where the sites will stand"), anchor=False)
    shown.chart(
        "preview-map",
        lambda: district_figure(answers.units, answers.table("sites"), base, words, shown.dark),
        checked.source.sha256,
        checked.head,
        alt=_("Map of the units and the renovation sites"),
    )
    st.caption(_("Hollow points have no coordinate: they stand on a ring round their unit."))
    st.caption(basis_line(answers, "sites", words))


def _publish(shown: PageContext, checked: Checked, renewed: bool) -> None:
    _ = shown.words.gettext
    st.subheader(_("Publish"), anchor=False)
    publisher = sign_in(shown.words)
    if publisher is None:
        return
    warnings = len(checked.reading.warnings)
    accepted = warnings == 0 or st.checkbox(
        _("I have read the warnings ({count}) and publish all the same.").format(count=warnings),
        key=f"accept {checked.source.sha256} {checked.head}",
    )
    clicked = st.button(
        _("Publish"), type="primary", icon=":material/publish:", disabled=not (accepted and publisher.name)
    )
    if not clicked or renewed:
        return
    try:
        published = publish(data.store(), checked, publisher, accept_warnings=accepted)
    except Conflict:
        data.LOG.warning("Somebody published while %s did; the preview is made anew.", publisher.name)
        st.rerun()
    except (RefusedWorkbook, StoreError):
        data.LOG.exception("Publishing failed; nothing was changed.")
        st.error(_("Publishing failed and nothing was changed. Try again; the reason is in the server's log."))
    else:
        data.LOG.info("Release %s published by %s.", published.release.release, publisher.name)
        follow_newest()
        st.rerun()


draw(page_context())
