"""Draws alerts as lines with links to the figures behind them, the most severe first, and the warning rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import streamlit as st

from renovation.comparisons.alerts import Alert
from renovation.domain import places
from renovation.language import Words
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.web.selections import link_parameters
from renovation.wording.alerts import (
    alert_action,
    alert_label,
    alert_sentence,
    alerts_finding,
    rule_sentence,
)
from renovation.wording.overview import Severity, alert_line, most_severe_first, severity

MOST_ALERTS: Final = 4
_BADGES: Final[dict[Severity, str]] = {"alarm": "red-badge", "warning": "orange-badge", "watch": "gray-badge"}


def alert_lines(page: PageContext, alerts: Sequence[Alert]) -> None:
    """Draws a heading with the rules, one line for each of the most severe alerts, and the others in an expander."""
    words, ordered = page.words, most_severe_first(alerts)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(alerts_finding(alerts, words), anchor=False, width="content")
        with st.popover(words("Rules, dates and bases"), type="tertiary"):
            alert_details(ordered, words)
            if not ordered:
                st.markdown(words("The rules and their limits are in the workbook, on the sheet of warning rules."))
    _links(ordered[:MOST_ALERTS], page, "first")
    if len(ordered) > MOST_ALERTS:
        with st.expander(words("{count} more", count=len(ordered) - MOST_ALERTS)):
            _links(ordered[MOST_ALERTS:], page, "more")


def _links(alerts: Sequence[Alert], page: PageContext, place: str) -> None:
    """Draws a link for each alert; the key of its container tells the style sheet the severity."""
    with st.container(gap=None):
        for level, of_level in groupby(alerts, severity):
            with st.container(gap=None, key=f"alerts-{level}-{place}"):
                for alert in of_level:
                    _link(alert, page)


def _link(alert: Alert, page: PageContext) -> None:
    sentence, action = alert_line(alert, page.words), alert_action(alert, page.words)
    target, changes = evidence(alert)
    st.page_link(
        page.pages[target],
        label=f"{_badge(alert, page.words)} {escaped(sentence)} {bold(escaped(action))}",
        icon=":material/chevron_right:",
        icon_position="right",
        query_params=link_parameters(page.release.release, **changes),
    )


def _badge(alert: Alert, words: Words) -> str:
    return f":{_BADGES[severity(alert)]}[{escaped(alert_label(alert, words))}]"


def alert_details(alerts: Sequence[Alert], words: Words) -> None:
    """Draws alerts as a list, each with the rule that raised it, its date and its basis."""
    lines = (
        f"{_badge(alert, words)} {bold(escaped(alert_sentence(alert, words)))}  \n"
        f":small[:gray[{escaped(rule_sentence(alert, words))}]]"
        for alert in alerts
    )
    if alerts:
        st.markdown("\n\n".join(lines))


def evidence(alert: Alert) -> tuple[str, dict[str, Any]]:
    """Returns the name of the page that shows the figures of an alert, and the selections that the page needs."""
    if alert.rule == "mismatch":
        return "checks", {"verdicts": ("mismatch",)}
    if len(alert.lags) > 1:
        return "units", {"unit": None, "units": (), "measure": alert.measure, "order": "lowest"}
    if alert.outlook is not None:
        return "outlook", {}
    if alert.subject in {place.name for place in places.COUNTIES}:
        return "history", {"scope": "counties"}
    if alert.subject == places.DISTRICT.name:
        return "history", {"scope": "district", "measure": alert.measure}
    return "units", {"unit": alert.subject, "units": (), "measure": alert.measure}
