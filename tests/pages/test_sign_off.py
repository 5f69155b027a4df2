"""审签 on the pages: what waits is shown nowhere but on 数据版本, where another publisher confirms it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from renovation.publishing.publish import Publisher, publish
from renovation.publishing.publishers import add_publisher
from renovation.publishing.sign_off import sign_off
from renovation.publishing.uploads import check
from renovation.releases.store import Source, Store
from renovation.web import data
from renovation.web.first_figures import first_figures
from tests.pages.conftest import Opener, release_list
from tests.pages.test_update import KEY, pressed, said, week


@pytest.fixture(autouse=True)
def switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "on")
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", KEY)
    monkeypatch.setattr(ContextProxy, "ip_address", "10.0.0.7")


@pytest.fixture
def store(database: Path) -> Store:
    return Store(f"sqlite:///{database}")


def signed_in(page: AppTest, key: str) -> AppTest:
    page.text_input(key="given_key").input(key)
    return next(button for button in page.button if button.label in ("继续", "Continue")).click().run()


def published(store: Store, name: str) -> None:
    """Somebody has published a week's workbook, which now waits for sign-off."""
    checked = check(store, Source("week.xlsx", week(45)))
    publish(store, checked, Publisher(name, is_named=True), accept_warnings=True)


@pytest.mark.parametrize(
    ("language", "waits", "mark", "explained", "confirm", "confirmed"),
    [
        (
            "zh",
            "第2期已发布，待另一位发布人审签；审签前，各页面仍显示原来的一期。",
            "待审签",
            "待审签：第2期（李四发布）。",
            "审签第2期",
            "王五于",
        ),
        (
            "en",
            "Release 2 has been published and waits for another publisher to confirm it.",
            "awaiting sign-off",
            "Waiting for sign-off: release 2 by 李四.",
            "Confirm release 2",
            "by 王五",
        ),
    ],
)
def test_a_release_waits_until_another_publisher_confirms_it(
    open_page: Opener, store: Store, language: str, waits: str, mark: str, explained: str, confirm: str, confirmed: str
) -> None:
    page = open_page("update", lang=language)
    page.file_uploader(key="upload").upload("week.xlsx", week(45)).run()
    page = signed_in(page, add_publisher(store, "李四", "operator"))
    page = pressed(page, {"zh": "发布", "en": "Publish"}[language])
    assert waits in "".join(one.value for one in page.success)
    assert dict(open_page("overview", lang=language).query_params)["release"] == "1"
    assert "第1期" in first_figures("", {})
    assert data.head() == 1
    page = open_page("releases", lang=language, release=1)
    assert release_list(page).value == 2, "although the address names the release shown"
    assert mark in said(page)
    assert mark not in str(release_list(page).options), "a browser would go on showing it"
    assert explained in said(page)
    assert "43 → 45" in said(page), "the changes to be checked"
    page = signed_in(page, add_publisher(store, "王五", "operator"))
    page = pressed(page, confirm)
    assert data.head() == 2
    assert mark not in said(page)
    assert confirmed in said(page)
    assert dict(open_page("overview", lang=language).query_params)["release"] == "2"


def test_a_release_that_waits_is_opened_by_no_address(open_page: Opener, store: Store) -> None:
    published(store, "李四")
    page = open_page("units", release=2)
    assert page.query_params["release"] == "1"
    assert "2 (release)" in said(page)


def test_the_own_release_has_no_button_to_press(open_page: Opener, store: Store) -> None:
    own = add_publisher(store, "李四", "operator")
    page = open_page("update")
    page.file_uploader(key="upload").upload("week.xlsx", week(45)).run()
    pressed(signed_in(page, own), "发布")
    page = signed_in(open_page("releases"), own)
    assert "须由另一位发布人审签" in said(page)
    assert next(button for button in page.button if button.label == "审签第2期").disabled


@pytest.mark.parametrize(
    ("language", "withdraw", "confirm", "withdrawn"),
    [
        ("zh", "撤回第3期", "审签第2期", "撤回，各页面不显示"),
        ("en", "Withdraw release 3", "Confirm release 2", "No page shows it."),
    ],
)
def test_two_who_published_on_top_of_each_other_go_on_by_themselves(
    open_page: Opener, store: Store, language: str, withdraw: str, confirm: str, withdrawn: str
) -> None:
    published(store, "李四")
    store.restore(1, "王五", "", store.head(), needs_sign_off=True)
    page = signed_in(open_page("releases", lang=language), add_publisher(store, "王五", "operator"))
    page = pressed(page, withdraw)
    assert withdrawn in said(page)
    page = pressed(release_list(page).set_value(2).run(), confirm)
    assert data.head() == 2
    page = open_page("releases", lang=language)
    assert release_list(page).value == 2


def test_the_shared_key_neither_publishes_nor_confirms(open_page: Opener, store: Store) -> None:
    page = open_page("update")
    page.file_uploader(key="upload").upload("week.xlsx", week(45)).run()
    assert "每位发布人须使用个人密钥" in said(page)
    assert "首次启动时显示在终端" not in said(page), "which is the shared key"
    page = signed_in(page, KEY)
    assert "每位发布人须使用个人密钥" in said(page)
    assert "发布并经另一位发布人审签后，各页面显示截至2013年10月22日的数据" in said(page)
    assert "发布" not in [button.label for button in page.button]
    published(store, "李四")
    page = signed_in(open_page("releases"), KEY)
    assert "每位发布人须使用个人密钥" in said(page)
    assert "审签第2期" not in [button.label for button in page.button]


def test_a_confirmation_that_somebody_overtook_is_not_given(open_page: Opener, store: Store) -> None:
    published(store, "李四")
    page = signed_in(open_page("releases"), add_publisher(store, "王五", "operator"))
    store.restore(1, "赵六", "", store.head(), needs_sign_off=True)
    page = pressed(page, "审签第2期")
    assert data.head() == 1
    assert "第3期发布在后，已取代第2期，现只能审签第3期。如需审签第2期，请先撤回第3期。" in said(page)
    sign_off(store, 3, Publisher("王五", is_named=True))
    assert data.head() == 3


def test_the_changes_of_the_next_upload_name_the_release_that_waits(open_page: Opener, store: Store) -> None:
    published(store, "李四")
    page = open_page("update")
    page.file_uploader(key="upload").upload("next.xlsx", week(47)).run()
    assert "开工项目数 45 → 47" in said(page)
    assert "以上变动以待审签的第2期为比较基准；各页面目前仍显示第1期。" in said(page)
    sign_off(store, 2, Publisher("王五", is_named=True))
    assert "以上变动以待审签的" not in said(page.run())


def test_a_restored_release_waits_and_says_so(open_page: Opener, store: Store) -> None:
    published(store, "李四")
    sign_off(store, 2, Publisher("王五", is_named=True))
    page = open_page("releases")
    page = release_list(page).set_value(1).run()
    page = signed_in(page, add_publisher(store, "赵六", "operator"))
    page = pressed(page, "将第1期恢复为最新一期")
    assert "第3期已发布，待另一位发布人审签" in said(page)
    assert data.head() == 2
    assert "届时各页面改为显示截至2013年10月15日的数据（现为2013年10月22日）。与现在显示的第2期相比" in said(page)
    assert "经另一位发布人审签后各页面随之更新" in said(page)


def test_switched_off_no_page_speaks_of_it(open_page: Opener, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    published(store, "李四")
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "off")
    page = open_page("releases")
    assert "审签" not in said(page)
    assert data.head() == 2
