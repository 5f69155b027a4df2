"""Compares names of persons."""

from __future__ import annotations

import unicodedata


def same_person(one: str, other: str) -> bool:
    """Returns whether two names are equal, such as `李 四` and `李四`.

    Spaces, letter case and full-width forms are ignored.
    """
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
