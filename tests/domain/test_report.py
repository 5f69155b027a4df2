"""Statements of the report stand beside the tables that come from it, and nowhere else."""

from __future__ import annotations

import datetime as dt

from renovation.domain.report import DATES, KINDS, statements, statements_about


def test_every_statement_has_a_known_kind_a_table_a_place_and_both_languages() -> None:
    for statement in statements():
        assert statement.kind in KINDS
        assert statement.table in DATES
        assert statement.place
        assert statement.text.zh
        assert statement.text.en
    assert {statement.kind for statement in statements()} == set(KINDS)


def test_each_of_the_five_modes_has_its_kind_of_enterprise() -> None:
    modes = [statement.text.zh for statement in statements_about(DATES, "requirement")]
    for mode in ("技术改造", "集中拆除", "腾笼盘活", "美化整治", "关停收回"):
        assert sum(mode in text for text in modes) == 1


def test_a_table_of_another_day_has_none_of_the_reports_doubts() -> None:
    later = {**DATES, "figures": dt.date(2013, 10, 22)}
    about_figures = [s for s in statements_about(DATES, "doubt") if s.table == "figures"]
    assert about_figures
    assert not [s for s in statements_about(later, "doubt") if s.table == "figures"]
    assert not statements_about({}, *KINDS)
