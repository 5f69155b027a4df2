"""Converts cells to typed values: numbers, percentages, places, coordinates.

Whether values agree with one another is checked in `reading.validation`.
"""
