"""Where sign-off is switched on, pages follow a release only after somebody else confirmed it."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from renovation.cli import main
from renovation.language import words_in
from renovation.operations.announcements import new_announcements
from renovation.publishing.publish import (
    Publisher,
    UnnamedPublisher,
    ensure_first_release,
    publish,
    published_before,
    restore,
)
from renovation.publishing.shown_releases import listed_releases, shown_head, shown_releases
from renovation.publishing.sign_off import sign_off, withdraw
from renovation.publishing.uploads import check
from renovation.reading.template import write_workbook
from renovation.releases.database import Conflict, UnknownRelease
from renovation.releases.sign_offs import OwnRelease
from renovation.releases.store import Release, Source, Store
from tests import first_dataset
from tests.releases.sql import fetch

LI, WANG, ZHAO = (Publisher(name, is_named=True) for name in ("李四", "王五", "赵六"))


@pytest.fixture(autouse=True)
def switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "on")


def workbook(started: int, day: dt.date) -> bytes:
    return write_workbook({"unit_progress": first_dataset.with_unit_value("织里镇", "projects_started", started, day)})


def week(store: Store, by: Publisher, started: int = 50, day: int = 22) -> Release:
    source = Source(f"week {started}.xlsx", workbook(started, dt.date(2013, 10, day)))
    return publish(store, check(store, source), by, accept_warnings=True).release


def shown(store: Store) -> list[int]:
    return [release.release for release in shown_releases(store)]


def test_a_release_is_shown_after_somebody_else_confirmed_it(any_store: Store) -> None:
    published = week(any_store, LI)
    assert (published.release, published.awaits_sign_off, published.head) == (2, True, False)
    assert (shown(any_store), shown_head(any_store)) == ([1], 1)
    confirmed = sign_off(any_store, 2, Publisher("王五", origin="10.0.0.7", is_named=True))
    assert (confirmed.awaits_sign_off, confirmed.signed_off_by, confirmed.head) == (False, "王五", True)
    assert (shown(any_store), shown_head(any_store)) == ([2, 1], 2)
    assert fetch(any_store.url, "select by, action, detail from audit where action = 'sign off'") == [
        ("王五", "sign off", '{"release": 2, "from": "10.0.0.7"}')
    ]


@pytest.mark.parametrize("name", ["李四", "李 四", "　李四"])
def test_nobody_confirms_their_own_release_however_the_name_is_written(any_store: Store, name: str) -> None:
    week(any_store, LI)
    with pytest.raises(OwnRelease):
        sign_off(any_store, 2, Publisher(name, is_named=True))
    assert shown(any_store) == [1]


def test_nobody_confirms_an_own_release_by_way_of_a_later_one(any_store: Store) -> None:
    """What 李四 published in release 2 stands below release 3, and would be shown with it."""
    week(any_store, LI)
    week(any_store, WANG, 51)
    for publisher in (LI, WANG):
        with pytest.raises(OwnRelease):
            sign_off(any_store, 3, publisher)
    sign_off(any_store, 3, ZHAO)
    assert shown(any_store) == [3, 2, 1]


def test_an_older_release_is_not_confirmed_while_a_newer_one_waits(any_store: Store) -> None:
    week(any_store, LI)
    week(any_store, LI, 51)
    with pytest.raises(Conflict):
        sign_off(any_store, 2, WANG)
    assert shown(any_store) == [1]


def test_a_change_withdraws_what_was_about_to_be_confirmed_and_nothing_more(any_store: Store) -> None:
    week(any_store, LI)
    sign_off(any_store, 2, WANG)
    week(any_store, WANG, 44, day=15)
    assert [(r.release, r.action, r.awaits_sign_off, r.head) for r in listed_releases(any_store)] == [
        (3, "correct", True, False),
        (2, "publish", False, True),
        (1, "publish", False, False),
    ]
    assert sign_off(any_store, 3, LI).head is False, "a correction of an earlier day stays behind the newest"
    assert shown_head(any_store) == 2


def test_a_restored_release_waits_too(any_store: Store) -> None:
    week(any_store, LI)
    sign_off(any_store, 2, WANG)
    restored = restore(any_store, 1, WANG, any_store.head())
    assert (restored.awaits_sign_off, shown_head(any_store)) == (True, 2)
    with pytest.raises(OwnRelease):
        sign_off(any_store, 3, WANG)
    assert sign_off(any_store, 3, LI).head


def test_whoever_has_no_key_of_their_own_neither_publishes_nor_confirms(any_store: Store) -> None:
    for act in (
        lambda: week(any_store, Publisher("李四")),
        lambda: restore(any_store, 1, Publisher("李四"), 1),
    ):
        with pytest.raises(UnnamedPublisher):
            act()
    assert any_store.head() == 1
    week(any_store, LI)
    with pytest.raises(UnnamedPublisher):
        sign_off(any_store, 2, Publisher("王五"))


def test_what_does_not_wait_cannot_be_confirmed(any_store: Store) -> None:
    for number in (1, 9):
        with pytest.raises(UnknownRelease):
            sign_off(any_store, number, WANG)
    week(any_store, LI)
    sign_off(any_store, 2, WANG)
    with pytest.raises(UnknownRelease):
        sign_off(any_store, 2, ZHAO)
    assert listed_releases(any_store)[0].signed_off_by == "王五"


def test_of_two_who_confirm_at_once_one_is_recorded(any_store: Store) -> None:
    week(any_store, LI)
    together = Barrier(2)

    def confirm(publisher: Publisher) -> bool:
        own = Store(any_store.url)
        together.wait()
        try:
            own.sign_offs.confirm(2, publisher.name)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, (WANG, ZHAO))) == [False, True]
    assert len(fetch(any_store.url, "select line from audit where action = 'sign off'")) == 1


def test_switched_off_nothing_waits_and_switched_on_again_what_was_shown_stays_shown(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    week(any_store, LI)
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "off")
    assert (shown(any_store), shown_head(any_store)) == ([2, 1], 2)
    assert not listed_releases(any_store)[0].awaits_sign_off
    with pytest.raises(UnknownRelease):
        sign_off(any_store, 2, WANG)
    assert not week(any_store, Publisher("谁都可以"), 51).awaits_sign_off
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "on")
    assert (shown(any_store), shown_head(any_store)) == ([3, 2, 1], 3)


def test_the_first_start_needs_no_sign_off(empty_url: str) -> None:
    store = Store(empty_url)
    ensure_first_release(store)
    assert (shown(store), shown_head(store)) == ([1], 1)


def test_a_release_is_announced_as_waiting_and_as_published_once_pages_show_it(any_store: Store) -> None:
    def announced() -> list[tuple[str, str]]:
        found = new_announcements(any_store, lambda _day: None, words_in("zh"))
        return [(message.event, message.text.partition("：")[2]) for message in found]

    assert announced() == []
    week(any_store, LI)
    assert announced() == [("waiting", "李四已发布第2期，数据截至2013年10月22日。该期尚待另一位发布人审签。")]
    assert announced() == []
    week(any_store, ZHAO, 51)
    withdraw(any_store, 3, ZHAO)
    assert announced() == [], "withdrawn before anybody was told"
    sign_off(any_store, 2, WANG)
    assert announced() == [("published", "李四已发布第2期，数据截至2013年10月22日。王五已审签该期。")]


def test_of_two_who_overrode_each_other_one_withdraws_and_confirms_the_other(any_store: Store) -> None:
    week(any_store, LI)
    week(any_store, WANG, 51)
    with pytest.raises(Conflict):
        withdraw(any_store, 2, WANG)
    withdrawn = withdraw(any_store, 3, Publisher("王五", origin="10.0.0.7", is_named=True))
    assert (withdrawn.awaits_sign_off, withdrawn.withdrawn_by, withdrawn.head) == (False, "王五", False)
    assert any_store.head() == 2, "what is published next stands on release 2, not on what was withdrawn"
    sign_off(any_store, 2, WANG)
    assert (shown(any_store), shown_head(any_store)) == ([2, 1], 2)
    assert fetch(any_store.url, "select by, detail from audit where action = 'withdraw'") == [
        ("王五", '{"release": 3, "from": "10.0.0.7"}')
    ]
    following = week(any_store, WANG, 52)
    assert (following.release, following.parent) == (4, 2)


def test_what_was_withdrawn_is_shown_nowhere_and_is_published_again_as_if_new(
    any_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    week(any_store, LI)
    withdraw(any_store, 2, LI)
    assert (shown(any_store), any_store.head()) == ([1], 1)
    for act in (sign_off, withdraw):
        with pytest.raises(UnknownRelease):
            act(any_store, 2, WANG)
    source = Source("week 50.xlsx", workbook(50, dt.date(2013, 10, 22)))
    assert published_before(listed_releases(any_store), source) is None
    monkeypatch.setenv("RENOVATION_SIGN_OFF", "off")
    assert (shown(any_store), shown_head(any_store)) == ([1], 1), "also when sign-off is switched off"
    published = week(any_store, LI)
    assert (published.release, published.parent, shown(any_store)) == (3, 1, [3, 1])


def test_a_withdrawn_correction_leaves_the_head_and_is_no_base_for_the_next(any_store: Store) -> None:
    week(any_store, LI, 44, day=8)
    assert withdraw(any_store, 2, WANG).action == "correct"
    assert any_store.head() == 1
    tables = check(any_store, Source("week.xlsx", workbook(45, dt.date(2013, 10, 8)))).before
    assert tables == {}, "no release of that day or an earlier one stands"


def test_a_release_confirmed_or_followed_in_between_is_not_withdrawn(any_store: Store) -> None:
    week(any_store, LI)
    sign_off(any_store, 2, WANG)
    with pytest.raises(Conflict):
        any_store.sign_offs.withdraw(2, "李四")
    with pytest.raises(UnnamedPublisher):
        withdraw(any_store, week(any_store, LI, 51).release, Publisher("李四"))


def test_the_command_line_publishes_lists_confirms_and_shows_what_pages_show(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str, code: int = 0) -> object:
        assert main(["--database", store.url, *arguments, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    (tmp_path / "week.xlsx").write_bytes(workbook(50, dt.date(2013, 10, 22)))
    published = run("publish", str(tmp_path / "week.xlsx"), "--by", "李四")
    assert isinstance(published, dict)
    assert (published["release"], published["head"], published["awaits_sign_off"]) == (2, False, True)
    listed = run("releases")
    assert isinstance(listed, list)
    assert [(one["release"], one["head"]) for one in listed] == [(2, False), (1, True)]
    for command in ("figures", "export"):
        document = run(command)
        assert isinstance(document, dict)
        assert document["release"] == 1
    assert isinstance(run("figures", "--release", "2"), dict)
    run("sign-off", "2", "--by", "李四", code=2)
    run("restore", "1", "--by", "王五")
    withdrawn = run("withdraw", "3", "--by", "王五")
    assert isinstance(withdrawn, dict)
    assert withdrawn["withdrawn_by"] == "王五"
    confirmed = run("sign-off", "2", "--by", "王五")
    assert isinstance(confirmed, dict)
    assert (confirmed["head"], confirmed["signed_off_by"]) == (True, "王五")
    document = run("figures")
    assert isinstance(document, dict)
    assert document["release"] == 2
