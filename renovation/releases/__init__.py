"""The store: releases, their tables, the audit and the head, on SQLite or PostgreSQL.

It stores tables as they are; reading and validating a workbook happen before. The cache is here too.
"""
