"""The clerk's pages: what is previewed is what is published, and every release tells what it changed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from renovation.publishing.publish import Publisher, publish
from renovation.publishing.uploads import check
from renovation.reading.template import write_workbook
from renovation.releases.store import Source, Store
from renovation.web.metrics import REGISTRY
from renovation.web.understanding import UNDERSTOOD
from tests import first_dataset
from tests.pages.conftest import Opener, figures_on, release_list, words_on
from tests.reading.bad_sheets import HEADINGS
from tests.reading.office import Grid, as_xlsx

KEY = "the clerk's key"
DAY = dt.date(2013, 10, 22)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", KEY)
    monkeypatch.setattr(ContextProxy, "ip_address", "10.0.0.7")  # a mock otherwise, which no audit can hold


def week(started: int | str, day: dt.date = DAY) -> bytes:
    """A workbook in which 织里镇 has started other projects than in the first dataset."""
    units = first_dataset.with_unit_value("织里镇", "projects_started", 43, day)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook({"unit_progress": units})))
    book["乡镇进度"]["B7"] = started
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def signed_in(open_page: Opener, database: Path) -> Callable[[bytes], AppTest]:  # noqa: ARG001 a key is counted there
    """The page with a workbook chosen by somebody who holds the key."""

    def opened(content: bytes) -> AppTest:
        page = open_page("update", lang="zh")
        page.file_uploader(key="upload").upload("week.xlsx", content).run()
        page.text_input(key="given_key").input(KEY)
        page.button[0].click().run()
        return page.text_input(key="publisher_name").input("李四").run()

    return opened


def said(page: AppTest) -> str:
    """The words of a page as a browser shows them, without the strokes that keep Markdown from reading them."""
    return words_on(page).replace("\\", "")


def pressed(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def somebody_publishes(database: Path, started: int, day: dt.date = DAY) -> Store:
    store = Store(f"sqlite:///{database}")
    checked = check(store, Source("other.xlsx", week(started, day)))
    publish(store, checked, Publisher("王五", origin="10.0.0.8"), accept_warnings=True)
    return store


def test_the_preview_tells_what_will_want_a_decision_and_the_sentences_left_out(open_page: Opener) -> None:
    """织里镇 falls from 43 to 40: one matter more than the overview's two."""
    book = openpyxl.load_workbook(io.BytesIO(week(40)))
    book["乡镇进度"]["A20"] = "注：全区完工66个"
    stream = io.BytesIO()
    book.save(stream)
    page = open_page("update", lang="zh")
    page.file_uploader(key="upload").upload("week.xlsx", stream.getvalue()).run()
    assert not page.exception
    told = said(page)
    assert "需要决策的事项：3项；待核对数据1项" in told
    assert "累计数减少] **织里镇：开工项目数由43个减为40个，减少3个" in told
    assert "落后序时进度" in told
    assert "表中1处文字含有数字，未作为数据读取" in [one.label for one in page.expander]
    assert "乡镇进度 A20 注：全区完工66个" in told


def test_a_preview_that_somebody_overtook_is_shown_anew_before_it_can_be_published(
    signed_in: Callable[[bytes], AppTest], database: Path
) -> None:
    page = signed_in(week(45))
    assert "织里镇：开工项目数 43 → 45（+2）" in said(page)
    store = somebody_publishes(database, 44)
    page = pressed(page, "发布")
    assert store.head() == 2
    assert "其间已有他人发布" in said(page)
    assert "织里镇：开工项目数 44 → 45（+1）" in said(page)
    page.run()
    assert "其间已有他人发布" not in said(page)
    assert not next(button for button in page.button if button.label == "发布").disabled


def test_warnings_accepted_for_one_preview_are_not_accepted_for_the_next(
    signed_in: Callable[[bytes], AppTest],
) -> None:
    page = signed_in(week(42))
    page.checkbox[0].check().run()
    assert not next(button for button in page.button if button.label == "发布").disabled
    page.file_uploader(key="upload").clear()
    page.file_uploader(key="upload").upload("again.xlsx", week(41)).run()
    assert "织里镇：开工项目数 43 → 41（−2）" in said(page)
    assert not page.checkbox[0].value
    assert next(button for button in page.button if button.label == "发布").disabled


