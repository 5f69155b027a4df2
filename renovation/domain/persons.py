"""Compares the names of persons, which people write in several ways."""

from __future__ import annotations

import unicodedata


def same_person(one: str, other: str) -> bool:
    """Returns whether two names are of one person, whatever their spaces, letter case and width: `李 四` and `李四`."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
