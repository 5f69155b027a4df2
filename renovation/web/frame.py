"""What frames every page: language, release, navigation, address, and calm words when something is wrong."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from renovation.charts.style import SerialisedFigure
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.comparisons.goals import Goal
from renovation.language import LANGUAGES, Words, words_in
from renovation.releases.cache import Value
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.markdown import escaped
from renovation.web.middleware import WIDE_COOKIE, WIDE_SCALE
from renovation.web.selections import (
    begin_visit,
    fit_goal,
    fit_release,
    fit_units,
    pick,
    picking_key,
    remember,
    selection_of,
    touched,
    visitor_selections,
)
from renovation.wording.alerts import ALERT_SIGNS, alert_sentence, rule_sentence
from renovation.wording.failures import failure_sentence
from renovation.wording.goals import LIGHT_ICONS, goal_title, light_label
from renovation.wording.headlines import Headline, basis_line, simulated_notice

PAGES: Final = Path(__file__).parents[2] / "pages"
ICON: Final = (Path(__file__).parent / "icon.svg").read_text(encoding="utf-8")
LANGUAGE_NAMES: Final = {"zh": "中文", "en": "English"}
CHART: Final = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
WATCH_SECONDS: Final = 2


@dataclass(frozen=True)
class PageContext:
    """What one run of a page shows: one release, in one language, in one theme, `scale` times as large."""

    release: Release
    answers: Answers
    words: Words
    dark: bool
    scale: float
    pages: Mapping[str, StreamlitPage]

    def chart(
        self, name: str, draw: Callable[[], go.Figure], *depends_on: Hashable, alt: str, picks_unit: bool = False
    ) -> None:
        """Draws a figure, once for each release, language, theme, size and `depends_on`.

        With `picks_unit`, choosing a point narrows the page to the unit in its custom data.
        """
        drawn = self.once(name, lambda: SerialisedFigure(draw(), self.scale), self.dark, self.scale, *depends_on)
        key = picking_key(name)
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

    def once(self, name: str, work: Callable[[], Value], *depends_on: Hashable) -> Value:
        """Sentences or tables, worked out once for each release, language and `depends_on`; never changed in place."""
        return data.cached((self.release.manifest_sha256, self.words.language, name, *depends_on), work)

    def foot(self, table: str, *remarks: str) -> None:
        """The line under every figure: the day and basis of its table, and remarks."""
        st.caption(" · ".join((basis_line(self.answers, table, self.words), *remarks)))


@dataclass(frozen=True)
class BrowserCapabilities:
    """What a visitor's browser can show: WebGL, and how many pixels side by side."""

    webgl: bool
    width: int


_THEME_WATCH: Final = """
export default function ({ setTriggerValue }) {
  const preference = window.matchMedia("(prefers-color-scheme: dark)")
  const told = () => setTimeout(() => setTriggerValue("changed", preference.matches), 300)
  preference.addEventListener("change", told)
  return () => preference.removeEventListener("change", told)
}
"""
_EYES: Final = """
export default function ({ data, setStateValue }) {
  const canvas = document.createElement("canvas")
  const webgl = Boolean(canvas.getContext("webgl2"))
  const width = window.innerWidth
  if (data?.webgl !== webgl || data?.width !== width) setStateValue("seen", { webgl, width })
}
"""
"""Told once: a change of theme runs it anew, and what it said again would meet the theme's own message."""
_UPLOADER: Final = "[data-testid=stFileUploaderDropzone]"
_UPLOADER_LIMIT: Final = "[data-testid=stFileUploaderDropzoneInstructions]"
_SCREEN: Final[ContextVar[PageContext]] = ContextVar("screen")


def page_context() -> PageContext:
    """The context of the page that runs now."""
    return _SCREEN.get()


def cards(headlines: Sequence[Headline]) -> None:
    """Figures said large, side by side: label, value, targets, day and basis."""
    with st.grid(len(headlines), min_column_width=185, gap="small"):
        for headline in headlines:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(headline.label, headline.value)
                for line in headline.lines:
                    st.markdown(line)
                st.caption(headline.basis)


@st.fragment(run_every=WATCH_SECONDS)
def watch(shown: int, read_at: float) -> None:
    """Shows the new release in every browser that follows the newest; the pinned ones are told by the next run.

    A run of the whole page has only just read the newest (`read_at`, by the monotonic clock).
    """
    if time.monotonic() - read_at < WATCH_SECONDS / 2:
        return
    newest = data.head()
    if newest is not None and newest != shown and st.session_state.get("watched_head") != newest:
        st.session_state["watched_head"] = newest
        touched()
        st.rerun()


def _watch_theme() -> None:
    """Draws the page again when the visitor's theme changes: charts are drawn in the theme's colours here."""
    st.components.v2.component("theme_watch", js=_THEME_WATCH)(key="theme_watch", on_changed_change=touched)


def browser_capabilities() -> BrowserCapabilities | None:
    """What the visitor's browser can show; None in a visit's first moment, before it has answered."""
    seen = st.session_state.get("eyes_seen")
    st.components.v2.component("eyes", js=_EYES)(key="eyes", data=seen, on_seen_change=_keep_eyes)
    return BrowserCapabilities(bool(seen["webgl"]), int(seen["width"])) if seen else None


def _keep_eyes() -> None:
    """Keeps it for the whole visit: the component's own state goes with the page that draws it."""
    st.session_state["eyes_seen"] = st.session_state["eyes"]["seen"]


