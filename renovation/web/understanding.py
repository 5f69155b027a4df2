"""Draws how a workbook was read, on the page 数据更新: questions to the clerk, and decisions about the sheets."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from renovation.language import Words
from renovation.publishing.uploads import CheckedUpload
from renovation.reading.questions import AnswersById, Question, Understood
from renovation.web.markdown import escaped
from renovation.wording.understanding import (
    evidence_line,
    kind_label,
    meaning_label,
    place_line,
    understanding_finding,
)

_ANSWERS: Final = "answers"
"""The key in the session state for this visit's answers by the ids of their questions."""
_ASKED: Final = "asked"
"""The key in the session state for the current file's hash and its questions by id, also those that are answered: a
question keeps its place on the page."""
_FORGOTTEN: Final = "forgotten"
"""The key in the session state for the ids of dropped answers. Their questions get new widgets, because the browser may
send the value of the old widget once more."""
UNDERSTOOD: Final = "understood "
"""The beginning of the session state's key that says whether the list of decisions is open; the file's hash follows
it."""
_FEW: Final = 4
"""The most choices that are drawn as radio buttons; more choices are drawn as a list."""
_WIDTHS: Final = (2.4, 2.4, 4)


def given_answers() -> dict[str, str]:
    """Returns the answers that the clerk has given in this visit; the keys are the ids of the questions."""
    answers: AnswersById = st.session_state.get(_ANSWERS, {})
    return dict(answers)


def forget_answer(answer_id: str) -> None:
    """Deletes an answer that the clerk has given in this visit, so that its question is asked again.

    `answer_id` is the id of the question, which the answer has too.
    """
    st.session_state[_ANSWERS] = {key: value for key, value in given_answers().items() if key != answer_id}
    st.session_state[_FORGOTTEN] = (*st.session_state.get(_FORGOTTEN, ()), answer_id)


def forget_answers() -> None:
    """Deletes all answers that the clerk has given in this visit; called after publishing, which has stored them."""
    st.session_state[_ANSWERS] = {}


def ask(checked: CheckedUpload, words: Words) -> None:
    """Draws the questions about the checked workbook `checked` with their choices.

    Questions that the clerk has answered in this visit stay on the page, so that the clerk can change the answer. The
    most likely choice of each open question is preselected; the button below the questions confirms all choices that
    are still preselected. Selecting another choice answers the question at once.
    """
    asked = _asked(checked)
    if not asked:
        return
    open_ids = {question.id for question in checked.reading.questions}
    st.header(_questions_finding(len(open_ids), words), anchor=False)
    for question in asked:
        _ask(question, question.id in open_ids, words)
    likely = {question.id: question.likely for question in checked.reading.questions if question.likely is not None}
    if likely:
        st.button(
            words("Confirm the answers selected above ({count})", count=len(likely)),
            type="primary",
            icon=":material/check:",
            on_click=lambda: _give(likely),
        )


def _questions_finding(count: int, words: Words) -> str:
    if count:
        return words("Questions about the sheet to answer before publishing: {count}", count=count)
    return words("All questions about the sheet are answered")


def _asked(checked: CheckedUpload) -> tuple[Question, ...]:
    """Returns the questions about a workbook that are open, and those that the clerk has answered in this visit.

    They are in the order in which they were first asked.
    """
    sha256, before = st.session_state.get(_ASKED, ("", {}))
    asked = dict(before) if sha256 == checked.source.sha256 else {}
    asked |= {question.id: question for question in checked.reading.questions}
    st.session_state[_ASKED] = (checked.source.sha256, asked)
    matter = {question.id for question in checked.reading.questions} | given_answers().keys()
    return tuple(question for question in asked.values() if question.id in matter)


def _ask(question: Question, is_open: bool, words: Words) -> None:
    with st.container(border=True, gap="xsmall"):
        icon = ":orange[:material/help:]" if is_open else ":green[:material/check_circle:]"
        st.markdown(f"{icon} **{escaped(words.label(question.text))}**")
        st.caption(escaped("　".join(_about(question, words))))
        chosen = given_answers().get(question.id, question.likely)
        _choose("ask", question, chosen, words.label(question.text), words)


def _about(question: Question, words: Words) -> tuple[str, ...]:
    evidence = words.label(question.evidence) if question.evidence else ""
    return tuple(part for part in (place_line(question), evidence) if part)


def _choose(where: str, decision: Question | Understood, chosen: str | None, label: str, words: Words) -> None:
    """Draws the choices of a question or of a decision; when the clerk selects one, it becomes an answer.

    `where` is "ask" in the list of questions and "line" in the list of decisions. `chosen` is the value of the selected
    choice, None if none is selected. `label` names the choices for screen readers.
    """
    labels = {choice.value: words.label(choice.label) for choice in decision.choices}
    key = _key(where, decision.id)
    draw: Any = st.radio if where == "ask" and len(labels) <= _FEW else st.selectbox
    draw(
        escaped(label),
        list(labels),
        index=list(labels).index(chosen) if chosen in labels else None,
        format_func=lambda value: labels.get(value, value),
        key=key,
        on_change=lambda: _give_selected(where, decision.id, key),
        label_visibility="collapsed",
    )


def _key(where: str, answer_id: str) -> str:
    return f"{where} {answer_id} {st.session_state.get(_FORGOTTEN, ()).count(answer_id)}"


def _give_selected(where: str, answer_id: str, key: str) -> None:
    """Saves the choice that the clerk has selected in a widget as an answer to the question or decision `answer_id`.

    `where` is "ask" in the list of questions and "line" in the list of decisions; `key` is the widget's key in
    Streamlit. Does nothing if the answer was deleted since the widget was drawn.
    """
    if key == _key(where, answer_id):
        _give({answer_id: st.session_state[key]})


def _give(answers: AnswersById) -> None:
    st.session_state[_ANSWERS] = {**given_answers(), **answers}


def show_understood(checked: CheckedUpload, words: Words) -> None:
    """Draws the reader's decisions about a workbook's layout, sheet by sheet, in an expander.

    The clerk can change a decision for which there are several choices. While the expander is closed, its content is
    not built: fifty lists of choices took the server 45 ms in each run of the page.
    """
    understood = checked.reading.understood
    if not understood:
        return
    label, key = understanding_finding(checked.reading, words), f"{UNDERSTOOD}{checked.source.sha256}"
    panel = st.expander(label, icon=":material/rule:", key=key, on_change="rerun")
    if not panel.open:
        return
    asked = {question.id for question in _asked(checked)}
    with panel:
        for sheet in dict.fromkeys(line.sheet for line in understood):
            st.markdown(f"**{escaped(sheet or '')}**")
            for line in understood:
                if line.sheet == sheet:
                    _line(line, checked, words, may_change=line.id not in asked)


def _line(line: Understood, checked: CheckedUpload, words: Words, may_change: bool) -> None:
    place, meaning, evidence = st.columns(_WIDTHS, gap="xsmall", vertical_alignment="center")
    where = f" :gray[{escaped(line.cell)}]" if line.cell else ""
    place.markdown(f":gray[{kind_label(line, words)}] {escaped(line.heading or '')}{where}")
    label = meaning_label(line, words)
    with meaning:
        if may_change and len(line.choices) > 1:
            _choose("line", line, line.value, place_line(line), words)
        elif label:
            st.markdown(f"→ {escaped(label)}")
    evidence.caption(escaped(evidence_line(line, checked.stored, words)))
