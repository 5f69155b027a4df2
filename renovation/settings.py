"""What an operator may set by the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[1] / "data"
DATABASE_VARIABLE: Final = "RENOVATION_DATABASE_URL"
WORKBOOK_VARIABLE: Final = "RENOVATION_FIRST_WORKBOOK"

TIANDITU_VARIABLE: Final = "RENOVATION_TIANDITU_KEY"


def tianditu_key() -> str:
    """The key for 天地图's tiles under the map; empty for the offline base."""
    return os.environ.get(TIANDITU_VARIABLE, "").strip()


def database_url() -> str:
    """The store's SQLAlchemy URL; by default SQLite in `data/`."""
    return os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{DATA / 'renovation.db'}"


def first_workbook() -> Path:
    """The workbook that an empty store is filled from."""
    return Path(os.environ.get(WORKBOOK_VARIABLE) or DATA / "first-release.xlsx")
