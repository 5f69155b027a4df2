"""The command line: one JSON document on standard output, its exit codes as the design fixes them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from renovation.cli import main
from renovation.domain.data_folder import DATA
from renovation.publishing.access import holds_key
from renovation.publishing.publish import FIRST_PUBLISHER
from renovation.publishing.publishers import key_holder
from renovation.publishing.uploads import CheckedUpload, check
from renovation.reading.template import write_workbook
from renovation.releases.store import Store
from tests import first_dataset
from tests.reading.bad_sheets import HEADINGS as PLAIN
from tests.reading.office import Grid, as_xlsx

ROOT = Path(__file__).parents[1]


@pytest.fixture
def database(store: Store) -> list[str]:
    return ["--database", store.url]


def printed(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


def test_figures_prints_the_first_release_of_an_empty_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", f"sqlite:///{tmp_path / 'cli.db'}", "figures", "--json"]) == 0
    document = printed(capsys)
    assert isinstance(document, dict)
    assert document["district"]["district_target_area_rate"] == 334.3


def test_an_unknown_release_is_exit_2(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "figures", "--release", "9", "--json"]) == 2
    assert printed(capsys) == {"error": "there is no release 9"}
    assert main([*database, "restore", "9", "--by", "clerk"]) == 2
    assert capsys.readouterr().out == ""


def test_check_reports_a_sound_workbook_and_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DATA / "first-release.xlsx"), "--json"]) == 0
    sound = printed(capsys)
    assert isinstance(sound, dict)
    assert sound["tables"] == {"unit_progress": 8, "county_progress": 5, "figures": 25, "sites": 20, "notes": 16}
    assert (sound["readable"], sound["as_of"], sound["problems"]) == (True, "2013-10-15", [])
    twice = first_dataset.table("unit_progress", first_dataset.UNIT_PROGRESS[:1] * 2, first_dataset.UNITS_AS_OF)
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
    capsys.readouterr()
    assert main(["publish", str(tmp_path / "no.xlsx"), "--by", "clerk", "--json"]) == 2
    refused = printed(capsys)
    assert isinstance(refused, dict)
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
    assert isinstance(document, dict)
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
    assert isinstance(document, dict)
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


def test_publish_releases_and_restore_walk_the_history(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part = tmp_path / "part.xlsx"
    part.write_bytes(write_workbook({"unit_progress": first_dataset.with_unit_value("织里镇", "projects_started", 40)}))
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
    assert isinstance(refused, dict)
    assert refused["questions"] == [question]
    assert Store(database[1]).head() == 1


def test_an_answer_is_remembered_for_the_next_workbook_of_the_same_layout(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = str(two_sheets_alike(tmp_path, 45))
    main([*database, "check", first, "--json"])
    asked = printed(capsys)
    assert isinstance(asked, dict)
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
    assert isinstance(document, dict)
    assert document["questions"] == []
    assert [line["id"] for line in document["understood"] if line["answered"]] == [stored.answer.id]


def test_the_template_holds_the_last_release_and_waits_for_the_new_date(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*database, "template", str(tmp_path / "week.xlsx")]) == 0
    assert main([*database, "check", str(tmp_path / "week.xlsx"), "--json"]) == 1
    undated = printed(capsys)
    assert isinstance(undated, dict)
    errors = [(p["code"], p["sheet"]) for p in undated["problems"] if p["severity"] == "error"]
    assert errors == [("no_as_of", "乡镇进度")]
    assert main([*database, "check", str(tmp_path / "week.xlsx"), "--as-of", "2013-10-22", "--json"]) == 0
    dated = printed(capsys)
    assert isinstance(dated, dict)
    assert (dated["as_of"], dated["tables"]["unit_progress"], dated["tables"]["figures"]) == ("2013-10-22", 8, 25)


def test_the_blank_template_holds_no_figures(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*database, "template", str(tmp_path / "blank.xlsx"), "--blank"]) == 0
    assert main([*database, "check", str(tmp_path / "blank.xlsx")]) == 1
    assert capsys.readouterr().out == ""


def test_export_prints_every_table_as_published(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "export", "--release", "1", "--json"]) == 0
    document = printed(capsys)
    assert isinstance(document, dict)
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


def test_a_renewed_key_replaces_the_old_one_and_is_on_record(
    database: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RENOVATION_PUBLISHER_KEY", raising=False)
    assert main([*database, "key", "--json"]) == 0
    first = printed(capsys)
    assert main([*database, "key", "--json"]) == 0
    second = printed(capsys)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    store = Store(database[1])
    assert not holds_key(store, first["key"])
    assert holds_key(store, second["key"])
    with closing(sqlite3.connect(database[1].removeprefix("sqlite:///"))) as connection:
        lines = connection.execute("select action, by from audit where release = 0").fetchall()
    assert lines == [("new key", "command line")] * 2
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", "set by the operator")
    assert main([*database, "key"]) == 2


@pytest.mark.parametrize(
    "call",
    [
        ["dance"],
        ["publish", "week.xlsx"],
        ["publish", "week.xlsx", "--by", " "],
        ["check", "week.xlsx", "--as-of", "2013-02-30"],
        ["check", "week.xlsx", "--answers", "no such file.json"],
        ["check", "week.xlsx", "--answers", str(ROOT / "README.md")],
        ["check", "week.xlsx", "--answers", str(ROOT / "data" / "geo" / "lines_schematic.geojson")],
        ["restore", "last", "--by", "clerk"],
    ],
    ids=lambda call: " ".join(call),
)
def test_a_wrong_call_is_exit_2(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*call, "--json"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("usage: ")
    assert list(json.loads(said.out)) == ["error"]


@pytest.mark.parametrize(
    "call",
    [
        ["restore", "1" + "0" * 30, "--by", "clerk"],
        ["brief", "meeting.docx"],
        ["webhook"],
        ["deployment", "nginx", "--host", "a b"],
        ["--database", "postgresql://a:b@[::", "releases"],
        ["check", "no\udcff.xlsx"],
        ["template", "no such folder/week.xlsx"],
        ["backup", "/tmp"],
    ],
    ids=lambda call: " ".join(map(ascii, call)),
)
def test_what_cannot_be_done_is_exit_2_and_one_json_document(
    call: list[str], database: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*database, *call, "--json"]) == 2
    said = capsys.readouterr()
    assert said.err.strip()
    assert list(json.loads(said.out)) == ["error"]


@pytest.mark.parametrize(
    ("language", "missing", "folder"),
    [("zh", "找不到文件no.xlsx", "是文件夹"), ("en", "There is no file no.xlsx", "is a folder")],
)
def test_a_wrong_file_is_said_in_the_language_of_the_operator(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    missing: str,
    folder: str,
) -> None:
    monkeypatch.setenv("RENOVATION_LANGUAGE", language)
    assert main(["check", "no.xlsx"]) == 2
    assert missing in capsys.readouterr().err
    assert main(["check", str(tmp_path)]) == 2
    assert folder in capsys.readouterr().err


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_full_disk_is_exit_2_if_the_document_is_lost(
    database: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main([*database, "figures", "--json"]) == 2
    assert "No space left" in capsys.readouterr().err


def test_a_reader_that_stops_early_as_head_does_ends_the_command_quietly(
    database: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as closed, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", closed)
        patch.setattr(sys, "stderr", closed)
        assert main([*database, "releases", "--json"]) == 0


@pytest.mark.parametrize(
    ("call", "code", "zh", "en"),
    [
        (["restore", "9", "--by", "李四"], 2, "没有这一期", "There is no such release"),
        (["withdraw", "1", "--by", "李四"], 2, "没有这一期，或该期不在待审签", "it does not wait for a sign-off"),
        (["--database", "postgresql:///a?host=/nowhere", "releases"], 2, "数据库没有响应", "does not respond"),
    ],
)
def test_an_error_of_the_store_is_said_in_the_language_of_the_operator(
    database: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    call: list[str],
    code: int,
    zh: str,
    en: str,
) -> None:
    for language, sentence in (("zh", zh), ("en", en)):
        monkeypatch.setenv("RENOVATION_LANGUAGE", language)
        assert main([*database, *call]) == code
        said = capsys.readouterr().err
        assert sentence in said.splitlines()[0]
        assert len(said.splitlines()) > 1, "the details follow"


def test_what_programs_read_is_utf_8_in_every_locale(database: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As into a file or a pipe on a Windows of Western Europe."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="backslashreplace"))
    assert main([*database, "releases", "--json"]) == 0
    assert json.loads(written.getvalue())[0]["by"] == "首次启动"


def test_publishers_are_added_listed_and_removed(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "publisher", "add", " 李四 ", "--json"]) == 0
    added = printed(capsys)
    assert isinstance(added, dict)
    holder = key_holder(Store(database[1]), added["key"])
    assert holder
    assert (added["name"], holder.name) == ("李四", "李四")
    assert main([*database, "publisher", "add", "李 四"]) == 2
    assert "已有密钥" in capsys.readouterr().err
    assert main([*database, "publisher", "list", "--json"]) == 0
    [listed] = json.loads(capsys.readouterr().out)
    assert listed["name"] == "李四"
    assert dt.datetime.fromisoformat(listed["added_at"]).tzinfo
    assert main([*database, "publisher", "remove", "李四"]) == 0
    assert "已移除李四" in capsys.readouterr().err
    assert main([*database, "publisher", "remove", "李四", "--json"]) == 2
    assert printed(capsys) == {"error": "没有名为李四的发布人。"}
    for name in ("", " ", "x" * 61, "a\nb"):
        assert main([*database, "publisher", "add", name]) == 2
