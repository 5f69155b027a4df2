"""Renders the title and the headline figures of a page as plain HTML, which is shown before Streamlit has started.

Streamlit takes seconds to start in the browser. Until then, the visitor reads these figures, which are part of the
server's first response. They disappear when Streamlit draws the page; a browser without scripts keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from renovation.charts.style import DARK, FONT, LIGHT
from renovation.comparisons.results import Results
from renovation.language import Words, words_in
from renovation.releases.store import Release
from renovation.web import data, overdue
from renovation.web.address import read_address
from renovation.web.page_html import TEMPLATES, VIEW_SCRIPT, figures_html
from renovation.wording.checks import checks_finding
from renovation.wording.counties import county_finding
from renovation.wording.district import district_finding, within_district_sentence
from renovation.wording.headline_changes import district_headlines_with_changes, headlines_remark
from renovation.wording.headlines import Headline, basis_line
from renovation.wording.outlook import outlook_finding

TEMPLATE: Final = TEMPLATES.get_template("first_figures.html")


@dataclass(frozen=True)
class FirstView:
    """What a page shows before Streamlit has started: its title, a paragraph, its headlines and their bases."""

    title: str
    text: str = ""
    cards: tuple[Headline, ...] = ()
    remark: str = ""


def first_figures(page: str, parameters: Mapping[str, str]) -> str:
    """Returns the HTML of a page's title and headlines, which the browser shows until Streamlit has drawn the page.

    `page` is the path of the page ("" is the overview), `parameters` are the parameters of its URL. The HTML is empty
    for a page without headlines, and if no release can be shown.
    """
    view = _VIEWS.get(page)
    if view is None:
        return ""
    address, _unknown = read_address(parameters)
    opened = data.open_release(address.release)
    release, results = opened.release, opened.results
    if release is None or results is None or results.simulated:
        return ""
    words = words_in(address.language)
    notice = overdue.notice(release, results, opened.head, words)
    key = (*data.history_key(release), words.language, "first figures", page, notice)
    return data.cached(key, lambda: _html(view(release, results, words), release, notice, words))


def _html(view: FirstView, release: Release, notice: str, words: Words) -> str:
    if not view.title:
        return ""
    titles = {
        "product": words("Old factory renovation dashboard, Wuxing District"),
        "release": words("Release {number} · data as of {day}", number=release.release, day=words.day(release.as_of)),
        "notice": notice,
    }
    cards = Markup(figures_html(view.cards, words, "auto", view.remark)) if view.cards else ""  # noqa: S704 escaped by Jinja2
    script = Markup(VIEW_SCRIPT)  # noqa: S704 our own file
    return TEMPLATE.render(
        script=script, view=view, cards=cards, words=words, light=LIGHT, dark=DARK, font=FONT, **titles
    )


def _overview(release: Release, results: Results, words: Words) -> FirstView:
    points = data.history(release, results).points
    return FirstView(
        district_finding(results, words),
        within_district_sentence(results, words),
        district_headlines_with_changes(results, points, words),
        headlines_remark(results, points, words),
    )


def _counties(_release: Release, results: Results, words: Words) -> FirstView:
    return FirstView(county_finding(results, words) or "", basis_line(results, "county_progress", words))


def _outlook(_release: Release, results: Results, words: Words) -> FirstView:
    return FirstView(outlook_finding(results, words))


def _checks(_release: Release, results: Results, words: Words) -> FirstView:
    return FirstView(checks_finding(results, words))


_VIEWS: Final[Mapping[str, Callable[[Release, Results, Words], FirstView]]] = {
    "": _overview,
    "counties": _counties,
    "outlook": _outlook,
    "checks": _checks,
}
