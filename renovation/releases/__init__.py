"""Stores releases in SQLite or PostgreSQL, and caches results that are computed from them.

A release is one published version of all tables. The release that the pages show is called the head. The package
`reading` parses and validates a workbook before.
"""
