"""An upload's temporary file is private, and does not outlive the process that reads it for long."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from renovation.reading.files.private_files import delete_leftover_files, private_file

STOPPED_IN_MID_CHECK = """
import os, signal
from renovation.reading.files.private_files import private_file
with private_file(b"a,b", "text"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_the_temporary_file_is_for_this_user_alone() -> None:
    with private_file(b"a,b", "text") as path:
        assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0
    assert not path.exists()


def test_a_file_that_a_killed_process_left_behind_is_deleted_at_the_next_start(temporary: Path) -> None:
    subprocess.run([sys.executable, "-c", STOPPED_IN_MID_CHECK], check=False)
    assert [path.name for path in temporary.glob("*/upload.*")] == ["upload.text"]
    assert delete_leftover_files() == 1
    assert not list(temporary.iterdir())


def test_a_file_that_is_being_read_stays() -> None:
    with private_file(b"a,b", "text") as path:
        assert delete_leftover_files() == 0
        assert path.read_bytes() == b"a,b"


def test_a_link_and_folders_of_others_stay(temporary: Path) -> None:
    own = temporary / "own"
    own.mkdir()
    (own / "kept").touch()
    (temporary / "renovation-upload-link").symlink_to(own)
    (temporary / "renovation-backup").mkdir()
    assert delete_leftover_files() == 0
    assert (own / "kept").exists()
    assert (temporary / "renovation-backup").exists()
