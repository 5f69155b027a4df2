"""An address holds every selection, under names that old links use, and no address is an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.domain import places
from renovation.domain.measures import RANKED_MEASURES
from renovation.web.address import PARAMETERS, Address, Unknown, read_address, without_unknown_places
from renovation.web.parameters import (
    ChoiceParameter,
    DayParameter,
    DecimalParameter,
    FlagParameter,
    NumberParameter,
    Parameter,
    SeveralParameter,
    TextParameter,
)

UNITS = [place.name for place in places.UNITS]
LINKS: dict[str, tuple[str, Any]] = {
    "release": ("release=7", 7),
    "language": ("lang=en", "en"),
    "units": ("units=gaoxin,daochang", ("高新区", "道场乡")),
    "measure": ("measure=completion_rate", "completion_rate"),
    "order": ("order=lowest", "lowest"),
    "unit": ("unit=zhili", "织里镇"),
    "verdicts": ("verdict=mismatch,basis", ("mismatch", "basis")),
    "view": ("view=counties", "counties"),
    "circle_size": ("size=projects_started", "projects_started"),
    "circle_colour": ("colour=completed_to_started", "completed_to_started"),
    "site_attribute": ("by=work", "work"),
    "drawn": ("map=drawn", True),
    "own_scale": ("scale=own", True),
    "works": ("done=拆除,拆旧建新", ("拆除", "拆旧建新")),
    "modes": ("mode=demolition,unknown", ("demolition", "unknown")),
    "stages": ("stage=started", ("started",)),
    "leaders": ("led=enterprise", ("enterprise",)),
    "site": ("site=金牛", "金牛"),
    "goal": ("goal=first_in_city", "first_in_city"),
    "weighting": ("key=targets", "targets"),
    "assumed_goal": ("whatif=started_share", "started_share"),
    "assumed_pace": ("pace=9.4", 9.4),
    "assumed_deadline": ("by_day=2014-12-31", date(2014, 12, 31)),
    "scope": ("among=district", "district"),
    "interval": ("interval=monthly", "monthly"),
    "year": ("year=2013", 2013),
    "chapter": ("chapter=clerk", "clerk"),
}
"""Links that were shared: each field's parameter as it has always been written, and what it means."""
DEFAULTS = {
    "release": None, "language": "zh", "units": (), "measure": "area_renovated", "order": "highest", "unit": None,
    "verdicts": (), "view": "units", "circle_size": "area_renovated", "circle_colour": "completion_rate",
    "site_attribute": "stage", "drawn": False, "works": (), "modes": (), "stages": (), "leaders": (), "site": None,
    "goal": None, "weighting": "schedule", "assumed_goal": None, "assumed_pace": None, "assumed_deadline": None,
    "scope": "units", "interval": "weekly", "own_scale": False, "year": None, "chapter": "leader",
}  # fmt: skip
texts = st.text("abc金牛0_-", min_size=1, max_size=8)


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Every kind of value that a declaration allows."""
    one = (
        st.sampled_from(UNITS)
        if parameter.place
        else st.sampled_from(parameter.allowed)
        if parameter.allowed
        else texts
    )
    if isinstance(parameter, ChoiceParameter):
        return one
    if isinstance(parameter, SeveralParameter):
        return st.lists(one, unique=True, max_size=4).map(tuple)
    if isinstance(parameter, TextParameter):
        return st.none() | one
    if isinstance(parameter, NumberParameter):
        return st.none() | st.integers(1, 999_999_999)
    if isinstance(parameter, DecimalParameter):
        return st.none() | st.integers(0, 10**9).map(lambda millionths: millionths / 10**6)
    if isinstance(parameter, DayParameter):
        return st.none() | st.dates()
    assert isinstance(parameter, FlagParameter)
    return st.booleans()


addresses = st.builds(Address, **{name: values_of(one) for name, one in PARAMETERS.items()})


@given(addresses)
def test_an_address_is_read_as_it_was_written(address: Address) -> None:
    assert read_address(address.parameters()) == (address, ())


@given(addresses)
def test_the_sessions_state_holds_an_address_without_loss(address: Address) -> None:
    state = {name: one.to_state(getattr(address, name)) for name, one in PARAMETERS.items()}
    assert Address(**{name: one.from_state(state[name]) for name, one in PARAMETERS.items()}) == address


def test_every_field_has_a_link_and_a_default() -> None:
    assert set(PARAMETERS) == set(LINKS) == set(DEFAULTS)
    assert len({one.name for one in PARAMETERS.values()}) == len(PARAMETERS)


@pytest.mark.parametrize("field", LINKS)
def test_an_old_link_opens_what_it_always_opened(field: str) -> None:
    link, value = LINKS[field]
    name, text = link.split("=")
    expected = Address(**{**DEFAULTS, field: value})
    assert read_address({name: text}) == (expected, ())
    assert expected.parameters() == {"lang": "zh", name: text}


def test_a_page_without_parameters_shows_the_defaults() -> None:
    assert read_address({}) == (Address(**DEFAULTS), ())
    assert Address().parameters() == {"lang": "zh"}


@pytest.mark.parametrize(
    ("parameters", "unknown"),
    [
        ({"lang": "fr"}, Unknown("lang", "fr")),
        ({"release": "latest"}, Unknown("release", "latest")),
        ({"release": "-1"}, Unknown("release", "-1")),
        ({"release": "١"}, Unknown("release", "١")),
        ({"release": "1234567890"}, Unknown("release", "1234567890")),
        ({"measure": "beauty"}, Unknown("measure", "beauty")),
        ({"measure": ""}, Unknown("measure", "")),
        ({"order": "random"}, Unknown("order", "random")),
        ({"verdict": "guilty"}, Unknown("verdict", "guilty")),
        ({"map": "3d"}, Unknown("map", "3d")),
        ({"year": "2013年"}, Unknown("year", "2013年")),
        ({"pace": "-3"}, Unknown("pace", "-3")),
        ({"pace": "1e3"}, Unknown("pace", "1e3")),
        ({"by_day": "2014-02-30"}, Unknown("by_day", "2014-02-30")),
        ({"by_day": "20141231"}, Unknown("by_day", "20141231")),
        ({"page": "moon"}, Unknown("page", "moon")),
    ],
)
def test_a_value_that_means_nothing_gives_way_to_the_default_and_is_reported(
    parameters: dict[str, str], unknown: Unknown
) -> None:
    assert read_address(parameters) == (Address(), (unknown,))


@pytest.mark.parametrize(
    "name", ["release", "units", "unit", "verdict", "map", "done", "site", "goal", "year", "pace", "by_day"]
)
def test_an_empty_parameter_is_none_at_all(name: str) -> None:
    assert read_address({name: ""}) == (Address(), ())


def test_of_several_values_the_known_ones_stay() -> None:
    address, unknown = read_address({"verdict": "mismatch,guilty,mismatch"})
    assert address.verdicts == ("mismatch",)
    assert unknown == (Unknown("verdict", "guilty"),)


def test_everything_that_is_not_understood_is_reported() -> None:
    parameters = {"order": "random", "lang": "fr", "page": "moon", "verdict": "guilty,odd"}
    values = {(one.parameter, one.value) for one in read_address(parameters)[1]}
    assert values == {("order", "random"), ("lang", "fr"), ("page", "moon"), ("verdict", "guilty"), ("verdict", "odd")}


def test_the_measure_shown_at_first_is_ranked() -> None:
    assert Address().measure == RANKED_MEASURES[0]


def test_units_that_a_release_does_not_hold_are_taken_out_and_reported() -> None:
    address, _ = read_address({"units": "gaoxin,atlantis", "unit": "atlantis", "site": "金牛"})
    left, unknown = without_unknown_places(address, UNITS)
    assert left == replace(address, units=("高新区",), unit=None)
    assert unknown == (Unknown("units", "atlantis", is_absent=True), Unknown("unit", "atlantis", is_absent=True))
    assert without_unknown_places(left, UNITS) == (left, ())


@given(st.dictionaries(st.sampled_from([one.name for one in PARAMETERS.values()]), st.text(max_size=30)))
def test_no_address_is_an_error(parameters: dict[str, str]) -> None:
    address, _ = read_address(parameters)
    without_unknown_places(address, UNITS)
