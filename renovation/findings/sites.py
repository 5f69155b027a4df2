"""What the map tells, and no more than the data holds."""

from __future__ import annotations

import pandas as pd

from renovation import schema
from renovation.comparisons.district import value_of
from renovation.comparisons.sites import UNKNOWN, counts, most, sites_per_unit
from renovation.figures import Answers
from renovation.findings.units import unit_title
from renovation.language import Words
from renovation.numbers import half_up


def map_title(answers: Answers, unit: str | None, words: Words) -> str:
    """Where the renovated area is concentrated: the fewest units that hold half of it; of one unit, its own title."""
    _ = words.gettext
    if unit:
        return unit_title(unit, answers, words)
    units, share = most(answers.units, "area_renovated")
    if not units or len(answers.units) < 2:
        return _("Renovation sites by township")
    told = _("{units} hold {share} of the area renovated")
    names = words.listed(words.place(unit) for unit in units)
    return told.format(units=names, share=words.percent(half_up(100 * share, 1)))


def sites_line(answers: Answers, sites: pd.DataFrame, words: Words) -> str:
    """How many sites are named of how many projects scheduled, where they stand, and how many say their stage."""
    _ = words.gettext
    if sites.empty:
        return _("No site is named.")
    counted = sites_per_unit(sites, answers.units["unit"].tolist())
    there = counted[counted["sites"] > 0].sort_values("sites", ascending=False, kind="stable")
    listed = words.listed(
        _("{unit} {count}").format(unit=words.place(unit), count=count)
        for unit, count in zip(there["unit"], there["sites"], strict=True)
    )
    staged = int((sites["stage"] != UNKNOWN).sum())
    scheduled = value_of(answers.district, "projects_scheduled")
    numbers = {"named": len(sites), "staged": staged, "listed": listed}
    if pd.isna(scheduled):
        return _("{named} sites are named ({listed}); {staged} with a stage.").format(**numbers)
    told = _("Of {scheduled} scheduled projects, {named} sites are named ({listed}); {staged} with a stage.")
    return told.format(scheduled=words.number(scheduled), **numbers)


def counts_line(sites: pd.DataFrame, trait: str, words: Words) -> str:
    """How many of the sites shown are of which kind: `进度状态：开工2，完工3，未说明4`."""
    _ = words.gettext
    heading = words.label(schema.SITES.column(trait).heading)
    counted = counts(sites, trait)
    listed = words.listed(
        _("{value} {count}").format(value=trait_in_words(trait, value, words), count=count)
        for value, count in zip(counted["value"], counted["sites"], strict=True)
    )
    return _("{heading}: {listed}").format(heading=heading, listed=listed)


def trait_in_words(trait: str, value: str, words: Words) -> str:
    """A value of a trait as a reader sees it."""
    if value == UNKNOWN:
        return words.gettext("not said")
    options = {"mode": schema.MODES, "stage": schema.STAGES, "led_by": schema.LEADERS}.get(trait, {})
    return words.label(options[value]) if value in options else value
