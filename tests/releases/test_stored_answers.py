"""Answers to the reader's questions: stored with a release, replaced, withdrawn, never lost from the record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from renovation.domain.labels import Label
from renovation.releases.answers import GivenAnswer
from renovation.releases.database import Conflict
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.releases.sql import fetch

AREA = GivenAnswer(
    "3f2a:C2", "㎡", Label("单位是？", "Which unit?"), Label("平方米", "square metres"), "进度", "完成面积"
)


def published(store: Store, *answers: GivenAnswer, by: str = "李四") -> int:
    return store.publish(Draft(first_dataset.tables(), by, answers=answers), store.head()).release


def lines(store: Store) -> list[tuple[object, ...]]:
    return fetch(store.url, 'select id, value, "by", release from answer order by line')


def test_an_answer_is_stored_with_the_release_it_was_given_for(store: Store) -> None:
    number = published(store, AREA)
    [stored] = store.answers.in_force().values()
    assert (stored.answer, stored.by, stored.release) == (AREA, "李四", number)
    assert stored.at == store.release(number).published_at


def test_the_newest_answer_counts_and_the_earlier_one_stays_on_record(store: Store) -> None:
    first = published(store, AREA)
    second = published(store, replace(AREA, value="万㎡"), by="王五")
    assert {key: stored.answer.value for key, stored in store.answers.in_force().items()} == {AREA.id: "万㎡"}
    assert lines(store) == [(AREA.id, "㎡", "李四", first), (AREA.id, "万㎡", "王五", second)]


def test_a_release_keeps_the_answers_that_it_was_published_with(store: Store) -> None:
    first = published(store, AREA)
    second = published(store, replace(AREA, value="万㎡"))
    store.answers.withdraw(AREA.id, "王五")
    assert [one.answer.value for one in store.answers.confirmed_with(first)] == ["㎡"]
    assert [one.answer.value for one in store.answers.confirmed_with(second)] == ["万㎡"]
    assert store.answers.confirmed_with(1) == ()


def test_a_withdrawn_answer_is_no_longer_in_force_until_it_is_given_again(store: Store) -> None:
    number = published(store, AREA)
    assert store.answers.withdraw(AREA.id, "王五")
    assert not store.answers.withdraw(AREA.id, "王五")
    assert store.answers.in_force() == {}
    assert lines(store) == [(AREA.id, "㎡", "李四", number), (AREA.id, None, "王五", None)]
    published(store, AREA)
    assert list(store.answers.in_force()) == [AREA.id]


def test_a_publication_that_was_overtaken_stores_no_answer(store: Store) -> None:
    with pytest.raises(Conflict):
        store.publish(Draft(first_dataset.tables(), "李四", answers=(AREA,)), expected_head=None)
    assert store.answers.in_force() == {}
