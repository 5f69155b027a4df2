"""Writes what the commands print: lines for people to standard error, one JSON document to standard output."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from renovation.language import words_in
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.reading.questions import Question
from renovation.reading.reader import Reading
from renovation.releases.store import Release


def write_problems(reading: Reading) -> None:
    """Writes to standard error a line for each error and each warning that was found in a workbook."""
    for problem in reading.problems:
        write_line(f"{problem.severity}  {problem.sheet or ''} {problem.cell or ''}  {problem.message(words_in('zh'))}")


def write_questions(questions: Sequence[Question]) -> None:
    """Writes to standard error each open question about a workbook with its choices, and a JSON text of likely answers.

    The clerk saves this text as a file, completes it, and passes the file with `--answers`.
    """
    words = words_in("zh")
    for number, question in enumerate(questions, 1):
        place = " ".join(part for part in (question.sheet, question.cell, question.heading) if part)
        write_line(f"问题{number}/{len(questions)}  {place}  {words.label(question.text)}")
        if question.evidence:
            write_line(f"    依据：{words.label(question.evidence)}")
        for choice in question.choices:
            mark = "*" if choice.value == question.likely else " "
            write_line(f"  {mark} {choice.value}  {words.label(choice.label)}")
    if questions:
        answers = {question.id: question.likely or "" for question in questions}
        write_line(
            "回答方法：将下列内容存为文件，填写或修改各项取值（*为最可能的回答），再以--answers 文件名 重新运行。"
        )
        write_line(json.dumps(answers, ensure_ascii=False, indent=2))


def write_release(release: Release) -> None:
    """Writes a line about a release to standard error.

    The line begins with `*` for the release that pages show, `?` for a release that waits for a sign-off, `x` for a
    withdrawn release.
    """
    mark = "?" if release.awaits_sign_off else "x" if release.withdrawn_by else "*" if release.head else " "
    write_line(f"{mark} {release.release}  {release.as_of}  {release.action}  {release.by}  {release.note}")


def problems_as_json(reading: Reading) -> list[dict[str, str | None]]:
    """Returns a dictionary for each error and warning in `reading`, as `--json` prints them.

    The keys are `severity` ("error" or "warning"), `code` (the kind of problem), `sheet`, `cell`, `heading`, `found`,
    `expected` and `message` (in Chinese). All values except `severity`, `code` and `message` may be None.
    """
    return [problem.as_json(words_in("zh")) for problem in reading.problems]


def questions_as_json(reading: Reading) -> list[dict[str, Any]]:
    """Returns a dictionary for each open question in `reading`, as `--json` prints them.

    The keys are `id`, `sheet`, `cell`, `heading`, `text`, `choices` (a list of dictionaries with the keys `value` and
    `label`), `likely` (the value of the likely choice) and `evidence`. The texts are Chinese. `cell`, `heading`,
    `likely` and `evidence` may be None.
    """
    return [question.as_json(words_in("zh")) for question in reading.questions]


def unreadable_as_json(error: UnreadableWorkbook) -> dict[str, str | None]:
    """Returns the reason why a file cannot be opened, as a dictionary for `--json`.

    The keys are those of a problem: `severity` ("error"), `code` (the reason), `message` (in Chinese), and `sheet`,
    `cell`, `heading`, `found` and `expected`, which are all None.
    """
    nowhere = dict.fromkeys(("sheet", "cell", "heading", "found", "expected"))
    return {"severity": "error", "code": error.code, **nowhere, "message": error.message(words_in("zh"))}


def print_json(document: object) -> None:
    """Writes `document` as JSON to standard output.

    A command with `--json` calls this exactly once.
    """
    write_line(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False), sys.stdout)


def use_utf8() -> None:
    r"""Makes standard output UTF-8 in every locale, as programs expect JSON and configuration files to be.

    A character that cannot be encoded, such as a byte of a file name that is not UTF-8, is written with a backslash, as
    in JSON: `\udcff`.
    """
    for stream, encoding in ((sys.stdout, "utf-8"), (sys.stderr, None)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def write_line(line: str, stream: TextIO | None = None) -> None:
    """Writes `line` to standard error, or to `stream` if it is given.

    If standard error cannot be written, this line and all later lines are lost, and the command goes on. The same holds
    for standard output if the program that reads it has closed it, as `head` does. Raises OSError if standard output
    cannot be written for another reason, such as a full disk, so that no program takes half a JSON document for a whole
    one.
    """
    stream = stream or sys.stderr
    try:
        print(line, file=stream, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise


def fail(code: int, error: Exception | str) -> int:
    """Writes an error to standard error and returns `code`, with which the command then exits."""
    write_line(str(error))
    return code
