"""Reads a workbook: opens the file safely, finds the tables on its sheets, parses and validates their cells.

It uses neither the database nor the screen; the tables of the previous release are passed in.
"""
