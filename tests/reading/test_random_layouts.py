"""A random table in a random layout is read equal, asked about or refused: never read as another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from renovation.domain.cells import Cell
from renovation.domain.places import UNITS
from renovation.reading.files.workbook import Book, MergedRange, Sheet
from renovation.reading.reader import Reading, read_book

DAY: Final = "截至2013年10月15日"
COUNTED: Final = ("projects_started", "projects_completed")
TRUE_PARENTS: Final = ("", "累计", "年初以来累计", "截至10月15日", "2013年", "1-10月", "今年", "进展情况", "实际完成")
OTHER_PARENTS: Final = (
    "去年同期", "2012年", "本周新增", "上周累计", "10.9-10.15", "当月", "计划", "其中：重点项目", "1-9月", "截至9月底",
    "预计数", "同比（%）", "排名", "未核实", "甲类", "含续建", "下月计划", "增幅", "10月",
)  # fmt: skip
NAMES: Final = ("单位", "乡镇（街道）", "指标\n单位", "各乡镇", "板块", "", "责任单位")
WORDINGS: Final = {
    "projects_started": ("开工项目数", "开工", "已开工项目（个）", "开工建设项目数", "动工个数"),
    "projects_completed": ("竣工项目数", "完工", "已竣工项目数（个）", "完工个数"),
    "area_renovated": ("完成面积", "完成改造建筑面积", "已完成改造面积", "竣工面积"),
    "annual_target_area": ("年度目标面积", "全年目标改造面积", "目标任务面积"),
}
FACTORS: Final = {"万㎡": 1, "万平方米": 1, "㎡": 10_000, "平方米": 10_000}
UNIT_PLACES: Final = ("heading", "line", "title", "note", "sheet")
TITLES: Final = ("吴兴区旧厂区改造进度表", "旧厂区改造工作推进情况统计表", "附件2：2013年旧厂区改造进展一览表")


@dataclass
class Layout:
    """A sheet as some office makes it, with the figures that it means by unit and column."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[MergedRange, ...]
    truth: dict[str, dict[str, float]]


@st.composite
def tables(draw: st.DrawFn) -> dict[str, dict[str, float]]:
    """By unit: counts, areas of two decimals and targets, in 万㎡."""
    hundredths = st.integers(1, 40_000)
    found = {}
    for unit in draw(st.permutations([place.name for place in UNITS])):
        started = draw(st.integers(0, 300))
        found[unit] = {
            "projects_started": float(started),
            "projects_completed": float(draw(st.integers(0, started))),
            "area_renovated": draw(hundredths) / 100,
            "annual_target_area": draw(hundredths) / 100,
        }
    return found


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """The table with true and other parents, units anywhere, groups, notes, parts and unknown words."""
    truth = draw(tables())
    unit, place = draw(st.sampled_from(sorted(FACTORS))), draw(st.sampled_from(UNIT_PLACES))
    blocks = [(draw(st.sampled_from(TRUE_PARENTS)), True)]
    blocks += [(other, False) for other in draw(st.lists(st.sampled_from(OTHER_PARENTS), max_size=2, unique=True))]
    blocks = draw(st.permutations(blocks))
    head, below, merged, columns = _headings(draw, blocks, unit if place == "heading" else "")
    by = FACTORS[unit]
    body: list[list[Cell]] = [[name, *_figures(draw, figures, columns, by)] for name, figures in truth.items()]
    body = _with_other_rows(draw, body)
    lines: list[list[Cell]] = [[draw(st.sampled_from(TITLES)) + (f"（{unit}）" if place == "title" else "")], [DAY]]
    if place == "line":
        lines.append([None] * (len(columns) - 1) + [f"单位：个、{unit}"])
    notes: list[list[Cell]] = [[f"注：面积单位为{unit}。"]] if place == "note" else []
    top = len(lines)
    rows = [*lines, head, below, *body, *notes]
    areas = tuple(MergedRange(top + area.top, area.left, top + area.bottom, area.right) for area in merged)
    return Layout(f"进度（{unit}）" if place == "sheet" else "进度", rows, areas, truth)


def _headings(
    draw: st.DrawFn, blocks: list[tuple[str, bool]], unit: str
) -> tuple[list[Cell], list[Cell], list[MergedRange], list[tuple[str, bool]]]:
    """The two rows of headings, the merged parents, and each column's name with whether it is the true one."""
    head: list[Cell] = [draw(st.sampled_from(NAMES)) or None]
    below: list[Cell] = [None]
    merged = [MergedRange(0, 0, 1, 0)]
    columns: list[tuple[str, bool]] = []
    for parent, is_true in blocks:
        names = draw(st.permutations(list(WORDINGS)))
        first = len(head)
        for name in names:
            wording = draw(st.sampled_from(WORDINGS[name]))
            below.append(f"{wording}（{unit}）" if unit and "area" in name else wording)
            head.append(None)
            columns.append((name, is_true))
        head[first] = parent or None
        if parent:
            merged.append(MergedRange(0, first, 0, len(head) - 1))
    return head, below, merged, columns


