from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
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


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (1215.0, 1200.0, "fell"),
        (1215.0, 12150.0, "decimal_point"),
        (4215.0, 4251.0, None),
        (86.0, 68.0, "digits_swapped"),
        (86.0, 80.0, "fell"),
        (36.0, 35.0, "fixed_changed"),
        (36.0, 63.0, "digits_swapped"),
        (1000.0, 1001.0, "fixed_changed"),
        (50.0, 55.0, "target_changed"),
        (100.0, 1000.0, "decimal_point"),
    ],
)
def test_estimates_plans_goals_and_figures_of_the_text_are_compared(
    before: float, after: float, code: str | None
) -> None:
    """4,215 亩 to 4,251 is below 1.5 times; 86 households cannot become 68; 36 enterprises and the plans stay."""
    problems = changed("value", before, after, table="figures")
    assert [problem.code for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("column", "before", "after", "code", "expected"),
    [
        ("area_renovated", 38.66, 83.66, "digits_swapped", "38.66"),
        ("annual_target_area", 34.8, 38.4, "digits_swapped", "34.8"),
        ("annual_target_area", 34.8, 43.8, "digits_swapped", "34.8"),
        ("annual_target_area", 4.9, 49.0, "decimal_point", "10倍"),
        ("area_renovated", 91.3, 9.13, "decimal_point", "10分之一"),
        ("projects_started", 43, 430, "decimal_point", "10倍"),
    ],
)
def test_a_slip_of_a_hand_is_named(column: str, before: float, after: float, code: str, expected: str) -> None:
    """A decimal point between two swapped digits stays in its place: 34.8 becomes 43.8 or 38.4."""
    [problem] = changed(column, before, after)
    assert problem.expected is not None
    assert (problem.code, problem.expected.zh) == (code, expected)


def test_a_swap_that_would_be_unusual_is_not_offered() -> None:
    """Twice the average of 91.3 in 288 days adds 4.4 in a week: 94.1 is usual, 98 is not."""
    assert [p.code for p in changed("area_renovated", 91.3, 49.1)] == ["digits_swapped"]
    assert [p.code for p in changed("area_renovated", 91.3, 89.0)] == ["fell"]


def test_a_target_of_the_workbook_that_changes_is_a_problem() -> None:
    rows = [("全区", "projects_completed", target, 1000, "2013-12-31", None, None) for target in (150, 160)]
    old, new = ({"goals": first_dataset.table("goals", [row], LATER)} for row in rows)
    assert summaries(problems_against_previous(old, new, located)) == [
        ("warning", "target_changed", "target:0", "全区 完工项目数 2013-12-31 150 → 160")
    ]


def test_a_threshold_that_changes_is_a_problem() -> None:
    old, new = ({"thresholds": first_dataset.table("thresholds", [("stood_still", w, None)], LATER)} for w in (4, 5))
    assert [problem.code for problem in problems_against_previous(old, new, located)] == ["fixed_changed"]


def weekly_points(values: list[float]) -> pd.DataFrame:
    """The area of 德清县 on Tuesdays, the last on 2013-10-08, the date of the first dataset's counties."""
    days = pd.date_range(end="2013-10-08", periods=len(values), freq="7D")
    return pd.DataFrame(
        {
            "as_of": days,
            "unit": "德清县",
            "measure": "area_reported",
            "value": values,
            "basis": "上报市口径",
            "table": "county_progress",
        }
    )


@pytest.mark.parametrize(
    ("points", "after", "codes"),
    [
        (weekly_points([107.39, 108.39, 109.39, 110.39, 111.39, 112.39]), 117.39, []),
        (weekly_points([107.39, 108.39, 109.39, 110.39, 111.39, 112.39]), 117.77, ["jumped_by_own_pace"]),
        (weekly_points([110.39, 111.39, 112.39]), 117.77, []),
        (None, 117.77, []),
    ],
)
def test_a_county_is_judged_by_its_own_pace(points: pd.DataFrame | None, after: float, codes: list[str]) -> None:
    """Five growths of 1.00 a week allow 2.5 × 1.00 × 14 days ÷ 7 = 5.00 in two weeks; two growths are too few."""
    old = first_dataset.tables()["county_progress"]
    frame = old.frame.assign(area_reported=old.frame["area_reported"].replace({112.39: after}))
    new = {"county_progress": dataclasses.replace(old, frame=frame, as_of=LATER)}
    problems = problems_against_previous({"county_progress": old}, new, located, points)
    assert [problem.code for problem in problems] == codes


def test_a_count_that_rises_by_one_is_no_jump() -> None:
    old, new = (
        {"unit_progress": first_dataset.table("unit_progress", [("妙西镇", n, 0, 0.5, 4.2, None)], day)}
        for n, day in ((1, dt.date(2013, 3, 12)), (2, dt.date(2013, 3, 19)))
    )
    assert problems_against_previous(old, new, located) == ()


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


@pytest.mark.parametrize(("nature", "codes"), [("reported", ["fell"]), ("plan", ["fixed_changed"])])
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
