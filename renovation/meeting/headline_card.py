"""Converts a headline figure to a card of a meeting's screen."""

from __future__ import annotations

from renovation.blocks.model import HeadlineCard, Provenance, figure
from renovation.wording.headlines import Headline


def headline_card(headline: Headline, provenance: Provenance | None = None) -> HeadlineCard:
    """Returns the card for the headline `headline`, with its figure, its change and its small line chart.

    `provenance` is None if the foot of the screen states the date and basis of the figure.
    """
    change = headline.change
    return HeadlineCard(
        headline.label,
        figure(headline.amount, headline.value, headline.measurement_unit),
        headline.lines,
        provenance,
        change.words if change else "",
        change.tone if change else "level",
        headline.course,
        headline.course_ends,
    )
