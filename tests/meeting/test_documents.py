"""A meeting as a document: nothing in it runs what data brought, and a file asks for nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from renovation.meeting.documents import document
from tests.meeting.releases import HOSTILE, KINDS, deck_of, first


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
    page = document(deck_of(KINDS["hostile"]()), mode, ".", {"meeting": HOSTILE})  # type: ignore[arg-type]
    found = Tags(page)
    assert "img" not in found.names
    assert found.handlers == []
    ours = {None, "application/json"}
    assert {script.get("type") for script in found.scripts} <= ours
    assert "alert(1)" in page
    assert len(found.scripts) == {"stage": 2, "presenter": 3, "file": 2}[mode]


def test_a_file_asks_for_nothing_and_is_small() -> None:
    page = document(deck_of(first()), "file", "", {})
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)
    assert "default-src &#39;none&#39;" in page
    assert len(page.encode()) < 100_000
    assert "0" * 64 in page


def test_colours_that_judge_are_shown_only_when_wanted() -> None:
    assert 'class="row good"' not in document(deck_of(first()), "file", "", {})


def test_only_the_presenter_sees_the_numbers_that_keys_call() -> None:
    made = deck_of(first())
    assert "⇧" not in document(made, "stage", ".", {})
    assert "织里镇<kbd>⇧2</kbd>" in document(made, "presenter", ".", {})
