"""Checks the installation part by part: says what was found, and what to do if something is wrong."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from renovation.language import Words
from renovation.operations.open_files import raise_open_file_limit
from renovation.operations.printing import CannotPrint, chromium, print_page
from renovation.publishing.publishers import named_publishers
from renovation.publishing.worker import run_in_worker
from renovation.reading.files.unreadable import UnreadableWorkbook
from renovation.reading.files.workbook import open_book
from renovation.reading.template import write_workbook
from renovation.releases.database import NewerStore, StoreError, sqlite_file
from renovation.releases.store import Release, Store
from renovation.settings import invalid_settings, sign_off_needed, trusted_user_header
from renovation.wording.failures import newer_store

LEAST_FREE_BYTES: Final = 1 << 30
LEAST_OPEN_FILES: Final = 10_000
"""The smallest limit on open files that is enough for a large meeting: half of it is for up to 5,000 followers."""
_OLDEST_YEAR: Final = 2026
"""A clock that shows an earlier year is wrong: the dashboard was written in this one."""
_ROOT: Final = Path(__file__).parents[2]
_ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737). Connecting a UDP socket sends nothing; it only chooses our own address."""

ReadOption = Callable[[str], str]
"""A function that returns an option of Streamlit's server, such as `port`; empty if it is not set."""


@dataclass(frozen=True)
class Diagnosis:
    """The state of one part of the installation, such as the disk, as the command `doctor` has found it.

    `sentence` says what was found; `advice` says what to do, and is empty if nothing is wrong.
    """

    sentence: str
    advice: str = ""

    def line(self, words: Words) -> str:
        """Returns the diagnosis as a line of text that begins with “OK” or “To do”."""
        if self.advice:
            return f"{words('To do')}  {words.joined([_as_sentence(self.sentence, words), self.advice])}"
        return f"{words('OK')}  {self.sentence}"

    def as_json(self) -> dict[str, str | bool]:
        """Returns the diagnosis as a dictionary with the keys `ok`, `sentence` and `advice`, for `doctor --json`."""
        return {"ok": not self.advice, **asdict(self)}


def _as_sentence(text: str, words: Words) -> str:
    """Returns `text` on one line and with a full stop at its end.

    The message of an error may have several lines and no full stop.
    """
    line = " ".join(text.split())
    return line if line.endswith(tuple("。？！.?!")) else line + ("。" if words.language == "zh" else ".")


def examine(url: str, words: Words, now: dt.datetime) -> Iterator[Diagnosis]:
    """Examines the database at an SQLAlchemy URL and this machine, for the command `doctor`.

    Yields each diagnosis as soon as it is known. `now` is the time that the machine's clock shows, with its time zone.
    """
    newest, diagnosis = _store(url, words)
    yield diagnosis
    yield from _settings(words)
    for folder in dict.fromkeys(_folders(url)):
        yield _disk(folder, words)
    yield open_files_diagnosis(raise_open_file_limit(), words)
    yield _clock(now, newest, words)
    yield _worker(words)
    yield _printing(words)
    if newest is not None:
        yield from _sign_off(url, words)
    yield address_diagnosis(words, _option)


def _store(url: str, words: Words) -> tuple[Release | None, Diagnosis]:
    """Returns the newest release (None if there is none or it is damaged), and the diagnosis on the store."""
    path = sqlite_file(url)
    if path is not None and not path.exists():
        return None, Diagnosis(words("There is no database yet. The first start creates it in {place}.", place=path))
    try:
        store = Store(url)
        head = store.head()
        if head is None:
            return None, Diagnosis(
                words("The database responds. It is empty; the first start publishes the first release.")
            )
        store.load(head)
        newest = store.release(head)
    except NewerStore:
        return None, Diagnosis(*newer_store(words))
    except StoreError as error:
        return None, Diagnosis(
            words("The database does not respond, or its newest release is damaged: {reason}", reason=error),
            words("Start the database, or restore a backup with the command “renovation restore-backup”."),
        )
    return newest, Diagnosis(
        words(
            "The database responds, and the newest release can be loaded: release {number}, as of {day}.",
            number=head,
            day=words.day(newest.as_of),
        )
    )


def _settings(words: Words) -> Iterator[Diagnosis]:
    errors = list(invalid_settings())
    for error in errors:
        reason = error.reason.text(words.language)
        sentence = words("A setting is wrong: {setting}: {reason}", setting=error.variable, reason=reason)
        yield Diagnosis(sentence, words("Correct the setting; until then the dashboard does not start."))
    if not errors:
        yield Diagnosis(words("All settings are valid."))


def _folders(url: str) -> Iterator[Path]:
    """Yields the folders that the dashboard writes to: that of an SQLite database, and that of temporary files."""
    path = sqlite_file(url)
    if path is not None:
        yield next(folder for folder in path.resolve().parents if folder.exists())
    yield Path(tempfile.gettempdir())


def _disk(folder: Path, words: Words) -> Diagnosis:
    free = shutil.disk_usage(folder).free
    sentence = words("Free disk space in {folder}: {size} GB.", folder=folder, size=f"{free / 2**30:.1f}")
    if not os.access(folder, os.W_OK):
        return Diagnosis(
            sentence,
            words("The current user has no permission to write to this folder. Change the owner of the folder."),
        )
    if free < LEAST_FREE_BYTES:
        return Diagnosis(sentence, words("Free at least 1 GB; when the disk is full, nothing can be published."))
    return Diagnosis(sentence)


