"""What is true of a history of releases, worked out from their tables with fractions and by the definitions.

Nothing of renovation.comparisons or renovation.wording is used here. The definitions: a date's figure is the one that
was published last for it, a whole table of units or counties at a time; a restored release takes back all later dates; figures of two years or of two bases are never
compared; a period (a week from Monday, a month, a quarter) has the last figure reported in it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, cached_property
from typing import NamedTuple

from tests.claims.generated import Published
from tests.claims.kinds import FORMER_NAMES
from tests.claims.truth import Truth, Value, exact, ratio, rounded

COUNTED = ("projects_started", "projects_completed", "area_renovated", "annual_target_area")
PARTS = {
    "completion_rate": ("area_renovated", "annual_target_area"),
    "completed_to_started": ("projects_completed", "projects_started"),
}


CURRENT_NAMES = {former: name for name, former in FORMER_NAMES.items()}


class Series(NamedTuple):
    table: str
    place: str
    measure: str
    basis: str


class Gain(NamedTuple):
    """A place's figure in the last period beside its figure before that period, each with its day."""

    since: dt.date
    before: Fraction
    day: dt.date
    now: Fraction

    @property
    def amount(self) -> Fraction:
        return self.now - self.before

    @property
    def weeks(self) -> Fraction:
        return Fraction((self.day - self.since).days, 7)

    @property
    def per_week(self) -> Fraction:
        return self.amount / self.weeks


def belonging(releases: Sequence[Published], shown: Published) -> list[Published]:
    """The releases of the history that is shown with one of them, in the order of publication."""
    later = [one.release for one in releases if one.release.release > shown.release.release]
    followers = [one.release for one in later if one.action != "correct"]
    end = followers[0].release if followers else len(releases) + 1
    if shown.release.action == "correct":
        end = shown.release.release + 1
    found: list[Published] = []
    for one in releases:
        if one.release.release >= end or one.release.as_of > shown.release.as_of:
            continue
        if one.release.action == "restore":
            found = [other for other in found if other.release.as_of <= one.release.as_of]
        found.append(one)
    return found


class Past:
    """The figures of a history by series and day; the shown release is the last of all that are not corrections."""

    def __init__(self, releases: Sequence[Published]) -> None:
        self.shown = [one for one in releases if one.release.action != "correct"][-1]
        self.releases = belonging(releases, self.shown)
        self.now = Truth(dict(self.shown.tables))
        self.as_of = self.shown.release.as_of
        self.figures: defaultdict[Series, dict[dt.date, Value]] = defaultdict(dict)
        self.corrected: set[tuple[Series, dt.date]] = set()
        published: dict[tuple[Series, dt.date], Value] = {}
        for one in self.releases:
            self._take_back(one)
            for series, day, value in _cells(one):
                if published.get((series, day), value) != value:
                    self.corrected.add((series, day))
                self.figures[series][day] = published[series, day] = value
        self._add_rates()

    def _take_back(self, one: Published) -> None:
        """Removes what was published before for the days of a release: of units and counties every figure of the day."""
        again = {(_report(series), day) for series, day, _value in _cells(one)}
        for series, days in self.figures.items():
            for day in [day for day in days if (_report(series), day) in again]:
                del days[day]

    def _add_rates(self) -> None:
        for series, days in list(self.figures.items()):
            for rate, (part, whole) in PARTS.items():
                if series.table == "unit_progress" and series.measure == part:
                    wholes = series._replace(measure=whole)
                    own = series._replace(measure=rate)
                    self.figures[own] = {day: ratio(days[day], self.figures[wholes].get(day)) for day in days}
                    self.corrected |= {(own, day) for one, day in self.corrected if one in (series, wholes)}

    @cached_property
    def previous(self) -> Published | None:
        """The release that the shown one is compared with: the nearest date before it, of one date the last published."""
        own = (self.as_of, self.shown.release.release)
        before = [one for one in self.releases if (one.release.as_of, one.release.release) < own]
        return max(before, key=lambda one: (one.release.as_of, one.release.release), default=None)

    def reported(self, series: Series, year: int, until: dt.date | None = None) -> list[tuple[dt.date, Fraction]]:
        """The days of a year with a figure, the oldest first."""
        days = sorted(self.figures[series].items()) if series in self.figures else []
        return [
            (day, value)
            for day, value in days
            if value is not None and day.year == year and (until is None or day <= until)
        ]

    def latest_basis(self, table: str, place: str, measure: str, until: dt.date) -> list[tuple[dt.date, Fraction]]:
        """A place's figures of the year on the basis of its last one."""
        found = [
            self.reported(series, until.year, until)
            for series in self.figures
            if (series.table, series.place, series.measure) == (table, place, measure)
        ]
        return max((days for days in found if days), key=lambda days: days[-1][0], default=[])

    def on_day(self, table: str, measure: str, basis: str, day: dt.date) -> dict[str, Value]:
        """The figures of all places of a table on one day and basis."""
        return {
            series.place: days[day]
            for series, days in self.figures.items()
            if (series.table, series.measure, series.basis) == (table, measure, basis) and day in days
        }

    @property
    def years(self) -> set[int]:
        return {day.year for days in self.figures.values() for day in days}


