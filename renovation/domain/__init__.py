"""Declares the data: tables, columns, measures, places and numbers, with small pure functions on them.

No reading of spreadsheets, no comparisons, no sentences.
"""