def _figures(draw: st.DrawFn, figures: dict[str, float], columns: list[tuple[str, bool]], by: int) -> list[Cell]:
    """A row's cells: the figures under true parents, others under the others; areas in the sheet's unit."""
    cells: list[Cell] = []
    for name, is_true in columns:
        value = figures[name] if is_true else float(draw(st.integers(0, 50)))
        cells.append(int(value) if name in COUNTED else round(value * by, 4))
    return cells


def _with_other_rows(draw: st.DrawFn, body: list[list[Cell]]) -> list[list[Cell]]:
    """Rows of totals, groups, parts, averages and column numbers among the data."""
    found = list(body)
    sums: list[Any] = [round(sum(row[place] for row in body), 4) for place in range(1, len(body[0]))]  # type: ignore[misc, arg-type]
    if draw(st.booleans()):
        found.insert(draw(st.sampled_from([0, len(found)])), ["合计", *sums])
    if draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found))), ["其中：产业园", *[0] * len(sums)])
    if draw(st.booleans()):
        found.append(["平均", *[round(one / 8, 2) for one in sums]])
    if draw(st.booleans()):
        found.insert(0, ["甲", *range(1, len(sums) + 1)])
    return found


def read(*sheets: Layout) -> Reading:
    """The reading of sheets that were already opened."""
    opened = []
    for layout in sheets:
        width = max(map(len, layout.rows))
        rows = tuple((*row, *[None] * (width - len(row))) for row in layout.rows)
        opened.append(Sheet(layout.name, rows, layout.merged))
    return read_book(Book(tuple(opened)))


def differences(reading: Reading, truth: dict[str, dict[str, float]]) -> list[str]:
    """What was read otherwise than the sheet means; nothing where it was asked about or refused."""
    if reading.questions or reading.errors or "unit_progress" not in reading.tables:
        return []
    frame = reading.tables["unit_progress"].frame.set_index("unit")
    off = [unit for unit in {*truth, *frame.index} if unit not in truth or unit not in frame.index]
    for unit in set(truth) & set(frame.index):
        for name, value in truth[unit].items():
            got = frame.loc[unit, name]
            if got == got and abs(float(got) - value) > 1e-6:
                off.append(f"{unit} {name}: {got} for {value}")
    return off


@given(layouts())
def test_a_random_layout_is_read_equal_or_asked_about(layout: Layout) -> None:
    assert differences(read(layout), layout.truth) == []


@given(layouts(), st.integers(1, 7))
def test_a_table_in_two_sheets_is_read_whole_or_asked_about(layout: Layout, cut: int) -> None:
    names = list(layout.truth)
    first, second = set(names[:cut]), set(names[cut:])
    other = [place.name for place in UNITS]
    halves = [
        Layout(name, [row for row in layout.rows if row[0] not in other or row[0] in kept], layout.merged, {})
        for name, kept in ((layout.name, first), (f"{layout.name}续", second))
    ]
    assert differences(read(*halves), layout.truth) == []


@given(layouts(), st.sampled_from(["#", "¤¤", "待定口径B", "（参考）"]))
def test_an_unknown_word_in_a_heading_is_asked_about_or_changes_nothing(layout: Layout, word: str) -> None:
    top = next(row for row, cells in enumerate(layout.rows) if cells[0] == DAY) + 2
    headings = [row for row in layout.rows[top - 1 : top + 2] if any("面积" in str(cell) for cell in row)]
    for row in headings:
        row[1:] = [f"{cell}{word}" if cell else cell for cell in row[1:]]
    assert differences(read(layout), layout.truth) == []


@st.composite
def weeks(draw: st.DrawFn) -> tuple[list[Layout], dict[str, dict[str, float]]]:
    """Last week's table and this week's in any order, on one sheet or on two, each below its date."""
    truth = draw(tables())
    heads = [["单位", *[draw(st.sampled_from(WORDINGS[name])) for name in WORDINGS]] for _ in range(2)]
    if draw(st.booleans()):
        heads[1] = heads[0]
    blocks: list[list[list[Cell]]] = []
    for head, day, back in zip(heads, ("截至2013年10月15日", "截至2013年10月8日"), (0.0, 0.5), strict=True):
        said = f"{draw(st.sampled_from(['', '一、', '进度 ']))}{draw(st.sampled_from(['', '情况']))}（{day}）"
        rows = [[name, *[max(0.0, value - back) for value in figures.values()]] for name, figures in truth.items()]
        counted: list[list[Cell]] = [[row[0], int(row[1]), int(row[2]), *row[3:]] for row in rows]  # type: ignore[arg-type]
        blocks.append([[said], [f"{text}（万㎡）" if "面积" in text else text for text in head], *counted])
    blocks = draw(st.permutations(blocks))
    gap: list[list[Cell]] = [[None]] * draw(st.integers(0, 2))
    if draw(st.booleans()):
        return [Layout("进度", [["吴兴区旧厂区改造进度表"], *blocks[0], *gap, *blocks[1]], (), {})], truth
    return [Layout(name, block, (), {}) for name, block in zip(("表一", "表二"), blocks, strict=True)], truth


