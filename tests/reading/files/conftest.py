"""Fixtures that open a file and check what is left behind."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from renovation.language import words_in
from renovation.reading.files import scan_xlsx
from renovation.reading.files.archive import Archive
from renovation.reading.files.workbook import Book, UnreadableWorkbook, open_book

MEGABYTE: Final = 1 << 20
MOST_GROWTH: Final = 48 * MEGABYTE
"""Of the parent beyond the file itself: far less than any bomb unpacks to."""

Opened = Callable[[bytes], Book | UnreadableWorkbook]
Refused = Callable[[bytes], str]


@pytest.fixture(autouse=True)
def usually_without_workers() -> None:
    """Here files are read by real workers, unless a module uses `without_workers`: harmless files in many forms."""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens a file and checks that no memory, temporary files or processes stay behind, and no blanks in a refusal.

    Children begun by others, as the server that tests in Chromium visit, are none of its business.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def opened(content: bytes) -> Book | UnreadableWorkbook:
        Path("/proc/self/clear_refs").write_text("5")
        before, others = _memory("VmRSS"), set(children())
        try:
            outcome: Book | UnreadableWorkbook = open_book(content)
        except UnreadableWorkbook as refusal:
            outcome = refusal
            assert _memory("VmHWM") - before < MOST_GROWTH + 2 * len(content)
            messages = "".join(refusal.message(words_in(language)) for language in ("zh", "en"))
            assert "{" not in messages
        assert list(tmp_path.iterdir()) == []
        assert set(children()) <= others
        return outcome

    return opened


@pytest.fixture
def refused(opened: Opened) -> Refused:
    """The code with which a file is refused."""

    def refused(content: bytes) -> str:
        outcome = opened(content)
        assert isinstance(outcome, UnreadableWorkbook), outcome
        return outcome.code

    return refused


@pytest.fixture
def scanned(tmp_path: Path) -> Refused:
    """The code with which the scan of an xlsx refuses it, in this process: for what is small, and has many forms."""

    def scanned(content: bytes) -> str:
        path = tmp_path / "upload.xlsx"
        path.write_bytes(content)
        with pytest.raises(UnreadableWorkbook) as refusal:
            list(scan_xlsx.scan(Archive(str(path))))
        return refusal.value.code

    return scanned


def children() -> Iterator[str]:
    """The children of every thread of this process; a thread may end in between."""
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):
            yield from (task / "children").read_text().split()


def _memory(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))
