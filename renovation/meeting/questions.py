"""Questions that the audience may ask about reported figures that differ from the sum or ratio of their parts."""

from __future__ import annotations

import pandas as pd

from renovation.blocks.screen import LikelyQuestion
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.wording.explanations import explanation_sentence, formula, reported_value


def questions_about(checks: pd.DataFrame, source: str, words: Words) -> tuple[LikelyQuestion, ...]:
    """Returns a likely question of the audience, with its answer, for each figure that differs when recomputed.

    `checks` is the result of `comparisons.reconciliation.reconcile`, with columns such as `subject`, `measure`,
    `reported`, `recomputed`, `verdict` and `form`. Rows with the verdict "consistent" are skipped. A row of the form
    "bases", which compares our county's area in two statistics, is skipped if both give the same area. `source` is a
    text that says where the answers come from.
    """
    agrees = (checks["form"] == "bases") & (checks["reported"] == checks["recomputed"])
    asked = checks[(checks["verdict"] != "consistent") & ~agrees]
    return tuple(_question(check, source, words) for check in records(asked))


def _question(check: dict[str, object], source: str, words: Words) -> LikelyQuestion:
    difference = words(
        "{subject}, {measure}: the source reports {reported}. Why is the recomputed value different?",
        subject=words.place(str(check["subject"])),
        measure=words.in_sentence(words.heading(str(check["measure"]))),
        reported=reported_value(check, words),
    )
    return LikelyQuestion(
        words("Why do the two statistics for our district differ?") if check["form"] == "bases" else difference,
        words.joined((words("{finding}.", finding=formula(check, words)), explanation_sentence(check, words) or "")),
        source,
    )
