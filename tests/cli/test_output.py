"""Where the output goes: a full disk, a reader that stops early, a locale that is not UTF-8."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from renovation.cli import main


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


def test_what_programs_read_is_utf_8_in_every_locale(database: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As into a file or a pipe on a Windows of Western Europe."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors="backslashreplace"))
    assert main([*database, "releases", "--json"]) == 0
    assert json.loads(written.getvalue())[0]["by"] == "首次启动"
