from __future__ import annotations

import pandas as pd
import pytest

from renovation.comparisons.counties import compare_bases, compare_counties
from renovation.domain.dated_tables import DatedTable
from tests import first_dataset


def test_counties_are_ranked_on_their_own_basis_and_day(tables: dict[str, DatedTable]) -> None:
    counties = compare_counties(tables["county_progress"])
    assert counties["county"].tolist() == ["德清县", "吴兴区", "长兴县", "南浔区", "安吉县"]
    assert counties["rank"].tolist() == [1, 2, 3, 4, 5]
    assert counties["gap_to_first"].tolist() == pytest.approx([0, -4.60, -22.89, -28.53, -65.08])
    assert counties["gap_to_next"].tolist()[1:] == pytest.approx([-4.60, -18.29, -5.64, -36.55])
    assert set(counties["as_of"]) == {"2013-10-08"}
    assert set(counties["basis"]) == {"上报市口径"}


def test_tied_counties_share_a_rank_and_look_up_to_the_same_next() -> None:
    rows = [("德清县", 100.0), ("吴兴区", 90.0), ("长兴县", 90.0), ("安吉县", None)]
    counties = compare_counties(first_dataset.table("county_progress", rows, first_dataset.COUNTIES_AS_OF))
    assert counties["rank"].tolist()[:3] == [1, 2, 2]
    assert counties["gap_to_next"].tolist()[1:3] == [-10.0, -10.0]
    assert pd.isna(counties["rank"].iloc[3])


def test_both_bases_are_returned_with_their_difference(tables: dict[str, DatedTable]) -> None:
    counties, figures = compare_counties(tables["county_progress"]), tables["figures"]
    bases = compare_bases(counties, figures.frame, figures.basis)
    assert bases is not None
    assert (bases.district_area, bases.district_basis, bases.district_as_of) == (242.01, "区口径", "2013-10-15")
    assert (bases.city_area, bases.city_basis, bases.city_as_of) == (107.79, "上报市口径", "2013-10-08")
    assert bases.difference == pytest.approx(134.22)


def test_one_basis_is_not_compared_with_itself(tables: dict[str, DatedTable]) -> None:
    counties, figures = compare_counties(tables["county_progress"]), tables["figures"]
    assert compare_bases(counties, figures.frame, "上报市口径") is None
    assert compare_bases(counties.iloc[0:0], figures.frame, figures.basis) is None
