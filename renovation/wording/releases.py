"""The history of releases: who published which, when and from what."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from renovation.language import Words
from renovation.reading.problems import Problem
from renovation.releases.store import Accepted, Audit, Release
from renovation.wording.updates import MOST_LINES, more_lines


def audit_lines(release: Release, audit: Audit, words: Words) -> tuple[str, ...]:
    """Who published a release, when, from where, from which file by its hash, and what was accepted."""
    _ = words.gettext
    moment, origin = local_time(release.published_at), audit.origin or _("no origin recorded")
    lines = [_("Published {moment} by {name}, from {origin}.").format(moment=moment, name=release.by, origin=origin)]
    if release.file:
        lines.append(_("File {file}, SHA-256 {sha256}.").format(file=release.file, sha256=release.file_sha256))
    if audit.accepted_warnings:
        lines.append(_("Warnings accepted ({count}):").format(count=len(audit.accepted_warnings)))
        lines += [f"· {_accepted(warning, words)}" for warning in audit.accepted_warnings[:MOST_LINES]]
    return (*lines, *more_lines(len(audit.accepted_warnings), words))


def published_before_sentence(release: Release, words: Words) -> str:
    """With which release a file was published before, when and by whom."""
    told = words.gettext(
        "This file was published before: release {number}, as of {day}, on {moment} by {name}. "
        "It is checked anew below."
    )
    return told.format(
        number=release.release,
        day=words.day(release.as_of),
        moment=local_time(release.published_at),
        name=release.by,
    )


def _accepted(warning: Accepted, words: Words) -> str:
    """An accepted warning with its place; one that was put down as bare words as it is."""
    if isinstance(warning, str):
        return warning
    problem = Problem.of_record(warning)
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{place}　{problem.message(words)}".strip()


def local_time(moment: str) -> str:
    """An ISO moment in the time of the server, to the minute."""
    return f"{dt.datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def releases_table(history: tuple[Release, ...], words: Words) -> pd.DataFrame:
    """The history in words, newest first; the release on the screens is marked."""
    _ = words.gettext
    actions = {"publish": _("published"), "restore": _("restored"), "correct": _("correction")}
    return pd.DataFrame(
        {
            _("Release"): [f"{release.release} ●" if release.head else str(release.release) for release in history],
            _("As of"): [words.day(release.as_of) for release in history],
            _("Published at"): [local_time(release.published_at) for release in history],
            _("By"): [release.by for release in history],
            _("Kind"): [actions[release.action] for release in history],
            _("Remark"): [release.note for release in history],
            _("File"): [release.file or "—" for release in history],
        }
    )
