"""One way into the store: judged against the release before, refused or accepted, and remembered."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.publishing.publish import Publisher, RefusedWorkbook, check, publish
from renovation.reading.problems import Problem
from renovation.reading.template import write_workbook
from renovation.releases.store import Source, Store
from tests import first_dataset

CLERK = Publisher("李四", origin="10.0.0.7")
LATER = dt.date(2013, 10, 22)


def source(table: DatedTable, name: str = "week.xlsx") -> Source:
    return Source(name, write_workbook({"unit_progress": table}))


def test_a_plausible_week_is_published_and_becomes_the_head(store: Store) -> None:
    checked = check(store, source(first_dataset.with_unit_value("织里镇", "projects_started", 45, LATER)))
    assert checked.reading.problems == ()
    published = publish(store, checked, CLERK).release
    assert (published.release, published.as_of, published.head) == (2, LATER, True)
    assert set(checked.carried_over) == {"county_progress", "figures", "sites", "notes"}


def test_a_fall_is_named_by_its_cell_and_may_be_accepted(store: Store) -> None:
    checked = check(store, source(first_dataset.with_unit_value("织里镇", "projects_started", 40, LATER)))
    [fall] = checked.reading.problems
    assert (fall.severity, fall.code, fall.sheet, fall.cell) == ("warning", "fell", "乡镇进度", "B7")
    with pytest.raises(RefusedWorkbook):
        publish(store, checked, CLERK)
    published = publish(store, checked, CLERK, accept_warnings=True).release
    told = store.audit(published.release)
    assert told.origin == "10.0.0.7"
    assert [Problem.of_record(warning) for warning in told.accepted_warnings if not isinstance(warning, str)] == [fall]


def test_square_metres_written_as_ten_thousands_are_never_published(store: Store) -> None:
    checked = check(store, source(first_dataset.with_unit_value("高新区", "area_renovated", 3.36e5 / 1e8, LATER)))
    assert ("error", "slip_of_10000", "D6") in [(p.severity, p.code, p.cell) for p in checked.reading.problems]
    with pytest.raises(RefusedWorkbook):
        publish(store, checked, CLERK, accept_warnings=True)
    assert store.head() == 1


def test_an_earlier_day_is_said_and_the_screens_stay(store: Store) -> None:
    earlier = dt.date(2013, 10, 8)
    checked = check(store, source(first_dataset.with_unit_value("织里镇", "projects_started", 43, earlier)))
    assert [(p.code, p.found) for p in checked.reading.problems] == [("earlier_date", "2013-10-08")]
    published = publish(store, checked, CLERK, accept_warnings=True).release
    assert (published.action, published.head, store.head()) == ("correct", False, 1)


def test_the_file_name_dates_a_sheet_that_says_no_date(store: Store) -> None:
    undated = write_workbook({"unit_progress": first_dataset.tables()["unit_progress"]})
    blank = _without_day(undated)
    checked = check(store, Source("旧厂区改造进度（2013年10月22日）.xlsx", blank))
    assert (checked.reading.as_of, checked.reading.errors) == (LATER, ())
    assert [p.code for p in check(store, Source("week.xlsx", blank)).reading.errors] == ["no_as_of"]
    assert check(store, Source("week.xlsx", blank), LATER).reading.as_of == LATER


def _without_day(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["乡镇进度"]["B2"] = None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
