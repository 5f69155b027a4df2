"""The selections of a visitor: reads them from the address into the session state, and writes them back.

The session state has an entry for each field of Address, under the name of the field; the field's widget uses it too.
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
    """What is stored about a visit in Streamlit's session state, besides the visitor's selections.

    - `written`: the parameters that were last written to the address.
    - `changed`: True in a run that an interaction of the visitor has caused.
    - `unknown`: the parameters that were not valid when the address was read. A page reports them until the visitor
      selects something else; `selections_when_read` are the selections at the time of reading.
    - `generation`: how often units were selected; a part of the keys of the elements in which units are selected.
    - `page_to_open`: the name of the page that the next run opens; None if the page stays the same.
    """

    written: dict[str, str] = field(default_factory=dict)
    changed: bool = False
    unknown: tuple[Unknown, ...] = ()
    selections_when_read: Address | None = None
    generation: int = 0
    page_to_open: str | None = None


def selections() -> Address:
    """Returns the visitor's current selections."""
    return Address(**{name: one.from_state(st.session_state[name]) for name, one in PARAMETERS.items()})


def selections_without_release() -> Address:
    """Returns the visitor's current selections, with None as the release.

    Use them in the keys of cached values: the cache adds the displayed release to every key itself.
    """
    return replace(selections(), release=None)


def read_selections() -> None:
    """Copies the selections in the page's address to the session state, if the visitor has come to a new address.

    This function is called at the start of each run, and copies them in the first run of a visit. In a later run, the
    address usually contains what `write_selections` has written. If it differs although the visitor has selected
    nothing since then, the visitor has used the browser's back or forward button, and the selections are copied again.
    In all other runs this function changes nothing.
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
    visit.unknown, visit.selections_when_read = unknown, selections_without_release()


def write_selections(release: int) -> None:
    """Updates the page's address with the visitor's selections and the number `release` of the displayed release.

    A fragment must call this function itself, because Streamlit runs a fragment without the rest of the page.
    """
    visit = _visit()
    visit.written, visit.changed = replace(selections(), release=release).parameters(), False
    if st.query_params.to_dict() != visit.written:
        st.query_params.from_dict(visit.written)


def link_parameters(release: int, **changes: Any) -> dict[str, str]:
    """Returns the parameters of a link to another page: the visitor's selections, of which `changes` replaces some.

    The keys of `changes` are fields of Address. `release` is the number of the displayed release. The parameters are
    exactly those that the other page writes to its address (`write_selections`); if they differed, going back would
    take two presses of the back button.
    """
    return replace(selections(), release=release, **changes).parameters()


def mark_changed() -> None:
    """Records that the visitor has selected something, so that the current run does not read the address again."""
    _visit().changed = True


def select_unit(unit: str | None, site: str = "") -> None:
    """Selects a unit and one of its sites.

    `unit` is the name of the unit; if it is None, no single unit is selected, so that pages show all units. `site` is
    the name of the site; if it is empty, no site is selected. All charts and tables lose their selected points and
    rows.
    """
    mark_changed()
    _visit().generation += 1
    st.session_state["unit"], st.session_state["site"] = unit or "", site


def forget(*names: str) -> None:
    """Sets fields of Address back to their defaults; called when the visitor has pressed a button for this.

    `names` are the names of the fields, such as "assumed_pace".
    """
    mark_changed()
    for name in names:
        st.session_state[name] = PARAMETERS[name].to_state(PARAMETERS[name].default)


def open_page(name: str) -> None:
    """Makes the next run open the page with the name `name`, with the same selections."""
    _visit().page_to_open = name


def page_to_open() -> str | None:
    """Returns the name of the page that `open_page` has asked for, or None.

    The name is returned once: a second call returns None.
    """
    name, _visit().page_to_open = _visit().page_to_open, None
    return name


def show_release(number: int, newest: int | None) -> None:
    """Selects the release with the number `number`.

    `newest` is the number of the newest release, None if it is unknown. If `number` equals `newest`, the visitor
    follows the newest release: pages show every later release as soon as it is published.
    """
    st.session_state["release"] = None if number == newest else number
    mark_changed()


def follow_newest() -> None:
    """Selects the newest release; pages also show every later release as soon as it is published."""
    st.session_state["release"] = None


def selectable_key(name: str) -> str:
    """Returns the Streamlit key for the chart or table `name`, in which the visitor can select a unit or a site.

    The key changes after each selection, so that Streamlit creates the element anew, with nothing selected.
    """
    return f"{name}-{_visit().generation}"


def selection_in(key: str) -> Any | None:
    """Returns what the visitor has selected in the chart or table with the key `key`, as Streamlit reports it.

    `key` is a result of `selectable_key`. Returns None if the key is out of date because the visitor has selected a
    unit since the key was made. Streamlit may report an old selection a second time after the chart was replaced, even
    in a run that the back button caused; such a selection must be ignored.
    """
    name, _dash, _generation = key.rpartition("-")
    return st.session_state[key].selection if key == selectable_key(name) else None


def selected_row(key: str, count: int) -> int | None:
    """Returns the index of the selected row in the table with the key `key`; None if no row is selected.

    `count` is the number of rows that the table has now. A selection of a row that no longer exists is ignored.
    """
    selection = selection_in(key)
    rows = selection.rows if selection else []
    return rows[0] if rows and rows[0] < count else None


def unknown_in_address() -> tuple[Unknown, ...]:
    """Returns the parameters of the address whose values are not valid, about which the page shows a message.

    The result is empty after the visitor has selected something, so that the message disappears.
    """
    visit = _visit()
    return visit.unknown if visit.unknown and visit.selections_when_read == selections_without_release() else ()


def drop_unknown_release() -> None:
    """Selects the newest release; called if there is no release with the number in the address.

    The page then reports this parameter of the address as not valid.
    """
    _visit().unknown += (Unknown("release", str(selections().release)),)
    st.session_state["release"] = None


def drop_unknown(units: Iterable[str], goals: Iterable[str] = ()) -> None:
    """Removes from the selections the units and the goals that do not exist in the displayed release.

    `units` and `goals` are the names of the units and the codes of the goals in that release.
    """
    address, unknown = without_unknown_places(selections(), units)
    there, values = frozenset(goals), dict[str, Any]()
    for name in ("goal", "assumed_goal"):
        goal = getattr(address, name)
        if goal and goal not in there:
            unknown += (Unknown(PARAMETERS[name].name, goal, is_absent=True),)
            values[name] = None
    if unknown:
        _select(replace(address, **values))
        visit = _visit()
        visit.unknown, visit.selections_when_read = visit.unknown + unknown, selections_without_release()


def _select(address: Address) -> None:
    """Copies the selections in `address` to the session state.

    Only those that differ are set, because Streamlit refuses to set the value of a widget that is already drawn.
    """
    for name, one in PARAMETERS.items():
        value = one.to_state(getattr(address, name))
        if name not in st.session_state or st.session_state[name] != value:
            st.session_state[name] = value


def _visit() -> Visit:
    visit: Visit = st.session_state.setdefault(_VISIT, Visit())
    return visit
