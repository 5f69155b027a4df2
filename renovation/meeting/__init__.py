"""The meeting: its agenda, screens, session, live events and presenter.

It is served without Streamlit; the page that composes a meeting is in `pages`.
"""
