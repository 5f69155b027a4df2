"""What cannot be done: exit code 2, a sentence in the operator's language, and one JSON document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from renovation.cli import main

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("call", "code", "zh", "en"),
    [
        (["restore", "9", "--by", "李四"], 2, "没有这一期", "There is no such release"),
        (["withdraw", "1", "--by", "李四"], 2, "没有这一期，或该期不在待审签", "it is not waiting for sign-off"),
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
