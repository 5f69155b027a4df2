from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renovation.comparisons.reconciliation import VERDICTS
from renovation.domain import places
from renovation.domain.measures import RANKED_MEASURES
from renovation.web.address import ORDERS, Address, Unknown, known_units, read_address

NAMES = [place.name for place in places.UNITS]

addresses = st.builds(
    Address,
    release=st.none() | st.integers(0, 999_999_999),
    language=st.sampled_from(("zh", "en")),
    units=st.lists(st.sampled_from(NAMES), unique=True).map(tuple),
    measure=st.sampled_from(RANKED_MEASURES),
    order=st.sampled_from(ORDERS),
    unit=st.none() | st.sampled_from(NAMES),
    verdicts=st.lists(st.sampled_from(VERDICTS), unique=True).map(tuple),
)


@given(addresses)
def test_an_address_is_read_as_it_was_written(address: Address) -> None:
    assert read_address(address.parameters()) == (address, ())


def test_an_address_is_in_codes_that_no_language_changes() -> None:
    address = Address(release=1, language="en", units=("高新区", "道场乡"), measure="completion_rate", unit="织里镇")
    assert address.parameters() == {
        "release": "1", "lang": "en", "units": "gaoxin,daochang", "measure": "completion_rate", "unit": "zhili",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "unknown"),
    [
        ({"lang": "fr"}, Unknown("lang", "fr")),
        ({"release": "latest"}, Unknown("release", "latest")),
        ({"release": "-1"}, Unknown("release", "-1")),
        ({"release": "١"}, Unknown("release", "١")),
        ({"measure": "beauty"}, Unknown("measure", "beauty")),
        ({"order": "random"}, Unknown("order", "random")),
        ({"verdict": "mismatch,guilty"}, Unknown("verdict", "guilty")),
    ],
)
def test_what_means_nothing_falls_back_and_is_told(parameters: dict[str, str], unknown: Unknown) -> None:
    address, told = read_address(parameters)
    assert told == (unknown,)
    assert address.release is None
    assert (address.language, address.measure, address.order) == ("zh", RANKED_MEASURES[0], ORDERS[0])


def test_units_that_a_release_has_not_are_dropped_and_told() -> None:
    address, _ = read_address({"units": "gaoxin,atlantis", "unit": "atlantis"})
    units, unit, strange = known_units(address, NAMES)
    assert (units, unit) == (("高新区",), None)
    assert strange == (Unknown("units", "atlantis"), Unknown("unit", "atlantis"))


@given(
    st.dictionaries(
        st.sampled_from(["release", "lang", "units", "measure", "order", "unit", "verdict"]), st.text(max_size=30)
    )
)
def test_no_address_is_an_error(parameters: dict[str, str]) -> None:
    address, _ = read_address(parameters)
    known_units(address, NAMES)
