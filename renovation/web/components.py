"""What several pages show alike: headline cards, goals with their lights, lists, the way back, downloads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.comparisons.goals import Goal
from renovation.domain.report import Statement, statements_about
from renovation.language import Words
from renovation.web.markdown import bold, escaped
from renovation.web.page_context import PageContext
from renovation.web.page_html import figures_html
from renovation.web.selections import link_parameters, select_unit
from renovation.wording.goals import LIGHT_ICONS, goal_title, light_label
from renovation.wording.headlines import Headline


def headline_cards(headlines: Sequence[Headline], words: Words, dark: bool) -> None:
    """Draws figures in large type side by side: label, value, course, change, targets; their day and basis once."""
    figures = figures_html(headlines, words, "dark" if dark else "light")
    if figures:
        st.html(figures)


def goal_heading(goal: Goal, words: Words) -> None:
    """Writes a goal's light and title."""
    st.markdown(f"{LIGHT_ICONS[goal.light]} {light_label(goal, words)}　{bold(escaped(goal_title(goal, words)))}")


def bullet_list(lines: Iterable[str]) -> None:
    """Writes lines as a list with bullets; Markdown in a line is shown as typed."""
    for line in lines:
        st.markdown(f"- {escaped(line)}")


def has_statements(page: PageContext, *kinds: str) -> bool:
    """Returns whether the release's tables come from the report whose statements are known (`domain.report`)."""
    return bool(_statements(page, kinds))


def statement_list(page: PageContext, *kinds: str) -> None:
    """Writes what the source report says of some kinds (`domain.report.KINDS`), each with its place in the report."""
    for statement in _statements(page, kinds):
        st.markdown(f"- {escaped(page.words.label(statement.text))} :gray[（{escaped(statement.place)}）]")


def _statements(page: PageContext, kinds: Sequence[str]) -> tuple[Statement, ...]:
    return statements_about({name: table.as_of for name, table in page.answers.tables.items()}, *kinds)


def unit_heading_with_way_back(page: PageContext, unit: str) -> None:
    """Writes the name of the unit shown in full, and a button that goes back to all of them."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(escaped(page.words.place(unit)), anchor=False, width="content")
        back = page.words("Back to all units")
        st.button(back, icon=":material/close:", on_click=select_unit, args=(None,))


def link_to(page: PageContext, target: str, label: str, **changes: Any) -> None:
    """Draws a link to another page, with the selections and these changes of them."""
    parameters = link_parameters(page.release.release, **changes)
    icon = ":material/arrow_forward:"
    st.page_link(page.pages[target], label=label, icon=icon, query_params=parameters, width="content")


def download(label: str, content: Callable[[], bytes], name: str) -> None:
    """Draws a button that downloads the file `name`; `content` is called when it is pressed, and the page stays."""
    st.download_button(label, content, name, icon=":material/download:", on_click="ignore")


def download_table(
    label: str, table: Callable[[], pd.DataFrame], name: str, title: str, footer: str, as_of: dt.date
) -> None:
    """Draws a button that downloads any table as a spreadsheet, with a title above it and a footer below.

    The file is named after `name` and the day, its sheet after `name`.

    The table may have any columns, such as `unit` and `area_renovated` under their headings.
    """
    download(label, lambda: write_table(table(), name, title, footer), file_name(name, as_of))
