"""Every page in both languages: what it says, how it is filtered, and that it stays calm."""

from __future__ import annotations

import base64
import dataclasses
import html
import json
import logging
import re
import sqlite3
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from renovation.comparisons.results import Results
from renovation.operations import printing
from renovation.releases.store import Draft, Store
from renovation.web import data
from tests import first_dataset
from tests.meeting.releases import no_targets
from tests.pages.conftest import Opener, charts_on, figures_on, sections_on, tables_on, values_on, words_on
from tests.releases.sql import execute

PAGES = ("overview", "units", "map", "counties", "outlook", "checks")
LANGUAGES = ("zh", "en")


def numbers(packed: dict[str, str]) -> list[float]:
    """Plotly packs a column of numbers as base64."""
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).tolist()


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
            ["织里镇居首（91.3万㎡）", "八里店镇居首（869.3%）", "占17.8%", "东林镇居末（125.9%）"],
        ),
        ("counties", ["吴兴区居全市第2位"]),
        ("outlook", ["还差298个", "落后德清县4.60万㎡", "要列第一须超过145.99万㎡"]),
    ],
)
def test_the_text_of_a_chart_for_screen_readers_says_its_finding(
    open_page: Opener, page: str, found: list[str]
) -> None:
    told = [chart["alt"] for chart in charts_on(open_page(page))]
    assert len(told) == len(found)
    assert all(finding in alt for finding, alt in zip(found, told, strict=True)), told


@pytest.mark.parametrize(("language", "missing"), [("zh", "无数据"), ("en", "No data")])
def test_figures_that_a_release_lacks_are_named_once(
    open_page: Opener, empty_database: Path, language: str, missing: str
) -> None:
    """Without the table of district figures, the rank alone is there; the benefits say for themselves that none is."""
    store = Store(f"sqlite:///{empty_database}")
    store.publish(Draft(no_targets(), "clerk"), store.head())
    test = open_page(lang=language)
    assert not test.exception
    (figures,) = (element.proto.body for element in test.get("html") if 'class="figures' in element.proto.body)
    assert len(values_on(test)) == 1
    assert figures.count(missing) == 1


def test_the_overview_answers_in_its_first_lines(open_page: Opener) -> None:
    test = open_page()
    assert test.title[0].value == (
        "开工目标落后序时38.5个百分点、争全市第一落后3.2个百分点；已完成：区面积目标（334.3%）"
    )
    assert values_on(test) == ["242.01", "202", "66", "第2位"]
    said = words_on(test).replace("\\", "")
    for told in (
        "334.3%",
        "761.0%",
        "194.1%",
        "27.1个",
        "4.9个",
        "3.18万㎡",
        "2.69万㎡",
        "明显滞后",
        "存在风险",
    ):
        assert told in said
    assert "可复算的15项数字中2项不相符；另有1项口径不同" in said


def test_the_units_page_shows_the_ratio_of_sums(open_page: Opener) -> None:
    said = words_on(open_page("units"))
    assert "334.8%" in said
    assert "高新区、八里店镇、环渚街道目标合计占17.8%，完成面积合计占41.0%" in said
    assert "八里店镇869.3%（目标仅3.75万㎡）" in said


@pytest.mark.parametrize(("control", "value", "place"), [("measure", "completion_rate", 1), ("order", "lowest", 1)])
def test_the_browser_holds_what_the_server_shows_for_another_option(
    open_page: Opener, control: str, value: str, place: int
) -> None:
    at_first, chosen = (sections_on(open_page("units", **chosen))[0] for chosen in ({}, {control: value}))
    held, choices = at_first["choices"][control], chosen.pop("choices")
    assert held["sections"][place] == chosen
    assert [held["sections"][held["at"]], held["at"], choices[control]["at"]] == [None, 0, place]
    assert {name: len(one["sections"]) for name, one in choices.items()} == {"measure": 5, "order": 3}


