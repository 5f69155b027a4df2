"""Decides which regions (tables on sheets) make up each table of the release, and asks the clerk if it is unclear.

Several regions can be parts of one table, or earlier and later versions of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.labels import Label
from renovation.domain.tables import TABLES
from renovation.reading.files.workbook import address
from renovation.reading.layout.decisions import Interpretation
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.place_names import place_column
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Choice, Question, Understood
from renovation.reading.values.columns import read_column

_OLD: Final = re.compile(r"[上旧]|历史|去年|备份")
_TOGETHER: Final = "together"


def select_parts(
    found: Sequence[Interpretation], answers: AnswersById
) -> tuple[list[list[Interpretation]], list[Problem], list[Question], list[Understood]]:
    """Chooses the regions of `found` that make up each table of the release.

    If some regions of a table have all its required columns, the other regions of this table are left out. `answers`
    maps ids of questions to the clerk's answers. Returns a tuple of four: the chosen regions, with one list for each
    table, in the order of the sheets; the problems; the open questions; the decisions that followed from answers.
    """
    parts, problems, questions, answered = [], [], [], []
    for name in TABLES:
        every = [one for one in found if one.region.table.name == name and one.is_read]
        candidates = _without_repetitions(_usable(every))
        if not candidates:
            continue
        problems += [_left_out(one) for one in every if one not in _usable(every) and one.body.data]
        taken, question = _taken(candidates, answers)
        if question is not None and taken:
            answered.append(question.answered("table", answers[question.id]))
        elif question is not None:
            questions.append(question)
        else:
            problems += [_left_out(one) for one in candidates if one not in taken]
        if taken:
            parts.append(taken)
    order = {id(one): place for place, one in enumerate(found)}
    parts.sort(key=lambda group: order[id(group[0])])
    return parts, problems, questions, answered


def _usable(candidates: list[Interpretation]) -> list[Interpretation]:
    """Returns the regions that can be used: those that are complete and have rows of data.

    If there are none, returns those with rows of data; if there are none of these either, returns the first region.
    Of regions with the same rows, those that may be about something else, such as 旧住宅区 or 其中重点项目, are used
    only if all are.
    """
    filled = [one for one in candidates if one.body.data]
    usable = [one for one in filled if one.is_complete] or filled or candidates[:1]
    ours = [one for one in usable if not one.is_of_others]
    is_mixed = 0 < len(ours) < len(usable)
    return ours if is_mixed and not _are_disjoint(usable) else usable


def _without_repetitions(candidates: list[Interpretation]) -> list[Interpretation]:
    """Returns the regions without those whose rows are all in a larger region, such as the sheets of single towns."""
    kept: list[Interpretation] = []
    for one in sorted(candidates, key=lambda one: -len(one.body.data)):
        kept += [] if any(_repeats(one, whole) for whole in kept) else [one]
    return [one for one in candidates if one in kept]


def _repeats(one: Interpretation, whole: Interpretation) -> bool:
    """Returns whether `whole` contains all rows of `one` with equal figures, and both may have the same date."""
    is_alike = set(one.fields) <= set(whole.fields) and one.day.day in (None, whole.day.day)
    return is_alike and _by_key(one).items() <= _by_key(whole).items()


def _by_key(one: Interpretation) -> dict[tuple[str, tuple[str, ...]], object]:
    """Returns the values of a region by (name of the column, names in the row), such as (area_renovated, (织里镇,))."""
    found: dict[tuple[str, tuple[str, ...]], object] = {}
    keys = _keys(one)
    for name, position in one.fields.items():
        factor = one.scales[name].factor if name in one.scales else Fraction(1)
        cells = read_column(one.region, one.body.data, one.region.table.column(name), position, factor)
        found |= {(name, key): value for key, value in zip(keys, cells.values, strict=True)}
    return found


def _taken(candidates: list[Interpretation], answers: AnswersById) -> tuple[list[Interpretation], Question | None]:
    """Returns the regions to read, none if that is unclear, and the question about it; None if none is needed."""
    if len(candidates) == 1:
        return candidates, None
    question = _question(candidates)
    value = answers.get(question.id)
    by_name = dict(zip(_names(candidates), candidates, strict=True))
    if value in by_name:
        return [by_name[value]], question
    if value == _TOGETHER and _are_disjoint(candidates):
        return candidates, question
    if _are_parts(candidates):
        return candidates, None
    picked = _picked(candidates)
    return ([picked], None) if picked else ([], question)


def _are_parts(candidates: list[Interpretation]) -> bool:
    """Returns whether regions are parts of one table: same columns, units of measurement and date, no row in two."""
    days = {one.day.day for one in candidates if one.day.day}
    layouts = [({*one.fields}, {name: scale.factor for name, scale in one.scales.items()}) for one in candidates]
    return len(days) <= 1 and all(layout == layouts[0] for layout in layouts) and _are_disjoint(candidates)


def _are_disjoint(candidates: list[Interpretation]) -> bool:
    keys = [set(_keys(one)) for one in candidates]
    return sum(map(len, keys)) == len(set().union(*keys)) and all(keys)


def _keys(one: Interpretation) -> list[tuple[str, ...]]:
    """Returns the names in each row of data, such as the unit."""
    table = one.region.table
    positions = [(one.fields[name], table.column(name).type) for name in table.key if name in one.fields]
    found = []
    for row in one.body.data:
        names = [one.body.places[row]] if place_column(table) == table.key[0] and row in one.body.places else []
        for position, rule in positions:
            cell = one.region.cell(row, position)
            try:
                names.append(str(rule.parse(cell)))
            except ValueError:
                names.append(typed_text(cell))
        found.append(tuple(names))
    return found


def _picked(candidates: list[Interpretation]) -> Interpretation | None:
    """Returns the region with the latest date or, without dates, that on the sheet with the table's name.

    Returns None if the sheet with the table's name has an earlier date, or if nothing decides.
    """
    table = candidates[0].region.table.sheet
    exact = [one for one in candidates if one.region.sheet.name.strip() == table]
    alike = [one for one in candidates if table in one.region.sheet.name and not _OLD.search(one.region.sheet.name)]
    named = next((some[0] for some in (exact, alike) if len(some) == 1), None)
    days = [one.day.day for one in candidates if one.day.day]
    if len(days) == len(candidates) and days.count(max(days)) == 1:
        latest = candidates[days.index(max(days))]
        return latest if named in (None, latest) else None
    return named


def _left_out(one: Interpretation) -> Problem:
    sheet = one.region.table.sheet
    where = address(one.region.top, one.region.positions.start)
    name = one.region.sheet.name
    return Problem("warning", "other_candidate", name, where, None, name, Label(sheet, sheet))


def _question(candidates: list[Interpretation]) -> Question:
    table = candidates[0].region.table
    names = _names(candidates)
    several = "、".join(names)
    text = Label(
        f"“{table.sheet}”可能是{several}中的任一处，取哪一处？",
        f"Several places may have the table “{table.title.en}”: {several}. Which one should be read?",
    )
    choices = [Choice(name, Label(name, name)) for name in names]
    if _are_disjoint(candidates):
        choices.append(Choice(_TOGETHER, Label("各处合并为一张表", "Together they are one table")))
    first = candidates[0].region
    where = address(first.top, first.positions.start)
    headings = [part for one in candidates for path in one.region.paths.values() for part in path]
    mark = fingerprint([*names, *headings], candidates[0].day.day)
    return Question(f"{mark}:table:{table.name}", first.sheet.name, where, None, text, tuple(choices))


def _names(candidates: list[Interpretation]) -> tuple[str, ...]:
    """Returns the names of the regions' sheets; if a sheet has two regions, with the cell where the region begins."""
    sheets = Counter(one.region.sheet.name for one in candidates)
    return tuple(
        one.region.sheet.name
        if sheets[one.region.sheet.name] == 1
        else f"{one.region.sheet.name}!{address(one.region.top, one.region.positions.start)}"
        for one in candidates
    )
