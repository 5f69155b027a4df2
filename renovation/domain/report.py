"""Loads the statements of the district's report of 2013-10-22 that are not figures, such as requirements and policies.

They are stored in `data/report/statements.csv`, and are shown only with tables that come from this report.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from renovation.domain import places
from renovation.domain.data_folder import DATA
from renovation.domain.labels import Label

FILE: Final = DATA / "report" / "statements.csv"
DATES: Final[Mapping[str, dt.date]] = {
    "unit_progress": dt.date(2013, 10, 15),
    "county_progress": dt.date(2013, 10, 8),
    "figures": dt.date(2013, 10, 15),
    "sites": dt.date(2013, 10, 22),
    "notes": dt.date(2013, 10, 22),
}
"""The as-of dates of the tables that were typed from the report."""
KINDS: Final = ("event", "requirement", "policy", "slogan", "rule", "step", "doubt", "inferred")


@dataclass(frozen=True)
class Statement:
    """A sentence of the district's report of 2013-10-22, or a note that a passage of this report is unclear.

    `kind` is one of KINDS, such as "requirement" or "policy". `tables` are the names of the tables that the sentence
    concerns. `place` says in which part of the report the sentence or the passage is; it is not the name of a unit or
    county.
    """

    kind: str
    tables: tuple[str, ...]
    place: str
    text: Label


@cache
def statements() -> tuple[Statement, ...]:
    """Returns all sentences and notes of the district's report, in the order of `data/report/statements.csv`.

    Raises OSError if the file is missing.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Statement(row["kind"], tuple(row["tables"].split()), row["place"], Label(row["zh"], row["en"]))
            for row in csv.DictReader(file)
        )


def statements_about(as_of: Mapping[str, dt.date], units: Iterable[str], *kinds: str) -> tuple[Statement, ...]:
    """Returns the statements of the district's report of 2013-10-22 that may be shown with a release.

    `as_of` maps the names of the release's tables to their as-of dates. `units` are the names of the units of the
    release. `kinds` are the wanted kinds of statements, such as "requirement" and "policy" (see KINDS).

    A statement may be shown if each table that it concerns still has the as-of date of the report (the constant DATES).
    A statement about the table of units may be shown only if the release also has exactly the eight units of the
    report.
    """
    is_of_report = {name: as_of.get(name) == day for name, day in DATES.items()}
    is_of_report["unit_progress"] &= set(units) == {unit.name for unit in places.UNITS}
    return tuple(one for one in statements() if one.kind in kinds and all(is_of_report[name] for name in one.tables))
