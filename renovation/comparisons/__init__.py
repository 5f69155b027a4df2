"""Compares figures with targets, with one another and over time: pure functions that take and return DataFrames.

`results` collects all comparisons of a release. Sentences, charts and access to the database belong to other packages.
"""
