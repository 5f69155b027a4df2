"""Which releases pages show: where sign-off (审签) is switched on, only those that do not wait for it."""

from __future__ import annotations

from dataclasses import replace

from renovation.releases.store import Release, Store
from renovation.settings import sign_off_needed


def listed_releases(store: Store) -> tuple[Release, ...]:
    """Returns every release, newest first, as people see them.

    `head` is True for the release that pages show: the newest one that neither waits for a sign-off nor was withdrawn.
    Where sign-off is switched off, no release waits. Raises StoreUnavailable.
    """
    releases = store.until_written.get("releases", store.releases)
    if not any(release.awaits_sign_off for release in releases):
        return releases
    if not sign_off_needed():
        return tuple(replace(release, awaits_sign_off=False) for release in releases)
    is_shown = (r.release for r in releases if may_show(r) and r.action != "correct")
    shown = next(is_shown, None)
    return tuple(replace(release, head=release.release == shown) for release in releases)


def shown_releases(store: Store) -> tuple[Release, ...]:
    """Returns the releases that pages may show, newest first: those that neither wait nor were withdrawn."""
    return tuple(release for release in listed_releases(store) if may_show(release))


def shown_head(store: Store) -> int | None:
    """Returns the number of the release that pages show, or None if the store is empty."""
    return next((release.release for release in listed_releases(store) if release.head), None)


def releases_up_to(store: Store, release: Release) -> tuple[Release, ...]:
    """Returns the releases from which the history of a release is made, newest first: the shown ones, and its own."""
    return tuple(one for one in listed_releases(store) if not one.awaits_sign_off or one.release <= release.release)


def may_show(release: Release) -> bool:
    """Returns whether pages may show a release from `listed_releases`: it neither waits nor was withdrawn."""
    return not release.awaits_sign_off and release.withdrawn_by is None
