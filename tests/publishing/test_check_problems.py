"""Which sums and rates of the district a clerk is told of: those that did not differ, or less, in the release before."""

from __future__ import annotations

import dataclasses

import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.publishing.check_problems import mismatch_problems
from tests import first_dataset


def located(table: str, row: int, column: str) -> tuple[str, str]:
    return table, f"{column}:{row}"


def with_figures(**values: float) -> dict[str, DatedTable]:
    """The first dataset with some of the district's figures changed."""
    tables = first_dataset.tables()
    figures = tables["figures"]
    changed = figures.frame["measure"].map(values).fillna(figures.frame["value"])
    return {**tables, "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=changed))}


def told(before: dict[str, DatedTable], after: dict[str, DatedTable]) -> list[tuple[str, str | None, str]]:
    problems = mismatch_problems(before, after, after, located)
    return [(p.code, p.cell, p.expected.en) for p in problems if p.expected]


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        (202, []),
        (203, [("units_do_not_add_up", "value:0", "196")]),
        (201, []),
        (190, [("units_do_not_add_up", "value:0", "196")]),
    ],
)
def test_the_mismatch_of_six_is_told_again_only_when_it_grows(
    started: float, expected: list[tuple[str, str, str]]
) -> None:
    assert told(first_dataset.tables(), with_figures(projects_started=started)) == expected


def test_a_new_mismatch_is_told_beside_the_standing_one() -> None:
    """34 projects were the city's target; 66 ÷ 34 is 194.1 %, and 65 completed are one less than the units' 66."""
    after = with_figures(projects_completed=65)
    assert told(first_dataset.tables(), after) == [
        ("district_rate_mismatch", "value:3", "191.2"),
        ("units_do_not_add_up", "value:1", "66"),
    ]


def test_a_first_workbook_is_told_only_of_a_sum_far_off() -> None:
    """The report's own 202 against 196 is 3 % off, 2,020 against 196 is 90 %."""
    assert told({}, first_dataset.tables()) == []
    assert told({}, with_figures(projects_started=2020)) == [("units_do_not_add_up", "value:0", "196")]


def test_tables_that_the_workbook_does_not_bring_are_not_its_problem() -> None:
    after = with_figures(projects_started=203)
    for names in (["sites"], ["figures"], ["unit_progress"]):
        assert mismatch_problems(first_dataset.tables(), after, {name: after[name] for name in names}, located) == ()


def test_a_unit_that_has_not_reported_breaks_no_sum() -> None:
    """Without 妙西镇 the units come to 191, 64 and 239.16: no statement about 202, 66 and 242.01."""
    tables = first_dataset.tables()
    units = tables["unit_progress"]
    left = units.frame[units.frame["unit"] != "妙西镇"].reset_index(drop=True)
    assert told(tables, {**tables, "unit_progress": dataclasses.replace(units, frame=left)}) == []


@pytest.mark.parametrize(
    ("column", "typed", "district", "expected"),
    [
        ("projects_started", 34, {"projects_started": 196}, "织里镇 34 → 43或东林镇 23 → 32"),
        ("area_renovated", 913.0, {"area_renovated": 241.91}, "织里镇 913 → 91.3"),
        ("projects_started", 42, {"projects_started": 196}, "195"),
        ("projects_completed", 41, {}, "织里镇 41 → 14"),
    ],
)
def test_the_unit_whose_slip_explains_a_sum_is_named(
    column: str, typed: float, district: dict[str, float], expected: str
) -> None:
    """34 for 43 leaves the sum at 187, 9 short of 196; 东林镇's 23 → 32 would give the same 9."""
    after = with_figures(**district)
    after["unit_progress"] = first_dataset.with_unit_value("织里镇", column, typed)
    sums = [p for p in mismatch_problems(with_figures(**district), after, after, located) if "rate" not in p.code]
    assert [p.expected.zh for p in sums if p.expected] == [expected]
