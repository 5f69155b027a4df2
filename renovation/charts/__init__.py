"""Comparisons to Plotly figures.

Nothing is computed here but positions, and nothing is fetched.
"""
