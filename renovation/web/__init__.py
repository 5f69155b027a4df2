"""The Streamlit side: the frame round every page, what the address and the session hold, components, access to data.

Only this package, the pages and app.py import Streamlit. What a page says belongs to `wording`, what it draws to
`charts` and `maps`.
"""
