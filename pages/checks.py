"""数据核对: every printed figure that can be recomputed, beside what it comes to."""

from __future__ import annotations

import streamlit as st

from renovation import listings
from renovation.comparisons.reconciliation import VERDICTS
from renovation.escaping import escaped
from renovation.explanations import verdict_in_words
from renovation.findings.checks import check_counts, checks_finding, gaps_finding
from renovation.shell import Screen, choices, remember, screen


@st.fragment
def draw(shown: Screen) -> None:
    """The page from top to bottom; a filter reruns it alone."""
    words, _ = shown.words, shown.words.gettext
    st.title(checks_finding(shown.answers, words), anchor=False)
    st.markdown(_("The source's figures stay as printed; beside them stands what their own parts come to. All pages compute with the recomputed rates."))
    _verdicts(shown)
    _checks(shown)
    _not_given(shown)
    remember(shown.release.release)


def _verdicts(shown: Screen) -> None:
    words, _, counts = shown.words, shown.words.gettext, check_counts(shown.answers)
    st.pills(
        _("Verdict (none chosen: all)"),
        VERDICTS,
        selection_mode="multi",
        format_func=lambda verdict: f"{verdict_in_words(verdict, words)} {counts.get(verdict, 0)}",
        key="verdicts",
        persist_state="session",
    )


def _checks(shown: Screen) -> None:
    words, _, chosen = shown.words, shown.words.gettext, choices().verdicts
    checks = shown.answers.checks
    kept = checks[checks["verdict"].isin(chosen)] if chosen else checks
    if kept.empty:
        st.markdown(_("No figure has this verdict."))
    else:
        st.table(listings.checks_listed(kept, words).map(escaped), border="horizontal", hide_index=True)
    shown.foot("figures")


def _not_given(shown: Screen) -> None:
    words, _ = shown.words, shown.words.gettext
    st.subheader(_("What the source does not give"), anchor=False)
    for line in gaps_finding(shown.answers, words):
        st.markdown(f"- {line}")
    listed = listings.coverage_listed(shown.answers, words)
    if not listed.empty:
        st.table(listed, border="horizontal", hide_index=True, width="content")


draw(screen())
