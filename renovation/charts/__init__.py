"""Draws the results of `comparisons` as Plotly charts; each public function returns one chart or a part of one.

A chart computes positions only; the numbers that it shows come from `comparisons`. Browsers load nothing from other
servers.
"""
