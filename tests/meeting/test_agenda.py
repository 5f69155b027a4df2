"""Stored agendas: what is damaged is not there, and notes go to an agenda that exists."""

from __future__ import annotations

import pytest

from renovation.meeting.agenda import Agenda, parse_agenda, save_agenda, save_notes, saved_agendas
from renovation.releases.store import Store


def test_notes_for_an_agenda_that_is_gone_are_dropped_and_others_stay(store: Store) -> None:
    save_agenda(store, "周例会", Agenda().with_screens(["units", "map"]))
    save_notes(store, "周例会", "map", "看南浔")
    before = saved_agendas(store)
    save_notes(store, "月度会", "units", "先讲进度")
    assert saved_agendas(store) == before
    assert before["周例会"].notes == {"units": "", "map": "看南浔"}


def test_an_agenda_without_screens_keeps_its_other_fields() -> None:
    assert parse_agenda({"language": "en", "dark": True}) == Agenda(language="en", dark=True)


@pytest.mark.parametrize("stored", ["[]", "7", "{", '"周例会"'])
def test_agendas_of_another_form_are_none_and_can_be_saved_anew(store: Store, stored: str) -> None:
    store.settings.set("agendas", stored)
    assert saved_agendas(store) == {}
    save_agenda(store, "周例会", Agenda())
    assert list(saved_agendas(store)) == ["周例会"]
