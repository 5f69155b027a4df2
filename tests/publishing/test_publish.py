"""One way into the store: judged against the release before, refused or accepted, and remembered."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.domain.labels import Label
from renovation.publishing.publish import Publisher, RefusedWorkbook, publish, published_before
from renovation.publishing.uploads import CheckedUpload, check
from renovation.reading.problems import Problem
from renovation.reading.template import write_workbook
from renovation.releases.answers import GivenAnswer
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset
from tests.reading.bad_sheets import HEADINGS
from tests.reading.office import Grid, as_xlsx

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
    assert [Problem.from_record(warning) for warning in told.accepted_warnings if not isinstance(warning, str)] == [
        fall
    ]


def test_square_metres_written_as_ten_thousands_are_never_published(store: Store) -> None:
    checked = check(store, source(first_dataset.with_unit_value("高新区", "area_renovated", 3.36e5 / 1e8, LATER)))
    assert ("error", "slip_of_10000", "D6") in [(p.severity, p.code, p.cell) for p in checked.reading.problems]
    with pytest.raises(RefusedWorkbook):
        publish(store, checked, CLERK, accept_warnings=True)
    assert store.head() == 1


def test_an_empty_figure_costs_its_unit_that_figure_and_not_the_week(store: Store) -> None:
    """An empty cell is a warning; once it is accepted, the sum lacks the unit and is not compared."""
    units = [
        (name, None if name == "织里镇" else started, *rest) for name, started, *rest in first_dataset.UNIT_PROGRESS
    ]
    checked = check(store, source(first_dataset.table("unit_progress", units, LATER)))
    assert [(p.severity, p.code, p.cell) for p in checked.reading.problems] == [("warning", "not_reported", "B7")]
    number = publish(store, checked, CLERK, accept_warnings=True).release.release
    published = store.load(number)["unit_progress"].frame.set_index("unit")["projects_started"]
    assert published.isna()["织里镇"]
    assert published.notna().sum() == 7


def test_a_column_without_any_figure_is_an_error(store: Store) -> None:
    units = [(name, None, *rest) for name, _started, *rest in first_dataset.UNIT_PROGRESS]
    checked = check(store, source(first_dataset.table("unit_progress", units, LATER)))
    assert {(p.severity, p.code) for p in checked.reading.problems} == {("error", "missing_value")}


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


def two_sheets(started: int, names: tuple[str, str] = ("表1", "表2")) -> Source:
    """Two sheets of which either may be the units' table; 织里镇 has started `started` on the second."""
    lines = [["截至", LATER], list(HEADINGS)]
    units = [list(unit) for unit in first_dataset.UNIT_PROGRESS]
    others = [[name, started if name == "织里镇" else count, *rest] for name, count, *rest in units]
    return Source("week.xlsx", as_xlsx(Grid(names[0], [*lines, *units]), Grid(names[1], [*lines, *others])))


def answered(store: Store, value: str) -> str:
    """Publishes a workbook with its only question answered by `value`; returns the question's id."""
    workbook = two_sheets(45)
    [question] = check(store, workbook).reading.questions
    publish(store, check(store, workbook, None, {question.id: value}), CLERK, accept_warnings=True)
    return question.id


def started_in_zhili(checked: CheckedUpload) -> int:
    units = checked.reading.tables["unit_progress"].frame.set_index("unit")
    return int(units.loc["织里镇", "projects_started"])


def test_an_open_question_forbids_publishing_whatever_is_accepted(store: Store) -> None:
    with pytest.raises(RefusedWorkbook):
        publish(store, check(store, two_sheets(45)), CLERK, accept_warnings=True)
    assert store.head() == 1


def test_a_stored_answer_applies_to_the_next_workbook_of_its_layout_until_another_is_given(store: Store) -> None:
    asked = answered(store, "表2")
    again = check(store, two_sheets(47))
    assert (again.reading.questions, started_in_zhili(again)) == ((), 47)
    assert again.new_answers == ()
    other = check(store, two_sheets(47), None, {asked: "表1"})
    assert started_in_zhili(other) == 43
    assert [(one.id, one.value) for one in other.new_answers] == [(asked, "表1")]
    publish(store, other, Publisher("王五"), accept_warnings=True)
    assert [(one.answer.value, one.by) for one in store.answers.in_force().values()] == [("表1", "王五")]


def test_an_answer_never_applies_to_another_layout(store: Store) -> None:
    answered(store, "表2")
    another = check(store, two_sheets(47, ("甲表", "乙表")))
    assert [choice.value for question in another.reading.questions for choice in question.choices] == ["甲表", "乙表"]
    assert another.plan is None


def test_a_stored_answer_that_is_no_choice_any_more_is_asked_again(store: Store) -> None:
    [question] = check(store, two_sheets(45)).reading.questions
    unknown = GivenAnswer(question.id, "表3", question.text, Label("表3", "表3"), None, None)
    store.publish(Draft(first_dataset.tables(), "李四", answers=(unknown,)), store.head())
    assert [asked.id for asked in check(store, two_sheets(45)).reading.questions] == [question.id]


def test_a_withdrawn_answer_is_asked_for_again(store: Store) -> None:
    asked = answered(store, "表2")
    store.answers.withdraw(asked, "王五")
    assert [question.id for question in check(store, two_sheets(47)).reading.questions] == [asked]


def test_a_file_is_known_again_by_its_bytes_and_not_by_its_name(store: Store) -> None:
    week = source(first_dataset.with_unit_value("织里镇", "projects_started", 45, LATER))
    assert published_before(store.releases(), week) is None
    published = publish(store, check(store, week), CLERK).release
    known = published_before(store.releases(), Source("renamed.xlsx", week.content))
    assert known is not None
    assert known.release == published.release


def test_the_newest_release_is_evidence_for_a_unit_that_the_sheet_does_not_name(store: Store) -> None:
    """Areas typed in ㎡ under a bare 完成面积 are 10,000 times what was published: ㎡ is likely, and asked about."""
    headings = ["责任单位", "开工项目数", "完工项目数", "完成面积", "年度目标面积（万㎡）"]
    units = [
        [unit, started, completed, round(area * 10_000), target]
        for unit, started, completed, area, target, _rate in first_dataset.UNIT_PROGRESS
    ]
    workbook = Source("week.xlsx", as_xlsx(Grid("进度", [["截至", LATER], headings, *units])))
    [question] = check(store, workbook).reading.questions
    assert (question.cell, question.likely) == ("D2", "㎡")
    answered = check(store, workbook, None, {question.id: "㎡"})
    areas = answered.reading.tables["unit_progress"].frame["area_renovated"]
    assert areas.tolist() == [area for _, _, _, area, *_ in first_dataset.UNIT_PROGRESS]
