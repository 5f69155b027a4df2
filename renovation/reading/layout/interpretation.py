"""One region interpreted: its rows, its day, its columns with their scales, and what must be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.domain.tables.declaration import Column
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import Body, body_of
from renovation.reading.layout.columns import Chosen, choose_columns, heading_cell, keys_of
from renovation.reading.layout.context import Doubt, doubts_of_context
from renovation.reading.layout.dates import AsOf, Mention, as_of_day
from renovation.reading.layout.decisions import LEFT_ASIDE, NOT_READ, Decisions
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.grammar import parse
from renovation.reading.layout.meanings import REASONS, Sense, column_label, sense_of
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.previous import share_below
from renovation.reading.layout.region import Region
from renovation.reading.layout.row_words import RowKinds, sense_in_rows, split_rows
from renovation.reading.layout.scale_decisions import Scale, scale_of
from renovation.reading.layout.units import SaidUnit, units_of_lines
from renovation.reading.problems import Problem
from renovation.reading.questions import AnswersById, Choice, Question, Understood

_WHOLE: Final = "whole"
_COUNTS: Final = ("projects_started", "projects_completed")
_MOSTLY: Final = 0.5
_SHOWN: Final = 3


@dataclass(frozen=True)
class Interpretation:
    """A region as it was understood.

    `scales` are the units of the columns that were taken, by our names. `target` is the position and the rows of
    targets that stand in rows of their own. `is_read` is False where an answer leaves the whole region aside.
    """

    region: Region
    body: Body
    day: AsOf
    chosen: Chosen
    scales: Mapping[str, Scale]
    questions: tuple[Question, ...]
    understood: tuple[Understood, ...]
    problems: tuple[Problem, ...]
    target: tuple[int, list[int]] | None = None
    is_read: bool = True

    @property
    def fields(self) -> Mapping[str, int]:
        """The positions of the columns that were taken, by our names."""
        return self.chosen.fields

    @property
    def is_complete(self) -> bool:
        """Whether every column that must be there was found or is asked about."""
        known = {*self.fields, *self.chosen.asked, *self.chosen.supplied}
        return all(column.name in known for column in self.region.table.columns if column.required)


def fingerprint_of(region: Region, day: AsOf) -> str:
    """The fingerprint of a region: its sheet's name, its table, its heading paths and what its lines say of units."""
    paths = ["/".join(path) for _, path in sorted(region.paths.items())]
    lines = [said.unit for said in units_of_lines(region, ())]
    return fingerprint([region.sheet.name, region.table.name, *paths, *lines], day.day)


def interpret(
    region: Region, answers: AnswersById, previous: Tables, file_name: str | None, given: dt.date | None
) -> Interpretation:
    """Decides on everything that a region's layout leaves open."""
    body = body_of(region)
    day = as_of_day(region, body.notes, file_name, given)
    decisions = Decisions(fingerprint_of(region, day), region.sheet.name, answers)
    day = _decided_day(region, day, decisions)
    senses = {position: sense_of(path, region.table.name, day.day) for position, path in region.paths.items()}
    _leave_out_struck(region, body, decisions)
    words = split_rows(region, body.data, day.day)
    if words:
        body.data, body.comparisons = words.data, sorted([*body.comparisons, *words.others])
        body.totals = [row for row in body.totals if region.sheet.rows[row][words.position] in (None, words.word)]
        senses = {position: sense_in_rows(region, position, words.word, sense) for position, sense in senses.items()}
    lines = units_of_lines(region, body.notes)
    says_area = any(said.unit for said in lines)
    chosen = choose_columns(region, senses, body.data, says_area, previous, decisions)
    _supply(region, body, chosen, words)
    fell = _share_below(region, body, day, chosen, previous)
    doubts = list(doubts_of_context(region, senses, day.day, fell is not None and fell < _MOSTLY))
    if not doubts and fell is not None and fell >= _MOSTLY:
        where = chosen.fields[_COUNTS[0]]
        doubts = [Doubt("below_previous", heading_cell(region, where), "/".join(region.paths[where]), "gain")]
    whole = [_is_whole(decisions, doubt) for doubt in doubts]
    is_read = all(whole)
    scales, problems = _scales(region, chosen, body, lines, previous, decisions)
    if is_read:
        problems += _missing_columns(region, chosen, senses)
    for line in _understood(region, body, day, chosen, scales, senses, decisions):
        decisions.tell(line)
    return Interpretation(
        region, body, day, chosen, scales, tuple(decisions.questions), tuple(decisions.understood), tuple(problems),
        words.targets if words else None, is_read,
    )  # fmt: skip


