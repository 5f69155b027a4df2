"""Reads a workbook: opens the file safely, finds the tables on its sheets, parses and validates their cells.

This package has no access to the database and draws nothing; its callers pass in the tables of the previous release.
"""
