"""How many single wrong figures are noticed: `python -m tests.load.perturbations [--seed N] [--list] [--every N]`.

Each numeric cell of a workbook is changed twice, one change at a time, as a hand slips: a digit typed wrong, two digits
swapped, one more or one less, a decimal point moved, ㎡ for 万㎡. A change is noticed when `check` reports a problem or
asks a question, or 数据核对 shows a verdict or a state, that the untouched workbook does not get. Three weeks are tried: the
first workbook on an empty store, a clean simulated week, and the same week with the report's own mismatch. Untouched
weeks count false alarms.

In principle nothing can tell these wrong figures from right ones:

- a figure that stands once in a workbook with no release before it (the counties' areas, the estimated benefits, the
  number of enterprises at a site, the scheduled projects, the rank that is aimed at);
- a cumulative figure that stands once and rises no faster than it has before;
- a figure whose only second statement is a check that allows it within rounding (a rate of 801 % for 33.6 of 4.2);
- on a first workbook, a figure whose only second statement already differs (the units' 196 started of 202): the
  difference of 6 becomes 5 or 7, and no release before says which is right.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pandas as pd

from renovation.comparisons.check_states import with_states
from renovation.comparisons.results import results_of
from renovation.domain.dated_tables import DatedTable, Tables
from renovation.domain.tables import TABLES
from renovation.publishing.uploads import CheckedUpload, check
from renovation.reading.problems import Problem
from renovation.reading.template import write_workbook
from renovation.releases.store import Draft, Source, Store
from tests import first_dataset, simulated_year

CHANGES_A_CELL: Final = 2
SKIPPED: Final = frozenset({"lon", "lat", "error_km"})
"""Positions have checks of their own and no second source."""
UNTOUCHED_WEEKS: Final = 50
BASE_WEEK: Final = 20
STANDING_MISMATCH: Final = 6
"""The report prints 202 projects started where its units come to 196."""


@dataclass(frozen=True)
class Change:
    """One wrong figure: its table, row number, column, kind of slip, and both values."""

    table: str
    row: int
    column: str
    slip: str
    before: float
    after: float


def slips(value: float, whole: bool, drawn: random.Random) -> list[tuple[str, float]]:
    """Returns the wrong values that a hand makes of a right one, in random order, without impossible ones."""
    digits = f"{value:g}"
    found = [
        ("plus one", value + 1),
        ("minus one", value - 1),
        ("ten times", value * 10),
        ("ten thousand", value * 10_000),
    ]
    if not whole:
        found.append(("tenth", round(value / 10, 4)))
    places = [place for place, digit in enumerate(digits) if digit.isdigit()]
    at = drawn.choice(places)
    other = drawn.choice([digit for digit in "0123456789" if digit != digits[at]])
    found.append(("wrong digit", float(digits[:at] + other + digits[at + 1 :])))
    pairs = [i for i in places if i + 1 in places and digits[i] != digits[i + 1]]
    if pairs:
        i = drawn.choice(pairs)
        found.append(("swapped digits", float(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])))
    drawn.shuffle(found)
    return [(slip, wrong) for slip, wrong in found if wrong >= 0 and wrong != value]


def changes(tables: Tables, drawn: random.Random) -> Iterator[Change]:
    """Every change of every numeric cell of a workbook's tables."""
    for name, table in tables.items():
        for column in TABLES[name].columns:
            if column.name in SKIPPED or not pd.api.types.is_numeric_dtype(table.frame[column.name]):
                continue
            for row, value in enumerate(table.frame[column.name]):
                if pd.isna(value):
                    continue
                whole = float(value).is_integer()
                for slip, wrong in slips(float(value), whole, drawn)[:CHANGES_A_CELL]:
                    yield Change(name, row, column.name, slip, float(value), wrong)


def changed(tables: Tables, change: Change) -> dict[str, DatedTable]:
    """The tables with one cell changed."""
    table = tables[change.table]
    series = table.frame[change.column].copy()
    series.iloc[change.row] = change.after if not pd.api.types.is_integer_dtype(series) else int(change.after)
    frame = table.frame.assign(**{change.column: series})
    return {**tables, change.table: replace(table, frame=frame)}


def signs(checked: CheckedUpload) -> Counter[tuple[Any, ...]]:
    """What a clerk or a leader would see of a workbook: problems, questions, verdicts."""
    reading = checked.reading
    seen: Counter[tuple[Any, ...]] = Counter(("problem", p.code, p.sheet, p.cell) for p in reading.problems)
    seen.update(("question", question.heading, question.cell) for question in reading.questions)
    if checked.after:
        previous = results_of(0, checked.before).checks if checked.before else None
        seen.update(_verdicts(with_states(results_of(1, checked.after).checks, previous)))
    return seen


