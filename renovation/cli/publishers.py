"""The command `publisher`: adds, lists and removes publishers with a key of their own."""

from __future__ import annotations

import argparse
from typing import Any

from renovation.cli.arguments import DONE, add_command, open_store, publisher_name
from renovation.cli.output import print_json, write_line
from renovation.language import words_in
from renovation.publishing.publishers import add_publisher, named_publishers, remove_publisher
from renovation.releases.database import StoreError
from renovation.settings import output_language
from renovation.wording.releases import local_time


def add_publisher_commands(subparsers: Any) -> None:
    """Declares the command `publisher` and its arguments.

    `subparsers` is the object that argparse's `add_subparsers` returns.
    """
    purpose = "publishers who have a key of their own: add, list, remove"
    publisher = subparsers.add_parser("publisher", help=purpose, description=purpose)
    actions = publisher.add_subparsers(required=True, metavar="ACTION")
    add = add_command(actions, "add", _add, "add a publisher and show their key once")
    add.add_argument("name", type=publisher_name, metavar="NAME")
    add_command(actions, "list", _list, "list the publishers")
    remove = add_command(actions, "remove", _remove, "remove a publisher; their key ends at once")
    remove.add_argument("name", type=publisher_name, metavar="NAME")


def _add(call: argparse.Namespace) -> int:
    words, key = words_in(output_language()), add_publisher(open_store(call), call.name, "command line")
    write_line(words("The key of {name}, shown only now: {key}", name=call.name, key=key))
    if call.json:
        print_json({"name": call.name, "key": key})
    return DONE


def _list(call: argparse.Namespace) -> int:
    listed = named_publishers(open_store(call))
    for publisher in listed:
        write_line(f"{publisher.name}  {local_time(publisher.added_at)}")
    if call.json:
        print_json([{"name": publisher.name, "added_at": publisher.added_at} for publisher in listed])
    return DONE


def _remove(call: argparse.Namespace) -> int:
    words = words_in(output_language())
    if not remove_publisher(open_store(call), call.name, "command line"):
        raise StoreError(words("There is no publisher called {name}.", name=call.name))
    write_line(words("{name} was removed, and their key is no longer valid.", name=call.name))
    if call.json:
        print_json({"name": call.name})
    return DONE
