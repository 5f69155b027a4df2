"""check, publish and template: what is asked, refused, remembered and recorded."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from renovation.cli import main
from renovation.domain.data_folder import DATA
from renovation.publishing.publish import FIRST_PUBLISHER
from renovation.publishing.uploads import CheckedUpload, check
from renovation.reading.template import write_workbook
from renovation.releases.store import Store
from tests import first_dataset
from tests.cli.printed import printed
from tests.reading.bad_sheets import HEADINGS as PLAIN
from tests.reading.office import Grid, as_xlsx


def test_check_reports_a_sound_workbook_and_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DATA / "first-release.xlsx"), "--json"]) == 0
    sound = printed(capsys)
    assert sound["tables"] == {"unit_progress": 8, "county_progress": 5, "figures": 25, "sites": 20, "notes": 16}
    assert (sound["readable"], sound["as_of"], sound["problems"]) == (True, "2013-10-15", [])
    rows = [*first_dataset.UNIT_PROGRESS, first_dataset.UNIT_PROGRESS[0]]
    twice = first_dataset.table("unit_progress", rows, first_dataset.UNITS_AS_OF)
    (tmp_path / "bad.xlsx").write_bytes(write_workbook({"unit_progress": twice}))
    assert main(["check", str(tmp_path / "bad.xlsx"), "--json"]) == 1
    bad = printed(capsys)
    assert [p for p in bad["problems"] if p["severity"] == "error"] == [
        {
            "severity": "error",
            "code": "repeated_row",
            "sheet": "乡镇进度",
            "cell": "A14",
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
    assert document["readable"] is False
    assert [(p["code"], p["cell"]) for p in document["problems"]] == [("no_columns", None)]
    assert main(["check", str(tmp_path / "missing.xlsx")]) == 2
    capsys.readouterr()
    assert main(["publish", str(tmp_path / "no.xlsx"), "--by", "clerk", "--json"]) == 2
    refused = printed(capsys)
    assert [(p["code"], p["severity"]) for p in refused["problems"]] == [("no_columns", "error")]


def test_who_publishes_on_an_overtaken_head_is_told_by_exit_3(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / "part.xlsx"
    part.write_bytes(write_workbook({"unit_progress": first_dataset.with_unit_value("织里镇", "projects_started", 45)}))

    def overtaken(store: Store, *rest: Any) -> CheckedUpload:
        checked = check(store, *rest)
        store.restore(1, "somebody else", "", store.head())
        return checked

    monkeypatch.setattr("renovation.cli.workbooks.check", overtaken)
    assert main([*database, "publish", str(part), "--by", "clerk", "--json"]) == 3
    document = printed(capsys)
    assert "published in between" in document["error"]
    assert [r.by for r in Store(database[1]).releases()] == ["somebody else", FIRST_PUBLISHER]


def test_a_date_given_dates_a_sheet_without_one(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undated = tmp_path / "week.xlsx"
    undated.write_bytes(as_xlsx(Grid("进度", [list(PLAIN), *map(list, first_dataset.UNIT_PROGRESS)])))
    assert main([*database, "check", str(undated)]) == 1
    publish = [
        *database,
        "publish",
        str(undated),
        "--by",
        "clerk",
        "--as-of",
        "2013-10-22",
        "--note",
        "第43周",
        "--json",
    ]
    assert main(publish) == 0
    document = printed(capsys)
    assert {
        name: document[name] for name in ("release", "as_of", "by", "note", "action", "parent", "file", "head")
    } == {
        "release": 2,
        "as_of": "2013-10-22",
        "by": "clerk",
        "note": "第43周",
        "action": "publish",
        "parent": 1,
        "file": "week.xlsx",
        "head": True,
    }
    assert document["file_sha256"] == hashlib.sha256(undated.read_bytes()).hexdigest()
    assert document["problems"] == []


def two_sheets_alike(folder: Path, started: int) -> Path:
    """A workbook in which either of two sheets may be the units' table; 织里镇 has started `started` on the second."""
    lines = [["截至", dt.date(2013, 10, 22)], list(PLAIN)]
    units = [list(unit) for unit in first_dataset.UNIT_PROGRESS]
    others = [[name, started if name == "织里镇" else count, *rest] for name, count, *rest in units]
    path = folder / f"week-{started}.xlsx"
    path.write_bytes(as_xlsx(Grid("表1", [*lines, *units]), Grid("表2", [*lines, *others])))
    return path