def test_the_history_tells_accepted_warnings_in_words(open_page: Opener, database: Path) -> None:
    open_page("releases")
    somebody_publishes(database, 40)
    assert "“开工项目数”为年内累计数，却低于上期：织里镇 43 → 40" in said(open_page("releases", lang="zh"))
    assert "is a cumulative figure, but it fell: 织里镇 43 → 40" in said(open_page("releases", lang="en"))


def test_a_correction_is_told_against_the_release_it_was_laid_upon(open_page: Opener, database: Path) -> None:
    open_page("releases")
    somebody_publishes(database, 60, dt.date(2013, 10, 29))
    somebody_publishes(database, 45, DAY)
    page = open_page("releases", lang="zh")
    assert release_list(page).value == 3
    assert "织里镇：开工项目数 43 → 45（+2）" in said(page)


def two_sheets(started: int) -> bytes:
    """A workbook in which either of two sheets may be the units' table.

    On the second, 织里镇 has started `started` projects and renovated 93.7 万㎡ instead of 91.3.
    """
    lines = [["截至", DAY], list(HEADINGS)]
    units = [list(unit) for unit in first_dataset.UNIT_PROGRESS]
    others = [["织里镇", started, 14, 93.7, *unit[4:]] if unit[0] == "织里镇" else unit for unit in units]
    return as_xlsx(Grid("表1", [*lines, *units]), Grid("表2", [*lines, *others]))


def uploaded(open_page: Opener, content: bytes, name: str = "week.xlsx", language: str = "zh") -> AppTest:
    page = open_page("update", lang=language)
    return page.file_uploader(key="upload").upload(name, content).run()


def test_warnings_are_counted_only_where_there_are_any(open_page: Opener) -> None:
    assert "发现1处错误，请改正错误后重新上传" in said(uploaded(open_page, week("四十多")))


def with_understood(page: AppTest) -> AppTest:
    """The page with the list of how its file was read open."""
    sha256, _asked = page.session_state["asked"]
    page.session_state[f"{UNDERSTOOD}{sha256}"] = True
    return page.run()


def test_an_answer_moves_the_preview_and_is_remembered_when_it_is_published(open_page: Opener, database: Path) -> None:
    page = uploaded(open_page, two_sheets(45))
    assert "请先回答再发布" in said(page)
    assert "发布后的变动" not in said(page)
    assert [one.value for one in page.header] == ["表格有1处疑问，请先回答再发布"], "no heading over nothing"
    page = page.radio[0].set_value("表1").run()
    assert "关于表格的疑问均已回答" in said(page)
    assert "织里镇：开工项目数 43 → 45" not in said(page)
    assert "91.3" in str(figures_on(page)[0])
    page = page.radio[0].set_value("表2").run()
    assert "织里镇：开工项目数 43 → 45（+2）" in said(page)
    assert "按刚才的回答" in said(with_understood(page))
    assert "93.7" in str(figures_on(page)[0])
    store = Store(f"sqlite:///{database}")
    assert store.answers.in_force() == {}
    page.text_input(key="given_key").input(KEY)
    pressed(page, "继续")
    page.text_input(key="publisher_name").input("李四").run()
    for box in page.checkbox:
        box.check()
    page = pressed(page.run(), "发布")
    assert "已发布：week.xlsx为第2期" in "".join(one.value for one in page.success).replace("\\", "")
    [stored] = store.answers.in_force().values()
    assert (stored.answer.value, stored.by, stored.release) == ("表2", "李四", 2)

    page = uploaded(open_page, two_sheets(47))
    assert "请先回答再发布" not in said(page)
    assert "织里镇：开工项目数 45 → 47（+2）" in said(page)
    assert "李四于" in said(with_understood(page))
    assert "已保存的回答，供以后读取表格时使用（1个）" in [one.label for one in page.expander]
    assert "已确认的回答（1个）：" in said(open_page("releases", lang="zh"))


def test_whoever_holds_the_key_withdraws_an_answer_and_is_asked_again(
    signed_in: Callable[[bytes], AppTest], database: Path
) -> None:
    store = Store(f"sqlite:///{database}")
    first = check(store, Source("week.xlsx", two_sheets(45)))
    answers = {first.reading.questions[0].id: "表2"}
    answered = check(store, Source("week.xlsx", two_sheets(45)), None, answers)
    publish(store, answered, Publisher("王五"), accept_warnings=True)
    page = signed_in(two_sheets(47))
    assert "请先回答再发布" not in said(page)
    page = pressed(page, "撤销")
    assert store.answers.in_force() == {}
    assert "请先回答再发布" in said(page)


