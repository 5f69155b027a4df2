"""The doctor says that all is well, or what to do."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from renovation.cli import main
from renovation.language import words_in
from renovation.operations import doctor, printing
from renovation.publishing.publishers import add_publisher
from renovation.releases.store import Store
from tests.releases.sql import execute

NOW = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_own_address", lambda: "10.1.2.3")
    monkeypatch.setattr(doctor, "raise_open_file_limit", lambda: 65_536)
    monkeypatch.setattr(doctor, "chromium", lambda: None)


def advice(url: str, now: dt.datetime = NOW) -> dict[str, str]:
    """What is to be done, by the sentence that says why."""
    return {one.sentence: one.advice for one in doctor.examine(url, words_in("en"), now) if one.advice}


def only(found: dict[str, str]) -> tuple[str, str]:
    assert len(found) == 1, found
    return next(iter(found.items()))


@pytest.fixture(scope="module")
def no_worker() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "run_in_worker", lambda _read: 1)
        yield


def test_a_sound_installation_needs_nothing(any_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert advice(any_store.url) == {}
    assert main(["--database", any_store.url, "doctor", "--json"]) == 0
    said = capsys.readouterr()
    assert "第1期，截至2013年10月15日" in said.err
    assert "http://10.1.2.3:8501/" in said.err
    assert {line.split()[0] for line in said.err.splitlines()} == {"正常"}
    assert {one["ok"] for one in json.loads(said.out)} == {True}


def test_a_workbook_that_cannot_be_checked_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    sentence, todo = only(advice(store.url))
    assert "cannot run" in sentence
    assert "log" in todo


@pytest.mark.usefixtures("no_worker")
def test_a_place_without_a_store_is_left_as_it_is(tmp_path: Path) -> None:
    assert advice(f"sqlite:///{tmp_path / 'new' / 'renovation.db'}") == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_worker")
def test_a_damaged_release_and_a_store_that_is_none_are_told(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "renovation.db")) as opened:
        opened.execute("update blob set content = zeroblob(9)")
        opened.commit()
    assert "restore-backup" in only(advice(store.url))[1]
    (tmp_path / "other.db").write_bytes(b"no database" * 1000)
    assert "restore-backup" in only(advice(f"sqlite:///{tmp_path / 'other.db'}"))[1]
    assert "restore-backup" in only(advice("nonsense"))[1]


@pytest.mark.usefixtures("no_worker")
def test_a_store_of_a_newer_version_is_told(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    execute(store.url, "update alembic_version set version_num = '9001'")
    sentence, todo = only(advice(store.url))
    assert "newer version" in sentence
    assert "Install the newer version again" in todo
    assert main(["--database", store.url, "releases"]) == 2
    assert "较新版本的看板" in capsys.readouterr().err


def test_a_full_disk_and_a_low_limit_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "raise_open_file_limit", lambda: 1024)
    assert "LimitNOFILE" in only(advice(store.url))[1]
    monkeypatch.setattr(doctor, "raise_open_file_limit", lambda: None)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    assert {todo.partition(";")[0] for todo in advice(store.url).values()} == {"Free at least 1 GB"}


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize("year", [1970, 2024])
def test_a_clock_in_the_past_is_told(store: Store, year: int) -> None:
    assert "Set the clock" in only(advice(store.url, dt.datetime(year, 1, 1, tzinfo=dt.UTC)))[1]


@pytest.mark.usefixtures("no_worker")
def test_a_clock_before_the_newest_release_is_told(store: Store) -> None:
    published = dt.datetime.fromisoformat(store.release(1).published_at)
    assert advice(store.url, published) == {}
    sentence, _todo = only(advice(store.url, published - dt.timedelta(hours=1)))
    assert published.isoformat() in sentence


@pytest.mark.usefixtures("no_worker")
def test_addresses_that_nobody_reaches_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "localhost")
    assert "0.0.0.0" in only(advice(store.url))[1]
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "80")
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "/kanban/")
    said = [one.sentence for one in doctor.examine(store.url, words_in("en"), NOW)]
    assert "Address in the local network: http://10.1.2.3:80/kanban" in said
    monkeypatch.setattr(doctor, "_own_address", lambda: None)
    assert "Connect this machine" in only(advice(store.url))[1]


@pytest.mark.usefixtures("no_worker")
def test_a_chromium_that_does_not_print_and_missing_fonts_are_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, script in (("chromium", "exit 7"), ("fc-list", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    for module in (doctor, printing):
        monkeypatch.setattr(module, "chromium", lambda: str(tmp_path / "chromium"))
    assert "chromium-headless-shell" in only(advice(store.url))[1]
    monkeypatch.setattr(doctor, "print_page", lambda _address, _ready: b"%PDF")
    assert advice(store.url) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "fonts-noto-cjk" in only(advice(store.url))[1]


@pytest.mark.usefixtures("no_worker")
def test_a_sign_off_without_two_publishers_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "on")
    add_publisher(store, "李四", "test")
    assert "at least two publishers" in only(advice(store.url))[1]
    add_publisher(store, "王五", "test")
    assert advice(store.url) == {}


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize("weekly", ["weekly", "-1", "400"])
def test_a_wrong_interval_of_updates_is_named(store: Store, weekly: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_UPDATE_DAYS", weekly)
    assert "RENOVATION_UPDATE_DAYS" in only(advice(store.url))[0]


@pytest.mark.usefixtures("no_worker")
def test_a_wrong_setting_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RENOVATION_TRUSTED_PROXIES", "nobody")
    assert "RENOVATION_TRUSTED_PROXIES" in only(advice(store.url))[0]
    assert main(["--database", store.url, "doctor"]) == 1
    assert re.search(
        "待处理  设置有误：RENOVATION_TRUSTED_PROXIES：.*[^。]。请改正该设置，否则看板无法启动。",
        capsys.readouterr().err,
    )


def test_an_error_of_two_lines_without_a_stop_becomes_a_sentence() -> None:
    found = doctor.Diagnosis("refused:\n\tis it running?", "Start it."), doctor.Diagnosis("refused\nhere", "Start it.")
    assert [one.line(words_in("en")).removeprefix("To do  ") for one in found] == [
        "refused: is it running? Start it.",
        "refused here. Start it.",
    ]
