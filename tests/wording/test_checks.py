"""The finding of the checks names only what there is: no count of zero, no agreement that is not one."""

from __future__ import annotations

import dataclasses

import pytest

from renovation.comparisons.check_states import with_states
from renovation.comparisons.results import Results, results_of
from renovation.domain.dated_tables import records
from renovation.domain.relation_breaches import relation_breaches
from renovation.language import words_in
from renovation.wording.checks import (
    checks_finding,
    contradictions_finding,
    contradictions_table,
    coverage_table,
    data_gap_sentences,
    differs_or_mended,
    incomplete_sentences,
)
from renovation.wording.explanations import (
    compared_values,
    explanation_sentence,
    formula,
    reason_sentence,
    reported_value,
    state_sentence,
)
from tests import first_dataset

ZH, EN = words_in("zh"), words_in("en")


@pytest.mark.parametrize(
    ("verdicts", "finding"),
    [
        (["consistent", "consistent"], "可复算的2项数字均相符"),
        (["consistent", "rounding"], "可复算的2项数字均相符（其中1项仅有四舍五入造成的差异）"),
        (["consistent", "basis"], "可复算的1项数字相符；另有1项口径不同，不作比较"),
        (["consistent", "mismatch"], "可复算的2项数字中1项不相符"),
        (["mismatch", "mismatch", "basis"], "可复算的2项数字中2项不相符；另有1项口径不同，不作比较"),
        (["basis"], "本期没有可复算的原报值"),
        (["consistent", "incomplete"], "可复算的1项数字相符"),
        (["rounding"], "可复算的1项数字相符（仅有四舍五入造成的差异）"),
        (["mismatch"], "可复算的1项数字不相符"),
    ],
)
def test_the_finding_counts_what_there_is(results: Results, verdicts: list[str], finding: str) -> None:
    checks = results.checks.head(len(verdicts)).assign(verdict=verdicts)
    assert checks_finding(dataclasses.replace(results, checks=checks), ZH) == finding


def without_miaoxi() -> Results:
    tables = first_dataset.tables()
    units = tables["unit_progress"]
    left = units.frame[units.frame["unit"] != "妙西镇"].reset_index(drop=True)
    return results_of(2, {**tables, "unit_progress": dataclasses.replace(units, frame=left)})


def test_a_unit_that_has_not_reported_is_told_once_for_all_sums(results: Results) -> None:
    checks = with_states(without_miaoxi().checks, results.checks)
    assert incomplete_sentences(checks, ZH) == (
        "8个责任单位中7个有此项数据，缺妙西镇。合计不完整，不与全区数比较。涉及指标：开工项目数、完工项目数、完成改造建筑面积、区定面积目标。",
    )
    assert set(checks[differs_or_mended(checks)]["verdict"]) == {"mismatch", "basis", "rounding"}
    assert incomplete_sentences(results.checks, ZH) == ()


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (None, "材料未提供月度、季度目标，也未注明责任人。"),
        ("2013", "材料未提供月度、季度目标，也未注明责任人。"),
        ("2013-12-31", "材料未提供月度、季度目标，也未注明责任人。"),
        ("2013-11-30", "材料未注明责任人。"),
    ],
)
def test_monthly_goals_are_called_missing_only_if_none_is_filled_in(deadline: str | None, said: str) -> None:
    tables, day = first_dataset.tables(), first_dataset.UNITS_AS_OF
    if deadline:
        goals = [("全区", "projects_completed", 100, None, deadline, None, None)]
        tables["goals"] = first_dataset.table("goals", goals, day)
    *_others, last = data_gap_sentences(results_of(1, tables), ZH)
    assert last == said


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([], "排定项目1000个，材料未列出改造点位。"),
        ([None, None], "排定项目1000个，材料列出点位2处，均未写明进度状态。"),
        (["started", None], "排定项目1000个，材料列出点位2处，其中1处写明进度状态。"),
        (["started", "completed"], "排定项目1000个，材料列出点位2处，均写明进度状态。"),
    ],
)
def test_sites_without_a_stage_are_not_counted_as_none_of_them(stages: list[str | None], said: str) -> None:
    sites = [(f"点位{n}", "高新区", "拆除", None, None, stage, *[None] * 8) for n, stage in enumerate(stages)]
    tables = {**first_dataset.tables(), "sites": first_dataset.table("sites", sites, first_dataset.SITES_AS_OF)}
    assert data_gap_sentences(results_of(1, tables), ZH)[0] == said


