"""Settings: their values, and errors that name the variable, what was found and what is allowed."""

from __future__ import annotations

import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from renovation import settings
from renovation.cli import main
from renovation.settings import InvalidSetting, Setting, invalid_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(variable)


def test_without_variables_every_default_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(invalid_settings()) == []
    assert settings.cache_bytes() == 256 * 2**20
    assert settings.trusted_proxies() == (ip_network("127.0.0.1"), ip_network("::1"))
    assert settings.database_url().endswith("/data/renovation.db")
    monkeypatch.setenv("RENOVATION_CACHE_MB", " ")
    assert settings.cache_bytes() == 256 * 2**20


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("RENOVATION_CACHE_MB", "16", 16 * 2**20),
        ("RENOVATION_TRUSTED_PROXIES", "10.0.0.5, 10.1.2.3/16", (ip_network("10.0.0.5"), ip_network("10.1.0.0/16"))),
        ("RENOVATION_DATABASE_URL", "postgresql+psycopg://a:b@c/d", "postgresql+psycopg://a:b@c/d"),
        ("RENOVATION_FIRST_WORKBOOK", "/srv/一.xlsx", Path("/srv/一.xlsx")),
        ("RENOVATION_LANGUAGE", "en", "en"),
        ("RENOVATION_PROCESS_LIMITS", "watched", "watched"),
        ("RENOVATION_TRUSTED_USER_HEADER", "X-Forwarded-User", "X-Forwarded-User"),
    ],
)
def test_a_value_is_read(variable: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, text)
    (found,) = [setting() for setting in settings.SETTINGS if setting.variable == variable]
    assert found == value


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("RENOVATION_CACHE_MB", "abc"),
        ("RENOVATION_CACHE_MB", "0"),
        ("RENOVATION_CACHE_MB", "-1"),
        ("RENOVATION_CACHE_MB", "2.5"),
        ("RENOVATION_CACHE_MB", "9" * 9),
        ("RENOVATION_TRUSTED_PROXIES", "proxy.example"),
        ("RENOVATION_DATABASE_URL", "renovation.db"),
        ("RENOVATION_DATABASE_URL", "mysql://host/kanban"),
        ("RENOVATION_DATABASE_URL", "sqlite:///:memory:"),
        ("RENOVATION_DATABASE_URL", "sqlite+aiosqlite:///kanban.db"),
        ("RENOVATION_LANGUAGE", "fr"),
        ("RENOVATION_PROCESS_LIMITS", "none"),
        ("RENOVATION_TRUSTED_USER_HEADER", "X-User: name"),
        ("RENOVATION_TIANDITU_KEY", "key=1"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(variable: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, text)
    (error,) = invalid_settings()
    (setting,) = [one for one in settings.SETTINGS if one.variable == variable]
    for part in (variable, text, *(allowed.replace("`", "") for allowed in (setting.allowed.zh, setting.allowed.en))):
        assert part in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "text",
    ["http://host/", "https://host:99999/", "https://host:abc/", "https://[::", "https://a\nb/", "https://主机/路径"],
)
def test_an_address_that_no_message_can_reach_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_WEBHOOK_URL", text)
    (error,) = invalid_settings()
    assert error.variable == "RENOVATION_WEBHOOK_URL"


def test_a_wrong_value_of_several_lines_is_named_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_CACHE_MB", "1\n2\x1b")
    (error,) = invalid_settings()
    assert "“1 2 ”" in str(error)


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_DATABASE_URL", "mysql://clerk:se:cr/et@host/kanban")
    (error,) = invalid_settings()
    assert "mysql://clerk:***@host/kanban" in str(error)


@pytest.mark.parametrize(("variable", "similar"), [("RENOVATION_CASH_MB", "RENOVATION_CACHE_MB"), ("RENOVATION_", "")])
def test_an_unknown_variable_is_named(variable: str, similar: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "1")
    (error,) = invalid_settings()
    assert str(error).startswith(f"{variable}：没有这个设置")
    assert similar in str(error)


def test_every_setting_is_among_those_that_are_checked() -> None:
    declared = {value for value in vars(settings).values() if isinstance(value, Setting)}
    assert declared == set(settings.SETTINGS)


def test_the_command_line_stops_at_a_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RENOVATION_CACHE_MB", "abc")
    monkeypatch.setenv("RENOVATION_LANGUAGE", "fr")
    assert main(["releases", "--json"]) == 2
    said = capsys.readouterr()
    assert [line.partition("：")[0] for line in said.err.splitlines()] == ["RENOVATION_LANGUAGE", "RENOVATION_CACHE_MB"]
    assert '"error"' in said.out
    with pytest.raises(InvalidSetting, match="RENOVATION_LANGUAGE"):
        settings.output_language()


def test_the_dashboard_stops_at_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_CACHE_MB", "abc")
    done = subprocess.run([sys.executable, "-c", "import app"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 78
    assert done.stderr.splitlines() == [
        "RENOVATION_CACHE_MB：“abc”无效，应为正整数，单位MB / "
        "RENOVATION_CACHE_MB: found “abc”; expected a whole number of MB, at least 1"
    ]
