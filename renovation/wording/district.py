"""Sentences and tables about the district as a whole: where it stands, its totals, its benefits."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.wording.counties import county_finding
from renovation.wording.explanations import reported_value
from renovation.wording.goals import goal_by_name
from renovation.wording.headlines import basis_line
from renovation.wording.units import extremes, unit_names


def district_finding(answers: Answers, words: Words) -> str:
    """Whether the area target is met and how many projects have started, as the title of the overview."""
    _ = words.gettext
    rate = answers.district_rates["district_target_area_rate"]
    started = goal_by_name(answers, "started_share")
    parts = []
    if pd.notna(rate):
        reached = _("The area target is met ({rate})") if rate >= 100 else _("The area target is not yet met ({rate})")
        parts.append(reached.format(rate=_uncrossed(rate, words)))
    if started:
        share = words.percent(half_up(answers.district_rates["share_of_scheduled_started"], 1))
        sentence = (
            _("too few projects have started: {share} of those scheduled, {gap} to go")
            if started.gap < 0
            else _("starts have reached the goal: {share} of the scheduled projects")
        )
        parts.append(sentence.format(share=share, gap=words.number(-started.gap)))
    return _("; ").join(parts) or _("This release has no figures for the whole district")


def _uncrossed(rate: float, words: Words) -> str:
    """A rate that is not rounded up to the 100 % that it does not reach."""
    return words.percent(rate, 1 if rate >= 100 or rate < 99.95 else 2)


def ranking_paragraph(answers: Answers, words: Words) -> str:
    """Where the district stands in the city, and who leads and trails within it."""
    _ = words.gettext
    sentences = []
    city = county_finding(answers, words)
    if city:
        sentences.append(
            _("{finding} ({basis}).").format(finding=city, basis=basis_line(answers, "county_progress", words))
        )
    rate = extremes(answers.units, "completion_rate")
    progress = extremes(answers.units, "completed_to_started")
    if rate and progress:
        sentences.append(
            _(
                "{first} leads by completion rate, {last} is last; by completed ÷ started {first_done} "
                "leads, {last_done} is last."
            ).format(
                first=unit_names(rate.first, words),
                last=unit_names(rate.last, words),
                first_done=unit_names(progress.first, words),
                last_done=unit_names(progress.last, words),
            )
        )
    return words.joined(sentences)


def totals_paragraphs(answers: Answers, words: Words) -> str:
    """All units together, and under them what the source prints for the district where that differs, as Markdown."""
    return "\n\n".join(
        line for line in (units_total_sentence(answers, words), district_total_sentence(answers, words)) if line
    )


def units_total_sentence(answers: Answers, words: Words) -> str:
    """All units together: the sums, and the ratio of the sums."""
    total = answers.total
    return words.gettext(
        "**All units together:** {area} of {target}, **{rate}**; projects started {started}, completed {completed}."
    ).format(
        area=words.measured("area_renovated", half_up(total["area_renovated"], 4)),
        target=words.measured("annual_target_area", half_up(total["annual_target_area"], 4)),
        rate=words.percent(total["completion_rate"]),
        started=words.measured("projects_started", total["projects_started"]),
        completed=words.measured("projects_completed", total["projects_completed"]),
    )


def district_total_sentence(answers: Answers, words: Words) -> str:
    """The district's printed totals beside the units' sums, where a check finds them different; else empty."""
    sums = answers.checks[(answers.checks["form"] == "sum") & (answers.checks["verdict"] != "consistent")]
    if sums.empty:
        return ""
    printed = words.listed(
        f"{words.heading(check['measure'])} {reported_value(check, words)}" for check in records(sums)
    )
    return words.gettext("The source prints these totals for the whole district: {figures} (see Checks).").format(
        figures=printed
    )


def benefits_table(answers: Answers, words: Words) -> pd.DataFrame:
    """The estimated benefits in words: measure, value with its unit."""
    _ = words.gettext
    rows = records(answers.benefits)
    return pd.DataFrame(
        {
            _("Measure"): [words.heading(row["measure"]) for row in rows],
            _("Estimate"): [words.number(row["value"], row["unit_of_measure"]) for row in rows],
        }
    )
