"""Opening a file that a stranger made: its kind, a scan for attacks, and reading it in a limited process.

What the cells mean is not known here.
"""
