"""What frames every page: language, release, navigation, address, and calm words when something is wrong."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from renovation import data
from renovation.address import Address, known_units, read_address
from renovation.escaping import escaped
from renovation.figures import Answers
from renovation.findings.headlines import Headline, basis_line
from renovation.language import LANGUAGES, Words, words_in
from renovation.releases.store import Release

PAGES: Final = Path(__file__).parents[1] / "pages"
ICON: Final = Path(__file__).parent / "icon.svg"
LANGUAGE_NAMES: Final = {"zh": "中文", "en": "English"}
CHART: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
_FIELDS: Final = ("release", "language", "units", "measure", "order", "unit", "verdicts")


@dataclass(frozen=True)
class Screen:
    """What one run of a page shows: one release, in one language, in one theme."""

    release: Release
    answers: Answers
    words: Words
    dark: bool
    pages: Mapping[str, StreamlitPage]

    def chart(
        self, name: str, draw: Callable[[], go.Figure], *depends_on: Hashable, alt: str, picks_unit: bool = False
    ) -> None:
        """Draws a figure, once for each release, language, theme and `depends_on`.

        With `picks_unit`, choosing a point narrows the page to the unit in its custom data.
        """
        drawn = data.drawn((self.release.release, self.words.language, self.dark, name, *depends_on), draw)
        key = f"{name}-{st.session_state.get('picks', 0)}"
        if not picks_unit:
            st.plotly_chart(drawn, key=key, theme=None, config=CHART, alt=alt)
            return
        st.plotly_chart(
            drawn,
            key=key,
            theme=None,
            config=CHART,
            alt=alt,
            on_select=lambda: _pick_from_chart(key),
            selection_mode="points",
        )

    def foot(self, table: str, *remarks: str) -> None:
        """The line under every figure: the day and basis of its table, and remarks."""
        st.caption(" · ".join((basis_line(self.answers, table, self.words), *remarks)))


_SCREEN: Final[ContextVar[Screen]] = ContextVar("screen")


def screen() -> Screen:
    """The screen that the page now run belongs to."""
    return _SCREEN.get()


def choices() -> Address:
    """The choices of this visit, as they stand now."""
    state = st.session_state
    return Address(
        release=state["pinned"],
        language=state["language"],
        units=tuple(state["units"]),
        measure=state["measure"],
        order=state["order"],
        unit=state["unit"],
        verdicts=tuple(state["verdicts"]),
    )


def remember(release: int) -> None:
    """Writes what the page shows into its address; fragments call it too, as they run alone."""
    parameters = replace(choices(), release=release).parameters()
    if dict(st.query_params) != parameters:
        st.query_params.from_dict(parameters)


def cards(headlines: Sequence[Headline]) -> None:
    """Figures said large, side by side: label, value, targets, day and basis."""
    with st.grid(len(headlines), min_column_width=185, gap="small"):
        for headline in headlines:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(headline.label, headline.value)
                for line in headline.lines:
                    st.markdown(line)
                st.caption(headline.basis)


def bold(words: str) -> str:
    """Words in bold, as Markdown."""
    return f"**{words}**"


def pick(unit: str | None) -> None:
    """Narrows the page to a unit, or widens it to all with None; the charts forget their selection."""
    st.session_state["unit"] = unit
    st.session_state["picks"] = st.session_state.get("picks", 0) + 1


def _pick_from_chart(key: str) -> None:
    points = st.session_state[key].selection.points
    names = [name for point in points if (name := _name_of(point.get("customdata")))]
    if names:
        pick(names[0])


def _name_of(custom: Any) -> str | None:
    """Plotly hands custom data over bare, as a list, or as a mapping of positions."""
    if isinstance(custom, dict):
        custom = list(custom.values())
    if isinstance(custom, list | tuple):
        custom = custom[0] if custom else None
    return custom if isinstance(custom, str) else None


def main() -> None:
    """One run: who asks for what, the frame, then the page."""
    _begin_visit()
    words = words_in(st.session_state["language"])
    _ = words.gettext
    st.set_page_config(page_title=_("Old-factory renovation, Wuxing District"), page_icon=str(ICON), layout="wide")
    pages = _pages(words)
    page = st.navigation(list(pages.values()), position="top")
    found = data.shown(st.session_state["pinned"])
    if found.release is None or found.answers is None:
        _frame(words, None)
        _say_trouble(found, words)
        return
    _fit_units(found.answers)
    shown = Screen(found.release, found.answers, words, st.context.theme.type == "dark", pages)
    _frame(words, shown)
    _say_trouble(found, words)
    _say_unread(words)
    remember(found.release.release)
    _freeze_heap()
    token = _SCREEN.set(shown)
    try:
        page.run()
    finally:
        _SCREEN.reset(token)


def _begin_visit() -> None:
    """At a visit's first run the address fills the choices; afterwards the choices fill the address."""
    state = st.session_state
    if "pinned" in state:
        return
    wanted, unread = read_address(st.query_params.to_dict())
    state["pinned"] = wanted.release
    state["language"] = wanted.language
    state["units"] = list(wanted.units)
    state["measure"], state["order"], state["unit"] = wanted.measure, wanted.order, wanted.unit
    state["verdicts"] = list(wanted.verdicts)
    state["unread"], state["unread_at"] = unread, choices()