def test_a_file_published_before_says_when_and_is_checked_anew(open_page: Opener, database: Path) -> None:
    open_page("update")
    content = week(45)
    store = Store(f"sqlite:///{database}")
    publish(store, check(store, Source("week.xlsx", content)), Publisher("王五"), accept_warnings=True)
    page = uploaded(open_page, content, "renamed.xlsx")
    assert "该文件此前已发布：第2期，截至2013年10月22日，王五于" in said(page)
    assert "各项数字均无变动。" in said(page)
    assert not page.success


def test_newer_units_alone_say_which_statistics_stay_behind(open_page: Opener) -> None:
    late = "“全区指标”的数据仍截至2013年10月15日，早于各单位数据（截至2013年10月22日）"
    assert late in said(uploaded(open_page, week(45)))
    assert late not in said(uploaded(open_page, week(45, dt.date(2013, 10, 15))))


def refusals(reason: str) -> float:
    """How many were counted so far for /metrics."""
    return REGISTRY.get_sample_value("renovation_refusals_total", {"reason": reason}) or 0.0


@pytest.mark.parametrize(("language", "words"), [("zh", "这是PDF文件"), ("en", "This is a PDF file")])
def test_a_wrong_file_is_refused_on_the_page_in_the_readers_language(
    open_page: Opener, language: str, words: str
) -> None:
    before = refusals("unreadable_workbook")
    page = uploaded(open_page, b"%PDF-1.7 a report", "report.pdf", language)
    assert [words in error.value for error in page.error] == [True]
    assert refusals("unreadable_workbook") == before + 1


@pytest.mark.usefixtures("database")
def test_a_wrong_key_is_counted(open_page: Opener) -> None:
    page, before = uploaded(open_page, week(45)), refusals("wrong_key")
    page.text_input(key="given_key").input("guessed")
    pressed(page, "继续")
    assert [warning.value for warning in page.warning if "发布密钥不正确" in warning.value]
    assert refusals("wrong_key") == before + 1


def test_a_lost_key_has_a_way_back(open_page: Opener) -> None:
    assert "renovation key" in said(uploaded(open_page, week(45)))


def test_restoring_shows_what_will_change_and_says_that_it_is_done(open_page: Opener, database: Path) -> None:
    open_page("releases")
    store = somebody_publishes(database, 45)
    page = open_page("releases", lang="zh")
    page = release_list(page).set_value(1).run()
    assert "届时各页面改为显示截至2013年10月15日的数据（现为2013年10月22日）" in said(page)
    assert "织里镇：开工项目数 45 → 43（−2）" in said(page)
    page.text_input(key="given_key").input(KEY)
    pressed(page, "继续")
    page.text_input(key="publisher_name").input("李四").run()
    page = pressed(page, "将第1期恢复为最新一期")
    assert store.head() == 3
    assert [one.value for one in page.success] == ["第1期已恢复，现为第3期，各页面显示截至2013年10月15日的数据。"]


def test_a_restoration_that_somebody_overtook_is_shown_anew(open_page: Opener, database: Path) -> None:
    open_page("releases")
    somebody_publishes(database, 45)
    page = open_page("releases", lang="zh")
    page = release_list(page).set_value(1).run()
    page.text_input(key="given_key").input(KEY)
    pressed(page, "继续")
    page.text_input(key="publisher_name").input("李四").run()
    store = somebody_publishes(database, 46)
    page = pressed(page, "将第1期恢复为最新一期")
    assert store.head() == 3
    assert "织里镇：开工项目数 46 → 43（−3）" in said(page)


def test_the_overview_marks_statistics_older_than_the_units(open_page: Opener, database: Path) -> None:
    late = "“全区指标”的数据仍截至2013年10月15日，早于各单位数据（截至2013年10月22日）"
    assert late not in said(open_page("overview", lang="zh"))
    somebody_publishes(database, 45)
    assert late in said(open_page("overview", lang="zh"))
