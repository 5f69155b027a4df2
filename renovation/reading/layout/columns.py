"""Decides which column of a sheet holds which column of the table, and asks the clerk if several are possible."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from renovation.domain.cells import Cell, is_numeric, parse_number, typed_text
from renovation.domain.labels import Label
from renovation.reading.files.workbook import address
from renovation.reading.layout.decisions import NOT_READ, NOT_READ_CHOICE, Interpretation
from renovation.reading.layout.grammar import HeadingPath, folded, parse
from renovation.reading.layout.lexicon import Kind
from renovation.reading.layout.meanings import OTHER, PARTS_OF_ALL, REASONS, Reason, Sense, column_label, is_newly
from renovation.reading.layout.place_names import place_column
from renovation.reading.layout.previous import continues_previous, share_below
from renovation.reading.layout.region import Region
from renovation.reading.layout.scales import dimension, split_measurement_unit
from renovation.reading.layout.scopes import names_programme_alone
from renovation.reading.questions import Choice
from renovation.reading.values.percents import Printed, Ratio

_RATE: Final = "completion_rate_reported"
_TARGET: Final = "annual_target_area"
_SOURCES: Final = frozenset(
    {"verified", "reported", "self_reported", "assigned", "stretch", "adjusted", "city", "district"}
)
"""The meanings of words that say whose statistic or target a figure is."""
_OF_NAME: Final = {"projects_started": "started", "projects_completed": "completed"}
_OF_ONE_MODE: Final = ("scope", "mode")
_RATES_AGREE: Final = Label("完成率与之相符", "the completion rates agree with it")
_OF_WORK: Final = re.compile("[改拆]|^面积$")  # 改造面积, 面积; not 厂房面积
_MOSTLY: Final = 0.5
_SHOWN: Final = 3
_ROUNDING: Final = 0.01
"""How much a sum may differ from that of its parts when all are rounded, as a share."""


def keys_of(region: Region) -> dict[int, str]:
    """Maps each column number of a region to a text that identifies the column in stored answers: {3: '项目数/开工'}.

    The text is made of all headings above the column, joined by `/`. If two columns would have the same text, the
    second gets a number: `项目数/开工#2`.
    """
    seen: Counter[str] = Counter()
    keys = {}
    for position, path in sorted(region.paths.items()):
        text = re.sub(r"\s", "", "/".join(path))
        seen[text] += 1
        keys[position] = text if seen[text] == 1 else f"{text}#{seen[text]}"
    return keys


def heading_cell(region: Region, position: int) -> str:
    """Returns the reference (such as `C4`) of the lowest filled heading cell above the column number `position`."""
    rows = range(region.bottom, region.top - 1, -1)
    return address(next((row for row in rows if region.sheet.rows[row][position] is not None), region.bottom), position)


def choose_columns(draft: Interpretation) -> None:
    """Decides which column of the sheet contains each column of the table, and asks the clerk if this is uncertain.

    The clerk's answers decide first. Then the meanings of the headings decide. If several headings fit equally well,
    the column is chosen whose numbers agree with the reported rates; if none agrees, the column whose numbers agree
    with the previous release. The chosen columns are added to `draft.fields`.
    """
    region = draft.region
    keys = keys_of(region)
    taken = _forced(draft, keys)
    _leave_out_other_rates(draft)
    for column in sorted(region.table.columns, key=lambda column: column.name != _RATE):
        if column.name in draft.fields:
            continue
        if region.names is not None and column.name == place_column(region.table) and region.names not in taken:
            draft.fields[column.name] = region.names
            continue
        candidates = {
            position: sense
            for position, sense in draft.senses.items()
            if sense.column == column.name and sense.status != "rejected" and position not in {*taken, region.names}
        }
        if candidates:
            _Picker(draft, keys).pick(column.name, candidates)
    for position, sense in draft.senses.items():
        if sense.column in draft.fields and position not in draft.fields.values() and sense.reason is None:
            draft.senses[position] = replace(sense, reason="another")


def _forced(draft: Interpretation, keys: Mapping[int, str]) -> set[int]:
    """Chooses the columns that the clerk's answers name; returns the column numbers for which there is an answer."""
    table = draft.region.table
    values = [*(f"{table.name}.{column.name}" for column in table.columns), NOT_READ]
    taken = set()
    for position, key in keys.items():
        value = draft.answer(f"column:{key}", values)
        if value is not None:
            taken.add(position)
            if value != NOT_READ:
                draft.fields[value.partition(".")[2]] = position
    return taken