def _verdicts(checks: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    shown = [name for name in ("subject", "measure", "verdict", "state") if name in checks]
    differing = checks[checks["verdict"].isin(["mismatch", "basis"])]
    yield from (("check", *row) for row in differing[shown].itertuples(index=False, name=None))


def noticed(store: Store, tables: Mapping[str, DatedTable], untouched: Counter[tuple[Any, ...]]) -> bool:
    """Whether a workbook of these tables shows a sign that the untouched one does not."""
    return bool(signs(check(store, Source("week.xlsx", write_workbook(tables)))) - untouched)


@dataclass(frozen=True)
class Scenario:
    """A store as it was before, and the week's right tables."""

    name: str
    store: Store
    tables: Tables


def scenarios(folder: Path) -> Iterator[Scenario]:
    """The first workbook, a clean week, and that week with a standing mismatch in both releases."""
    yield Scenario("first workbook", Store(f"sqlite:///{folder / 'first.db'}"), first_dataset.tables())
    weeks = simulated_year.weekly_reports(BASE_WEEK + 1)
    for name, apart in (("clean week", 0), ("week with the standing mismatch", STANDING_MISMATCH)):
        store = Store(f"sqlite:///{folder / f'{apart}.db'}")
        for week in weeks[:BASE_WEEK]:
            store.publish(Draft(mismatched(week.tables, apart), "模拟", ""), store.head())
        yield Scenario(name, store, mismatched(weeks[BASE_WEEK].tables, apart))


def mismatched(tables: Tables, apart: int) -> dict[str, DatedTable]:
    """The tables with the district's number of started projects larger than the sum of its units by `apart`."""
    figures = tables["figures"].frame
    started = (figures["measure"] == "projects_started") & (figures["subject"] == "全区")
    frame = figures.assign(value=figures["value"].where(~started, figures["value"] + apart))
    return {**tables, "figures": replace(tables["figures"], frame=frame)}


@dataclass(frozen=True)
class Alarm:
    """A problem of an untouched week; `planted` where the simulated year holds a wrong figure on purpose."""

    week: int
    problem: Problem
    planted: bool


def alarms_of_untouched_weeks(folder: Path) -> list[Alarm]:
    """The problems that untouched weeks get when each is checked on the one before.

    Planted are the empty cell, the figure that falls, and the mistaken week with its correction and the week after, in
    which the figure falls back.
    """
    store = Store(f"sqlite:///{folder / 'untouched.db'}")
    mistaken, corrected_after = simulated_year.CORRECTED[1:]
    planted = {simulated_year.EMPTY_CELL[1], simulated_year.FALLS[1], mistaken, mistaken + 1}
    found: list[Alarm] = []
    for place, week in enumerate(simulated_year.weekly_reports(UNTOUCHED_WEEKS)):
        checked = check(store, Source("week.xlsx", write_workbook(week.tables)))
        is_correction = week.week == mistaken and place > corrected_after - 2
        if place:
            is_planted = week.week in planted or is_correction
            found.extend(Alarm(week.week, problem, is_planted) for problem in checked.reading.problems)
        store.publish(Draft(week.tables, "模拟", ""), store.head())
    return found


def unnoticeable(scenario: Scenario, change: Change) -> str:
    """Why nothing can tell a wrong figure that was missed from a right one."""
    verdicts = set(checks_with(scenario, change)["verdict"])
    if "mismatch" in verdicts:
        return "enters a check that does not add up anyway"
    if verdicts & {"rounding", "consistent"}:
        return "enters checks that allow it within rounding"
    if scenario.store.head() is None:
        return "stands once in the workbook, and no release came before it"
    if any(rule.trend == "cumulative" for rule in TABLES[change.table].change_rules if rule.column == change.column):
        return "stands once, and rises no faster than it has before"
    return "no rule"


def checks_with(scenario: Scenario, change: Change) -> pd.DataFrame:
    """The checks of 数据核对 that a change enters: those whose printed or recomputed value it moves."""
    key = ["subject", "measure", "form"]
    right = results_of(1, scenario.tables).checks.set_index(key)[["reported", "recomputed"]]
    wrong = results_of(1, changed(scenario.tables, change)).checks.set_index(key)
    moved = (wrong[["reported", "recomputed"]] != right.reindex(wrong.index)).any(axis=1)
    entered: pd.DataFrame = wrong[moved]
    return entered


def run(scenario: Scenario, seed: int, every: int = 1) -> tuple[list[Change], list[Change]]:
    """The changes that were noticed, and those that were not; only every n-th change is tried."""
    untouched = signs(check(scenario.store, Source("week.xlsx", write_workbook(scenario.tables))))
    seen: list[Change] = []
    missed: list[Change] = []
    for change in islice(changes(scenario.tables, random.Random(seed)), None, None, every):
        was_noticed = noticed(scenario.store, changed(scenario.tables, change), untouched)
        (seen if was_noticed else missed).append(change)
    return seen, missed


def main() -> None:
    """Prints one line for each scenario, what was missed by column, and the false alarms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20131022)
    parser.add_argument("--list", action="store_true", help="every change that was missed")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try only every n-th change")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for scenario in scenarios(Path(name)):
            seen, missed = run(scenario, call.seed, call.every)
            total = len(seen) + len(missed)
            print(f"{scenario.name}: noticed {len(seen)} of {total} ({100 * len(seen) / total:.0f} %)")
            for (table, column), count in Counter((c.table, c.column) for c in missed).most_common():
                kinds = Counter(c.slip for c in missed if (c.table, c.column) == (table, column))
                print(f"    missed {count:3} in {table}.{column}: " + ", ".join(f"{k} {n}" for k, n in kinds.items()))
            for reason, count in Counter(unnoticeable(scenario, change) for change in missed).most_common():
                print(f"    cannot be noticed {count:3}: {reason}")
            if call.list:
                for change in missed:
                    print(f"      {change}")
        alarms = alarms_of_untouched_weeks(Path(name))
        false = [alarm for alarm in alarms if not alarm.planted]
        print(f"false alarms in {UNTOUCHED_WEEKS} untouched weeks: {len(false)}")
        print(f"alarms in the weeks with a wrong figure on purpose: {len(alarms) - len(false)}")
        for alarm in alarms:
            print(f"    week {alarm.week}: {alarm.problem.code} {alarm.problem.found}{' (planted)' * alarm.planted}")


if __name__ == "__main__":
    main()
