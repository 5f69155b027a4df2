"""Questions that the audience may ask about reported figures that differ from the sum or ratio of their parts."""

from __future__ import annotations

import pandas as pd

from renovation.blocks.screen import LikelyQuestion
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording.explanations import explanation_sentence, formula, reported_value


def questions_about(checks: pd.DataFrame, source: str, words: Words) -> tuple[LikelyQuestion, ...]:
    """Returns one question, with its answer, for each reported figure that differs from its recomputed value.

    `checks` has rows of `Results.checks` (`subject`, `measure`, `reported`, `recomputed`, `verdict`, …); rows with the
    verdict "consistent" are skipped. `source` is the text that says where the answers come from.
    """
    return tuple(_question(check, source, words) for check in records(checks[checks["verdict"] != "consistent"]))


def _question(check: dict[str, object], source: str, words: Words) -> LikelyQuestion:
    return LikelyQuestion(
        words(
            "{subject}, {measure}: the source reports {reported}. Why is the recomputed value different?",
            subject=words.place(str(check["subject"])),
            measure=words.in_sentence(words.heading(str(check["measure"]))),
            reported=reported_value(check, words),
        ),
        words.joined((words("{finding}.", finding=formula(check, words)), explanation_sentence(check, words) or "")),
        source,
    )
