"""Comparisons and geography to a pydeck map, and to the same map as a Plotly figure.

The browser asks no other server, unless the operator has configured a key for online tiles.
"""
