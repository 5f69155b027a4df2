"""Stores releases in SQLite or PostgreSQL, and caches results that are computed from them.

A release is one published version of all tables; the head is the release that the pages show. Parsing and validating a
workbook happen before, in `reading`.
"""