def _decided_day(region: Region, day: AsOf, decisions: Decisions) -> AsOf:
    """The day, asked about where the sheet names several; an answer names the place, which is the same next week."""
    mentions = [mention for mention in (day.mention, *day.others) if mention and mention.day]
    by_place: dict[str, Mention] = {}
    for mention in mentions:
        by_place.setdefault(f"{mention.where or ''}{mention.origin}", mention)
    if len({mention.day for mention in mentions}) < 2:
        return day
    choices = [
        Choice(place, Label(f"{mention.day}（{mention.where or region.sheet.name}“{mention.typed}”）",
                            f"{mention.day} ({mention.where or region.sheet.name} “{mention.typed}”)"))
        for place, mention in by_place.items()
    ]  # fmt: skip
    listed = "、".join(dict.fromkeys(str(mention.day) for mention in mentions))
    text = Label(
        f"写有几个日期：{listed}。数据截至哪一天？", f"Several dates are named: {listed}. Which is the as-of date?"
    )
    where = next((mention.where for mention in mentions if mention.where), None)
    value = decisions.ask("day", "day", text, choices, next(iter(by_place)), where)
    taken = by_place[value or next(iter(by_place))]
    return replace(day, day=taken.day, typed=taken.typed, mention=taken)


def _leave_out_struck(region: Region, body: Body, decisions: Decisions) -> None:
    """Takes rows that are shown struck out from the data, unless an answer says that they count."""
    struck = region.sheet.struck_out
    found = [row for row in body.data if _is_struck(region, row)] if struck else []
    if not found:
        return
    names = "、".join(typed_text(cell) for row in found for cell in region.sheet.rows[row][:1] if cell is not None)
    listed = "、".join(str(row + 1) for row in found)
    text = Label(f"第{listed}行（{names}…）带删除线，是否读取？", f"Rows {listed} are struck out. Are they read?")
    choices = (NOT_READ, Choice(_WHOLE, Label("照常读取", "read them")))
    where = address(found[0], region.positions.start)
    if decisions.ask("row", "struck_out", text, choices, LEFT_ASIDE, where) == LEFT_ASIDE:
        body.data = [row for row in body.data if row not in found]


def _is_struck(region: Region, row: int) -> bool:
    """Whether most filled cells of a row are struck out."""
    cells = region.sheet.rows[row]
    filled = [position for position in region.positions if cells[position] is not None]
    return 2 * sum((row, position) in region.sheet.struck_out for position in filled) > len(filled)


def _supply(region: Region, body: Body, chosen: Chosen, words: RowKinds | None) -> None:
    """What no column holds and the sheet says all the same: planned areas, places of group rows, whose indicators."""
    if words and words.targets:
        chosen.fields["annual_target_area"] = words.targets[0]
    if region.grouped and all(row in body.places for row in body.data):
        chosen.supplied.add(place_column(region.table) or "")
    value = chosen.fields.get("value")
    if value is not None and not sense_of(region.paths[value], region.table.name, None).exact:
        chosen.supplied |= {"subject", "period", "nature"} - set(chosen.fields)


def _scales(
    region: Region, chosen: Chosen, body: Body, lines: Sequence[SaidUnit], previous: Tables, decisions: Decisions
) -> tuple[dict[str, Scale], list[Problem]]:
    scales: dict[str, Scale] = {}
    problems: list[Problem] = []
    for name, position in chosen.fields.items():
        column = region.table.column(name)
        if column.type.dtype != "str":
            scales[name], found = scale_of(region, column, position, body.data, lines, previous, decisions)
            problems += found
    return scales, problems


def _missing_columns(region: Region, chosen: Chosen, senses: Mapping[int, Sense]) -> Iterator[Problem]:
    """The columns that must be there and are not, with the one that comes nearest and why it is none."""
    for column in region.table.columns:
        if not column.required or column.name in {*chosen.fields, *chosen.asked, *chosen.supplied}:
            continue
        near = _nearest(region, chosen, senses, column)
        if near is None:
            yield Problem("error", "missing_column", region.sheet.name, None, column.heading.zh, None, None)
            continue
        found, why = "/".join(region.paths[near]), REASONS[senses[near].reason or "measure"]
        where = heading_cell(region, near)
        yield Problem("error", "column_of_another_kind", region.sheet.name, where, column.heading.zh, found, why)


def _nearest(region: Region, chosen: Chosen, senses: Mapping[int, Sense], column: Column) -> int | None:
    """The column that was left aside for a reason, else the one whose words have most in common with the missing."""
    free = [position for position in region.paths if position not in {*chosen.fields.values(), region.names}]
    aside = [position for position in free if senses[position].column == column.name and senses[position].reason]
    if aside or column.type.dtype == "str":
        return next(iter(aside), None)
    missed = parse((column.heading_with_unit,))
    common = {position: len(parse(region.paths[position]).measured & missed.measured) for position in free}
    nearest = max(common, key=lambda position: common[position], default=None)
    return nearest if nearest is not None and common[nearest] else None