def test_a_rate_is_shown_as_printed(results: Results) -> None:
    """The report prints 404 and 800 without decimals, and 185.4 with one."""
    printed = [reported_value(check, EN) for check in records(results.checks) if check["form"] == "ratio"]
    assert {"404%", "800%", "185.4%"} <= set(printed)


def test_a_mismatch_says_how_it_compares_with_the_previous_release() -> None:
    check = {
        "measure": "projects_started",
        "form": "sum",
        "verdict": "mismatch",
        "reported": 203.0,
        "recomputed": 196.0,
        "previous_difference": 6.0,
    }
    sentences = {state: state_sentence({**check, "state": state}, EN) for state in ("new", "larger", "unchanged", None)}
    assert sentences == {
        "new": "This difference is new since the previous release.",
        "larger": "The difference is larger than in the previous release: +6 → +7.",
        "unchanged": "The difference is the same as in the previous release.",
        None: "",
    }
    agreeing = {**check, "verdict": "consistent", "reported": 196.0}
    assert state_sentence({**agreeing, "state": "unchanged"}, EN) == ""
    assert (
        state_sentence({**agreeing, "state": "mended"}, EN)
        == "This figure was inconsistent in the previous release (difference +6) and is now consistent."
    )


def test_areas_of_a_check_are_in_one_unit_of_measurement(results: Results) -> None:
    """In English all of them are in m², as in the sentences: none in 10,000 m²."""
    by_name = {(check["subject"], check["measure"]): check for check in records(results.checks)}
    assert [value for _heading, value in compared_values(by_name["吴兴区", "area_reported"], EN)] == [
        "1,077,900\u00a0m²",
        "2,420,100\u00a0m²",
    ]
    wrong = by_name["全区", "district_target_area_rate"]
    assert formula(wrong, EN) == "2,420,100 ÷ 724,000 = 334.3%"
    assert "185.4% is exactly the result of (2,420,100 − 1,077,900) ÷ 724,000, where" in (
        explanation_sentence(wrong, EN) or ""
    )
    rounded = by_name["高新区", "completion_rate"]
    assert formula(rounded, ZH) == "33.6 ÷ 4.2 = 800.0%"


def test_a_difference_of_areas_or_rates_names_its_unit() -> None:
    check = {"measure": "area_renovated", "form": "sum", "verdict": "mismatch", "state": "larger"}
    area = {**check, "reported": 25.5, "recomputed": 24.0, "previous_difference": 1.0}
    assert state_sentence(area, EN).endswith(": +10,000\u00a0m² → +15,000\u00a0m².")
    rate = {**area, "measure": "completion_rate", "form": "ratio"}
    assert state_sentence(rate, ZH) == "差额较上期扩大：+1个百分点 → +1.5个百分点。"


def test_a_reason_is_shown_with_its_name_and_day() -> None:
    explained = {"reason": "两个镇漏报", "explained_by": "李四", "explained_at": "2013-10-23T08:00:00+00:00"}
    assert reason_sentence(explained, ZH) == "李四于2013年10月23日说明：两个镇漏报"
    assert reason_sentence({"reason": None}, ZH) == ""


def test_columns_that_lack_equally_many_values_share_a_row(results: Results) -> None:
    listed = coverage_table(results, ZH).to_numpy().tolist()
    assert ["改造项目", "建筑面积、户数", "20行中1行"] in listed
    assert len({(table, filled) for table, _columns, filled in listed}) == len(listed)


def test_a_figure_that_contradicts_another_one_is_listed(results: Results) -> None:
    assert not relation_breaches(results.tables)
    figures = results.dated_table("figures")
    values = figures.frame["value"].mask(figures.frame["measure"] == "projects_completed", 203)
    changed = values.mask(figures.frame["measure"] == "households_demolished_xinan", 68)
    tables = {**results.tables, "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=changed))}
    breaches = relation_breaches(tables)
    assert contradictions_finding(breaches, ZH) == "2项数字与其他数字矛盾"
    assert contradictions_table(breaches, ZH).to_numpy().tolist() == [
        ["高新区：欣安村拆除户数", "68户", "“改造项目”表为86户"],
        ["全区：完工项目数", "203个", "不应超过全区开工项目数202个"],
    ]
    values = figures.frame["value"].mask(figures.frame["measure"] == "area_demolished_xinan", 2.5)
    tables = {**results.tables, "figures": dataclasses.replace(figures, frame=figures.frame.assign(value=values))}
    (area,) = contradictions_table(relation_breaches(tables), EN).to_numpy().tolist()
    assert area[1:] == ["25,000\u00a0m²", "the sheet “Sites” says 22,500\u00a0m²"]
    assert contradictions_finding(breaches[:1], EN) == "1 figure contradicts another one"