def _leave_out_other_rates(draft: Interpretation) -> None:
    """Changes the meaning of a column of rates to OTHER if it is clearly not renovated area ÷ target.

    Such a rate stands right of a count (占年度任务% right of 开工数), is the quotient of two other columns (completed ÷
    started), or is each row's share of a column's sum.
    """
    region, senses, rows = draft.region, draft.senses, draft.body.data
    areas, targets = (
        [place for place in senses if senses[place].column == name] for name in ("area_renovated", _TARGET)
    )
    parts = [*areas, *targets, *(place for place in senses if senses[place].column in _OF_NAME)]
    pairs = [*product(parts, (place for place in senses if senses[place].column != _RATE))]
    for position in [place for place in senses if senses[place].column == _RATE]:
        before = parse(region.paths.get(position - 1, ())).measured
        is_of_count = before & {"started", "completed", "count"} and "area" not in before
        is_ours = any(_explained(region, rows, *pair, position) for pair in product(areas, targets))
        is_other = not is_ours and any(_is_ratio(region, rows, *pair, position) for pair in pairs)
        if is_other or (is_of_count and parse(region.paths[position]).says("share")):
            senses[position] = OTHER


def _is_ratio(region: Region, rows: Sequence[int], part: int, whole: int, rate: int) -> bool:
    """Returns whether every rate is `part` ÷ `whole`, in three rows or more; if both are one column, ÷ its sum."""
    found = list(_numbers(region, rows, (part, whole, rate)))
    total = sum(numbers[1] for numbers in found)
    found = [[own, total if part == whole else all_, printed] for own, all_, printed in found]
    return len(found) > 2 and any(_explain(found, times) == len(found) for times in (1, 100))


