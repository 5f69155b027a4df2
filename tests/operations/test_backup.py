"""A backup holds every release that was published before it; a damaged one changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from renovation.cli import main
from renovation.language import words_in
from renovation.meeting import session
from renovation.meeting.agenda import Agenda
from renovation.operations import backup, backup_postgresql, backup_sqlite
from renovation.operations.backup import back_up, hash_file, restore_backup
from renovation.releases.database import NewerStore, StoreError, StoreUnavailable, open_engine
from renovation.releases.migrations.running import bring_up_to_date
from renovation.releases.schema import METADATA
from renovation.releases.store import Draft, Store
from tests import first_dataset
from tests.postgresql import FirstRelease, Server
from tests.releases.earlier_stores import FIRST, create
from tests.releases.sql import execute, fetch

WORDS = words_in("en")


def publish(store: Store, started: int) -> int:
    changed = {"unit_progress": first_dataset.with_unit_value("织里镇", "projects_started", started)}
    return store.publish(Draft(changed, "clerk"), store.head()).release


def content(store: Store) -> list[tuple[int, str]]:
    """Every release, after its tables were compared with their hashes."""
    for release in store.releases():
        store.load(release.release)
    return [(release.release, release.manifest_sha256) for release in store.releases()]


@pytest.fixture
def saved(store: Store, tmp_path: Path) -> Path:
    """A backup of two releases, one of which is only in the write-ahead log while the store is open."""
    publish(store, 45)
    back_up(store.url, tmp_path / "backup.db", WORDS)
    return tmp_path / "backup.db"


def test_a_store_comes_back_as_it_was_and_the_one_in_between_is_kept(any_store: Store, tmp_path: Path) -> None:
    store, saved = any_store, tmp_path / "saved" / "backup.db"
    saved.parent.mkdir()
    publish(store, 45)
    assert back_up(store.url, saved, WORDS).damage is None
    before = content(store)
    publish(store, 46)
    between = content(store)
    with pytest.raises(StoreError, match="--replace"):
        restore_backup(store.url, saved, replace=False, words=WORDS)
    assert content(store) == between
    restored = restore_backup(store.url, saved, replace=True, words=WORDS)
    assert content(store) == before  # by the same object that a running dashboard holds
    assert (restored.releases, restored.has_hash) == (2, True)
    assert content(Store(f"sqlite:///{restored.former}")) == between
    assert sorted(path.name for path in saved.parent.glob("*.part*")) == []
    assert publish(store, 47) == 3
    store.add_audit_line("explain", "王五", {})
    lines = fetch(store.url, "select line from audit order by line")
    assert lines == [(number,) for number in range(1, len(lines) + 1)], "numbers go on after those of the backup"


def test_a_backup_moves_a_store_between_the_databases(empty_url: str, store: Store, tmp_path: Path) -> None:
    """From SQLite into an empty database of either kind and back, every row of every table is the same."""
    store.settings.set("name", "值")
    session.start(store, 1, Agenda(), "overview")
    with store.key_attempts() as attempts:
        attempts.add(1.5, "10.0.0.7", repeated=True)
    back_up(store.url, tmp_path / "all.db", WORDS)
    assert restore_backup(empty_url, tmp_path / "all.db", replace=False, words=WORDS).former is None
    back_up(empty_url, tmp_path / "again.db", WORDS)
    for table in METADATA.tables:
        rows = f"select * from {table} order by 1, 2"
        assert fetch(f"sqlite:///{tmp_path / 'again.db'}", rows) == fetch(store.url, rows), table
    assert Store(empty_url).settings.get("name") == "值"


def test_a_backup_of_an_earlier_version_in_postgresql_keeps_its_tables(postgresql: Server, tmp_path: Path) -> None:
    """Backing up before an upgrade changes nothing in the store, and the backup can be opened by that version."""
    url = postgresql.new_database()
    bring_up_to_date(open_engine(url), "0002")
    back_up(url, tmp_path / "backup.db", WORDS)
    for place in (url, f"sqlite:///{tmp_path / 'backup.db'}"):
        assert fetch(place, "select version_num from alembic_version") == [("0002",)]


def test_an_empty_database_holds_no_store(postgresql: Server, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database"):
        back_up(postgresql.new_database(), tmp_path / "backup.db", WORDS)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_fills_a_place_without_a_store(saved: Path, tmp_path: Path) -> None:
    new = f"sqlite:///{tmp_path / 'new' / 'renovation.db'}"
    assert restore_backup(new, saved, replace=False, words=WORDS).former is None
    assert [number for number, _ in content(Store(new))] == [2, 1]


def test_a_store_that_cannot_be_opened_is_put_aside(store: Store, saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "renovation.db"
    before = content(store)
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="--replace"):
        restore_backup(store.url, saved, replace=False, words=WORDS)
    former = restore_backup(store.url, saved, replace=True, words=WORDS).former
    assert former is not None
    assert former.read_bytes() == b"no database" * 1000
    assert content(store) == before


def test_a_backup_of_an_earlier_version_has_todays_tables_when_it_is_restored(store: Store, tmp_path: Path) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    create(old, FIRST)
    back_up(old, tmp_path / "backup.db", WORDS)
    restore_backup(store.url, tmp_path / "backup.db", replace=True, words=WORDS)
    assert [release.by for release in store.releases()] == ["李四"]
    assert store.answers.in_force() == {}  # from a table that the backup lacks
    assert not list(tmp_path.glob("*.part*"))


def test_a_backup_of_a_newer_version_changes_nothing(store: Store, saved: Path) -> None:
    before = content(store)
    execute(f"sqlite:///{saved}", "update alembic_version set version_num = '9001'")
    hash_file(saved).unlink()
    with pytest.raises(NewerStore):
        restore_backup(store.url, saved, replace=True, words=WORDS)
    assert content(store) == before


@pytest.mark.parametrize("with_hash", [True, False])
def test_a_damaged_backup_changes_nothing(any_store: Store, saved: Path, with_hash: bool) -> None:
    with closing(sqlite3.connect(saved)) as opened:
        opened.execute("update blob set content = zeroblob(length(content)) where rowid = 1")
        opened.commit()
    if not with_hash:
        hash_file(saved).unlink()
    before = content(any_store)
    with pytest.raises(StoreError, match="does not match its hash"):
        restore_backup(any_store.url, saved, replace=True, words=WORDS)
    assert content(any_store) == before
    assert list(saved.parent.glob("*-before-*")) == []


@pytest.mark.parametrize("cut", [0, 100, 40_000])
def test_a_backup_that_was_cut_off_changes_nothing(store: Store, saved: Path, cut: int) -> None:
    saved.write_bytes(saved.read_bytes()[:cut])
    hash_file(saved).unlink()
    before = content(store)
    with pytest.raises(StoreError, match="not a valid backup"):
        restore_backup(store.url, saved, replace=True, words=WORDS)
    assert content(store) == before


def test_a_backup_replaces_no_file_and_leaves_no_half_one(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("mine")
    with pytest.raises(StoreError, match="already exists"):
        back_up(store.url, file, WORDS)
    assert file.read_text() == "mine"
    with pytest.raises(StoreError, match="no database"):
        back_up(f"sqlite:///{tmp_path / 'nowhere.db'}", tmp_path / "other.db", WORDS)
    with pytest.raises(StoreError, match="does not answer"):
        back_up("postgresql:///renovation?host=/nowhere", tmp_path / "other.db", WORDS)
    assert not list(tmp_path.glob("other*"))


def test_damage_in_the_store_itself_is_told(any_store: Store, tmp_path: Path) -> None:
    execute(any_store.url, "update release set manifest = '{}'")
    made = back_up(any_store.url, tmp_path / "backup.db", WORDS)
    assert made.damage == "the manifest of release 1 does not match its hash"


def test_backups_during_publishing_hold_a_state_that_there_was(any_store: Store, tmp_path: Path) -> None:
    store = any_store
    ended = Event()

    def publish_on() -> list[int]:
        numbers = []
        while not ended.is_set():
            numbers.append(publish(store, 40 + len(numbers) % 9))
        return numbers

    with ThreadPoolExecutor(1) as thread:
        published = thread.submit(publish_on)
        try:
            made = [back_up(store.url, tmp_path / "backup0.db", WORDS)]
            while len(made) < 8 or len({one.releases for one in made}) < 2:
                made.append(back_up(store.url, tmp_path / f"backup{len(made)}.db", WORDS))
        finally:
            ended.set()
        numbers = published.result()
    history = content(store)
    assert len(history) == len(numbers) + 1
    for number, one in enumerate(made):
        assert one.damage is None
        assert content(Store(f"sqlite:///{tmp_path / f'backup{number}.db'}")) == history[-one.releases :]


def test_a_release_published_until_the_last_moment_is_in_the_former_store(
    any_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the store and the restoring, somebody publishes."""
    store = any_store
    publish(store, 45)
    looked = backup._holds_releases

    def publish_meanwhile(url: str) -> bool:
        found = looked(url)
        publish(store, 46)
        return found

    monkeypatch.setattr(backup, "_holds_releases", publish_meanwhile)
    back_up(store.url, tmp_path / "two.db", WORDS)
    former = restore_backup(store.url, tmp_path / "two.db", replace=True, words=WORDS).former
    assert [number for number, _ in content(Store(f"sqlite:///{former}"))] == [3, 2, 1]


