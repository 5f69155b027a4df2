"""Comparisons and releases to sentences and listed tables, in both languages.

Every sentence that holds a figure is made here; pages only place them.
"""