def _report(series: Series) -> tuple[str, ...]:
    """What is published at once and so replaced at once: a table of units or counties, or one of the district's figures."""
    return series[:3] if series.table == "figures" else (series.table,)


@cache
def _cells(one: Published) -> tuple[tuple[Series, dt.date, Value], ...]:
    return tuple(_read_cells(one))


def _read_cells(one: Published) -> Iterator[tuple[Series, dt.date, Value]]:
    tables = one.tables
    units = tables["unit_progress"]
    for row in units.frame.to_dict("records"):
        for measure in COUNTED:
            name = CURRENT_NAMES.get(row["unit"], row["unit"])
            yield Series("unit_progress", name, measure, units.basis), units.as_of, exact(row[measure])
    if "county_progress" in tables:
        counties = tables["county_progress"]
        for row in counties.frame.to_dict("records"):
            place = Series("county_progress", row["county"], "area_reported", counties.basis)
            yield place, counties.as_of, exact(row["area_reported"])
    if "figures" in tables:
        figures = tables["figures"]
        for row in figures.frame.to_dict("records"):
            if row["nature"] in ("reported", "estimate") and "-" in row["period"]:
                place = Series("figures", row["subject"], row["measure"], figures.basis)
                yield place, dt.date.fromisoformat(row["period"]), exact(row["value"])


def days_of(one: Published, table: str, place: str, measure: str) -> set[dt.date]:
    """The days for which a release reports a place's measure."""
    return {day for series, day, _value in _cells(one) if series[:3] == (table, place, measure)}


class Course:
    """A measure of some places of a table in one year, by week, month or quarter: what 历史趋势 shows."""

    def __init__(
        self,
        past: Past,
        table: str,
        measure: str,
        interval: str,
        year: int,
        places: Sequence[str] = (),
        basis: str | None = None,
    ) -> None:
        self.past, self.table, self.measure, self.interval, self.year = past, table, measure, interval, year
        self.all = [
            series
            for series in past.figures
            if (series.table, series.measure) == (table, measure)
            and any(day.year == year for day in past.figures[series])
        ]
        self.series = [
            series for series in self.all if (not places or series.place in places) and basis in (None, series.basis)
        ]
        self.days = {series: past.reported(series, year) for series in self.series}

    @property
    def places(self) -> list[str]:
        return list(dict.fromkeys(series.place for series in self.series))

    @property
    def all_days(self) -> list[dt.date]:
        return sorted({day for days in self.days.values() for day, _value in days})

    def period(self, day: dt.date) -> tuple[int, ...]:
        match self.interval:
            case "weekly":
                return tuple(day.isocalendar()[:2])
            case "monthly":
                return day.year, day.month
        return day.year, (day.month - 1) // 3

    @property
    def periods(self) -> list[tuple[int, ...]]:
        return sorted({self.period(day) for day in self.all_days})

    @property
    def skips_a_period(self) -> bool:
        """Whether a period between the first and the last has no figure at all."""
        days = self.all_days
        every = {self.period(days[0] + dt.timedelta(days=n)) for n in range((days[-1] - days[0]).days + 1)}
        return len(every) > len(self.periods)

    def last_in_periods(self, series: Series) -> dict[tuple[int, ...], tuple[dt.date, Fraction]]:
        return {self.period(day): (day, value) for day, value in self.days[series]}

    @cached_property
    def gains(self) -> dict[Series, Gain]:
        """Each place's gain in the last period, on the basis of its last figure; without those that nothing can be compared with."""
        found: dict[Series, Gain] = {}
        last = self.periods[-1] if self.periods else ()
        until: dict[str, dt.date] = {}
        for series, days in self.days.items():
            until[series.place] = max([until.get(series.place, dt.date.min), *(day for day, _value in days)])
        for series in self.series:
            if not self.days[series] or self.days[series][-1][0] < until[series.place]:
                continue
            inside = [one for one in self.days[series] if self.period(one[0]) == last]
            before = [one for one in self.days[series] if self.period(one[0]) < last]
            if inside and before:
                found[series] = Gain(*before[-1], *inside[-1])
        return found

    def printed(self, gain: Gain) -> Fraction:
        """A gain as the screen prints it: of a rate, the difference of both rates as they are printed."""
        if self.measure in PARTS:
            return rounded(gain.now, 1) - rounded(gain.before, 1)
        return gain.amount

    @property
    def spans_differ(self) -> bool:
        return len({gain.weeks for gain in self.gains.values()}) > 1
