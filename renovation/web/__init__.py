"""The Streamlit side: frame, navigation, address, selections, sign-in, middleware, data access.

Only this package, the pages and app.py import Streamlit.
"""
