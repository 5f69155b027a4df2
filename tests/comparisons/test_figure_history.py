"""The change of a printed figure counts from the figure before, on the same basis, in the same year."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from renovation.comparisons.figure_history import city_rank_history, figure_history
from renovation.comparisons.history import history_of, points_of
from renovation.domain.dated_tables import DatedTable, Tables
from tests.first_dataset import table

WEEKS = tuple(dt.date(2014, 7, day) for day in (1, 8, 15))


def district(area: float | None, day: dt.date) -> DatedTable:
    return table("figures", [("全区", "area_renovated", area, "万㎡", day.isoformat(), "reported", None)], day)


def counties(day: dt.date, **areas: float | None) -> DatedTable:
    return table("county_progress", list(areas.items()), day)


def history(*releases: Tables) -> pd.DataFrame:
    return history_of([points_of(number, tables) for number, tables in enumerate(releases, 1)])


def test_the_change_counts_from_the_figure_before() -> None:
    recorded = history(*({"figures": district(area, day)} for area, day in zip((3.1, 4.5, 4.0), WEEKS, strict=True)))
    course = figure_history(recorded, "figures", "全区", "area_renovated", 4.0, WEEKS[-1])
    assert course is not None
    assert (course.days, course.amounts) == (WEEKS, (3.1, 4.5, 4.0))
    assert (course.before, course.since) == (4.5, WEEKS[1])


def test_a_correction_of_the_same_day_replaces_the_figure() -> None:
    recorded = history(*({"figures": district(area, day)} for area, day in ((3.1, WEEKS[0]), (4.5, WEEKS[1]))))
    corrected = history(
        {"figures": district(3.1, WEEKS[0])}, {"figures": district(4.5, WEEKS[1])}, {"figures": district(4.2, WEEKS[1])}
    )
    assert figure_history(recorded, "figures", "全区", "area_renovated", 4.2, WEEKS[1]) is None, "not the one shown"
    course = figure_history(corrected, "figures", "全区", "area_renovated", 4.2, WEEKS[1])
    assert course is not None
    assert course.before == 3.1


def test_the_first_figure_of_a_year_and_a_missing_one_have_no_change() -> None:
    first, new_year = dt.date(2014, 12, 30), dt.date(2015, 1, 6)
    recorded = history({"figures": district(90.0, first)}, {"figures": district(0.7, new_year)})
    course = figure_history(recorded, "figures", "全区", "area_renovated", 0.7, new_year)
    assert course is not None
    assert course.before is None
    assert course.since is None
    missing = history({"figures": district(90.0, WEEKS[0])}, {"figures": district(None, WEEKS[1])})
    assert figure_history(missing, "figures", "全区", "area_renovated", np.nan, WEEKS[1]) is None


def test_the_rank_and_the_distance_to_the_first_have_their_course() -> None:
    recorded = history(
        {"county_progress": counties(WEEKS[0], 吴兴区=5.0, 德清县=9.0, 长兴县=6.0)},
        {"county_progress": counties(WEEKS[1], 吴兴区=8.0, 德清县=9.5, 长兴县=8.0)},
        {"county_progress": counties(WEEKS[2], 吴兴区=11.0, 德清县=10.0, 长兴县=10.5)},
    )
    ranks, gaps = city_rank_history(recorded, WEEKS[-1])
    assert ranks is not None
    assert gaps is not None
    assert ranks.amounts == (3.0, 2.0, 1.0), "a shared rank is the better one"
    assert gaps.amounts == (4.0, 1.5, 0.0)


def test_a_rank_among_fewer_counties_is_no_step_of_the_course() -> None:
    recorded = history(
        {"county_progress": counties(WEEKS[0], 吴兴区=5.0, 德清县=9.0, 长兴县=None)},
        {"county_progress": counties(WEEKS[1], 吴兴区=8.0, 德清县=9.5, 长兴县=9.0)},
    )
    ranks, _gaps = city_rank_history(recorded, WEEKS[1])
    assert ranks is not None
    assert ranks.days == (WEEKS[1],)


def test_without_our_own_figure_there_is_no_rank() -> None:
    recorded = history(
        {"county_progress": counties(WEEKS[0], 吴兴区=5.0, 德清县=9.0)},
        {"county_progress": counties(WEEKS[1], 吴兴区=None, 德清县=9.5)},
    )
    assert city_rank_history(recorded, WEEKS[1]) == (None, None)
