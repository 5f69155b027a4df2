"""使用说明: the manual for leaders, the presenter, the clerk and the operator."""

from __future__ import annotations

import streamlit as st

from renovation.help.manual import CHAPTERS, Picture, chapter
from renovation.web.page_context import PageContext, page_context
from renovation.web.selections import selections
from renovation.web.widgets import segmented_control


def draw(page: PageContext) -> None:
    """Draws the page 使用说明: the chapter of the manual that the visitor has selected."""
    words = page.words
    reader_titles = dict(
        zip(CHAPTERS, (words("Leaders"), words("Presenter"), words("Clerk"), words("Operator")), strict=True)
    )
    segmented_control("chapter", words("Who this part is for"), reader_titles.__getitem__)
    manual = chapter(selections().chapter, words)
    st.title(manual.title, anchor=False)
    for part in manual.parts:
        if isinstance(part, Picture):
            _picture(part)
        else:
            st.markdown(part, width=900)


def _picture(picture: Picture) -> None:
    if picture.path.is_file():
        with st.container(width=900):
            st.image(str(picture.path), caption=picture.caption, width="stretch", alt=picture.caption)


draw(page_context())
