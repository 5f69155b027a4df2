"""Checks whether the values of a workbook agree with one another and with the previous release.

Rules for a single cell belong to the column types of `domain.column_types`.
"""
