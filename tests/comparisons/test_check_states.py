from __future__ import annotations

import pandas as pd
import pytest

from renovation.comparisons.check_states import explanation_keys, urgent_first, with_states


def checks(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    """Checks drawn small: measure, reported, recomputed, verdict."""
    columns = ["measure", "reported", "recomputed", "verdict"]
    return pd.DataFrame(rows, columns=columns).assign(subject="全区", form="sum")


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
    assert explanation_keys(SIX_APART).tolist() == ["全区|projects_started|sum|6"]
    assert explanation_keys(seven_apart).tolist() == ["全区|projects_started|sum|7"]
