"""Every sentence about units, counties and the district is true on every generated release, in both languages."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.claims.generated import weeks
from tests.claims.proofs import PROOFS
from tests.claims.reading import Unread, compiled
from tests.claims.sentences import problems_and_claims, proved
from tests.claims.spoken import KINDS
from tests.claims.truth import CITY_COUNTIES, OFFICE_UNITS, Truth
from tests.first_dataset import tables

RELEASES = 50


def test_every_claim_is_true_on_every_release() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(RELEASES):
        problems, claims = problems_and_claims(weeks(seed)[-1])
        kinds.update(claim.kind for claim in claims)
        assert not problems, (seed, problems)
    assert len(kinds) > 40, kinds


def test_every_kind_of_claim_has_a_proof() -> None:
    assert set(KINDS) == set(PROOFS)


@pytest.mark.parametrize(
    "sentence",
    [
        "埭溪镇完成面积最多（91.3万㎡）",
        "织里镇完成面积最多（91.2万㎡）",
        "织里镇完成面积并列最多（均为91.3万㎡）",
        "八里店镇完成率最高（869.3%），但目标仅4.2万㎡",
        "妙西镇未上报",
        "高新区、八里店镇目标合计占17.8%，完成面积合计占41.0%",
        "各单位面积占比均未超过目标占比的1.5倍",
        "吴兴区居全市首位",
        "吴兴区与南浔区并列全市第2位，与首位德清县相差4.60万㎡",
        "吴兴区居全市第2位，与首位德清县相差4.61万㎡",
        "吴兴区居全市第2位，与首位德清县相差4.60万㎡（截至2013年10月15日 · 上报市口径）",
        "区定年度面积目标尚未完成（334.3%）",
        "开工滞后：占排定项目20.2%，距开工目标还差299个",
        "织里镇、埭溪镇、高新区合计占全部完成面积的67.6%",
        "完工÷开工东林镇最高、妙西镇最低",
    ],
)
def test_a_false_sentence_about_the_first_dataset_is_refused(sentence: str) -> None:
    truth = Truth(tables())
    with pytest.raises(AssertionError):
        proved(sentence, compiled(KINDS, [*OFFICE_UNITS, *CITY_COUNTIES], "zh"), truth)


def test_a_sentence_that_no_expression_reads_is_refused() -> None:
    with pytest.raises(Unread):
        proved("织里镇遥遥领先", compiled(KINDS, [*OFFICE_UNITS, *CITY_COUNTIES], "zh"), Truth(tables()))
