"""Whoever signs in with a key of their own publishes under their name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from renovation.publishing.access import FREE_ATTEMPTS
from renovation.publishing.publishers import add_publisher, remove_publisher
from renovation.releases.store import Store
from tests.pages.conftest import Opener
from tests.pages.test_update import KEY, pressed, said, week

SignIn = Callable[[str, str], AppTest]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_PUBLISHER_KEY", KEY)
    monkeypatch.setattr(ContextProxy, "ip_address", "10.0.0.7")


@pytest.fixture
def store(database: Path) -> Store:
    return Store(f"sqlite:///{database}")


@pytest.fixture
def sign_in(open_page: Opener) -> SignIn:
    def signed_in(given: str, language: str = "zh") -> AppTest:
        page = open_page("update", lang=language)
        page.file_uploader(key="upload").upload("week.xlsx", week(45)).run()
        page.text_input(key="given_key").input(given)
        return page.button[0].click().run()

    return signed_in


def has_name_field(page: AppTest) -> bool:
    return any(field.key == "publisher_name" for field in page.text_input)


@pytest.mark.parametrize(
    ("language", "signed_in", "publish", "history"),
    [("zh", "已登录：李四", "发布", "李四"), ("en", "Signed in as 李四", "Publish", "李四")],
)
def test_the_own_key_names_the_publisher(
    sign_in: SignIn, open_page: Opener, store: Store, language: str, signed_in: str, publish: str, history: str
) -> None:
    page = sign_in(add_publisher(store, "李四", "operator"), language)
    assert signed_in in said(page)
    assert not has_name_field(page)
    pressed(page, publish)
    assert store.release(2).by == "李四"
    assert history in said(open_page("releases", lang=language))


def test_the_shared_key_still_asks_for_a_name_but_not_for_one_with_a_key(sign_in: SignIn, store: Store) -> None:
    add_publisher(store, "李四", "operator")
    page = sign_in(KEY)
    assert has_name_field(page)
    page = page.text_input(key="publisher_name").input("李 四").run()
    assert "发布人李 四已有个人密钥，请用该密钥登录" in said(page)
    assert next(button for button in page.button if button.label == "发布").disabled
    page = page.text_input(key="publisher_name").input("赵六").run()
    pressed(page, "发布")
    assert store.release(2).by == "赵六"


def test_another_key_can_be_given(sign_in: SignIn, store: Store) -> None:
    page = pressed(sign_in(add_publisher(store, "李四", "operator")), "换用其他密钥")
    assert "已登录" not in said(page)
    page.text_input(key="given_key").input(add_publisher(store, "王五", "operator"))
    assert "已登录：王五" in said(pressed(page, "继续"))


def test_a_removed_publisher_is_signed_out_before_they_publish(sign_in: SignIn, store: Store) -> None:
    page = sign_in(add_publisher(store, "李四", "operator"))
    remove_publisher(store, "李四", "operator")
    page = pressed(page, "发布")
    assert store.head() == 1
    assert "已登录" not in said(page)
    assert any(field.key == "given_key" for field in page.text_input)


def test_wrong_keys_are_slowed_down_with_named_publishers_too(sign_in: SignIn, store: Store) -> None:
    """Each try doubles the wait, so that soon one comes too early however long a run of the page takes."""
    guessed = add_publisher(store, "李四", "operator")[:6] + "guessed"
    page = sign_in(guessed)
    for _ in range(FREE_ATTEMPTS + 8):
        if "秒后" in said(page):
            return
        page.text_input(key="given_key").input(guessed)
        page = pressed(page, "继续")
    raise AssertionError("no try had to wait")


def test_a_proxy_names_the_publisher_without_a_key(
    open_page: Opener, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RENOVATION_TRUSTED_USER_HEADER", "X-Forwarded-User")
    monkeypatch.setattr(ContextProxy, "headers", {"X-Forwarded-User": "张三"})
    page = open_page("update", lang="zh")
    page = page.file_uploader(key="upload").upload("week.xlsx", week(45)).run()
    assert not has_name_field(page)
    pressed(page, "发布")
    assert store.release(2).by == "张三"
