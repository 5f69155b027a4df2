"""Decides which column of the table a heading means, and how certain that is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import repeat
from typing import Final, Literal

from renovation.domain.column_types import OneOf
from renovation.domain.labels import Label
from renovation.domain.measurement_units import measurement_unit_label
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import Table
from renovation.reading.layout.grammar import REMEMBERED, Heading, HeadingPath, folded, parse
from renovation.reading.layout.lexicon import Kind
from renovation.reading.layout.scales import dimension

Status = Literal["accepted", "doubtful", "rejected"]
Reason = Literal[
    "gain", "fell", "other_time", "unclear_time", "plan", "reported", "part", "unverified", "unknown", "wording",
    "measure", "other_place", "other_programme", "corrected", "withdrawn", "another",
    "invisible",
]  # fmt: skip

REASONS: Final[Mapping[Reason, Label]] = {
    "gain": Label("是一段时间的增量，不是累计数", "it has the increase of a period, not cumulative figures"),
    "fell": Label("多数比上一期少，像是一段时间的增量", "most are lower than before, as the increases of a period are"),
    "other_time": Label("是另一时间的数", "it is about another time"),
    "unclear_time": Label(
        "可能只是当月或当期数，不是累计数", "it may have figures of one month or period only, not cumulative figures"
    ),
    "plan": Label("是计划数", "it has planned figures"),
    "reported": Label(
        "是上报数或全市数，口径可能不同", "it has figures reported to the city or of the city, perhaps on another basis"
    ),
    "part": Label("可能只是其中一部分", "it may have only a part of the figures"),
    "unverified": Label("包含未完成或未核实的数", "it includes figures that are not completed or not verified"),
    "unknown": Label("其中有无法识别的词", "it has words that are not known"),
    "wording": Label("也可能另有所指", "the wording may also mean something else"),
    "measure": Label("是另一指标", "it is another measure"),
    "another": Label("这一指标已取另一处的数", "the figures of another column or row were read instead"),
    "other_place": Label("可能是其他地方的数", "it may be about another place"),
    "corrected": Label("可能还没有照此更正", "the figures may not be corrected yet"),
    "withdrawn": Label("可能是作废或未定的稿", "it may be withdrawn or a draft"),
    "invisible": Label(
        "附有看不见的文字（字色与底色相同，或被格式隐藏）",
        "it is a text that nobody sees, in the colour of the background or hidden by its format",
    ),
    "other_programme": Label("可能不是旧厂区改造的数", "it may not be about the renovation of old factories"),
}
"""Why the clerk is asked about a column, or why it is not read."""

_BRACKETED: Final = re.compile(r"\(([^()]*)\)")  # (万㎡), not （
# 1.开工项目数, （二）开工项目数; not 1.5万
_NUMBER: Final = re.compile(r"^\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十①-⑳])[)）、．.]\s*(?!\d)")
_ABOUT: Final = re.compile("(?:基本)?(?:概况|情况|信息)$")  # 项目基本情况, not 情况说明
_NEWLY: Final = re.compile("新(?:开工|完工|动工|启动)")  # 新开工/今年累计; not 新建项目
_BEFORE: Final = re.compile("[改拆][造除]?前|原|现[状有]")  # 改造前建筑面积, 原有建筑面积; not 改造建筑面积
_EXISTING: Final = re.compile("厂(?!.*[改拆])")  # 目前厂房面积; not 旧厂区累计改造面积
_OTHER_STATISTICS: Final = frozenset({"growth", "share", "rank", "gap", "mean", "schedule"})
_OTHER_QUANTITIES: Final = frozenset({"other", "land", "other_programme"})
PARTS_OF_ALL: Final = ("key", "part", "side", "mode", "batch", "excluding")
_WEAK: Final = 3
"""The rank of a heading that may mean something else, such as 面积 beside 完成面积."""


@dataclass(frozen=True)
class Sense:
    """The meaning of a heading: the name of a column of the table, and how certain that is.

    `column` is the name of this column; it is None if the heading means no column of the table. `status` is `accepted`
    (certain), `doubtful` (the clerk is asked) or `rejected` (not this column). `reason` says why the meaning is
    doubtful or rejected; it is None if the meaning is accepted or if no word of the heading fits a column. If several
    headings mean the same column, the one with the lowest `rank` is chosen. If `weak` is True, other evidence, such as
    units of measurement or rates, must confirm the meaning. If `exact` is True, the heading is a declared heading or
    alias.
    """

    column: str | None
    status: Status = "accepted"
    rank: int = 0
    reason: Reason | None = None
    weak: bool = False
    exact: bool = False


OTHER: Final = Sense(None, "rejected", reason="measure")
NOTHING: Final = Sense(None, "rejected")


@lru_cache(REMEMBERED)
def sense_of(path: HeadingPath, table: str, as_of: dt.date | None) -> Sense:
    """Returns the meaning of a heading in the table named `table`, for figures as of `as_of` (None: unknown).

    `path` lists the heading cells from the top down. If no word of the heading fits a column of the table, returns
    NOTHING, a Sense without a column.
    """
    path = tuple(_NUMBER.sub("", part) for part in path)
    exact = _exact(path, table)
    if exact:
        return exact
    parent = _exact(path[:-1], table)
    if parent and isinstance(TABLES[table].column(parent.column or "").type, OneOf):
        return replace(parent, status="doubtful", reason="wording", rank=_WEAK)  # 进度/竣工, with ticks below
    heading = parse(path)
    found = _MEASURED[table](heading, table) if table in _MEASURED else NOTHING
    return _qualified(found, heading, as_of, table) if found.column else found


@cache
def _names(table: str) -> Mapping[str, str]:
    """Returns the column's name for each declared heading, and for each alias of a column that is no measure."""
    columns = TABLES[table].columns
    measured = ("area_renovated", "annual_target_area", "completion_rate_reported", "area_reported", "area")
    aliases = {
        _bare(alias): column.name
        for column in columns
        if column.name not in measured and not column.name.startswith("projects_")
        for alias in column.aliases
    }
    return aliases | {_bare(word): column.name for column in columns for word in (column.heading.zh, column.heading.en)}