def _fit_units(answers: Answers) -> None:
    """Drops the units that the release does not hold."""
    units, unit, strange = known_units(choices(), answers.units["unit"])
    if strange:
        st.session_state["units"], st.session_state["unit"] = list(units), unit
        st.session_state["unread"] += strange
        st.session_state["unread_at"] = choices()


def _pages(words: Words) -> dict[str, StreamlitPage]:
    _ = words.gettext
    return {
        "overview": st.Page(PAGES / "overview.py", title=_("Overview"), icon=":material/flag:", default=True),
        "units": st.Page(PAGES / "units.py", title=_("Units"), icon=":material/bar_chart:", url_path="units"),
        "counties": st.Page(PAGES / "counties.py", title=_("Counties"), icon=":material/trophy:", url_path="counties"),
        "checks": st.Page(PAGES / "checks.py", title=_("Checks"), icon=":material/fact_check:", url_path="checks"),
    }


def _frame(words: Words, shown: Screen | None) -> None:
    """The line above every page: the product's name, the release with its date, the language."""
    _ = words.gettext
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="frame"):
        st.markdown(bold(_("Old-factory renovation, Wuxing District")), width="content")
        if shown:
            st.markdown(
                ":gray[:material/event: "
                + _("Release {number} · data as of {day}").format(
                    number=shown.release.release, day=words.day(shown.release.as_of)
                )
                + "]",
                width="content",
            )
        st.segmented_control(
            "语言 / Language",
            LANGUAGES,
            format_func=LANGUAGE_NAMES.__getitem__,
            key="language",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )


def _say_trouble(found: data.Shown, words: Words) -> None:
    """What is wrong and what still works, in the reader's language."""
    _ = words.gettext
    if (
        found.release is not None
        and found.head is not None
        and found.release.release < found.head
        and not found.trouble
    ):
        st.info(
            _("This address shows release {number}. A newer one, release {head}, has been published.").format(
                number=found.release.release, head=found.head
            ),
            icon=":material/history:",
        )
        st.button(_("Show the newest release"), on_click=lambda: st.session_state.update(pinned=None))
        return
    if found.trouble is None:
        return
    shown = found.release.release if found.release else None
    told = {
        "unknown_release": _("There is no such release; release {number} is shown instead."),
        "damaged_release": _("The release asked for is damaged and was not opened; release {number} is shown instead.")
        if shown
        else _(
            "No sound release can be opened. The figures cannot be shown until the administrator restores the database."
        ),
        "database": _("The database does not answer. The last good figures, release {number}, stay on the screen.")
        if shown
        else _(
            "The database cannot be opened, so there are no figures to show. The administrator finds "
            "the reason in the server's log; this page works again as soon as the database does."
        ),
        "no_workbook": _(
            "No data has been published yet, and the first workbook is missing from the data folder. "
            "The administrator finds its name in the server's log."
        ),
        "bad_workbook": _(
            "No data has been published yet, and the first workbook cannot be read without errors. The "
            "administrator finds them in the server's log."
        ),
    }
    st.warning(told[found.trouble].format(number=shown), icon=":material/info:")


def _say_unread(words: Words) -> None:
    """One line for every part of the address that means nothing here, until the visitor chooses something."""
    _ = words.gettext
    if st.session_state["unread_at"] != choices():
        return
    for unknown in st.session_state["unread"]:
        st.info(
            _("The address asks for “{value}” ({parameter}), which is not known here; the usual is shown.").format(
                value=escaped(unknown.value[:40]), parameter=unknown.parameter
            ),
            icon=":material/link_off:",
        )


@cache
def _freeze_heap() -> None:
    """After everything is imported, the collector need not look at it again: an empty rerun falls from 64 to 4 ms."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    from renovation import shell

    shell.main()
