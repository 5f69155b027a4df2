from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.reading.problems import Problem
from renovation.reading.validation.against_previous import problems_against_previous
from tests import first_dataset

LATER = dt.date(2013, 10, 22)


def located(table: str, row: int, column: str) -> tuple[str, str]:
    return table, f"{column}:{row}"


def changed(
    column: str, before: float, after: float, day: dt.date = LATER, table: str = "unit_progress"
) -> tuple[Problem, ...]:
    """The problems of a release a week later in which one figure is another."""
    old = first_dataset.tables()[table]
    frame = old.frame.assign(**{column: old.frame[column].replace({before: after})})
    return problems_against_previous({table: old}, {table: dataclasses.replace(old, frame=frame, as_of=day)}, located)


def summaries(problems: tuple[Problem, ...]) -> list[tuple[str, str, str | None, str | None]]:
    return [(p.severity, p.code, p.cell, p.found) for p in problems]


@pytest.mark.parametrize(
    ("column", "before", "after", "expected"),
    [
        ("projects_completed", 17, 16, ("warning", "fell", "projects_completed:6", "东林镇 17 → 16")),
        ("area_renovated", 91.3, 90.0, ("warning", "fell", "area_renovated:1", "织里镇 91.3 → 90")),
        ("area_renovated", 33.6, 336000.0, ("error", "slip_of_10000", "area_renovated:0", "高新区 33.6 → 336000")),
        ("area_renovated", 33.6, 0.00341, ("error", "slip_of_10000", "area_renovated:0", "高新区 33.6 → 0.00341")),
        ("area_renovated", 91.3, 200.0, ("warning", "jumped", "area_renovated:1", "织里镇 91.3 → 200")),
        ("annual_target_area", 16.0, 17.0, ("warning", "target_changed", "annual_target_area:5", "埭溪镇 16 → 17")),
    ],
)
def test_an_implausible_change_is_a_problem_with_its_cell(
    column: str, before: float, after: float, expected: tuple[str, ...]
) -> None:
    assert summaries(changed(column, before, after)) == [expected]


@pytest.mark.parametrize(
    ("column", "before", "after"),
    [("projects_started", 43, 45), ("area_renovated", 2.67, 3.1), ("area_renovated", 33.6, 45.0)],
)
def test_a_plausible_change_is_no_problem(column: str, before: float, after: float) -> None:
    assert changed(column, before, after) == ()


def test_a_lower_figure_of_an_earlier_date_is_no_fall() -> None:
    assert changed("projects_started", 43, 40, dt.date(2013, 10, 8)) == ()


def test_figures_of_two_years_are_not_compared() -> None:
    assert changed("projects_started", 43, 2, dt.date(2014, 1, 7)) == ()


def test_the_figures_of_counties_are_compared() -> None:
    assert summaries(changed("area_reported", 112.39, 100.0, table="county_progress"))[0][:2] == ("warning", "fell")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (202.0, 198.0, ("warning", "fell", "value:0", "全区 开工项目数 202 → 198")),
        (242.01, 2_420_100.0, ("error", "slip_of_10000", "value:4", "全区 完成改造建筑面积 242.01 → 2420100")),
        (31.8, 32.0, ("warning", "target_changed", "value:5", "全区 市下达面积目标 31.8 → 32")),
    ],
)
def test_the_figures_of_the_district_are_compared(before: float, after: float, expected: tuple[str, ...]) -> None:
    assert summaries(changed("value", before, after, table="figures")) == [expected]


def test_figures_of_the_text_and_estimates_may_fall() -> None:
    assert changed("value", 1215.0, 1200.0, table="figures") == ()
    assert changed("value", 86.0, 80.0, table="figures") == ()


def test_a_table_of_an_earlier_date_is_a_warning() -> None:
    [older] = changed("area_reported", 112.39, 112.39, dt.date(2013, 9, 30), "county_progress")
    assert (older.severity, older.code, older.heading, older.found) == (
        "warning",
        "older_table",
        "县区进度",
        "2013-09-30",
    )


def test_a_table_without_a_previous_one_is_not_compared(tables: dict[str, DatedTable]) -> None:
    assert problems_against_previous({}, tables, located) == ()


def test_a_change_from_zero_is_no_problem() -> None:
    old = first_dataset.table("unit_progress", [("高新区", 0, 0, 0.0, 4.2, None)], first_dataset.UNITS_AS_OF)
    new = first_dataset.table("unit_progress", [("高新区", 3, 1, 0.5, 4.2, None)], LATER)
    assert problems_against_previous({"unit_progress": old}, {"unit_progress": new}, located) == ()


@pytest.mark.parametrize(("after", "codes"), [(21, []), (22, ["jumped"])])
def test_growth_at_five_times_the_pace_of_the_year_is_the_limit(after: int, codes: list[str]) -> None:
    """On 8 January 4 projects are half a project a day: 5 × 0.5 × 7 days allow 17.5 more."""
    january = [
        first_dataset.table("unit_progress", [("高新区", count, 1, 0.5, 4.2, None)], dt.date(2013, 1, date))
        for count, date in ((4, 8), (after, 15))
    ]
    old, new = ({"unit_progress": table} for table in january)
    assert [problem.code for problem in problems_against_previous(old, new, located)] == codes


@pytest.mark.parametrize(("nature", "codes"), [("reported", ["fell"]), ("plan", [])])
def test_only_reported_figures_of_the_district_are_cumulative(nature: str, codes: list[str]) -> None:
    old, new = (
        {
            "figures": first_dataset.table(
                "figures", [("全区", "projects_started", value, "个", "2013-10-15", nature, None)], LATER
            )
        }
        for value in (202, 198)
    )
    assert [problem.code for problem in problems_against_previous(old, new, located)] == codes
