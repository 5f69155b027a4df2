"""Compares names of persons."""

from __future__ import annotations

import unicodedata


def same_person(one: str, other: str) -> bool:
    """Returns whether two names of persons are equal; spaces, letter case and full-width forms are ignored.

    The names `李 四` and `李四` are equal.
    """
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
