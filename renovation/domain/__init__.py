"""What the data is: tables, columns, measures, places, numbers.

Declarations and small pure functions. No file is read here, nothing is compared, and no sentence is made.
"""
