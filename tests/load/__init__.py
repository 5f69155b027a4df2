"""How fast the pages are, beside an empty Streamlit page and beside Dash. Run by hand; pytest collects nothing here."""
