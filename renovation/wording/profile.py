"""One unit's figures as cards."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.profile import Profile
from renovation.domain.measures import MEASURES, RANKED_MEASURES, is_rate
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.headlines import Headline, basis_line


def unit_headlines(one: Profile, answers: Answers, words: Words) -> tuple[Headline, ...]:
    """Area, completion rate, starts, completions and completed ÷ started, each with its rank among the units."""
    _ = words.gettext
    unit, basis = one.unit, basis_line(answers, "unit_progress", words)
    context = {
        "area_renovated": _beside_target(unit, words),
        "completion_rate": _("reported: {rate}").format(rate=words.number(unit["completion_rate_reported"], "%")),
        "projects_started": "",
        "projects_completed": "",
        "completed_to_started": "",
    }
    return tuple(
        Headline(
            words.with_unit_of(words.short(measure), measure),
            _value(unit, measure, words),
            tuple(line for line in (unit_rank_label(unit, measure, len(answers.units), words), context_line) if line),
            basis,
            float(unit[measure]),
            MEASURES[measure].unit,
            "unit_progress",
        )
        for measure, context_line in context.items()
    )


def unit_target_line(unit: pd.Series, words: Words) -> str:
    """A unit's target with its distance to it, and its rate as printed."""
    rate = words.number(unit["completion_rate_reported"], "%")
    return " · ".join((_beside_target(unit, words), words.gettext("rate as reported: {rate}").format(rate=rate)))


def _beside_target(unit: pd.Series, words: Words) -> str:
    gap, target = half_up(unit["gap_area"], 4), words.measured("annual_target_area", unit["annual_target_area"])
    return words.gettext("target {target}, {gap}").format(target=target, gap=words.difference(gap, "万㎡"))


def unit_rank_label(unit: pd.Series, measure: str, count: int, words: Words) -> str:
    """`第2名（共8个单位）`; empty where the measure is not reported."""
    rank = unit[f"rank_{measure}"]
    if pd.isna(rank):
        return ""
    return words.gettext("No. {rank} of {count} units").format(rank=rank, count=count)


def _value(unit: pd.Series, measure: str, words: Words) -> str:
    if is_rate(measure):
        return words.percent(half_up(unit[measure], 1)).removesuffix("%")
    return words.number(unit[measure])


def unit_profile_table(unit: pd.Series, count: int, words: Words) -> pd.DataFrame:
    """One unit's figures with their ranks among `count` units: `unit` is a row of the comparison of units."""
    _ = words.gettext
    return pd.DataFrame(
        {
            _("Measure"): [words.short(measure) for measure in RANKED_MEASURES],
            _("Figure"): [
                words.percent(unit[measure]) if is_rate(measure) else words.measured(measure, unit[measure])
                for measure in RANKED_MEASURES
            ],
            _("Rank of {count}").format(count=count): [
                words.number(unit[f"rank_{measure}"]) for measure in RANKED_MEASURES
            ],
        }
    )
