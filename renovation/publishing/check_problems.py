"""Warns the clerk that a reported figure differs from its recomputed value, as the page 数据核对 shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from renovation.comparisons.check_states import GREW, STATE, with_states
from renovation.comparisons.reconciliation import SUMS
from renovation.comparisons.results import results_of
from renovation.domain.columns import COMPLETION_RATE, MEASURE, SUBJECT, UNIT, VALUE
from renovation.domain.dated_tables import Tables, frame_of, records
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import decimal_places, half_up, plain_number, rounding_error
from renovation.reading.problems import LocateValue, Problem
from renovation.reading.validation.slips import without_slip

_MOST_CANDIDATES: Final = 2
"""If more units than this could be the cause of a wrong sum, the warning names none of them."""

_FAR_OFF: Final = 0.1
"""Without a previous release, a sum is reported only if it is off by more than this share of the printed figure."""


def mismatch_problems(before: Tables, after: Tables, in_workbook: Tables, locate: LocateValue) -> tuple[Problem, ...]:
    """Returns warnings for the clerk: one for each figure of the district whose mismatch is new or larger than before.

    `before` are the tables of the previous release (empty if there is none), `after` the tables that would be
    published, `in_workbook` the tables that the workbook contains. `locate` returns the sheet and cell of a value. A
    sum is checked only if the workbook contains the total and all its parts; otherwise a figure copied from the
    previous release could be wrong, which the clerk cannot correct in the workbook. The units' own rates are left out,
    because they are checked when the workbook is read. Without a previous release, only a total that differs from the
    sum by more than a tenth gives a warning.
    """
    if "figures" not in in_workbook:
        return ()
    checks = with_states(results_of(0, after).checks, results_of(0, before).checks if before else None)
    wrong = checks[checks["verdict"] == "mismatch"]
    if "unit_progress" not in in_workbook:
        wrong = wrong[wrong["form"] != "sum"]
    reported = [check for check in records(wrong) if _is_reported(check)]
    return tuple(_problems(reported, after, locate))


def _is_reported(check: dict[str, Any]) -> bool:
    if check[MEASURE] == COMPLETION_RATE:
        return False
    if check[STATE] is not None:
        return check[STATE] in (*GREW, "uncompared")
    off = abs(float(check["reported"]) - float(check["recomputed"]))
    return check["form"] == "sum" and off > _FAR_OFF * float(check["reported"])


def _problems(checks: list[dict[str, Any]], after: Tables, locate: LocateValue) -> Iterator[Problem]:
    figures = frame_of(after, "figures")
    for check in checks:
        sheet, cell = locate("figures", _row(figures, check), VALUE)
        code, expected = _code_and_expected(check, after)
        heading, found = MEASURES[check[MEASURE]].heading.zh, plain_number(check["reported"])
        yield Problem("warning", code, sheet, cell, heading, found, expected)


def _code_and_expected(check: dict[str, Any], after: Tables) -> tuple[str, Label]:
    expected = plain_number(half_up(check["recomputed"], _digits(check)))
    if check["form"] != "sum":
        return "district_rate_mismatch", Label(expected, expected)
    slip = _slip_of_a_unit(check, frame_of(after, "unit_progress"))
    return ("slip_of_a_unit", slip) if slip else ("units_do_not_add_up", Label(expected, expected))


def _slip_of_a_unit(check: dict[str, Any], units: pd.DataFrame) -> Label | None:
    """Returns the typing errors that can explain why a sum does not agree, as a text such as `织里镇 64 → 46`.

    `check` is a row of the result of `reconcile`. Each typing error is about one unit, and corrects the sum. `units` is
    the release's table of units. Returns None if there is no such error, or if there are more than two.
    """
    [rule] = [rule for rule in SUMS if rule.measure == check[MEASURE]]
    slack = 1e-9 if rule.exact else rounding_error(decimal_places(check["reported"])) + 1e-9
    off = float(check["reported"]) - float(check["recomputed"])
    values = units.set_index(UNIT)[rule.column].astype("float64")
    meant = {unit: without_slip(value, _near(value + off, slack)) for unit, value in values.items()}
    found = [
        f"{unit} {plain_number(float(values[str(unit)]))} → {plain_number(value)}"
        for unit, value in meant.items()
        if value is not None
    ]
    return Label("或".join(found), " or ".join(found)) if 0 < len(found) <= _MOST_CANDIDATES else None


def _near(wanted: float, slack: float) -> Callable[[float], bool]:
    return lambda value: abs(value - wanted) <= slack


def _digits(check: dict[str, Any]) -> int:
    """Returns the number of decimals to which a recomputed figure is rounded in a sentence: 1 for a rate, otherwise 4.

    `check` is a row of the result of `reconcile`.
    """
    return 1 if check["form"] == "ratio" else 4


def _row(figures: pd.DataFrame, check: dict[str, Any]) -> int:
    is_row = (figures[SUBJECT] == check[SUBJECT]) & (figures[MEASURE] == check[MEASURE])
    return int(is_row.to_numpy().argmax())
