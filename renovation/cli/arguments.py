"""Declares the arguments that several commands share, and opens the store, release or answers that they name."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from renovation.publishing.publish import ensure_first_release
from renovation.publishing.publishers import LONGEST_NAME, LONGEST_NOTE
from renovation.publishing.shown_releases import shown_head
from renovation.releases.database import StoreError
from renovation.releases.store import Store
from renovation.settings import database_url, without_password

DONE: Final = 0
HAS_ERRORS: Final = 1
UNREADABLE: Final = 2
CONFLICT: Final = 3
Command = Callable[[argparse.Namespace], int]
"""A function that runs a command with its parsed arguments and returns the exit code."""


class WrongCall(Exception):
    """Raised if the command line is wrong; the message says what is wrong with it."""


class CommandParser(argparse.ArgumentParser):
    """An argparse parser that raises WrongCall for a wrong command line; argparse itself would end the process."""

    def error(self, message: str) -> NoReturn:
        """Writes to standard error how the command is used, and raises WrongCall with `message`."""
        self.print_usage(sys.stderr)
        raise WrongCall(f"{self.prog}: {message}")


def add_command(subparsers: Any, name: str, run: Command, purpose: str) -> argparse.ArgumentParser:
    """Declares the command `name`, which the function `run` executes, and returns its parser for further arguments.

    `subparsers` is the object that argparse's `add_subparsers` returns; `purpose` is the help text. Every command
    accepts `--json`.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=purpose, description=purpose)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run, needs_settings=True)
    return parser


def add_hints(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments `--as-of` (a date for sheets without a date) and `--answers` to the parser of a command.

    `--answers` names a JSON file with the clerk's answers to questions about the layout of the sheets.
    """
    parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE", help="dates sheets that say no date")
    parser.add_argument(
        "--answers",
        type=answers_file,
        metavar="FILE",
        help="a JSON object that answers questions of `check` by their ids; what it does not answer, stored answers do",
    )


def answers_file(path: str) -> dict[str, str]:
    """Reads the clerk's answers from a JSON file; the keys are the ids of the questions.

    Raises ArgumentTypeError if the file does not contain one JSON object whose values are texts.
    """
    try:
        answers = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(answers, dict) or not all(isinstance(value, str) for value in answers.values()):
        raise argparse.ArgumentTypeError(f'{path} must hold one JSON object of texts: {{"ID": "VALUE"}}')
    return answers


def decoded_as_utf8(text: str) -> str:
    """Returns a text from the command line as if Python had decoded its bytes as UTF-8.

    Python decodes arguments in the encoding of the system's locale. Bytes that are not UTF-8, as in file names from old
    Windows computers, become U+FFFD; otherwise the text could be neither stored nor printed.
    """
    return text.encode(errors="surrogateescape").decode(errors="replace")


def publisher_name(typed: str) -> str:
    """Returns the publisher's name `typed` without spaces around it.

    Raises ArgumentTypeError if it is empty, too long or not printable.
    """
    name = _printable(typed, LONGEST_NAME)
    if not name:
        raise argparse.ArgumentTypeError("a name is needed")
    return name


def publisher_note(typed: str) -> str:
    """Returns the note `typed` without spaces around it.

    Raises ArgumentTypeError if it is too long or not printable.
    """
    return _printable(typed, LONGEST_NOTE)


def _printable(typed: str, longest: int) -> str:
    text = decoded_as_utf8(typed).strip()
    if len(text) > longest or not text.isprintable():
        raise argparse.ArgumentTypeError(f"at most {longest} characters are allowed, all printable")
    return text


def store_url(typed: str) -> str:
    """Returns the URL `typed` of a store.

    Raises ArgumentTypeError if `typed` would not be allowed as the value of RENOVATION_DATABASE_URL.
    """
    try:
        return database_url.parse(typed)
    except ValueError as error:
        allowed = database_url.allowed.en.replace("`", "")
        raise argparse.ArgumentTypeError(f"found “{without_password(typed)}”; expected {allowed}") from error


def open_store(call: argparse.Namespace) -> Store:
    """Opens the store that the argument `--database` names; if it is not given, the one in the settings.

    If the store has no release yet, the first workbook is published in it first.
    """
    store = Store(call.database or database_url())
    ensure_first_release(store)
    return store


def wanted_release(call: argparse.Namespace, store: Store) -> int:
    """Returns the number of the release that the argument `--release` names, or of the head if it is not given.

    Raises StoreError if the store is empty.
    """
    number: int | None = call.release if call.release is not None else shown_head(store)
    if number is None:
        raise StoreError("the store is empty")
    return number
