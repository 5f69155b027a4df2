"""Stored agendas: what is damaged is not there, and notes go to an agenda that exists."""

from __future__ import annotations

import pytest

from renovation.meeting import agenda
from renovation.meeting.agenda import (
    Agenda,
    Author,
    ForeignAgenda,
    TooManyAgendas,
    delete_agenda,
    parse_agenda,
    save_agenda,
    save_notes,
    saved_agendas,
)
from renovation.releases.store import Store


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def test_notes_for_an_agenda_that_is_gone_are_dropped_and_others_stay(store: Store) -> None:
    save_agenda(store, "周例会", Agenda().with_screens(["units", "map"]))
    save_notes(store, "周例会", "map", "看南浔")
    before = saved_agendas(store)
    save_notes(store, "月度会", "units", "先讲进度")
    assert saved_agendas(store) == before
    assert before["周例会"].notes == {"units": "", "map": "看南浔"}


def test_an_agenda_without_screens_keeps_its_other_fields() -> None:
    assert parse_agenda({"language": "en", "dark": True}) == Agenda(language="en", dark=True)


@pytest.mark.parametrize("stored", ["[]", "7", "{", ""])
def test_an_agenda_of_another_form_is_as_usual_and_can_be_saved_anew(store: Store, stored: str) -> None:
    with store.agendas(writes=True) as rows:
        rows.put({"name": "周例会", "owner": "", "content": stored})
    assert saved_agendas(store) == {"周例会": Agenda()}
    save_agenda(store, "周例会", Agenda(dark=True))
    assert saved_agendas(store) == {"周例会": Agenda(dark=True)}


OWNER, STRANGER, CLERK = Author("owner"), Author("stranger"), Author("clerk", is_publisher=True)


def test_only_its_owner_or_a_publisher_changes_an_agenda(store: Store) -> None:
    save_agenda(store, "周例会", Agenda(), OWNER)
    with pytest.raises(ForeignAgenda):
        save_agenda(store, " 周例会 ", Agenda(dark=True), STRANGER)
    with pytest.raises(ForeignAgenda):
        delete_agenda(store, "周例会", STRANGER)
    save_notes(store, "周例会", "overview", "改", STRANGER)
    assert saved_agendas(store) == {"周例会": Agenda()}
    save_agenda(store, "周例会", Agenda(lights=True), CLERK)
    save_notes(store, "周例会", "overview", "先讲进度", OWNER)
    save_agenda(store, "周例会", Agenda(turns=True), OWNER)
    assert saved_agendas(store) == {"周例会": Agenda(turns=True)}
    delete_agenda(store, "周例会", OWNER)
    delete_agenda(store, "周例会", STRANGER)
    assert saved_agendas(store) == {}


def test_an_agenda_from_before_owners_were_stored_is_changed_by_publishers(store: Store) -> None:
    with store.agendas(writes=True) as rows:
        rows.put({"name": "周例会", "owner": "", "content": '{"items": []}'})
    with pytest.raises(ForeignAgenda):
        delete_agenda(store, "周例会", STRANGER)
    delete_agenda(store, "周例会", CLERK)
    assert saved_agendas(store) == {}


def test_visitors_save_a_limited_number_of_agendas_and_publishers_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "MOST_AGENDAS", 8)
    for number in range(8):
        save_agenda(store, str(number), Agenda(items=()), OWNER)
    with pytest.raises(TooManyAgendas):
        save_agenda(store, "one more", Agenda(), OWNER)
    save_agenda(store, "7", Agenda(dark=True), OWNER)
    save_agenda(store, "one more", Agenda(), CLERK)
    assert len(saved_agendas(store)) == 8 + 1