def _bare(heading: str) -> str:
    return folded(heading).replace("(", "").replace(")", "")


def _exact(path: HeadingPath, table: str) -> Sense | None:
    """Returns the meaning of a declared heading or alias (neutral headings and notes in brackets ignored), or None."""
    names = _names(table)
    for start in range(len(path)):
        if start and not parse(path[:start]).is_neutral:
            return None
        parts = path[start:]
        outside = [_BRACKETED.sub("", folded(part)) for part in parts]
        short = "".join(map(_ABOUT.sub, repeat(""), parts[:-1])) + parts[-1]  # 项目概况/名称 is 项目名称
        for words in ("".join(map(_bare, parts)), "".join(outside), "".join(reversed(outside)), _bare(short)):
            if words in names and (TABLES[table].column(names[words]).type.dtype == "str" or _is_plain(parts)):
                column = TABLES[table].column(names[words])
                is_declared = column.type.dtype == "str" and _bare(column.heading.zh) == words
                return Sense(names[words], rank=-is_declared, exact=True)
    return None


def _is_plain(parts: HeadingPath) -> bool:
    """Returns whether brackets in a heading leave its meaning unchanged, such as those around units of measurement."""
    inside = [text for part in parts for text in _BRACKETED.findall(folded(part))]
    return all(parse((text,)).is_neutral for text in inside)


