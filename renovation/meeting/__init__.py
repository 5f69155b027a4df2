"""Meetings: a presenter shows screens from an agenda to an audience, whose browsers follow live.

A screen consists of blocks, such as a chart, a table or a list; the package `renovation.blocks` decides how each block
looks. The page on which a visitor puts together a meeting is `pages/meeting.py`; nothing in this package needs
Streamlit.
"""
