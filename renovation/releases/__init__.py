"""Stores releases in SQLite or PostgreSQL, and caches what is computed from them. A release is one published version.

The head is the release that the screen shows. Parsing and validating a workbook happen before, in `reading`.
"""
