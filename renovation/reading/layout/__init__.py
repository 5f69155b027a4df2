"""Where the tables stand on a sheet: headings, rows, units of measurement, dates.

Values are parsed in `reading.values`.
"""
