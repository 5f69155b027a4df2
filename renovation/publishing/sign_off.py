"""Confirms releases (审签): if sign-off is on, pages show a release only after a second publisher confirms it.

A release that waits for its sign-off can be withdrawn instead; then pages never show it.
"""

from __future__ import annotations

from renovation.publishing.publish import Publisher, UnnamedPublisher
from renovation.publishing.shown_releases import listed_releases
from renovation.releases.database import UnknownRelease
from renovation.releases.store import Release, Store


def sign_off(store: Store, number: int, publisher: Publisher) -> Release:
    """Confirms the release `number`, so that pages show it and the releases before it; returns its record.

    Only the newest release can be confirmed; earlier releases that still wait for a sign-off are confirmed with it.
    Raises UnnamedPublisher if the publisher has no key of their own; OwnRelease if the publisher published this release
    or an earlier release that still waits; UnknownRelease if there is no release `number` or it does not wait for a
    sign-off; Conflict if a later release was published, or if somebody else confirmed or withdrew the release at the
    same time.
    """
    _expect_waiting(store, number, publisher)
    store.sign_offs.confirm(number, publisher.name, publisher.origin)
    return _listed(store, number)


def withdraw(store: Store, number: int, publisher: Publisher) -> Release:
    """Withdraws the release `number`, which waits for a sign-off, so that pages never show it; returns its record.

    Every publisher with a key of their own can do this, also the one who published the release, but only for the newest
    release. Afterwards, the previous release is the newest again. Raises UnnamedPublisher if the publisher has no key
    of their own; UnknownRelease if there is no release `number` or it does not wait for a sign-off; Conflict if a later
    release was published, or if somebody else confirmed or withdrew the release at the same time.
    """
    _expect_waiting(store, number, publisher)
    store.sign_offs.withdraw(number, publisher.name, publisher.origin)
    return _listed(store, number)


def _expect_waiting(store: Store, number: int, publisher: Publisher) -> None:
    if not publisher.is_named:
        raise UnnamedPublisher("a release can be confirmed or withdrawn only with a key of one's own")
    if not any(release.release == number and release.awaits_sign_off for release in listed_releases(store)):
        raise UnknownRelease(f"no release {number} waits for a sign-off")


def _listed(store: Store, number: int) -> Release:
    return next(release for release in listed_releases(store) if release.release == number)
