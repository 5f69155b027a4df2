"""A headline figure as a card of a screen."""

from __future__ import annotations

from renovation.blocks.model import HeadlineCard, Provenance, figure
from renovation.wording.headlines import Headline


def headline_card(headline: Headline, provenance: Provenance | None = None) -> HeadlineCard:
    """Returns the card of a headline figure.

    `provenance` is None if the foot of the screen names the date and basis of the figure.
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
