"""The parent trusts nothing: a worker that dies, lies, floods or sleeps is a refusal."""

from __future__ import annotations

import random
import resource
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from renovation.reading.files import limits, sandbox
from renovation.reading.files.workbook import Book, UnreadableWorkbook, open_book
from tests.reading.files import offices
from tests.reading.files.conftest import MEGABYTE, Opened, Refused
from tests.reading.files.impostor import ANSWERS


@pytest.fixture
def impostor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MODULE", "tests.reading.files.impostor")


@pytest.mark.usefixtures("impostor")
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_of_another_form_is_damage(answer: str, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 50_000)
    assert refused(f"order:{answer}".encode()) == "damaged"


@pytest.mark.usefixtures("impostor")
@pytest.mark.parametrize(("order", "code"), [("kill", "too_heavy"), ("flood", "damaged"), ("line", "too_large")])
def test_a_worker_that_dies_or_floods_is_refused(
    order: str, code: str, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 50_000)
    assert refused(f"order:{order}".encode()) == code


@pytest.mark.usefixtures("impostor")
def test_an_answer_beyond_the_limit_is_cut_off(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.Worker.__init__, "__defaults__", (MEGABYTE,))
    assert refused(b"order:flood") == "too_large"


@pytest.mark.usefixtures("impostor")
def test_a_worker_that_sleeps_is_ended(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.2)
    assert refused(b"order:sleep") == "too_heavy"


@pytest.mark.usefixtures("impostor")
@pytest.mark.parametrize("order", ["kill", "noise", "no end"])
def test_a_scan_that_fails_stops_the_reader(order: str, refused: Refused) -> None:
    """Both workers answer alike; the refusal of the scan comes first."""
    assert refused(b"PK\x03\x04" + f"order:{order}".encode()) == ("too_heavy" if order == "kill" else "damaged")


def test_no_room_for_a_temporary_file_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "removed"))
    with pytest.raises(UnreadableWorkbook) as refusal:
        open_book(offices.xlsx())
    assert refusal.value.code == "no_start"


def test_a_full_disk_is_a_refusal(refused: Refused) -> None:
    with _largest_file(10):
        assert refused(offices.xlsx()) == "no_start"


def test_a_machine_that_starts_no_process_is_a_refusal(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.sys, "executable", "/nowhere/python")
    assert refused(offices.xlsx()) == "no_start"


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    """No file of this process grows beyond: what a full disk looks like."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_files_at_the_same_time_wait_for_each_other_and_are_read(opened: Opened) -> None:
    books: list[Book] = []
    readers = [threading.Thread(target=lambda: books.append(open_book(offices.xlsx()))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert books == [opened(offices.xlsx())] * 4


def test_reading_large_files_leaves_no_memory_behind() -> None:
    """A picture of 46 MB stays in the worker: only the bytes that the caller holds are in this process."""
    large = offices.with_entries(offices.xlsx(), ("xl/media/image1.png", random.Random(0).randbytes(46 * MEGABYTE)))
    open_book(large)
    before = resident()
    for _ in range(3):
        open_book(large)
    assert resident() - before < 8 * MEGABYTE


def resident() -> int:
    """What this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
