"""Declares the tables of the dataset, their columns, the measures and the places, with small pure functions on them.

Parsing of spreadsheets belongs to `reading`, comparisons to `comparisons`, sentences to `wording`.
"""
