"""The folder `data/` with the files that come with the dashboard.

They are the first workbook, statements of the district's report of 2013-10-22, and boundaries for the map.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[2] / "data"
