"""Meetings: a presenter shows screens from an agenda to an audience, whose browsers follow live.

`blocks` decides how a block looks. The page on which a meeting is composed is in `pages`; nothing here needs Streamlit.
"""
