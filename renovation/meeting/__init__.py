"""A meeting: its agenda, the screens it shows, its state in the store, its live events and the presenter's view.

How a block looks is in `blocks`; the page that composes a meeting is in `pages`. Nothing here knows Streamlit.
"""
