"""Whether what was read agrees with itself and with the previous release.

Rules for one cell belong to the column types of `domain.column_types`.
"""
