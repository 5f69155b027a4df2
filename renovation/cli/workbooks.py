"""The commands that read or write a workbook: `check`, `publish`, `template`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from renovation.cli.arguments import (
    DONE,
    HAS_ERRORS,
    UNREADABLE,
    add_command,
    add_hints,
    decoded_as_utf8,
    open_store,
    publisher_name,
    publisher_note,
)
from renovation.cli.output import (
    fail,
    print_json,
    problems_as_json,
    questions_as_json,
    unreadable_as_json,
    write_line,
    write_problems,
    write_questions,
    write_release,
)
from renovation.language import words_in
from renovation.publishing.publish import Publisher, publish
from renovation.publishing.uploads import check
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.reading.template import write_template, write_workbook
from renovation.releases.store import Source, Store


def add_workbook_commands(subparsers: Any) -> None:
    """Declares the commands that read or write a workbook, and their arguments.

    `subparsers` is the object that argparse's `add_subparsers` returns.
    """
    check = add_command(subparsers, "check", _check, "read a workbook and report its questions and problems")
    check.add_argument("file", type=Path)
    add_hints(check)
    publish = add_command(subparsers, "publish", _publish, "publish a workbook")
    publish.add_argument("file", type=Path)
    publish.add_argument("--by", required=True, type=publisher_name, metavar="NAME")
    add_hints(publish)
    publish.add_argument("--note", default="", type=publisher_note, metavar="TEXT")
    publish.add_argument("--accept-warnings", action="store_true")
    template = add_command(
        subparsers, "template", _template, "write the workbook to fill, with the last release's figures"
    )
    template.add_argument("file", type=Path)
    template.add_argument("--blank", action="store_true", help="without units and figures")


def _source(file: Path) -> Source:
    return Source(decoded_as_utf8(file.name), file.read_bytes())


def _check(call: argparse.Namespace) -> int:
    source = _source(call.file)
    try:
        reading = check(open_store(call), source, call.as_of, call.answers).reading
    except UnreadableWorkbook as error:
        if call.json:
            unread = {"file": call.file.name, "readable": False, "as_of": None, "tables": {}}
            print_json({**unread, "problems": [unreadable_as_json(error)], "questions": [], "understood": []})
        return fail(UNREADABLE, error.message(words_in("zh")))
    write_questions(reading.questions)
    write_problems(reading)
    if call.json:
        print_json(
            {
                "file": call.file.name,
                "readable": True,
                "as_of": reading.as_of.isoformat() if reading.as_of else None,
                "tables": {name: len(table.frame) for name, table in reading.tables.items()},
                "problems": problems_as_json(reading),
                "questions": questions_as_json(reading),
                "understood": [line.as_json(words_in("zh")) for line in reading.understood],
            }
        )
    return HAS_ERRORS if reading.errors or reading.questions else DONE


def _publish(call: argparse.Namespace) -> int:
    source = _source(call.file)
    store = open_store(call)
    checked = check(store, source, call.as_of, call.answers)
    published = publish(
        store, checked, Publisher(call.by, call.note, "command line", is_named=True), call.accept_warnings
    )
    write_problems(published.reading)
    write_release(published.release)
    if call.json:
        print_json({**published.release.as_json(), "problems": problems_as_json(published.reading)})
    return DONE


def _template(call: argparse.Namespace) -> int:
    call.file.write_bytes(write_workbook({}) if call.blank else _filled_template(open_store(call)))
    write_line(f"{call.file}")
    if call.json:
        print_json({"file": call.file.name})
    return DONE


def _filled_template(store: Store) -> bytes:
    head = store.head()
    return write_template(store.load(head) if head is not None else {})
