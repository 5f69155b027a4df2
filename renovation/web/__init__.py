"""The Streamlit side: the frame around every page, the address, selections, components, and access to the data.

Only this package, the pages and app.py import Streamlit. Sentences belong to `wording`, charts and maps to `charts` and
`maps`.
"""
