"""Draws alerts (matters that need a decision) as lines with links to their figures, the most severe first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final, NamedTuple

import streamlit as st

from renovation.comparisons.alerts import Alert
from renovation.domain import places
from renovation.language import Words
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.web.selections import selections
from renovation.wording.alerts import (
    alert_action,
    alert_label,
    alert_sentence,
    alerts_finding,
    label_rule_sentence,
    rule_sentence,
)
from renovation.wording.overview import Severity, alert_line, most_severe_first, severity

MOST_ALERTS: Final = 3
"""The most alerts on the overview; more would leave no room for the goals on a screen 720 pixels high."""
MOST_FURTHER_ALERTS: Final = 4
"""The most further alerts that a large screen shows below the first ones; if there are more, they are in a popover."""
Selection = dict[str, Any]
"""Selections of a visitor: the names of fields of Address, with their values."""


class AlertLink(NamedTuple):
    """The line of an alert on the overview, which links to the page with the alert's figures.

    `severity` is "alarm", "warning" or "watch". `label` is the text of the line as Markdown, `page` the name of the
    page. `changes` are the selections that the link sets: fields of Address with their new values.
    """

    severity: Severity
    label: str
    page: str
    changes: Selection


_BADGES: Final[dict[Severity, str]] = {"alarm": "red-badge", "warning": "orange-badge", "watch": "gray-badge"}


def alert_lines(page: PageContext, alerts: Sequence[Alert]) -> None:
    """Draws the alerts on the overview: a heading, a line for each of the most severe alerts, and two popovers.

    The popovers contain the other alerts, and all alerts with their rules. The other alerts follow below on a large
    screen, instead of their popover, and on paper, where no popover can be opened.
    """
    words, ordered = page.words, most_severe_first(alerts)
    details = page.cached("alert-details", lambda: alert_details(ordered, words), ordered)
    links = page.cached("alert-links", lambda: [_alert_link(one, words) for one in ordered], ordered)
    first, others = links[:MOST_ALERTS], links[MOST_ALERTS:]
    on_large = others if len(others) <= MOST_FURTHER_ALERTS else []
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.header(alerts_finding(alerts, words), anchor=False, width="content")
            if others:
                kinds = words.listed(dict.fromkeys(alert_label(one, words) for one in ordered[MOST_ALERTS:]))
                label = words("Further matters: {count} ({kinds})", count=len(others), kinds=kinds)
                with (
                    st.container(width="content", key=f"further-{'off-large' if on_large else 'always'}"),
                    st.popover(label, type="tertiary"),
                ):
                    _links(others, page, "more")
        with st.popover(words("Rules, dates and bases"), type="tertiary"):
            st.markdown(
                details
                or words("The rules and their thresholds are on the sheet 预警规则 (warning rules) of the workbook.")
            )
    with st.container(gap=None):
        _links(first, page, "first")
        if on_large:
            with st.container(key="further-on-large"):
                _links(on_large, page, "further")
    if others:
        with st.container(key="alerts-on-paper"):
            st.markdown("\n\n".join(link.label for link in others))


def _links(links: Sequence[AlertLink], page: PageContext, place: str) -> None:
    """Draws a link for each alert in `links`, grouped by severity.

    Each group has a container of its own. The container's key contains the severity, which the style sheet reads, and
    `place`, which is "first" for the list on the page, "more" for the list in the popover, and "further" for the same
    alerts on a large screen.
    """
    selected = replace(selections(), release=page.release.release)
    with st.container(gap=None):
        for level, of_level in groupby(links, lambda link: link.severity):
            with st.container(gap=None, key=f"alerts-{level}-{place}"):
                for link in of_level:
                    st.page_link(
                        page.pages[link.page],
                        label=link.label,
                        icon=":material/chevron_right:",
                        icon_position="right",
                        query_params=replace(selected, **link.changes).parameters(),
                    )


def _alert_link(alert: Alert, words: Words) -> AlertLink:
    sentence, action = alert_line(alert, words), alert_action(alert, words)
    label = f"{_badge(alert, words)} {bold(escaped(action))} {escaped(sentence)}"
    return AlertLink(severity(alert), label, *evidence(alert))


def _badge(alert: Alert, words: Words) -> str:
    return f":{_BADGES[severity(alert)]}[{escaped(alert_label(alert, words))}]"


def alert_details(alerts: Sequence[Alert], words: Words) -> str:
    """Returns alerts as a list in Markdown, each with the rule that found it and the date and basis of its figures.

    Each alert begins with a label: the name of its rule or of the light of a goal, such as “well behind”. If there are
    labels with lights, a last paragraph explains how lights are decided.
    """
    listed = [
        f"{_badge(alert, words)} {bold(escaped(alert_sentence(alert, words)))}  \n"
        f":small[:gray[{escaped(rule_sentence(alert, words))}]]"
        for alert in alerts
    ]
    labels = label_rule_sentence(alerts, words)
    return "\n\n".join((*listed, escaped(labels)) if labels else listed)


def evidence(alert: Alert) -> tuple[str, Selection]:
    """Returns where a visitor finds the figures behind an alert: the name of a page, and the selections to set there.

    The selections are fields of Address with their values.
    """
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
