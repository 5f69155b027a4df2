"""Elements that several pages use: headline cards, goals with their lights, lists, links, downloads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.comparisons.goals import Goal
from renovation.domain.report import statements_about
from renovation.language import Words
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.web.page_html import figures_html
from renovation.web.selections import link_parameters, select_unit
from renovation.wording.goals import goal_title, light_with_icon
from renovation.wording.headlines import Headline


def headline_cards(headlines: Sequence[Headline], words: Words, dark: bool) -> None:
    """Draws headlines side by side: large figures, each with its label, a small chart, its change and its targets.

    The as-of date and the basis of the figures are printed below.
    """
    figures = figures_html(headlines, words, "dark" if dark else "light")
    if figures:
        st.html(figures)


def goal_heading(goal: Goal, words: Words) -> None:
    """Draws the heading of a goal: its light (green, amber or red) and its title."""
    st.markdown(f"{light_with_icon(goal, words)}　{bold(escaped(goal_title(goal, words)))}")


def bullet_list(lines: Iterable[str]) -> None:
    """Draws `lines` as a bulleted list; Markdown in them has no effect."""
    listed = "\n".join(f"- {escaped(line)}" for line in lines)
    if listed:
        st.markdown(listed)


def statement_list(page: PageContext, *kinds: str) -> None:
    """Draws sentences of the district's report of 2013-10-22, and notes on unclear passages, as a list.

    `kinds` are values of `domain.report.KINDS`, such as "policy". Draws nothing if the tables of the release do not
    come from that report.
    """
    listed = page.cached("statements", lambda: statement_lines(page, *kinds), kinds)
    if listed:
        st.markdown(listed)


def statement_lines(page: PageContext, *kinds: str) -> str:
    """Returns sentences of the district's report of 2013-10-22, and notes on unclear passages, as a list in Markdown.

    Each sentence is followed by the section of the report it is from. `kinds` are values of `domain.report.KINDS`, such
    as "policy". The text is empty if the tables of the release do not come from that report.
    """
    dates, units = {name: table.as_of for name, table in page.results.tables.items()}, page.results.units["unit"]
    return "\n".join(
        f"- {escaped(page.words.label(statement.text))} :gray[〔{escaped(statement.place)}〕]"
        for statement in statements_about(dates, units, *kinds)
    )


def unit_heading_with_back_button(page: PageContext, unit: str) -> None:
    """Draws the name of the selected unit, and a button that returns to all units; `unit` is its Chinese name."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(escaped(page.words.place(unit)), anchor=False, width="content")
        back = page.words("Back to all units")
        st.button(back, icon=":material/close:", on_click=select_unit, args=(None,))


def link_to(page: PageContext, target: str, label: str, **changes: Any) -> None:
    """Draws a link with the text `label` to the page with the name `target`, such as "history".

    The link keeps the visitor's selections, except the fields of Address in `changes`, which get new values.
    """
    parameters = link_parameters(page.release.release, **changes)
    icon = ":material/arrow_forward:"
    st.page_link(page.pages[target], label=label, icon=icon, query_params=parameters, width="content")


def download(label: str, content: Callable[[], bytes], name: str) -> None:
    """Draws a button with the text `label` that downloads a file called `name`.

    `content` is called when the button is pressed, and returns the bytes of the file.
    """
    st.download_button(label, content, name, icon=":material/download:", on_click="ignore")


def download_table(
    label: str, table: Callable[[], pd.DataFrame], name: str, title: str, footer: str, as_of: dt.date
) -> None:
    """Draws a button that downloads a table as a spreadsheet.

    In the spreadsheet, the text `title` is above the table and `footer` below it. `label` is the text of the button.
    `table` is called when the button is pressed. The file is named after `name` and the date `as_of`, its sheet after
    `name`. The table may have any columns, such as `unit` and `area_renovated`; their names are the headings.
    """
    download(label, lambda: write_table(table(), name, title, footer), file_name(name, as_of))
