"""Temporary files that hold an upload while it is read, in folders that only this user can open.

A folder is locked while it is in use. The system releases the lock when the process ends, even if it crashes. Therefore
a later process can recognise and delete folders that are no longer in use.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from renovation.reading.files.kinds import Kind
from renovation.reading.files.unreadable import UnreadableWorkbook

_PREFIX: Final = "renovation-upload-"
_LOG: Final = logging.getLogger(__name__)


@contextmanager
def private_file(content: bytes, kind: Kind) -> Iterator[Path]:
    """Writes `content` to a temporary file that only this user can read, yields its path, and deletes it afterwards.

    The suffix of the path is `kind`, as calamine expects. Raises UnreadableWorkbook if the disk is full.
    """
    with ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=_PREFIX)))
            stack.enter_context(_locked(folder))
            path = folder / f"upload.{kind}"
            path.write_bytes(content)
        except OSError as error:
            raise UnreadableWorkbook("no_start") from error
        yield path


def delete_leftover_files() -> int:
    """Deletes the temporary folders of this user that no running process uses; returns their number."""
    deleted = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.lstat().st_uid == _user():
                with _locked(folder):
                    shutil.rmtree(folder)
                deleted += 1
    if deleted:
        _LOG.info("Deleted %s temporary folders of uploads that were being checked when a process stopped.", deleted)
    return deleted


if sys.platform == "win32":

    def _user() -> int:
        return 0  # Windows names it as the owner of every file; the folder for temporary files is the user's own

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """Holds a file beside a folder open during the block: Windows deletes no file that a process holds open.

        Raises OSError if another process holds it.
        """
        lock = folder.with_name(f"{folder.name}.lock")
        lock.unlink(missing_ok=True)
        with lock.open("xb"):
            yield
        lock.unlink(missing_ok=True)

else:
    import fcntl

    def _user() -> int:
        return os.getuid()

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """Holds the lock of a folder during the block.

        Raises OSError if another process holds it, or for a link.
        """
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(opened)
