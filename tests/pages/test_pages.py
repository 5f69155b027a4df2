"""Every page in both languages: what it says, how it is filtered, and that it stays calm."""

from __future__ import annotations

import html
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest

from renovation.operations import printing
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.pages.conftest import LANGUAGES, PAGES, Opener, charts_on, words_on


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_its_language_with_its_date_and_basis(open_page: Opener, page: str, language: str) -> None:
    test = open_page(page, lang=language)
    assert not test.exception
    assert not test.warning
    said = words_on(test)
    assert ("截至2013年10月15日" if language == "zh" else "as of 15 Oct 2013") in said
    assert ("区口径" if language == "zh" else "district's statistics") in said
    assert not re.search(r"{\w*}|None|nan|438\.5|436\.2", said)
    titles = " ".join(title.value for title in test.title)
    assert bool(re.search(r"[一-鿿]", titles)) == (language == "zh")


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("overview", ["织里镇完成面积最多（91.3万㎡）"]),
        (
            "units",
            ["织里镇居首（91.3万㎡）", "八里店镇居首（869.3%）", "占全部目标的17.8%", "东林镇居末（125.9%）"],
        ),
        ("counties", ["吴兴区居全市第2位"]),
        ("outlook", ["还差298个", "落后德清县4.60万㎡", "要位居第一，须超过145.99万㎡"]),
    ],
)
def test_the_text_of_a_chart_for_screen_readers_says_its_finding(
    open_page: Opener, page: str, found: list[str]
) -> None:
    told = [chart["alt"] for chart in charts_on(open_page(page))]
    assert len(told) == len(found)
    assert all(finding in alt for finding, alt in zip(found, told, strict=True)), told


def test_filters_survive_a_change_of_page_and_of_language(open_page: Opener) -> None:
    test = open_page("units", units="gaoxin,donglin", measure="completion_rate")
    test.switch_page(str(Path("pages/counties.py").resolve())).run()
    test.segmented_control(key="language").set_value("en").run()
    test.switch_page(str(Path("pages/units.py").resolve())).run()
    assert test.pills(key="units").value == ["高新区", "东林镇"]
    assert dict(test.query_params) == {
        "release": "1",
        "lang": "en",
        "units": "gaoxin,donglin",
        "measure": "completion_rate",
    }


def test_an_address_that_means_nothing_falls_back_and_says_so(open_page: Opener) -> None:
    test = open_page("units", lang="fr", release="7", unit="<b>atlantis</b>", measure="beauty")
    assert not test.exception
    assert test.title[0].value.startswith("织里镇")
    told = " ".join(info.value for info in test.info)
    for strange in ("fr", "beauty", "7"):
        assert strange in told
    assert test.query_params["release"] == "1"


def test_what_the_release_lacks_is_not_called_part_of_a_link(open_page: Opener) -> None:
    test = open_page("units", unit="atlantis")
    (told,) = (info.value for info in test.info)
    assert told.replace("\\", "") == "本期没有所选的atlantis (unit)，已按默认设置显示。"


def test_a_page_pinned_to_an_older_release_says_that_there_is_a_newer(open_page: Opener, database: Path) -> None:
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({"unit_progress": first_dataset.tables()["unit_progress"]}, "clerk"), 1)
    pinned = open_page(release="1")
    assert "第1期，最新为第2期" in pinned.info[0].value
    pinned.button[0].click().run()
    assert pinned.query_params["release"] == "2"


def test_names_from_data_are_words_and_never_markup(open_page: Opener, database: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** :red[c] $x$ =cmd|' /C calc'!A0"
    notes = first_dataset.table("notes", [("problem", "八里店镇", hostile)], first_dataset.SITES_AS_OF)
    sites = first_dataset.table("sites", [(hostile, "八里店镇", hostile, *[None] * 11)], first_dataset.SITES_AS_OF)
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({"notes": notes, "sites": sites}, "clerk"), 1)
    for page in ("overview", "units"):
        test = open_page(page, unit="balidian")
        said = words_on(test)
        assert "alert" in said
        assert not any("<img" in element.proto.body for element in test.get("html"))
        in_html = sum(html.unescape(element.proto.body).count(hostile) for element in test.get("html"))
        assert said.count(hostile) == in_html, "HTML is no Markdown: there it stands as typed"
        said = said.replace(hostile, "")
        assert not re.search(r"(?<!\\)(<img|\]\(java|\*\*b|:red\[c|\$x)", said)


@pytest.mark.parametrize(
    "left", [("unit_progress",), ("unit_progress", "figures"), ("unit_progress", "county_progress")]
)
def test_a_release_without_some_tables_still_draws(
    open_page: Opener, empty_database: Path, left: tuple[str, ...]
) -> None:
    tables = {name: table for name, table in first_dataset.tables().items() if name in left}
    Store(f"sqlite:///{empty_database}").publish(Draft(tables, "clerk"), None)
    for page in PAGES:
        test = open_page(page)
        assert not test.exception, page
        assert not test.warning, page
        assert not re.search(r"\bnan\b|None", words_on(test)), page


def test_figures_are_drawn_once_for_a_release(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    original = go.Figure.__init__

    def counted(self: go.Figure, *args: object, **kwargs: object) -> None:
        made.append(1)
        original(self, *args, **kwargs)

    test = open_page("units")
    monkeypatch.setattr(go.Figure, "__init__", counted)
    test.run()
    assert not made


@pytest.mark.parametrize("installed", [True, False])
def test_a_page_is_offered_as_pdf_where_chromium_is_installed(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed: bool
) -> None:
    if installed:
        (tmp_path / "chromium").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    printing.chromium.cache_clear()
    for page, offered in (("overview", installed), ("units", installed), ("checks", False)):
        labels = [button.proto.label for button in open_page(page).get("download_button")]
        assert ("下载本页PDF" in labels) == offered
    printing.chromium.cache_clear()


@pytest.mark.parametrize("page", [*PAGES, "history", "meeting", "update", "releases", "help"])
def test_no_empty_field_asks_in_english_on_a_chinese_page(open_page: Opener, page: str) -> None:
    """Streamlit's own placeholders are English: "Choose an option"."""
    test = open_page(page)
    empty = [*test.multiselect, *(one for one in test.selectbox if one.value is None)]
    assert not [field.proto.placeholder for field in empty if not re.search(r"[一-鿿]", field.proto.placeholder)]
