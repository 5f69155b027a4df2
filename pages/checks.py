"""数据核对: every printed figure that can be recomputed, beside what it comes to."""

from __future__ import annotations

from typing import Final, Literal

import streamlit as st

from renovation.comparisons.reconciliation import VERDICTS
from renovation.domain.dated_tables import records
from renovation.web.frame import PageContext, bold, page_context
from renovation.web.markdown import escaped
from renovation.web.selections import remember, selections, touched
from renovation.wording.checks import checks_finding, checks_table, coverage_table, data_gap_sentences, verdict_counts
from renovation.wording.explanations import Check, compared_values, explanation_sentence, formula, verdict_label

COLOURS: Final[dict[str, Literal["orange", "violet", "blue", "green"]]] = {
    "mismatch": "orange",
    "basis": "violet",
    "rounding": "blue",
    "consistent": "green",
}


@st.fragment
def draw(shown: PageContext) -> None:
    """The page from top to bottom; a filter reruns it alone."""
    words, _ = shown.words, shown.words.gettext
    st.title(checks_finding(shown.answers, words), anchor=False)
    st.markdown(
        _(
            "The source's figures stay as printed; beside them stands what their own parts come to. "
            "All pages compute with the recomputed rates."
        )
    )
    _verdicts(shown)
    _checks(shown)
    _not_given(shown)
    remember(shown.release.release)


def _verdicts(shown: PageContext) -> None:
    words, _, counts = shown.words, shown.words.gettext, verdict_counts(shown.answers)
    st.pills(
        _("Verdict (none chosen: all)"),
        VERDICTS,
        selection_mode="multi",
        format_func=lambda verdict: f"{verdict_label(verdict, words)} {counts.get(verdict, 0)}",
        key="verdicts",
        persist_state="session",
        on_change=touched,
    )


def _checks(shown: PageContext) -> None:
    words, _, chosen = shown.words, shown.words.gettext, selections().verdicts
    checks = shown.answers.checks
    kept = checks[checks["verdict"].isin(chosen)] if chosen else checks
    if kept.empty:
        st.markdown(_("No figure has this verdict."))
    differing = kept[kept["explanation"].notna()]
    with st.grid(2, min_column_width=330, gap="small"):
        for check in records(differing):
            _check(shown, check)
    agreeing = kept[kept["explanation"].isna()]
    if not agreeing.empty:
        st.subheader(_("Figures that agree"), anchor=False)
        st.table(checks_table(agreeing, words).map(escaped), border="horizontal", hide_index=True)
    shown.foot("figures")


def _check(shown: PageContext, check: Check) -> None:
    words = shown.words
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.badge(verdict_label(check["verdict"], words), color=COLOURS[check["verdict"]])
        measure = words.heading(check["measure"]) if check["form"] == "ratio" else words.axis(check["measure"])
        st.markdown(bold(escaped(words.place(check["subject"]))) + "　" + escaped(measure))
        with st.container(horizontal=True, gap="large"):
            for heading, value in compared_values(check, words):
                st.metric(heading, value, width="content")
        st.markdown(escaped(formula(check, words)))
        st.markdown(escaped(explanation_sentence(check, words) or ""))


def _not_given(shown: PageContext) -> None:
    words, _ = shown.words, shown.words.gettext
    st.subheader(_("What the source does not give"), anchor=False)
    for line in data_gap_sentences(shown.answers, words):
        st.markdown(f"- {line}")
    listed = coverage_table(shown.answers, words)
    if not listed.empty:
        st.table(listed, border="horizontal", hide_index=True, width="content")


draw(page_context())
