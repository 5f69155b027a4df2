"""Compares figures with targets, with one another and over time: pure functions from tidy tables to tidy tables.

`answers` bundles the comparisons of a release. No sentences, no drawing, no access to the store.
"""
