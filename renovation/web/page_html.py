"""The HTML of headline figures and goals on the pages, and the style sheet in the `<head>` of every page.

The server's first response and Streamlit use the same HTML, so that nothing moves when Streamlit draws the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from markupsafe import Markup

from renovation.blocks.html import TEMPLATES as BLOCK_TEMPLATES
from renovation.blocks.html import environment
from renovation.blocks.text import UNBROKEN
from renovation.charts.style import DARK, LIGHT
from renovation.domain.places import COUNTIES, UNITS
from renovation.language import Words
from renovation.wording.headlines import Headline
from renovation.wording.overview import GoalState

Theme = Literal["light", "dark", "auto"]
"""The colours to draw in; "auto" follows the browser."""
TEMPLATES: Final = environment(Path(__file__).parent / "templates", BLOCK_TEMPLATES)
_UNBROKEN: Final = "|".join((*(place.name for place in (*UNITS, *COUNTIES)), UNBROKEN))
PAGE_HEAD: Final = (
    f"<style>{TEMPLATES.get_template('page.css').render(light=LIGHT, dark=DARK)}</style>"
    f"<style>{TEMPLATES.get_template('print.css').render()}</style>"
    f"<script>{TEMPLATES.get_template('print.js').render()}</script>"
    f"<script>{TEMPLATES.get_template('links.js').render()}</script>"
    f"<script>{TEMPLATES.get_template('unbroken.js').render(unbroken=Markup(_UNBROKEN))}</script>"  # noqa: S704
)
"""The HTML in the `<head>` of every page. In print, charts keep the width that they have on the screen: the page is
laid out that wide and scaled down to the paper."""
VIEW_SCRIPT: Final = TEMPLATES.get_template("first_figures.js").render()
"""The script that removes the first figures as soon as Streamlit has drawn the page."""
_SEPARATOR: Final = " · "
"""The text between date and basis in the lines below figures."""
_BLOCKS: Final[Any] = TEMPLATES.get_template("figures.html").module
_COLUMNS: Final[Any] = TEMPLATES.get_template("columns.html").module


@dataclass(frozen=True)
class FigureBlock:
    """Headlines side by side (`cards`), and the line below them (`basis`).

    The line has the as-of date and the basis that most of the headlines share, and a note if other headlines have
    another date or basis. The field `basis` of a headline contains only what differs from this line.
    """

    cards: tuple[Headline, ...]
    basis: str


def figure_block(headlines: Sequence[Headline], words: Words, remark: str = "") -> FigureBlock:
    """Combines headlines into one block; an as-of date and a basis that most of them share are printed only once.

    `remark` is a sentence about the bases, which is added to the line below the headlines.
    """
    bases = [tuple(one.basis.split(_SEPARATOR)) if one.basis else () for one in headlines]
    (common, count), *others = Counter(filter(None, bases)).most_common() or [((), 0)]
    if count == 1 and others:
        common = ()
    cards = (
        replace(one, basis=_SEPARATOR.join(part for part in parts if part not in (*common, one.named_basis)))
        for one, parts in zip(headlines, bases, strict=True)
    )
    basis = _SEPARATOR.join(common)
    if basis and any(parts not in ((), common) for parts in bases):
        basis = words("{basis} (unless marked otherwise)", basis=basis)
    return FigureBlock(tuple(cards), _SEPARATOR.join(filter(None, (basis, remark))))


def figures_html(headlines: Sequence[Headline], words: Words, theme: Theme, remark: str = "") -> str:
    """Returns the HTML of headlines side by side: label, value, small chart of the year, change, targets.

    `theme` is "light", "dark" or "auto" (the theme of the browser). `remark` is a sentence about the bases of the
    values. If several values are missing, their labels are listed on one line below the other headlines. The HTML is
    empty if all values are missing, because the title of the page says so.
    """
    missing = [one for one in headlines if one.value == words.missing]
    if len(missing) == len(headlines):
        return ""
    if len(missing) == 1:
        return str(_BLOCKS.figures(figure_block(headlines, words, remark), words, theme))
    shown = figure_block([one for one in headlines if one.value != words.missing], words, remark)
    return str(_BLOCKS.figures(shown, words, theme, words.listed(one.label for one in missing)))


def goals_html(goals: Sequence[GoalState], theme: Theme, others: str = "") -> str:
    """Returns the HTML of the goals on the overview: light, title, and a progress bar with a mark for the schedule.

    `theme` is "light", "dark" or "auto" (the theme of the browser). `others` is a sentence about the goals that are not
    shown; it is printed below the goals.
    """
    return str(_BLOCKS.goal_states(goals, theme, others))


@dataclass(frozen=True)
class ColumnBlock:
    """A column of a page: a heading, a table or notes below it, and a caption.

    Several columns stand side by side. `table` is HTML from `tables.table_html`; `notes` are pairs (name of a place,
    text); `width` is relative to the other columns.
    """

    heading: str
    table: str = ""
    notes: Sequence[tuple[str, str]] = ()
    caption: str = ""
    width: float = 1.0


def columns_html(columns: Iterable[ColumnBlock]) -> str:
    """Returns the HTML of columns side by side (on a phone, below each other); an empty text if there are no columns.

    The server sends this HTML to a browser as one message; elements of Streamlit would be one message each.
    """
    shown = list(columns)
    return str(_COLUMNS.columns(shown)) if shown else ""
