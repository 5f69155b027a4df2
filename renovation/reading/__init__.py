"""Reads a workbook: opens the file safely, finds the tables on its sheets, parses and validates their cells.

It depends neither on the database nor on a screen; the tables of the previous release are passed in.
"""