class _Picker:
    """Chooses the column of the sheet for a column of the table, or asks the clerk which one it is."""

    def __init__(self, draft: Interpretation, keys: Mapping[int, str]) -> None:
        self.draft, self.region, self.senses = draft, draft.region, draft.senses
        self.rows, self.keys = draft.body.data, keys

    def pick(self, name: str, candidates: Mapping[int, Sense]) -> None:
        best = self._with_rivals(name, self._best(candidates), candidates)
        fitting, evidence = self._borne_out(name, best)
        position = fitting[0] if fitting else best[0]
        sense, heading = candidates[position], parse(self.region.paths[position])
        is_sure = len(fitting) == 1 and (self.explains_rates(name, position) or name == _TARGET)
        if len(best) > 1 and not is_sure:
            self._ask_which(name, best, fitting, evidence)
            return
        if fitting:
            self.draft.evidence[name] = evidence
        is_year = is_newly(heading) and sense.reason == "unknown" and self.draft.is_surely_cumulative(position, name)
        is_part = sense.reason == "part" and self._divides_all_projects(name, position)
        if is_part or is_year or (name == _RATE and self.explains_rates(name, position)):
            sense = replace(sense, status="accepted")
        if sense.status == "accepted" and self._is_one_part(name, position):
            sense = replace(sense, status="doubtful", reason="part")
        if sense.status == "accepted" and (not sense.weak or fitting or self._is_excused(name, position)):
            self.draft.fields[name] = position
        elif name == _RATE and sense.reason == "unknown" and self._can_be_checked():
            self.draft.senses[position] = OTHER  # 污染减排完成率
        elif not (sense.weak and name == _TARGET and heading.says("plan") and not heading.says("target")):
            self._ask_whether(name, position, sense, bool(fitting))

    def _best(self, candidates: Mapping[int, Sense]) -> list[int]:
        """Returns the columns whose headings fit best, without empty ones and copies; a hidden one fits less well."""
        hidden = self.region.sheet.hidden_columns
        filled = {position: self._cells(position) for position in candidates}
        kept = [position for position, cells in filled.items() if any(cell is not None for cell in cells)
                or not self.region.remarks.get(position, {}).keys().isdisjoint(self.rows)] or list(filled)  # fmt: skip
        ranks = {position: candidates[position].rank + (position in hidden) for position in kept}
        lowest = min(ranks.values())
        best = [position for position in kept if ranks[position] == lowest]
        return [position for place, position in enumerate(best)
                if all(filled[position] != filled[other] for other in best[:place])]  # fmt: skip

    def _with_rivals(self, name: str, best: list[int], candidates: Mapping[int, Sense]) -> list[int]:
        """Returns the column in `best` and those from which the clerk may have to choose; `best` if it has several.

        The others have the same quantity from another source (核定 beside 自报) or of this year only (其中：今年完成
        beside 累计完成), agree with the reported rates, or differ in an unknown word (审核后 beside 原报).
        """
        if len(best) > 1:
            return best
        own, heading = self._sources(best[0]), parse(self.region.paths[best[0]])
        others = [place for place in candidates if self._sources(place) - (own or _SOURCES - {"adjusted"})]
        if not self.explains_rates(name, best[0]):
            others += [place for place in candidates if place not in others and self.explains_rates(name, place)
                       and not parse(self.region.paths[place]).says("stretch")]  # fmt: skip
        if heading.says("total") and not heading.says("year"):
            others += [position for position in candidates if parse(self.region.paths[position]).says("year")]
        others += [place for place, sense in candidates.items() if place not in others and not sense.weak
                   and (self._may_be_whole(name, place, sense) or self._names_programme(place, best[0]))]  # fmt: skip
        return [*best, *(position for position in others if self._cells(position) != self._cells(best[0]))]

    def _may_be_whole(self, name: str, position: int, sense: Sense) -> bool:
        """Returns whether only an unknown word makes a heading doubtful, and few figures are below the earlier ones."""
        is_part = name == _RATE or parse(self.region.paths[position]).says(*PARTS_OF_ALL)
        is_unknown = sense.reason == "unknown" and not is_part
        return is_unknown and share_below(self.draft.pairs(position, name)) < _MOSTLY

    def _names_programme(self, position: int, best: int) -> bool:
        """Returns whether the heading of `position` names our programme and that of `best` does not: 项目总数."""
        return names_programme_alone("".join(self.region.paths[position]), "".join(self.region.paths[best]))

    def _sources(self, position: int) -> frozenset[str]:
        heading = parse(self.region.paths[position])
        return (heading.all_of("nature") | heading.all_of("scope")) & _SOURCES

    def _borne_out(self, name: str, positions: Sequence[int]) -> tuple[list[int], Label]:
        """Returns the columns that agree with the reported rates, else with the previous release; and which of both."""
        fitting = [position for position in positions if self.explains_rates(name, position)]
        if fitting or len(positions) == 1:
            return fitting, _RATES_AGREE
        changed = [place for place in positions if "adjusted" in self._sources(place)
                   or self.senses[place].reason == "unknown"]  # fmt: skip
        if name == _TARGET and changed:
            return [], _RATES_AGREE  # a former target repeats the previous release, of course
        fitting = [place for place in positions if self._repeats_target(place) or (
            name != _TARGET and continues_previous(self.draft.pairs(place, name), is_fixed=False))]  # fmt: skip
        return fitting, Label("与上一期相符", "it agrees with the previous release")

    def _repeats_target(self, position: int) -> bool:
        """Returns whether a column can be the target by its heading, and most of its figures equal earlier targets."""
        is_target = self.senses[position].column == _TARGET
        return is_target and continues_previous(self.draft.pairs(position, _TARGET), is_fixed=True)

    def _cells(self, position: int) -> list[Cell]:
        return self.region.column_cells(position, self.rows)

    def explains_rates(self, name: str, position: int) -> bool:
        """Returns whether most reported rates are area ÷ target, if the column number `position` is the column `name`.

        `name` is the area, the target or the rate. For the other two of these three, all columns are tried that may be
        meant.
        """
        triple = []
        for other in ("area_renovated", _TARGET, _RATE):
            rivals = [place for place, sense in self.senses.items() if sense.column == other and place != position
                      and (sense.status != "rejected" or name != _RATE)]  # fmt: skip
            rate = self.draft.fields.get(_RATE)
            fixed = [place for place in rivals if other == _TARGET and self._repeats_target(place)]
            rivals = fixed if len(fixed) == 1 else rivals
            triple.append([position] if other == name else rivals if other != _RATE else [] if rate is None else [rate])
        return any(_explained(self.region, self.rows, *three) for three in product(*triple) if position in three)

    def _can_be_checked(self) -> bool:
        """Returns whether the sheet has a column of areas and one of targets, from which a rate can be recomputed."""
        found = {sense.column for sense in self.senses.values() if sense.status == "accepted"}
        return {"area_renovated", _TARGET} <= found

    def _is_excused(self, name: str, position: int) -> bool:
        """Returns whether a vague heading needs no question: its unit of measurement or figures show what it means."""
        heading = parse(self.region.paths[position])
        if name in (_RATE, "projects_completed"):
            return True
        has_decimals = any(map(_is_surely_area, self._cells(position)))
        if name == _TARGET or "area" not in heading.all_of("quantity"):
            return has_decimals and (heading.says("target") or not heading.is_aim)
        is_stated = bool(heading.measurement_units) or bool(self.draft.stated)
        if not is_stated or self._is_rivalled(name, position):
            return False
        pairs = self.draft.pairs(position, name)
        return self.draft.continues(position, name) if pairs or not _OF_WORK.search(heading.words) else True

    def _is_rivalled(self, name: str, position: int) -> bool:
        """Returns whether an area may be that of all projects, because of its heading or of another column."""
        for other, path in self.region.paths.items():
            heading, sense = parse(path), self.senses.get(other)
            of_all = (
                heading.measured <= {"projects", "count"}
                and heading.says("projects", "whole")
                and not heading.all_of("statistic") & {"rank", "share"}
            )
            if other != position and (of_all or (sense and sense.column == name and not sense.weak)):
                return True
        return parse(self.region.paths[position]).says("all")

    def _divides_all_projects(self, name: str, position: int) -> bool:
        """Returns whether 其中 in a heading such as 其中：开工 means “of all projects”, whose column is on the left."""
        heading = parse(self.region.paths[position])
        if heading.all_of("scope") != {"part"} or not name.startswith("projects_"):
            return False
        before = [parse(path).all_of("quantity") for place, path in self.region.paths.items() if place < position]
        return {"projects"} in before and not any(_OF_NAME[name] in quantity for quantity in before)

    def _is_one_part(self, name: str, position: int) -> bool:
        """Returns whether a column of areas may lack the area of one mode, which has its own column: 改造 beside 拆除.

        It lacks nothing if it is the sum of the columns for single modes, or if the reported rates agree with it.
        """
        own = _telling(self.region.paths[position])
        if name not in ("area_renovated", "area_reported") or _OF_ONE_MODE in own:
            return False
        same = (other for other, sense in self.senses.items() if sense.column == name)
        parts = [other for other in same if _telling(self.region.paths[other]) == {*own, _OF_ONE_MODE}]
        if not parts:
            return False
        rows = list(_numbers(self.region, self.rows, (position, *parts)))
        is_sum = bool(rows) and all(math.isclose(whole, sum(others), rel_tol=_ROUNDING) for whole, *others in rows)
        return not is_sum and not self.explains_rates(name, position)

    def _ask_which(self, name: str, best: Sequence[int], fitting: Sequence[int], evidence: Label) -> None:
        region = self.region
        cells = {self.keys[position]: position for position in best}
        shown = {key: f"{heading_cell(region, at)} {key}{self._sample(at)}" for key, at in cells.items()}
        choices = [Choice(key, Label(text, text)) for key, text in shown.items()]
        label = column_label(region.table, name)
        headings = [f"{heading_cell(region, position)}“{'/'.join(region.paths[position])}”" for position in best]
        text = Label(
            f"{'、'.join(headings)}都可能是“{label.zh}”，取哪一列？",
            f"Each of {', '.join(headings)} may be “{label.en}”. Which one is it?",
        )
        likely = self.keys[fitting[0]] if len(fitting) == 1 else None
        where = heading_cell(region, best[-1])
        value = self.draft.ask(
            "column", f"which:{name}", text, choices, likely, where, label.zh, evidence if likely else None
        )
        self.draft.asked.add(name)
        self.draft.asked_positions.update(best)
        if value in cells:
            self.draft.fields[name] = cells[value]

    def _ask_whether(self, name: str, position: int, sense: Sense, fits: bool) -> None:
        region = self.region
        heading, label = "/".join(region.paths[position]), column_label(region.table, name)
        reason = sense.reason or "wording"
        why = _reason(reason, parse(region.paths[position]).unknown)
        text = Label(
            f"“{heading}”{why.zh}，是否作为“{label.zh}”读取？",
            f"“{heading}”: {why.en}. Should it be read as “{label.en}”?",
        )
        value = f"{region.table.name}.{name}"
        choices = [Choice(value, Label(f"作为“{label.zh}”读取", f"Read it as “{label.en}”")), NOT_READ_CHOICE]
        rivalled = reason == "wording" and self._is_rivalled(name, position)
        is_likely = fits or reason == "unknown" or (reason == "wording" and not rivalled)
        likely = value if is_likely else NOT_READ if reason == "part" else None
        evidence, where = _RATES_AGREE if fits else None, heading_cell(region, position)
        taken = self.draft.ask(
            "column", f"column:{self.keys[position]}", text, choices, likely, where, heading, evidence
        )
        self.draft.asked.add(name)
        self.draft.asked_positions.add(position)
        if taken == value:
            self.draft.fields[name] = position

    def _sample(self, position: int) -> str:
        shown = [typed_text(cell) for cell in self._cells(position)[:_SHOWN] if cell is not None]
        return f"（{'、'.join(shown)}…）" if shown else ""


