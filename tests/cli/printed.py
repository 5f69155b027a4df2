from __future__ import annotations

import json
from typing import Any

import pytest


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    """The one JSON document that a command wrote to standard output since the last look."""
    return json.loads(capsys.readouterr().out)
