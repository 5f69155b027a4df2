"""数据核对: each reported figure that can be recomputed, with its recomputed value."""

from __future__ import annotations

from typing import Final, Literal

import pandas as pd
import streamlit as st

from renovation.comparisons.check_states import explanation_keys, urgent_first
from renovation.domain.dated_tables import records
from renovation.domain.relation_breaches import relation_breaches
from renovation.releases.check_explanations import explain_check
from renovation.releases.database import StoreError
from renovation.web import data
from renovation.web.components import bullet_list, statement_lines
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import selections, write_selections
from renovation.web.sign_in import sign_in
from renovation.web.tables import text_table
from renovation.web.widgets import pills
from renovation.wording.checks import (
    checks_finding,
    checks_table,
    contradictions_finding,
    contradictions_table,
    coverage_table,
    data_gap_sentences,
    differs_or_mended,
    incomplete_sentences,
    verdict_counts,
)
from renovation.wording.explanations import (
    Check,
    compared_values,
    explanation_sentence,
    formula,
    reason_sentence,
    state_sentence,
    verdict_label,
)

COLOURS: Final[dict[str, Literal["orange", "violet", "grey", "blue", "green"]]] = {
    "mismatch": "orange",
    "basis": "violet",
    "incomplete": "grey",
    "rounding": "blue",
    "consistent": "green",
}


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page 数据核对: the reported figures that can be recomputed, and those that contradict one another.

    This function is a Streamlit fragment: if a filter changes, Streamlit runs only this function again, not the code
    that draws the navigation and the top of the page.
    """
    words = page.words
    st.title(checks_finding(page.results, words), anchor=False)
    checks = urgent_first(data.with_check_states(page.release, page.results).checks)
    if not checks.empty:
        _recomputed(page, checks)
    _contradictions(page)
    _explain(page, checks[checks["verdict"] == "mismatch"])
    _not_given(page)
    _source_doubts(page)
    write_selections(page.release.release)


def _recomputed(page: PageContext, checks: pd.DataFrame) -> None:
    words = page.words
    st.markdown(
        words(
            "“Reported” is the figure given in the source. “Recomputed” is the figure calculated from "
            "its parts. All pages use the recomputed completion rates."
        )
    )
    _verdicts(page)
    _checks(page, checks)


def _verdicts(page: PageContext) -> None:
    words, counts = page.words, verdict_counts(page.results)
    pills(
        "verdicts",
        words("Results of the checks (all are shown if you select none)"),
        lambda verdict: f"{verdict_label(verdict, words)} {counts.get(verdict, 0)}",
    )


def _checks(page: PageContext, checks: pd.DataFrame) -> None:
    words, verdicts = page.words, selections().verdicts
    filtered = checks[checks["verdict"].isin(verdicts)] if verdicts else checks
    if filtered.empty:
        st.markdown(words("No figure has the selected check result."))
    is_card = differs_or_mended(filtered)
    for sentence in incomplete_sentences(filtered, words):
        st.info(escaped(sentence), icon=":material/group_off:")
    if is_card.any():
        with st.grid(2, min_column_width=330, gap="small"):
            for check in records(filtered[is_card]):
                _check(page, check)
    agreeing = filtered[~is_card & (filtered["verdict"] != "incomplete")]
    if not agreeing.empty:
        st.header(words("Consistent figures"), anchor=False)
        text_table(checks_table(agreeing, words).drop(columns=words("Result of the check")), words)
    page.source_line("figures")


def _check(page: PageContext, check: Check) -> None:
    words = page.words
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.badge(verdict_label(check["verdict"], words), color=COLOURS[check["verdict"]])
        st.markdown(bold(escaped(words.place(check["subject"]))) + "　" + escaped(words.heading(check["measure"])))
        with st.container(horizontal=True, gap="large"):
            for heading, value in compared_values(check, words):
                st.metric(heading, value, width="content")
        st.markdown(escaped(formula(check, words)))
        explanation = explanation_sentence(check, words)
        for line in (explanation, state_sentence(check, words), reason_sentence(check, words)):
            if line:
                st.markdown(escaped(line))


def _contradictions(page: PageContext) -> None:
    """Draws a table of the figures that another cell or a text contradicts; draws nothing if there are none."""
    breaches, words = relation_breaches(page.results.tables), page.words
    if breaches:
        st.header(contradictions_finding(breaches, words), anchor=False)
        text_table(contradictions_table(breaches, words), words)


def _explain(page: PageContext, wrong: pd.DataFrame) -> None:
    """Draws a form in which a publisher explains a figure that does not add up; `wrong` are the checks of such figures.

    If the difference changes later, it must be explained again.
    """
    words = page.words
    if wrong.empty:
        return
    with st.expander(words("Explain an inconsistent figure")):
        publisher = sign_in(words, asks_for_note=False)
        if publisher is None:
            return
        keys = dict(zip(explanation_keys(wrong), records(wrong), strict=True))
        key = st.selectbox(
            words("Inconsistent figure"),
            list(keys),
            format_func=lambda key: words.figure_name(keys[key]["subject"], words.heading(keys[key]["measure"])),
        )
        reason = st.text_input(words("Reason for the difference"), max_chars=200, key="check_reason").strip()
        if st.button(words("Save the explanation"), disabled=not (reason and publisher.name)):
            _save(page, key, reason, publisher.name)


def _save(page: PageContext, key: str, reason: str, by: str) -> None:
    try:
        explain_check(data.store(), key, reason, by)
    except StoreError:
        data.LOG.exception("An explanation was not saved.")
        st.warning(
            page.words("The explanation was not saved, because the database is not responding. Try again later.")
        )
        return
    data.LOG.info("A check was explained by %s.", by)
    st.rerun()


def _not_given(page: PageContext) -> None:
    words = page.words
    st.header(words("Missing from the source"), anchor=False)
    bullet_list(data_gap_sentences(page.results, words))
    listed = coverage_table(page.results, words)
    if not listed.empty:
        text_table(listed, words, width="content")


def _source_doubts(page: PageContext) -> None:
    listed = page.cached("unclear-points", lambda: statement_lines(page, "doubt", "inferred"))
    if listed:
        st.header(page.words("Unclear passages in the source"), anchor=False)
        st.markdown(listed)


draw(page_context())
