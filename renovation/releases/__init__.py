"""The store: releases, their tables, the audit and the head, on SQLite or PostgreSQL.

It keeps what it is given; reading and judging a workbook happen before.
"""
