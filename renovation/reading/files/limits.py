"""Limits on the size of an uploaded file, and on the memory and time of the process that reads it.

A sheet of 100,000 rows and 12 columns, which unzips to 55 MB, was read in 1 s with less than half of the allowed
memory.
"""

from __future__ import annotations

from typing import Final

from renovation.reading.files.process_limits import ProcessLimits

MEGABYTE: Final = 1 << 20

LARGEST_FILE: Final = 64 * MEGABYTE
MOST_CELLS: Final = 3_000_000
"""The most cells that a workbook may have on all sheets; empty cells between filled ones count."""
LARGEST_AREA: Final = 16_000_000
"""The largest area of all sheets together, in cells up to the last filled one. A filled cell far below a table makes
the area large; calamine takes 32 bytes for each cell."""
MOST_SHEETS: Final = 500
MOST_MERGED: Final = 100_000
MOST_COMMENTS: Final = 1_000
"""The most comments on cells of a sheet that are read, each cut to LONGEST_COMMENT characters; a table has a few."""
LONGEST_COMMENT: Final = 200
LONGEST_NAME: Final = 255
"""The most characters in the name of a sheet; Excel and WPS allow 31, LibreOffice more."""
LONGEST_TEXT: Final = 32_767
"""The most characters in a cell, as in Excel and WPS."""

MOST_ENTRIES: Final = 5_000
LARGEST_UNZIPPED: Final = 512 * MEGABYTE
HARMLESS_UNZIPPED: Final = 64 * MEGABYTE
STRONGEST_COMPRESSION: Final = 100
"""The largest ratio of unzipped to zipped bytes in a file that unzips to more than HARMLESS_UNZIPPED bytes. A sheet
that repeats one word reaches 40, a zip bomb 1,000."""

READER: Final = ProcessLimits(memory=1 << 30, cpu_seconds=20, open_files=32, writes_files=False)
WALL_SECONDS: Final = 90.0
"""The longest time that a worker process may take. It stops a worker that only waits; the limit on CPU time stops one
with too much work. It must be long enough for a busy machine: with ten times more work than processors, 30 s stopped a
sound ledger of 100,000 rows."""
LARGEST_ANSWER: Final = 192 * MEGABYTE
LONGEST_LINE: Final = 16 * MEGABYTE
LARGEST_FINDINGS: Final = 8 * MEGABYTE
"""The largest answer of a scan in bytes; the answer consists of marks on cells."""
