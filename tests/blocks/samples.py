"""One block of each kind, small enough to add up in the head."""

from __future__ import annotations

import datetime as dt

from renovation.blocks.model import (
    Block,
    Bullet,
    BulletList,
    CircleMap,
    DataRow,
    DataTable,
    Day,
    GoalList,
    GoalProgress,
    HeadlineCard,
    HeadlineCards,
    MapCircle,
    MapClass,
    MapName,
    Paragraph,
    Provenance,
    RankedRow,
    Ranking,
    Trend,
    TrendLine,
    TrendPoint,
    Trends,
    figure,
)


def blocks(text: str) -> tuple[Block, ...]:
    """Every kind of block, with the text wherever words may stand."""
    figures = figure(3, text, "个")
    source = Provenance(dt.date(2013, 10, 15), text, text)
    goal = GoalProgress(text, "red", text, figure(50, text), figure(100, text), figure(200, text), text, source)
    circle = MapCircle("zhili", text, 120.27, 30.84, figures, 2, text)
    row = RankedRow("zhili", text, figures, 1, 1, figure(6, text), figure(50, text), "good", text)
    line = TrendLine("zhili", text, (TrendPoint(Day(source.as_of, text), figures),))
    return (
        Trends((Trend(text, (line,)),)),
        HeadlineCards((HeadlineCard(text, figures, (f"**{text}** of {text}",), source),)),
        Ranking(text, (row,), "bar", text, text, (text,)),
        GoalList((goal,), text),
        DataTable((text,), (DataRow((text,), "zhili"), DataRow((figures,)), DataRow((Day(source.as_of, text),)))),
        BulletList((Bullet(text, text, text),)),
        Paragraph(text, text),
        CircleMap(
            (circle,),
            (figures,),
            text,
            text,
            (MapClass(2, text), MapClass(None, text)),
            (MapName(text, 120.2, 30.9),),
            text,
        ),
    )


def ranking(*values: float | None) -> Ranking:
    return Ranking("面积", tuple(RankedRow(f"unit{n}", f"{n}镇", figure(v, str(v))) for n, v in enumerate(values)))
