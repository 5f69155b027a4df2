"""A meeting and its agenda in the store: who may move it, one move after the other, kept over a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from renovation.meeting import session
from renovation.meeting.agenda import Agenda, Item, delete_agenda, parse_agenda, save_agenda, saved_agendas
from renovation.releases.store import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_a_meeting_is_moved_and_found_again_by_another_process(store: Store) -> None:
    begun, key = session.start(store, 1, Agenda(), "overview")
    moved = session.move(store, begun.id, {"screen": "units", "spot": "zhili", "blank": True})
    assert moved is not None
    found = session.find(Store(store.url), begun.id)
    assert found is not None
    assert (found.screen, found.spot, found.blank, found.version) == ("units", "zhili", True, 2)
    assert found.opens_to(key)
    assert not found.opens_to("another")
    assert not found.opens_to(None)
    with store.meetings() as rows:
        assert key not in str(rows.get(begun.id))
    assert not {"keys", "agenda"} & set(found.state())


def test_the_meetings_clock_starts_with_its_first_move(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1000.0)
    begun, _key = session.start(store, 1, Agenda(), "overview")
    monkeypatch.setattr("time.time", lambda: 1090.0)
    assert (begun.state()["running"], begun.state()["elapsed"]) == (None, 0.0)
    session.move(store, begun.id, {"screen": "units"})
    monkeypatch.setattr("time.time", lambda: 1100.0)
    moved = session.move(store, begun.id, {"spot": "zhili"})
    assert moved is not None
    assert (moved.state()["running"], moved.state()["elapsed"]) == (10.0, 10.0)


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"screen": 7},
        {"screen": "x" * 200},
        {"screen": "\0"},
        {"release": True},
        {"release": -1},
        {"playing": "yes"},
        {"keys": ["a"]},
    ]
    + [{"ink": ink} for ink in ("line", [[1]], [[1, "2"]], [[-1, 5]], [[1, 1601]], [[True, 1]], [[1, 2] * 1001])],
)
def test_a_move_of_another_form_changes_nothing(store: Store, wanted: dict[str, object]) -> None:
    begun, _key = session.start(store, 1, Agenda(), "overview")
    assert session.move(store, begun.id, wanted) == begun


def test_ink_is_kept_until_another_screen_or_release_is_shown(store: Store) -> None:
    begun, _key = session.start(store, 1, Agenda(), "overview")
    drawn = [[0, 0, 1600, 900], [5, 5]]
    for elsewhere in ({"screen": "units"}, {"release": 2}):
        moved = session.move(store, begun.id, {"ink": drawn})
        assert moved is not None
        assert session.find(store, begun.id) == moved
        assert moved.state()["ink"] == ((0, 0, 1600, 900), (5, 5))
        for stays in ({"spot": "zhili"}, {"blank": True}, {"screen": moved.screen}):
            kept = session.move(store, begun.id, stays)
            assert kept is not None
            assert kept.ink == moved.ink
        gone = session.move(store, begun.id, elsewhere)
        assert gone is not None
        assert gone.ink == ()


def test_notes_are_written_into_the_meeting_and_the_agenda_that_it_was_started_with(store: Store) -> None:
    agenda = Agenda((Item("units", 90), Item("map", 5, "before")))
    save_agenda(store, "周例会", agenda)
    begun, _key = session.start(store, 1, agenda, "units", "周例会")
    unsaved, _key = session.start(store, 1, agenda, "units")
    noted = session.write_notes(store, begun.id, "units", "织里镇")
    assert noted is not None
    assert noted.agenda.notes == saved_agendas(store)["周例会"].notes == {"units": "织里镇", "map": "before"}
    assert noted.version == begun.version, "nobody's screen changes"
    session.write_notes(store, unsaved.id, "map", "elsewhere")
    session.write_notes(store, begun.id, "beauty", "on no agenda")
    assert saved_agendas(store)["周例会"].notes == {"units": "织里镇", "map": "before"}
    assert not {"notes", "agenda"} & set(noted.state())
    assert session.write_notes(store, "f" * session.ID_LENGTH, "units", "") is None


def test_a_turn_by_time_never_undoes_a_move_by_hand(store: Store) -> None:
    begun, _key = session.start(store, 1, Agenda(turns=True), "overview")
    session.move(store, begun.id, {"screen": "counties"})
    late = session.move(store, begun.id, {"screen": "units", "expect": begun.version})
    assert late is not None
    assert late.screen == "counties"


def test_a_publisher_gets_a_key_of_their_own(store: Store) -> None:
    begun, key = session.start(store, 1, Agenda(), "overview")
    other = session.add_key(store, begun.id)
    found = session.find(store, begun.id)
    assert found is not None
    assert found.opens_to(key)
    assert found.opens_to(other)
    assert session.add_key(store, "f" * session.ID_LENGTH) is None


@pytest.mark.parametrize("damage", [{"agenda": ""}, {"keys": "7"}, {"ink": "{"}, {"ink": "[1]"}])
def test_what_is_damaged_is_no_meeting(store: Store, damage: dict[str, str]) -> None:
    begun, _key = session.start(store, 1, Agenda(), "overview")
    whole, _key = session.start(store, 1, Agenda(), "units")
    with store.meetings(writes=True) as rows:
        rows.put({**(rows.get(begun.id) or {}), **damage})
    assert session.find(store, begun.id) is None
    assert session.stored_meetings(store) == (whole,)


def test_of_many_who_move_a_meeting_at_once_each_is_heard(store: Store) -> None:
    begun, _key = session.start(store, 1, Agenda(), "overview")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: session.move(store, begun.id, {"spot": f"unit {number}"}), range(16)))
    found = session.find(store, begun.id)
    assert found is not None
    assert found.version == 1 + 16


def test_an_agenda_is_kept_under_its_name_and_forgotten(store: Store) -> None:
    wanted = Agenda((Item("units", 90, "say this"), Item("map", 5)), "en", dark=True, lights=True, turns=True)
    save_agenda(store, "周例会", wanted)
    save_agenda(store, "另一个", Agenda())
    assert saved_agendas(store)["周例会"] == wanted
    delete_agenda(store, "周例会")
    assert list(saved_agendas(store)) == ["另一个"]


def test_an_agenda_of_another_form_is_as_usual() -> None:
    assert parse_agenda(None) == parse_agenda({"items": "all"}) == Agenda()
    odd = {"items": [{"code": "units", "seconds": "long"}, {"code": "units"}, {"code": 3}, "map"], "language": "fr"}
    assert parse_agenda(odd).items == (Item("units"),)
    assert Agenda().with_screens(["a", "a"], {"a": 100_000}).items == (Item("a", 3600),)


def test_a_list_in_another_order_leaves_the_screens_that_it_does_not_show_in_their_places() -> None:
    agenda = Agenda((Item("changes"), Item("units", 90, "say this"), Item("map"), Item("goals")))
    dragged = agenda.with_edited_list(["units", "map", "goals"], {"goals": 30, "units": 90})
    assert dragged.items == (Item("changes"), Item("goals", 30), Item("units", 90, "say this"))


def test_notes_are_no_longer_than_the_field_that_they_are_written_in() -> None:
    agenda = Agenda((Item("units"),)).with_notes({"units": "x" * 5000})
    assert len(agenda.notes["units"]) == 2000
    assert agenda.without_notes() == Agenda((Item("units"),))
