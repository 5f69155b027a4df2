"""Finds the tables on a sheet and interprets their layout: headings, rows, units of measurement, dates.

Cells are converted to values in `reading.values`.
"""
