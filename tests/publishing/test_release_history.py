"""The history out of a store: what stands, what is corrected, withdrawn or damaged, and its document."""

from __future__ import annotations

import json
import logging
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from renovation.cli import main
from renovation.comparisons.history import History, by_period, history_of, series
from renovation.comparisons.results import results_of
from renovation.language import words_in
from renovation.publishing.publish import Publisher, publish
from renovation.publishing.release_history import alerts_of, load_points, preview_history, read_history
from renovation.publishing.uploads import check
from renovation.reading.reader import read_workbook
from renovation.reading.template import write_workbook
from renovation.releases.store import Draft, Release, Source, Store
from renovation.wording.figures_document import figures_document
from tests import first_dataset, simulated_year
from tests.comparisons.test_history import release_points


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A simulated year of 52 releases."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('year') / 'year.db'}")
    simulated_year.publish_year(store)
    return store


@pytest.fixture(scope="module")
def year_told(year: Store) -> History:
    return told(year)


def told(store: Store, number: int | None = None) -> History:
    shown = store.release(number or store.head() or 0)
    return read_history(store.releases(), shown, lambda line: load_points(store, line.release))


def head(store: Store) -> Release:
    return store.release(store.head() or 0)


def test_the_year_has_51_weeks_a_gap_a_missing_cell_and_a_correction(year: Store, year_told: History) -> None:
    points = year_told.points
    weeks = by_period(points, "unit_progress", "area_renovated", "weekly", 2014)
    zhili, daochang = weeks[weeks["unit"] == "织里镇"], weeks[weeks["unit"] == "道场乡"]
    assert (len(zhili), zhili["value"].isna().sum(), daochang["value"].isna().sum()) == (52, 1, 2)
    corrected = zhili[zhili["corrected"]]
    assert [day.date().isoformat() for day in corrected["as_of"]] == ["2014-04-22"]
    before = series(
        load_points(year, 16).assign(corrected=False), "unit_progress", "织里镇", "area_renovated", head(year).as_of
    )
    assert round(before["value"].iloc[0] - corrected["value"].iloc[0], 2) == 4
    assert zhili["value"].dropna().is_monotonic_increasing
    assert len(by_period(points, "unit_progress", "area_renovated", "quarterly", 2014)) == 8 * 4


def test_what_wants_a_decision_at_the_years_end(year: Store, year_told: History) -> None:
    caught = alerts_of(results_of(head(year).release, year.load(head(year).release)), year_told.points)
    assert [(alert.rule, alert.subject, alert.measure) for alert in caught] == [
        ("behind_schedule", "妙西镇", "completion_rate"),
        ("behind_schedule", "织里镇", "area_renovated"),
        ("fell_back", "东林镇", "projects_started"),
        ("fell_back", "东林镇", "projects_completed"),
        ("stood_still", "妙西镇", "projects_completed"),
        ("stood_still", "妙西镇", "projects_started"),
        ("stood_still", "妙西镇", "area_renovated"),
    ]


def test_a_link_to_an_older_release_tells_the_history_as_it_stood_then(year: Store) -> None:
    early = told(year, 20).points
    assert str(early["as_of"].max().date()) == year.release(20).as_of.isoformat()
    assert not early["corrected"].any(), "the correction came later"


def test_every_sheet_of_a_simulated_workbook_says_that_it_is() -> None:
    read = read_workbook(simulated_year.report_workbook(simulated_year.weekly_reports(1)[0]))
    assert not read.problems
    assert all("模拟" in table.basis for table in read.tables.values())
    assert results_of(1, read.tables).simulated
    brought = {"unit_progress": read.tables["unit_progress"]}
    assert results_of(1, brought).simulated, "one such table is enough"


def test_a_restored_release_withdraws_the_later_days(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'short.db'}")
    simulated_year.publish_year(store, 4)
    store.restore(2, "clerk", "", store.head())
    days = set(told(store).points["as_of"].dt.date)
    assert max(days) == store.release(2).as_of
    assert told(store, 4).points["as_of"].dt.date.max() == store.release(4).as_of


