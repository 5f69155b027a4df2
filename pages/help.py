"""使用说明: the manual, a chapter each for leaders, the presenter, the clerk and the operator."""

from __future__ import annotations

import streamlit as st

from renovation.help.manual import CHAPTERS, Picture, chapter
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import selections, write_selections
from renovation.web.widgets import segmented_control


@st.fragment
def draw(page: PageContext) -> None:
    """Draws the page from top to bottom; choosing a chapter draws only the page again."""
    words = page.words
    titles = {code: chapter(code, words).title for code in CHAPTERS}
    title = st.empty()
    segmented_control("chapter", words("For whom"), titles.__getitem__, wrap=True)
    selected = chapter(selections().chapter, words)
    title.title(selected.title, anchor=False)
    for part in selected.parts:
        _part(part)
    write_selections(page.release.release)


def _part(part: str | Picture) -> None:
    if isinstance(part, str):
        st.markdown(part)
    elif part.path.is_file():
        st.image(part.path, caption=part.caption)


draw(page_context())
