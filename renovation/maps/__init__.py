"""Comparisons and geography to pydeck maps and their drawn alternative.

Nothing here asks the internet unless an operator has configured a key.
"""
