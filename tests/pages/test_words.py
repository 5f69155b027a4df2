"""The words of every page, for whatever a release holds: nothing said over nothing, twice, in halves or in two brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from streamlit.testing.v1 import AppTest

from renovation.domain.dated_tables import Tables
from renovation.releases.store import Draft, Store
from tests.meeting.releases import KINDS, a_week_earlier
from tests.pages.conftest import LANGUAGES, PAGES, Opener, words_on

ALL_PAGES: Final = (*PAGES, "history", "meeting", "update", "releases", "help")
OUTSIDE_THE_MANUAL: Final = ALL_PAGES[:-1]
NAMES_AND_MARKS: Final = re.compile(r"(?<=联合办公室)（(?:东片）)?|:material/\w+:|:[a-z-]+\[|\*\*|[\]\\]")
"""The end of names from KINDS, which may be half a bracket, and Streamlit's Markdown: `:gray[`, `**`."""
NOT_CHINESE: Final = re.compile(r"[A-Za-z]{3,}")
NAMES_IN_ENGLISH: Final = {"COD", "GeoNames", "frykit", "data", "NaN", "WebGL", "SHA", "renovation", "key"}
NAMES_IN_ENGLISH |= {"End", "Esc", "Home", "PageDown", "PageUp", "Shift"}
"""Of sources, files, keys and a command; an empty cell of a table is NaN."""
CODE: Final = re.compile(r"[a-z]+_[a-z_]+")
"""`area_renovated`, which nobody but a program says."""
BRACKETS: Final = re.compile(r"（[^（）]*（|））|\([^()]*\(|\)\)|[，；、：][，；、：。]|。。")
"""`（上报市口径（模拟））` and `，。`; not `（一）（二）`."""
HALF_A_THING: Final = re.compile(r"[^。；;\n]{4,}?\d\.\d+(?:个(?!百分点)|家|处| projects| units| sites)[^。；;\n]*")
BY_THE_WEEK: Final = re.compile(r"每周|周均|缺口|week|pace", re.IGNORECASE)
"""So many projects a week are a pace, which has decimals."""
NOTHING_OF_A_VERDICT: Final = re.compile(r"(?<![\d.])0项(?:不相符|需要决策|四舍五入)|\b0 (?:inconsistent|matters)")
SENTENCE_END: Final = re.compile(r"[。；;\n]|\. ")
LETTERS_OF_A_SENTENCE: Final = {"zh": 14, "en": 60}
REPEATED_BY_DESIGN: Final = re.compile(
    r"^(?:规则|Rule|判定为|Reason for) ?“|口径(?:·模拟)?$|^As of |联合办公室|第\d+天|of the time has passed|可能的原因|likely cause|source|the previous release"
)
"""The rule behind each alert and light, the schedule, the date and basis of each block, a unit's name, and what is said of
each mismatch in a list."""
BARE_LABEL: Final = re.compile(r"\*\*[^*]+\*\*")
TAG: Final = re.compile(r"<h(\d)[^>]*>(.*?)</h\1>|<[^>]+>|([^<]+)", re.DOTALL)
Part = tuple[int, str]
"""The level of a heading and its words; 0 for whatever is no heading."""


def parts_of(test: AppTest) -> Iterator[Part]:
    """What a page shows, in order."""
    for element in test.main:
        kind, proto = element.type, element.proto
        if kind in ("title", "header", "subheader"):
            yield {"title": 1, "header": 2, "subheader": 3}[kind], element.value
        elif kind == "html":
            yield from _parts_of_html(proto.body)
        elif kind == "bidi_component" and proto.component_name == "changing_chart":
            yield from _parts_of_section(proto)
        elif kind == "markdown" and BARE_LABEL.fullmatch(element.value.strip()):
            yield 6, element.value
        elif not hasattr(element, "children"):
            yield 0, kind


def _parts_of_html(body: str) -> Iterator[Part]:
    """A headline figure counts as a whole: its heading is its label."""
    if body.startswith('<section class="figures'):
        yield 0, body
        return
    for level, heading, text in TAG.findall(re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)):
        if heading or text.strip():
            yield int(level or 0), heading or text


def _parts_of_section(proto: Any) -> Iterator[Part]:
    heading = re.search(rb'"heading": ?"([^"]+)"', proto.bytes)
    if heading:
        yield 2, heading[1].decode()
    yield from [(0, "charts")] * (b'"figure"' in proto.bytes)


def simulated() -> Tables:
    return {name: replace(table, basis=f"{table.basis}（模拟）") for name, table in KINDS["first"]().items()}


HELD: Final[dict[str, Callable[[], Tables]]] = {**KINDS, "simulated": simulated}
del HELD["hostile"]  # its names are no sentences


@pytest.mark.parametrize("kind", HELD)
def test_no_page_says_anything_over_nothing_twice_or_in_two_brackets(
    kind: str, empty_database: Path, open_page: Opener
) -> None:
    store, tables = Store(f"sqlite:///{empty_database}"), HELD[kind]()
    for one in (a_week_earlier(tables), tables):
        store.publish(Draft(one, "张三", origin="command line"), store.head())
    for language in LANGUAGES:
        for page in OUTSIDE_THE_MANUAL:
            test = open_page(page, lang=language)
            assert not test.exception, page
            said = NAMES_AND_MARKS.sub("", words_on(test))
            assert CODE.findall(said) == [], page
            assert language == "en" or set(NOT_CHINESE.findall(said)) <= NAMES_IN_ENGLISH, page
            assert headings_over_nothing(test) == [], page
            assert BRACKETS.findall(said) == [], page
            assert NOTHING_OF_A_VERDICT.findall(said) == [], page
            assert [one for one in HALF_A_THING.findall(said) if not BY_THE_WEEK.search(one)] == [], page
            assert said_twice(said, language) == [], page


def headings_over_nothing(test: AppTest) -> list[str]:
    """The headings that another one of the same or a higher level follows, or nothing; the page's title may stand alone."""
    shown = [*parts_of(test), (1, "the end")]
    return [words for (level, words), (following, _) in pairwise(shown) if level > 1 and 1 <= following <= level]


def said_twice(said: str, language: str) -> list[str]:
    """The sentences that stand on a page more than once; cells of tables are no sentences."""
    sentences = (sentence.strip(" -·　") for sentence in SENTENCE_END.split(said))
    long = Counter(one for one in sentences if len(one) >= LETTERS_OF_A_SENTENCE[language])
    return [one for one, times in long.items() if times > 1 and not REPEATED_BY_DESIGN.search(one)]
