"""Bytes to typed tables: open a file safely, find its tables, parse and validate their cells.

Nothing here knows the store or a screen; comparing with the previous release only takes tables.
"""