def test_an_open_question_forbids_publishing_and_is_said_with_its_choices(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(two_sheets_alike(tmp_path, 45))
    assert main([*database, "check", file, "--json"]) == 1
    said = capsys.readouterr()
    [question] = json.loads(said.out)["questions"]
    assert {choice["value"] for choice in question["choices"]} == {"表1", "表2"}
    assert question["text"] in said.err
    assert json.dumps(question["id"]) in said.err
    assert main([*database, "publish", file, "--by", "clerk", "--accept-warnings", "--json"]) == 1
    refused = printed(capsys)
    assert refused["questions"] == [question]
    assert Store(database[1]).head() == 1


def test_an_answer_is_remembered_for_the_next_workbook_of_the_same_layout(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = str(two_sheets_alike(tmp_path, 45))
    main([*database, "check", first, "--json"])
    asked = printed(capsys)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({asked["questions"][0]["id"]: "表2", "another layout": "表1"}), encoding="utf-8")
    assert main([*database, "check", first, "--answers", str(answers)]) == 0
    assert Store(database[1]).answers.in_force() == {}
    assert main([*database, "publish", first, "--by", "李四", "--accept-warnings", "--answers", str(answers)]) == 0
    [stored] = Store(database[1]).answers.in_force().values()
    assert (stored.answer.value, stored.by, stored.release) == ("表2", "李四", 2)
    assert stored.answer.question.zh == asked["questions"][0]["text"]
    capsys.readouterr()
    assert main([*database, "check", str(two_sheets_alike(tmp_path, 47)), "--json"]) == 0
    document = printed(capsys)
    assert document["questions"] == []
    assert [line["id"] for line in document["understood"] if line["answered"]] == [stored.answer.id]


def test_the_template_holds_the_last_release_and_waits_for_the_new_date(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*database, "template", str(tmp_path / "week.xlsx")]) == 0
    assert main([*database, "check", str(tmp_path / "week.xlsx"), "--json"]) == 1
    undated = printed(capsys)
    errors = [(p["code"], p["sheet"]) for p in undated["problems"] if p["severity"] == "error"]
    assert errors == [("no_as_of", "乡镇进度")]
    assert main([*database, "check", str(tmp_path / "week.xlsx"), "--as-of", "2013-10-22", "--json"]) == 0
    dated = printed(capsys)
    assert (dated["as_of"], dated["tables"]["unit_progress"], dated["tables"]["figures"]) == ("2013-10-22", 8, 25)


def test_the_blank_template_holds_no_figures(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*database, "template", str(tmp_path / "blank.xlsx"), "--blank"]) == 0
    assert main([*database, "check", str(tmp_path / "blank.xlsx")]) == 1
    assert capsys.readouterr().out == ""


def test_a_name_that_is_no_utf_8_is_stored_and_printed_readably(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a file that was unpacked from an old Windows computer is called, or any in a locale that is not UTF-8."""
    named = tmp_path / os.fsdecode("进度.xlsx".encode("gbk"))
    named.write_bytes((DATA / "first-release.xlsx").read_bytes())
    by = "张三".encode().decode("ascii", "surrogateescape")
    assert main([*database, "publish", str(named), "--by", by, "--accept-warnings", "--json"]) == 0
    release = json.loads(capsys.readouterr().out.encode())
    assert (release["by"], release["file"]) == ("张三", "\ufffd\ufffd\ufffd\ufffd.xlsx")


@pytest.mark.parametrize("text", ["x" * 201, "a\nb", "\x1b[31m"])
def test_what_is_recorded_about_a_publication_is_short_and_printable(text: str, database: list[str]) -> None:
    workbook = str(DATA / "first-release.xlsx")
    assert main([*database, "publish", workbook, "--by", text]) == 2
    assert main([*database, "publish", workbook, "--by", "clerk", "--note", text]) == 2
    assert main([*database, "restore", "1", "--by", text]) == 2
    assert len(Store(database[1]).releases()) == 1
