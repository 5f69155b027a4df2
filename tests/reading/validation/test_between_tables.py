"""The first dataset keeps every declared relation; each change of one figure breaks one."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.domain.measures import MEASURES
from renovation.domain.relations import MENTIONS, NOT_MORE_THAN, ROWS_NOT_MORE_THAN, SAME_FACTS
from renovation.domain.tables import TABLES
from renovation.reading.validation.between_tables import (
    problems_between_tables,
    problems_of_dates_ahead,
    problems_of_row_dates,
)
from tests import first_dataset


def located(table: str, row: int, column: str) -> tuple[str, str]:
    return table, f"{column}:{row}"


def with_figure(measure: str, value: float) -> dict[str, DatedTable]:
    tables = first_dataset.tables()
    figures = tables["figures"]
    values = figures.frame["value"].mask(figures.frame["measure"] == measure, value)
    return {**tables, "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=values))}


def with_cell(name: str, column: str, before: float, after: float) -> dict[str, DatedTable]:
    tables = first_dataset.tables()
    table = tables[name]
    frame = table.frame.assign(**{column: table.frame[column].replace({before: after})})
    return {**tables, name: dataclasses.replace(table, frame=frame)}


def found(tables: dict[str, DatedTable]) -> list[tuple[str, str | None, str | None]]:
    return [(p.code, p.cell, p.found) for p in problems_between_tables(tables, located)]


def test_the_first_dataset_keeps_every_relation() -> None:
    assert found(first_dataset.tables()) == []


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (dt.date(2013, 10, 22), []),
        (dt.date(2013, 10, 21), []),
        (dt.date(2013, 10, 20), [("sites", "2013-10-22")]),
        (dt.date(2013, 10, 13), [("unit_progress", "2013-10-15"), ("sites", "2013-10-22")]),
    ],
)
def test_a_date_ahead_is_told_at_the_first_table_that_has_it(today: dt.date, found: list[tuple[str, str]]) -> None:
    """The first dataset: units as of 15 October, counties 8 October, sites 22 October; a day ahead is a time zone."""
    problems = list(problems_of_dates_ahead(first_dataset.tables(), today, lambda table, *_: (table, None)))
    assert [(problem.sheet, problem.found) for problem in problems] == found
    assert {problem.severity for problem in problems} <= {"warning"}
    year_before = today.replace(year=today.year - 1)
    far = problems_of_dates_ahead(first_dataset.tables(), year_before, lambda table, *_: (table, None))
    assert {problem.severity for problem in far} == {"error"}


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        ("work_groups", 5, [("same_fact_differs", "value:21", "5")]),
        ("park_planned", 880, [("same_fact_differs", "value:24", "880")]),
        ("key_projects", 101, [("same_fact_differs", "value:12", "101")]),
        ("meeting_attendance", 1501, [("same_fact_differs", "value:19", "1501")]),
        ("projects_completed", 203, [("too_large", "value:1", "203")]),
        ("projects_scheduled", 201, [("too_large", "value:0", "202")]),
        ("goal_share_of_scheduled_started", 500, [("too_large", "value:10", "500")]),
        ("goal_city_rank_by_area", 6, [("too_large", "value:11", "6")]),
        ("area_renovated", 107.78, [("too_large", "area_reported:1", "107.79")]),
    ],
)
def test_a_figure_that_breaks_a_relation_is_told_with_its_cell(
    measure: str, value: float, expected: list[tuple[str, str, str]]
) -> None:
    assert found(with_figure(measure, value)) == expected


@pytest.mark.parametrize(
    ("measure", "period", "cells"),
    [
        ("area_renovated", "2013-10-08", ["period:4"]),
        ("district_target_area_rate", "2012-10-15", ["period:8"]),
        ("area_renovated", "2013-10-15", []),
        ("meeting_attendance", "2013-09-13", []),
        ("projects_scheduled", "2012", []),
    ],
)
def test_a_row_that_would_be_shown_under_a_false_date_is_an_error(measure: str, period: str, cells: list[str]) -> None:
    tables = first_dataset.tables()
    figures = tables["figures"]
    periods = figures.frame["period"].mask(figures.frame["measure"] == measure, period)
    changed = {**tables, "figures": dataclasses.replace(figures, frame=figures.frame.assign(period=periods))}
    told = list(problems_of_row_dates(changed, located))
    assert [(one.severity, one.cell, one.found) for one in told] == [("error", cell, period) for cell in cells]


def test_86_households_in_one_sheet_and_68_in_the_other_are_told() -> None:
    """The figure stays 86 in the notes, so the site's 68 is told once, at the figure."""
    [problem] = problems_between_tables(with_cell("sites", "households", 86, 68), located)
    assert problem.expected is not None
    assert (problem.code, problem.found, problem.expected.en) == (
        "same_fact_differs",
        "86",
        "cell households:0 of “sites” has 68",
    )


def test_a_site_holds_no_more_enterprises_than_are_scheduled() -> None:
    assert found(with_cell("sites", "enterprises", 1, 1001))[0] == ("too_large", "enterprises:6", "1001")


def test_a_number_in_another_sentence_is_no_mention() -> None:
    """Two further groups and 5 enterprises moved are other facts than the 6 groups and the 36 enterprises."""
    tables = first_dataset.tables()
    rows = [("progress", "八里店镇", "新增2个工作组，318国道沿线企业已搬迁5家")]
    notes = first_dataset.table("notes", rows, first_dataset.SITES_AS_OF)
    assert found({**tables, "notes": notes}) == []


def test_a_relation_is_checked_only_where_both_sides_are_in_the_workbook() -> None:
    tables = with_figure("work_groups", 5)
    assert found({"figures": tables["figures"]}) == []


def test_relations_name_declared_measures_and_columns() -> None:
    assert {rule.measure for rule in (*SAME_FACTS, *MENTIONS, *NOT_MORE_THAN)} <= set(MEASURES)
    assert {rule.whole for rule in (*NOT_MORE_THAN, *ROWS_NOT_MORE_THAN)} - {None} <= set(MEASURES)
    assert all(TABLES["sites"].column(fact.column) for fact in SAME_FACTS)
    assert all(TABLES[rule.table].column(rule.column) for rule in ROWS_NOT_MORE_THAN)
