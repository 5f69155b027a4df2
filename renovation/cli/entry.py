"""Parses the command line, executes the command, and turns exceptions into an exit code and a sentence."""

from __future__ import annotations

import argparse

from renovation.cli.arguments import CONFLICT, HAS_ERRORS, UNREADABLE
from renovation.cli.deployment import add_deployment_call
from renovation.cli.history import add_history_calls
from renovation.cli.maintenance import add_maintenance_calls
from renovation.cli.output import (
    fail,
    print_json,
    problems_as_json,
    questions_as_json,
    unreadable_as_json,
    use_utf8,
    write_problems,
    write_questions,
)
from renovation.cli.publishers import add_publisher_calls
from renovation.cli.workbooks import add_workbook_calls
from renovation.language import words_in
from renovation.publishing.publish import RefusedWorkbook
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.releases.database import Conflict, StoreError
from renovation.settings import InvalidSetting, invalid_settings, output_language
from renovation.wording.failures import store_failure


def main(arguments: list[str] | None = None) -> int:
    """Executes a command line and returns its exit code; `arguments` replaces `sys.argv[1:]`.

    The codes are 0: done; 1: the workbook has errors; 2: it cannot be read or the command line is wrong; 3: somebody
    published in between.
    """
    use_utf8()
    call = _parser().parse_args(arguments)
    try:
        if call.needs_settings and (wrong := list(invalid_settings())):
            return _refuse(call, UNREADABLE, "\n".join(map(str, wrong)))
        return int(call.run(call))
    except RefusedWorkbook as refused:
        write_questions(refused.reading.questions)
        write_problems(refused.reading)
        if call.json:
            problems, questions = problems_as_json(refused.reading), questions_as_json(refused.reading)
            print_json({"published": None, "problems": problems, "questions": questions})
        return HAS_ERRORS
    except UnreadableWorkbook as error:
        if call.json:
            print_json({"published": None, "problems": [unreadable_as_json(error)], "questions": []})
        return fail(UNREADABLE, error.message(words_in("zh")))
    except StoreError as error:
        code = CONFLICT if isinstance(error, Conflict) else UNREADABLE
        return _refuse(call, code, error, store_failure(error, words_in(output_language())))
    except (InvalidSetting, OSError) as error:
        return _refuse(call, UNREADABLE, error)


def _refuse(call: argparse.Namespace, code: int, error: Exception | str, sentence: str = "") -> int:
    """Writes an error, for people as `sentence` if there is one, and returns the exit code."""
    if call.json:
        print_json({"error": str(error)})
    return fail(code, sentence or error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="renovation", description="旧厂区改造推进看板的命令行 / the dashboard's command line"
    )
    parser.add_argument("--database", default=None, metavar="URL", help="SQLAlchemy URL of the store")
    calls = parser.add_subparsers(required=True, metavar="CALL")
    add_workbook_calls(calls)
    add_history_calls(calls)
    add_maintenance_calls(calls)
    add_publisher_calls(calls)
    add_deployment_call(calls)
    return parser
