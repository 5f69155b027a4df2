"""Puts the server's own routes under the base path that an operator has configured."""

from __future__ import annotations


def under(base_path: str, path: str) -> str:
    """Returns the URL path of `path` under `base_path`, which may be empty or have slashes around it.

    `under("kanban", "newest")` is `/kanban/newest`, `under("", "newest")` is `/newest`.
    """
    return "/".join(("", *filter(None, (base_path.strip("/"), path.strip("/")))))
