"""Where the system enforces no limits, the dashboard watches its workers, and attacks end the same way."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from renovation.publishing import worker
from renovation.reading.files import limits, sandbox
from renovation.reading.files.process_limits import ProcessLimits, Watch, broke_a_limit
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.settings import process_limits
from tests.reading.files.conftest import Refused
from tests.reading.files.test_other_attacks import (
    test_an_ole_file_whose_chains_run_in_a_circle_is_refused,  # noqa: F401 collected here once more
)
from tests.reading.files.test_sandbox import (
    impostor,  # noqa: F401 a fixture of the tests
    test_a_worker_that_dies_or_floods_is_refused,  # noqa: F401
)
from tests.reading.files.test_zip_attacks import (
    test_a_bomb_that_declares_its_size_is_not_unzipped,  # noqa: F401
    test_a_bomb_that_declares_too_little_is_read_no_further,  # noqa: F401
    test_a_false_count_of_shared_strings_ends_the_worker_alone,  # noqa: F401
    test_deep_nesting_is_harmless,  # noqa: F401
)


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process_limits.variable, "watched")


def test_a_worker_that_takes_too_much_memory_is_ended(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MODULE", "tests.reading.files.hog")
    monkeypatch.setattr(limits, "READER", replace(limits.READER, memory=200 << 20))
    assert refused(b"order:memory") == "too_heavy"


def test_a_worker_that_takes_too_much_time_is_ended(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MODULE", "tests.reading.files.hog")
    monkeypatch.setattr(limits, "READER", replace(limits.READER, cpu_seconds=1))
    assert refused(b"order:time") == "too_heavy"


def test_the_system_ends_a_worker_that_takes_too_much_memory(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(process_limits.variable)
    monkeypatch.setattr(sandbox, "_MODULE", "tests.reading.files.hog")
    monkeypatch.setattr(Watch, "_look_until_over", lambda _watch: pytest.fail("the system does it"))
    assert refused(b"order:memory") == "damaged"  # Python's own MemoryError; the true worker says "too_heavy"


def test_a_check_that_takes_too_much_ends_with_the_processes_that_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_LIMITS", ProcessLimits(memory=1 << 34, cpu_seconds=2))
    with pytest.raises(UnreadableWorkbook) as refused:
        worker.run_in_worker(spin_with_a_child)
    assert refused.value.code == "too_heavy"


def spin_with_a_child() -> None:
    """The answer comes only when the child, which holds the same pipe, has ended too."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    while True:
        pass


WITHOUT = """
import asyncio, multiprocessing, os, shutil, signal, socket, subprocess, sys, tempfile
import numpy, pandas, psutil, pyarrow, sqlalchemy, anyio, streamlit, streamlit.web.bootstrap
subprocess.Popen.kill = lambda process: process.send_signal(9)  # on Windows it needs no signal
for name in ("resource", "fcntl", "pwd", "grp"):
    sys.modules[name] = None
for module, names in ((os, ("nice", "getuid", "O_DIRECTORY", "O_NOFOLLOW")), (signal, ("SIGKILL", "SIGXCPU"))):
    for name in names:
        delattr(module, name)
psutil.BELOW_NORMAL_PRIORITY_CLASS = 10
sys.platform = "win32"
import app
from renovation.cli import main
from renovation.operations.open_files import raise_open_file_limit
from renovation.reading.files.private_files import delete_leftover_files
print(raise_open_file_limit(), delete_leftover_files())
sys.exit(main(["check", "data/first-release.xlsx"]))
"""


def test_a_workbook_is_checked_where_these_parts_of_the_system_are_missing(tmp_path: object) -> None:
    """A stand-in for Windows: the same parts of Python are missing, though files and processes are Linux's own."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "RENOVATION_DATABASE_URL": f"sqlite:///{tmp_path}/a.db",
    }
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (0, "None 0\n"), done.stderr


def test_a_status_of_windows_means_a_limit_there_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert (broke_a_limit(-9), broke_a_limit(3)) == (True, False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert broke_a_limit(3)
