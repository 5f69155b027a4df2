"""A meeting as a document: nothing in it runs what data brought, and a file asks for nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from renovation.meeting.documents import document
from tests.meeting.releases import HOSTILE, KINDS, deck_of, deck_of_kind, many_goals


class Tags(HTMLParser):
    """The elements of a page, and whether any could run what data brought."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.handlers: list[str] = []
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on")]
        if tag == "script":
            self.scripts.append(dict(attrs))


@pytest.mark.parametrize("mode", ["stage", "presenter", "file"])
def test_names_from_data_carry_nothing_that_runs(mode: str) -> None:
    page = document(deck_of_kind("hostile"), mode, ".", {"meeting": HOSTILE})  # type: ignore[arg-type]
    found = Tags(page)
    assert "img" not in found.names
    assert found.handlers == []
    ours = {None, "application/json"}
    assert {script.get("type") for script in found.scripts} <= ours
    assert "alert(1)" in page
    assert len(found.scripts) == {"stage": 2, "presenter": 3, "file": 2}[mode]


def test_a_file_asks_for_nothing_and_is_small() -> None:
    page = document(deck_of_kind("first"), "file", "", {})
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)
    assert "default-src &#39;none&#39;" in page
    assert len(page.encode()) < 120_000
    assert "0" * 64 in page


def test_colours_that_judge_are_shown_only_when_wanted() -> None:
    assert 'class="row good"' not in document(deck_of_kind("first"), "file", "", {})


def test_only_the_presenter_sees_the_numbers_that_keys_call() -> None:
    made = deck_of_kind("first")
    assert "⇧" not in document(made, "stage", ".", {})
    assert "织里镇<kbd>⇧2</kbd>" in document(made, "presenter", ".", {})


@pytest.mark.parametrize(
    ("kind", "code", "size", "lines"),
    [
        ("first", "counties", "t1", ["吴兴区居全市第2位，与首位德清县相差4.60万㎡"]),
        ("first", "units", "t1", ["织里镇完成面积最多（91.3万㎡）；", "八里店镇完成率最高（869.3%），但目标仅3.75万㎡"]),
        (
            "many goals",
            "goals",
            "t2",
            ["共6项目标：2项明显滞后、1项存在风险、2项进度正常、1项进度无法判定；", "东林镇开工项目数到2013年12月31日应达到400个：明显滞后"],
        ),
    ],
)  # fmt: skip
def test_a_title_has_the_largest_type_in_which_its_lines_end_with_clauses(
    kind: str, code: str, size: str, lines: list[str]
) -> None:
    page = document(deck_of(KINDS[kind](), codes=(code,)), "file", "", {})
    [(found, title)] = re.findall(r'<h1 class="(t\d)">(.*?)</h1>', page)[:1]
    assert found == size
    bare = re.sub(r'<wbr/>|<span class="whole">([^<]*)</span>', r"\1", title)
    assert re.findall("<span>(.*?)</span>", bare) == lines


def test_an_english_title_ends_its_lines_with_words() -> None:
    page = document(deck_of(many_goals(), "en", codes=("goals",)), "file", "", {})
    titles = re.findall(r"<h1 .*?</h1>", page)[:2]
    for title in titles:
        assert title.count("<span>") > 1
        assert "; </span>" in title, "a clause is whole in a smaller type"
        assert not re.search(r"[a-z] ?</span><span>[a-z]", title)


def test_an_english_line_ends_after_a_bracket_rather_than_before_it() -> None:
    page = document(deck_of(KINDS["first"](), "en", codes=("unit:gaoxin",)), "file", "", {})
    title = re.sub(r'<wbr/>|<span class="whole">([^<]*)</span>', r"\1", re.findall(r"<h1 .*?</h1>", page)[0])
    assert re.findall("<span>(.*?)</span>", title) == [
        "High-tech Zone: rank 2 by completion rate (800.0%) ",
        "and tied for rank 5 by projects started (17)",
    ]
