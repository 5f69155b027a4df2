"""Stores releases in SQLite or PostgreSQL, and caches results that are computed from them.

A release is one published version of all tables. The release that the pages show is called the head. Parsing and
validating a workbook belong to `reading` and happen before.
"""
