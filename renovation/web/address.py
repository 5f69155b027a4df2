"""The address (URL) of a page: its parameters say which release, language and filters the page shows.

The values of parameters are codes, which are the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from renovation.comparisons.assignments import WEIGHTINGS
from renovation.comparisons.history import INTERVALS
from renovation.comparisons.reconciliation import VERDICTS
from renovation.comparisons.sites import SITE_ATTRIBUTES, UNKNOWN
from renovation.domain.measures import HISTORY_MEASURES
from renovation.domain.vocabulary import LEADERS, MODES, STAGES
from renovation.help.manual import CHAPTERS
from renovation.language import LANGUAGES
from renovation.maps.palette import COLOUR_MEASURES, SIZE_MEASURES
from renovation.web.parameters import Parameter, day, decimal, flag, number, one_of, parameters_of, several, text
from renovation.wording.measure_history import SCOPES


@dataclass(frozen=True)
class Address:
    """The visitor's selections on all pages, as the address (URL) of a page contains them.

    Each field is declared together with its parameter in the address. None stands for a default: the newest `release`,
    the latest `year`, the first goal for `goal` and `assumed_goal`, and for `assumed_pace` and `assumed_deadline` the
    pace and the deadline of the goal `assumed_goal`. `units` are the Chinese names of the units that are compared (if
    empty, all units); `unit` is that of the unit whose details are shown.
    """

    release: int | None = number("release")
    language: str = one_of("lang", LANGUAGES, always_written=True)
    units: tuple[str, ...] = several("units", place=True)
    measure: str = one_of("measure", HISTORY_MEASURES)
    order: str = one_of("order", ("highest", "lowest", "reported"))
    unit: str | None = text("unit", place=True)
    verdicts: tuple[str, ...] = several("verdict", VERDICTS)
    view: str = one_of("view", ("units", "counties"))
    circle_size: str = one_of("size", SIZE_MEASURES)
    circle_colour: str = one_of("colour", COLOUR_MEASURES)
    site_attribute: str = one_of("by", SITE_ATTRIBUTES, default="stage")
    drawn: bool = flag("map", "drawn")
    works: tuple[str, ...] = several("done")
    modes: tuple[str, ...] = several("mode", (*MODES, UNKNOWN))
    stages: tuple[str, ...] = several("stage", (*STAGES, UNKNOWN))
    leaders: tuple[str, ...] = several("led", (*LEADERS, UNKNOWN))
    site: str | None = text("site")
    goal: str | None = text("goal")
    weighting: str = one_of("key", WEIGHTINGS)
    assumed_goal: str | None = text("whatif")
    assumed_pace: float | None = decimal("pace")
    assumed_deadline: date | None = day("by_day")
    scope: str = one_of("among", SCOPES)
    interval: str = one_of("interval", INTERVALS)
    own_scale: bool = flag("scale", "own")
    year: int | None = number("year", none_in_state=0)
    chapter: str = one_of("chapter", CHAPTERS)

    @property
    def units_shown(self) -> tuple[tuple[str, ...], str | None, str, str]:
        """The selections that decide which units a page compares and in which order: (units, unit, measure, order).

        `units` are the selected units, empty for all units; `unit` is the unit whose details are shown, or None.
        `order` says whether the units with the highest or the lowest value of `measure` come first, or whether the
        units are in the order of the sheet.
        """
        return self.units, self.unit, self.measure, self.order

    @property
    def site_filters(self) -> dict[str, tuple[str, ...]]:
        """The values by which the visitor filters sites; the keys are attributes of sites, such as `stage`."""
        return {attribute: getattr(self, name) for name, attribute in SITE_FILTERS.items()}

    def parameters(self) -> dict[str, str]:
        """Returns the selections as parameters of an address; the keys are the names of the parameters.

        Default values are left out, except the language.
        """
        written = {one.name: one.write(getattr(self, name)) for name, one in PARAMETERS.items()}
        return {name: value for name, value in written.items() if value}


PARAMETERS: Final[Mapping[str, Parameter]] = parameters_of(fields(Address))
"""The parameter of each field of Address."""
SITE_FILTERS: Final = {"works": "work", "modes": "mode", "stages": "stage", "leaders": "led_by"}
"""Maps the fields of Address that filter sites to the attribute of sites by which each one filters."""


@dataclass(frozen=True)
class Unknown:
    """A parameter of the address whose value is not valid, so that the page uses the default and shows a message.

    `parameter` is the name of the parameter, `value` the value in the address. If `is_absent` is True, the value is a
    place or a goal that the displayed release lacks; another release may have it.
    """

    parameter: str
    value: str
    is_absent: bool = False


def read_address(parameters: Mapping[str, str]) -> tuple[Address, tuple[Unknown, ...]]:
    """Parses the parameters of an address, a mapping of names to texts such as `{"unit": "zhili"}`.

    Returns a pair: the selections, and the parameters whose values are not valid. A selection has its default if its
    parameter is missing or not valid. Whether units, counties and sites exist is checked later
    (`without_unknown_places`). A parameter `page` is always returned as not valid: the middleware adds it when it
    redirects from a page that does not exist, and its value is the name of that page.
    """
    values, unknown = {}, [Unknown("page", parameters["page"])] if "page" in parameters else []
    for name, one in PARAMETERS.items():
        if one.name in parameters:
            values[name], meaningless = one.parse(parameters[one.name])
            unknown += [Unknown(one.name, value) for value in meaningless]
    return Address(**values), tuple(unknown)


def without_unknown_places(address: Address, known: Iterable[str]) -> tuple[Address, tuple[Unknown, ...]]:
    """Removes from the selections in `address` the places that the displayed release lacks.

    `known` are the Chinese names of the places in this release. Returns a pair: the remaining selections, and an
    Unknown for each removed place.
    """
    there, unknown, values = frozenset(known), list[Unknown](), {}
    for name, one in PARAMETERS.items():
        if one.place:
            values[name], missing = one.without_unknown(getattr(address, name), there)
            unknown += [Unknown(one.name, place, is_absent=True) for place in missing]
    return replace(address, **values), tuple(unknown)
