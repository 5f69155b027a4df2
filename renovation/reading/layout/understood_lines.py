"""Lists the decisions about the layout of a table, each with the choices by which the clerk can correct it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.labels import Label
from renovation.domain.tables import TABLES
from renovation.reading.files.workbook import address
from renovation.reading.layout.columns import heading_cell, keys_of
from renovation.reading.layout.dates import Mention
from renovation.reading.layout.decisions import NOT_READ, NOT_READ_CHOICE, Interpretation
from renovation.reading.layout.meanings import REASONS, column_label
from renovation.reading.layout.region import Region
from renovation.reading.layout.regions import as_table, is_enough
from renovation.reading.layout.row_decisions import KINDS
from renovation.reading.questions import Choice

_SHOWN: Final = 3


def decide_table(draft: Interpretation) -> str:
    """Decides which table of the release a part of a sheet contains; returns its name, or NOT_READ.

    The headings decide, unless the clerk has answered otherwise. The clerk can choose another table that they fit.
    """
    region = draft.region
    others = [name for name in TABLES if name != region.table.name and is_enough(as_table(region, name))]
    choices = [*(Choice(name, TABLES[name].title) for name in (region.table.name, *others)), NOT_READ_CHOICE]
    count = len(region.related)
    evidence = Label(f"表头有{count}列相符", f"{count} headings match the table")
    where = address(region.top, region.positions.start)
    question = Label("这是哪一张表？", "Which table is it?")
    name = region.table.name
    return draft.note("table", "table", where, region.table.title.zh, evidence, name, choices, question) or name


def decide_day(draft: Interpretation) -> None:
    """Decides the as-of date; if the sheet has several dates, a question is added to `draft`.

    The value of an answer says where the date is written, such as `B2title`, and not which date it is. Therefore the
    answer is still valid for next week's sheet.
    """
    day = draft.day
    by_place: dict[str, dict[dt.date | None, Mention]] = {}
    for mention in day.mentions:
        by_place.setdefault(f"{mention.where or ''}{mention.origin}", {}).setdefault(mention.day, mention)
    mentions = {
        f"{place}{number or ''}": mention
        for place, days in by_place.items()
        for number, mention in enumerate(days.values())
    }
    choices = [Choice(place, _label_of_day(draft.region, mention)) for place, mention in mentions.items()]
    differ = {mention.day for mention in (day.mention, *day.others) if mention}
    if len(differ) < 2 and draft.answer("day", list(mentions)) is None:
        if day.mention is not None:
            evidence = Label(f"“{day.typed}”", f"“{day.typed}”")
            value = next(place for place, mention in mentions.items() if mention.day == day.day)
            draft.note("day", "day", day.mention.where, day.typed, evidence, value, choices)
        return
    listed = "、".join(dict.fromkeys(str(mention.day) for mention in mentions.values()))
    text = Label(
        f"表中有几个日期：{listed}。数据截至哪一天？",
        f"There are several dates: {listed}. Which one is the as-of date of the figures?",
    )
    where = next((mention.where for mention in (*day.others, *mentions.values()) if mention.where), None)
    first = next(iter(mentions))
    taken = mentions[draft.ask("day", "day", text, choices, first, where) or first]
    draft.day = replace(day, day=taken.day, typed=taken.typed, mention=taken)


def _label_of_day(region: Region, mention: Mention) -> Label:
    places = {"given": Label("填写的日期", "as entered"), "file": Label("文件名", "the file's name")}
    name = mention.where or region.sheet.name
    place = places.get(mention.origin, Label(f"{name}“{mention.typed}”", f"{name} “{mention.typed}”"))
    return Label(f"{mention.day}（{place.zh}）", f"{mention.day} ({place.en})")


def note_columns_and_rows(draft: Interpretation) -> None:
    """Adds to the reader's decisions what each column of the sheet means, and which kinds of rows there are.

    There is a decision for each column, read or not, and one for each kind of row with the number of its rows.
    """
    for position, key in keys_of(draft.region).items():
        if position not in draft.asked_positions:
            _note_column(draft, position, key)
    for kind in ("data", "numbering"):
        rows = getattr(draft.body, kind)
        if rows:
            label, where = KINDS[kind], address(rows[0], draft.region.positions.start)
            count = Label(f"{label.zh}{len(rows)}行", f"{label.en}: {len(rows)} rows")
            draft.note("row", f"rows:{kind}", where, label.zh, count)


def _note_column(draft: Interpretation, position: int, key: str) -> None:
    region, table, sense = draft.region, draft.region.table, draft.senses.get(position)
    name = next((name for name, taken in draft.fields.items() if taken == position), None)
    scale = draft.scales.get(name or "")
    cells = region.column_cells(position, draft.body.data[:_SHOWN])
    values = tuple("" if cell is None else typed_text(cell) for cell in cells)
    choices = [Choice(f"{table.name}.{c.name}", column_label(table, c.name)) for c in table.columns]
    full = f"{table.name}.{name}" if name else None
    evidence = scale.evidence if scale else Label("表头或内容", "the heading or the cells")
    if not name:
        no_column = Label("不是看板所需的列", "the dashboard has no such column")
        evidence = REASONS[sense.reason] if sense and sense.reason else no_column
    borne_out = draft.evidence.get(name or "")
    if borne_out:
        evidence = Label(f"{evidence.zh}；{borne_out.zh}", f"{evidence.en}; {borne_out.en}")
    draft.note(
        "column" if name else "not_read", f"column:{key}", heading_cell(region, position),
        "/".join(region.paths[position]), evidence, full or NOT_READ, [*choices, NOT_READ_CHOICE], column=full,
        measurement_unit=scale.measurement_unit if scale else None, values=values,
    )  # fmt: skip
