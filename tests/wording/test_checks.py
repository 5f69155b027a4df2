"""The finding of the checks names only what there is: no count of zero, no agreement that is not one."""

from __future__ import annotations

import dataclasses

import pytest

from renovation.comparisons.answers import Answers
from renovation.language import words_in
from renovation.wording.checks import checks_finding

ZH = words_in("zh")


@pytest.mark.parametrize(
    ("verdicts", "finding"),
    [
        (["consistent", "consistent"], "可复算的2项数字均相符"),
        (["consistent", "rounding"], "可复算的2项数字均相符，其中1项为四舍五入差异"),
        (["consistent", "basis"], "可复算的1项数字均相符；另有1项口径不同"),
        (["consistent", "mismatch"], "可复算的2项数字中1项不相符"),
        (["mismatch", "mismatch", "basis"], "可复算的2项数字中2项不相符；另有1项口径不同"),
        (["basis"], "本期无可复算数据"),
    ],
)
def test_the_finding_counts_what_there_is(answers: Answers, verdicts: list[str], finding: str) -> None:
    checks = answers.checks.head(len(verdicts)).assign(verdict=verdicts)
    assert checks_finding(dataclasses.replace(answers, checks=checks), ZH) == finding