def _progress(heading: Heading, table: str) -> Sense:
    """Returns the meaning of a heading in the tables 乡镇进度 and 县区进度."""
    quantity, statistic = heading.all_of("quantity"), heading.all_of("statistic")
    measured = dimension(heading.measurement_units[0]) if heading.measurement_units else None
    behind = heading.order[heading.order.index("share") :] if "share" in statistic else ()
    of_year = behind == ("share", "year") and "rate" in statistic  # 完成率/占全年
    of_target = of_year or (
        {"target", "plan"} & {*behind} and not heading.all_of("scope")
    )  # 占年度任务, not 占全区任务
    if statistic & _OTHER_STATISTICS - ({"share"} if of_target else set()) or quantity & _OTHER_QUANTITIES:
        return OTHER
    name = "area_reported" if table == "county_progress" else "area_renovated"
    if measured in ("land", "other"):
        return Sense(name, "rejected", reason="measure") if {"area", "done"} <= quantity else OTHER
    if statistic & {"rate", "share"} or measured == "rate":
        return _rate(quantity, table)
    if "target" in quantity:
        return _target(heading, quantity, measured, table)
    if "started" in quantity:
        return Sense("projects_started") if _counts(quantity, measured, table) else OTHER
    is_area = "area" in quantity or measured == "area"
    if "completed" in quantity and not is_area:
        return Sense("projects_completed") if _counts(quantity, measured, table) else OTHER
    if is_area:
        return _area(heading, quantity, name)
    if "done" in quantity and heading.is_aim:
        return _target(heading, quantity, measured, table)
    if "done" in quantity:
        if quantity & {"projects"} or measured == "count":
            return Sense("projects_completed", weak="projects" not in quantity) if table == "unit_progress" else OTHER
        return Sense(name, rank=_WEAK, weak=not heading.says("reported", "city"))
    if table == "county_progress" and heading.says("reported"):
        return Sense(name, rank=_WEAK, weak=True)
    return OTHER if quantity or statistic - {"whole"} else NOTHING


def _counts(quantity: frozenset[str], measured: str | None, table: str) -> bool:
    both = {"started", "completed"} <= quantity
    return table == "unit_progress" and "area" not in quantity and measured in (None, "count") and not both


def _rate(quantity: frozenset[str], table: str) -> Sense:
    of_projects = quantity & {"started", "completed"} or ("projects" in quantity and not quantity & {"area", "target"})
    return OTHER if of_projects or table != "unit_progress" else Sense("completion_rate_reported")


def _target(heading: Heading, quantity: frozenset[str], measured: str | None, table: str) -> Sense:
    if table != "unit_progress" or quantity & {"started", "completed"} or measured == "count":
        return OTHER
    if "area" in quantity or measured == "area":
        return Sense("annual_target_area")
    if {"done", "target"} <= quantity and heading.order.index("done") < heading.order.index("target"):
        return Sense("completion_rate_reported", rank=_WEAK, weak=True)  # 完成目标任务
    return Sense("annual_target_area", rank=_WEAK, weak=True)


def _area(heading: Heading, quantity: frozenset[str], name: str) -> Sense:
    if heading.is_aim:
        is_annual = heading.says("year", "year_end") or bool(heading.times)
        return Sense("annual_target_area", rank=_WEAK, weak=not is_annual) if name == "area_renovated" else OTHER
    done = quantity & {"done", "completed"} or (name == "area_reported" and heading.says("reported"))
    weak = not heading.says("actual", "total") or heading.says("all") or bool(_EXISTING.search(heading.words))
    return Sense(name) if done else Sense(name, rank=_WEAK + heading.says("all"), weak=weak)


def _site_area(heading: Heading, _table: str) -> Sense:
    """Returns the meaning of a heading that may be a site's floor area; 建筑面积 fits best, an area of land never.

    An area that is planned, or was there before the renovation, only counts if no other column is an area.
    """
    quantity = heading.all_of("quantity")
    measured = dimension(heading.measurement_units[0]) if heading.measurement_units else None
    is_other = quantity & {*_OTHER_QUANTITIES, "target"} or measured not in (None, "area", "strange")
    if "area" not in quantity or is_other:
        return OTHER if quantity else NOTHING
    rank = 0 if "建筑面积" in heading.words else 1
    is_another = heading.says("plan") or _BEFORE.search(heading.words) is not None
    return Sense("area", rank=rank + 2 * heading.says("mode", "done") + 4 * is_another)


def _figure_value(heading: Heading, _table: str) -> Sense:
    """Returns the meaning of a heading that may be above the values of a list of measures, such as 累计完成 or 实际."""
    quantity, statistic = heading.all_of("quantity"), heading.all_of("statistic")
    says_value = heading.says("total", "actual", "year") or heading.times or re.search("本[期周旬月]", heading.words)
    if quantity - {"done"} or statistic - {"count"} or not (quantity or statistic or says_value):
        return OTHER if quantity or statistic else NOTHING
    return Sense("value")


