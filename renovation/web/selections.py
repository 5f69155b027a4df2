"""One visit's selections: from its address into the session, and back into the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from renovation.comparisons.answers import Answers
from renovation.domain.measures import RANKED_MEASURES
from renovation.web import data
from renovation.web.address import Address, Unknown, known_units, read_address

MAP_CHOICES: Final = ("view", "size", "colour", "told_by", "drawn")
SITE_FILTERS: Final = ("works", "modes", "stages", "leaders")


def selections() -> Address:
    """The selections of this visit, as they stand now."""
    state = st.session_state
    return Address(
        release=state["pinned"],
        language=state["language"],
        units=tuple(state["units"]),
        measure=state["measure"],
        order=state["order"],
        unit=state["unit"] or None,
        verdicts=tuple(state["verdicts"]),
        view=state["view"],
        size=state["size"],
        colour=state["colour"],
        told_by=state["told_by"],
        drawn=state["drawn"],
        works=tuple(state["works"]),
        modes=tuple(state["modes"]),
        stages=tuple(state["stages"]),
        leaders=tuple(state["leaders"]),
        site=state["site"] or None,
        goal=state["goal"] or None,
        key=state["split_key"],
        among=state["among"],
        interval=state["interval"],
        year=state["year"] or None,
    )


def remember(release: int) -> None:
    """Writes what the page shows into its address; fragments call it too, as they run alone."""
    parameters = replace(selections(), release=release).parameters()
    st.session_state["written"], st.session_state["touched"] = parameters, False
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)


def begin_visit() -> None:
    """A visit's first address fills the selections; afterwards the selections fill the address.

    An address that is not the one last written, in a run that no choice of the visitor caused, comes from the
    browser's back and forward, and is read like a first one.
    """
    state, given = st.session_state, st.query_params.to_dict()
    moved = given and given != state.get("written") and not state.pop("touched", False)
    if "pinned" in state and not moved:
        state["touched"] = False
        return
    wanted, unread = read_address(given)
    following = state.get("pinned", 0) is None and str(wanted.release) == state.get("written", {}).get("release")
    state["pinned"] = None if following else wanted.release
    state["language"] = wanted.language
    state["units"] = list(wanted.units)
    state["measure"], state["order"], state["unit"] = wanted.measure, wanted.order, wanted.unit or ""
    state["verdicts"] = list(wanted.verdicts)
    for name in MAP_CHOICES:
        state[name] = getattr(wanted, name)
    for name in SITE_FILTERS:
        state[name] = list(getattr(wanted, name))
    state["site"] = wanted.site or ""
    state["goal"], state["split_key"], state["year"] = wanted.goal or "", wanted.key, wanted.year or 0
    state["among"], state["interval"] = wanted.among, wanted.interval
    state["unread"], state["unread_at"] = unread, visitor_selections()


def visitor_selections() -> Address:
    """What the visitor chose, whatever release is shown."""
    return replace(selections(), release=None)


def touched() -> None:
    """Notes that the visitor chose something: this run's address is behind the selections, not ahead of them."""
    st.session_state["touched"] = True


def pick(unit: str | None) -> None:
    """Narrows the page to a unit, or widens it to all with None; the charts forget their selection."""
    touched()
    st.session_state["unit"] = unit or ""
    st.session_state["picks"] = st.session_state.get("picks", 0) + 1


def picking_key(name: str) -> str:
    """The key of what a unit is chosen from; each choice gives it another, so that its selection is forgotten."""
    return f"{name}-{st.session_state.get('picks', 0)}"


def selection_of(key: str) -> Any | None:
    """What is selected there; None where a choice has replaced it since.

    A selection that closed its own chart in a fragment is told once more by the next run of the whole page, which may
    be the browser's way back from it.
    """
    name, _dash, _picks = key.rpartition("-")
    return st.session_state[key].selection if key == picking_key(name) else None


def row_chosen(key: str, count: int) -> int | None:
    """The place of the row chosen in a table of `count` rows; None where none is, or the table is shorter by now."""
    selection = selection_of(key)
    rows = selection.rows if selection else []
    return rows[0] if rows and rows[0] < count else None


def fit_release(found: data.OpenedRelease) -> None:
    """Follows the newest release where the one asked for does not exist."""
    if found.trouble == "unknown_release":
        st.session_state["unread"] += (Unknown("release", str(st.session_state["pinned"])),)
        st.session_state["pinned"] = None


def fit_units(answers: Answers) -> None:
    """Drops the units that the release does not hold."""
    now = selections()
    if not now.units and not now.unit:
        return
    units, unit, strange = known_units(now, answers.units["unit"])
    if strange:
        st.session_state["units"], st.session_state["unit"] = list(units), unit or ""
        st.session_state["unread"] += strange
        st.session_state["unread_at"] = visitor_selections()


def fit_measure() -> None:
    """Goes back to the usual measure where the one chosen is not known of each unit, as benefits are not."""
    if st.session_state["measure"] not in RANKED_MEASURES:
        st.session_state["measure"] = RANKED_MEASURES[0]


def fit_goal(answers: Answers) -> None:
    """Forgets a goal that the release does not hold."""
    wanted = st.session_state["goal"]
    if wanted and wanted not in {goal.goal for goal in answers.goals}:
        st.session_state["goal"] = ""
        st.session_state["unread"] += (Unknown("goal", wanted),)
        st.session_state["unread_at"] = visitor_selections()
