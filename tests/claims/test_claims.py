"""Every sentence about units, counties, the district and their history is true on every generated history."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path
from pkgutil import iter_modules

import pytest

from renovation import wording
from renovation.comparisons.results import results_of
from renovation.language import words_in
from tests.claims import alert_claims, course_claims, kinds, over_releases
from tests.claims.generated import history, year
from tests.claims.over_releases import shown
from tests.claims.reading import Unread, compiled
from tests.claims.sentences import PROOFS, problems_and_claims, proved, sentences_of
from tests.claims.spoken import KINDS
from tests.claims.truth import CITY_COUNTIES, OFFICE_UNITS, Truth
from tests.first_dataset import tables

SEEDS = (*(4 * number + 1 for number in range(len(kinds.KINDS))), 0, 2, 3, 6, 7)
"""One history of each kind, and some that are drawn at random."""
LANGUAGES = ("zh", "en")


def test_every_claim_is_true_on_every_history() -> None:
    """Each history is read in part and in one of the two languages; `python -m tests.claims` reads all in both."""
    proved_kinds: Counter[str] = Counter()
    for seed in SEEDS:
        one, language = shown(history(seed), seed), (LANGUAGES[seed // 2 % 2],)
        false, over_time = over_releases.problems_and_claims(one, language, sparse=True)
        also_false, claims = problems_and_claims(one.results, one.past.now, language) if seed % 2 == 0 else ([], [])
        proved_kinds.update([*over_time, *(claim.kind for claim in claims)])
        assert not [*false, *also_false], (seed, false, also_false)
    assert len(proved_kinds) > 70, proved_kinds


def test_every_claim_is_true_in_the_simulated_year() -> None:
    """Of its end, in one language; `python -m tests.claims` proves every fourth week in both."""
    one = shown(year(52), 1)
    false, told = over_releases.problems_and_claims(one, ("zh",), sparse=True)
    also_false, claims = problems_and_claims(one.results, one.past.now, ("zh",))
    assert not [*false, *also_false]
    assert len(told) + len(claims) > 50


def test_every_kind_of_claim_has_a_proof() -> None:
    assert set(KINDS) == set(PROOFS)
    assert set(course_claims.KINDS) == set(course_claims.PROOFS)
    assert set(alert_claims.KINDS) == set(alert_claims.PROOFS)


@pytest.mark.parametrize(
    "sentence",
    [
        "埭溪镇完成面积最多（91.3万㎡）",
        "织里镇完成面积最多（91.2万㎡）",
        "织里镇完成面积并列最多（均为91.3万㎡）",
        "八里店镇完成率最高（869.3%），但目标仅4.2万㎡",
        "妙西镇未上报",
        "高新区、八里店镇合计占全部目标的17.8%、全部完成面积的41.0%",
        "各单位面积占比均未超过目标占比的1.5倍",
        "吴兴区居全市首位",
        "吴兴区与南浔区并列全市第2位，与首位德清县相差4.60万㎡",
        "吴兴区居全市第2位，与首位德清县相差4.61万㎡",
        "吴兴区居全市第2位，与首位德清县相差4.60万㎡（截至2013年10月15日 · 上报市口径）",
        "快于序时：区定面积目标（255.4个百分点）",
        "落后序时：开工目标（38.5个百分点）；已完成：区定面积目标",
        "落后序时：争全市第一（3.2个百分点）、开工目标（38.5）；已完成：区定面积目标",
        "落后序时：开工目标（38.4个百分点）、争全市第一（3.2）；已完成：区定面积目标",
        "开工目标500个的**20.2%**",
        "原报185.4%（可能按(242.01 − 107.79) ÷ 72.3计算），见数据核对",
        "织里镇、埭溪镇、高新区：合计占完成面积的67.6%",
        "开工项目完工率：东林镇居首（45.5%），妙西镇居末（0.0%）",
    ],
)
def test_a_false_sentence_about_the_first_dataset_is_refused(sentence: str) -> None:
    truth = Truth(tables())
    with pytest.raises(AssertionError):
        proved(sentence, compiled(KINDS, [*OFFICE_UNITS, *CITY_COUNTIES], "zh"), truth)


def test_a_sentence_that_no_expression_reads_is_refused() -> None:
    with pytest.raises(Unread):
        proved("织里镇遥遥领先", compiled(KINDS, [*OFFICE_UNITS, *CITY_COUNTIES], "zh"), Truth(tables()))


READ_CELL_BY_CELL = {
    "extremes_table",
    "unit_headlines",
    "district_headlines_with_changes",
    "unit_headlines_with_changes",
}
"""Proved by tests/claims/tables.py and headline_claims.py."""
WITHIN_OTHERS = {"totals_paragraphs", "basis_line", "goal_basis_line", "annual_targets_basis", "headlines_remark"}
"""Made of sentences that are proved, or read as “day and basis” within them."""
NO_CLAIM = {"benefits_table", "coverage_table", "units_in_contribution_finding", "verdict_counts"}
"""Cells as the source prints them, or no sentence."""
ELSEWHERE = {
    "checks_finding": "tests/wording/test_checks.py",
    "data_gap_sentences": "tests/wording/test_checks.py",
    "figures_document": "tests/comparisons/test_results.py",
    "goals_finding": "tests/wording/test_overview.py",
    "no_earlier_figures_remark": "tests/wording/test_overview.py",
    "release_figures": "tests/comparisons/test_results.py",
    "outlook_finding": "tests/wording/test_goals.py",
    "rank_change_sentence": "tests/wording/test_overview.py",
    "shares_sum_sentence": "tests/wording/test_goals.py",
    "shown_contribution_finding": "tests/wording/test_units.py",
    "shown_units_finding": "tests/wording/test_units.py",
    "units_table_with_total": "tests/wording/test_units.py",
}


def test_every_sentence_made_of_the_answers_is_proved_or_makes_no_claim() -> None:
    proved_here = {
        source
        for seed in range(4)
        for source, _text in sentences_of(results_of(1, history(seed)[-1].tables), words_in("zh"))
    }
    listed = proved_here | READ_CELL_BY_CELL | WITHIN_OTHERS | NO_CLAIM | set(ELSEWHERE)
    assert functions_of_results() - listed == set()
    root = Path(__file__).parents[2]
    assert not [name for name, file in ELSEWHERE.items() if name not in (root / file).read_text(encoding="utf-8")]


def functions_of_results() -> set[str]:
    """The public functions of renovation.wording that take `Results`."""
    modules = [import_module(f"renovation.wording.{module.name}") for module in iter_modules(wording.__path__)]
    return {
        name
        for module in modules
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "Results" in str(function.__annotations__)
    }


def test_a_rate_of_two_equal_numbers_is_a_hundred_percent() -> None:
    assert [words_in("zh").percent_below(rate) for rate in (99.99999999999999, 99.96, 99.999, 100.0)] == [
        "100.0%", "99.96%", "99.99%", "100.0%",
    ]  # fmt: skip
