"""A page that is never ready, and a system without Chromium: an error, and no browser is left running."""

from __future__ import annotations

from pathlib import Path
from threading import BoundedSemaphore

import psutil
import pytest

from renovation.operations import printing
from renovation.operations.printing import CannotPrint, print_page


def browsers() -> list[str]:
    return [child.name() for child in psutil.Process().children(recursive=True) if "chrom" in child.name()]


@pytest.mark.skipif(printing.chromium() is None, reason="no Chromium is installed")
def test_a_page_that_is_never_ready_is_given_up_and_its_browser_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SECONDS", 3.0)
    with pytest.raises(CannotPrint):
        print_page("about:blank", "false")
    assert browsers() == []


@pytest.mark.skipif(printing.chromium() is None, reason="no Chromium is installed")
def test_what_is_ready_is_printed() -> None:
    assert print_page("data:text/html,<p>printed</p>", "document.querySelector('p') !== null").startswith(b"%PDF")
    assert browsers() == []


def test_without_chromium_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "chromium", lambda: None)
    with pytest.raises(CannotPrint):
        print_page("about:blank", "true")


def test_a_chromium_that_does_not_start_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 7\n")
    program.chmod(0o755)
    monkeypatch.setattr(printing, "chromium", lambda: str(program))
    with pytest.raises(CannotPrint, match="ended with status 7"):
        print_page("about:blank", "true")


def test_more_pages_than_may_wait_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_ROOM", BoundedSemaphore(1))
    with printing._place(), pytest.raises(CannotPrint, match="already waiting"):
        print_page("about:blank", "true")
    with printing._place():
        pass
