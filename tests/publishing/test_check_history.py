"""Verdicts of stored releases beside those of the release before, with the reasons that publishers gave."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from renovation.cli import main
from renovation.comparisons.check_states import explanation_keys
from renovation.comparisons.results import results_of
from renovation.domain.dated_tables import DatedTable
from renovation.publishing.check_history import preview_with_states, release_before, results_with_states
from renovation.publishing.uploads import check
from renovation.reading.template import write_workbook
from renovation.releases.check_explanations import explain_check, stored_explanations
from renovation.releases.store import Draft, Release, Source, Store
from tests import first_dataset

LATER = dt.date(2013, 10, 22)


def week(started: float, day: dt.date = LATER) -> dict[str, DatedTable]:
    """The units and the district's figures of a later day; the units have started 196 projects."""
    tables = first_dataset.tables()
    figures = tables["figures"]
    values = figures.frame["value"].mask(figures.frame["measure"] == "projects_started", started)
    periods = figures.frame["period"].replace({first_dataset.UNITS_AS_OF.isoformat(): day.isoformat()})
    return {
        "unit_progress": dataclasses.replace(tables["unit_progress"], as_of=day),
        "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=values, period=periods), as_of=day),
    }


def published(store: Store, started: float, day: dt.date = LATER) -> Release:
    return store.publish(Draft(week(started, day), "李四"), store.head())


def states(store: Store, release: Release) -> dict[str, str | None]:
    checks = results_with_states(store, release).checks
    sums = checks[checks["form"] == "sum"]
    return dict(zip(sums["measure"], sums["state"], strict=True))


def test_the_first_release_has_no_state_and_the_next_ones_have(store: Store) -> None:
    assert set(states(store, store.release(1)).values()) == {None}
    assert states(store, published(store, 202))["projects_started"] == "unchanged"
    third = published(store, 203, dt.date(2013, 10, 29))
    assert states(store, third) == {
        "projects_started": "larger",
        "projects_completed": "unchanged",
        "area_renovated": "unchanged",
        "district_target_area": "unchanged",
    }


def test_the_release_before_is_the_corrected_one_and_in_a_meeting_the_one_of_its_day(store: Store) -> None:
    second = published(store, 202)
    third = published(store, 202, dt.date(2013, 10, 29))
    correction = published(store, 203)
    assert correction.action == "correct"
    before = release_before(store.releases(), store.release(third.release))
    assert before is not None
    assert before.release == correction.release
    assert release_before(store.releases(), third, until=third.release) == store.release(second.release)
    assert release_before(store.releases(), store.release(second.release)) == store.release(1)
    assert release_before(store.releases(), store.release(1)) is None


def test_the_preview_compares_with_the_release_that_it_would_follow(store: Store) -> None:
    checked = check(store, Source("week.xlsx", write_workbook(week(203))))
    assert [p.code for p in checked.reading.problems] == ["units_do_not_add_up"]
    stated = preview_with_states(checked, results_of(2, checked.after)).checks.set_index(["measure", "form"])
    assert stated.loc[("projects_started", "sum"), "state"] == "larger"
    assert stated.loc[("projects_started", "sum"), "previous_difference"] == 6


def test_an_explanation_holds_until_the_difference_changes(store: Store) -> None:
    checks = results_with_states(store, store.release(1)).checks
    [row] = checks.index[(checks["measure"] == "projects_started") & (checks["form"] == "sum")]
    explain_check(store, explanation_keys(checks)[row], "两个镇漏报", "李四")
    assert [one.by for one in stored_explanations(store).values()] == ["李四"]
    first = results_with_states(store, store.release(1)).checks
    assert first["reason"].dropna().tolist() == ["两个镇漏报"]
    same = results_with_states(store, published(store, 202)).checks
    assert same["reason"].dropna().tolist() == ["两个镇漏报"]
    larger = results_with_states(store, published(store, 203)).checks
    assert larger["reason"].dropna().tolist() == []


def test_an_explanation_of_one_year_does_not_explain_the_same_difference_of_the_next(store: Store) -> None:
    checks = results_with_states(store, store.release(1)).checks
    [row] = checks.index[(checks["measure"] == "projects_started") & (checks["form"] == "sum")]
    explain_check(store, explanation_keys(checks)[row], "两个镇漏报", "李四")
    next_year = results_with_states(store, published(store, 202, dt.date(2014, 10, 14))).checks
    assert next_year["reason"].dropna().tolist() == []


def test_an_explanation_stored_without_a_year_explains_the_figures_of_its_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given on release 1, of 2013, under a key of that time; nothing but its year is added."""
    explain_check(store, "全区|projects_started|sum|6", "两个镇漏报", "李四")
    monkeypatch.setattr("renovation.releases.store.now", lambda: "2099-01-01T00:00:00+00:00")
    later = published(store, 202, dt.date(2014, 10, 14))
    assert list(stored_explanations(store)) == ["全区|projects_started|sum|6|year 2013"]
    assert results_with_states(store, store.release(1)).checks["reason"].dropna().tolist() == ["两个镇漏报"]
    assert results_with_states(store, later).checks["reason"].dropna().tolist() == []


def test_figures_json_tells_the_state_and_the_difference_before(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    published(store, 203)
    capsys.readouterr()
    assert main(["--database", store.url, "figures", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    [started] = [c for c in document["checks"] if c["measure"] == "projects_started"]
    assert (started["state"], started["previous_difference"], started["reason"]) == ("larger", 6, None)
    assert main(["--database", store.url, "figures", "--json", "--release", "1"]) == 0
    [started] = [c for c in json.loads(capsys.readouterr().out)["checks"] if c["measure"] == "projects_started"]
    assert (started["state"], started["previous_difference"]) == (None, None)
