"""历史趋势: any measure of any units from date to date, who moved, how the ranks changed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.charts.history import gain_bars, history_line, rank_lines, shared_axis_end
from renovation.comparisons.history import INTERVALS, years
from renovation.web import data, schedules
from renovation.web.address import AMONG
from renovation.web.frame import PageContext, bold, page_context
from renovation.web.markdown import escaped
from renovation.web.schedules import Trend
from renovation.web.selections import remember, selections, touched
from renovation.wording.headlines import simulated_notice
from renovation.wording.history import history_to_download


@st.fragment
def draw(shown: PageContext) -> None:
    """The page from top to bottom; a filter reruns it alone."""
    told = data.history(shown.release, shown.answers)
    title = st.empty()
    _filters(shown, years(told.points))
    chosen = selections()
    found = shown.once("trend", lambda: schedules.trend(told, chosen, shown.words), *_drawn_for(shown))
    title.title(found.title, anchor=False)
    if found.simulated and not shown.answers.simulated:
        st.markdown(simulated_notice(shown.words))
    if schedules.has_course(found.periods):
        _courses(shown, found)
        _gains(shown, found)
        if found.subject.ranked:
            _ranks(shown, found)
    _table(shown, found)
    for remark in found.remarks:
        st.caption(escaped(remark))
    remember(shown.release.release)


def _filters(shown: PageContext, told: tuple[int, ...]) -> None:
    words, _ = shown.words, shown.words.gettext
    among = {"units": _("the units"), "counties": _("the counties"), "district": _("the whole district")}
    intervals = {"weekly": _("weekly"), "monthly": _("monthly"), "quarterly": _("quarterly")}
    whom, how, when = st.columns([1.4, 1.4, 1], vertical_alignment="bottom")
    with whom:
        _control(_("Whose history"), AMONG, among, "among")
    with how:
        _control(_("Period"), INTERVALS, intervals, "interval")
    if len(told) > 1:
        _years(when, told, _("Year"))
    subject = schedules.subject_of(st.session_state["among"], st.session_state["measure"])
    if len(subject.measures) > 1:
        _control(_("Measure"), subject.measures, {name: words.short(name) for name in subject.measures}, "measure")
    if subject.table == "unit_progress":
        st.pills(
            _("Units (none chosen: all)"),
            shown.answers.units["unit"].tolist(),
            selection_mode="multi",
            format_func=words.place,
            key="units",
            persist_state="session",
            on_change=touched,
        )


def _control(label: str, options: Sequence[str], names: Mapping[str, str], key: str) -> None:
    """A choice among few; one that is not offered here falls back to the first."""
    if st.session_state[key] not in options:
        st.session_state[key] = options[0]
    st.segmented_control(
        label,
        options,
        format_func=names.__getitem__,
        key=key,
        required=True,
        persist_state="session",
        on_change=touched,
        wrap=True,
    )


def _years(place: DeltaGenerator, told: tuple[int, ...], label: str) -> None:
    """The years to choose from; 0 stands for the latest, whichever that is."""
    if st.session_state["year"] not in told[1:]:
        st.session_state["year"] = 0
    place.selectbox(
        label,
        [0, *told[1:]],
        format_func=lambda year: str(year or told[0]),
        key="year",
        persist_state="session",
        on_change=touched,
    )


def _drawn_for(shown: PageContext) -> tuple[Hashable, ...]:
    """What a drawing of the history depends on besides its name: the release's number, as restored ones are alike."""
    state = selections()
    return (shown.release.release, state.among, state.measure, state.interval, state.year, state.units)


def _courses(shown: PageContext, found: Trend) -> None:
    """Small multiples on one scale, or one large chart where there is one line."""
    words, _, units = shown.words, shown.words.gettext, found.units
    st.subheader(words.axis(found.subject.measure), anchor=False)
    with st.grid(min(4, len(units)), min_column_width=250, gap="small"):
        for unit in units:
            _course(shown, found, unit, large=len(units) == 1)
    st.caption(" · ".join((found.span, _("one scale for all"))) if len(units) > 1 else found.span)


def _course(shown: PageContext, found: Trend, unit: str, large: bool) -> None:
    words, measure, periods = shown.words, found.subject.measure, found.periods
    with st.container(gap="xxsmall"):
        st.markdown(bold(escaped(words.place(unit))))
        shown.chart(
            f"course-{unit}",
            lambda: history_line(
                periods[periods["unit"] == unit], measure, shared_axis_end(periods), words, shown.dark, large
            ),
            *_drawn_for(shown),
            alt=f"{words.place(unit)} {words.heading(measure)}",
        )


def _gains(shown: PageContext, found: Trend) -> None:
    words, _ = shown.words, shown.words.gettext
    st.subheader(_("Gains of the last period"), anchor=False)
    chart, table = st.columns([1.1, 1], gap="medium")
    with chart:
        shown.chart(
            "gains",
            lambda: gain_bars(found.gained, found.subject.measure, words, shown.dark),
            *_drawn_for(shown),
            alt=_("Gains of the last period"),
        )
    table.table(found.gains_listed.map(escaped), border="horizontal", hide_index=True)


def _ranks(shown: PageContext, found: Trend) -> None:
    words, _, chosen = shown.words, shown.words.gettext, selections().units
    st.subheader(_("Rank from date to date"), anchor=False)
    shown.chart(
        "rank-lines",
        lambda: rank_lines(found.periods, chosen, words, shown.dark),
        *_drawn_for(shown),
        alt=_("Rank from date to date"),
    )
    told = _("Ties share a rank. Thick lines: the chosen units, else those whose rank has changed.")
    st.caption(" · ".join((found.span, words.heading(found.subject.measure), told)))


def _table(shown: PageContext, found: Trend) -> None:
    _, title = shown.words.gettext, shown.words.axis(found.subject.measure)
    if found.listed.empty:
        return
    st.subheader(_("All dates"), anchor=False)
    st.dataframe(found.listed, hide_index=True, alt=title)
    footer = " · ".join((title, found.span))
    st.caption(footer)
    st.download_button(
        _("Download as a spreadsheet"),
        lambda: write_table(history_to_download(found.periods, shown.words), _("Trends"), title, footer),
        file_name=file_name(_("Trends"), shown.release.as_of),
        icon=":material/download:",
        on_click="ignore",
    )


draw(page_context())
