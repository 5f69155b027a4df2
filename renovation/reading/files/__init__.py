"""Opens a file that a stranger made: its kind, a scan for what calamine drops, and reading in a limited process.

What the cells mean is not known here.
"""
