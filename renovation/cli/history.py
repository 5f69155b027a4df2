"""The commands about releases: `releases`, `restore`, `sign-off`, `withdraw`, `figures`, `export`, `brief`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from renovation.cli.arguments import DONE, WrongCall, add_command, open_store, publisher_name, wanted_release
from renovation.cli.output import print_json, write_line, write_release
from renovation.language import words_in
from renovation.meeting.agenda import Agenda
from renovation.meeting.documents import offline_file
from renovation.meeting.screens import ScreenData
from renovation.publishing.check_history import results_with_states
from renovation.publishing.export import tables_document
from renovation.publishing.publish import Publisher, restore
from renovation.publishing.release_history import alerts_of, load_points, read_history
from renovation.publishing.shown_releases import listed_releases, releases_up_to
from renovation.publishing.sign_off import sign_off, withdraw
from renovation.releases.store import Release, Store
from renovation.settings import output_language
from renovation.wording.figures_document import figures_document


def add_history_commands(subparsers: Any) -> None:
    """Declares the commands about releases and their arguments.

    `subparsers` is the object that argparse's `add_subparsers` returns.
    """
    add_command(subparsers, "releases", _releases, "list the releases, newest first")
    restore = add_command(subparsers, "restore", _restore, "publish an old release anew")
    restore.add_argument("number", type=int, metavar="N")
    restore.add_argument("--by", required=True, type=publisher_name, metavar="NAME")
    confirm = add_command(subparsers, "sign-off", _sign_off, "confirm a release that somebody else published")
    confirm.add_argument("number", type=int, metavar="N")
    confirm.add_argument("--by", required=True, type=publisher_name, metavar="NAME")
    withdraw = add_command(subparsers, "withdraw", _withdraw, "withdraw a release that nobody has confirmed yet")
    withdraw.add_argument("number", type=int, metavar="N")
    withdraw.add_argument("--by", required=True, type=publisher_name, metavar="NAME")
    figures = add_command(subparsers, "figures", _figures, "print every comparison that the pages show")
    figures.add_argument("--release", type=int, metavar="N")
    export = add_command(subparsers, "export", _export, "print every table of a release as published")
    export.add_argument("--release", type=int, metavar="N")
    brief = add_command(subparsers, "brief", _brief, "write a meeting as one file that needs no network")
    brief.add_argument("file", type=Path, metavar="FILE.html")
    brief.add_argument("--release", type=int, metavar="N")


def _releases(call: argparse.Namespace) -> int:
    releases = listed_releases(open_store(call))
    for release in releases:
        write_release(release)
    if call.json:
        print_json([release.as_json() for release in releases])
    return DONE


def _restore(call: argparse.Namespace) -> int:
    store = open_store(call)
    publisher = Publisher(call.by, f"恢复第{call.number}期", "command line", is_named=True)
    release = restore(store, call.number, publisher, store.head())
    return _say_new(call, release)


def _sign_off(call: argparse.Namespace) -> int:
    return _decide(call, sign_off)


def _withdraw(call: argparse.Namespace) -> int:
    return _decide(call, withdraw)


def _decide(call: argparse.Namespace, decide: Callable[[Store, int, Publisher], Release]) -> int:
    publisher = Publisher(call.by, "", "command line", is_named=True)
    return _say_new(call, decide(open_store(call), call.number, publisher))


def _say_new(call: argparse.Namespace, release: Release) -> int:
    write_release(release)
    if call.json:
        print_json(release.as_json())
    return DONE


def _figures(call: argparse.Namespace) -> int:
    store = open_store(call)
    release = store.release(wanted_release(call, store))
    past = read_history(releases_up_to(store, release), release, lambda line: load_points(store, line.release))
    print_json(figures_document(results_with_states(store, release), past, words_in(output_language())))
    return DONE


def _export(call: argparse.Namespace) -> int:
    store = open_store(call)
    release = store.release(wanted_release(call, store))
    print_json(tables_document(release, store.load(release.release)))
    return DONE


def _brief(call: argparse.Namespace) -> int:
    if call.file.suffix.lower() != ".html":
        refusal = f"只能写出会议演示的 .html 单文件，不能写出 {call.file.name} / only a meeting's .html file is written"
        raise WrongCall(refusal)
    store = open_store(call)
    release = store.release(wanted_release(call, store))
    results = results_with_states(store, release)
    past = read_history(releases_up_to(store, release), release, lambda line: load_points(store, line.release))
    language, data = output_language(), ScreenData(results, alerts_of(results, past.points), past.points)
    call.file.write_bytes(offline_file(release, data, words_in(language), Agenda(language=language)))
    write_line(f"{call.file}")
    if call.json:
        print_json({"file": call.file.name, "release": release.release})
    return DONE
