"""Writes sentences about figures over time.

`periods` is the result of `comparisons.history.by_period`: one row for each place and period with `unit` (the place),
`period`, `as_of` (the date within the period), `value` (in the measure's unit of measurement, missing if nothing was
reported), `rank`, `basis` and `corrected`. `gained` is the result of `gains`: one row for each place with `gain`,
`weeks`, `per_week`, `before`, `since`, `now` and `as_of`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd

from renovation.comparisons.extremes import Extreme, highest
from renovation.comparisons.history import INTERVALS, History, added_and_dropped_units, spans_differ
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.numbers import decimal_places, half_up, half_up_all
from renovation.language import Words
from renovation.wording.extremes import MOST_NAMES, counted_places, few_unit_names, tied_names

_EXACT: Final = 4
"""The decimals to which differences are rounded; no reported figure has more."""
_AREA_DECIMALS: Final = 2


def history_finding(periods: pd.DataFrame, gained: pd.DataFrame, interval: str, measure: str, words: Words) -> str:
    """Returns a title: which place has the largest increase in the latest period, and how many places have none.

    If this is unknown, the title says why.

    `periods` has the figures of `measure` by `interval` ("weekly", "monthly" or "quarterly"), with the columns `unit`
    (the name of the place), `period`, `first_as_of`, `as_of` and `value`; `gained` is the result of `gains`.
    """
    reported = periods.dropna(subset=["value"])
    if reported.empty:
        return words(
            "There are no figures for {measure} in this selection", measure=words.in_sentence(words.heading(measure))
        )
    if len(reported["period"].unique()) == 1:
        return _one_period(reported, interval, words)
    if gained["gain"].isna().all():
        return words("The latest figures cannot be compared, because there are no earlier figures on the same basis")
    return _gains_finding(gained, measure, words)


def _one_period(reported: pd.DataFrame, interval: str, words: Words) -> str:
    """Returns a title that says why figures of a single period show no trend, and what would show one."""
    year = reported["as_of"].max().year
    if reported["first_as_of"].min() == reported["as_of"].max():
        return words("There is only one date in {year} so far; a trend needs a second date", year=year)
    if interval == INTERVALS[0]:
        return words("All figures of {year} fall into one week; a trend needs a second week", year=year)
    return words("All selected figures fall within one period; choose a shorter period to see a trend")


def _gains_finding(gained: pd.DataFrame, measure: str, words: Words) -> str:
    """Returns a title about the largest increase; at least one row of `gained` has a `gain`."""
    comparable = gained.dropna(subset=["gain"])
    largest = highest(comparable["unit"], _compared(comparable, measure), measure)
    assert largest is not None, "there is a gain"
    if len(comparable) == 1:
        finding = _only_change(comparable, len(gained) > 1, measure, words)
    elif largest.value <= 0:
        finding = _no_increase(comparable, measure, words)
    elif largest.all_equal:
        finding = _equal_gains(comparable, measure, words)
    else:
        finding = _largest_gain(largest, comparable, measure, words)
    return words("; ").join((finding, *_not_compared(gained, words)))


def places_in_gains_finding(gained: pd.DataFrame, measure: str) -> tuple[str, ...]:
    """Returns the names of the places that the title `history_finding` names, so that the chart can emphasise them.

    `gained` is the result of `gains` for `measure`. Returns an empty tuple if no place increased, or all equally.
    """
    comparable = gained.dropna(subset=["gain"])
    largest = highest(comparable["unit"], _compared(comparable, measure), measure)
    return () if largest is None or largest.all_equal or largest.value <= 0 else largest.places


def _not_compared(gained: pd.DataFrame, words: Words) -> list[str]:
    """Returns parts of a title that name the places without a figure in the latest period or without an earlier one."""
    without = gained[gained["gain"].isna()]
    silent, new = (tuple(rows["unit"]) for rows in (without[without["now"].isna()], without[without["now"].notna()]))
    parts = []
    if silent:
        parts.append(words("no figure in the latest period: {units}", units=few_unit_names(silent, words)))
    if new:
        parts.append(words("increase unknown without an earlier figure: {units}", units=few_unit_names(new, words)))
    return parts


def _only_change(gained: pd.DataFrame, named: bool, measure: str, words: Words) -> str:
    """Returns a title about the only place that can be compared; it names the place if `named` is True."""
    template = (
        words("{measure}: change of {unit} in the latest period: {gain}")
        if named
        else words("{measure}: change in the latest period: {gain}")
    )
    return template.format(
        measure=words.heading(measure),
        unit=words.place_in_sentence(gained["unit"].iloc[0]),
        gain=_gain_phrase(gained, gained.iloc[0], measure, words),
    )


def _no_increase(gained: pd.DataFrame, measure: str, words: Words) -> str:
    """Returns a title that says that none of the places increased, and how many decreased."""
    finding = (
        words("{measure}: decreased for all {places} in the latest period")
        if (gained["gain"] < 0).all()
        else _with_decreases(words("{measure}: none of {places} increased in the latest period"), gained, words)
    )
    return finding.format(measure=words.heading(measure), places=counted_places(tuple(gained["unit"]), words))


def _with_decreases(finding: str, gained: pd.DataFrame, words: Words) -> str:
    """Returns the title `finding` with the number of places that decreased added; unchanged if none did."""
    fallen = tuple(gained["unit"][gained["gain"] < 0])
    if not fallen:
        return finding
    return words("{finding}; {places} among them decreased", finding=finding, places=counted_places(fallen, words))


def _compared(gained: pd.DataFrame, measure: str) -> pd.Series:
    """Returns the increase of each place as displayed; the increase per week if the numbers of weeks differ."""
    if not spans_differ(gained):
        return gained["gain"]
    return pd.Series(half_up_all(gained["per_week"], _weekly_decimals(measure)), index=gained.index)


def _weekly_decimals(measure: str) -> int:
    return _AREA_DECIMALS if MEASURES[measure].measurement_unit == "万㎡" else 1


def _equal_gains(gained: pd.DataFrame, measure: str, words: Words) -> str:
    """Returns a title that says that all places increased equally, and by how much."""
    gain = _gain_phrase(gained, gained.iloc[0], measure, words)
    if spans_differ(gained):
        gain = words("{rate} a week on average", rate=_weekly_gain(gained["per_week"].iloc[0], measure, words))
    return words(
        "{measure}: the increase is the same in all {places} ({gain})",
        measure=words.heading(measure),
        places=counted_places(tuple(gained["unit"]), words),
        gain=gain,
    )


def _largest_gain(largest: Extreme, gained: pd.DataFrame, measure: str, words: Words) -> str:
    """Returns a title about the places with the largest increase, which also states how many places did not increase.

    `largest` holds these places and their increase, per week if the numbers of weeks differ.
    """
    not_grown = int((gained["gain"] <= 0).sum())
    if spans_differ(gained):
        finding = (
            words("{measure}: {unit} had the largest weekly increase ({gain}); {still} of {places} did not increase")
            if not_grown
            else words("{measure}: {unit} had the largest weekly increase ({gain}); all {places} increased")
        )
    else:
        finding = (
            words("{measure}: {unit} had the largest increase ({gain}); {still} of {places} did not increase")
            if not_grown
            else words("{measure}: {unit} had the largest increase ({gain}); all {places} increased")
        )
    first = gained[gained["unit"].isin(largest.places)]
    return _with_decreases(finding, gained, words).format(
        measure=words.heading(measure),
        unit=tied_names(largest, words),
        gain=_gain_phrase(gained, first.iloc[0], measure, words)
        if len(first[["gain", "weeks"]].drop_duplicates()) == 1
        else words("{rate} a week on average", rate=_weekly_gain(largest.value, measure, words)),
        still=not_grown,
        places=counted_places(tuple(gained["unit"]), words),
    )


def _gain_phrase(gained: pd.DataFrame, row: pd.Series, measure: str, words: Words) -> str:
    """Returns the increase in `row` as text: `+1.20万㎡`, with its weeks and the average per week if the weeks differ.

    `row` is one of the rows of `gained`.
    """
    gain, weeks = gain_label(row["gain"], measure, words), _weeks_label(row["weeks"], words)
    if not row["gain"]:
        return words("no change") if row["weeks"] == 1 else words("no change in {weeks}", weeks=weeks)
    if spans_differ(gained):
        rate = _weekly_gain(row["per_week"], measure, words)
        return words("{gain} in {weeks}, {rate} a week on average", gain=gain, weeks=weeks, rate=rate)
    return gain if row["weeks"] == 1 else words("{gain} in {weeks}", gain=gain, weeks=weeks)


def _weeks_label(weeks: float, words: Words) -> str:
    """Returns a number of weeks with its unit of measurement: `2周`, `1.4周`."""
    return words.number(half_up(weeks, 1), "周")


def gain_with_weeks(gain: float, weeks: float, measure: str, words: Words) -> str:
    """Returns the increase `gain` of a measure as text, without its unit of measurement.

    The number of weeks follows in brackets unless it is 1: `+12（2周）` is an increase of 12 in two weeks.
    """
    label = gain_label_without_measurement_unit(gain, measure, words)
    return label if weeks == 1 else words.bracketed(label, _weeks_label(weeks, words))


def gain_label(value: float, measure: str, words: Words) -> str:
    """Returns the increase `value` of a measure with its sign and unit of measurement: `+1.20万㎡`.

    The unit of measurement of an increase in a rate is percentage points.
    """
    exact, measurement_unit = half_up(value, _EXACT), MEASURES[measure].measurement_unit
    if measurement_unit == "万㎡":
        return words.fixed_difference(exact, _gain_decimals(exact), measurement_unit)
    return words.difference(exact, "个百分点" if measurement_unit == "%" else measurement_unit)


def gain_label_without_measurement_unit(value: float, measure: str, words: Words) -> str:
    """Returns the increase `value` of a measure with its sign, without its unit of measurement: `+1.20`.

    The heading of its column states the unit of measurement. Areas are in m² in English. Only the increase of a rate is
    followed by its unit of measurement, `个百分点` (percentage points).
    """
    exact, measurement_unit = half_up(value, _EXACT), MEASURES[measure].measurement_unit
    if measurement_unit == "万㎡":
        return words.fixed_amount_difference(exact, _gain_decimals(exact), measurement_unit)
    return words.difference(exact, "个百分点" if measurement_unit == "%" else "")


def weekly_gain_without_measurement_unit(value: float, measure: str, words: Words) -> str:
    """Returns the increase per week `value` of a measure as text with its sign, without its unit of measurement.

    Areas have two decimals, other measures one.
    """
    return gain_label_without_measurement_unit(half_up(value, _weekly_decimals(measure)), measure, words)


def _weekly_gain(value: float, measure: str, words: Words) -> str:
    return gain_label(half_up(value, _weekly_decimals(measure)), measure, words)


def _gain_decimals(exact: float) -> int:
    return max(_AREA_DECIMALS, decimal_places(exact))


def course_ends(days: Sequence[dt.date], values: Sequence[str], words: Words) -> str:
    """Returns a text with the first and the last of `values` and their dates; with the only value if there is one.

    `values` are formatted figures, and `days` their dates.
    """
    last = words("{value} as of {day}", value=values[-1], day=words.day(days[-1]))
    if len(days) == 1:
        return last
    return words(", ").join((words("{value} on {day}", value=values[0], day=words.day(days[0])), last))


def rank_finding(periods: pd.DataFrame, words: Words) -> str:
    """Returns a title: how many places changed their rank since the first period, and which changed most.

    `periods` has `unit`, `basis`, `period`, `as_of` and `rank`. The ranks in the first and in the last period are
    compared, only on the basis of the last period's figures. Returns an empty text if no place has a rank in both.
    """
    both = _first_and_last_ranks(periods)
    if both.empty:
        return ""
    day = words.short_day(both["as_of"].min().date())
    return _rank_changes(_moved(both), counted_places(tuple(both.index), words), day, words)


def places_in_rank_finding(periods: pd.DataFrame) -> tuple[str, ...]:
    """Returns the names of the places that the title `rank_finding` names, so that the chart can emphasise them."""
    named = _named(_moved(_first_and_last_ranks(periods)))
    return tuple(named.index) if len(named) <= MOST_NAMES else ()


def _first_and_last_ranks(periods: pd.DataFrame) -> pd.DataFrame:
    """Returns the ranks in the first and the last period: a row for each place that has both; the index is the places.

    Columns: `rank` and `as_of` of the first period, and `now`, the rank in the last period. Without two periods it has
    no rows.
    """
    ranked = periods.dropna(subset=["rank"])
    ranked = ranked[ranked["basis"].isin(ranked.loc[ranked["period"] == ranked["period"].max(), "basis"])]
    first, last = (ranked[ranked["period"] == end].set_index("unit") for end in ranked["period"].agg(["min", "max"]))
    both: pd.DataFrame = first[["rank", "as_of"]].join(last["rank"].rename("now"), how="inner")
    return both.head(0) if len(ranked["period"].unique()) == 1 else both


def _moved(both: pd.DataFrame) -> pd.DataFrame:
    """Returns those rows of `both` whose rank changed, the largest change first; the column `by` is the change."""
    changes = both.assign(by=(both["now"] - both["rank"]).abs())
    moved: pd.DataFrame = changes[changes["by"] > 0].sort_values("by", ascending=False, kind="stable")
    return moved


def _named(moved: pd.DataFrame) -> pd.DataFrame:
    """Returns those rows of `moved` that a title names: all if they are few, else those with the largest change."""
    return moved if len(moved) <= MOST_NAMES else moved[moved["by"] == moved["by"].max()]


def _rank_changes(moved: pd.DataFrame, places: str, day: str, words: Words) -> str:
    """Returns a title about the places in `moved` whose rank changed, the largest change first.

    `places` is a text with the number of all places, such as `8个单位`; `day` is the date of the first period as text.
    """
    if moved.empty:
        return words("No rank has changed since {day}", day=day)
    named = _named(moved)
    if len(named) > MOST_NAMES:
        sentence = words("Compared with {day}, {count} of {places} changed rank")
    elif len(named) == len(moved):
        sentence = words("Compared with {day}, {count} of {places} changed rank: {changes}")
    else:
        sentence = words("Compared with {day}, {count} of {places} changed rank, most of all {changes}")
    changes = (
        words.bracketed(words.place(str(unit)), f"{before} → {now}")
        for unit, before, now in zip(named.index, named["rank"], named["now"], strict=True)
    )
    return sentence.format(count=len(moved), places=places, day=day, changes=words.listed(changes))


def history_notes(periods: pd.DataFrame, history: History, words: Words) -> tuple[str, ...]:
    """Returns notes about a chart: corrections, gaps, units that began or stopped reporting, bases, damaged releases.

    `periods` has the columns `unit`, `period`, `as_of`, `first_as_of`, `value`, `basis` and `corrected`; `history` is
    the History object that it was computed from.
    """
    return (
        *_point_notes(periods, words),
        *_unit_notes(periods, words),
        *_basis_notes(periods, words),
        *_store_notes(history, words),
    )


def _point_notes(periods: pd.DataFrame, words: Words) -> list[str]:
    notes = []
    corrected = sorted(set(periods[periods["corrected"]]["as_of"]))
    if corrected:
        days = words.listed(words.day(day.date()) for day in corrected)
        notes.append(words("◇ Corrected after publication: {days}.", days=days))
    if periods["value"].isna().any() and len(periods.dropna(subset=["value"])["period"].unique()) > 1:
        notes.append(words("Where a figure is missing, the line has a gap."))
    return notes


def _unit_notes(periods: pd.DataFrame, words: Words) -> list[str]:
    added, dropped = added_and_dropped_units(periods)
    sentences = (
        (added, words("{unit} has been reporting since {day}.")),
        (dropped, words("{unit} has not reported since {day}.")),
    )
    return [
        sentence.format(unit=words.place(row["unit"]), day=words.day(row["as_of"].date()))
        for rows, sentence in sentences
        for row in records(rows)
    ]


def _basis_notes(periods: pd.DataFrame, words: Words) -> list[str]:
    bases = _bases(periods, words)
    line = words("The figures come from several statistics, each drawn as its own line: {bases}.", bases=bases)
    return [line] if len(set(periods["basis"])) > 1 else []


def _store_notes(history: History, words: Words) -> list[str]:
    notes = []
    if history.damaged:
        numbers = words.listed(str(number) for number in history.damaged)
        notes.append(words("Damaged and not included: release {numbers}.", numbers=numbers))
    if history.store_unavailable:
        notes.append(words("The database is not responding, so only the current release is shown."))
    return notes


def date_range_line(periods: pd.DataFrame, words: Words) -> str:
    """Returns a line with the first and the last date that have a figure, and with the bases; empty if there is none.

    `periods` has the columns `as_of`, `value` and `basis`.
    """
    reported = periods.dropna(subset=["value"])
    if reported.empty:
        return ""
    first, last = (words.day(day.date()) for day in (reported["as_of"].min(), reported["as_of"].max()))
    basis = _bases(reported, words)
    if first == last:
        return words("As of {day} · {basis}", day=last, basis=basis)
    return words("{first} to {last} · {basis}", first=first, last=last, basis=basis)


def _bases(periods: pd.DataFrame, words: Words) -> str:
    return words.listed(words.basis(basis) for basis in dict.fromkeys(periods["basis"]))