_MEASURED: Final = {
    "unit_progress": _progress,
    "county_progress": _progress,
    "sites": _site_area,
    "figures": _figure_value,
}


def _qualified(found: Sense, heading: Heading, as_of: dt.date | None, table: str) -> Sense:
    """Returns the meaning of a heading, made doubtful or rejected if its other words name a time, a plan or a part."""
    covered = heading.covered_time(as_of)
    of_target = found.column == "annual_target_area"
    if covered in ("other", "gain"):
        return replace(found, status="rejected", reason="gain" if covered == "gain" else "other_time")
    planned = heading.says("forecast") or (heading.is_aim and not of_target and not heading.says("target", "share"))
    if heading.says("negated") or (planned and table != "sites"):
        return replace(found, status="rejected", reason="plan" if planned else "measure")
    if of_target and covered == "total" and not heading.says("year") and (heading.times or not heading.says("target")):
        return replace(found, status="doubtful", reason="unclear_time")  # 1-10月目标, 目前应完成
    rank = found.rank - 2 * (covered == "total") - heading.says("actual") - (of_target and heading.says("year"))
    rank += 2 * heading.says("plan", "stretch")
    reason = _doubt(found, heading, covered, table)
    if reason:
        return replace(found, status="doubtful", reason=reason, rank=rank + 10)
    return replace(found, rank=rank)


def _doubt(found: Sense, heading: Heading, covered: str, table: str) -> Reason | None:
    """Returns why the clerk must be asked about a column; None if its meaning is certain."""
    if covered == "unclear" and table != "sites":
        return "unclear_time"
    if heading.unknown and not (covered == "total" and is_newly(heading)) and found.column != "area":
        return "unknown"
    if table == "sites":
        return None
    if heading.says(*PARTS_OF_ALL):
        return "part"
    if heading.says("building", "unverified", "including", "self_reported"):
        return "unverified"
    if heading.says("withdrawn"):
        return "withdrawn"
    if table == "unit_progress" and heading.says("reported", "city") and found.column != "completion_rate_reported":
        return "reported"
    return None


def is_newly(heading: Heading) -> bool:
    """Returns whether 新 before 开工 is the only unknown word of a heading; it may mean this week or this year."""
    return heading.unknown == ("新",) and _NEWLY.search(heading.words) is not None


@lru_cache(REMEMBERED)
def code_by_meaning(rule: OneOf, typed: str) -> str | None:
    """Returns the code of the allowed value that has the same meaning as the text `typed` in a cell.

    `rule` lists the allowed values with their codes. 已竣工投产 means the allowed value 完工, so the code of 完工 is
    returned; a number before the text, as in 1.开工项目数, is ignored. Returns None if no allowed value has this
    meaning, or if several have it.
    """
    text = _NUMBER.sub("", typed)
    try:
        return rule.parse(text)
    except ValueError:
        own = _bare_features(text)
        codes = [code for code, word in rule.options.items() if own and own == _bare_features(word.zh)]
        return codes[0] if len(codes) == 1 else None


def _bare_features(text: str) -> frozenset[tuple[Kind, str]] | None:
    """Returns the features of a text without neutral words; None if it contains an unknown word or a time."""
    heading = parse((text,))
    found = {
        (kind, value)
        for kind, value in heading.features
        if kind != "neutral" and value not in ("actual", "total", "count")
    }
    is_clear = not (heading.unknown or heading.times or heading.measurement_units)
    is_clear = is_clear and heading.all_of("period") <= {"total"}
    return frozenset(found) if found and is_clear else None


def column_label(table: Table, name: str) -> Label:
    """Returns the heading of a column with its unit of measurement in both languages, for questions to the clerk."""
    column = table.column(name)
    measurement_unit = measurement_unit_label(column.measurement_unit, "en") if column.measurement_unit else ""
    return Label(
        column.heading_with_measurement_unit,
        f"{column.heading.en} ({measurement_unit})" if measurement_unit else column.heading.en,
    )
