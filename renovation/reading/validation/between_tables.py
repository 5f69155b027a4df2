"""Checks the conditions between the tables of a workbook that `domain.relations` declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from renovation.domain import places
from renovation.domain.columns import MEASURE, SUBJECT, UNIT, VALUE
from renovation.domain.dated_tables import Tables, frame_of
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import plain_number
from renovation.domain.relations import (
    MENTIONS,
    NOT_MORE_THAN,
    ROWS_NOT_MORE_THAN,
    SAME_FACTS,
    NotMoreThan,
    RowsNotMoreThan,
    SameFact,
    TextMention,
)
from renovation.domain.tables import TABLES
from renovation.reading.problems import Problem

Locate = Callable[[str, int, str], tuple[str | None, str | None]]
"""Returns the sheet and the cell of a table's row number and column."""

_NUMBER: Final = r"(?<![\d.])(\d+(?:\.\d+)?)"
"""Matches `2.25` in `2.25万㎡`; not the `25` of `2.25`."""


@dataclass(frozen=True)
class _Figure:
    """A figure of 全区指标: its row number, its value in the unit of its measure, its own remark."""

    row: int
    measure: str
    value: float
    remark: str


def problems_between_tables(tables: Tables, locate: Locate) -> tuple[Problem, ...]:
    """Returns a warning for each condition of `domain.relations` that the tables of a workbook violate.

    `tables` are the tables in the workbook, declared in `TABLES`; a condition is checked only if the workbook has both
    of its sides. `locate` finds the cell of a value.
    """
    figures = frame_of(tables, "figures")
    return (
        *(problem for fact in SAME_FACTS for problem in _two_values(fact, tables, figures, locate)),
        *(problem for mention in MENTIONS for problem in _other_mention(mention, tables, figures, locate)),
        *(problem for rule in NOT_MORE_THAN for problem in _over_whole(rule, figures, locate)),
        *(problem for rule in ROWS_NOT_MORE_THAN for problem in _rows_over_whole(rule, tables, figures, locate)),
    )


def _figure(figures: pd.DataFrame, subject: str, measure: str) -> _Figure | None:
    rows = ((figures[SUBJECT] == subject) & (figures[MEASURE] == measure) & figures[VALUE].notna()).to_numpy()
    if not rows.any():
        return None
    row = int(rows.argmax())
    return _Figure(row, measure, float(figures[VALUE].iloc[row]), _text(figures["remark"].iloc[row]))


def _two_values(fact: SameFact, tables: Tables, figures: pd.DataFrame, locate: Locate) -> Iterator[Problem]:
    figure, sites = _figure(figures, fact.subject, fact.measure), frame_of(tables, "sites")
    is_row = (sites["site"] == fact.site) & (sites[UNIT] == fact.subject) & sites[fact.column].notna()
    if figure is None or not is_row.any():
        return
    row = int(is_row.to_numpy().argmax())
    other = float(sites[fact.column].iloc[row])
    if other == figure.value:
        return
    sheet, cell = locate("sites", row, fact.column)
    value = plain_number(other)
    expected = Label(f"“{sheet}”{cell}为{value}", f"cell {cell} of “{sheet}” has {value}")
    yield _problem("same_fact_differs", figure, locate, expected)


def _other_mention(mention: TextMention, tables: Tables, figures: pd.DataFrame, locate: Locate) -> Iterator[Problem]:
    figure = _figure(figures, mention.subject, mention.measure)
    if figure is None:
        return
    after = "|".join(map(re.escape, mention.after))
    pattern = re.compile(f"{re.escape(mention.before)}{_NUMBER}(?:{after})")
    numbers = [float(found) for text in _texts(figure, mention, tables) for found in pattern.findall(text)]
    if numbers and figure.value not in numbers:
        value = plain_number(numbers[0])
        yield _problem("same_fact_differs", figure, locate, Label(f"文字中写的是{value}", f"the text mentions {value}"))


def _texts(figure: _Figure, mention: TextMention, tables: Tables) -> list[str]:
    """The texts about a subject: its notes, the names and remarks of its sites, and the figure's remark."""
    notes, sites = frame_of(tables, "notes"), frame_of(tables, "sites")
    own_sites = sites[sites[UNIT] == mention.subject]
    of_sites = own_sites["site"].map(_text) + " " + own_sites["remark"].map(_text)
    return [*notes[notes[UNIT] == mention.subject]["text"].map(_text), *of_sites, figure.remark]


def _over_whole(rule: NotMoreThan, figures: pd.DataFrame, locate: Locate) -> Iterator[Problem]:
    part, limit = _figure(figures, places.DISTRICT.name, rule.measure), rule.limit
    if rule.whole is not None:
        whole = _figure(figures, places.DISTRICT.name, rule.whole)
        limit = whole.value if whole else None
    if part is not None and limit is not None and part.value > limit:
        yield _problem("too_large", part, locate, _at_most(limit, rule.whole))


def _rows_over_whole(rule: RowsNotMoreThan, tables: Tables, figures: pd.DataFrame, locate: Locate) -> Iterator[Problem]:
    whole, frame = _figure(figures, places.DISTRICT.name, rule.whole), frame_of(tables, rule.table)
    if whole is None or frame.empty:
        return
    values = frame[rule.column].astype("float64")
    if rule.place_column is not None:
        values = values.where(frame[rule.place_column] == rule.place)
    for row in (values > whole.value).to_numpy().nonzero()[0]:
        sheet, cell = locate(rule.table, int(row), rule.column)
        heading = TABLES[rule.table].column(rule.column).heading.zh
        found = plain_number(float(values.iloc[row]))
        yield Problem("warning", "too_large", sheet, cell, heading, found, _at_most(whole.value, rule.whole))


def _at_most(limit: float, whole: str | None) -> Label:
    value = plain_number(limit)
    if whole is None:
        return Label(f"不超过{value}", f"{value} at most")
    heading = MEASURES[whole].heading
    return Label(f"不超过全区{heading.zh}{value}", f"{value} at most, the district's “{heading.en}”")


def _problem(code: str, figure: _Figure, locate: Locate, expected: Label) -> Problem:
    sheet, cell = locate("figures", figure.row, VALUE)
    heading = MEASURES[figure.measure].heading.zh
    return Problem("warning", code, sheet, cell, heading, plain_number(figure.value), expected)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
