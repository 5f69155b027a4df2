"""Renders blocks as HTML with Jinja2 templates.

The templates escape all texts, so that no name in the data can become an HTML element.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from renovation.blocks import model
from renovation.blocks.layout import (
    bullets_size,
    card_size,
    density,
    goal_layout,
    has_several_provenances,
    number_columns,
    percent_of,
    ranking_layout,
    sparkline,
    table_size,
)
from renovation.blocks.map_drawing import map_drawing
from renovation.blocks.model import Block
from renovation.blocks.text import printable, runs, shortened, unbroken_parts
from renovation.blocks.trend_drawing import trend_drawing
from renovation.language import Words

TEMPLATES: Final = Path(__file__).parent / "templates"
_TEMPLATE_OF: Final[dict[type[Block], str]] = {
    model.HeadlineCards: "headline_cards.html",
    model.Ranking: "ranking.html",
    model.GoalList: "goal_list.html",
    model.DataTable: "data_table.html",
    model.BulletList: "bullet_list.html",
    model.Paragraph: "paragraph.html",
    model.CircleMap: "circle_map.html",
    model.Trends: "trends.html",
}


class JoinedLines(Extension):
    """A Jinja2 extension that joins the lines of a template, so that indentation adds no gaps to the page."""

    def preprocess(self, source: str, _name: str | None, _filename: str | None = None) -> str:
        """Returns the template text `source` without line breaks and without the white space around them."""
        return re.sub(r"\s*\n\s*", "", source)


def environment(*folders: Path) -> Environment:
    """Returns a Jinja2 environment that loads its templates from `folders`.

    The environment escapes every text and removes its control characters, also those of Unicode that reverse the
    direction of writing. A template that uses an undefined variable raises jinja2.UndefinedError.
    """
    made = Environment(
        loader=FileSystemLoader(folders),
        extensions=[JoinedLines],
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.filters |= {
        "density": density,
        "percent_of": percent_of,
        "unbroken_parts": unbroken_parts,
        "runs": runs,
        "shortened": shortened,
        "sparkline": sparkline,
    }
    return made


def blocks_html(blocks: Sequence[Block], words: Words, dark: bool, call_numbers: bool = False) -> Markup:
    """Returns the HTML of several blocks, one after another.

    `words` translates the fixed texts of the templates into the visitor's language; `dark` selects the dark theme.
    If `call_numbers` is True, each county or unit is preceded by its number, which a presenter types to show this
    place. The HTML needs no script; its CSS classes are those of `meeting/assets/stage.css`.
    """
    context = {"_": words, "words": words, "dark": dark, "call_numbers": call_numbers}
    return Markup("").join(_block_html(block, context) for block in blocks)


def _block_html(block: Block, context: Mapping[str, Any]) -> Markup:
    template = _ENVIRONMENT.get_template(_TEMPLATE_OF[type(block)])
    return Markup(template.render(block=block, **context))  # noqa: S704 escaped by Jinja2


def _printable(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_ENVIRONMENT: Final = environment(TEMPLATES)
_ENVIRONMENT.globals |= {
    "bullets_size": bullets_size,
    "card_size": card_size,
    "goal_layout": goal_layout,
    "has_several": has_several_provenances,
    "map_drawing": map_drawing,
    "number_columns": number_columns,
    "ranking_layout": ranking_layout,
    "table_size": table_size,
    "trend_drawing": trend_drawing,
}
