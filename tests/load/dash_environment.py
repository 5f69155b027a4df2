"""An environment of its own for the page in Dash, which is no dependency of the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.load.servers import REPOSITORY

DASH: Final = "dash==4.4.1"
FOLDER: Final = Path.home() / ".cache" / "renovation-bench" / DASH.replace("==", "-")

LONGEST: Final = 120
"""Seconds for each of the two commands; a machine without a network would try for longer."""


def dash_python() -> Path | None:
    """Returns the Python that has Dash and what our figures need, made at the first call; None if it cannot be made."""
    python = FOLDER / "bin" / "python"
    uv = [sys.executable, "-m", "uv"]
    commands = (
        [*uv, "venv", "-q", "--clear", "--python", sys.executable, str(FOLDER)],
        [*uv, "pip", "install", "-q", "--python", str(python), "-r", str(REPOSITORY / "pyproject.toml"), DASH],
    )
    if _has_dash(python):
        return python
    try:
        if any(
            subprocess.run(command, cwd=REPOSITORY, check=False, timeout=LONGEST).returncode for command in commands
        ):
            return None
    except subprocess.TimeoutExpired:
        return None
    return python if _has_dash(python) else None


def _has_dash(python: Path) -> bool:
    return python.exists() and not subprocess.run([python, "-c", "import dash"], check=False).returncode
