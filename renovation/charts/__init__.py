"""Comparisons to Plotly figures; each function returns one figure.

A chart computes positions, never figures: those come from `comparisons`. Nothing is fetched from a network.
"""