def open_files_diagnosis(limit: int | None, words: Words) -> Diagnosis:
    """Returns the diagnosis of the limit on open files: whether a large meeting fits in it.

    `limit` is the number of files that may be open at the same time, None if the system has no such limit.
    """
    if limit is None:
        return Diagnosis(words("This system sets no limit on open files."))
    sentence = words("Files that may be open at the same time: {count}.", count=words.number(limit))
    if 0 <= limit < LEAST_OPEN_FILES:
        return Diagnosis(
            sentence,
            words(
                "This limit is too low for a large meeting. Set LimitNOFILE=65536 in the systemd service, or raise "
                "the hard limit with ulimit -Hn."
            ),
        )
    return Diagnosis(sentence)


def _clock(now: dt.datetime, newest: Release | None, words: Words) -> Diagnosis:
    sentence = words("This computer's clock shows {time}.", time=now.isoformat(" ", timespec="minutes"))
    set_it = words("Set the clock; dates of releases and deadlines depend on it.")
    if now.year < _OLDEST_YEAR:
        return Diagnosis(sentence, set_it)
    if newest is not None and dt.datetime.fromisoformat(newest.published_at) > now + dt.timedelta(minutes=5):
        later = words(
            "The newest release was published at {time}, which is later than the clock of this computer.",
            time=newest.published_at,
        )
        return Diagnosis(words.joined([sentence, later]), set_it)
    return Diagnosis(sentence)


def read_blank_workbook() -> int:
    """Writes a blank workbook, reads it again, and returns the number of its sheets.

    `examine` runs this function in a worker process, to see whether the machine can check workbooks. Raises
    UnreadableWorkbook if the workbook cannot be read.
    """
    return len(open_book(write_workbook({})).sheets)


def _worker(words: Words) -> Diagnosis:
    try:
        run_in_worker(read_blank_workbook)
    except UnreadableWorkbook as error:
        return Diagnosis(
            words("The process that checks workbooks cannot run: {reason}", reason=error.message(words)),
            words(
                "Look at the server's log; there may be too little memory, or the system may not allow new processes."
            ),
        )
    return Diagnosis(words("The process that checks workbooks works; it stayed within its limits on memory and time."))


def _printing(words: Words) -> Diagnosis:
    """Returns the diagnosis of downloading pages as PDF.

    It prints a short page with Chromium, and looks for Chinese fonts.
    """
    program = chromium()
    if program is None:
        return Diagnosis(
            words(
                "Chromium is not installed, so pages cannot be downloaded as PDF. Visitors can print with their "
                "browsers."
            )
        )
    try:
        print_page("data:text/html,<p>1", "true")
    except CannotPrint as error:
        return Diagnosis(
            words("No page can be downloaded as PDF: {reason}", reason=error),
            words("Install Chromium again, for example Debian's package chromium-headless-shell."),
        )
    if not _has_chinese_fonts():
        return Diagnosis(
            words("There are no Chinese fonts, so pages downloaded as PDF show boxes instead of Chinese characters."),
            words("Install Chinese fonts, for example Debian's package fonts-noto-cjk."),
        )
    return Diagnosis(words("Pages can be downloaded as PDF, using {program}.", program=program))


def _has_chinese_fonts() -> bool:
    """Returns whether the program fc-list finds a font for Chinese; True if this program is not installed."""
    fc_list = shutil.which("fc-list")
    return fc_list is None or bool(subprocess.check_output([fc_list, ":lang=zh"]))  # noqa: S603


def _sign_off(url: str, words: Words) -> Iterator[Diagnosis]:
    """Yields the diagnosis of sign-off: whether at least two publishers have a key of their own.

    Yields nothing if a setting is wrong, if sign-off is off, or if a proxy names the publishers.
    """
    if any(invalid_settings()) or not sign_off_needed() or trusted_user_header():
        return
    count = len(named_publishers(Store(url)))
    sentence = words("Sign-off is on. Publishers with a key of their own: {count}.", count=count)
    if count < 2:
        advice = words("Sign-off needs at least two publishers. Add them with the command “renovation publisher add”.")
        yield Diagnosis(sentence, advice)
    else:
        yield Diagnosis(sentence)


def address_diagnosis(words: Words, option: ReadOption) -> Diagnosis:
    """Returns the diagnosis of the address at which visitors find the dashboard, judged by the settings of Streamlit.

    `option` returns the value of a setting of Streamlit's server, given its name.
    """
    listening = option("address")
    ours = _own_address()
    if listening in ("localhost", "127.0.0.1", "::1"):
        return Diagnosis(
            words("Only this machine can open the dashboard: server.address is {address}.", address=listening),
            words("Set server.address to 0.0.0.0, unless a proxy on this machine passes the visitors on."),
        )
    if ours is None:
        return Diagnosis(
            words("This machine has no address in the local network."),
            words("Connect this machine to the network; until then no other machine can open the dashboard."),
        )
    base = option("baseUrlPath").strip("/")
    address = f"http://{listening or ours}:{option('port') or 8501}/{base}".replace("0.0.0.0", ours)  # noqa: S104
    return Diagnosis(words("Address in the local network: {address}", address=address))


def _own_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as chosen:
        try:
            chosen.connect(_ELSEWHERE)
        except OSError:
            return None
        address = str(chosen.getsockname()[0])
    return None if address.startswith("127.") or address == "0.0.0.0" else address  # noqa: S104


def _option(name: str) -> str:
    """Returns the value of an option of Streamlit's server, such as "port"; empty if it is not set.

    An environment variable takes precedence over `.streamlit/config.toml`.
    """
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).upper()
    configured = tomllib.loads((_ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")).get("server", {})
    return os.environ.get(f"STREAMLIT_SERVER_{words}") or str(configured.get(name, ""))
