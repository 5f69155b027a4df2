"""What a visitor selected: from the address into the session's state, and back into the address.

The state holds every field of Address under the field's name, where its widget finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from renovation.web.address import PARAMETERS, Address, Unknown, read_address, without_unknown_places

_VISIT: Final = "visit"


@dataclass
class Visit:
    """What a visit remembers beside its selections.

    `written` are the parameters last written into the address; `changed` is true in a run that a selection of the
    visitor caused; `unknown` is what the address asked for in vain, to be said while the selections are `unknown_at`;
    `generation` counts the units selected, and is part of the keys of what they are selected from; `page_to_open`
    is the page that a selection leads to.
    """

    written: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    unknown: tuple[Unknown, ...] = ()
    unknown_at: Address | None = None
    generation: int = 0
    page_to_open: str | None = None


def selections() -> Address:
    """Returns the selections of this visit as they are now."""
    return Address(**{name: one.from_state(st.session_state[name]) for name, one in PARAMETERS.items()})


def visitor_selections() -> Address:
    """Returns the selections of this visit with no release selected."""
    return replace(selections(), release=None)


def read_selections() -> None:
    """Fills the selections from the address at a visit's start; afterwards the selections fill the address.

    An address that is not the one last written, in a run that no selection of the visitor caused, comes from the
    browser's back and forward, and is read as at the start.
    """
    given, begins = st.query_params.to_dict(), _VISIT not in st.session_state
    visit = _visit()
    moved = bool(given) and given != visit.written and not visit.changed
    visit.changed = False
    if not begins and not moved:
        return
    address, unknown = read_address(given)
    follows = not begins and selections().release is None and str(address.release) == visit.written.get("release")
    _select(replace(address, release=None) if follows else address)
    visit.unknown, visit.unknown_at = unknown, visitor_selections()


def write_selections(release: int) -> None:
    """Writes the selections and the release shown into the address; fragments call it too, as they run alone."""
    visit = _visit()
    visit.written, visit.changed = replace(selections(), release=release).parameters(), False
    if st.query_params.to_dict() != visit.written:
        st.query_params.from_dict(visit.written)


def link_parameters(release: int, **changes: Any) -> dict[str, str]:
    """Returns the parameters of a link to another page: the selections with changes, and the release shown.

    They are what `write_selections` writes there, so that the browser's way back needs one step, not two.
    """
    return replace(selections(), release=release, **changes).parameters()


def mark_changed() -> None:
    """Records that the visitor selected something, so that this run does not read the address again."""
    _visit().changed = True


def select_unit(unit: str | None, site: str = "") -> None:
    """Selects a unit, perhaps with one of its sites, or all units with None; clears selections in charts and tables."""
    mark_changed()
    _visit().generation += 1
    st.session_state["unit"], st.session_state["site"] = unit or "", site


def open_page(name: str) -> None:
    """Opens another page with the selections, at the start of the next run."""
    _visit().page_to_open = name


def page_to_open() -> str | None:
    """Returns the page that the visitor's selection leads to, once."""
    name, _visit().page_to_open = _visit().page_to_open, None
    return name


def show_release(number: int, newest: int | None) -> None:
    """Shows a release from now on; with the newest, also those that come after it."""
    st.session_state["release"] = None if number == newest else number
    mark_changed()


def follow_newest() -> None:
    """Shows the newest release from now on."""
    st.session_state["release"] = None


def selectable_key(name: str) -> str:
    """Returns the key of an element from which units are selected.

    It differs after each selection, so that Streamlit draws the element anew without its selection.
    """
    return f"{name}-{_visit().generation}"


def selection_in(key: str) -> Any | None:
    """Returns what is selected in the element with this key; None if another selection has replaced it since.

    A selection that closed its own chart in a fragment is reported again in the next run of the whole page, which the
    browser's way back may have caused.
    """
    name, _dash, _generation = key.rpartition("-")
    return st.session_state[key].selection if key == selectable_key(name) else None


def selected_row(key: str, count: int) -> int | None:
    """Returns the index of the row selected in a table; None if none is selected, or the table has fewer rows now."""
    selection = selection_in(key)
    rows = selection.rows if selection else []
    return rows[0] if rows and rows[0] < count else None


def unknown_in_address() -> tuple[Unknown, ...]:
    """Returns the values of the address that were not understood; none once the visitor has selected something."""
    visit = _visit()
    return visit.unknown if visit.unknown_at == visitor_selections() else ()


def drop_unknown_release() -> None:
    """Selects the newest release, because the selected one does not exist, and remembers this as not understood."""
    _visit().unknown += (Unknown("release", str(selections().release)),)
    st.session_state["release"] = None


def drop_unknown_units(units: Iterable[str]) -> None:
    """Removes units from the selections that are not in `units`, those of the release shown."""
    address, unknown = without_unknown_places(selections(), units)
    if unknown:
        _drop(address, *unknown)


def drop_unknown_goal(goals: Iterable[str]) -> None:
    """Removes the goal from the selections if it is not in `goals`, those of the release shown."""
    address = selections()
    if address.goal and address.goal not in set(goals):
        _drop(replace(address, goal=None), Unknown("goal", address.goal))


def _drop(left: Address, *unknown: Unknown) -> None:
    visit = _visit()
    _select(left)
    visit.unknown, visit.unknown_at = visit.unknown + unknown, visitor_selections()


def _select(address: Address) -> None:
    """Sets what differs: Streamlit lets nobody set the state of a widget that this run has drawn already."""
    for name, one in PARAMETERS.items():
        value = one.to_state(getattr(address, name))
        if name not in st.session_state or st.session_state[name] != value:
            st.session_state[name] = value


def _visit() -> Visit:
    visit: Visit = st.session_state.setdefault(_VISIT, Visit())
    return visit
