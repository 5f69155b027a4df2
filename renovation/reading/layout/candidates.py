"""Which part of a workbook is which table, where sheets are called anything and some hold the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from renovation.domain.labels import Label
from renovation.domain.tables import TABLES
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import body_of
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.regions import Region
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Choice, Question, Understood

_OLD: Final = re.compile(r"[上旧]|历史|去年|备份")


@dataclass(frozen=True)
class Selection:
    """One region for each table in the order of the sheets, and what was left out, must be asked and was answered."""

    regions: tuple[Region, ...]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    answered: tuple[Understood, ...]


def select_regions(regions: Sequence[Region], answers: AnswersById) -> Selection:
    """Picks one region for each table: the only one, the one whose sheet has the table's name, the only filled one."""
    by_table: Mapping[str, list[Region]] = {
        name: [region for region in regions if region.table.name == name] for name in TABLES
    }
    answered = {name: said for name, candidates in by_table.items() if (said := _answered(candidates, answers))}
    picked = {name: _pick(candidates, answered.get(name)) for name, candidates in by_table.items() if candidates}
    unanswered = {name: region for name, region in picked.items() if name not in answered}
    problems = [problem for name, region in unanswered.items() for problem in _left_out(by_table[name], region)]
    taken = [region for region in regions if picked[region.table.name] is region]
    asked = [_question(by_table[name]) for name, region in picked.items() if region is None]
    decided = [_question(by_table[name]).answered("table", value) for name, value in answered.items()]
    return Selection(tuple(taken), tuple(problems), tuple(asked), tuple(decided))


def _answered(candidates: list[Region], answers: AnswersById) -> str | None:
    """The name of the region that an answer picks out of several, None where there is no such answer."""
    value = answers.get(_id(candidates)) if len(candidates) > 1 else None
    return value if value in _names(candidates) else None


def _id(candidates: list[Region]) -> str:
    """The id of the decision which of several regions a table is."""
    headings = [part for region in candidates for path in region.headings.paths.values() for part in path]
    return f"{fingerprint([*_names(candidates), *headings])}:table:{candidates[0].table.name}"


def _question(candidates: list[Region]) -> Question:
    table = candidates[0].table
    several = "、".join(_names(candidates))
    text = Label(
        f"“{table.sheet}”可能是{several}中的任一处，取哪一处？",
        f"Several places may be the table “{table.title.en}”: {several}. Which one is it?",
    )
    choices = tuple(Choice(name, Label(name, name)) for name in _names(candidates))
    first = candidates[0]
    where = address(first.headings.top, first.headings.positions.start)
    return Question(_id(candidates), first.sheet.name, where, None, text, choices)


def _pick(candidates: list[Region], meant: str | None) -> Region | None:
    """The one that is meant, None where it must be asked."""
    if meant is not None:
        return candidates[_names(candidates).index(meant)]
    if len(candidates) == 1:
        return candidates[0]
    name = candidates[0].table.sheet
    exact = [region for region in candidates if region.sheet.name.strip() == name]
    alike = [region for region in candidates if name in region.sheet.name and not _OLD.search(region.sheet.name)]
    filled = [region for region in candidates if body_of(region).data]
    return next((found[0] for found in (exact, alike, filled) if len(found) == 1), None)


def _left_out(candidates: list[Region], picked: Region | None) -> Iterator[Problem]:
    name = Label(candidates[0].table.sheet, candidates[0].table.sheet)
    for region in candidates:
        if picked is not None and region is not picked and body_of(region).data:
            where = address(region.headings.top, region.headings.positions.start)
            yield Problem("warning", "other_candidate", region.sheet.name, where, None, region.sheet.name, name)


def _names(candidates: list[Region]) -> tuple[str, ...]:
    return tuple(_named(region, candidates) for region in candidates)


def _named(region: Region, candidates: list[Region]) -> str:
    """The sheet's name, with the place where two stand on one sheet."""
    on_sheet = [other for other in candidates if other.sheet is region.sheet]
    if len(on_sheet) == 1:
        return region.sheet.name
    return f"{region.sheet.name}!{address(region.headings.top, region.headings.positions.start)}"
