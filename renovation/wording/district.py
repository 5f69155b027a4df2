"""The one sentence a leader should take away, and where the district stands."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.counties import county_finding
from renovation.wording.goals import goal_named
from renovation.wording.headlines import basis_line
from renovation.wording.units import lead, names_listed


def overview(answers: Answers, words: Words) -> str:
    """The one sentence a leader should take away."""
    _ = words.gettext
    rate = answers.district_rates["district_target_area_rate"]
    started = goal_named(answers, "started_share")
    parts = []
    if pd.notna(rate):
        reached = _("The area target is met ({rate})") if rate >= 100 else _("The area target is not yet met ({rate})")
        parts.append(reached.format(rate=_uncrossed(rate, words)))
    if started:
        share = words.percent(half_up(answers.district_rates["share_of_scheduled_started"], 1))
        told = (
            _("starts are short: {share} of the scheduled projects, {gap} to go")
            if started.gap < 0
            else _("starts have reached the goal: {share} of the scheduled projects")
        )
        parts.append(told.format(share=share, gap=words.number(-started.gap)))
    return _("; ").join(parts) or _("This release holds no figures for the whole district")


def _uncrossed(rate: float, words: Words) -> str:
    """A rate that is not rounded up to the 100 % that it does not reach."""
    return words.percent(rate, 1 if rate >= 100 or rate < 99.95 else 2)


def standing(answers: Answers, words: Words) -> str:
    """Where the district stands in the city, and who leads and trails within it."""
    _ = words.gettext
    sentences = []
    city = county_finding(answers, words)
    if city:
        sentences.append(
            _("{finding} ({basis}).").format(finding=city, basis=basis_line(answers, "county_progress", words))
        )
    rate = lead(answers.units, "completion_rate")
    progress = lead(answers.units, "completed_to_started")
    if rate and progress:
        sentences.append(
            _(
                "{first} leads by completion rate, {last} is last; by completed ÷ started {first_done} "
                "leads, {last_done} is last."
            ).format(
                first=names_listed(rate.first, words),
                last=names_listed(rate.last, words),
                first_done=names_listed(progress.first, words),
                last_done=names_listed(progress.last, words),
            )
        )
    return words.joined(sentences)
