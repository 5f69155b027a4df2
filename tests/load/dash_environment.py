"""An environment of its own for the page in Dash, which is no dependency of the project."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from tests.load.servers import REPOSITORY

DASH: Final = "dash==4.4.1"
FOLDER: Final = Path.home() / ".cache" / "renovation-bench" / DASH.replace("==", "-")

LONGEST: Final = 120
"""Seconds for each of the two commands; a machine without a network would try for longer."""


def dash_python() -> Path | None:
    """Returns the Python that has Dash and what our figures need; None if it cannot be made.

    It is made at the first call, and again when the project's dependencies have changed.
    """
    python, made_for = FOLDER / "bin" / "python", FOLDER / "requirements.txt"
    wanted = "\n".join([*_dependencies(), DASH])
    if python.exists() and made_for.exists() and made_for.read_text() == wanted:
        return python
    uv = [sys.executable, "-m", "uv"]
    try:
        _run([*uv, "venv", "-q", "--clear", "--python", sys.executable, str(FOLDER)])
        _run([*uv, "pip", "install", "-q", "--python", str(python), *_dependencies(), DASH])
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    made_for.write_text(wanted)
    return python


def _dependencies() -> list[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=REPOSITORY, check=True, timeout=LONGEST)
