"""Processes begun from one that has imported everything: they share nothing with this one, and begin in a moment."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from types import ModuleType
from typing import Any, Final
from unittest.mock import patch

CONTEXT: Final = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "streamlit.web.cli",
        "renovation.web.frame",
        "renovation.meeting.server",
        "renovation.maps.deck",
        "tests.browser.conftest",
        "tests.first_dataset",
    ]
)


def begin(target: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Calls `target` in a process of its own.

    A test that drove a page leaves the page as the main module, which every child would run first.
    """
    child = CONTEXT.Process(target=target, args=arguments, daemon=True)
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        child.start()
    return child
