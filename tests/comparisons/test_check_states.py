from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from renovation.comparisons.check_states import explanation_keys, urgent_first, with_states
from renovation.comparisons.results import results_of
from renovation.domain.dated_tables import records
from tests import first_dataset


def checks(*rows: tuple[str, float, float, str], year: int = 2013) -> pd.DataFrame:
    """Checks drawn small: measure, reported, recomputed, verdict."""
    columns = ["measure", "reported", "recomputed", "verdict"]
    return pd.DataFrame(rows, columns=columns).assign(subject="全区", form="sum", year=year)


SIX_APART = checks(("projects_started", 202, 196, "mismatch"))


@pytest.mark.parametrize(
    ("reported", "recomputed", "verdict", "state"),
    [
        (203, 197, "mismatch", "unchanged"),
        (204, 197, "mismatch", "larger"),
        (202, 197, "mismatch", "smaller"),
        (190, 196, "mismatch", "new"),
        (196, 196, "consistent", "mended"),
        (202, 180, "incomplete", "unchanged"),
    ],
)
def test_a_mismatch_of_six_is_remembered(reported: float, recomputed: float, verdict: str, state: str) -> None:
    """203 against 197 differ by 6 as before; 204 by 7, 202 by 5, and 190 by 6 on the other side."""
    now = with_states(checks(("projects_started", reported, recomputed, verdict)), SIX_APART)
    assert now["state"].tolist() == [state]
    assert now["previous_difference"].tolist() == [6]


@pytest.mark.parametrize(
    ("reported", "recomputed", "verdict", "state"),
    [(4, 4, "consistent", "unchanged"), (8, 2, "mismatch", "new"), (4, 3, "mismatch", "new")],
)
def test_a_figure_of_the_new_year_is_not_compared_with_last_years(
    reported: float, recomputed: float, verdict: str, state: str
) -> None:
    """4 of January are no correction of the 202 of December, and 8 against 2 is another mismatch of six."""
    now = with_states(checks(("projects_started", reported, recomputed, verdict), year=2014), SIX_APART)
    assert now["state"].tolist() == [state]
    assert now["previous_difference"].isna().all()


@pytest.mark.parametrize(("day", "expected"), [(dt.date(2013, 12, 31), "mended"), (dt.date(2014, 1, 7), "unchanged")])
def test_a_table_of_the_new_year_mends_nothing(day: dt.date, expected: str) -> None:
    """202 started against the units' 38 on 24 December; then the figures of the whole district agree with the units'."""

    def week(when: dt.date, started: int) -> pd.DataFrame:
        figures = [("全区", "projects_started", started, "个", when.isoformat(), "reported", None)]
        names = ("高新区", "八里店镇", "道场乡", "妙西镇", "埭溪镇", "东林镇", "环渚街道")
        units = [("织里镇", 38, 0, 1.0, 34.8, None), *((name, 0, 0, 0.0, 1.0, None) for name in names)]
        tables = {
            "unit_progress": first_dataset.table("unit_progress", units, when),
            "figures": first_dataset.table("figures", figures, when),
        }
        return results_of(1, tables).checks

    (check,) = records(with_states(week(day, 38), week(dt.date(2013, 12, 24), 202)))
    assert (check["verdict"], check["state"]) == ("consistent", expected)


def test_a_standing_mismatch_does_not_hide_a_new_one() -> None:
    now = checks(("projects_started", 203, 197, "mismatch"), ("projects_completed", 67, 66, "mismatch"))
    before = checks(("projects_started", 202, 196, "mismatch"), ("projects_completed", 66, 66, "consistent"))
    assert with_states(now, before)["state"].tolist() == ["unchanged", "new"]


def test_a_figure_that_was_not_checked_before_is_new() -> None:
    before = checks(("projects_completed", 66, 66, "consistent"))
    now = with_states(SIX_APART, before)
    assert now["state"].tolist() == ["new"]
    assert now["previous_difference"].isna().all()


def test_a_mismatch_that_a_missing_unit_hid_before_is_not_called_new() -> None:
    """196 of 202 as ever; in the week before a unit of 5 had not reported, and its sum of 191 was not compared."""
    before = checks(("projects_started", 202, 191, "incomplete"))
    assert with_states(SIX_APART, before)["state"].tolist() == ["uncompared"]


def test_the_first_release_has_no_states() -> None:
    assert with_states(SIX_APART, None)["state"].isna().all()


def test_the_error_of_floats_is_no_change() -> None:
    """2.31 − 2.01 and 1.31 − 1.01 are both 0.30."""
    now, before = checks(("area", 2.31, 2.01, "mismatch")), checks(("area", 1.31, 1.01, "mismatch"))
    assert with_states(now, before)["state"].tolist() == ["unchanged"]


def test_new_and_larger_checks_come_first() -> None:
    states = pd.DataFrame({"state": ["unchanged", "smaller", "larger", "mended", "new"]})
    assert urgent_first(states)["state"].tolist() == ["larger", "new", "unchanged", "smaller", "mended"]


def test_another_difference_has_another_key() -> None:
    seven_apart = checks(("projects_started", 203, 196, "mismatch"))
    assert explanation_keys(SIX_APART).tolist() == ["全区|projects_started|sum|6|year 2013"]
    assert explanation_keys(seven_apart).tolist() == ["全区|projects_started|sum|7|year 2013"]


def test_the_same_difference_of_another_year_has_another_key() -> None:
    next_year = checks(("projects_started", 202, 196, "mismatch"), year=2014)
    assert explanation_keys(next_year).tolist() == ["全区|projects_started|sum|6|year 2014"]


def test_a_unit_renamed_since_is_compared_under_its_current_name() -> None:
    """环渚乡 has become 环渚街道; its rate is as far off as before."""
    now = checks(("completion_rate", 700, 671, "mismatch")).assign(subject="环渚街道", form="ratio")
    assert with_states(now, now.assign(subject="环渚乡"))["state"].tolist() == ["unchanged"]
