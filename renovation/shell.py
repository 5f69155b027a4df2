"""What frames every page: language, release, navigation, address, and calm words when something is wrong."""

from __future__ import annotations

import gc
import math
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
from renovation.access import Attempts, holds_key, named_by_proxy
from renovation.address import Address, Unknown, known_units, read_address
from renovation.escaping import escaped
from renovation.figures import Answers
from renovation.findings.headlines import Headline, basis_line
from renovation.language import LANGUAGES, Words, words_in
from renovation.publishing import Publisher
from renovation.releases.store import Release

PAGES: Final = Path(__file__).parents[1] / "pages"
ICON: Final = Path(__file__).parent / "icon.svg"
LANGUAGE_NAMES: Final = {"zh": "中文", "en": "English"}
CHART: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
WATCH_SECONDS: Final = 2


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
        drawn = data.drawn((self.release.manifest_sha256, self.words.language, self.dark, name, *depends_on), draw)
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


@dataclass(frozen=True)
class Eyes:
    """What a visitor's browser can show: WebGL, and how many pixels side by side."""

    webgl: bool
    width: int


MAP_CHOICES: Final = ("view", "size", "colour", "told_by", "drawn")
SITE_FILTERS: Final = ("works", "modes", "stages", "leaders")
_ATTEMPTS: Final = Attempts()
_THEME_WATCH: Final = """
export default function ({ setTriggerValue }) {
  const preference = window.matchMedia("(prefers-color-scheme: dark)")
  const told = () => setTimeout(() => setTriggerValue("changed", preference.matches), 300)
  preference.addEventListener("change", told)
  return () => preference.removeEventListener("change", told)
}
"""
_EYES: Final = """
export default function ({ setStateValue }) {
  const canvas = document.createElement("canvas")
  const webgl = Boolean(canvas.getContext("webgl2"))
  setStateValue("seen", { webgl, width: window.innerWidth })
}
"""
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
    )


def remember(release: int) -> None:
    """Writes what the page shows into its address; fragments call it too, as they run alone."""
    parameters = replace(choices(), release=release).parameters()
    st.session_state["written"], st.session_state["touched"] = parameters, False
    if st.query_params.to_dict() != parameters:
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


def sign_in(words: Words) -> Publisher | None:
    """Asks who publishes; None until the publisher's key was given, or a trusted proxy names the visitor."""
    _, state = words.gettext, st.session_state
    place = st.context.ip_address or "localhost"
    named = named_by_proxy(st.context.headers)
    if named:
        remark = st.text_input(_("Note (optional)"), key="publisher_note", persist_state="session")
        return Publisher(named, remark.strip(), place)
    if not state.get("may_publish"):
        _ask_for_key(words, place)
        return None
    name, note = st.columns(2)
    by = name.text_input(_("Your name"), key="publisher_name", persist_state="session", max_chars=60)
    told = note.text_input(_("Note (optional)"), key="publisher_note", persist_state="session", max_chars=200)
    return Publisher(by.strip(), told.strip(), place)


def _ask_for_key(words: Words, place: str) -> None:
    _ = words.gettext
    with st.form("key", border=False):
        given = st.text_input(_("Publisher's key"), type="password", key="given_key")
        asked = st.form_submit_button(_("Continue"))
    wait = _ATTEMPTS.seconds_to_wait(place)
    if not asked:
        st.caption(_("Everyone may check a file; publishing needs the key, said in the terminal at the first start."))
    elif wait > 0:
        data.LOG.warning("Too many wrong keys from %s.", place)
        st.warning(_("Too many wrong keys. Try again in {minutes} minutes.").format(minutes=math.ceil(wait / 60)))
    elif holds_key(data.store(), given):
        st.session_state["may_publish"] = True
        st.rerun()
    else:
        _ATTEMPTS.failed(place)
        data.LOG.warning("A wrong publisher's key from %s.", place)
        st.warning(_("This is not the publisher's key."))


@st.fragment(run_every=WATCH_SECONDS)
def watch(shown: int) -> None:
    """Shows the new release in every browser that follows the newest; the pinned ones are told by the next run."""
    newest = data.head()
    if newest is not None and newest != shown and st.session_state.get("watched_head") != newest:
        st.session_state["watched_head"] = newest
        touched()
        st.rerun()


def _watch_theme() -> None:
    """Draws the page again when the visitor's theme changes: charts are drawn in the theme's colours here."""
    st.components.v2.component("theme_watch", js=_THEME_WATCH)(key="theme_watch", on_changed_change=touched)


def eyes() -> Eyes | None:
    """What the visitor's browser can show; None in a visit's first moment, before it has answered."""
    told = st.components.v2.component("eyes", js=_EYES)(key="eyes", on_seen_change=lambda: None)
    seen = told.seen or st.session_state.get("eyes_seen")
    if not seen:
        return None
    st.session_state["eyes_seen"] = seen
    return Eyes(bool(seen["webgl"]), int(seen["width"]))


def bold(words: str) -> str:
    """Words in bold, as Markdown."""
    return f"**{words}**"


