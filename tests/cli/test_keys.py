"""The publishers' keys: renewed, added, listed and removed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing

import pytest

from renovation.cli import main
from renovation.publishing.access import holds_key
from renovation.publishing.publishers import key_holder
from renovation.releases.store import Store
from tests.cli.printed import printed


def test_a_renewed_key_replaces_the_old_one_and_is_on_record(
    database: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RENOVATION_PUBLISHER_KEY", raising=False)
    assert main([*database, "key", "--json"]) == 0
    first = printed(capsys)
    assert main([*database, "key", "--json"]) == 0
    second = printed(capsys)
    store = Store(database[1])
    assert not holds_key(store, first["key"])
    assert holds_key(store, second["key"])
    with closing(sqlite3.connect(database[1].removeprefix("sqlite:///"))) as connection:
        lines = connection.execute("select action, by from audit where release = 0").fetchall()
    assert lines == [("new key", "command line")] * 2
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", "set by the operator")
    assert main([*database, "key"]) == 2


def test_publishers_are_added_listed_and_removed(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*database, "publisher", "add", " 李四 ", "--json"]) == 0
    added = printed(capsys)
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
