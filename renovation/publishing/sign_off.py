"""Confirms releases (审签): if sign-off is on, pages show a release only after a second publisher confirms it."""

from __future__ import annotations

from renovation.publishing.publish import Publisher, UnnamedPublisher
from renovation.publishing.shown_releases import listed_releases
from renovation.releases.database import UnknownRelease
from renovation.releases.store import Release, Store


def sign_off(store: Store, number: int, publisher: Publisher) -> Release:
    """Confirms a release that waits, so that pages show it and the releases before it; returns its record.

    Only the newest release can be confirmed, because a later one replaces it. Raises UnnamedPublisher if the publisher
    has no key of their own, OwnRelease if they published a release that waits, Conflict if somebody confirmed it or
    published in between, UnknownRelease if there is no such release or it does not wait.
    """
    if not publisher.is_named:
        raise UnnamedPublisher("a release can be confirmed only with a key of one's own")
    release = next((release for release in listed_releases(store) if release.release == number), None)
    if release is None or not release.awaits_sign_off:
        raise UnknownRelease(f"no release {number} waits for a sign-off")
    store.sign_off(number, publisher.name, publisher.origin)
    return next(release for release in listed_releases(store) if release.release == number)
