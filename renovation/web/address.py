"""What a page shows, as its address says it: release, language, filters, in codes that no language changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from renovation.comparisons.assignments import SPLIT_KEYS
from renovation.comparisons.history import INTERVALS
from renovation.comparisons.reconciliation import VERDICTS
from renovation.comparisons.sites import SITE_ATTRIBUTES, UNKNOWN
from renovation.domain import places
from renovation.domain.measures import HISTORY_MEASURES, RANKED_MEASURES
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.language import LANGUAGES
from renovation.maps.palette import CLASS_BOUNDS, SIZE_MEASURES

ORDERS: Final = ("highest", "lowest", "reported")
VIEWS: Final = ("units", "counties")
COLOURS: Final = tuple(CLASS_BOUNDS)
AMONG: Final = ("units", "counties", "district")
"""Whose history is looked at."""


@dataclass(frozen=True)
class Address:
    """One screen's choices.

    `units` empty means all; `unit` is the one looked at closely; `release` None follows the newest. The map has its
    `view`, what a circle's `size` and `colour` mean, what sites are `told_by`, which of them are shown, the `site`
    looked at, and whether it is `drawn` instead of asked of WebGL. `goal` and `year` None are the first goal and the
    latest year; `key` is what a goal is split by; `among` and `interval` are whose history by what period.
    """

    release: int | None = None
    language: str = LANGUAGES[0]
    units: tuple[str, ...] = ()
    measure: str = RANKED_MEASURES[0]
    order: str = ORDERS[0]
    unit: str | None = None
    verdicts: tuple[str, ...] = ()
    view: str = VIEWS[0]
    size: str = SIZE_MEASURES[0]
    colour: str = COLOURS[0]
    told_by: str = SITE_ATTRIBUTES[2]
    drawn: bool = False
    works: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    site: str | None = None
    goal: str | None = None
    key: str = SPLIT_KEYS[0]
    among: str = AMONG[0]
    interval: str = INTERVALS[0]
    year: int | None = None

    @property
    def units_shown(self) -> tuple[tuple[str, ...], str | None, str, str]:
        """What decides which units are shown side by side, and in which order."""
        return self.units, self.unit, self.measure, self.order

    def parameters(self) -> dict[str, str]:
        """The address's parameters; what is as usual is left out, release and language are always there."""
        usual = Address()
        said = {
            "release": str(self.release) if self.release is not None else "",
            "lang": self.language,
            "units": ",".join(places.code_of(unit) for unit in self.units),
            "measure": self.measure if self.measure != usual.measure else "",
            "order": self.order if self.order != usual.order else "",
            "unit": places.code_of(self.unit) if self.unit else "",
            "verdict": ",".join(self.verdicts),
            "view": self.view if self.view != usual.view else "",
            "size": self.size if self.size != usual.size else "",
            "colour": self.colour if self.colour != usual.colour else "",
            "by": self.told_by if self.told_by != usual.told_by else "",
            "map": "drawn" if self.drawn else "",
            "done": ",".join(self.works),
            "mode": ",".join(self.modes),
            "stage": ",".join(self.stages),
            "led": ",".join(self.leaders),
            "site": self.site or "",
            "goal": self.goal or "",
            "key": self.key if self.key != usual.key else "",
            "among": self.among if self.among != usual.among else "",
            "interval": self.interval if self.interval != usual.interval else "",
            "year": str(self.year) if self.year is not None else "",
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Unknown:
    """A parameter whose value means nothing here, so that the usual was taken."""

    parameter: str
    value: str


def read_address(parameters: Mapping[str, str]) -> tuple[Address, tuple[Unknown, ...]]:
    """The address as far as it can be understood without the data, and what could not be."""
    unknown: list[Unknown] = []

    def one_of(name: str, known: Iterable[str], usual: str) -> str:
        value = parameters.get(name, usual)
        if value in known:
            return value
        unknown.append(Unknown(name, value))
        return usual

    def some_of(name: str, known: Iterable[str]) -> tuple[str, ...]:
        values = _parts(parameters.get(name, ""))
        unknown.extend(Unknown(name, value) for value in values if value not in known)
        return tuple(value for value in values if value in known)

    release = parameters.get("release", "")
    if release and not _is_number(release):
        unknown.append(Unknown("release", release))
    year = parameters.get("year", "")
    if year and not _is_number(year):
        unknown.append(Unknown("year", year))
    if "page" in parameters:
        unknown.append(Unknown("page", parameters["page"]))
    unit = parameters.get("unit", "")
    address = Address(
        release=int(release) if _is_number(release) else None,
        language=one_of("lang", LANGUAGES, LANGUAGES[0]),
        units=tuple(places.name_of(code) for code in _parts(parameters.get("units", ""))),
        measure=one_of("measure", HISTORY_MEASURES, HISTORY_MEASURES[0]),
        order=one_of("order", ORDERS, ORDERS[0]),
        unit=places.name_of(unit) if unit else None,
        verdicts=some_of("verdict", VERDICTS),
        view=one_of("view", VIEWS, VIEWS[0]),
        size=one_of("size", SIZE_MEASURES, SIZE_MEASURES[0]),
        colour=one_of("colour", COLOURS, COLOURS[0]),
        told_by=one_of("by", SITE_ATTRIBUTES, SITE_ATTRIBUTES[2]),
        drawn=one_of("map", ("", "drawn"), "") == "drawn",
        works=tuple(_parts(parameters.get("done", ""))),
        modes=some_of("mode", {*MODES, UNKNOWN}),
        stages=some_of("stage", {*STAGES, UNKNOWN}),
        leaders=some_of("led", {*LEADERS, UNKNOWN}),
        site=parameters.get("site") or None,
        goal=parameters.get("goal") or None,
        key=one_of("key", SPLIT_KEYS, SPLIT_KEYS[0]),
        among=one_of("among", AMONG, AMONG[0]),
        interval=one_of("interval", INTERVALS, INTERVALS[0]),
        year=int(year) if _is_number(year) else None,
    )
    return address, tuple(unknown)


def known_units(address: Address, present: Iterable[str]) -> tuple[tuple[str, ...], str | None, tuple[Unknown, ...]]:
    """The address's units and unit as far as a release has them, and those that it has not."""
    there = set(present)
    strange = [Unknown("units", unit) for unit in address.units if unit not in there]
    if address.unit and address.unit not in there:
        strange.append(Unknown("unit", address.unit))
    units = tuple(unit for unit in address.units if unit in there)
    return units, address.unit if address.unit in there else None, tuple(strange)


def _parts(value: str) -> list[str]:
    return list(dict.fromkeys(part for part in value.split(",") if part))


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9
