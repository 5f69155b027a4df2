"""The command line: one JSON document on standard output, its exit codes as the design fixes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renovation.cli import main
from renovation.reading.template import write_workbook
from renovation.settings import DATA
from tests import first_dataset


@pytest.fixture
def database(tmp_path: Path) -> list[str]:
    return ["--database", f"sqlite:///{tmp_path / 'cli.db'}"]


def printed(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_figures_prints_the_first_release_of_an_empty_store(
    database: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*database, "figures", "--json"]) == 0
    document = printed(capsys)
    assert isinstance(document, dict)
    assert document["district"]["district_target_area_rate"] == 334.3


def test_an_unknown_release_is_exit_2(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "figures", "--release", "9", "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_check_reports_a_sound_workbook_and_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DATA / "first-release.xlsx"), "--json"]) == 0
    sound = printed(capsys)
    assert isinstance(sound, dict)
    assert sound["tables"] == {"unit_progress": 8, "county_progress": 5, "figures": 25, "sites": 20, "notes": 16}
    assert (sound["readable"], sound["as_of"], sound["problems"]) == (True, "2013-10-15", [])
    twice = first_dataset.table("unit_progress", first_dataset.UNIT_PROGRESS[:1] * 2, first_dataset.COUNTED)
    (tmp_path / "bad.xlsx").write_bytes(write_workbook({"unit_progress": twice}))
    assert main(["check", str(tmp_path / "bad.xlsx"), "--json"]) == 1
    bad = printed(capsys)
    assert isinstance(bad, dict)
    assert [p for p in bad["problems"] if p["severity"] == "error"] == [
        {
            "severity": "error",
            "code": "repeated_row",
            "sheet": "乡镇进度",
            "cell": "A7",
            "heading": "责任单位",
            "found": "高新区",
            "expected": None,
            "message": "“高新区”重复出现，请保留一行。",
        }
    ]


def test_an_unreadable_file_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.xlsx").write_bytes(b"no")
    assert main(["check", str(tmp_path / "no.xlsx"), "--json"]) == 2
    document = printed(capsys)
    assert isinstance(document, dict)
    assert document["readable"] is False
    assert [(p["code"], p["cell"]) for p in document["problems"]] == [("no_columns", None)]
    assert main(["check", str(tmp_path / "missing.xlsx")]) == 2


def test_publish_releases_and_restore_walk_the_history(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = tmp_path / "part.xlsx"
    part.write_bytes(write_workbook({"unit_progress": first_dataset.stepped("织里镇", "projects_started", 40)}))
    assert main([*database, "publish", str(part), "--by", "clerk", "--json"]) == 1
    refused = printed(capsys)
    assert isinstance(refused, dict)
    assert [(p["code"], p["cell"]) for p in refused["problems"]] == [("fell", "B7")]
    assert main([*database, "publish", str(part), "--by", "clerk", "--accept-warnings", "--json"]) == 0
    capsys.readouterr()
    assert main([*database, "restore", "1", "--by", "clerk"]) == 0
    assert main([*database, "releases", "--json"]) == 0
    history = printed(capsys)
    assert isinstance(history, list)
    assert [(r["release"], r["action"], r["head"]) for r in history] == [
        (3, "restore", True),
        (2, "publish", False),
        (1, "publish", False),
    ]


def test_the_template_is_written_from_the_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", str(tmp_path / "blank.xlsx")]) == 0
    assert main(["check", str(tmp_path / "blank.xlsx")]) == 1
    assert capsys.readouterr().out == ""


def test_a_wrong_call_is_exit_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["dance"])
    assert stopped.value.code == 2
