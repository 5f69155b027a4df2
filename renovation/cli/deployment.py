"""The command `deployment`: prints a file with which the dashboard runs as a service."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from renovation.cli.arguments import DONE, WrongCall, add_command
from renovation.cli.output import print_json, write_line
from renovation.language import words_in
from renovation.operations.deployment import FILES, MOST_PROCESSES, Installation, deployment_file
from renovation.settings import output_language, trusted_user_header


def add_deployment_command(subparsers: Any) -> None:
    """Declares the command `deployment` and its arguments.

    `subparsers` is the object that argparse's `add_subparsers` returns.
    """
    deployment = add_command(subparsers, "deployment", _deployment, "print a file to run the dashboard as a service")
    deployment.add_argument("name", choices=FILES, metavar="NAME", help=", ".join(FILES))
    deployment.add_argument(
        "--host", default=Installation.host, help="the name under which visitors find the dashboard"
    )
    deployment.add_argument("--base-path", default="", metavar="PATH", help="the path of the first page, as in /kanban")
    deployment.add_argument("--processes", type=int, default=1, metavar="N", help=f"up to {MOST_PROCESSES}")
    deployment.add_argument("--port", type=int, default=Installation.first_port, help="that of the first process")
    deployment.add_argument("--folder", default=Installation.folder, help="the project's folder")
    deployment.add_argument("--user", default=Installation.user, help="the system's user who runs the dashboard")
    deployment.add_argument("--certificate", default=Installation.certificate, metavar="FILE")
    deployment.add_argument("--certificate-key", default=Installation.certificate_key, metavar="FILE")


def _deployment(call: argparse.Namespace) -> int:
    try:
        installation = Installation(
            call.host,
            call.base_path.strip("/"),
            call.processes,
            call.port,
            call.folder,
            call.user,
            call.certificate,
            call.certificate_key,
            trusted_user_header() or Installation.user_header,
        )
    except ValueError as error:
        raise WrongCall(f"“{error}”无效 / “{error}” is not allowed here") from error
    text = deployment_file(call.name, installation, words_in(output_language()))
    if call.json:
        print_json({"name": call.name, "text": text})
    else:
        write_line(text.rstrip("\n"), sys.stdout)
    return DONE
