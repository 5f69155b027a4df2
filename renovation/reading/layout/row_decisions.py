"""Decides which rows of a table contain its data: by their names and words, or by the clerk's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.dated_tables import Tables
from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import Body, sums_up
from renovation.reading.layout.decisions import NOT_READ, NOT_READ_CHOICE, Interpretation
from renovation.reading.layout.fingerprint import fingerprint
from renovation.reading.layout.grammar import folded, parse
from renovation.reading.layout.previous import COUNTS, WEEKS, continues_previous, pairs_with
from renovation.reading.layout.region import Region
from renovation.reading.layout.row_words import WordsOfRows, best_words, columns_in_rows, rows_with, words_of_rows
from renovation.reading.layout.statements import takes_away
from renovation.reading.questions import Choice

_DATA: Final = "data"
KINDS: Final[Mapping[str, Label]] = {
    _DATA: Label("数据行", "data"),
    "totals": Label("合计行", "total"),
    "groups": Label("分组行", "group"),
    "parts": Label("“其中”行", "part of the row above"),
    "comparisons": Label("对比、计划等行", "comparison or plan"),
    "notes": Label("说明行", "note"),
    "numbering": Label("栏次行", "numbers of columns"),
}
"""The names of the kinds of rows in a Body, in both languages, by the names of the fields of Body."""
_WORD: Final = "rows_of"
_STRUCK_OUT: Final = Label("带删除线", "struck out")
_HIDDEN: Final = Label("处于隐藏状态（可能是筛选未取消）", "hidden, perhaps by a filter")
_INVISIBLE: Final = Label("字色与底色相同，看不见", "in the colour of the background, so that nobody sees them")
_TAKEN_AWAY: Final = Label("备注说已取消、退出或与他项重复", "said to be cancelled, withdrawn or a duplicate")
_LISTED: Final = 12
_CHANGEABLE: Final = ("totals", "groups", "parts", "comparisons", "notes")
_MOST_CHANGEABLE: Final = 20
"""The most rows of a kind that the clerk can correct one by one; a ledger may have thousands."""


def decide_rows(draft: Interpretation) -> str | None:
    """Decides which rows of a table are data, and changes the `body` of `draft` accordingly.

    Three things decide: the clerk's answers; whether cells are struck out or hidden; and the words in a column that
    distinguishes several rows of the same unit, such as 计划 and 完成. Returns the word of the rows that are data, or
    None if there is no such column.
    """
    region, body = draft.region, draft.body
    _sort_by_answers(draft)
    _leave_out_unseen(draft)
    words = words_of_rows(region, body.data)
    word = _word_of_data(draft, words) if words else None
    if words and word:
        body.data = rows_with(region, words, word)
        body.comparisons = sorted([*body.comparisons, *(row for row in words.by_row if row not in body.data)])
        body.totals = [row for row in body.totals if region.sheet.rows[row][words.position] in (None, word)]
        draft.elsewhere = columns_in_rows(region, words)
        read = {*body.data, *(row for _, rows in draft.elsewhere.values() for row in rows)}
        left = {other: [row for row, own in words.by_row.items() if own == other] for other in words.distinct}
        draft.other_rows = {other: rows for other, rows in left.items() if not read.intersection(rows)}
    return word


def _word_of_data(draft: Interpretation, words: WordsOfRows) -> str | None:
    """Returns the word of the rows to read, such as 完成; asks the clerk if it is not certain."""
    region, body = draft.region, draft.body
    best = best_words(region, words, draft.day.day) or _this_week(region, words, draft.previous) or _sums(region, words)
    choices = [Choice(word, Label(word, word)) for word in words.distinct]
    listed, where = "、".join(words.distinct), address(body.data[0], words.position)
    answer = draft.answer(_WORD, words.distinct)
    word = answer or (best[0] if len(best) == 1 else None)
    text = Label(
        f"每个单位有{listed}几行，取哪一行？", f"Each unit has several rows: {listed}. Which one should be read?"
    )
    if word is None or answer:
        if word is None and not best and any(parse((word,)).unknown for word in words.distinct):
            return None
        word = draft.ask("row", _WORD, text, choices, None, where, listed)
        body.data = body.data if word else []
    else:
        evidence = Label(f"每个单位取“{word}”一行", f"the row “{word}” of each unit")
        draft.note("row", _WORD, where, listed, evidence, word, choices)
    return word


def _sums(region: Region, words: WordsOfRows) -> list[str]:
    """Returns the word of the rows that are the sums of all other rows of their unit, in a list that may be empty."""
    by_name: dict[str, list[int]] = {}
    for row in words.by_row:
        by_name.setdefault(str(region.cell(row, region.names or 0)), []).append(row)
    groups = [rows for rows in by_name.values() if len(rows) > 2]
    wholes = [{words.by_row[row] for row in rows if sums_up(region, row, {*rows} - {row})} for rows in groups]
    found = set.intersection(*wholes) if wholes and len(groups) == len(by_name) else set()
    parts = [parse((word,)) for word in words.distinct if word not in found]
    return [*found] if len(found) == 1 and all(part.is_name for part in parts) else []


def _this_week(region: Region, words: WordsOfRows, previous: Tables) -> list[str]:
    """Returns [本周] if the rows of 上周 repeat the previous release, so that both words mean cumulative figures."""
    counts = {name: position for name, position in region.columns.items() if name in COUNTS}
    for this, last in WEEKS:
        rows = [row for row, word in words.by_row.items() if word == last]
        known = any(
            continues_previous(pairs_with(region, rows, place, previous, name), is_fixed=True)
            for name, place in counts.items()
        )
        if known and this in words.distinct:
            return [this]
    return []


def _sort_by_answers(draft: Interpretation) -> None:
    """Applies the clerk's answers about rows that are not data: such a row may become data, or not be read at all.

    Adds a decision to `draft` for each row about which the clerk may answer.
    """
    region, body = draft.region, draft.body
    as_data = Choice(_DATA, Label("作为数据行读取", "Read it as data"))
    for kind, row, key in list(_changeable(region, body)):
        heading, where = _name(region, row), address(row, region.positions.start)
        evidence = Label("按名称和内容", "by its name and cells")
        question = Label(f"“{heading}”是哪一种行？", f"What kind of row is “{heading}”?")
        choices = (Choice(kind, KINDS[kind]), as_data, NOT_READ_CHOICE)
        value = draft.note("row", key, where, heading, evidence, kind, choices, question)
        if value in (_DATA, NOT_READ):
            getattr(body, kind).remove(row)
        if value == _DATA:
            body.data = sorted([*body.data, row])


def _changeable(region: Region, body: Body) -> Iterator[tuple[str, int, str]]:
    """Yields (kind, number, id) of each row whose kind the clerk may change; notes only if data follow below them."""
    last = max([*body.data, *body.totals], default=0)
    rows = sorted((row, kind) for kind in _CHANGEABLE for row in getattr(body, kind) if kind != "notes" or row < last)
    seen: dict[str, int] = {}
    for row, kind in rows[:_MOST_CHANGEABLE]:
        name = folded(_name(region, row))
        seen[name] = seen.get(name, 0) + 1
        yield kind, row, f"row:{name}" if seen[name] == 1 else f"row:{name}#{seen[name]}"


def _name(region: Region, row: int) -> str:
    cells = region.sheet.rows[row]
    filled = [cells[place] for place in region.positions if cells[place] is not None]
    return typed_text(next((cell for cell in filled if isinstance(cell, str)), filled[0])) if filled else ""


def _leave_out_unseen(draft: Interpretation) -> None:
    """Removes rows that are struck out, hidden or said to be cancelled from the data, if an answer says so.

    Struck-out rows are also removed without an answer.
    """
    region, body, sheet = draft.region, draft.body, draft.region.sheet
    struck = [row for row in body.data if _is_mostly_in(region, row, sheet.struck_out)]
    unseen = [row for row in body.data if _is_mostly_in(region, row, sheet.invisible)]
    hidden = [row for row in body.data if row in sheet.hidden_rows]
    away = _taken_away(draft) if region.table.name == "sites" else []
    for key, rows, label in (
        ("struck_out", struck, _STRUCK_OUT), ("hidden", hidden, _HIDDEN), ("taken_away", away, _TAKEN_AWAY),
        ("invisible", unseen, _INVISIBLE),
    ):  # fmt: skip
        if not rows:
            continue
        some = rows[:_LISTED]
        more = "…" if len(rows) > len(some) else ""
        names = "、".join(_name(region, row) for row in some) + more
        listed = "、".join(str(row + 1) for row in some) + more
        rows_zh, rows_en = (
            ("下列各行", "Rows")
            if region.locate
            else (f"第{listed}行", f"{'Row' if len(rows) == 1 else 'Rows'} {listed}")
        )
        text = Label(
            f"{rows_zh}（{names}）{label.zh}，是否读取？",
            f"{rows_en} ({names}): {label.en}. Should these figures be read?",
        )
        choices = (NOT_READ_CHOICE, Choice(_DATA, Label("照常读取", "Read as usual")))
        likely = NOT_READ if key == "struck_out" else None
        mark = fingerprint([_name(region, row) for row in rows], None)
        where = address(rows[0], region.positions.start)
        if draft.ask("row", f"{key}:{mark}", text, choices, likely, where) == NOT_READ:
            body.data = [row for row in body.data if row not in rows]


def _taken_away(draft: Interpretation) -> list[int]:
    """Returns the rows of a list of sites whose remarks say that they do not count any more: 已取消, 与序号2重复."""
    region, rows = draft.region, draft.body.data
    remarks = [position for position, sense in draft.senses.items() if sense.column in (None, "work", "remark")]
    found = {
        row
        for position in remarks
        for row, cell in zip(rows, region.column_cells(position, rows), strict=True)
        if isinstance(cell, str) and takes_away(folded(cell))
    }
    return sorted(found)


def _is_mostly_in(region: Region, row: int, marked: Set[tuple[int, int]]) -> bool:
    """Returns whether most of the filled cells of a row are among the marked ones."""
    filled = [at for at in region.positions if region.sheet.rows[row][at] is not None] if marked else []
    return 2 * sum((row, position) in marked for position in filled) > len(filled)
