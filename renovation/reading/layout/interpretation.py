"""Interprets a region (a table on a sheet): rows, date, columns, their units of measurement, open questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from renovation.domain.column_types import Percent
from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import body_of
from renovation.reading.layout.columns import choose_columns, heading_cell
from renovation.reading.layout.context import doubts_of_context, reason_not_to_ask
from renovation.reading.layout.dates import as_of_day
from renovation.reading.layout.decisions import NOT_READ, Interpretation
from renovation.reading.layout.doubts import Doubt
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.heading_rows import names_measure
from renovation.reading.layout.meanings import REASONS, sense_of
from renovation.reading.layout.measurement_units import stated_outside_columns
from renovation.reading.layout.outside_texts import WHOLE, question_about
from renovation.reading.layout.percent_decisions import percent_factor
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.previous import (
    COUNTS,
    FIGURES,
    share_below,
    this_week_beside_last,
)
from renovation.reading.layout.region import Region
from renovation.reading.layout.regions import as_table
from renovation.reading.layout.row_decisions import decide_rows
from renovation.reading.layout.row_words import sense_in_rows
from renovation.reading.layout.scale_decisions import scale_of
from renovation.reading.layout.understood_lines import decide_day, decide_table, note_columns_and_rows
from renovation.reading.layout.unread_cells import cells_with_two_numbers
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById

_LISTED: Final = 12
_MOSTLY: Final = 0.5
_OF_OTHERS: Final = ("other_programme", "other_time", "part", "plan", "gain")
"""Reasons for which a table is not read beside one of the same kind that is beyond doubt."""


def interpret(
    region: Region, answers: AnswersById, previous: Tables, file_name: str | None, given: dt.date | None
) -> Interpretation:
    """Interprets the layout of a region: decides the kind of each row, the date, and each column's unit of measurement.

    The clerk's `answers` decide what is uncertain. If there is no answer, the most likely decision is taken, and the
    result contains a question. `previous` are the tables of the previous release, which help to recognise units of
    measurement and increases. `file_name` is the name of the file, and `given` the date that the clerk entered; both
    may be None. They are used if the sheet has no complete date. If the clerk has answered that the region is another
    table of the release, the region is interpreted as that table.
    """
    body = body_of(region)
    day, stated = as_of_day(region, body.notes, file_name, given), stated_outside_columns(region, body.notes, file_name)
    draft = Interpretation(region, body, day, stated, previous, answers)
    table = decide_table(draft)
    if table not in (region.table.name, NOT_READ):
        found = interpret(as_table(region, table), answers, previous, file_name, given)
        found.understood = [*draft.understood, *(line for line in found.understood if line.kind != "table")]
        return found
    decide_day(draft)
    as_of = draft.day.day
    draft.senses = {position: sense_of(path, region.table.name, as_of) for position, path in region.paths.items()}
    draft.senses |= region.by_cells
    word = decide_rows(draft)
    draft.senses |= this_week_beside_last(region, body.data, draft.senses, previous, as_of)
    if word:
        draft.senses = {at: sense_in_rows(region, at, word, sense) for at, sense in draft.senses.items()}
    choose_columns(draft)
    _supply(draft)
    _add_scales(draft)
    draft.is_read = _is_read(draft, file_name) and table != NOT_READ
    missing = list(_missing_columns(draft)) if draft.is_read else []
    unread = None if missing else _unread_measures(draft)
    draft.problems += [*missing, *cells_with_two_numbers(region.sheet, unread)]
    note_columns_and_rows(draft)
    draft.understood.sort(key=lambda line: line.kind == "row")
    draft.region = replace(region, senses=draft.senses)
    return draft


def _supply(draft: Interpretation) -> None:
    """Marks the columns of the table whose values are not in a column of the sheet, but in rows or texts around it."""
    region, body = draft.region, draft.body
    draft.fields |= {name: position for name, (position, _) in draft.elsewhere.items()}
    if region.grouped and all(row in body.places for row in body.data):
        draft.supplied.add(place_column(region.table) or "")
    value, told = draft.fields.get("value"), {"subject", "period", "nature"} & {*draft.fields, *draft.asked}
    is_exact = value is not None and sense_of(region.paths[value], region.table.name, None).exact
    if "value" in draft.found and not (told and is_exact):
        draft.supplied |= {"subject", "period", "nature"} - told


def _add_scales(draft: Interpretation) -> None:
    """Decides the unit of measurement of each column of numbers; rates come last, because areas help to decide them."""
    columns = [draft.region.table.column(name) for name in draft.fields]
    for column in sorted(columns, key=lambda column: isinstance(column.type, Percent)):
        if column.type.dtype == "str":
            continue
        scale, problems = scale_of(draft, column)
        have_signs = column.name in draft.elsewhere
        if isinstance(column.type, Percent) and scale.factor == 1 and not problems and not have_signs:
            scale = replace(scale, factor=percent_factor(draft, column))
        draft.scales[column.name] = scale
        draft.problems += problems


def _missing_columns(draft: Interpretation) -> Iterator[Problem]:
    """Yields an error for each required column that is missing; it names the most similar column and its fault."""
    region, senses = draft.region, draft.senses
    for column in region.table.columns:
        if not column.required or column.name in draft.found:
            continue
        near = _nearest(draft, column)
        if near is None:
            headings = "、".join("/".join(path) for path in list(region.paths.values())[:_LISTED])
            where = address(region.bottom, region.positions.start)
            yield Problem("error", "missing_column", region.sheet.name, where, column.heading.zh, headings)
            continue
        found, why = "/".join(region.paths[near]), REASONS[senses[near].reason or "measure"]
        where = heading_cell(region, near)
        yield Problem("error", "column_of_another_kind", region.sheet.name, where, column.heading.zh, found, why)


def _unread_measures(draft: Interpretation) -> list[int]:
    """Returns the columns that are not read although their headings name a measure: 占地面积/建筑面积."""
    paths = draft.region.paths
    free = {*paths} - {*draft.fields.values(), *draft.asked_positions}
    return [position for position in sorted(free) if names_measure("/".join(paths[position]))]


def _nearest(draft: Interpretation, column: Column) -> int | None:
    """Returns the column most similar to a missing one; None if no column is similar.

    That is a column which has its meaning but is not read for some reason, else the one with most words in common.
    """
    region, senses = draft.region, draft.senses
    free = [position for position in region.paths if position not in {*draft.fields.values(), region.names}]
    aside = [position for position in free if senses[position].column == column.name and senses[position].reason]
    if aside or column.type.dtype == "str":
        return next(iter(aside), None)
    missed = parse((column.heading_with_measurement_unit,))
    common = {position: len(parse(region.paths[position]).measured & missed.measured) for position in free}
    nearest = max(common, key=lambda position: common[position], default=None)
    return nearest if nearest is not None and common[nearest] else None


def _is_read(draft: Interpretation, file_name: str | None) -> bool:
    """Returns whether a table is read; asks the clerk if a text or falling counts make its figures doubtful."""
    region, day = draft.region, draft.day
    fell = _share_below(draft)
    grow = fell is not None and fell < _MOSTLY
    doubts = list(doubts_of_context(region, draft.senses, day.day, grow, file_name))
    asked = {doubt.cell for doubt in doubts if doubt.reason != "invisible"}
    doubts = [doubt for doubt in doubts if doubt.reason != "invisible" or doubt.cell not in asked]
    published = draft.previous.get(region.table.name)
    if published and day.day and day.day.year < published.as_of.year:
        said_at = day.mention.where if day.mention else None
        doubts.append(Doubt("year", said_at, day.typed or str(day.day), "other_time"))
    if not doubts and fell is not None and fell >= _MOSTLY:
        where = draft.fields[COUNTS[0]]
        doubts = [Doubt("below_previous", heading_cell(region, where), "/".join(region.paths[where]), "fell")]
    is_stated = day.mention is not None and day.mention.origin in ("labelled", "footer", "heading")
    is_borne_out = is_stated and _continues_previous(draft)
    draft.is_of_others = any(doubt.reason in _OF_OTHERS for doubt in doubts)
    answers = [_is_whole(draft, doubt, reason_not_to_ask(doubt, region, is_borne_out)) for doubt in doubts]
    return all(answers)


def _continues_previous(draft: Interpretation) -> bool:
    """Returns whether all columns of figures surely are cumulative, because they continue the previous release."""
    columns = [(draft.fields[name], name) for name in FIGURES if name in draft.fields]
    return bool(columns) and all(draft.is_surely_cumulative(*column) for column in columns)


def _is_whole(draft: Interpretation, doubt: Doubt, evidence: Label | None) -> bool:
    """Returns whether a table is read; asks the clerk whether it is complete although `doubt` suggests otherwise.

    If there is `evidence` that the doubt is harmless, the clerk need not answer, but can.
    """
    asked, key = question_about(doubt, draft.region.sheet.name, ""), f"whole:{doubt.key}"
    if evidence:
        noted = draft.note("table", key, doubt.cell, doubt.found, evidence, WHOLE, asked.choices, asked.text)
        return noted != NOT_READ
    return draft.ask("table", key, asked.text, asked.choices, None, doubt.cell, doubt.found) != NOT_READ


def _share_below(draft: Interpretation) -> float | None:
    """Returns the share (0 to 1) of units with fewer projects than in the previous release of the same year, or None.

    The shares for projects started and completed are computed separately; the smaller one is returned.
    """
    table, day = draft.previous.get(draft.region.table.name), draft.day.day
    if table is None or day is None or not set(COUNTS) <= set(draft.fields):
        return None
    if day < table.as_of or day.year != table.as_of.year:
        return None
    return min(share_below(draft.pairs(draft.fields[name], name)) for name in COUNTS)