def test_nobody_publishes_between_the_copy_of_the_former_store_and_the_restoring(
    first_in_postgresql: FirstRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = first_in_postgresql.restored()
    store, impatient = Store(url), Store(f"{url}%20-clock_timeout%3D200")
    back_up(url, tmp_path / "backup.db", WORDS)
    kept_aside = backup_postgresql._kept_aside

    def publish_meanwhile(connection: sa.Connection, beside: Path) -> Path | None:
        former = kept_aside(connection, beside)
        with pytest.raises(StoreUnavailable, match="lock timeout"):
            publish(impatient, 46)
        assert [number for number, _ in content(impatient)] == [1], "readers go on"
        return former

    monkeypatch.setattr(backup_postgresql, "_kept_aside", publish_meanwhile)
    restore_backup(url, tmp_path / "backup.db", replace=True, words=WORDS)
    assert publish(store, 46) == 2


@contextmanager
def written_to(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("begin immediate")
        yield


def test_a_store_that_another_process_keeps_locked_is_left_alone(
    store: Store, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_sqlite, "BUSY_SECONDS", 0.1)
    before = content(store)
    with written_to(tmp_path / "renovation.db"), pytest.raises(StoreError, match="Nothing was changed"):
        restore_backup(store.url, saved, replace=True, words=WORDS)
    assert content(store) == before


def test_the_commands_say_what_they_did(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "backup.db")
    assert main(["--database", store.url, "backup", file]) == 0
    assert "共1期" in capsys.readouterr().err
    assert main(["--database", store.url, "restore-backup", file]) == 2
    assert "--replace" in capsys.readouterr().err
    assert main(["--database", store.url, "restore-backup", file, "--replace"]) == 0
    said = capsys.readouterr().err
    assert "备份已恢复，共1期" in said
    assert "原来的数据库另存为" in said
