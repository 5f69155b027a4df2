"""Decides which releases the pages show. If sign-off (审签) is on, releases that wait for a sign-off are not shown."""

from __future__ import annotations

from dataclasses import replace

from renovation.releases.store import Release, Store
from renovation.settings import sign_off_needed


def listed_releases(store: Store) -> tuple[Release, ...]:
    """Returns every release, newest first, as the page 数据版本 lists them.

    `head` is True for the release that pages show: the newest release that neither waits for a sign-off nor was
    withdrawn. If sign-off is off, no release waits. Raises StoreUnavailable if the database does not respond.
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
    """Returns the releases that pages may show, newest first.

    Releases that wait for a sign-off or were withdrawn are left out.
    """
    return tuple(release for release in listed_releases(store) if may_show(release))


def shown_head(store: Store) -> int | None:
    """Returns the number of the release that pages show by default; None if there is no such release."""
    return next((release.release for release in listed_releases(store) if release.head), None)


def releases_up_to(store: Store, release: Release) -> tuple[Release, ...]:
    """Returns the releases whose figures may be in the history of `release`, newest first.

    Releases that wait for a sign-off are left out, unless they are `release` itself or were published before it.
    """
    return tuple(one for one in listed_releases(store) if not one.awaits_sign_off or one.release <= release.release)


def may_show(release: Release) -> bool:
    """Returns whether pages may show a release: it neither waits for a sign-off nor was withdrawn.

    `release` comes from `listed_releases`.
    """
    return not release.awaits_sign_off and release.withdrawn_by is None