def say_uploader(words: Words) -> None:
    """Streamlit's uploader speaks English alone: its button and its limit are said in the visitor's language."""
    _ = words.gettext
    limit = _("at most {limit} MB").format(limit=st.get_option("server.maxUploadSize"))
    said = {f"{_UPLOADER} button [data-testid=stMarkdownContainer]": _("Choose a file"), _UPLOADER_LIMIT: limit}
    st.html(
        "".join(f"<style>{at} > *{{display:none}}{at}::after{{content:'{text}'}}</style>" for at, text in said.items())
    )


def bold(words: str) -> str:
    """Words in bold, as Markdown."""
    return f"**{words}**"


def show_goal(goal: Goal, words: Words) -> None:
    """A goal with its light."""
    st.markdown(f"{LIGHT_ICONS[goal.light]} {light_label(goal, words)}　{bold(escaped(goal_title(goal, words)))}")


def show_alerts(found: Sequence[Alert], words: Words) -> None:
    """What wants a decision, each with the rule that caught it, its day and its basis."""
    for alert in found:
        st.markdown(f"{ALERT_SIGNS[alert.rule]}　{bold(escaped(alert_sentence(alert, words)))}")
        st.caption(escaped(rule_sentence(alert, words)))


def _pick_from_chart(key: str) -> None:
    selection = selection_of(key)
    points = selection.points if selection else []
    chosen_points = [names for point in points if (names := _names_in(point.get("customdata")))]
    if chosen_points:
        unit, *site = chosen_points[0]
        st.session_state["site"] = site[0] if site else ""
        pick(unit)


def _names_in(custom: Any) -> list[str]:
    """A unit, and a site of it if the point is one: Plotly hands data over bare, as a list, or by position."""
    parts = list(custom.values()) if isinstance(custom, dict) else custom
    parts = list(parts) if isinstance(parts, list | tuple) else [parts]
    return [part for part in parts if isinstance(part, str)] if parts and parts[0] else []


def main() -> None:
    """One run: who asks for what, the frame, then the page."""
    begin_visit()
    words = words_in(st.session_state["language"])
    _ = words.gettext
    st.set_page_config(page_title=_("Old-factory renovation, Wuxing District"), page_icon=ICON, layout="wide")
    pages = _pages(words)
    page = st.navigation(list(pages.values()), position="top")
    read_at, found = time.monotonic(), data.open_release(st.session_state["pinned"])
    if found.release is None or found.answers is None:
        _frame(words, None)
        _say_trouble(found, words)
        return
    fit_release(found)
    fit_units(found.answers)
    fit_goal(found.answers)
    scale = WIDE_SCALE if st.context.cookies.get(WIDE_COOKIE) == "1" else 1.0
    shown = PageContext(found.release, found.answers, words, st.context.theme.type == "dark", scale, pages)
    _frame(words, shown)
    _say_simulated(shown)
    _say_trouble(found, words)
    _say_older(found, words)
    _say_unread(words)
    remember(found.release.release)
    watch(found.head or found.release.release, read_at)
    _watch_theme()
    token = _SCREEN.set(shown)
    try:
        page.run()
    finally:
        _SCREEN.reset(token)
    _freeze_heap()


def _pages(words: Words) -> dict[str, StreamlitPage]:
    """The pages of one run, as Streamlit marks in them which one runs."""
    return {name: copy(page) for name, page in _declared(words.language).items()}


@cache
def _declared(language: str) -> dict[str, StreamlitPage]:
    """The pages by their names; declaring them looks for every file, which takes longer than drawing a chart."""
    _ = words_in(language).gettext
    return {
        "overview": st.Page(PAGES / "overview.py", title=_("Overview"), icon=":material/flag:", default=True),
        "units": st.Page(PAGES / "units.py", title=_("Units"), icon=":material/bar_chart:", url_path="units"),
        "counties": st.Page(PAGES / "counties.py", title=_("Counties"), icon=":material/trophy:", url_path="counties"),
        "map": st.Page(PAGES / "map.py", title=_("Map"), icon=":material/map:", url_path="map"),
        "outlook": st.Page(PAGES / "outlook.py", title=_("Outlook"), icon=":material/trending_up:", url_path="outlook"),
        "trends": st.Page(PAGES / "trends.py", title=_("Trends"), icon=":material/timeline:", url_path="trends"),
        "checks": st.Page(PAGES / "checks.py", title=_("Checks"), icon=":material/fact_check:", url_path="checks"),
        "meeting": st.Page(PAGES / "meeting.py", title=_("Meeting"), icon=":material/slideshow:", url_path="meeting"),
        "update": st.Page(PAGES / "update.py", title=_("Update"), icon=":material/upload_file:", url_path="update"),
        "history": st.Page(PAGES / "history.py", title=_("Releases"), icon=":material/history:", url_path="history"),
    }


def _frame(words: Words, shown: PageContext | None) -> None:
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


def _say_simulated(shown: PageContext) -> None:
    """On every screen of made-up figures, that they are made up."""
    if shown.answers.simulated:
        st.markdown(simulated_notice(shown.words))


def _say_older(found: data.OpenedRelease, words: Words) -> None:
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


def _say_trouble(found: data.OpenedRelease, words: Words) -> None:
    """What is wrong and what still works, in the reader's language."""
    if found.trouble is None or found.trouble == "unknown_release":
        return
    shown = found.release.release if found.release else None
    st.warning(failure_sentence(found.trouble, shown is not None, words).format(number=shown), icon=":material/info:")


def _say_unread(words: Words) -> None:
    """One line for what means nothing in the address, until the visitor chooses something."""
    _ = words.gettext
    unread = st.session_state["unread"]
    if not unread or st.session_state["unread_at"] != visitor_selections():
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
