"""The questions that a screen is likely to raise, answered out of the checks: what does not add up is asked about."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.meeting.screens import LikelyQuestion
from renovation.wording.explanations import explanation_sentence, formula, reported_value


def questions_about(checks: pd.DataFrame, source: str, words: Words) -> tuple[LikelyQuestion, ...]:
    """One question for each printed figure that is not what its parts come to; `checks` are rows of the checks."""
    _ = words.gettext
    return tuple(
        LikelyQuestion(
            _("{subject}, {measure}: {reported} is printed; why do the parts give another figure?").format(
                subject=words.place(check["subject"]),
                measure=words.in_sentence(words.heading(check["measure"])),
                reported=reported_value(check, words),
            ),
            words.joined(
                (_("{finding}.").format(finding=formula(check, words)), explanation_sentence(check, words) or "")
            ),
            source,
        )
        for check in records(checks[checks["verdict"] != "consistent"])
    )


def bases_told(lines: Iterable[str], words: Words) -> str:
    """Days and bases of what stands on a screen, each once."""
    return words.gettext("; ").join(dict.fromkeys(lines))
