"""Names of the files that visitors download."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_REFUSED: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What Windows takes in no file name."""


def file_name(title: str, day: dt.date | None, suffix: str = "xlsx") -> str:
    """Returns the name of a download: its title in the reader's language and the date of its figures, if known."""
    parts = (_REFUSED.sub(" ", title).strip(), day.isoformat() if day else "")
    return f"{'_'.join(part for part in parts if part)}.{suffix}"
