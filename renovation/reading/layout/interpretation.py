"""Interprets a region (a table on a sheet): rows, date, columns, their units of measurement, open questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from renovation.domain.column_types import Percent
from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import Body, body_of
from renovation.reading.layout.columns import Chosen, choose_columns, heading_cell
from renovation.reading.layout.context import Doubt, doubts_of_context
from renovation.reading.layout.dates import AsOf, as_of_day
from renovation.reading.layout.decisions import NOT_READ, NOT_READ_CHOICE, Decisions
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.heading_rows import names_measure
from renovation.reading.layout.meanings import REASONS, Sense, sense_of
from renovation.reading.layout.measurement_units import StatedMeasurementUnit, stated_outside_columns
from renovation.reading.layout.percent_decisions import percent_factor
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.previous import COUNTS, share_below, this_week_beside_last
from renovation.reading.layout.region import Region
from renovation.reading.layout.regions import as_table
from renovation.reading.layout.row_decisions import decide_rows
from renovation.reading.layout.row_words import RowKinds, sense_in_rows
from renovation.reading.layout.scale_decisions import Scale, scale_of
from renovation.reading.layout.understood_lines import decide_day, lines_of, table_line
from renovation.reading.layout.unread_cells import cells_with_two_numbers
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Choice, Question, Understood

_LISTED: Final = 12
_WHOLE: Final = "whole"
_MOSTLY: Final = 0.5
_SHOWN: Final = 3


@dataclass(frozen=True)
class Interpretation:
    """The interpreted layout of a region, a table on a sheet.

    `scales` maps the name of a column to the unit of measurement in which it was typed: {'area_renovated': ㎡}. Targets
    and rates can be in rows of their own below the same heading, such as the rows 计划 and 完成率 below 改造面积;
    `elsewhere` maps such a column to its column number and its rows on the sheet: {'annual_target_area': (2, [5, 8,
    11])}. `is_read` is False if the clerk has answered that the region is not to be read.
    """

    region: Region
    body: Body
    day: AsOf
    chosen: Chosen
    scales: Mapping[str, Scale]
    questions: tuple[Question, ...]
    understood: tuple[Understood, ...]
    problems: tuple[Problem, ...]
    elsewhere: Mapping[str, tuple[int, list[int]]] = field(default_factory=dict)
    is_read: bool = True

    @property
    def fields(self) -> Mapping[str, int]:
        """Maps columns of the table, such as `area_renovated`, to the numbers of the columns chosen on the sheet."""
        return self.chosen.fields

    @property
    def is_complete(self) -> bool:
        """Whether every required column was found or has an open question."""
        known = {*self.fields, *self.chosen.asked, *self.chosen.supplied}
        return all(column.name in known for column in self.region.table.columns if column.required)


def fingerprint_of(region: Region, day: AsOf, said: Sequence[StatedMeasurementUnit]) -> str:
    """Returns the fingerprint of a region's layout; answers are stored for a layout by its fingerprint.

    The fingerprint depends on the sheet's name, on the name of the release's table as which the region is read, on the
    headings, on the units of measurement that the texts around the table state (`said`), and on the as-of date `day`.
    """
    paths = ["/".join(path) for _, path in sorted(region.paths.items())]
    measurement_units = sorted({stated.written for stated in said})
    return fingerprint([region.sheet.name, region.table.name, *paths, *measurement_units], day.day)


def interpret(
    region: Region, answers: AnswersById, previous: Tables, file_name: str | None, given: dt.date | None
) -> Interpretation:
    """Interprets the layout of a region: decides the kind of each row, the date, and each column's unit of measurement.

    The clerk's `answers` decide what is uncertain. Without an answer, the most likely decision is taken, and the result
    contains a question. `previous` are the tables of the previous release, which help to recognise units of measurement
    and increases. `file_name`, and `given`, the date that the clerk entered, are used if the sheet has no date. A
    clerk may answer that the region is another table of the release; then it is interpreted as that table.
    """
    body = body_of(region)
    day = as_of_day(region, body.notes, file_name, given)
    said = stated_outside_columns(region, body.notes, file_name)
    decisions = Decisions(fingerprint_of(region, day, said), region.sheet.name, answers)
    table = table_line(region, decisions)
    if table.value not in (region.table.name, NOT_READ):
        found = interpret(as_table(region, table.value or ""), answers, previous, file_name, given)
        return replace(found, understood=(table, *(line for line in found.understood if line.kind != "table")))
    decisions.add(table)
    day = decide_day(region, day, decisions)
    senses = {position: sense_of(path, region.table.name, day.day) for position, path in region.paths.items()}
    senses |= region.by_cells
    words = decide_rows(region, body, day.day, previous, decisions)
    senses |= this_week_beside_last(region, body.data, senses, previous, day.day)
    if words:
        senses = {position: sense_in_rows(region, position, words.word, sense) for position, sense in senses.items()}
    chosen = choose_columns(region, senses, body.data, bool(said), previous, decisions)
    _supply(region, body, chosen, words)
    is_read = _is_read(region, body, day, chosen, senses, previous, file_name, decisions) and table.value != NOT_READ
    scales, problems = _scales(region, chosen, body, words, said, previous, decisions)
    missing = list(_missing_columns(region, chosen, senses)) if is_read else []
    problems += [*missing, *cells_with_two_numbers(region.sheet, None if missing else _unread_measures(region, chosen))]
    for line in lines_of(region, body, chosen, scales, senses, decisions):
        decisions.add(line)
    understood = sorted(decisions.understood, key=lambda line: line.kind == "row")
    return Interpretation(
        replace(region, senses=senses), body, day, chosen, scales,
        tuple(decisions.questions), tuple(understood), tuple(problems), words.elsewhere if words else {}, is_read,
    )  # fmt: skip


def _supply(region: Region, body: Body, chosen: Chosen, words: RowKinds | None) -> None:
    """Marks columns that need no column on the sheet: planned areas in rows, places in group rows, the district."""
    if words:
        chosen.fields |= {name: position for name, (position, _) in words.elsewhere.items()}
    if region.grouped and all(row in body.places for row in body.data):
        chosen.supplied.add(place_column(region.table) or "")
    value, told = chosen.fields.get("value"), {"subject", "period", "nature"} & {*chosen.fields, *chosen.asked}
    if value is not None and not (told and sense_of(region.paths[value], region.table.name, None).exact):
        chosen.supplied |= {"subject", "period", "nature"} - told


def _scales(
    region: Region,
    chosen: Chosen,
    body: Body,
    words: RowKinds | None,
    said: Sequence[StatedMeasurementUnit],
    previous: Tables,
    decisions: Decisions,
) -> tuple[dict[str, Scale], list[Problem]]:
    scales: dict[str, Scale] = {}
    problems: list[Problem] = []
    columns = [region.table.column(name) for name in chosen.fields]
    for column in sorted(columns, key=lambda column: isinstance(column.type, Percent)):
        if column.type.dtype == "str":
            continue
        position = chosen.fields[column.name]
        scale, found = scale_of(region, column, position, body.data, said, previous, decisions)
        have_signs = words is not None and column.name in words.elsewhere
        if isinstance(column.type, Percent) and scale.factor == 1 and not found and not have_signs:
            factors = {name: known.factor for name, known in scales.items()}
            factor = percent_factor(region, column, chosen.fields, factors, body.data, previous, decisions)
            scale = replace(scale, factor=factor)
        scales[column.name] = scale
        problems += found
    return scales, problems


def _missing_columns(region: Region, chosen: Chosen, senses: Mapping[int, Sense]) -> Iterator[Problem]:
    """Yields an error for each required column that is missing, with the most similar column and why it is not it."""
    for column in region.table.columns:
        if not column.required or column.name in {*chosen.fields, *chosen.asked, *chosen.supplied}:
            continue
        near = _nearest(region, chosen, senses, column)
        if near is None:
            headings = "、".join("/".join(path) for path in list(region.paths.values())[:_LISTED])
            where = address(region.bottom, region.positions.start)
            yield Problem("error", "missing_column", region.sheet.name, where, column.heading.zh, headings, None)
            continue
        found, why = "/".join(region.paths[near]), REASONS[senses[near].reason or "measure"]
        where = heading_cell(region, near)
        yield Problem("error", "column_of_another_kind", region.sheet.name, where, column.heading.zh, found, why)


def _unread_measures(region: Region, chosen: Chosen) -> list[int]:
    """Returns the columns that are not read although their headings name a measure: 占地面积/建筑面积."""
    free = {*region.paths} - {*chosen.fields.values(), *chosen.asked_positions}
    return [position for position in sorted(free) if names_measure("/".join(region.paths[position]))]


def _nearest(region: Region, chosen: Chosen, senses: Mapping[int, Sense], column: Column) -> int | None:
    """Returns the column most similar to a missing one; None if no column is similar.

    That is a column which has its meaning but is not read for some reason, else the one with most words in common.
    """
    free = [position for position in region.paths if position not in {*chosen.fields.values(), region.names}]
    aside = [position for position in free if senses[position].column == column.name and senses[position].reason]
    if aside or column.type.dtype == "str":
        return next(iter(aside), None)
    missed = parse((column.heading_with_measurement_unit,))
    common = {position: len(parse(region.paths[position]).measured & missed.measured) for position in free}
    nearest = max(common, key=lambda position: common[position], default=None)
    return nearest if nearest is not None and common[nearest] else None


def _is_read(
    region: Region,
    body: Body,
    day: AsOf,
    chosen: Chosen,
    senses: Mapping[int, Sense],
    previous: Tables,
    file_name: str | None,
    decisions: Decisions,
) -> bool:
    """Returns whether the figures are complete and cumulative; asks if words or most counts suggest otherwise."""
    fell = _share_below(region, body, day, chosen, previous)
    grow = fell is not None and fell < _MOSTLY
    doubts = list(doubts_of_context(region, senses, day.day, grow, file_name))
    published = previous.get(region.table.name)
    if published and day.day and day.day.year < published.as_of.year:
        said_at = day.mention.where if day.mention else None
        doubts.append(Doubt("year", said_at, day.typed or str(day.day), "other_time"))
    if not doubts and fell is not None and fell >= _MOSTLY:
        where = chosen.fields[COUNTS[0]]
        doubts = [Doubt("below_previous", heading_cell(region, where), "/".join(region.paths[where]), "gain")]
    answers = [_is_whole(decisions, doubt) for doubt in doubts]
    return all(answers)


def _is_whole(decisions: Decisions, doubt: Doubt) -> bool:
    """Returns whether a table is read; asks the clerk whether it is complete although `doubt` suggests otherwise."""
    why, found = REASONS[doubt.reason], doubt.found
    text = Label(
        f"“{found}”：下面的数{why.zh}。是否仍作为完整的累计数读取？",
        f"“{found}” raises a doubt about the table: {why.en}. Are its figures complete and cumulative all the same?",
    )
    whole = Label("是完整的累计数，照常读取", "They are complete and cumulative: read them")
    if doubt.reason == "corrected":
        text = Label(
            f"“{found}”：这句话更正了表中的数。表中的数是否已经改好？",
            f"“{found}” corrects figures of the table. Has the table been corrected already?",
        )
        whole = Label("已改好，照常读取", "It has been corrected: read it")
    choices = (Choice(_WHOLE, whole), NOT_READ_CHOICE)
    return decisions.ask("table", f"whole:{doubt.key}", text, choices, None, doubt.cell, found) != NOT_READ


def _share_below(region: Region, body: Body, day: AsOf, chosen: Chosen, previous: Tables) -> float | None:
    """Returns the share (0 to 1) of units with a lower count than in the previous release: the smaller of two shares.

    The two are those of the projects started and completed. None without a previous release of the same year.
    """
    table = previous.get(region.table.name)
    if table is None or day.day is None or not set(COUNTS) <= set(chosen.fields):
        return None
    if day.day < table.as_of or day.day.year != table.as_of.year:
        return None
    return min(share_below(region, body.data, chosen.fields[name], table.frame, name) for name in COUNTS)
