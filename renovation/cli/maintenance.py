"""The operator's commands: `key`, `backup`, `restore-backup`, `doctor`, `webhook`."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from renovation.cli.arguments import DONE, HAS_ERRORS, WrongCall, add_command, open_store
from renovation.cli.output import print_json, write_line
from renovation.language import words_in
from renovation.operations.backup import back_up, restore_backup
from renovation.operations.doctor import examine
from renovation.operations.webhook import Message, WebhookFailed, configured_webhook
from renovation.publishing.access import renew_key
from renovation.settings import database_url, output_language, publisher_key, webhook_url
from renovation.wording.announcements import trial_announcement


def add_maintenance_commands(subparsers: Any) -> None:
    """Declares the operator's commands and their arguments.

    `subparsers` is the object that argparse's `add_subparsers` returns.
    """
    add_command(subparsers, "key", _key, "replace the publisher's key and show the new one once")
    backup = add_command(subparsers, "backup", _backup, "copy the store to a file, also while the dashboard runs")
    backup.add_argument("file", type=Path)
    restore = add_command(subparsers, "restore-backup", _restore_backup, "put a backup in the place of the store")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="even if the store holds releases; it is kept aside")
    doctor = add_command(subparsers, "doctor", _doctor, "examine the store and this machine, and say what to do")
    doctor.set_defaults(needs_settings=False)
    add_command(subparsers, "webhook", _webhook, "send a trial message to the webhook and say whether it arrived")


def _key(call: argparse.Namespace) -> int:
    key = renew_key(open_store(call), "command line")
    if key is None:
        variable = publisher_key.variable
        raise WrongCall(f"发布密钥由{variable}设定，请在该处更换 / the key is set by {variable}; change it there")
    write_line(f"新的发布密钥，只显示这一次 / The new publisher's key, shown only now: {key}")
    if call.json:
        print_json({"key": key})
    return DONE


def _backup(call: argparse.Namespace) -> int:
    words = words_in(output_language())
    made = back_up(call.database or database_url(), call.file, words)
    if made.damage:
        write_line(
            words(
                "{file} was written, but the database itself is damaged: {reason}", file=call.file, reason=made.damage
            )
        )
    else:
        write_line(
            words(
                "Backup: {file}. Number of releases: {count}. SHA-256: {sha256}",
                file=call.file,
                count=made.releases,
                sha256=made.sha256,
            )
        )
    if call.json:
        print_json(made.as_json())
    return HAS_ERRORS if made.damage else DONE


def _restore_backup(call: argparse.Namespace) -> int:
    words = words_in(output_language())
    made = restore_backup(call.database or database_url(), call.file, call.replace, words)
    write_line(made.restored(call.file, words))
    if call.json:
        print_json(made.as_json())
    return DONE


def _doctor(call: argparse.Namespace) -> int:
    words = words_in(output_language())
    diagnoses = []
    for diagnosis in examine(call.database or database_url(), words, dt.datetime.now().astimezone()):
        diagnoses.append(diagnosis)
        write_line(diagnosis.line(words))
    if call.json:
        print_json([diagnosis.as_json() for diagnosis in diagnoses])
    return HAS_ERRORS if any(diagnosis.advice for diagnosis in diagnoses) else DONE


def _webhook(call: argparse.Namespace) -> int:
    words, webhook = words_in(output_language()), configured_webhook()
    if webhook is None:
        raise WrongCall(words("No webhook is set: {variable} is empty.", variable=webhook_url.variable))
    reason = None
    try:
        asyncio.run(webhook.send(Message("trial", trial_announcement(words))))
        write_line(words("The message arrived."))
    except WebhookFailed as failure:
        reason = str(failure)
        write_line(words("The message did not arrive: {reason}.", reason=reason))
    if call.json:
        print_json({"arrived": reason is None, "reason": reason})
    return DONE if reason is None else HAS_ERRORS
