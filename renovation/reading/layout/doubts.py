"""The doubts about all figures of a table that texts around it raise, and what titles and notes have in common."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from renovation.reading.layout.grammar import Heading
from renovation.reading.layout.lexicon import MADE
from renovation.reading.layout.meanings import PARTS_OF_ALL, Reason

# 填报单位:织里镇, 表号:吴改统1表, 有效期至:2014年6月; not 上报, 统计口径:
REPORTER: Final = re.compile(
    rf"(?:{MADE}|上报|审[核批]|经办|联系|主管|牵头|抄[送报]|印发|制定|批准|备案|综合机关|密级|有效期"
    r"|(?:受控|组织机构|单位|批准)?(?:[表文编]号|代码))"
    r"(?!范围|口径|对象)[^:]{0,6}:\S*"
)
# 织里镇应为95.1, 表内有误, 下期补报; not 完成率应为完成面积除以目标, 如有误请指正, 补报项目清单
CORRECTS: Final = re.compile(
    r"(?:应[为是]|实为|[更订]正为|改为|调整为)[^,。;]{0,6}?\d|(?<!变)更正|订正|勘误|笔误|(?<![如若果否])有误(?!.{0,3}请)|误[写填录]|[写填录]错|[填写颠]反|对调|颠倒|互换|错[位行列]|[多少漏重错误]报|[核调扣]减|漏[统录]|未录入|核增|补报(?!.{0,6}(?:[清名]单|材料|资料|台[账帐]|照片|说明))"
)
# （转下页）, 下接第2页, （续表一）, 续表, 未完待续; not 续建, 未完成
_PAGES: Final = re.compile(
    r"[(]?(?:(?:以下|[上下])?[转接承过续见](?:第?[\d一二三四五六]+|[上下前后次])[页表]|未完(?![成工])[,、]?(?:待续|转?下页)?)[)]?"
    r"|(?<=[(])续[表页]?[\d一二三四五六]*(?=[)])|^[—-]*续[表页][\d一二三四五六]*[—-]*$"
)
_HOW_OFTEN: Final = re.compile("一[周旬月季]一[一-鿿]{1,2}(?=[^一-鿿]|$)")  # 一月一小结, not 一月完成数

# 第10期作废,以本表为准; not 以批文为准
THIS_ONE_COUNTS: Final = re.compile("[^。;]*以[本此现][表期次件稿]?(?:数据)?为准")


_PLANNED: Final = re.compile("[拟应](?:完成|开工|完工)")  # 拟完成情况; not 计划完成情况


class Doubt(NamedTuple):
    """A text that may change the meaning of all figures of a table; the clerk is asked about it.

    `key` identifies the doubt in ids of decisions, `found` is the text as typed, and `reason` says what is doubtful.
    `cell` is the reference of the cell with the text; it is None if the text is the name of the sheet or of the file.
    """

    key: str
    cell: str | None
    found: str
    reason: Reason


@dataclass(frozen=True)
class Figures:
    """What is known about the figures of a table: their date, and whether they are cumulative.

    `say_total` says that the headings call the figures cumulative; `grow` says that no figure is lower than in the
    previous release.
    """

    as_of: dt.date | None
    say_total: bool
    grow: bool

    @property
    def are_cumulative(self) -> bool:
        """Whether the figures are surely cumulative, because of their headings or of the previous release."""
        return self.say_total or self.grow


def without_words_of_form(text: str) -> str:
    """Returns a text without what a form says about itself: who fills it in and how often, its number, or its pages.

    `text` must be normalised by `folded`.
    """
    return _HOW_OFTEN.sub("", _PAGES.sub("", REPORTER.sub("", text)))


def reason_of_nature(heading: Heading) -> Reason | None:
    """Returns why the figures below a heading or line are doubtful, for example because it says that they are planned.

    The figures may be planned (预计完成情况), unverified, withdrawn, or only a part of the whole. Returns None if the
    heading or line says nothing of this kind.
    """
    if heading.says("withdrawn"):
        return "withdrawn"
    is_aim = heading.says("plan", "assigned", "target") and not heading.says("progress", "actual", "done")
    if heading.says("forecast", "stretch") or is_aim or _PLANNED.search(heading.words):
        return "plan"
    if heading.says("unverified", "building", "self_reported"):
        return "unverified"
    return "part" if heading.says("negated", *(part for part in PARTS_OF_ALL if part != "side")) else None
