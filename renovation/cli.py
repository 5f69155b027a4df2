"""The command `renovation`: works on the same database as the dashboard, with the same code, in a terminal."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TextIO

from renovation.language import words_in
from renovation.meeting.agenda import Agenda
from renovation.meeting.documents import offline_file
from renovation.meeting.screens import ScreenData
from renovation.operations.backup import back_up, restore_backup
from renovation.operations.doctor import examine
from renovation.publishing.access import renew_key
from renovation.publishing.check_history import stored_answers_with_states
from renovation.publishing.export import tables_document
from renovation.publishing.publish import Publisher, RefusedWorkbook, ensure_first_release, publish
from renovation.publishing.release_history import alerts_of, load_points, read_history
from renovation.publishing.uploads import check
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.reading.questions import Question
from renovation.reading.reader import Reading
from renovation.reading.template import write_template, write_workbook
from renovation.releases.database import Conflict, StoreError
from renovation.releases.store import Release, Source, Store
from renovation.settings import KEY_VARIABLE, LANGUAGE_VARIABLE, database_url
from renovation.wording.figures_document import figures_document

DONE: Final = 0
HAS_ERRORS: Final = 1
UNREADABLE: Final = 2
CONFLICT: Final = 3


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns its exit code; `arguments` replaces `sys.argv[1:]`.

    0: done; 1: the workbook has errors; 2: the workbook cannot be read or the call is wrong; 3: somebody else published
    in between.
    """
    call = _parser().parse_args(arguments)
    try:
        return int(call.run(call))
    except RefusedWorkbook as refused:
        _write_questions(refused.reading.questions)
        _write_problems(refused.reading)
        if call.json:
            problems, questions = _problems(refused.reading), _questions(refused.reading)
            _print({"published": None, "problems": problems, "questions": questions})
        return HAS_ERRORS
    except Conflict as conflict:
        return _refuse(call, CONFLICT, conflict)
    except UnreadableWorkbook as error:
        if call.json:
            _print({"published": None, "problems": [_unreadable(error)], "questions": []})
        return _fail(UNREADABLE, error.message(words_in("zh")))
    except (StoreError, OSError) as error:
        return _refuse(call, UNREADABLE, error)


def _refuse(call: argparse.Namespace, code: int, error: Exception) -> int:
    if call.json:
        _print({"error": str(error)})
    return _fail(code, error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="renovation", description="旧厂区改造推进看板的命令行 / the dashboard's command line"
    )
    parser.add_argument("--database", default=None, metavar="URL", help="SQLAlchemy URL of the store")
    calls = parser.add_subparsers(required=True, metavar="CALL")
    check = _call(calls, "check", _check, "read a workbook and report its questions and problems")
    check.add_argument("file", type=Path)
    _add_hints(check)
    publish = _call(calls, "publish", _publish, "publish a workbook")
    publish.add_argument("file", type=Path)
    publish.add_argument("--by", required=True, type=_name, metavar="NAME")
    _add_hints(publish)
    publish.add_argument("--note", default="", metavar="TEXT")
    publish.add_argument("--accept-warnings", action="store_true")
    _call(calls, "releases", _releases, "list the releases, newest first")
    restore = _call(calls, "restore", _restore, "publish an old release anew")
    restore.add_argument("number", type=int, metavar="N")
    restore.add_argument("--by", required=True, type=_name, metavar="NAME")
    figures = _call(calls, "figures", _figures, "print every comparison that the pages show")
    figures.add_argument("--release", type=int, metavar="N")
    brief = _call(calls, "brief", _brief, "write a meeting as one file that needs no network")
    brief.add_argument("file", type=Path, metavar="FILE.html")
    brief.add_argument("--release", type=int, metavar="N")
    export = _call(calls, "export", _export, "print every table of a release as published")
    export.add_argument("--release", type=int, metavar="N")
    template = _call(calls, "template", _template, "write the workbook to fill, with the last release's figures")
    template.add_argument("file", type=Path)
    template.add_argument("--blank", action="store_true", help="without units and figures")
    _call(calls, "key", _key, "replace the publisher's key and show the new one once")
    _add_operations(calls)
    return parser


def _add_operations(calls: Any) -> None:
    backup = _call(calls, "backup", _backup, "copy the store to a file, also while the dashboard runs")
    backup.add_argument("file", type=Path)
    restore = _call(calls, "restore-backup", _restore_backup, "put a backup in the place of the store")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="even if the store holds releases; it is kept aside")
    _call(calls, "doctor", _doctor, "examine the store and this machine, and say what to do")


