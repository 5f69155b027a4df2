"""`figures --json`: every number on the screens, pinned to values worked out by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re

import pytest

from renovation.comparisons.results import Results, results_of
from renovation.language import words_in
from renovation.wording.figures_document import release_figures
from tests import first_dataset


@pytest.fixture(scope="module")
def document(results: Results) -> dict:
    return json.loads(json.dumps(release_figures(results, words_in("zh")), allow_nan=False))


def test_the_district_has_the_printed_figures_and_recomputed_rates(document: dict) -> None:
    assert (document["release"], document["as_of"]) == (1, "2013-10-15")
    assert document["district"] == {
        "projects_started": 202,
        "projects_completed": 66,
        "area_renovated": 242.01,
        "city_target_projects": 34,
        "city_target_projects_rate": 194.1,
        "city_target_projects_rate_reported": 194,
        "city_target_area": 31.8,
        "city_target_area_rate": 761.0,
        "city_target_area_rate_reported": 761,
        "district_target_area": 72.4,
        "district_target_area_rate": 334.3,
        "district_target_area_rate_reported": 185.4,
        "projects_scheduled": 1000,
        "share_of_scheduled_started": 20.2,
        "share_of_scheduled_started_reported": None,
    }


def test_a_unit_has_all_its_figures(document: dict) -> None:
    assert document["units"][0] == {
        "unit": "高新区",
        "projects_started": 17,
        "projects_completed": 7,
        "area_renovated": 33.6,
        "annual_target_area": 4.2,
        "completion_rate": 800.0,
        "completion_rate_reported": 800,
        "gap_area": 29.4,
        "share_of_area": 13.9,
        "share_of_area_reported": None,
        "share_of_target": 5.8,
        "share_of_target_reported": None,
        "completed_to_started": 41.2,
        "completed_to_started_reported": None,
        "rank_by_rate": 2,
        "rank_by_area": 3,
    }
    assert [unit["completion_rate"] for unit in document["units"]] == [
        800.0,
        262.4,
        869.3,
        381.4,
        137.5,
        241.6,
        125.9,
        671.4,
    ]


def test_the_units_together_are_the_ratio_of_the_sums(document: dict) -> None:
    total = document["units_total"]
    assert (total["projects_started"], total["projects_completed"]) == (196, 66)
    assert (total["area_renovated"], total["annual_target_area"], total["gap_area"]) == (241.91, 72.25, 169.66)
    assert (total["completion_rate"], total["completed_to_started"]) == (334.8, 33.7)


def test_the_mean_of_the_rates_appears_nowhere(document: dict) -> None:
    written = json.dumps(document)
    assert not re.search(r"438\.5|436\.2", written)
    assert "334.3" in written
    assert "334.8" in written


def test_the_counties_keep_their_own_date_and_basis(document: dict) -> None:
    assert document["counties"][1] == {
        "county": "吴兴区",
        "area_reported": 107.79,
        "rank": 2,
        "gap_to_first": -4.6,
        "gap_to_next": -4.6,
        "as_of": "2013-10-08",
        "basis": "上报市口径",
    }


def test_the_targets_of_the_year_that_are_no_goals_stand_beside_them(document: dict) -> None:
    """The district's own target of area is no goal of the report: 242.01 − 72.4 is 169.61, 242.01 ÷ 72.4 334.3 %."""
    targets = document["annual_targets"]
    assert len(targets) == 3 + 8, "three of the district, one of each unit"
    own = next(target for target in targets if target["target_measure"] == "district_target_area")
    assert (own["subject"], own["measure"]) == ("全区", "area_renovated")
    assert (own["target"], own["actual"], own["gap"], own["reached"]) == (72.4, 242.01, 169.61, 334.3)
    assert own["light"] == "green"
    assert [goal["goal"] for goal in document["goals"]] == ["started_share", "first_in_city"]


def test_the_goals_are_exact_to_the_decimal(document: dict) -> None:
    started, first = document["goals"]
    assert (started["goal"], started["target"], started["actual"], started["gap"]) == ("started_share", 500, 202, -298)
    assert (started["weeks_left"], started["needed_per_week"], started["pace_per_week"]) == (11.0, 27.1, 4.9)
    assert (first["goal"], first["gap"], first["rivals"], first["rival_at_deadline"]) == (
        "first_in_city",
        -4.6,
        ["德清县"],
        145.99,
    )
    assert (first["weeks_left"], first["needed_per_week"], first["pace_per_week"]) == (12.0, 3.18, 2.69)
    assert (started["light"], first["light"]) == ("red", "amber")


def test_mismatches_have_an_explanation(document: dict) -> None:
    wrong = [check for check in document["checks"] if check["verdict"] == "mismatch"]
    assert [(check["reported"], check["recomputed"]) for check in wrong] == [(185.4, 334.3), (202, 196)]
    assert "107.79" in wrong[0]["explanation"]
    (bases,) = [check for check in document["checks"] if check["verdict"] == "basis"]
    assert {bases["reported"], bases["recomputed"]} == {242.01, 107.79}
    assert len(document["checks"]) == 16


def test_the_benefits_are_as_printed(document: dict) -> None:
    assert [(b["measure"], b["value"], b["unit"]) for b in document["benefits"]] == [
        ("land_freed", 1215, "亩"),
        ("floor_area_reused", 46.85, "万㎡"),
        ("land_upgraded", 4215, "亩"),
        ("energy_saved", 16265, "吨标煤"),
        ("cod_cut", 112, "吨"),
        ("so2_cut", 181, "吨"),
    ]


@pytest.mark.parametrize(
    "left", [("unit_progress",), ("unit_progress", "figures"), ("unit_progress", "county_progress")]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_release_with_missing_tables_is_answered_with_nulls(left: tuple[str, ...], language: str) -> None:
    tables = {name: table for name, table in first_dataset.tables().items() if name in left}
    document = release_figures(results_of(3, tables), words_in(language))
    assert json.dumps(document, allow_nan=False)
    assert len(document["units"]) == 8
    if "figures" not in left:
        assert set(document["district"].values()) == {None}


def test_units_of_another_date_are_not_compared_with_the_totals_of_the_district() -> None:
    tables = first_dataset.tables()
    tables["unit_progress"] = dataclasses.replace(tables["unit_progress"], as_of=dt.date(2013, 10, 22))
    checks = results_of(2, tables).checks
    assert "sum" not in set(checks["form"])
    assert "ratio" in set(checks["form"])
