"""Draws comparisons and geography as a pydeck map, and the same map as a Plotly figure.

The browser loads nothing from other servers, unless the operator has set a key for online map tiles.
"""
