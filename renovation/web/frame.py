"""Draws the frame around every page: navigation, release, language, and messages about errors.

It also keeps the address up to date.
"""

from __future__ import annotations

import gc
from copy import copy
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from renovation.help.manual import CHAPTERS
from renovation.language import Words, words_in
from renovation.web import data, overdue
from renovation.web.markdown import bold, escaped
from renovation.web.middleware import WIDE_COOKIE, WIDE_SCALE
from renovation.web.page_context import PageContext, in_context
from renovation.web.page_pdf import pdf_button
from renovation.web.page_watch import watch_page
from renovation.web.release_picker import release_picker
from renovation.web.selections import (
    drop_unknown,
    drop_unknown_release,
    follow_newest,
    link_parameters,
    mark_changed,
    page_to_open,
    read_selections,
    selections,
    unknown_in_address,
    write_selections,
)
from renovation.web.widgets import segmented_control
from renovation.wording.failures import failure_sentence
from renovation.wording.headlines import simulated_notice

PAGES: Final = Path(__file__).parents[2] / "pages"
ICON: Final = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")
HELP_CHAPTERS: Final = {"meeting": "presenter", "update": "clerk", "releases": "clerk"}
"""The chapter of the manual to which a page links; the pages that are not listed link to the leaders' chapter."""
PRINTED_PAGES: Final = ("", "units")
"""The pages that can be downloaded as PDF, by their paths; laid out for two sheets of A4."""
LANGUAGE_NAMES: Final = {"zh": "中文", "en": "English"}
_MOST_UNKNOWN: Final = 4
_LONGEST_UNKNOWN: Final = 30


def main() -> None:
    """Draws the frame (header and navigation) and the page in it; Streamlit calls this function in every run.

    It reads the visitor's selections from the address first.
    """
    read_selections()
    selected = selections()
    words = words_in(selected.language)
    title = words("Old factory renovation dashboard, Wuxing District")
    st.set_page_config(page_title=title, page_icon=ICON, layout="wide")
    pages = _pages(words.language)
    page = st.navigation(list(pages.values()), position="top")
    opened = data.open_release(selected.release)
    context = _context(opened, words, pages)
    wanted = page_to_open()
    if wanted is not None and context is not None:
        st.switch_page(pages[wanted], query_params=link_parameters(context.release.release))
    _frame(title, context, opened)
    if context is None:
        _trouble(opened, words)
        return
    _messages(context, opened)
    write_selections(context.release.release)
    watch_page(opened.head or context.release.release, words.language)
    with in_context(context):
        page.run()
    _page_end(page, context)
    _freeze_heap()


def _context(opened: data.OpenedRelease, words: Words, pages: dict[str, StreamlitPage]) -> PageContext | None:
    """Returns the context of the page for the opened release; None if no release can be shown.

    `pages` are all pages; the keys are their names. Units and goals that the release lacks are removed from the
    visitor's selections first.
    """
    if opened.release is None or opened.results is None:
        return None
    if opened.trouble == "unknown_release":
        drop_unknown_release()
    drop_unknown(opened.results.units["unit"], (goal.goal for goal in opened.results.goals))
    scale = WIDE_SCALE if st.context.cookies.get(WIDE_COOKIE) == "1" else 1.0
    return PageContext(opened.release, opened.results, words, st.context.theme.type == "dark", scale, pages)


def _pages(language: str) -> dict[str, StreamlitPage]:
    """Returns copies of the pages for one run; the keys are the names of the pages, such as "units".

    They are copies, because Streamlit marks in them which page runs. `language` is "zh" or "en".
    """
    return {name: copy(page) for name, page in _declared_pages(language).items()}


@cache
def _declared_pages(language: str) -> dict[str, StreamlitPage]:
    """Returns the pages, with their titles in `language` ("zh" or "en"); the keys are the names of the pages.

    The result is cached, because Streamlit reads the file of a page when the page is declared.
    """
    words = words_in(language)
    titles_and_icons = {
        "overview": (words("Overview"), "flag"),
        "units": (words("Units"), "bar_chart"),
        "counties": (words("Counties"), "trophy"),
        "map": (words("Map"), "map"),
        "outlook": (words("Goals and progress"), "trending_up"),
        "history": (words("History"), "timeline"),
        "checks": (words("Checks"), "fact_check"),
        "meeting": (words("Meeting"), "slideshow"),
        "update": (words("Update the data"), "upload_file"),
        "releases": (words("Releases"), "history"),
        "help": (words("Help"), "help"),
    }
    return {
        name: st.Page(PAGES / f"{name}.py", title=title, icon=f":material/{icon}:", default=name == "overview")
        for name, (title, icon) in titles_and_icons.items()
    }


