"""The HTML of figures and goals on the pages, and its style, which stands in the head of every page.

The same HTML stands in the first answer of the server and in what Streamlit draws, so that nothing moves in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from renovation.blocks.html import environment
from renovation.blocks.layout import sparkline
from renovation.charts.style import DARK, LIGHT
from renovation.language import Words
from renovation.wording.headlines import Headline
from renovation.wording.overview import GoalState

Theme = Literal["light", "dark", "auto"]
"""The colours to draw in; "auto" follows the browser."""
TEMPLATES: Final = environment(Path(__file__).parent / "templates")
TEMPLATES.filters |= {"sparkline": sparkline}
PAGE_HEAD: Final = (
    f"<style>{TEMPLATES.get_template('page.css').render(light=LIGHT, dark=DARK)}</style>"
    f"<style>{TEMPLATES.get_template('print.css').render()}</style>"
    f"<script>{TEMPLATES.get_template('print.js').render()}</script>"
)
"""What stands in the head of every page.

On paper, charts keep the width that they have on the screen: the page is printed that wide, and made smaller to fit.
"""
VIEW_SCRIPT: Final = TEMPLATES.get_template("first_figures.js").render()
"""Removes the first figures as soon as the page itself is drawn."""
_SEPARATOR: Final = " · "
"""Stands between the day and the basis in the lines below figures."""
_BLOCKS: Final[Any] = TEMPLATES.get_template("figures.html").module


@dataclass(frozen=True)
class FigureBlock:
    """Figures side by side; `basis` is the day and basis that most of them share, written once below them.

    The basis of each card holds only what differs from that.
    """

    cards: tuple[Headline, ...]
    basis: str


def figure_block(headlines: Sequence[Headline], words: Words) -> FigureBlock:
    """Returns headlines as one block; each basis then also names the day that the change counts from."""
    bases = [_basis_parts(one, words) for one in headlines]
    (common, count), *others = Counter(filter(None, bases)).most_common() or [((), 0)]
    if count == 1 and others:
        common = ()
    cards = (
        replace(one, basis=_SEPARATOR.join(part for part in parts if part not in common))
        for one, parts in zip(headlines, bases, strict=True)
    )
    return FigureBlock(tuple(cards), _SEPARATOR.join(common))


def _basis_parts(headline: Headline, words: Words) -> tuple[str, ...]:
    parts = tuple(headline.basis.split(_SEPARATOR)) if headline.basis else ()
    if headline.change is None:
        return parts
    return (*parts, words("change since {day}", day=words.day(headline.change.since)))


def figures_html(headlines: Sequence[Headline], words: Words, theme: Theme) -> str:
    """Returns large figures side by side: label, value, course of the year, change, targets.

    It is empty where none of the figures is known: the page's finding says so once.
    """
    if all(one.value == words.missing for one in headlines):
        return ""
    return str(_BLOCKS.figures(figure_block(headlines, words), words, theme))


def goals_html(goals: Sequence[GoalState], theme: Theme) -> str:
    """Returns goals side by side: light, title, the way to the target with the schedule as a tick."""
    return str(_BLOCKS.goal_states(goals, theme))
