"""Draws the results of `comparisons` as Plotly figures; each public function returns one figure or a part of one.

A chart computes positions only; the figures that it shows come from `comparisons`. Browsers load nothing from other
servers.
"""
