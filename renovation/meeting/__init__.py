"""Meetings: a presenter shows screens from an agenda to an audience, whose browsers follow live.

How a block looks is decided in `blocks`. The page on which a meeting is composed is in `pages`; nothing here needs
Streamlit.
"""
