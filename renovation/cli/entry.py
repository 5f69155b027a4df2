"""Parses the command line, executes the command, and turns exceptions into an exit code and a sentence."""

from __future__ import annotations

import sys

from renovation.cli.arguments import CONFLICT, HAS_ERRORS, UNREADABLE, CommandParser, WrongCall, store_url
from renovation.cli.deployment import add_deployment_command
from renovation.cli.history import add_history_commands
from renovation.cli.maintenance import add_maintenance_commands
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
from renovation.cli.publishers import add_publisher_commands
from renovation.cli.workbooks import add_workbook_commands
from renovation.language import words_in
from renovation.publishing.publish import RefusedWorkbook
from renovation.reading.files.workbook import UnreadableWorkbook
from renovation.releases.database import Conflict, StoreError
from renovation.settings import InvalidSetting, invalid_settings, output_language
from renovation.wording.failures import file_failure, store_failure


def main(arguments: list[str] | None = None) -> int:
    """Executes a command line and returns its exit code; `arguments` replaces `sys.argv[1:]`.

    The codes are 0: done; 1: the workbook has errors or open questions; 2: a file, a setting or the database cannot be
    used, or the command line is wrong; 3: nothing was changed, because somebody else published a release while the
    command ran. For some commands, code 1 has another meaning, which the README states.
    """
    use_utf8()
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        call = _parser().parse_args(arguments)
        if call.needs_settings and (wrong := list(invalid_settings())):
            return _refuse(as_json, UNREADABLE, "\n".join(map(str, wrong)))
        return int(call.run(call))
    except RefusedWorkbook as refused:
        write_questions(refused.reading.questions)
        write_problems(refused.reading)
        if as_json:
            problems, questions = problems_as_json(refused.reading), questions_as_json(refused.reading)
            print_json({"published": None, "problems": problems, "questions": questions})
        return HAS_ERRORS
    except UnreadableWorkbook as error:
        if as_json:
            print_json({"published": None, "problems": [unreadable_as_json(error)], "questions": []})
        return fail(UNREADABLE, error.message(words_in("zh")))
    except StoreError as error:
        code = CONFLICT if isinstance(error, Conflict) else UNREADABLE
        return _refuse(as_json, code, error, store_failure(error, words_in(output_language())))
    except OSError as error:
        return _refuse(as_json, UNREADABLE, error, file_failure(error, words_in(output_language())))
    except (WrongCall, InvalidSetting, UnicodeError) as error:
        return _refuse(as_json, UNREADABLE, error)


def _refuse(as_json: bool, code: int, error: Exception | str, sentence: str = "") -> int:
    """Writes an error and returns the exit code `code`.

    `as_json` says whether the error is also written as JSON. `sentence` is the error in words for people; if it is
    empty, the text of `error` is written.
    """
    if as_json:
        print_json({"error": str(error)})
    return fail(code, sentence or error)


def _parser() -> CommandParser:
    parser = CommandParser(prog="renovation", description="旧厂区改造推进看板的命令行 / the dashboard's command line")
    parser.add_argument("--database", type=store_url, default=None, metavar="URL", help="SQLAlchemy URL of the store")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    add_workbook_commands(subparsers)
    add_history_commands(subparsers)
    add_maintenance_commands(subparsers)
    add_publisher_commands(subparsers)
    add_deployment_command(subparsers)
    return parser
