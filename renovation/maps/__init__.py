"""Draws figures as a map, with pydeck; for browsers without WebGL, as a Plotly figure.

The browser loads nothing from other servers, unless the operator has set a key for online map tiles.
"""
