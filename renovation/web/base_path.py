"""Puts the URLs of our own routes under the base path that an operator has configured."""

from __future__ import annotations

import streamlit as st


def configured_base_path() -> str:
    """Returns the base path under which the operator serves the dashboard; an empty text if it is at the root.

    This is Streamlit's option `server.baseUrlPath`.
    """
    return str(st.get_option("server.baseUrlPath") or "")


def under(base_path: str, path: str) -> str:
    """Returns the URL path of `path` under `base_path`, which may be empty or have slashes around it.

    `under("kanban", "newest")` is `/kanban/newest`, `under("", "newest")` is `/newest`.
    """
    return "/".join(("", *filter(None, (base_path.strip("/"), path.strip("/")))))