def _frame(title: str, context: PageContext | None, opened: data.OpenedRelease) -> None:
    """Draws the line above every page: the dashboard's name (`title`), the release with its date, the language."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="frame"):
        st.markdown(bold(title), width="content")
        if context:
            _shown_release(context, opened)
        segmented_control("language", "语言 / Language", LANGUAGE_NAMES.__getitem__, label_visibility="collapsed")


def _shown_release(context: PageContext, opened: data.OpenedRelease) -> None:
    """Draws the number and date of the displayed release; also a notice if its data is overdue for an update."""
    notice = overdue.notice(context.release, context.results, opened.head, context.words)
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small", key="shown-release"):
        release_picker(context.release, opened.releases, opened.head, context.words)
        if notice:
            st.markdown(f":small[:orange[:material/schedule: {notice}]]", width="content")


def _page_end(page: StreamlitPage, context: PageContext) -> None:
    """Draws the line below every page: a link to its chapter of the manual, and on some pages a button for the PDF."""
    if page.url_path == "help":
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="page-end"):
        _help_link(page.url_path, context)
        if page.url_path in PRINTED_PAGES:
            unit = selections().unit if page.url_path == "units" else None
            pdf_button(context, page.url_path, context.words.place(unit) if unit else page.title)


def _help_link(page: str, context: PageContext) -> None:
    address = link_parameters(context.release.release, chapter=HELP_CHAPTERS.get(page, CHAPTERS[0]))
    label = context.words("How to use this page")
    st.page_link(context.pages["help"], label=label, icon=":material/help:", query_params=address)


def _messages(context: PageContext, opened: data.OpenedRelease) -> None:
    if context.results.simulated:
        st.markdown(simulated_notice(context.words))
    _trouble(opened, context.words)
    if opened.head is not None and context.release.release != opened.head:
        _older_release(context, opened.head)
    _unknown_in_address(context.words)


def _trouble(opened: data.OpenedRelease, words: Words) -> None:
    """Draws a message that says why the requested release is not shown, and what still works.

    Draws nothing if there is no such release: `_unknown_in_address` reports this.
    """
    if opened.trouble is None or opened.trouble == "unknown_release":
        return
    number = opened.release.release if opened.release else None
    message = failure_sentence(opened.trouble, number is not None, words).format(number=number)
    st.warning(message, icon=":material/info:")


def _older_release(context: PageContext, head: int) -> None:
    """Draws a message that the displayed release is not the newest, and a button that shows the newest.

    `head` is the number of the newest release.
    """
    words, release = context.words, context.release
    if release.action == "correct":
        message = words(
            "This link shows release {number}, which corrects the figures for {day}. The newest "
            "release is release {head}.",
            number=release.release,
            day=words.day(release.as_of),
            head=head,
        )
    else:
        message = words(
            "This link shows release {number}. The newest release is release {head}.", number=release.release, head=head
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(message, icon=":material/history:")
        st.button(words("Show the newest release"), on_click=_show_newest)


def _show_newest() -> None:
    follow_newest()
    mark_changed()


def _unknown_in_address(words: Words) -> None:
    """Draws a message that names the values in the address that are not valid, until the visitor selects something."""
    unknown = unknown_in_address()
    if not unknown:
        return
    values = words.listed(f"{one.value[:_LONGEST_UNKNOWN]} ({one.parameter})" for one in unknown[:_MOST_UNKNOWN])
    more = " …" if len(unknown) > _MOST_UNKNOWN else ""
    message = (
        words("The release does not contain {values}, so the page uses its default settings instead.")
        if all(one.is_absent for one in unknown)
        else words("Part of this link was not recognised ({values}), so the page uses its default settings instead.")
    )
    st.info(message.format(values=escaped(values) + more), icon=":material/link_off:")


@cache
def _freeze_heap() -> None:
    """Excludes all objects that exist now from garbage collection: an empty rerun then takes 4 instead of 64 ms."""
    gc.collect()
    gc.freeze()
