"""Sentences and a table about the releases: who published each one, when and from which file."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from renovation.language import Words
from renovation.reading.problems import Problem
from renovation.releases.store import Accepted, Audit, Release
from renovation.wording.updates import MOST_LINES, more_lines


def audit_lines(release: Release, audit: Audit, words: Words) -> tuple[str, ...]:
    """Returns lines about the publication of a release: who, when, how, from which file, and the accepted warnings.

    If the release was signed off or withdrawn, a line says by whom and when.
    """
    lines = [_published_line(release, audit.origin, words)]
    if release.signed_off_by and release.signed_off_at:
        moment = local_time(release.signed_off_at)
        lines.append(words("Confirmed on {moment} by {name}.", moment=moment, name=release.signed_off_by))
    if release.withdrawn_by and release.withdrawn_at:
        moment = local_time(release.withdrawn_at)
        lines.append(
            words("Withdrawn on {moment} by {name}. No page shows it.", moment=moment, name=release.withdrawn_by)
        )
    if release.file:
        lines.append(words("File {file}, SHA-256 {sha256}.", file=release.file, sha256=release.file_sha256))
    accepted = audit.accepted_warnings
    if accepted:
        lines.append(words("Warnings accepted when publishing ({count}):", count=len(accepted)))
        lines += [f"· {_warning_line(warning, words)}" for warning in accepted[:MOST_LINES]]
    return (*lines, *more_lines(len(accepted), words))


def waiting_sentence(number: int, words: Words) -> str:
    """Returns a sentence that says that the release `number` waits for another publisher to confirm it."""
    return words(
        "Release {number} has been published and waits for another publisher to confirm it. Until then, all pages "
        "show the previous release.",
        number=number,
    )


def published_before_sentence(release: Release, words: Words) -> str:
    """Returns a sentence that says that the uploaded file was published before: in which release, when, by whom."""
    return words(
        (
            "This file was published before: release {number}, as of {day}, on {moment} by {name}. The result "
            "of a new check is below."
        ),
        number=release.release,
        day=words.day(release.as_of),
        moment=local_time(release.published_at),
        name=release.by,
    )


def _published_line(release: Release, origin: str | None, words: Words) -> str:
    """Returns a line that says when and by whom a release was published.

    `origin` is the publisher's network address or "command line"; if it is known, the line states it too.
    """
    moment = local_time(release.published_at)
    if not origin:
        return words("Published on {moment} by {name}.", moment=moment, name=release.by)
    origin = words("the command line") if origin == "command line" else origin
    return words("Published on {moment} by {name}, from {origin}.", moment=moment, name=release.by, origin=origin)


def _warning_line(warning: Accepted, words: Words) -> str:
    """Returns a line with an accepted warning, its sheet and its cell.

    A warning that an older version stored as a plain text is returned unchanged.
    """
    if isinstance(warning, str):
        return warning
    problem = Problem.from_record(warning)
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{place}　{problem.message(words)}".strip()


def local_time(moment: str) -> str:
    """Converts the ISO timestamp `moment` (UTC) to the server's time zone, to the minute: `2013-10-15 16:20`."""
    return f"{dt.datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def releases_table(history: tuple[Release, ...], words: Words) -> pd.DataFrame:
    """Returns the releases as a table of texts, with a row for each release in the order of `history`.

    The columns show `release` (the sign ● marks the head), `as_of`, `published_at`, `by`, `action`, `note` and `file`.
    The last two are left out if no release has a note or a file.
    """
    actions = {"publish": words("published"), "restore": words("restored"), "correct": words("correction")}
    table = pd.DataFrame(
        {
            words("Release"): [f"{release.release} ●" if release.head else str(release.release) for release in history],
            words("As of"): [words.day(release.as_of) for release in history],
            words("Published at"): [local_time(release.published_at) for release in history],
            words("Published by"): [release.by for release in history],
            words("Kind of release"): [_with_state(actions[release.action], release, words) for release in history],
            words("Remark"): [release.note or None for release in history],
            words("File"): [release.file for release in history],
        }
    )
    return table.dropna(axis="columns", how="all").fillna({words("Remark"): "", words("File"): "—"})


def _with_state(text: str, release: Release, words: Words) -> str:
    if release.withdrawn_by:
        return words.bracketed(text, words("withdrawn"))
    return words.bracketed(text, words("awaiting sign-off")) if release.awaits_sign_off else text


def release_label(release: Release, words: Words) -> str:
    """Returns the name of a release in a list: its number and date, and whether it is a correction or was restored.

    The label does not say whether the release waits for a sign-off. A select box keeps the label of the selected
    release in the browser, so that the label would still say “awaiting sign-off” after the sign-off.
    """
    label = words("Release {number} · {day}", number=release.release, day=words.day(release.as_of))
    actions = {"correct": words("correction"), "restore": words("restored")}
    return words.bracketed(label, actions[release.action]) if release.action in actions else label
