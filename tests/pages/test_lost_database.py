"""Pages while the database is lost, damaged, deleted or of a newer version: a calm sentence and the last good figures."""

from __future__ import annotations

import dataclasses
import logging
import sqlite3
from pathlib import Path

import pytest

from renovation.releases.store import Draft, Store
from renovation.web import data
from tests import first_dataset
from tests.pages.conftest import LANGUAGES, PAGES, Opener, values_on, words_on
from tests.releases.sql import execute


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_of_a_newer_version_is_told_calmly(open_page: Opener, database: Path, language: str) -> None:
    execute(f"sqlite:///{database}", "update alembic_version set version_num = '9001'")
    test = open_page(lang=language)
    assert not test.exception
    assert {"zh": "重新安装较新版本", "en": "Install the newer version again"}[language] in test.warning[0].value


def test_a_damaged_release_is_not_shown_and_the_one_before_is(
    open_page: Opener, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({"unit_progress": first_dataset.tables()["unit_progress"]}, "clerk"), 1)
    with sqlite3.connect(database) as opened:
        opened.execute("update release set manifest_sha256 = 'x' where release = 2")
    for language, shown in (("zh", "第1期"), ("en", "Release 1")):
        caplog.clear()
        with caplog.at_level(logging.ERROR, "renovation"):
            test = open_page(lang=language)
        assert not test.exception
        assert shown in test.warning[0].value
        assert "does not match its hash" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_database_that_cannot_be_opened_is_a_calm_page(
    open_page: Opener, database: Path, page: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    database.write_bytes(b"this is no database, and never was one at all" * 100)
    test = open_page(page, lang=language)
    assert not test.exception
    assert ("数据库无法打开" if language == "zh" else "cannot be opened") in test.warning[0].value
    assert "file is not a database" in caplog.text
    assert "Traceback" not in words_on(test)


@pytest.mark.usefixtures("empty_database")
def test_a_missing_first_workbook_is_a_calm_page(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RENOVATION_FIRST_WORKBOOK", str(tmp_path / "nowhere.xlsx"))
    test = open_page()
    assert not test.exception
    assert "缺少首期数据表格文件" in test.warning[0].value


def test_a_database_lost_later_leaves_the_last_good_figures_on_the_screen(open_page: Opener, database: Path) -> None:
    test = open_page()
    database.unlink()
    database.mkdir()
    test.run()
    assert not test.exception
    assert "现显示最近一次读取的数据（第1期）" in test.warning[0].value
    assert values_on(test)[0] == "242.01"


def test_a_deleted_database_leaves_the_release_asked_for_and_is_not_made_anew(
    open_page: Opener, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(f"sqlite:///{database}")
    units = first_dataset.tables()["unit_progress"]
    more = dataclasses.replace(units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"] + 1))
    store.publish(Draft({"unit_progress": more}, "clerk"), 1)
    pinned, newest = open_page("units", release="1"), open_page("units")
    database.unlink()
    for test, number, total in ((pinned, 1, "241.91"), (newest, 2, "249.91")):
        test.run()
        assert not test.exception
        assert f"第{number}期" in test.warning[0].value
        assert f"完成{total}万㎡" in words_on(test)
    assert not database.exists()
    assert "is gone" in caplog.text


def test_a_database_put_back_is_used_at_once(open_page: Opener, database: Path, tmp_path: Path) -> None:
    test = open_page()
    away = database.rename(tmp_path / "away.db")
    assert test.run().warning
    away.rename(database)
    assert not test.run().warning


def test_a_lost_database_is_logged_once_however_often_open_pages_ask(
    open_page: Opener, database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_page()
    caplog.clear()
    away = database.rename(tmp_path / "away.db")
    assert [data.head() for _ in range(5)] == [None] * 5
    away.rename(database)
    assert [data.head() for _ in range(2)] == [1, 1]
    assert [record.getMessage() for record in caplog.records if record.name == "renovation"] == [
        "The store does not answer; open pages stay as they are.",
        "The store answers again.",
    ]
