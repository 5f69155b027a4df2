"""Finds figures of a release that contradict one another, by the conditions that `domain.relations` declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from renovation.domain import places
from renovation.domain.columns import MEASURE, SUBJECT, UNIT, VALUE
from renovation.domain.dated_tables import Tables, frame_of
from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
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

_NUMBER: Final = r"(?<![\d.])(\d+(?:\.\d+)?)"
"""Matches `2.25` in `2.25万㎡`; not the `25` of `2.25`."""


@dataclass(frozen=True)
class CellAt:
    """The position of a figure in the tables of a release: table name, row (counted from zero), column name."""

    table: str
    row: int
    column: str


@dataclass(frozen=True)
class Breach:
    """A figure of a release that contradicts another figure.

    `cell` is the position of the contradicting figure, `value` the figure itself. `subject` is the place or site that
    it is about, `heading` the name of its measure, and `measurement_unit` its unit of measurement.

    If `kind` is "same_fact", `other` is another figure for the same fact, and `other_cell` is the position of this
    other figure, or None if it was found in a sentence.

    If `kind` is "at_most", `value` exceeds the allowed maximum `other`. This maximum is the district's figure of the
    measure `whole`, such as `projects_scheduled`, or a fixed number if `whole` is None.
    """

    kind: Literal["same_fact", "at_most"]
    cell: CellAt
    subject: str
    heading: Label
    measurement_unit: str
    value: float
    other: float
    other_cell: CellAt | None = None
    whole: str | None = None


@dataclass(frozen=True)
class _Figure:
    """A figure of the table `figures`: its row (counted from zero), place, measure, value and remark.

    `value` is in the measure's unit of measurement.
    """

    row: int
    subject: str
    measure: str
    value: float
    remark: str

    def breach(self, kind: Literal["same_fact", "at_most"], other: float, **details: Any) -> Breach:
        cell, measure = CellAt("figures", self.row, VALUE), MEASURES[self.measure]
        return Breach(kind, cell, self.subject, measure.heading, measure.measurement_unit, self.value, other, **details)


def relation_breaches(tables: Tables) -> tuple[Breach, ...]:
    """Returns every figure that contradicts another figure, by a condition that `domain.relations` declares.

    `tables` are the tables of a release by name. A condition is skipped if one of the figures that it compares is
    missing.
    """
    figures = frame_of(tables, "figures")
    return (
        *(breach for fact in SAME_FACTS for breach in _two_values(fact, tables, figures)),
        *(breach for mention in MENTIONS for breach in _other_mention(mention, tables, figures)),
        *(breach for rule in NOT_MORE_THAN for breach in _over_whole(rule, figures)),
        *(breach for rule in ROWS_NOT_MORE_THAN for breach in _rows_over_whole(rule, tables, figures)),
    )


def _figure(figures: pd.DataFrame, subject: str, measure: str) -> _Figure | None:
    rows = ((figures[SUBJECT] == subject) & (figures[MEASURE] == measure) & figures[VALUE].notna()).to_numpy()
    if not rows.any():
        return None
    row = int(rows.argmax())
    return _Figure(row, subject, measure, float(figures[VALUE].iloc[row]), _text(figures["remark"].iloc[row]))


def _two_values(fact: SameFact, tables: Tables, figures: pd.DataFrame) -> Iterator[Breach]:
    figure, sites = _figure(figures, fact.subject, fact.measure), frame_of(tables, "sites")
    is_row = (sites["site"] == fact.site) & (sites[UNIT] == fact.subject) & sites[fact.column].notna()
    if figure is None or not is_row.any():
        return
    row = int(is_row.to_numpy().argmax())
    other = float(sites[fact.column].iloc[row])
    if other != figure.value:
        yield figure.breach("same_fact", other, other_cell=CellAt("sites", row, fact.column))


def _other_mention(mention: TextMention, tables: Tables, figures: pd.DataFrame) -> Iterator[Breach]:
    figure = _figure(figures, mention.subject, mention.measure)
    if figure is None:
        return
    after = "|".join(map(re.escape, mention.after))
    pattern = re.compile(f"{re.escape(mention.before)}{_NUMBER}(?:{after})")
    numbers = [float(found) for text in _texts(figure, mention, tables) for found in pattern.findall(text)]
    if numbers and figure.value not in numbers:
        yield figure.breach("same_fact", numbers[0])


def _texts(figure: _Figure, mention: TextMention, tables: Tables) -> list[str]:
    """Returns the sentences about the place `mention.subject`, in which its figure may be repeated.

    They are the notes about the place, the names and remarks of its sites, and the remark of the figure itself.
    """
    notes, sites = frame_of(tables, "notes"), frame_of(tables, "sites")
    own_sites = sites[sites[UNIT] == mention.subject]
    of_sites = own_sites["site"].map(_text) + " " + own_sites["remark"].map(_text)
    return [*notes[notes[UNIT] == mention.subject]["text"].map(_text), *of_sites, figure.remark]


def _over_whole(rule: NotMoreThan, figures: pd.DataFrame) -> Iterator[Breach]:
    part, limit = _figure(figures, places.DISTRICT.name, rule.measure), rule.limit
    if rule.whole is not None:
        whole = _figure(figures, places.DISTRICT.name, rule.whole)
        limit = whole.value if whole else None
    if part is not None and limit is not None and part.value > limit:
        yield part.breach("at_most", limit, whole=rule.whole)


def _rows_over_whole(rule: RowsNotMoreThan, tables: Tables, figures: pd.DataFrame) -> Iterator[Breach]:
    whole, frame = _figure(figures, places.DISTRICT.name, rule.whole), frame_of(tables, rule.table)
    if whole is None or frame.empty:
        return
    values = frame[rule.column].astype("float64")
    if rule.place_column is not None:
        values = values.where(frame[rule.place_column] == rule.place)
    column, named = TABLES[rule.table].column(rule.column), frame[TABLES[rule.table].key[0]]
    for row in (values > whole.value).to_numpy().nonzero()[0]:
        cell, value = CellAt(rule.table, int(row), rule.column), float(values.iloc[row])
        subject, unit = str(named.iloc[row]), column.measurement_unit or ""
        yield Breach("at_most", cell, subject, column.heading, unit, value, whole.value, whole=rule.whole)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