def pick(unit: str | None) -> None:
    """Narrows the page to a unit, or widens it to all with None; the charts forget their selection."""
    touched()
    st.session_state["unit"] = unit or ""
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
    _fit_release(found)
    _fit_units(found.answers)
    shown = Screen(found.release, found.answers, words, st.context.theme.type == "dark", pages)
    _frame(words, shown)
    _say_trouble(found, words)
    _say_older(found, words)
    _say_unread(words)
    remember(found.release.release)
    _freeze_heap()
    watch(found.head or found.release.release)
    _watch_theme()
    token = _SCREEN.set(shown)
    try:
        page.run()
    finally:
        _SCREEN.reset(token)


def _begin_visit() -> None:
    """A visit's first address fills the choices; afterwards the choices fill the address.

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
    state["unread"], state["unread_at"] = unread, _chosen()


def _chosen() -> Address:
    """What the visitor chose, whatever release is shown."""
    return replace(choices(), release=None)


def touched() -> None:
    """Notes that the visitor chose something: this run's address is behind the choices, not ahead of them."""
    st.session_state["touched"] = True


def _fit_release(found: data.Shown) -> None:
    """Follows the newest release where the one asked for does not exist."""
    if found.trouble == "unknown_release":
        st.session_state["unread"] += (Unknown("release", str(st.session_state["pinned"])),)
        st.session_state["pinned"] = None


def _fit_units(answers: Answers) -> None:
    """Drops the units that the release does not hold."""
    units, unit, strange = known_units(choices(), answers.units["unit"])
    if strange:
        st.session_state["units"], st.session_state["unit"] = list(units), unit or ""
        st.session_state["unread"] += strange
        st.session_state["unread_at"] = _chosen()


def _pages(words: Words) -> dict[str, StreamlitPage]:
    _ = words.gettext
    return {
        "overview": st.Page(PAGES / "overview.py", title=_("Overview"), icon=":material/flag:", default=True),
        "units": st.Page(PAGES / "units.py", title=_("Units"), icon=":material/bar_chart:", url_path="units"),
        "counties": st.Page(PAGES / "counties.py", title=_("Counties"), icon=":material/trophy:", url_path="counties"),
        "map": st.Page(PAGES / "map.py", title=_("Map"), icon=":material/map:", url_path="map"),
        "checks": st.Page(PAGES / "checks.py", title=_("Checks"), icon=":material/fact_check:", url_path="checks"),
        "meeting": st.Page(PAGES / "meeting.py", title=_("Meeting"), icon=":material/slideshow:", url_path="meeting"),
        "update": st.Page(PAGES / "update.py", title=_("Update"), icon=":material/upload_file:", url_path="update"),
        "history": st.Page(PAGES / "history.py", title=_("Releases"), icon=":material/history:", url_path="history"),
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
            on_change=touched,
        )


def _say_older(found: data.Shown, words: Words) -> None:
    """That the release on the screen is not the newest, and the way to it."""
    _ = words.gettext
    if found.release is None or found.head is None or found.release.release == found.head:
        return
    told = (
        _("This link shows release {number}, a correction as of {day}. The newest is release {head}.")
        if found.release.action == "correct"
        else _("This link shows release {number}. The newest is release {head}.")
    )
    day = words.day(found.release.as_of)
    st.info(told.format(number=found.release.release, head=found.head, day=day), icon=":material/history:")
    st.button(_("Show the newest release"), on_click=_follow_newest)


def _follow_newest() -> None:
    st.session_state["pinned"] = None
    touched()


def _say_trouble(found: data.Shown, words: Words) -> None:
    """What is wrong and what still works, in the reader's language."""
    if found.trouble is None or found.trouble == "unknown_release":
        return
    shown = found.release.release if found.release else None
    st.warning(_trouble(found.trouble, shown is not None, words).format(number=shown), icon=":material/info:")


def _trouble(trouble: data.Trouble, something_shown: bool, words: Words) -> str:
    _ = words.gettext
    if trouble == "damaged_release":
        if something_shown:
            return _("The release asked for is damaged and was not opened; release {number} is shown instead.")
        return _(
            "No sound release can be opened. The figures cannot be shown until the administrator restores the database."
        )
    if trouble == "database":
        if something_shown:
            return _("The database does not answer. The last good figures, release {number}, stay on the screen.")
        return _(
            "The database cannot be opened, so there are no figures to show. The administrator finds "
            "the reason in the server's log; this page works again as soon as the database does."
        )
    if trouble == "no_workbook":
        return _(
            "No data has been published yet, and the first workbook is missing. "
            "The administrator finds its name in the server's log."
        )
    return _(
        "No data has been published yet, and the first workbook cannot be read without errors. "
        "The administrator finds them in the server's log."
    )


def _say_unread(words: Words) -> None:
    """One line for what means nothing in the address, until the visitor chooses something."""
    _ = words.gettext
    unread = st.session_state["unread"]
    if not unread or st.session_state["unread_at"] != _chosen():
        return
    values = words.listed(f"{unknown.value[:30]} ({unknown.parameter})" for unknown in unread[:4])
    more = " …" if len(unread) > 4 else ""
    told = _("The link asks for what is not known here, and the usual is shown: {values}")
    st.info(told.format(values=escaped(values) + more), icon=":material/link_off:")


@cache
def _freeze_heap() -> None:
    """After everything is imported, the collector need not look at it again: an empty rerun falls from 64 to 4 ms."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    from renovation import shell

    shell.main()
