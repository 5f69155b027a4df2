"""The finding and the headline figures of a page as plain HTML, read before Streamlit's front end has started.

Streamlit takes seconds to start in a browser. A leader reads the same words and figures in the first answer of the
server; they vanish when the page itself is drawn, and they stay where a browser runs no scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from renovation.blocks.html import environment
from renovation.charts.style import DARK, FONT, LIGHT
from renovation.comparisons.answers import Answers
from renovation.language import Words, words_in
from renovation.releases.store import Release
from renovation.web import data
from renovation.web.address import read_address
from renovation.wording.checks import checks_finding
from renovation.wording.counties import county_finding
from renovation.wording.district import district_finding, ranking_paragraph
from renovation.wording.headlines import Headline, basis_line, district_headlines
from renovation.wording.outlook import outlook_finding

TEMPLATE: Final = environment(Path(__file__).parent / "templates").get_template("first_figures.html")


@dataclass(frozen=True)
class FirstView:
    """What stands at the top of a page: its finding, a paragraph, its headline cards."""

    title: str
    text: str = ""
    cards: tuple[Headline, ...] = ()


def first_figures(page: str, parameters: Mapping[str, str]) -> str:
    """Returns the HTML for a page ("" is the overview) and the parameters of its address.

    It is empty for a page that has no finding of a whole release, and where no release can be shown.
    """
    view = _VIEWS.get(page)
    if view is None:
        return ""
    address, _unknown = read_address(parameters)
    opened = data.open_release(address.release)
    release, answers = opened.release, opened.answers
    if release is None or answers is None or answers.simulated:
        return ""
    words = words_in(address.language)
    key = (release.manifest_sha256, words.language, "first figures", page)
    return data.cached(key, lambda: _html(view(answers, words), release, words))


def _html(view: FirstView, release: Release, words: Words) -> str:
    if not view.title:
        return ""
    titles = {
        "product": words("Old-factory renovation, Wuxing District"),
        "release": words("Release {number} · data as of {day}", number=release.release, day=words.day(release.as_of)),
    }
    return TEMPLATE.render(view=view, words=words, light=LIGHT, dark=DARK, font=FONT, **titles)


def _overview(answers: Answers, words: Words) -> FirstView:
    return FirstView(
        district_finding(answers, words), ranking_paragraph(answers, words), district_headlines(answers, words)
    )


def _counties(answers: Answers, words: Words) -> FirstView:
    return FirstView(county_finding(answers, words) or "", basis_line(answers, "county_progress", words))


def _outlook(answers: Answers, words: Words) -> FirstView:
    return FirstView(outlook_finding(answers, words))


def _checks(answers: Answers, words: Words) -> FirstView:
    return FirstView(checks_finding(answers, words))


_VIEWS: Final[Mapping[str, Callable[[Answers, Words], FirstView]]] = {
    "": _overview,
    "counties": _counties,
    "outlook": _outlook,
    "checks": _checks,
}
