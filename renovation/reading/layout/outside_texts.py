"""Finds texts outside of all tables, on cover sheets, explanations and page margins, that change what the figures are.

Examples are 本表数据未经核实 or 统计范围：规上企业 on a sheet without a table. The clerk is asked once for all tables.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from renovation.domain import places
from renovation.domain.labels import Label
from renovation.reading.files.workbook import Sheet, address
from renovation.reading.layout.decisions import NOT_READ, NOT_READ_CHOICE
from renovation.reading.layout.doubts import Doubt, Figures
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.meanings import REASONS, Reason
from renovation.reading.layout.notes import reason_in_explanation
from renovation.reading.layout.place_names import places_named
from renovation.reading.layout.scopes import LABEL, PROGRAMME
from renovation.reading.layout.unread_cells import has_numbers
from renovation.reading.questions import AnswersById, Choice, Question, Understood

WHOLE: Final = "whole"
_ROWS: Final = 200
"""Rows of a sheet without a table that are searched; a longer one is a list, not a text."""
_SHORTEST: Final = 8
_LONGEST_TITLE: Final = 30
_TITLE: Final = re.compile(f"(?:{PROGRAMME.pattern}|改造).*(?:表|情况|进度|汇编|材料|册)")  # 旧厂区改造进度报表
_AS_OF: Final = re.compile("(?:^|数据?|时点)截至(?!前)")  # 数据截至2013年9月30日; not 报送截至
_OWN: Final = re.compile("吴兴|[全我本]区")


def question_about(doubt: Doubt, sheet: str, id_: str) -> Question:
    """Returns the question whether the figures are complete and cumulative although `doubt` suggests otherwise."""
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
    return Question(id_, sheet, doubt.cell, found, text, (Choice(WHOLE, whole), NOT_READ_CHOICE))


def decide_texts(
    sheets: Iterable[Sheet], without_tables: Sequence[Sheet], days: Sequence[dt.date], answers: AnswersById
) -> tuple[bool, list[Question], list[Understood]]:
    """Decides whether the tables of a workbook are read although texts outside of them raise doubts.

    `sheets` are all sheets, whose page headers and footers are searched, and `without_tables` those whose cells are
    searched. `days` are the as-of dates of the tables. Returns a tuple of three: False if an answer says
    that the tables are not read; the open questions; the decisions that followed from answers.
    """
    as_of = days[0] if days else None
    figures = Figures(as_of, say_total=False, grow=False)
    covers = {sheet.name: _names_programme(sheet) for sheet in without_tables if not has_numbers(sheet)}
    questions, answered, is_read = [], [], True
    for sheet, cell, text in dict.fromkeys([*_of_pages(sheets), *_of_cells(without_tables)]):
        reason = reason_in_explanation(folded(text), figures)
        if reason is None and sheet in covers:
            reason = _reason_on_cover(folded(text), days, covers[sheet])
        if reason is None:
            continue
        id_ = f"{fingerprint([sheet, text], as_of)}:outside"
        question = question_about(Doubt("outside", cell, text.strip(), reason), sheet, id_)
        value = answers.get(id_)
        if value in (WHOLE, NOT_READ):
            answered.append(question.answered("table", value))
            is_read = is_read and value == WHOLE
        else:
            questions.append(question)
    return is_read, questions, answered


def explanations(without_tables: Sequence[Sheet]) -> tuple[tuple[str, Label], ...]:
    """Returns the texts on sheets without a table, each with its place in words: `“填表说明”A3`."""
    return tuple(
        (text, Label(f"“{sheet}”{cell}", f"{cell} of “{sheet}”")) for sheet, cell, text in _of_cells(without_tables)
    )


def _names_programme(sheet: Sheet) -> bool:
    return any(isinstance(cell, str) and PROGRAMME.search(folded(cell)) for cells in sheet.rows for cell in cells)


def _reason_on_cover(text: str, days: Sequence[dt.date], names_programme: bool) -> Reason | None:
    """Returns why the title or date on a cover sheet makes the tables doubtful; None if it does not."""
    heading, as_of = parse((text,)), days[0] if days else None
    if _AS_OF.search(text):
        told = {time.to_date(as_of.year) for time in heading.times if time.is_day and as_of} - {None}
        return "other_time" if told and not told.intersection(days) else None
    if len(text) > _LONGEST_TITLE or not _TITLE.search(text):
        return None
    if heading.names_another_year(as_of):
        return "other_time"
    if places_named(text, places.COUNTIES) and not _OWN.search(text):
        return "other_place"
    return "other_programme" if heading.says("other_programme") and not names_programme else None


def _of_pages(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str | None, str]]:
    return ((sheet.name, None, text) for sheet in sheets for text in sheet.page_texts)


def _of_cells(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str | None, str]]:
    """Yields (sheet, cell, text) of the texts on sheets without a table, unless a sheet has very many rows.

    On a sheet with numbers, short texts are headings of other figures and are left out.
    """
    for sheet in (sheet for sheet in sheets if len(sheet.rows) <= _ROWS):
        shortest = _SHORTEST if has_numbers(sheet) else 0
        for row, cells in enumerate(sheet.rows):
            label = ""
            for position, cell in enumerate(cells):
                if isinstance(cell, str):
                    text = f"{label}:{cell}" if LABEL.fullmatch(label) or _AS_OF.search(label) else cell
                    label = folded(cell).rstrip(":")
                    if len(text) >= shortest:
                        yield sheet.name, address(row, position), text
