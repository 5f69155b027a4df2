"""The summary at the start fits one screen, names what holds, and keeps secrets to itself."""

from __future__ import annotations

import datetime as dt

import pytest

from renovation.domain.update_due import UpdateDue
from renovation.language import LANGUAGES, words_in
from renovation.operations import doctor
from renovation.operations.start_summary import start_summary
from renovation.releases.store import Store

OPTIONS = {"address": "", "port": "80", "baseUrlPath": "/kanban"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_holds_is_named(store: Store, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_own_address", lambda: "10.1.2.3")
    settings = {
        "DATABASE_URL": "postgresql://clerk:secret@db/kanban",
        "PUBLISHER_KEY": "secret",
        "TIANDITU_KEY": "secret",
        "WEBHOOK_URL": "https://robot.example/secret",
        "TRUSTED_PROXIES": "10.0.0.5",
        "TRUSTED_USER_HEADER": "X-Forwarded-User",
        "CACHE_MB": "1024",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"RENOVATION_{name}", value)
    words, due = words_in(language), UpdateDue(dt.date(2013, 10, 15), dt.date(2013, 10, 22), 0)
    summary = start_summary(store.release(1), due, 65_536, OPTIONS.__getitem__, words)
    for part in (
        *(
            "http://10.1.2.3:80/kanban",
            "postgresql://clerk:***@db/kanban",
            words.number(65_536),
            f"{words.number(1024)} MB",
            "10.0.0.5/32",
        ),
        *("X-Forwarded-User", "天地图", words.day(due.as_of), words.day(due.day)),
    ):
        assert part in summary
    assert "secret" not in summary
    assert len(summary.splitlines()) < 24


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_release_and_a_limit_it_says_so(language: str) -> None:
    summary = start_summary(None, None, None, OPTIONS.__getitem__, words_in(language))
    assert len(summary.splitlines()) == len(
        start_summary(None, None, 9, OPTIONS.__getitem__, words_in(language)).splitlines()
    )
    assert "None" not in summary
