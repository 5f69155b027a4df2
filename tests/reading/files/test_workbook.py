"""What calamine drops without a word is marked, and a worker that fails is a refusal."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from renovation.reading.files import limits, sandbox
from renovation.reading.files.kinds import kind_of
from renovation.reading.files.workbook import UnreadableWorkbook, open_book
from tests import first_dataset
from tests.reading.office import Grid, as_csv, as_ods, as_xls, as_xlsx

GRID = Grid("乡镇进度", [["截至", first_dataset.UNITS_AS_OF], *first_dataset.UNIT_PROGRESS])
FILES = {"xlsx": as_xlsx(GRID), "xls": as_xls(GRID), "ods": as_ods(GRID), "text": as_csv(GRID)}


@pytest.mark.parametrize("kind", FILES)
def test_the_bytes_decide_the_kind(kind: str) -> None:
    assert kind_of(FILES[kind]) == kind


def test_xlsx_xls_and_ods_of_one_table_hold_the_same() -> None:
    books = [open_book(FILES[kind]) for kind in ("xlsx", "xls", "ods")]
    assert books[0].sheets[0].rows[2] == ("织里镇", 43, 14, 91.3, 34.8, 262)
    for other in books[1:]:
        assert [sheet.name for sheet in other.sheets] == ["乡镇进度"]
        assert other.sheets[0].rows == books[0].sheets[0].rows


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods])
def test_blank_rows_and_columns_before_a_table_keep_every_address(write: Callable[[Grid], bytes]) -> None:
    [sheet] = open_book(write(Grid("表", [[], [], [None, None, "织里镇", 43], [], [None, "合计"]]))).sheets
    filled = {(r, c): cell for r, row in enumerate(sheet.rows) for c, cell in enumerate(row) if cell is not None}
    assert filled == {(2, 2): "织里镇", (2, 3): 43, (4, 1): "合计"}


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t")]
)
def test_a_text_is_read_as_typed_in_every_encoding(encoding: str, delimiter: str) -> None:
    typed = Grid("", [["单位", "编号", "数"], ["织里镇", "000123", "1E5"], ["高新区", "NA", ""]])
    [sheet] = open_book(as_csv(typed, encoding, delimiter)).sheets
    assert sheet.rows == (("单位", "编号", "数"), ("织里镇", "000123", "1E5"), ("高新区", "NA", None))


def test_a_hidden_sheet_is_named_and_left_out() -> None:
    book = open_book(as_xlsx(Grid("旧", [["高新区", 1]], hidden=True), GRID))
    assert (book.hidden, [sheet.name for sheet in book.sheets]) == (("旧",), ["乡镇进度"])


ANSWERS = {
    "garbage": (["-c", "print('not JSON')"], "damaged"),
    "no end": (["-c", "print('{}')"], "damaged"),
    "NaN": (["-c", "print('[[NaN]]')"], "damaged"),
    "another form": (["-c", "print('{\"sheet\": 1}'); print('{\"end\": true}')"], "damaged"),
    "killed": (["-c", "import os; os.kill(os.getpid(), 9)"], "too_heavy"),
    "too much": (
        ["-c", "print('{\"sheet\": \"x\", \"merged\": []}')\nwhile True: print('[[1]]' + ' ' * 1000)"],
        "too_large",
    ),
    "too slow": (["-c", "import time; time.sleep(60)"], "too_heavy"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_worker_that_fails_is_a_refusal(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    instead, code = ANSWERS[name]
    started = sandbox.subprocess.Popen

    def start(command: list[str], **options: object) -> object:
        return started([command[0], *instead], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(sandbox.subprocess, "Popen", start)
    if name == "too slow":
        monkeypatch.setattr(limits, "WALL_SECONDS", 1.0)
    monkeypatch.setattr(limits, "LARGEST_ANSWER", 1 << 20)
    with caplog.at_level(logging.WARNING), pytest.raises(UnreadableWorkbook) as refused:
        open_book(FILES["xls"])
    assert refused.value.code == code


def test_no_room_for_the_file_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(UnreadableWorkbook) as refused:
        open_book(FILES["xlsx"])
    assert refused.value.code == "no_start"