@given(weeks())
def test_of_two_weeks_the_later_is_read_or_asked_about(
    drawn: tuple[list[Layout], dict[str, dict[str, float]]],
) -> None:
    sheets, truth = drawn
    reading = read(*sheets)
    assert differences(reading, truth) == []
    assert reading.as_of in (None, dt.date(2013, 10, 15))


@given(tables(), st.data())
def test_counts_and_areas_in_two_tables_are_read_whole_or_asked_about(
    truth: dict[str, dict[str, float]], data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(sorted(FACTORS)))
    parts: list[list[list[Cell]]] = []
    for names, by in ((COUNTED, 1), (("area_renovated", "annual_target_area"), FACTORS[unit])):
        order = data.draw(st.permutations(list(truth)))
        rows: list[list[Cell]] = [[name, *[round(truth[name][one] * by, 4) for one in names]] for name in order]
        if data.draw(st.booleans()):
            rows.append(["合计", *[round(sum(figures[one] for figures in truth.values()) * by, 4) for one in names]])
        head = [data.draw(st.sampled_from(WORDINGS[name])) for name in names]
        in_headings = names == COUNTED or data.draw(st.booleans())
        if in_headings and names != COUNTED:
            head = [f"{text}（{unit}）" for text in head]
        said = "一、情况" if in_headings else f"二、面积（{unit}）"
        parts.append(
            [[DAY] if data.draw(st.booleans()) or names == COUNTED else [None], [said], ["单位", *head], *rows]
        )
    whole = [Layout("进度", [*parts[0], [None], *parts[1]], (), {})]
    two = [Layout(name, part, (), {}) for name, part in zip(("项目", "面积"), parts, strict=True)]
    assert differences(read(*(whole if data.draw(st.booleans()) else two)), truth) == []


@st.composite
def lists(draw: st.DrawFn) -> tuple[Layout, dict[str, dict[str, float]]]:
    """The figures as a long list, as a block for each unit, or with the units across; some lines may be missing."""
    truth, unit = draw(tables()), draw(st.sampled_from(sorted(FACTORS)))
    names = draw(st.permutations([*COUNTED, "area_renovated"]))
    wordings = {name: draw(st.sampled_from(WORDINGS[name])) for name in WORDINGS}
    titles = {name: wordings[name] + (f"（{unit}）" if "area" in name else "") for name in wordings}
    figures = {place: {name: round(own[name] * (FACTORS[unit] if "area" in name else 1), 4) for name in own}
               for place, own in truth.items()}  # fmt: skip
    form = draw(st.sampled_from(("list", "blocks", "across")))
    if form == "list":
        rows: list[list[Cell]] = [["单位", "指标", draw(st.sampled_from(("累计", "数值", "累计完成", "本期")))]]
        rows += [[place, titles[name], own[name]] for place, own in figures.items() for name in names]
    elif form == "blocks":
        heads: list[Cell] = [titles[name] for name in names]
        rows = [line for place, own in figures.items()
                for line in ([f"一、{place}"], heads, [own[name] for name in names], [None])]  # fmt: skip
    else:
        rows = [["指标", *figures], *([titles[name], *(own[name] for own in figures.values())] for name in names)]
    if draw(st.booleans()):
        rows.pop(draw(st.integers(1, len(rows) - 1)))
    return Layout("进度", [["旧厂区改造进度"], [DAY], *rows], (), {}), truth


@given(lists())
def test_lists_and_blocks_are_read_equal_or_asked_about(drawn: tuple[Layout, dict[str, dict[str, float]]]) -> None:
    layout, truth = drawn
    reading = read(layout)
    if reading.questions or reading.errors:
        return
    assert set(reading.tables) <= {"unit_progress"}
    frame = reading.tables["unit_progress"].frame.set_index("unit")
    for unit in frame.index:
        for name in (*COUNTED, "area_renovated"):
            assert abs(float(frame.loc[unit, name]) - truth[unit][name]) <= 1e-6