@pytest.mark.parametrize("which", ["the next week", "a correction"])
def test_the_history_foreseen_is_the_one_after_publishing(tmp_path: Path, which: str) -> None:
    store = Store(f"sqlite:///{tmp_path / 'short.db'}")
    simulated_year.publish_year(store, 4)
    week = simulated_year.weekly_reports(5)[4 if which == "the next week" else 2]
    units = week.tables["unit_progress"]
    more = replace(units, frame=units.frame.assign(projects_started=units.frame["projects_started"] + 1))
    checked = check(store, Source("week.xlsx", write_workbook({**week.tables, "unit_progress": more})))
    foreseen = preview_history(store.releases(), checked, lambda line: load_points(store, line.release))
    publish(store, checked, Publisher("clerk"), accept_warnings=True)
    assert len(store.releases()) == 5
    assert_frame_equal(foreseen.points, told(store, 5).points)


def test_a_damaged_release_is_left_out_and_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(f"sqlite:///{tmp_path / 'short.db'}")
    simulated_year.publish_year(store, 4)
    with sqlite3.connect(tmp_path / "short.db") as opened:
        opened.execute("update release set manifest_sha256 = 'x' where release = 2")
    with caplog.at_level(logging.ERROR, "renovation"):
        found = told(store)
    assert found.damaged == (2,)
    rows = by_period(found.points, "unit_progress", "projects_started", "weekly", 2014)
    assert rows[rows["unit"] == "织里镇"]["value"].isna().tolist() == [False, True, False, False]
    assert "left out of the history" in caplog.text


def test_the_document_holds_the_history_day_by_day(year: Store, year_told: History) -> None:
    number = head(year).release
    written = figures_document(results_of(number, year.load(number)), year_told, words_in("zh"))
    entries = json.loads(json.dumps(written, allow_nan=False))["history"]
    assert len(entries) == 51
    assert [entry["as_of"] for entry in entries] == sorted(entry["as_of"] for entry in entries)
    last = entries[-1]
    assert (last["as_of"], last["release"], last["basis"]) == ("2014-12-30", 52, "区口径（模拟）")
    assert [unit["unit"] for unit in last["units"]] == [unit[0] for unit in simulated_year.UNITS]
    assert last["district"]["projects_started"] == sum(unit["projects_started"] for unit in last["units"])
    corrected = [entry for entry in entries if entry["corrected"]]
    assert [(entry["as_of"], entry["release"]) for entry in corrected] == [("2014-04-22", 40)]
    gap = next(entry for entry in entries if entry["as_of"] == "2014-03-25")["units"][3]
    assert (gap["unit"], gap["area_renovated"], gap["completion_rate"]) == ("道场乡", None, None)
    assert written["simulated"]


def test_a_day_that_is_published_again_on_another_basis_has_one_entry() -> None:
    told = History(history_of([release_points(1, "10-01", 甲=5), release_points(2, "10-01", "上报市口径", 甲=3)]))
    written = figures_document(results_of(1, first_dataset.tables()), told, words_in("zh"))["history"]
    assert [(entry["basis"], entry["units"][0]["projects_started"]) for entry in written] == [("上报市口径", 3)]


def test_figures_json_has_the_first_release_as_its_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", f"sqlite:///{tmp_path / 'cli.db'}", "figures", "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    (entry,) = written["history"]
    assert (entry["as_of"], entry["release"], entry["corrected"]) == ("2013-10-15", 1, False)
    assert entry["district"] == {"projects_started": 202, "projects_completed": 66, "area_renovated": 242.01}
    assert entry["units"][0] == {
        "unit": "高新区", "projects_started": 17, "projects_completed": 7, "area_renovated": 33.6,
        "annual_target_area": 4.2, "completion_rate": 800.0, "completed_to_started": 41.2,
    }  # fmt: skip
    assert [alert["rule"] for alert in written["exceptions"]] == ["behind_schedule", "behind_schedule", "mismatch"]
    assert not written["simulated"]


def test_a_renamed_place_goes_on_under_its_present_name(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'renamed.db'}")
    first, second = simulated_year.weekly_reports(2)
    table = first.tables["unit_progress"]
    renamed = table.frame.assign(unit=table.frame["unit"].replace("环渚街道", "环渚乡"))
    old = {**first.tables, "unit_progress": type(table)(renamed, table.as_of, table.basis)}
    for tables in (old, second.tables):
        store.publish(Draft(tables, "clerk"), store.head())
    rows = series(told(store).points, "unit_progress", "环渚街道", "projects_started", second.day)
    assert len(rows) == 2
