"""Statements of the report stand beside the tables that come from it, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest

from renovation.domain import places
from renovation.domain.report import DATES, KINDS, statements, statements_about

UNITS = [unit.name for unit in places.UNITS]


def test_every_statement_has_a_known_kind_a_table_a_place_and_both_languages() -> None:
    for statement in statements():
        assert statement.kind in KINDS
        assert set(statement.tables) <= set(DATES)
        assert statement.place
        assert statement.text.zh
        assert statement.text.en
    assert {statement.kind for statement in statements()} == set(KINDS)


def test_each_of_the_five_modes_has_its_kind_of_enterprise() -> None:
    modes = [statement.text.zh for statement in statements_about(DATES, UNITS, "requirement")]
    for mode in ("技术改造", "集中拆除", "腾笼盘活", "美化整治", "关停收回"):
        assert sum(mode in text for text in modes) == 1


@pytest.mark.parametrize(
    "words",
    ["1215亩 4215亩 3000亩", "1000个排定项目 202%", "2023年", "太嘉湖 太嘉河", "134.22 0.38", "125.9% 舍去 241.6% 进位", "全市合计",
     "36家重点企业 36家企业", "196 202 185.4% 334.3%", "绿色建材"],
)  # fmt: skip
def test_each_oddity_of_the_report_is_named(words: str) -> None:
    assert any(all(word in text for word in words.split()) for text in texts("doubt"))


@pytest.mark.parametrize(
    "fact",
    ["1500多人", "低效利用建设用地二次开发", "淘汰落后产能政策", "双十条", "百千万", "一年成态势、两年展形象、三年出成效", "三改一拆",
     "挂牌督战：排定的100个重点实施项目必须明确时序进度", "通报批评", "树立典型，予以表彰", "区作风办"],
)  # fmt: skip
def test_each_fact_that_is_no_figure_is_stated(fact: str) -> None:
    assert any(fact in text for text in texts("event", "policy", "slogan", "rule"))


def texts(*kinds: str) -> list[str]:
    return [statement.text.zh for statement in statements_about(DATES, UNITS, *kinds)]


def test_a_table_of_another_day_has_none_of_the_reports_doubts() -> None:
    later = {**DATES, "figures": dt.date(2013, 10, 22)}
    about_figures = [s for s in statements_about(DATES, UNITS, "doubt") if "figures" in s.tables]
    assert about_figures
    assert not [s for s in statements_about(later, UNITS, "doubt") if "figures" in s.tables]
    assert not statements_about({}, UNITS, *KINDS)


def test_with_other_units_no_statement_names_a_unit_or_their_total() -> None:
    said = [statement.text.zh for statement in statements_about(DATES, UNITS[:1], *KINDS)]
    assert said
    assert not [text for text in said if any(unit in text for unit in (*UNITS, "各乡镇合计"))]
