"""使用说明: a chapter for each kind of user, in both languages, reached from the page that it explains."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Opener, words_on


@pytest.mark.parametrize(
    ("parameters", "heading"),
    [
        ({"lang": "zh"}, "领导：看懂一页"),
        ({"lang": "zh", "chapter": "clerk"}, "数据员：每周更新数据"),
        ({"lang": "en", "chapter": "operator"}, "For the operator"),
    ],
)
def test_the_address_opens_a_chapter(open_page: Opener, parameters: dict[str, str], heading: str) -> None:
    test = open_page("help", **parameters)
    assert not test.exception
    assert heading in test.title[0].value


def test_a_chapter_chosen_on_the_page_is_shown_and_written_into_the_address(open_page: Opener) -> None:
    test = open_page("help")
    test.segmented_control(key="chapter").set_value("presenter").run()
    assert test.query_params["chapter"] == "presenter"
    assert "开始演示" in words_on(test)


@pytest.mark.parametrize(("page", "chapter"), [("overview", ""), ("update", "clerk"), ("meeting", "presenter")])
def test_every_page_links_to_its_chapter_and_keeps_the_selections(open_page: Opener, page: str, chapter: str) -> None:
    test = open_page(page, lang="en", units="gaoxin")
    (link,) = [one.proto for one in test.get("page_link") if one.proto.label == "How to use this page"]
    assert link.page == "help"
    asked = dict(part.split("=") for part in link.query_string.split("&"))
    assert asked.get("chapter", "") == chapter
    assert (asked["lang"], asked["units"]) == ("en", "gaoxin")
