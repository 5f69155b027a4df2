"""The folder `data/` with the files that come with the dashboard: the first workbook, the report, boundaries."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[2] / "data"
