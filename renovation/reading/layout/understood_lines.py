"""Lists the decisions about the layout of a table, each with the choices by which the clerk can correct it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from renovation.domain.cells import typed_text
from renovation.domain.labels import Label
from renovation.domain.tables import TABLES
from renovation.reading.files.workbook import address
from renovation.reading.layout.body import Body
from renovation.reading.layout.columns import Chosen, heading_cell, keys_of
from renovation.reading.layout.dates import AsOf, Mention
from renovation.reading.layout.decisions import NOT_READ, NOT_READ_CHOICE, Decisions
from renovation.reading.layout.meanings import REASONS, Sense, column_label
from renovation.reading.layout.region import Region
from renovation.reading.layout.regions import as_table, is_enough
from renovation.reading.layout.row_decisions import KINDS
from renovation.reading.layout.scale_decisions import Scale
from renovation.reading.questions import Choice, Understood

_SHOWN: Final = 3


def table_line(region: Region, decisions: Decisions) -> Understood:
    """Returns the decision that says which table of the release a region is.

    Its choices are the other tables that the headings of the region fit.
    """
    others = [name for name in TABLES if name != region.table.name and is_enough(as_table(region, name))]
    names = [region.table.name, *others]
    choices = (*(Choice(name, TABLES[name].title) for name in names), NOT_READ_CHOICE)
    answer = decisions.answer("table", [choice.value for choice in choices])
    count = len(region.related)
    evidence = Label(f"表头有{count}列相符", f"{count} headings match the table")
    where = address(region.top, region.positions.start)
    return Understood(
        "table", decisions.id("table"), region.sheet.name, where, region.table.title.zh, None, None, evidence,
        value=answer or region.table.name, choices=choices, answered=answer is not None,
        question=Label("这是哪一张表？", "Which table is it?"),
    )  # fmt: skip


def decide_day(region: Region, day: AsOf, decisions: Decisions) -> AsOf:
    """Decides the as-of date; if the sheet has several dates, a question is added to `decisions`.

    The value of an answer is the place of the date, not the date, so that it is still valid for next week's sheet.
    """
    mentions: dict[str, Mention] = {}
    for mention in day.mentions:
        mentions.setdefault(f"{mention.where or ''}{mention.origin}", mention)
    choices = [Choice(place, _label_of_day(region, mention)) for place, mention in mentions.items()]
    differ = {mention.day for mention in (day.mention, *day.others) if mention}
    answer = decisions.answer("day", list(mentions))
    if len(differ) < 2 and answer is None:
        if day.mention is not None:
            evidence = Label(f"“{day.typed}”", f"“{day.typed}”")
            value = next(place for place, mention in mentions.items() if mention.day == day.day)
            decisions.add(Understood(
                "day", decisions.id("day"), region.sheet.name, day.mention.where, day.typed, None, None, evidence,
                value=value, choices=tuple(choices),
            ))  # fmt: skip
        return day
    listed = "、".join(dict.fromkeys(str(mention.day) for mention in mentions.values()))
    text = Label(
        f"表中有几个日期：{listed}。数据截至哪一天？",
        f"There are several dates: {listed}. Which one is the as-of date of the figures?",
    )
    where = next((mention.where for mention in (*day.others, *mentions.values()) if mention.where), None)
    first = next(iter(mentions))
    taken = mentions[decisions.ask("day", "day", text, choices, first, where) or first]
    return replace(day, day=taken.day, typed=taken.typed, mention=taken)


def _label_of_day(region: Region, mention: Mention) -> Label:
    places = {"given": Label("填写的日期", "as entered"), "file": Label("文件名", "the file's name")}
    name = mention.where or region.sheet.name
    place = places.get(mention.origin, Label(f"{name}“{mention.typed}”", f"{name} “{mention.typed}”"))
    return Label(f"{mention.day}（{place.zh}）", f"{mention.day} ({place.en})")


def lines_of(
    region: Region,
    body: Body,
    chosen: Chosen,
    scales: Mapping[str, Scale],
    senses: Mapping[int, Sense],
    decisions: Decisions,
) -> Iterator[Understood]:
    """Yields a decision for each column, read or not, and one for each kind of row with the number of rows.

    `chosen`, `scales` and `senses` are the columns that are read, their units of measurement, and the meanings of the
    headings.
    """
    for position, key in keys_of(region).items():
        if position not in chosen.asked_positions:
            yield _column(region, body, position, key, chosen, scales, senses.get(position), decisions)
    for kind in ("data", "numbering"):
        rows = getattr(body, kind)
        if rows:
            label, where = KINDS[kind], address(rows[0], region.positions.start)
            count = Label(f"{label.zh}{len(rows)}行", f"{label.en}: {len(rows)} rows")
            yield Understood("row", decisions.id(f"rows:{kind}"), region.sheet.name, where, label.zh, None, None, count)


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
    reason = (
        REASONS[sense.reason]
        if sense and sense.reason
        else Label("不是看板所需的列", "the dashboard has no such column")
    )
    evidence = (scale.evidence if scale else Label("表头或内容", "the heading or the cells")) if name else reason
    borne_out = chosen.evidence.get(name or "")
    if borne_out:
        evidence = Label(f"{evidence.zh}；{borne_out.zh}", f"{evidence.en}; {borne_out.en}")
    answered = decisions.answer(f"column:{key}", [*(choice.value for choice in choices), NOT_READ]) is not None
    return Understood(
        "column" if name else "not_read", decisions.id(f"column:{key}"), region.sheet.name,
        heading_cell(region, position), "/".join(region.paths[position]), full,
        scale.measurement_unit if scale else None, evidence, values, full or NOT_READ, (*choices, NOT_READ_CHOICE),
        answered,
    )  # fmt: skip
