"""The units page rebuilt in Dash from the same results, figures and words, to be measured beside ours.

    python -m tests.load.dash_page PORT

Dash is no dependency of the project: this runs in an environment of its own. It is built the way that suits Dash best:
one callback sends what a filter changes and nothing else, figures are kept once drawn, and the table is plain HTML.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from renovation.charts.unit_ranks import rank_matrix
from renovation.charts.units import bullet_bars, contribution_dots, measure_bars, rate_dots
from renovation.comparisons.results import Results, results_of
from renovation.comparisons.units import select_and_sort
from renovation.domain.measures import RANKED_MEASURES
from renovation.language import words_in
from renovation.publishing.publish import ensure_first_release
from renovation.releases.store import Store
from renovation.settings import database_url
from renovation.web.address import PARAMETERS
from renovation.wording.district import units_total_sentence
from renovation.wording.headlines import basis_line
from renovation.wording.units import contribution_finding, small_target_warning, units_finding
from renovation.wording.units_table import units_table

WORDS: Final = words_in("zh")
CHANGED: Final = ("heading", "units-bars", "units-rate", "units-contribution", "warning", "units-ranks", "table")


def page(results: Results) -> Dash:
    """The application: the layout of the units page, and the callback of its three filters."""
    app = Dash(__name__)
    app.layout = html.Div(_layout(results), style={"maxWidth": 1300, "margin": "auto"})

    @cache
    def figures(units: tuple[str, ...], measure: str, order: str) -> tuple[go.Figure, ...]:
        return _figures(results, select_and_sort(results.units, units, measure, order), measure)

    @app.callback(
        [Output(name, "figure" if name.startswith("units-") else "children") for name in CHANGED],
        [Input(name, "value") for name in ("units", "measure", "order")],
    )
    def change(units: list[str], measure: str, order: str) -> tuple[Any, ...]:
        chosen = select_and_sort(results.units, tuple(units), measure, order)
        bars, rate, share, ranks = figures(tuple(units), measure, order)
        warning, table = small_target_warning(chosen, WORDS), _table(units_table(chosen, WORDS))
        return WORDS.heading(measure), bars, rate, share, warning, ranks, table

    return app


def _layout(results: Results) -> list[Any]:
    foot = basis_line(results, "unit_progress", WORDS)
    chart = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
    bars, rate, share, ranks = (
        dcc.Graph(id=name, config=chart) for name in ("units-bars", "units-rate", "units-contribution", "units-ranks")
    )
    side_by_side = {"display": "grid", "gridTemplateColumns": "1fr 1fr", "gap": 24}
    return [
        html.H1(units_finding(results, WORDS)),
        dcc.Checklist(
            _options(results.units["unit"], map(WORDS.place, results.units["unit"])), [], id="units", inline=True
        ),
        dcc.RadioItems(
            _options(RANKED_MEASURES, map(WORDS.short_heading, RANKED_MEASURES)),
            RANKED_MEASURES[0],
            id="measure",
            inline=True,
        ),
        dcc.RadioItems(list(PARAMETERS["order"].allowed or ()), PARAMETERS["order"].default, id="order", inline=True),
        *(html.H3(id="heading"), bars, html.Small(foot)),
        *(html.H3(contribution_finding(results, WORDS)), html.Div([rate, share], style=side_by_side), html.Small(foot)),
        html.H3(WORDS.gettext("Ranks of the units on five measures")),
        *(html.P(id="warning"), ranks, html.Small(foot)),
        html.H3(WORDS.gettext("All measures")),
        *(html.Table(id="table"), dcc.Markdown(units_total_sentence(results, WORDS)), html.Small(foot)),
    ]


def _options(values: Sequence[str] | pd.Series, labels: Any) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in zip(values, labels, strict=True)]


def _figures(results: Results, units: pd.DataFrame, measure: str) -> tuple[go.Figure, ...]:
    first = (
        bullet_bars(units, results.as_of, WORDS, dark=False)
        if measure == RANKED_MEASURES[0]
        else measure_bars(units, measure, results.as_of, WORDS, dark=False)
    )
    return (
        first,
        rate_dots(units, float(results.total["completion_rate"]), results.as_of, WORDS, dark=False),
        contribution_dots(units, results.as_of, WORDS, dark=False),
        rank_matrix(units, len(results.units), results.as_of, WORDS, dark=False),
    )


def _table(listed: pd.DataFrame) -> list[Any]:
    headings = html.Thead(html.Tr([html.Th(heading) for heading in listed.columns]))
    rows = listed.astype("str").to_numpy().tolist()
    return [headings, html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows])]


def main() -> None:
    """Answers from the store as our pages do, then serves until ended."""
    store = Store(database_url())
    number = ensure_first_release(store)
    page(results_of(number, store.load(number))).run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)


if __name__ == "__main__":
    main()
