"""Releases: whole, checked, linear; the head moves as the design says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from renovation.domain.dated_tables import DatedTable
from renovation.publishing.publish import Publisher, RefusedWorkbook, ensure_first_release, publish
from renovation.publishing.uploads import check
from renovation.reading.template import write_workbook
from renovation.releases.database import Conflict, DamagedRelease, StoreError, StoreUnavailable, UnknownRelease
from renovation.releases.store import Audit, Draft, Source, Store
from tests import first_dataset
from tests.releases.sql import execute, fetch


def of_day(day: dt.date, name: str = "unit_progress", started: int = 17) -> dict[str, DatedTable]:
    """One table of the first dataset as of another day, its first unit with other starts."""
    table = first_dataset.tables()[name]
    frame = table.frame
    if name == "unit_progress":
        frame = frame.assign(projects_started=frame["projects_started"].where(frame["unit"] != "高新区", started))
    return {name: dataclasses.replace(table, as_of=day, frame=frame)}


def test_a_release_is_loaded_as_it_was_published(store: Store) -> None:
    loaded = store.load(1)
    for name, table in first_dataset.tables().items():
        pd.testing.assert_frame_equal(loaded[name].frame, table.frame)
        assert (loaded[name].as_of, loaded[name].basis) == (table.as_of, table.basis)


def test_the_first_start_publishes_once_and_keeps_the_file(store: Store) -> None:
    assert ensure_first_release(store) == 1
    (first,) = store.releases()
    assert (first.as_of, first.action, first.parent, first.head) == (dt.date(2013, 10, 15), "publish", None, True)
    assert first.file == "first-release.xlsx"
    kept = store.file(1)
    assert kept is not None
    assert kept[:2] == b"PK"


def test_tables_that_a_draft_does_not_bring_are_carried_over(store: Store) -> None:
    store.publish(Draft(of_day(dt.date(2013, 10, 22), started=20), "clerk"), 1)
    loaded = store.load(2)
    assert loaded["unit_progress"].frame["projects_started"].iloc[0] == 20
    assert loaded["county_progress"].as_of == dt.date(2013, 10, 8)
    assert store.head() == 2


def test_an_earlier_date_is_kept_as_a_correction_and_the_head_stays(store: Store) -> None:
    store.publish(Draft(of_day(dt.date(2013, 10, 29)), "clerk"), 1)
    correction = store.publish(Draft(of_day(dt.date(2013, 10, 22), started=18), "clerk"), 2)
    assert (correction.action, correction.head, store.head()) == ("correct", False, 2)
    assert set(store.load(correction.release)) == set(first_dataset.tables())


def test_restoring_publishes_anew_and_always_moves_the_head(store: Store) -> None:
    store.publish(Draft(of_day(dt.date(2013, 10, 22), started=20), "clerk"), 1)
    restored = store.restore(1, "clerk", "", 2)
    assert (restored.release, restored.action, restored.head, restored.parent) == (3, "restore", True, 2)
    assert store.load(3)["unit_progress"].frame["projects_started"].iloc[0] == 17


def test_a_publisher_who_saw_another_head_is_refused(store: Store) -> None:
    store.publish(Draft(of_day(dt.date(2013, 10, 22)), "first"), 1)
    with pytest.raises(Conflict):
        store.publish(Draft(of_day(dt.date(2013, 10, 22)), "second"), 1)
    assert next(release.by for release in store.releases()) == "first"
    assert len(store.releases()) == 2


def test_a_flipped_bit_is_found_by_the_hash(store: Store) -> None:
    sha256, content = fetch(store.url, "select sha256, content from blob where length(content) < 9000")[0]
    flipped = bytearray(content)
    flipped[len(flipped) // 2] ^= 1
    execute(store.url, "update blob set content = :content where sha256 = :sha256", content=flipped, sha256=sha256)
    with pytest.raises(DamagedRelease):
        store.load(1)


def test_a_changed_manifest_is_found_by_its_hash(store: Store) -> None:
    execute(store.url, "update release set manifest = replace(manifest, '2013-10-08', '2013-10-09')")
    with pytest.raises(DamagedRelease):
        store.load(1)


def test_an_unchanged_table_costs_no_second_blob(store: Store) -> None:
    before = fetch(store.url, "select count(*) from blob")
    store.restore(1, "clerk", "", 1)
    assert fetch(store.url, "select count(*) from blob") == before


def test_what_is_not_there_is_said_to_be_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownRelease):
        store.load(7)
    with pytest.raises(UnknownRelease):
        store.restore(7, "clerk", "", 1)
    with pytest.raises(StoreError):
        Store(f"sqlite:///{tmp_path / 'new.db'}").publish(Draft(of_day(dt.date(2013, 10, 8), "notes"), "clerk"), None)


def test_a_file_that_is_no_database_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"not a database, but long enough to look like one" * 50)
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path / 'broken.db'}")
    with pytest.raises(StoreUnavailable):
        Store("nonsense")


def test_a_workbook_with_errors_is_never_published(store: Store) -> None:
    twice = first_dataset.table(
        "unit_progress", [*first_dataset.UNIT_PROGRESS, first_dataset.UNIT_PROGRESS[0]], first_dataset.UNITS_AS_OF
    )
    checked = check(store, Source("bad.xlsx", write_workbook({"unit_progress": twice})))
    with pytest.raises(RefusedWorkbook) as refused:
        publish(store, checked, Publisher("clerk"), accept_warnings=True)
    assert [problem.code for problem in refused.value.reading.errors] == ["repeated_row"]
    assert store.head() == 1


def test_a_table_published_before_a_column_was_thought_of_still_loads(store: Store) -> None:
    sites = first_dataset.tables()["sites"]
    before = dataclasses.replace(sites, frame=sites.frame.drop(columns="datum"))
    number = store.publish(Draft({"sites": before}, "clerk"), 1).release
    pd.testing.assert_frame_equal(store.load(number)["sites"].frame, sites.frame)


def test_a_restored_release_remembers_who_restored_it_why_and_from_where(store: Store) -> None:
    restored = store.restore(1, "clerk", "the new figures were wrong", 1, "10.0.0.7")
    assert (restored.by, restored.note, restored.as_of) == (
        "clerk",
        "the new figures were wrong",
        store.release(1).as_of,
    )
    audit = store.audit(restored.release)
    assert (audit.origin, audit.accepted_warnings, audit.base) == ("10.0.0.7", (), 1)


def test_a_release_without_a_file_has_none(store: Store) -> None:
    number = store.restore(1, "clerk", "", 1).release
    assert store.file(number) is None
    assert store.release(number).file_sha256 is None
    with pytest.raises(UnknownRelease):
        store.file(7)


def test_a_draft_on_another_head_leaves_no_trace(store: Store) -> None:
    count = "select (select count(*) from blob), (select count(*) from release), (select count(*) from audit)"
    before = fetch(store.url, count)
    with pytest.raises(Conflict):
        store.publish(Draft(of_day(dt.date(2013, 10, 22), started=99), "clerk"), 7)
    assert fetch(store.url, count) == before


def test_only_the_tables_asked_for_are_loaded(store: Store) -> None:
    assert set(store.load(1, only={"sites", "notes", "nothing"})) == {"sites", "notes"}
    assert store.load(1, only=()) == {}


def test_a_release_of_the_same_day_becomes_the_newest(store: Store) -> None:
    published = store.publish(Draft(of_day(dt.date(2013, 10, 15), started=18), "clerk"), 1)
    assert (published.action, published.head, store.head()) == ("publish", True, 2)


def test_a_correction_carries_over_from_the_last_release_of_its_day_or_before(store: Store) -> None:
    store.publish(Draft(of_day(dt.date(2013, 10, 29), started=30), "clerk"), 1)
    bases = []
    for day, started in ((22, 21), (22, 22), (21, 20), (1, 10)):
        correction = store.publish(Draft(of_day(dt.date(2013, 10, day), started=started), "clerk"), 2)
        bases.append(store.audit(correction.release).base)
        assert (correction.parent, store.head()) == (2, 2)
    assert bases == [1, 3, 1, None]
    assert set(store.load(6)) == {"unit_progress"}, "nothing was published before that day"


def test_a_damaged_release_is_not_restored(store: Store) -> None:
    execute(store.url, "update blob set content = :content where length(content) < 9000", content=b"\0")
    with pytest.raises(DamagedRelease):
        store.restore(1, "clerk", "", 1)
    assert (store.head(), len(store.releases())) == (1, 1)


def test_the_audit_holds_what_was_published_and_how(store: Store) -> None:
    source = Source("周报.xlsx", b"the clerk's file")
    draft = Draft(of_day(dt.date(2013, 10, 22)), "李四", "更正", source, origin="网页", accepted_warnings=("totals",))
    release = store.publish(draft, 1)
    assert (release.by, release.note, release.file, release.file_sha256) == ("李四", "更正", source.name, source.sha256)
    assert store.audit(2) == Audit("网页", ("totals",), 1)
    assert store.audit(store.restore(1, "clerk", "", 2).release).origin == ""
    store.add_audit_line("explain", "李四", {"note": "差异已核实"})
    lines = fetch(store.url, 'select at, "by", action, release, detail from audit order by line')
    assert [(by, action, number) for _, by, action, number, _ in lines[1:]] == [
        ("李四", "publish", 2),
        ("clerk", "restore", 3),
        ("李四", "explain", 0),
    ]
    assert json.loads(lines[1][4]) == {
        "from": "网页",
        "file_sha256": source.sha256,
        "accepted_warnings": ["totals"],
        "carried_over_from": 1,
        "note": "更正",
    }
    assert lines[3][4] == '{"note": "差异已核实"}'
    assert all(
        abs(dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(line[0])) < dt.timedelta(days=1) for line in lines
    )


def test_what_the_store_refuses_it_says_by_number(store: Store, tmp_path: Path) -> None:
    store.publish(Draft(of_day(dt.date(2013, 10, 22)), "clerk"), 1)
    with pytest.raises(Conflict, match=r"^release 2 was published in between \(expected 1\)$"):
        store.restore(1, "clerk", "", 1)
    for refused in (store.release, store.load, store.audit, store.file):
        with pytest.raises(UnknownRelease, match=r"^there is no release 9$"):
            refused(9)
    with pytest.raises(StoreError, match=r"^the first release needs the units' table, which dates it$"):
        Store(f"sqlite:///{tmp_path / 'empty.db'}").publish(Draft({}, "clerk"), None)