def _call(calls: Any, name: str, run: Any, purpose: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = calls.add_parser(name, help=purpose, description=purpose)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(run=run)
    return parser


def _add_hints(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE", help="dates sheets that say no date")
    parser.add_argument(
        "--answers",
        type=_answers,
        metavar="FILE",
        help="a JSON object that answers questions of `check` by their ids; what it does not answer, stored answers do",
    )


def _answers(path: str) -> dict[str, str]:
    """Reads a file of answers. Raises ArgumentTypeError when it is no JSON object of texts."""
    try:
        answers = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(answers, dict) or not all(isinstance(value, str) for value in answers.values()):
        raise argparse.ArgumentTypeError(f'{path} must hold one JSON object of texts: {{"ID": "VALUE"}}')
    return answers


def _name(typed: str) -> str:
    """Returns the publisher's name without spaces around it. Raises ArgumentTypeError when it is empty."""
    if not typed.strip():
        raise argparse.ArgumentTypeError("a name is needed")
    return typed.strip()


def _store(call: argparse.Namespace) -> Store:
    """Returns the store; an empty one gets the first release."""
    store = Store(call.database or database_url())
    ensure_first_release(store)
    return store


def _check(call: argparse.Namespace) -> int:
    source = Source(call.file.name, call.file.read_bytes())
    try:
        reading = check(_store(call), source, call.as_of, call.answers).reading
    except UnreadableWorkbook as error:
        if call.json:
            unread = {"file": call.file.name, "readable": False, "as_of": None, "tables": {}}
            _print({**unread, "problems": [_unreadable(error)], "questions": [], "understood": []})
        return _fail(UNREADABLE, error.message(words_in("zh")))
    _write_questions(reading.questions)
    _write_problems(reading)
    if call.json:
        _print(
            {
                "file": call.file.name,
                "readable": True,
                "as_of": reading.as_of.isoformat() if reading.as_of else None,
                "tables": {name: len(table.frame) for name, table in reading.tables.items()},
                "problems": _problems(reading),
                "questions": _questions(reading),
                "understood": [line.as_json(words_in("zh")) for line in reading.understood],
            }
        )
    return HAS_ERRORS if reading.errors or reading.questions else DONE


def _publish(call: argparse.Namespace) -> int:
    source = Source(call.file.name, call.file.read_bytes())
    store = _store(call)
    checked = check(store, source, call.as_of, call.answers)
    published = publish(store, checked, Publisher(call.by, call.note, "command line"), call.accept_warnings)
    _write_problems(published.reading)
    _write_release(published.release)
    if call.json:
        _print({**published.release.as_json(), "problems": _problems(published.reading)})
    return DONE


def _releases(call: argparse.Namespace) -> int:
    releases = _store(call).releases()
    for release in releases:
        _write_release(release)
    if call.json:
        _print([release.as_json() for release in releases])
    return DONE


def _restore(call: argparse.Namespace) -> int:
    store = _store(call)
    release = store.restore(call.number, call.by, f"恢复第{call.number}期", store.head())
    _write_release(release)
    if call.json:
        _print(release.as_json())
    return DONE


def _figures(call: argparse.Namespace) -> int:
    store = _store(call)
    number = _wanted(call, store)
    release = store.release(number)
    past = read_history(store.releases(), release, lambda line: load_points(store, line.release))
    _print(figures_document(stored_answers_with_states(store, release), past, words_in(_language())))
    return DONE


def _brief(call: argparse.Namespace) -> int:
    if call.file.suffix.lower() != ".html":
        refusal = f"只能写出会议演示的 .html 单文件，不能写出 {call.file.name} / only a meeting's .html file is written"
        raise StoreError(refusal)
    store = _store(call)
    release = store.release(_wanted(call, store))
    answers = stored_answers_with_states(store, release)
    past = read_history(store.releases(), release, lambda line: load_points(store, line.release))
    language, data = _language(), ScreenData(answers, alerts_of(answers, past.points), past.points)
    call.file.write_bytes(offline_file(release, data, words_in(language), Agenda(language=language)))
    _write(f"{call.file}")
    if call.json:
        _print({"file": call.file.name, "release": release.release})
    return DONE


def _wanted(call: argparse.Namespace, store: Store) -> int:
    """Returns the release asked for, or the newest. Raises StoreError when the store is empty."""
    number: int | None = call.release if call.release is not None else store.head()
    if number is None:
        raise StoreError("the store is empty")
    return number


def _language() -> str:
    return "en" if os.environ.get(LANGUAGE_VARIABLE) == "en" else "zh"


def _export(call: argparse.Namespace) -> int:
    store = _store(call)
    release = store.release(_wanted(call, store))
    _print(tables_document(release, store.load(release.release)))
    return DONE


def _template(call: argparse.Namespace) -> int:
    call.file.write_bytes(write_workbook({}) if call.blank else _filled_template(_store(call)))
    _write(f"{call.file}")
    if call.json:
        _print({"file": call.file.name})
    return DONE


def _filled_template(store: Store) -> bytes:
    head = store.head()
    return write_template(store.load(head) if head is not None else {})


def _key(call: argparse.Namespace) -> int:
    key = renew_key(_store(call), "command line")
    if key is None:
        raise StoreError(
            f"发布密钥由{KEY_VARIABLE}设定，请在该处更换 / the key is set by {KEY_VARIABLE}; change it there"
        )
    _write(f"新的发布密钥，只显示这一次 / The new publisher's key, shown only now: {key}")
    if call.json:
        _print({"key": key})
    return DONE


def _backup(call: argparse.Namespace) -> int:
    words = words_in(_language())
    made = back_up(call.database or database_url(), call.file, words)
    if made.damage:
        _write(
            words("{file} was written, but the store itself is damaged: {reason}", file=call.file, reason=made.damage)
        )
    else:
        _write(
            words(
                "Backup: {file}. Number of releases: {count}. SHA-256: {sha256}",
                file=call.file,
                count=made.releases,
                sha256=made.sha256,
            )
        )
    if call.json:
        _print(made.as_json())
    return HAS_ERRORS if made.damage else DONE


def _restore_backup(call: argparse.Namespace) -> int:
    words = words_in(_language())
    made = restore_backup(call.database or database_url(), call.file, call.replace, words)
    _write(made.restored(call.file, words))
    if call.json:
        _print(made.as_json())
    return DONE


def _doctor(call: argparse.Namespace) -> int:
    words = words_in(_language())
    findings = []
    for finding in examine(call.database or database_url(), words, dt.datetime.now().astimezone()):
        findings.append(finding)
        _write(finding.line(words))
    if call.json:
        _print([finding.as_json() for finding in findings])
    return HAS_ERRORS if any(finding.advice for finding in findings) else DONE


def _problems(reading: Reading) -> list[dict[str, str | None]]:
    return [problem.as_json(words_in("zh")) for problem in reading.problems]


def _questions(reading: Reading) -> list[dict[str, Any]]:
    return [question.as_json(words_in("zh")) for question in reading.questions]


def _unreadable(error: UnreadableWorkbook) -> dict[str, str | None]:
    """Returns why a file cannot be opened, in the form of a problem without a place on a sheet."""
    nowhere = dict.fromkeys(("sheet", "cell", "heading", "found", "expected"))
    return {"severity": "error", "code": error.code, **nowhere, "message": error.message(words_in("zh"))}


def _write_problems(reading: Reading) -> None:
    for problem in reading.problems:
        _write(f"{problem.severity}  {problem.sheet or ''} {problem.cell or ''}  {problem.message(words_in('zh'))}")


def _write_questions(questions: Sequence[Question]) -> None:
    """Writes each open question with its choices, and a file of answers to complete, to standard error."""
    words = words_in("zh")
    for number, question in enumerate(questions, 1):
        place = " ".join(part for part in (question.sheet, question.cell, question.heading) if part)
        _write(f"问题{number}/{len(questions)}  {place}  {words.label(question.text)}")
        if question.evidence:
            _write(f"    依据：{words.label(question.evidence)}")
        for choice in question.choices:
            mark = "*" if choice.value == question.likely else " "
            _write(f"  {mark} {choice.value}  {words.label(choice.label)}")
    if questions:
        answers = {question.id: question.likely or "" for question in questions}
        _write("回答方法：将下列内容存为文件，填写或修改各项取值（*为最可能的回答），再以--answers 文件名 重新运行。")
        _write(json.dumps(answers, ensure_ascii=False, indent=2))


def _write_release(release: Release) -> None:
    mark = "*" if release.head else " "
    _write(f"{mark} {release.release}  {release.as_of}  {release.action}  {release.by}  {release.note}")


def _print(document: object) -> None:
    _write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False), sys.stdout)


def _write(line: str, stream: TextIO | None = None) -> None:
    """Writes a line to standard error or to `stream`; drops it if the reader has gone, as `head` does."""
    stream = stream or sys.stderr
    try:
        print(line, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fail(code: int, error: Exception | str) -> int:
    _write(str(error))
    return code


if __name__ == "__main__":
    sys.exit(main())
