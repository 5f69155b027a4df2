"""releases, restore, figures and export: one JSON document on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from renovation.cli import main
from renovation.reading.template import write_workbook
from tests import first_dataset
from tests.cli.printed import printed


def test_figures_prints_the_first_release_of_an_empty_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", f"sqlite:///{tmp_path / 'cli.db'}", "figures", "--json"]) == 0
    document = printed(capsys)
    assert document["district"]["district_target_area_rate"] == 334.3


def test_an_unknown_release_is_exit_2(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "figures", "--release", "9", "--json"]) == 2
    assert printed(capsys) == {"error": "there is no release 9"}
    assert main([*database, "restore", "9", "--by", "clerk"]) == 2
    assert capsys.readouterr().out == ""


def test_publish_releases_and_restore_walk_the_history(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = tmp_path / "part.xlsx"
    part.write_bytes(write_workbook({"unit_progress": first_dataset.with_unit_value("织里镇", "projects_started", 40)}))
    assert main([*database, "publish", str(part), "--by", "clerk", "--json"]) == 1
    refused = printed(capsys)
    assert [(p["code"], p["cell"]) for p in refused["problems"]] == [("fell", "B7")]
    assert main([*database, "publish", str(part), "--by", "clerk", "--accept-warnings", "--json"]) == 0
    capsys.readouterr()
    assert main([*database, "restore", "1", "--by", "clerk"]) == 0
    assert main([*database, "releases", "--json"]) == 0
    history = printed(capsys)
    assert [(r["release"], r["action"], r["head"]) for r in history] == [
        (3, "restore", True),
        (2, "publish", False),
        (1, "publish", False),
    ]


def test_export_prints_every_table_as_published(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "export", "--release", "1", "--json"]) == 0
    document = printed(capsys)
    assert (document["release"], document["as_of"]) == (1, "2013-10-15")
    tables = document["tables"]
    assert {name: len(table["rows"]) for name, table in tables.items()} == {
        "unit_progress": 8,
        "county_progress": 5,
        "figures": 25,
        "sites": 20,
        "notes": 16,
    }
    assert (tables["county_progress"]["as_of"], tables["county_progress"]["basis"]) == ("2013-10-08", "上报市口径")
    assert tables["unit_progress"]["rows"][1] == {
        "unit": "织里镇",
        "projects_started": 43,
        "projects_completed": 14,
        "area_renovated": 91.3,
        "annual_target_area": 34.8,
        "completion_rate_reported": 262,
    }
    started, area = tables["figures"]["rows"][0], tables["figures"]["rows"][4]
    assert (repr(started["value"]), started["remark"], repr(area["value"])) == ("202", None, "242.01")
    assert main([*database, "export", "--release", "7", "--json"]) == 2
