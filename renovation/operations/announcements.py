"""Announces new releases and overdue updates to the webhook that the operator has set.

A release counts as published when pages show it. If sign-off is switched on, the release is first announced as waiting.

The dashboard asks the database from time to time. Therefore publishing never waits for another server, and releases
that the command line publishes are announced too. If several processes use one database, only the process that first
records an announcement sends it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from renovation.domain.update_due import UpdateDue
from renovation.language import Words
from renovation.operations.webhook import Message, Webhook
from renovation.publishing.shown_releases import listed_releases, may_show
from renovation.releases.database import StoreError
from renovation.releases.store import Release, Store
from renovation.wording.announcements import overdue_announcement, published_announcement

LOOK_SECONDS: Final = 20.0
MOST_RELEASES: Final = 5
"""The most releases that are announced at once: the webhook may have been off for a while, and the whole history would
be too much."""
_RELEASE: Final = "announced_release"
_WAITING: Final = "announced_waiting"
_DUE: Final = "announced_due"
_LOG: Final = logging.getLogger("renovation.webhook")
FindDue = Callable[[dt.date], UpdateDue | None]
"""A function that returns when data with a given as-of date must be updated, or None if no update is expected."""


def new_announcements(store: Store, find_due: FindDue, words: Words) -> list[Message]:
    """Returns the messages that the webhook must send now: about new releases, and about an overdue update.

    The database stores what has been announced, so that each message is returned only once. `find_due` returns when
    data with a given as-of date must be updated. The first call for a database stores its newest release without
    announcing it. An overdue update is announced once for the day on which it was due. Raises StoreError if the
    database does not respond.
    """
    releases = listed_releases(store)
    events = {
        "waiting": _unannounced(store, _WAITING, [release for release in releases if release.awaits_sign_off]),
        "published": _unannounced(store, _RELEASE, [release for release in releases if may_show(release)]),
    }
    messages = [_message(event, release, words) for event, found in events.items() for release in found]
    head = next((release for release in releases if release.head), None)
    due = find_due(head.as_of) if head else None
    if head and due and due.is_late and _record(store, _DUE, due.day.isoformat()):
        messages.append(_overdue(head, due, words))
    return messages


def _unannounced(store: Store, name: str, releases: list[Release]) -> list[Release]:
    """Returns those of `releases` that have not been announced yet, oldest first, and stores that they are announced.

    `releases` are all releases of one kind, newest first. `name` is the setting that holds the number of the release
    announced last. At most five releases are returned (MOST_RELEASES). The first call for a store returns none.
    """
    announced = store.settings.get(name)
    newest = releases[0].release if releases else 0
    if announced is not None and newest <= int(announced):
        return []
    if not store.settings.compare_and_swap(name, announced, str(newest)) or announced is None:
        return []
    return [release for release in reversed(releases) if release.release > int(announced)][-MOST_RELEASES:]


def _record(store: Store, name: str, value: str) -> bool:
    """Stores `value` in the setting `name`; returns False if the setting has this value already.

    Returns False too if another process stores it at the same moment.
    """
    stored = store.settings.get(name)
    return stored != value and store.settings.compare_and_swap(name, stored, value)


def _message(event: str, release: Release, words: Words) -> Message:
    facts = release.as_json()
    names = ("release", "as_of", "published_at", "by", "action", "head", "awaits_sign_off", "signed_off_by")
    return Message(event, published_announcement(release, words), {name: facts[name] for name in names})


def _overdue(head: Release, due: UpdateDue, words: Words) -> Message:
    facts = {
        "release": head.release,
        "as_of": head.as_of.isoformat(),
        "due": due.day.isoformat(),
        "days_overdue": due.days_overdue,
    }
    return Message("overdue", overdue_announcement(due, words), facts)


@asynccontextmanager
async def announcing(
    webhook: Webhook | None, open_store: Callable[[], Store], find_due: FindDue, words: Words
) -> AsyncIterator[None]:
    """Announces new releases and overdue updates to `webhook` during the `async with` block.

    Does nothing if `webhook` is None. `find_due` returns when data with a given as-of date must be updated.
    """
    if webhook is None:
        yield
        return

    def look() -> list[Message]:
        return new_announcements(open_store(), find_due, words)

    task = asyncio.create_task(_announce_again_and_again(webhook, look))
    try:
        yield
    finally:
        task.cancel()


async def _announce_again_and_again(webhook: Webhook, look: Callable[[], list[Message]]) -> None:
    store_answered = True
    while True:
        try:
            messages = await asyncio.to_thread(look)
            store_answered = True
            for message in messages:
                await webhook.deliver(message)
        except StoreError:
            if store_answered:
                _LOG.exception("The store does not answer; nothing is announced until it does.")
            store_answered = False
        except Exception:  # noqa: BLE001 the next look may succeed, and nobody waits for this one
            _LOG.exception("The webhook failed in an unforeseen way.")
        await asyncio.sleep(LOOK_SECONDS)
