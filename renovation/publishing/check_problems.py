"""Tells the clerk which printed figures do not add up, by the verdicts that 数据核对 shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

from renovation.comparisons.answers import answer
from renovation.comparisons.check_states import GREW, STATE, with_states
from renovation.domain.columns import COMPLETION_RATE, MEASURE, SUBJECT, VALUE
from renovation.domain.dated_tables import Tables, frame_of, records
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import half_up, plain_number
from renovation.reading.problems import Problem

Locate = Callable[[str, int, str], tuple[str | None, str | None]]
"""Returns the sheet and the cell of a table's row number and column."""

_FAR_OFF: Final = 0.1
"""The share of the printed figure by which a sum must be off to be told where no release came before."""


def mismatch_problems(before: Tables, after: Tables, brought: Tables, locate: Locate) -> tuple[Problem, ...]:
    """Returns a warning for each figure of the district that does not add up and did before, or by less.

    `before` are the tables of the previous release (empty if there is none), `after` those that would be published,
    `brought` those that the workbook brings: a sum is told only if both sides are among them, as a carried-over figure
    is not the workbook's. The units' own rates are checked where they are read.
    """
    if "figures" not in brought:
        return ()
    checks = with_states(answer(0, after).checks, answer(0, before).checks if before else None)
    wrong = checks[checks["verdict"] == "mismatch"]
    if "unit_progress" not in brought:
        wrong = wrong[wrong["form"] != "sum"]
    told = [check for check in records(wrong) if _is_told(check)]
    return tuple(_problems(told, after, locate))


def _is_told(check: dict[str, Any]) -> bool:
    if check[MEASURE] == COMPLETION_RATE:
        return False
    if check[STATE] is not None:
        return check[STATE] in GREW
    off = abs(float(check["reported"]) - float(check["recomputed"]))
    return check["form"] == "sum" and off > _FAR_OFF * float(check["reported"])


def _problems(checks: list[dict[str, Any]], after: Tables, locate: Locate) -> Iterator[Problem]:
    figures = frame_of(after, "figures")
    for check in checks:
        sheet, cell = locate("figures", _row(figures, check), VALUE)
        code = "units_do_not_add_up" if check["form"] == "sum" else "district_rate_mismatch"
        heading = MEASURES[check[MEASURE]].heading.zh
        found, expected = plain_number(check["reported"]), plain_number(half_up(check["recomputed"], _digits(check)))
        yield Problem("warning", code, sheet, cell, heading, found, Label(expected, expected))


def _digits(check: dict[str, Any]) -> int:
    """The decimals of a recomputed figure in a sentence."""
    return 1 if check["form"] == "ratio" else 4


def _row(figures: pd.DataFrame, check: dict[str, Any]) -> int:
    is_row = (figures[SUBJECT] == check[SUBJECT]) & (figures[MEASURE] == check[MEASURE])
    return int(is_row.to_numpy().argmax())