def test_the_table_of_units_equals_the_figures(open_page: Opener, results: Results) -> None:
    shown = open_page("units", order="reported").dataframe[0].value
    assert shown["面积"].tolist() == results.units["area_renovated"].tolist()
    assert shown["完成率"].tolist() == [800.0, 262.4, 869.3, 381.4, 137.5, 241.6, 125.9, 671.4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_come_from_the_address_and_reach_charts_and_table(open_page: Opener, language: str) -> None:
    test = open_page("units", lang=language, units="donglin,gaoxin", measure="completed_to_started", order="lowest")
    assert test.dataframe[0].value.iloc[:, 0].tolist() == (
        ["高新区", "东林镇"] if language == "zh" else ["High-tech Zone", "Donglin Town"]
    )
    assert figures_on(test)[0]["data"][0]["customdata"] == ["高新区", "东林镇"]


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


def test_a_filter_changed_on_the_page_is_written_into_the_address(open_page: Opener) -> None:
    test = open_page("units")
    test.segmented_control(key="measure").set_value("projects_started").run()
    test.pills(key="units").set_value(["织里镇"]).run()
    assert test.query_params["measure"] == "projects_started"
    assert test.query_params["units"] == "zhili"


def test_one_unit_is_shown_in_full_and_left_again(open_page: Opener) -> None:
    test = open_page("units", unit="balidian")
    said = words_on(test)
    for told in (
        "869.3",
        "8个单位中列第1位",
        "8个单位中列第8位",
        "318国道沿线企业",
        "土地指标紧缺",
        "36家",
        "32.6 ÷ 3.75",
    ):
        assert told in said.replace("\\", "").replace("\n", "")
    test.button[0].click().run()
    assert "unit" not in dict(test.query_params)
    assert len(test.dataframe) == 1


def test_a_unit_stands_against_its_target_the_schedule_and_its_share_of_the_goals(open_page: Opener) -> None:
    said = words_on(open_page("units", unit="donglin")).replace("\\", "")
    assert "已达到目标5.90万㎡。序时进度78.9%" in said
    assert "争取排定项目一半以上开工：本单位分解任务为35个，余下11周，每周需完成3.2个" in said
    links = {link.proto.label: link.proto.query_string for link in open_page("units", unit="balidian").get("page_link")}
    assert {"查看历史趋势", "查看任务分解", "在地图上查看", "查看数据核对"} <= set(links)
    assert "unit=balidian" in links["在地图上查看"]


def test_the_two_bases_share_no_chart(open_page: Opener) -> None:
    test = open_page("counties")
    (spec,) = figures_on(test)
    assert numbers(spec["data"][0]["x"]) == [112.39, 107.79, 89.5, 83.86, 47.31]
    assert "242.01" not in json.dumps(spec)
    said = words_on(test)
    assert "242.01" in said
    assert "134.22" in said


def test_checks_are_filtered_by_their_verdict(open_page: Opener) -> None:
    everything = words_on(open_page("checks"))
    assert "(242.01 − 107.79) ÷ 72.4 = 185.4%" in everything.replace("\\", "")
    wrong = open_page("checks", verdict="mismatch")
    assert [metric.value for metric in wrong.metric] == ["185.4%", "334.3%", "202", "196"]
    assert len(tables_on(wrong)) == 1, "only what the source does not give"


def test_no_chart_draws_a_bar_whose_length_is_a_percent_of_unlike_targets(open_page: Opener) -> None:
    for measure in ("completion_rate", "completed_to_started"):
        spec = figures_on(open_page("units", measure=measure))[0]
        assert {trace["type"] for trace in spec["data"]} == {"scatter"}


def test_an_address_that_means_nothing_falls_back_and_says_so(open_page: Opener) -> None:
    test = open_page("units", lang="fr", release="7", unit="<b>atlantis</b>", measure="beauty")
    assert not test.exception
    assert test.title[0].value.startswith("织里镇")
    told = " ".join(info.value for info in test.info)
    for strange in ("fr", "beauty", "7"):
        assert strange in told
    assert test.query_params["release"] == "1"


def test_a_page_pinned_to_an_older_release_says_that_there_is_a_newer(open_page: Opener, database: Path) -> None:
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({"unit_progress": first_dataset.tables()["unit_progress"]}, "clerk"), 1)
    pinned = open_page(release="1")
    assert "第1期，最新为第2期" in pinned.info[0].value
    pinned.button[0].click().run()
    assert pinned.query_params["release"] == "2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_of_a_newer_version_is_told_calmly(open_page: Opener, database: Path, language: str) -> None:
    execute(f"sqlite:///{database}", "update alembic_version set version_num = '9001'")
    test = open_page(lang=language)
    assert not test.exception
    assert {"zh": "重新安装该版本", "en": "Install that version again"}[language] in test.warning[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_damaged_release_is_not_shown_and_the_one_before_is(
    open_page: Opener, database: Path, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({"unit_progress": first_dataset.tables()["unit_progress"]}, "clerk"), 1)
    with sqlite3.connect(database) as opened:
        opened.execute("update release set manifest_sha256 = 'x' where release = 2")
    with caplog.at_level(logging.ERROR, "renovation"):
        test = open_page(lang=language)
    assert not test.exception
    assert ("第1期" if language == "zh" else "Release 1") in test.warning[0].value
    assert "does not match its hash" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_database_that_cannot_be_opened_is_a_calm_page(
    open_page: Opener, database: Path, page: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    database.write_bytes(b"this is no database, and never was one at all" * 100)
    test = open_page(page, lang=language)
    assert not test.exception
    assert ("数据库无法打开" if language == "zh" else "cannot be opened") in test.warning[0].value
    assert "file is not a database" in caplog.text
    assert "Traceback" not in words_on(test)


@pytest.mark.usefixtures("empty_database")
def test_a_missing_first_workbook_is_a_calm_page(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RENOVATION_FIRST_WORKBOOK", str(tmp_path / "nowhere.xlsx"))
    test = open_page()
    assert not test.exception
    assert "缺少首期数据表格文件" in test.warning[0].value


def test_a_database_lost_later_leaves_the_last_good_figures_on_the_screen(open_page: Opener, database: Path) -> None:
    test = open_page()
    database.unlink()
    database.mkdir()
    test.run()
    assert not test.exception
    assert "现显示最近一次读取的数据（第1期）" in test.warning[0].value
    assert values_on(test)[0] == "242.01"


def test_a_deleted_database_leaves_the_release_asked_for_and_is_not_made_anew(
    open_page: Opener, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(f"sqlite:///{database}")
    units = first_dataset.tables()["unit_progress"]
    more = dataclasses.replace(units, frame=units.frame.assign(area_renovated=units.frame["area_renovated"] + 1))
    store.publish(Draft({"unit_progress": more}, "clerk"), 1)
    pinned, newest = open_page("units", release="1"), open_page("units")
    database.unlink()
    for test, number, total in ((pinned, 1, "241.91"), (newest, 2, "249.91")):
        test.run()
        assert not test.exception
        assert f"第{number}期" in test.warning[0].value
        assert f"完成{total}万㎡" in words_on(test)
    assert not database.exists()
    assert "is gone" in caplog.text


def test_a_database_put_back_is_used_at_once(open_page: Opener, database: Path, tmp_path: Path) -> None:
    test = open_page()
    away = database.rename(tmp_path / "away.db")
    assert test.run().warning
    away.rename(database)
    assert not test.run().warning


def test_a_lost_database_is_logged_once_however_often_open_pages_ask(
    open_page: Opener, database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    open_page()
    caplog.clear()
    away = database.rename(tmp_path / "away.db")
    assert [data.head() for _ in range(5)] == [None] * 5
    away.rename(database)
    assert [data.head() for _ in range(2)] == [1, 1]
    assert [record.getMessage() for record in caplog.records if record.name == "renovation"] == [
        "The store does not answer; open pages stay as they are.",
        "The store answers again.",
    ]


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
@pytest.mark.parametrize("page", PAGES)
def test_a_release_without_some_tables_still_draws(
    open_page: Opener, empty_database: Path, page: str, left: tuple[str, ...]
) -> None:
    tables = {name: table for name, table in first_dataset.tables().items() if name in left}
    Store(f"sqlite:///{empty_database}").publish(Draft(tables, "clerk"), None)
    test = open_page(page)
    assert not test.exception
    assert not test.warning
    assert not re.search(r"\bnan\b|None", words_on(test))


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


def test_no_heading_stands_over_nothing(database: Path, open_page: Opener) -> None:
    tables = first_dataset.tables()
    notes = tables["notes"]
    progress = dataclasses.replace(notes, frame=notes.frame[notes.frame["kind"] == "progress"])
    store = Store(f"sqlite:///{database}")
    store.publish(Draft({**tables, "notes": progress}, "test"), store.head())
    shown = words_on(open_page())
    assert "工作进展" in shown
    assert "存在问题" not in shown
    assert "\n下一步工作" not in shown


def test_a_release_of_units_alone_says_once_that_the_district_has_no_figures(
    open_page: Opener, empty_database: Path
) -> None:
    tables = {"unit_progress": first_dataset.tables()["unit_progress"]}
    Store(f"sqlite:///{empty_database}").publish(Draft(tables, "clerk"), None)
    test = open_page()
    assert test.title[0].value == "本期无可比较的全区数据"
    assert values_on(test) == []


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
