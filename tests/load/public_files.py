"""Checks every spreadsheet of a folder, and names those that break the command or are called damaged although they open.

    python -m tests.load.public_files FOLDER [--office soffice] [--at-once 2]

The folder holds test collections of spreadsheet libraries: apache/poi, SheetJS/test_files, ClosedXML/ClosedXML,
PHPOffice/PhpSpreadsheet, tafia/calamine, ExcelDataReader/ExcelDataReader, jmcnamara/XlsxWriter, tidyverse/readxl and
nissl-lab/npoi together have more than 3,000 different ones. Files of the same bytes are checked once. Each check runs in
a fork of this process, which has loaded the command's modules. With `--office`, LibreOffice tries to open what the
command calls damaged. Exit 1 where a check breaks, or where LibreOffice opens a damaged file that is no known exception.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from renovation import cli
from renovation.publishing.publish import ensure_first_release
from renovation.releases.store import Store

SUFFIXES: Final = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ods", ".ots", ".fods", ".csv"}
)
SECONDS: Final = 120
OFFICE_SECONDS: Final = 60
HARMLESS_EXITS: Final = (0, 1, 2)
DAMAGED: Final = ("damaged", "unsafe")
"""The codes of refusals that say something is wrong with the file itself."""
FILTERS: Final = {b"PK": ("xlsx", "Calc MS Excel 2007 XML"), b"\xd0\xcf": ("xls", "MS Excel 97")}
OPEN_DOCUMENT: Final = ("ods", "calc8")
EXCEPTIONS: Final = {
    "Fillreport.xlsx": "its cells are numbered instead of addressed; LibreOffice shows an empty sheet",
    "Test_git_issue_324.xlsx": "all its rows have the number 1, and Excel refuses it",
    "scenarios_import_xml_12-with-hidden-sheet_MSO15.ods": "two of its hidden scenarios have one name",
    "issue252.xlsx": "its checksums are wrong; LibreOffice shows an empty sheet",
    "invalid-xml.xlsx": "not well-formed XML; LibreOffice shows an empty sheet",
    "poc-xmlbomb-empty.xlsx": "an attack: a document type with entities",
    "poc-xmlbomb.xlsx": "an attack: a document type with entities",
    "attack_quadratic_blowup.xlsx": "an attack: a document type with entities",
    "one_sheet_with_invalid_xml_characters.xlsx": "not well-formed XML; LibreOffice shows an empty sheet",
    "attack_billion_laughs.xlsx": "an attack: a document type with entities",
    "54764.xlsx": "an attack: a document type with entities",
    "54764-2.xlsx": "an attack: a document type with entities",
    "duplicate-filename.xlsx": "an attack: two parts of one name",
    "duplicate-filename-case-insensitive.xlsx": "an attack: two parts of one name",
    "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5937385319563264.xlsx": "made by a fuzzer; not well-formed XML",
}
"""Files that LibreOffice opens and the dashboard calls damaged, each with the reason."""


@dataclass(frozen=True)
class Outcome:
    """What `renovation check` made of a file: its exit, the code of the refusal, and what broke."""

    file: Path
    exit: int
    code: str
    broken: str


def spreadsheets(folder: Path) -> Iterator[Path]:
    """The spreadsheets below a folder, by their names; of several with the same bytes, the first."""
    seen = set()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix.lower() in SUFFIXES:
            digest = hashlib.sha256(file.read_bytes()).digest()
            if digest not in seen:
                seen.add(digest)
                yield file


def checked(files: Iterable[Path], url: str, scratch: Path, at_once: int) -> Iterator[Outcome]:
    """Checks each file in a fork of its own, some at the same time."""
    running: dict[int, Path] = {}
    for file in files:
        if len(running) == at_once:
            yield _finished(running, scratch)
        running[_forked(file, url, scratch)] = file
    while running:
        yield _finished(running, scratch)


def _forked(file: Path, url: str, scratch: Path) -> int:
    child = os.fork()
    if child:
        return child
    os.setsid()
    signal.alarm(SECONDS)
    for number, stream in ((1, "out"), (2, "err")):
        os.dup2(os.open(scratch / f"{os.getpid()}.{stream}", os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    code = 99
    try:
        code = cli.main(["--database", url, "check", str(file), "--json"])
    finally:
        sys.stdout.flush()
        sys.excepthook(*sys.exc_info()) if sys.exc_info()[0] else None  # type: ignore[arg-type]
        sys.stderr.flush()
        os._exit(code)


def _finished(running: dict[int, Path], scratch: Path) -> Outcome:
    child, status = os.wait()
    out, err = ((scratch / f"{child}.{stream}") for stream in ("out", "err"))
    outcome = _outcome(running.pop(child), os.waitstatus_to_exitcode(status), out.read_text(), err.read_text())
    out.unlink()
    err.unlink()
    return outcome


def _outcome(file: Path, code: int, out: str, err: str) -> Outcome:
    if code not in HARMLESS_EXITS or "Traceback" in err:
        return Outcome(file, code, "", err.strip()[-300:] or f"exit {code}")
    try:
        document = json.loads(out)
    except ValueError:
        return Outcome(file, code, "", f"no JSON: {out[:100]!r}")
    refusal = "" if document["readable"] else document["problems"][0]["code"]
    return Outcome(file, code, refusal, "")


def opens(file: Path, office: str, scratch: Path) -> bool:
    """Whether LibreOffice opens a file as a spreadsheet of its kind, and not as a text."""
    content = file.read_bytes()
    suffix, name = FILTERS.get(content[:2], FILTERS[b"PK"])
    if file.suffix.lower() == ".ods":
        suffix, name = OPEN_DOCUMENT
    copy, made = scratch / f"file.{suffix}", scratch / "file.csv"
    copy.write_bytes(content)
    made.unlink(missing_ok=True)
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    command = [office, "--headless", profile, f"--infilter={name}", "--convert-to", "csv", "--outdir", str(scratch)]
    nothing = subprocess.DEVNULL
    started = subprocess.Popen([*command, str(copy)], stdout=nothing, stderr=nothing, start_new_session=True)
    try:
        started.wait(OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)  # with the program that the command, a script, has started
        started.wait()
        return False
    return made.exists()


def report(outcomes: list[Outcome], office: str | None, scratch: Path) -> bool:
    """Prints the counts and the files that fall short; returns whether there are none."""
    broken = [outcome for outcome in outcomes if outcome.broken]
    damaged = [outcome for outcome in outcomes if outcome.code in DAMAGED]
    print(f"{len(outcomes)} files: exits {dict(sorted(Counter(outcome.exit for outcome in outcomes).items()))}")
    for code, count in Counter(outcome.code or "read" for outcome in outcomes).most_common():
        print(f"{count:6} {code}")
    for outcome in broken:
        print(f"broken: {outcome.file}: {outcome.broken}")
    opened = [outcome for outcome in damaged if office and opens(outcome.file, office, scratch)]
    for outcome in damaged:
        verdict = "LibreOffice opens it" if outcome in opened else "LibreOffice fails too" if office else "not tried"
        print(f"{outcome.code}: {outcome.file}: {verdict} {EXCEPTIONS.get(outcome.file.name, '')}")
    return not broken and all(outcome.file.name in EXCEPTIONS for outcome in opened)


def main() -> int:
    """Checks the folder; 0 where nothing breaks and nothing sound is called damaged."""
    parser = argparse.ArgumentParser(description="Check the spreadsheets of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--office", help="LibreOffice's command, to judge what is called damaged")
    parser.add_argument("--at-once", type=int, default=2)
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        url = f"sqlite:///{scratch}/store.db"
        ensure_first_release(Store(url))
        gc.freeze()  # a fork would copy what it collects
        outcomes = list(checked(spreadsheets(call.folder), url, scratch, call.at_once))
        return 0 if report(outcomes, call.office, scratch) else 1


if __name__ == "__main__":
    sys.exit(main())
