"""Releases for trying a meeting's screens: the first dataset, and what an office may do to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Final

from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.results import results_of
from renovation.domain.dated_tables import Tables
from renovation.language import words_in
from renovation.meeting.agenda import DEFAULT_CODES, Agenda, Item
from renovation.meeting.deck import Deck, make_deck
from renovation.meeting.screens import ScreenData, unit_code
from renovation.publishing.release_history import alerts_of
from renovation.releases.store import Release
from tests import first_dataset

HOSTILE: Final = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
_MOST_OWN: Final = 3
LONG: Final = "吴兴区旧厂区改造提升与产业转型升级综合示范先导片区建设管理委员会联合办公室（东片）"


def first() -> Tables:
    return first_dataset.tables()


def without(*names: str) -> Tables:
    return {name: table for name, table in first().items() if name not in names}


def one_unit() -> Tables:
    units = first()["unit_progress"]
    return {"unit_progress": replace(units, frame=units.frame.head(1))}


def no_targets() -> Tables:
    units = first()["unit_progress"]
    bare = units.frame.assign(annual_target_area=float("nan"), completion_rate_reported=float("nan"))
    return {**without("figures"), "unit_progress": replace(units, frame=bare)}


def some_sites() -> Tables:
    sites = first()["sites"]
    return {**without("figures", "notes"), "sites": replace(sites, frame=sites.frame.head(3))}


def thirty_units() -> Tables:
    rows = [(f"{place:02}{LONG}"[:40], 10 + place, 5, 3.5 * place, 10.0, None) for place in range(1, 31)]
    return {**first(), "unit_progress": first_dataset.table("unit_progress", rows, first_dataset.UNITS_AS_OF)}


def many_goals() -> Tables:
    """The report's two goals and four more: one hopeless, two easy, one without a target."""
    rows = [
        ("高新区", "projects_started", 17, None, "2013", None, None),
        ("织里镇", "area_renovated", 90, None, "2013", None, None),
        ("东林镇", "projects_started", 400, None, "2013", None, None),
        ("妙西镇", "projects_started", None, None, "2013", None, None),
    ]
    return {**first(), "goals": first_dataset.table("goals", rows, first_dataset.UNITS_AS_OF)}


def closed_goals() -> Tables:
    """The report's two goals, and two of the summer: one reached, one missed."""
    rows = [
        ("高新区", "projects_started", 15, None, "2013-08-31", None, None),
        ("织里镇", "area_renovated", 190, None, "2013-09-30", None, None),
    ]
    return {**first(), "goals": first_dataset.table("goals", rows, first_dataset.UNITS_AS_OF)}


def hostile() -> Tables:
    units = first()["unit_progress"]
    named = units.frame.assign(unit=units.frame["unit"].replace({"织里镇": HOSTILE}))
    notes = first_dataset.table("notes", [("problem", HOSTILE, HOSTILE)], first_dataset.SITES_AS_OF)
    return {**first(), "unit_progress": replace(units, frame=named), "notes": notes}


def a_week_earlier(tables: Tables) -> Tables:
    """A week before, when 织里镇 had 1.3万㎡ less, 东林镇 three starts more and the district 10万㎡ less."""
    units, figures = tables["unit_progress"], tables.get("figures")
    names = units.frame["unit"]
    frame = units.frame.assign(
        area_renovated=units.frame["area_renovated"] - (names == "织里镇") * 1.3,
        projects_started=units.frame["projects_started"] + (names == "东林镇") * 3,
    )
    earlier = {"unit_progress": replace(units, frame=frame, as_of=units.as_of - dt.timedelta(days=7))}
    if figures is None:
        return earlier
    is_area = figures.frame["measure"] == "area_renovated"
    past = figures.frame.assign(
        value=figures.frame["value"] - is_area * 10.0, period=figures.frame["period"].where(~is_area, "2013-10-08")
    )
    return {**earlier, "figures": replace(figures, frame=past, as_of=earlier["unit_progress"].as_of)}


KINDS: Final[dict[str, Callable[[], Tables]]] = {
    "first": first,
    "units alone": lambda: without("county_progress", "figures", "sites", "notes"),
    "no targets": no_targets,
    "one unit": one_unit,
    "thirty units": thirty_units,
    "hostile": hostile,
    "some sites": some_sites,
    "many goals": many_goals,
    "closed goals": closed_goals,
}


def deck_of(
    tables: Tables,
    language: str = "zh",
    dark: bool = False,
    codes: tuple[str, ...] = (),
    earlier: tuple[Tables, ...] = (),
) -> Deck:
    """The usual screens, those of the first and the silent units, and the checks of some tables after `earlier` ones."""
    results = results_of(1, tables)
    silent = results.units["area_renovated"].isna()
    own = tuple(unit_code(name) for name in results.units["unit"][silent | (results.units.index < _MOST_OWN)])
    told = codes or (*DEFAULT_CODES, *own, "checks")
    agenda = Agenda(tuple(Item(code) for code in told), language, dark)
    history = history_of([points_of(number, one) for number, one in enumerate((*earlier, tables), start=1)])
    return make_deck(
        _release(tables), ScreenData(results, alerts_of(results, history), history), words_in(language), agenda
    )


@cache
def deck_of_kind(kind: str, language: str = "zh") -> Deck:
    """The usual screens of one of KINDS, made once for all tests."""
    return deck_of(KINDS[kind](), language)


def _release(tables: Tables) -> Release:
    day = tables["unit_progress"].as_of
    return Release(1, day, "2013-10-23T09:00:00", "clerk", "", "publish", None, None, None, "0" * 64, head=True)