def _telling(path: HeadingPath) -> frozenset[tuple[Kind, str]]:
    """Returns the features of a heading without those of neutral words, such as 改造, which do not change it."""
    return frozenset(feature for feature in parse(path).features if feature[0] != "neutral")


def _is_surely_area(cell: Cell) -> bool:
    """Returns whether a cell has decimals or a unit of area, so that it is not a count: 4.2 or 5万㎡, but not 5个."""
    if is_numeric(cell):
        return not float(parse_number(cell)).is_integer()
    written = split_measurement_unit(folded(cell))[1] if isinstance(cell, str) else None
    return written is not None and dimension(written) == "area"


def _reason(reason: Reason, unknown: Sequence[str]) -> Label:
    if reason == "unknown" and unknown:
        words = "、".join(unknown)
        return Label(f"中的“{words}”无法识别", f"“{words}” is not known")
    return REASONS[reason]


def _explained(region: Region, rows: Sequence[int], area: int, target: int, rate: int) -> bool:
    """Returns whether most rates in the column `rate` are `area` ÷ `target`, as percentages or as shares of 1."""
    triples = list(_numbers(region, rows, (area, target, rate)))
    known = [triple for triple in triples if triple[1]]
    return any(2 * _explain(known, times) > len(known) for times in (1, 100))


def _explain(triples: Sequence[Sequence[float]], times: int) -> int:
    """Returns in how many triples (part, whole, rate) the rate, multiplied by `times`, is part ÷ whole in percent."""
    ratios = ((Ratio.of(Printed.typed(part), Printed.typed(whole)), rate) for part, whole, rate in triples)
    return sum(ratio is not None and ratio.explains(Printed.typed(rate * times)) for ratio, rate in ratios)


def _numbers(region: Region, rows: Sequence[int], positions: Sequence[int]) -> Iterator[list[float]]:
    for row in rows:
        cells = [region.sheet.rows[row][position] for position in positions]
        cells = [cell.strip().rstrip("%％") if isinstance(cell, str) else cell for cell in cells]
        if all(is_numeric(cell) for cell in cells):
            yield [parse_number(cell) for cell in cells]
