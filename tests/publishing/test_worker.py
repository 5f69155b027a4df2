"""A worker process: the same result, the same refusals, and a calm refusal when it breaks down."""

from __future__ import annotations

import io
import logging
import sys

import openpyxl
import pandas as pd
import pytest

from renovation.language import words_in
from renovation.publishing import worker
from renovation.publishing.publish import check, ensure_first_release
from renovation.publishing.worker import annotate_without_blocking, check_without_blocking
from renovation.reading import reader
from renovation.reading.annotated import annotated_workbook
from renovation.reading.files.workbook import UnreadableWorkbook, open_book
from renovation.reading.template import write_workbook
from renovation.releases.database import StoreError
from renovation.releases.store import Source, Store
from tests import first_dataset


@pytest.fixture
def published(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(worker, "LARGE", 0)
    ensure_first_release(store)
    return store


def test_a_worker_checks_as_this_process_does(published: Store) -> None:
    tables = {
        **first_dataset.tables(),
        "unit_progress": first_dataset.with_unit_value("织里镇", "projects_completed", 40),
    }
    source = Source("week.xlsx", write_workbook(tables))
    in_worker, here = check_without_blocking(published, source, None, {}), check(published, source)
    assert in_worker.reading.problems == here.reading.problems
    assert [problem.code for problem in in_worker.reading.warnings]
    assert in_worker.source == source
    assert (in_worker.head, in_worker.plan) == (here.head, here.plan)
    pd.testing.assert_frame_equal(in_worker.changes.changes, here.changes.changes)
    assert in_worker.after.keys() == here.after.keys()
    for name, table in in_worker.after.items():
        pd.testing.assert_frame_equal(table.frame, here.after[name].frame)


def test_a_worker_annotates_as_this_process_does(published: Store) -> None:
    tables = {"unit_progress": first_dataset.with_unit_value("织里镇", "projects_completed", 40)}
    source = Source("week.xlsx", write_workbook(tables))
    problems = check(published, source).reading.problems
    in_worker = annotate_without_blocking(source, problems, words_in("zh"))
    here = annotated_workbook(open_book(source.content), problems, words_in("zh"))
    assert cells(in_worker) == cells(here)


def cells(content: bytes) -> list[object]:
    return [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.rows for cell in row]


def test_a_small_file_of_many_cells_is_checked_in_a_worker(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some hundred bytes of an ods may stand for millions of cells: they must not keep the server busy."""
    monkeypatch.setattr(worker, "LARGE_CELLS", 10)
    source = Source("week.xlsx", write_workbook({"unit_progress": first_dataset.tables()["unit_progress"]}))
    judged_here: list[str] = []
    monkeypatch.setattr(reader, "read_book", lambda *_: judged_here.append("here"))
    assert check_without_blocking(store, source, None, {}).reading.tables
    assert judged_here == []


def test_a_worker_refuses_what_cannot_be_read(published: Store) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        check_without_blocking(published, Source("a.pdf", b"%PDF-1.7"), None, {})
    assert (refused.value.code, refused.value.details) == ("other_kind", {"kind": "PDF"})


def test_a_worker_reports_a_store_that_does_not_answer(published: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "url", "sqlite:////proc/nowhere.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        check_without_blocking(published, Source("week.xlsx", write_workbook(first_dataset.tables())), None, {})


@pytest.mark.parametrize("hindered", ["slow", "dead"])
def test_a_worker_that_breaks_down_is_a_calm_refusal(
    published: Store, hindered: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if hindered == "slow":
        monkeypatch.setattr(worker, "_SECONDS", 0.01)
    else:
        monkeypatch.setattr(sys, "executable", "/bin/false")
    with caplog.at_level(logging.ERROR), pytest.raises(UnreadableWorkbook) as refused:
        check_without_blocking(published, Source("week.xlsx", b"PK"), None, {})
    assert refused.value.code == "too_heavy"
    assert "broke down" in caplog.text
