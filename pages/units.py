"""乡镇对比: the units against their targets and each other, down to one unit."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import streamlit as st

from renovation.blocks.spreadsheet import file_name, write_table
from renovation.charts.units import bullet_bars, contribution_dots, measure_bars, rank_matrix, rate_dots
from renovation.comparisons.profile import Profile, profile
from renovation.comparisons.units import select_and_sort
from renovation.domain.dated_tables import records
from renovation.domain.measures import RANKED_MEASURES
from renovation.web.address import ORDERS, Address
from renovation.web.frame import PageContext, bold, cards, page_context
from renovation.web.markdown import escaped
from renovation.web.selections import fit_measure, pick, picking_key, remember, row_chosen, selections, touched
from renovation.wording.checks import checks_table, figures_in_text_table
from renovation.wording.district import district_total_sentence, totals_paragraphs
from renovation.wording.explanations import explanation_sentence
from renovation.wording.headlines import basis_line
from renovation.wording.profile import unit_headlines
from renovation.wording.sites import sites_table
from renovation.wording.units import (
    contribution_finding,
    selected_unit_finding,
    small_target_warning,
    units_table,
    units_table_heading,
    units_table_with_total,
)


@st.fragment
def draw(shown: PageContext) -> None:
    """The page from top to bottom; a filter reruns it alone."""
    title = st.empty()
    fit_measure()
    _filters(shown)
    chosen = selections()
    title.title(
        shown.once("units-title", lambda: selected_unit_finding(chosen.unit, shown.answers, shown.words), chosen.unit),
        anchor=False,
    )
    units = shown.once(
        "units",
        lambda: select_and_sort(shown.answers.units, chosen.units, chosen.measure, chosen.order, chosen.unit),
        chosen.units_shown,
    )
    if chosen.unit:
        _profile(shown, chosen.unit)
    _bars(shown, units, chosen)
    if not chosen.unit:
        _rate_and_contribution(shown, units, chosen)
        _fair_ranking(shown, units, chosen)
        _table(shown, units, chosen)
    remember(shown.release.release)


def _filters(shown: PageContext) -> None:
    words, _ = shown.words, shown.words.gettext
    names = shown.once("unit-names", lambda: shown.answers.units["unit"].tolist())
    orders = {"highest": _("highest first"), "lowest": _("lowest first"), "reported": _("as reported")}
    st.pills(
        _("Units (none chosen: all)"),
        names,
        selection_mode="multi",
        format_func=words.place,
        key="units",
        persist_state="session",
        on_change=touched,
    )
    measure, order, unit = st.columns([2, 1.2, 0.9], vertical_alignment="bottom")
    unit.selectbox(
        _("One unit in full"),
        ["", *names],
        format_func=lambda name: words.place(name) if name else _("all units"),
        key="unit",
        persist_state="session",
        on_change=touched,
    )
    measure.segmented_control(
        _("Measure"),
        RANKED_MEASURES,
        format_func=words.short,
        key="measure",
        required=True,
        persist_state="session",
        on_change=touched,
        wrap=True,
    )
    order.segmented_control(
        _("Order"),
        ORDERS,
        format_func=orders.__getitem__,
        key="order",
        required=True,
        persist_state="session",
        on_change=touched,
        wrap=True,
    )


def _bars(shown: PageContext, units: pd.DataFrame, chosen: Address) -> None:
    words, _, measure = shown.words, shown.words.gettext, chosen.measure
    st.subheader(words.heading(measure), anchor=False)
    shown.chart(
        "units-bars",
        lambda: (
            bullet_bars(units, words, shown.dark, chosen.unit)
            if measure == "area_renovated"
            else measure_bars(units, measure, words, shown.dark, chosen.unit)
        ),
        chosen.units_shown,
        alt=_("{measure} of each unit").format(measure=words.heading(measure)),
        picks_unit=True,
    )
    shown.foot("unit_progress", _("Choose a bar to see the unit."))


def _rate_and_contribution(shown: PageContext, units: pd.DataFrame, chosen: Address) -> None:
    words, _ = shown.words, shown.words.gettext
    finding = shown.once("units-contribution-finding", lambda: contribution_finding(shown.answers, words))
    st.subheader(finding, anchor=False)
    rate, share = st.columns(2, gap="large")
    with rate:
        st.markdown(bold(words.heading("completion_rate")))
        total = float(shown.answers.total["completion_rate"])
        shown.chart(
            "units-rate",
            lambda: rate_dots(units, total, words, shown.dark),
            chosen.units_shown,
            alt=_("Completion rate of each unit"),
            picks_unit=True,
        )
    with share:
        st.markdown(bold(_("Share of all targets → share of all area")))
        shown.chart(
            "units-contribution",
            lambda: contribution_dots(units, words, shown.dark),
            chosen.units_shown,
            alt=_("Each unit's share of the targets and of the area"),
            picks_unit=True,
        )
    shown.foot("unit_progress", _("The rate of all units is the ratio of the sums."))


def _fair_ranking(shown: PageContext, units: pd.DataFrame, chosen: Address) -> None:
    words, _ = shown.words, shown.words.gettext
    st.subheader(_("A fair ranking: the same units under five measures"), anchor=False)
    warning = shown.once("units-small-targets", lambda: small_target_warning(units, words), chosen.units_shown)
    if warning:
        st.markdown(escaped(warning))
    shown.chart(
        "units-ranks",
        lambda: rank_matrix(units, len(shown.answers.units), words, shown.dark),
        chosen.units_shown,
        alt=_("Rank of each unit under five measures"),
    )
    shown.foot("unit_progress", _("Rank among all units, then the value; ties share a rank."))


def _table(shown: PageContext, units: pd.DataFrame, chosen: Address) -> None:
    words, _ = shown.words, shown.words.gettext
    st.subheader(_("All figures"), anchor=False)
    listed = shown.once("units-listed", lambda: units_table(units, words), chosen.units_shown)
    packed = shown.once("units-packed", lambda: pa.Table.from_pandas(listed, preserve_index=False), chosen.units_shown)
    percent = st.column_config.NumberColumn(format="%.1f%%")
    progress = st.column_config.ProgressColumn(format="%.1f%%", min_value=0, max_value=100)
    columns = {units_table_heading(name, words): percent for name in ("completion_rate", "share_of_target")}
    columns |= {units_table_heading(name, words): progress for name in ("share_of_area", "completed_to_started")}
    key = picking_key("units-table")
    st.dataframe(
        packed,
        hide_index=True,
        column_config=columns,
        key=key,
        on_select=lambda: _pick_row(key, units["unit"].tolist()),
        selection_mode="single-row",
        placeholder=words.missing,
        alt=_("All figures of the units"),
    )
    st.markdown(shown.once("units-totals", lambda: totals_paragraphs(shown.answers, words)))
    shown.foot("unit_progress", _("Areas in {unit}.").format(unit=words.unit("万㎡")))
    st.download_button(
        _("Download as a spreadsheet"),
        lambda: _spreadsheet(shown, units),
        file_name=file_name(_("Units"), shown.release.as_of),
        icon=":material/download:",
        on_click="ignore",
    )


def _spreadsheet(shown: PageContext, units: pd.DataFrame) -> bytes:
    """The table with all units together, its day, basis and release."""
    words, _, answers = shown.words, shown.words.gettext, shown.answers
    told = (
        basis_line(answers, "unit_progress", words),
        _("Release {number}").format(number=shown.release.release),
        district_total_sentence(answers, words),
    )
    title = _("Units of Wuxing District: old-factory renovation")
    table = units_table_with_total(units, answers.total, words)
    return write_table(table, _("Units"), title, " · ".join(filter(None, told)))


def _pick_row(key: str, units: list[str]) -> None:
    row = row_chosen(key, len(units))
    if row is not None:
        pick(units[row])


def _profile(shown: PageContext, name: str) -> None:
    words, _, answers = shown.words, shown.words.gettext, shown.answers
    tables = (answers.table("sites"), answers.table("notes"), answers.checks, answers.table("figures"))
    one = profile(name, answers.units, *tables)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(escaped(words.place(name)), anchor=False, width="content")
            st.button(_("Back to all units"), icon=":material/close:", on_click=pick, args=(None,))
        cards(unit_headlines(one, answers, words))
        _reported_of(shown, one)


def _reported_of(shown: PageContext, one: Profile) -> None:
    words, _ = shown.words, shown.words.gettext
    for note in records(one.notes):
        st.markdown(f"- {escaped(note['text'])}")
    if not one.mentioned.empty:
        st.table(figures_in_text_table(one.mentioned, words), border="horizontal", hide_index=True)
    if not one.sites.empty:
        st.markdown(bold(_("Sites that the source names")))
        st.table(sites_table(one.sites, words).map(escaped), border="horizontal", hide_index=True)
        shown.foot("sites")
    if not one.checks.empty:
        st.markdown(bold(_("Checks")))
        st.table(checks_table(one.checks, words).map(escaped), border="horizontal", hide_index=True)
        for check in records(one.checks[one.checks["explanation"].notna()]):
            st.markdown(escaped(explanation_sentence(check, words) or ""))


draw(page_context())