def _is_whole(decisions: Decisions, doubt: Doubt) -> bool:
    """Asks whether the table is to be read though a title or a line above says that it is a part."""
    why, found = REASONS[doubt.reason], doubt.found
    text = Label(
        f"“{found}”：下面的数{why.zh}。是否仍作为全部累计数读取？",
        f"“{found}”: what stands below may not be all ({why.en}). Is it read as the whole, cumulative?",
    )
    choices = (Choice(_WHOLE, Label("是全部累计数，照常读取", "it is the whole: read it")), NOT_READ)
    return decisions.ask("table", f"whole:{doubt.key}", text, choices, None, doubt.cell, found) != LEFT_ASIDE


def _share_below(region: Region, body: Body, day: AsOf, chosen: Chosen, previous: Tables) -> float | None:
    """The share of units whose counts both are below the previous release's; None where that tells nothing."""
    table = previous.get(region.table.name)
    if table is None or day.day is None or not set(_COUNTS) <= set(chosen.fields):
        return None
    if day.day < table.as_of or day.day.year != table.as_of.year:
        return None
    return min(share_below(region, body.data, chosen.fields[name], table.frame, name) for name in _COUNTS)


def _understood(
    region: Region,
    body: Body,
    day: AsOf,
    chosen: Chosen,
    scales: Mapping[str, Scale],
    senses: Mapping[int, Sense],
    decisions: Decisions,
) -> Iterator[Understood]:
    """The table, its day, its columns, those left aside, and its rows by kind."""
    sheet, title = region.sheet.name, region.table.title
    corner = address(region.top, region.positions.start)
    found = Label(f"认出{len(chosen.fields)}列", f"{len(chosen.fields)} columns recognised")
    yield Understood(
        "table", decisions.id("table"), sheet, corner, title.zh, None, None, found, value=region.table.name
    )
    if day.day is not None:
        evidence = Label(f"“{day.typed}”", f"“{day.typed}”")
        yield Understood("day", decisions.id("day"), sheet, None, day.typed, None, None, evidence, value=str(day.day))
    for position, key in keys_of(region).items():
        if position not in chosen.asked_positions:
            yield _column(region, body, position, key, chosen, scales, senses.get(position), decisions)
    yield from _rows(region, body, decisions)


def _column(
    region: Region,
    body: Body,
    position: int,
    key: str,
    chosen: Chosen,
    scales: Mapping[str, Scale],
    sense: Sense | None,
    decisions: Decisions,
) -> Understood:
    name = next((name for name, taken in chosen.fields.items() if taken == position), None)
    table, scale = region.table, scales.get(name or "")
    cells = region.column_cells(position, body.data[:_SHOWN])
    values = tuple("" if cell is None else typed_text(cell) for cell in cells)
    choices = [Choice(f"{table.name}.{c.name}", column_label(table, c.name)) for c in table.columns]
    full = f"{table.name}.{name}" if name else None
    reason = REASONS[sense.reason] if sense and sense.reason else Label("不是本系统的列", "none of our columns")
    evidence = (scale.evidence if scale else Label("表头或内容", "its heading or cells")) if name else reason
    borne_out = chosen.evidence.get(name or "")
    if borne_out:
        evidence = Label(f"{evidence.zh}；{borne_out.zh}", f"{evidence.en}; {borne_out.en}")
    answered = decisions.answer(f"column:{key}", [*(choice.value for choice in choices), LEFT_ASIDE]) is not None
    return Understood(
        "column" if name else "left_aside", decisions.id(f"column:{key}"), region.sheet.name,
        heading_cell(region, position), "/".join(region.paths[position]), full, scale.unit if scale else None, evidence,
        values, full or LEFT_ASIDE, (*choices, NOT_READ), answered,
    )  # fmt: skip


def _rows(region: Region, body: Body, decisions: Decisions) -> Iterator[Understood]:
    """How many rows there are of each kind, and where the first of them is."""
    kinds = {
        "data": ("数据行", "data", body.data),
        "total": ("合计行", "totals", body.totals),
        "group": ("分组行", "groups", body.groups),
        "part": ("“其中”行", "parts of a row", body.parts),
        "comparison": ("对比、计划等行", "comparisons and plans", body.comparisons),
        "note": ("说明行", "notes", body.notes),
        "numbering": ("栏次行", "numbers of columns", body.numbering),
    }
    for kind, (zh, en, rows) in kinds.items():
        if rows:
            count = Label(f"{zh}{len(rows)}行", f"{en}: {len(rows)} rows")
            where = address(rows[0], region.positions.start)
            yield Understood("row", decisions.id(f"rows:{kind}"), region.sheet.name, where, zh, None, None, count)
