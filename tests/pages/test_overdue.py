"""Every page says once, calmly, when the data on it is overdue for an update."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from renovation.releases.store import Draft, Store
from renovation.web import overdue
from renovation.web.first_figures import first_figures
from tests import first_dataset
from tests.pages.conftest import Opener, words_on
from tests.simulated_year import publish_year

LATE = {
    "zh": "应于10月22日更新，已逾期31天",
    "en": "Update due 22 Oct, 31 days late",
}
PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py"))


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first dataset, of 15 October, is due on the 22nd: 31 days before."""
    set_today(monkeypatch, dt.date(2013, 11, 22))


def set_today(monkeypatch: pytest.MonkeyPatch, day: dt.date) -> None:
    monkeypatch.setattr(overdue, "current_date", lambda: day)


@pytest.mark.parametrize("language", LATE)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_once_that_the_data_is_overdue(open_page: Opener, page: str, language: str) -> None:
    said = words_on(open_page(page, lang=language))
    assert said.count(LATE[language]) == 1


@pytest.mark.parametrize("language", LATE)
def test_the_first_html_says_it_too_and_follows_the_day(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert first_figures("", {"lang": language}).count(LATE[language]) == 1
    set_today(monkeypatch, dt.date(2013, 11, 23))
    assert "32" in first_figures("", {"lang": language})
    set_today(monkeypatch, dt.date(2013, 10, 22))
    assert "<em>" not in first_figures("", {"lang": language})


def test_one_day_late_is_told_and_the_day_itself_is_in_time(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, dt.date(2013, 10, 23))
    assert "Update due 22 Oct, 1 day late" in words_on(open_page("units", lang="en"))
    set_today(monkeypatch, dt.date(2013, 10, 22))
    assert "逾期" not in words_on(open_page("units"))


def test_the_dataset_of_a_year_long_past_is_not_counted_in_days(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_today(monkeypatch, dt.date(2026, 11, 29))
    said = words_on(open_page("units"))
    assert "已超过一年未更新" in said
    assert "逾期" not in said


def test_a_due_day_in_the_next_year_has_its_year(
    open_page: Opener, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{database}")
    newer = first_dataset.with_unit_value("织里镇", "projects_started", 60, dt.date(2013, 12, 30))
    store.publish(Draft({"unit_progress": newer}, "clerk"), 1)
    set_today(monkeypatch, dt.date(2014, 1, 8))
    assert "应于2014年1月6日更新，已逾期2天" in words_on(open_page("units"))


def test_an_older_release_opened_on_purpose_is_not_called_overdue(open_page: Opener, database: Path) -> None:
    store = Store(f"sqlite:///{database}")
    newer = first_dataset.with_unit_value("织里镇", "projects_started", 60, dt.date(2013, 11, 20))
    store.publish(Draft({"unit_progress": newer}, "clerk"), 1)
    assert "逾期" not in words_on(open_page("units", release=1))
    assert "逾期" not in words_on(open_page("units")), "the newest is in time"


def test_other_intervals_and_none(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_UPDATE_DAYS", "14")
    assert "应于10月29日更新，已逾期24天" in words_on(open_page("units"))
    monkeypatch.setenv("RENOVATION_UPDATE_DAYS", "0")
    assert "逾期" not in words_on(open_page("units"))


def test_simulated_figures_are_never_overdue(
    open_page: Opener, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_year(Store(f"sqlite:///{empty_database}"), 2)
    set_today(monkeypatch, dt.date(2014, 6, 1))
    assert "逾期" not in words_on(open_page("units"))
