"""Computes what the figures show: pure functions that take and return tidy tables. `answers` bundles them.

No sentences, no drawing, no access to the store.
"""
